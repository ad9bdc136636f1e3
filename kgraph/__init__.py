"""kgraph reads articles and builds a knowledge graph of who invests in whose technology.

The road, one stage a module; arrows of import point down it only:

    sources     files and folders -> Documents
    extract     Document -> Facts, each with the sentence that says it; `extract.evaluate` scores them against gold
    identity    Facts of all documents -> Knowledge: one node per thing in the world
    triples     Facts and Knowledge -> RDF quads, and back
    store       quads on disk; answers SPARQL
    build       the road so far: sources in, a graph on disk out

and from the graph:

    questions   a shipped query, a file or SPARQL -> rows; `things` tells all of one thing
    network     query results -> networkx graphs; `measures` ranks their nodes
    page        a network -> one HTML file
    export      a graph -> files for other tools
    views       the network, ranking, flows and page of a graph, of all these
    cli         the command line; `demo` is its tour of the shipped sample

Beside the road: `ontology` (the names of classes and properties), `gazetteer` (names of organizations, countries
and places), `rates` (exchange rates), `tables` (rows as text), `model` (the values that travel), `errors`.
"""
