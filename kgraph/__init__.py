"""kgraph reads articles and builds a knowledge graph of who invests in whose technology.

The road, one stage a module; arrows of import point down it only:

    fetch       the web -> files for sources; it stands before the road, and alone asks other hosts for articles
    sources     files and folders -> Documents
    extract     Document -> Facts, each with the sentence that says it; `extract.evaluate` scores them against gold
    identity    Facts of all documents -> Merged: one node per thing in the world
    triples     Facts and Merged -> RDF quads, and back
    store       quads on disk; answers SPARQL
    build       the road so far: sources in, a graph on disk out
    shards      the first two stages on many machines: sources in, files that `build` merges and clusters load out

and from the graph:

    running     a query in a process of its own, with a deadline and a limit of memory
    questions   a shipped query, a file or SPARQL -> rows; `things` tells all of one thing
    network     query results -> networkx graphs; `measures` ranks their nodes
    page        a network -> one HTML file
    validate    a graph -> what in it breaks the ontology's shapes
    export      a graph -> files for other tools; `reference` tells of the ontology
    snapshot    a graph -> a copy, while others read and write it
    push        a graph -> the same on another server
    particulars a graph -> what the page tells beside the drawing
    analysis    what the commands tell of a network: flows, rankings, brokers, times, and what makes a value
    licences    nothing -> what is shipped and installed, and its licences
    plots       numbers with names -> SVG and PNG
    views       the page and the files of a graph, of all these
    reading     a graph for programs in Python: what `kgraph.open` gives
    serve       a graph by HTTP: SPARQL for programs, pages for people
    cli         the command line; `demo` is its tour of the shipped sample

On the way, `versions` chooses among what was read under one IRI, `claims` makes a document's graph, `workers` shares
work among processes that may crash, `knowledge` (with `corpus`, `statements` and `description`) lets the knowledge
layer follow from all claims, and `resolving` finds pairs of things for a person to judge.

Beside the road: `ontology` (the names of classes and properties), `prefixes`, `gazetteer` (names of organizations,
countries and places), `money` (words to sums), `rates` (exchange rates), `tables` (rows as text), `files` (bytes for
others), `progress`, `steps` (what is done and how long it takes), `palette`, `model` (values that travel), `errors`.
"""

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.version import __version__ as __version__

if TYPE_CHECKING:
    from kgraph.reading import KnowledgeGraph


def open(folder: str | PathLike[str] = "graph", timeout: float | None = 60) -> "KnowledgeGraph":  # noqa: A001 as shelve.open
    """Open the graph in a folder for reading; what others write later is not seen.

    Its methods are query, knowledge, claims, dataset and network. A query runs in a process of its own, which is
    ended after `timeout` seconds; with None it runs in this one, which saves a quarter of a second, and nothing ends
    it. Raises GraphError for a folder that holds no graph, or one that cannot be opened.

    >>> import kgraph
    >>> graph = kgraph.open("graph")
    >>> for investor, *_ in graph.query("top-investors", country="KR", since=2023):
    ...     print(investor)
    ...     break
    Samsung Electronics
    """
    from kgraph.reading import KnowledgeGraph  # `import kgraph` alone loads nothing big

    return KnowledgeGraph(Path(folder), timeout)
