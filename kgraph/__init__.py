"""kgraph reads articles and builds a knowledge graph of who invests in whose technology.

The road, one stage a module; arrows of import point down it only (`build` alone sees the whole):

    sources     files and folders -> Documents
    extract     Document -> Facts, each with the sentence that says it
    identity    Facts of all documents -> Knowledge: one node per thing in the world
    triples     Facts and Knowledge -> RDF quads, and back
    store       quads on disk; answers SPARQL
    network     query results -> networkx graphs; `measures` ranks them
    page        a network -> one HTML file
    build       the road itself; `cli` puts it on the command line

Beside the road: `ontology` (the names of classes and properties), `gazetteer` (names of organizations, countries
and places), `rates` (exchange rates), `model` (the values that travel), `errors`.
"""
