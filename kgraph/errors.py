"""Everything that kgraph raises on purpose.

    KgraphError
    ├── SourceError     an input cannot be read: which one, why, what would help
    ├── OntologyError   a name that the ontology does not define
    ├── GraphError      a graph's folder is missing, foreign, locked or damaged
    ├── QueryError      SPARQL that cannot be parsed or run
    │   └── LimitError  a query that was ended: time, memory, size of its answer
    ├── ServerError     another server does not answer, or refuses
    ├── FetchError      an address cannot be fetched
    │   └── UnavailableError    one that may answer later
    └── WorkerError     processes that share the work cannot be started

A message is one line that a person can act on; the command line prints it and exits with 1.
"""


class KgraphError(Exception):
    """The root of what kgraph raises on purpose."""


class SourceError(KgraphError):
    """An input that cannot be read as a document."""


class OntologyError(KgraphError):
    """A name that the ontology does not define."""


class GraphError(KgraphError):
    """A graph's folder that cannot be opened."""


class QueryError(KgraphError):
    """SPARQL that cannot be parsed or run."""


class LimitError(QueryError):
    """A query that was ended since it asks for too much."""


class ServerError(KgraphError):
    """Another server that does not answer, or refuses."""


class FetchError(KgraphError):
    """An address that cannot be fetched."""


class UnavailableError(FetchError):
    """An address that may answer later; `wait` are the seconds that its host asks for, if it does."""

    def __init__(self, message: str, wait: float = 0) -> None:
        super().__init__(message)
        self.wait = wait


class WorkerError(KgraphError):
    """Processes that share the work cannot be started."""
