"""A graph's folder comes in; rows, rdflib graphs and the network go out, for programs in Python."""

from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.questions import bind_parameters, read_question
from kgraph.running import Limits, run_query
from kgraph.store import Plain, Rows, open_store

if TYPE_CHECKING:
    import networkx
    import pandas
    import rdflib

    from kgraph.network import Selection


@dataclass(frozen=True, slots=True)
class Answer(Rows):
    """What a query found: `columns`, and rows as tuples, to be walked once.

    Texts are str, addresses kgraph.store.Iri (a str too), numbers int, Decimal or float, truth bool, dates str
    ("2024", "2024-04" or "2024-04-15"); what is not known is None.
    """

    def frame(self) -> "pandas.DataFrame":
        """The rows as a pandas frame, decimals as int or float. Raises ImportError where there is no pandas."""
        import pandas

        from kgraph.tables import plain_value

        return pandas.DataFrame([tuple(map(plain_value, row)) for row in self], columns=list(self.columns))


class KnowledgeGraph:
    """A graph to be read, as it was when opened: see `kgraph.open`."""

    def __init__(self, folder: Path, timeout: float | None) -> None:
        self.folder = folder
        self.timeout = timeout
        self._store = open_store(folder)

    def query(self, question: str, /, **parameters: Plain) -> Answer:
        """Ask a shipped query by its name, an .rq file, or SPARQL, with parameters set as `kgraph query --set` does.

        A parameter whose name is a word of Python's is written with `_` behind it. Raises QueryError, LimitError
        where the graph's timeout or the memory for a query (2 GB) does not suffice.

        >>> import kgraph
        >>> graph = kgraph.open("graph")
        >>> answer = graph.query("flows", from_="KR", since=2023)
        >>> answer.columns
        ('from', 'to', 'investments', 'usd', 'public_supports', 'public_usd')
        >>> {row[0] for row in answer}
        {'KR'}
        >>> list(graph.query("SELECT (COUNT(*) AS ?documents) { ?document a kg:Document }"))
        [(14,)]
        >>> graph.query("documents").frame().shape
        (14, 6)
        """
        sparql = read_question(question)
        settings = {name.removesuffix("_"): value for name, value in parameters.items()}
        bindings = bind_parameters(sparql, settings)
        if self.timeout is None:
            rows = self._store.query(sparql, bindings)
            return Answer(rows.columns, rows.rows)
        rows = run_query(self.folder, sparql, bindings, Limits(self.timeout), self._store.place)
        # All at once, or the time would run on while the rows are used.
        return Answer(rows.columns, iter(list(rows)))

    def knowledge(self) -> "rdflib.Graph":
        """The knowledge layer: one node for each thing in the world.

        >>> import kgraph
        >>> from rdflib import Literal, RDFS
        >>> knowledge = kgraph.open("graph").knowledge()
        >>> print(knowledge.value(predicate=RDFS.label, object=Literal("Samsung Electronics")))
        https://w3id.org/kgraph/thing/samsung-electronics
        """
        from kgraph.triples.graphs import make_graph

        return make_graph(self._store.read_knowledge())

    def claims(self, document: str) -> "rdflib.Graph":
        """What one document says, named by its address or id. Raises GraphError where it is not in the graph.

        >>> import kgraph
        >>> graph = kgraph.open("graph")
        >>> title, document = next(iter(graph.query("SELECT ?t ?d { ?d dcterms:title ?t } ORDER BY ?d")))
        >>> print(title)
        Honda and LG Energy Solution found battery venture in Ohio
        >>> sorted(set(graph.claims(document).subjects()))[0].startswith(document)
        True
        """
        from kgraph.build import find_document, list_names
        from kgraph.triples.graphs import make_graph

        return make_graph(self._store.read_graph(find_document(document, list_names(self._store), self.folder)))

    def dataset(self) -> "rdflib.Dataset":
        """Everything: the knowledge layer as the default graph, and a graph for each document.

        >>> import kgraph
        >>> len(list(kgraph.open("graph").dataset().graphs()))
        15
        """
        from kgraph.triples.graphs import make_dataset

        claims = chain.from_iterable(map(self._store.read_graph, self._store.documents()))
        return make_dataset(chain(self._store.read_knowledge(), claims))

    def network(self, selection: "Selection | None" = None) -> "networkx.MultiDiGraph":
        """Who deals with whom: nodes by address, with their attributes; `kgraph.network` tells the rules.

        What was cancelled is there too, with its status; with a selection there is what it asks for alone.

        >>> import kgraph
        >>> graph = kgraph.open("graph")
        >>> network = graph.network()
        >>> network.nodes["https://w3id.org/kgraph/thing/samsung-electronics"]["country"]
        'KR'
        >>> from kgraph.network import Selection
        >>> among = graph.network(Selection(countries=("KR", "US"), kinds=("grant",)))
        >>> sorted({kind for *_, kind in among.edges(data="kind")})
        ['grant']
        """
        from kgraph.analysis.networks import read_network
        from kgraph.network import select_network

        network = read_network(self._store)
        return network if selection is None else select_network(network, selection)
