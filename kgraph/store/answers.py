"""What a query found comes in, a document of the W3C's formats goes out; triples become Turtle."""

from collections.abc import Iterable
from typing import IO

import pyoxigraph
from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples

from kgraph.prefixes import PREFIXES
from kgraph.store.sparql import querying

TABLE_FORMS = {
    "application/sparql-results+json": pyoxigraph.QueryResultsFormat.JSON,
    "application/sparql-results+xml": pyoxigraph.QueryResultsFormat.XML,
    "text/csv": pyoxigraph.QueryResultsFormat.CSV,
    "text/tab-separated-values": pyoxigraph.QueryResultsFormat.TSV,
}
GRAPH_FORMS = {
    "text/turtle": pyoxigraph.RdfFormat.TURTLE,
    "application/n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
    "application/ld+json": pyoxigraph.RdfFormat.JSON_LD,
    "application/rdf+xml": pyoxigraph.RdfFormat.RDF_XML,
}


class Found:
    """What a query found, to be written once, in a format by its media type."""

    def __init__(self, results: QuerySolutions | QueryBoolean | QueryTriples) -> None:
        self._results = results

    @property
    def is_graph(self) -> bool:
        """Whether it is triples, which have formats of their own: Turtle, N-Triples, JSON-LD, RDF/XML."""
        return isinstance(self._results, QueryTriples)

    def write(self, out: IO[bytes], media_type: str) -> None:
        """Write it as it is found. Raises QueryError, what is written by then stays."""
        with querying():
            if isinstance(self._results, QueryTriples):
                form = GRAPH_FORMS[media_type]
                pyoxigraph.serialize(self._results, out, form, prefixes=dict(PREFIXES))
            else:
                self._results.serialize(out, TABLE_FORMS[media_type])


def write_turtle(triples: Iterable[str]) -> str:
    """Lines of N-Triples as Turtle with the ontology's prefixes: what is said of one subject stands together."""
    found = pyoxigraph.parse("".join(sorted(triples)), format=pyoxigraph.RdfFormat.N_TRIPLES)
    content = pyoxigraph.serialize(found, format=pyoxigraph.RdfFormat.TURTLE, prefixes=dict(PREFIXES))
    lines = (content or b"").decode("utf-8").splitlines(keepends=True)
    # The library writes the prefixes, which come first, in any order.
    return "".join([*sorted(lines[: len(PREFIXES)]), *lines[len(PREFIXES) :]])
