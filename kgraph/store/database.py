"""Quads come in and stay on disk, SPARQL comes in and rows go out.

Each document has a named graph, the knowledge layer is the default graph.
"""

import gzip
import re
import shutil
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import IO, Self, cast

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples

from kgraph.errors import GraphError, QueryError
from kgraph.prefixes import PREFIXES
from kgraph.store.answers import Found
from kgraph.store.folder import SNAPSHOTS, back_up, check_folder, find_place, take_snapshot
from kgraph.store.sparql import bind_values, check_query, querying, walk
from kgraph.store.values import Iri, Plain, Rows, make_term, read_term

Dataset = tuple[tuple[str, ...], tuple[str, ...]]
"""The IRIs of the graphs whose union a query takes for its default graph, and of those that it may name."""
REFUSED = re.compile("permission denied|read-only file system|no space left on device", re.IGNORECASE)


def open_store(folder: Path, write: bool = False, place: Path | None = None) -> "Store":
    """Open the graph in a folder, for use in a `with` statement; writing makes a new one where there is none.

    Another reader's `place` is given to read the same as that one, whatever was written since.

    Raises GraphError for a folder that holds no graph (unless writing) or something else, that another
    process writes to, or that is damaged.
    """
    try:
        check_folder(folder, write)
        if place and not place.exists():
            raise GraphError(f"the graph in {folder} has been written again and again: open it anew")
        place = place or find_place(folder, write)
        if write:
            return Store(pyoxigraph.Store(str(place)), place, folder / SNAPSHOTS)
        return open_copy(place)
    except (OSError, RuntimeError, ValueError) as error:
        raise GraphError(f"the graph in {folder} {explain_trouble(error)}") from error


def explain_trouble(error: OSError | RuntimeError | ValueError) -> str:
    """Why a graph cannot be opened; RocksDB tells a lock and a refusal from damage by its words alone."""
    if re.search("lock hold by|while lock file", str(error), re.IGNORECASE):
        return "is being written by another process: try later"
    if isinstance(error, OSError) and error.errno is not None:  # the system's own word, not the database's
        return f"cannot be opened: {error.strerror}"
    if refused := REFUSED.search(str(error)):
        return f"cannot be written: {refused[0]}"
    return f"is damaged: delete it and build it again ({error})"


def open_copy(copy: Path) -> "Store":
    """Open what a writer has left, or lent."""
    return Store(pyoxigraph.Store.read_only(str(copy)), copy, None)


class Store:
    """A graph on disk; a reader sees it as the last writer left it, and a writer leaves it to readers at its end.

    `place` is where the database lies that it has open.
    """

    def __init__(self, database: pyoxigraph.Store, place: Path, snapshots: Path | None) -> None:
        self.place = place
        self._database = database
        self._snapshots = snapshots

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._snapshots:
            with _writing():
                self._database.flush()
                take_snapshot(self._database, self._snapshots)
        del self._database  # frees the lock

    def find_document(self, document_iri: str) -> tuple[str, str] | None:
        """The hash of what was read of a document and the name of the extractor, None where it is not there."""
        graph = NamedNode(document_iri)
        if not self._database.contains_named_graph(graph):
            return None
        extractor = NamedNode(self._value(graph, graph, "prov:wasGeneratedBy"))
        return self._value(graph, graph, "kg:contentHash"), self._value(graph, extractor, "rdfs:label")

    def documents(self) -> dict[str, tuple[str, str]]:
        """All documents in order: IRI -> the hash of what was read of it and the name of the extractor."""
        graphs = sorted(graph.value for graph in self._database.named_graphs() if isinstance(graph, NamedNode))
        return {graph: known for graph in graphs if (known := self.find_document(graph))}

    def _value(self, graph: NamedNode, node: NamedNode, prop: str) -> str:
        """What the graph of a document says of a node. Raises GraphError where it says nothing."""
        for said in self._database.quads_for_pattern(node, _property(prop), None, graph):
            if isinstance(said.object, NamedNode | pyoxigraph.Literal):
                return said.object.value
        raise GraphError(f"{graph} is no document's graph, it has no {prop} of {node}: build the graph again")

    def holds_others(self, documents: Container[str]) -> bool:
        """Whether there are documents beside these."""
        return any(str(read_term(graph)) not in documents for graph in self._database.named_graphs())

    def read_graph(self, document_iri: str) -> Iterator[Quad]:
        """The claims of a document, in order; none for a document that is not there."""
        yield from sorted(self.walk_graph(document_iri), key=str)

    def walk_graph(self, document_iri: str) -> Iterator[Quad]:
        """The claims of a document, in the store's order."""
        yield from self._database.quads_for_pattern(None, None, None, NamedNode(document_iri))

    def read_knowledge(self) -> Iterator[Quad]:
        """The knowledge layer, in the store's order."""
        yield from self._database.quads_for_pattern(None, None, None, DefaultGraph())

    def find_subjects(self, prop: str, value: str, document: str | None = None) -> Iterator[tuple[str, str]]:
        """The nodes of which documents, or one of them, say this: a text, or an Iri; each with its document."""
        graph = NamedNode(document) if document else None
        for said in self._database.quads_for_pattern(None, _property(prop), make_term(value), graph):
            if isinstance(said.subject, NamedNode) and isinstance(said.graph_name, NamedNode):
                yield said.subject.value, said.graph_name.value

    def find_values(self, document: str, prop: str) -> Iterator[tuple[str, str]]:
        """What a document's graph says by a property: pairs of a node and a value."""
        for said in self._database.quads_for_pattern(None, _property(prop), None, NamedNode(document)):
            if isinstance(said.subject, NamedNode) and isinstance(said.object, NamedNode | pyoxigraph.Literal):
                yield said.subject.value, said.object.value

    def find_value(self, document: str, node: str, prop: str) -> str | None:
        """What a document's graph says of a node by a property, the smallest of several, None where it says nothing."""
        said = self._database.quads_for_pattern(NamedNode(node), _property(prop), None, NamedNode(document))
        values = (quad.object.value for quad in said if isinstance(quad.object, NamedNode | pyoxigraph.Literal))
        return min(values, default=None)

    def find_known(self, node: str | None = None, prop: str | None = None, value: str | None = None) -> Iterator[Quad]:
        """What the knowledge layer states of a node, by a property, with a value: any of the three may be left open."""
        yield from self._database.quads_for_pattern(
            None if node is None else NamedNode(node),
            None if prop is None else _property(prop),
            None if value is None else make_term(value),
            DefaultGraph(),
        )

    def find_stated(self, node: str, props: Iterable[str]) -> Iterator[Quad]:
        """What the knowledge layer states of a node by some properties, which are IRIs."""
        for prop in props:
            yield from self._database.quads_for_pattern(NamedNode(node), NamedNode(prop), None, DefaultGraph())

    def find_known_subjects(self, prop: str | None, value: str) -> Iterator[str]:
        """The nodes of which the knowledge layer states a value, by a property or by any."""
        return (str(read_term(quad.subject)) for quad in self.find_known(None, prop, value))

    def find_known_values(self, node: str, prop: str) -> Iterator[str]:
        """What the knowledge layer states of a node by a property."""
        return (str(read_term(quad.object)) for quad in self.find_known(Iri(node), prop))

    def find_statements(self, node: str, is_part: Callable[[str, str], bool]) -> Iterator[Quad]:
        """What the knowledge layer states of a node and of those that are parts of it, step by step."""
        for quad in self.find_known(node):
            yield quad
            if isinstance(quad.object, NamedNode) and is_part(quad.object.value, node):
                yield from self.find_statements(quad.object.value, is_part)

    def change(self, removed: Iterable[Quad], added: Iterable[Quad]) -> None:
        """Take quads out and put others in: one transaction."""
        old = "".join(map(write_quad, removed))
        with _writing():
            if old:
                new = "".join(map(write_quad, added))
                self._database.update(f"DELETE DATA {{ {old} }}" + (f" ; INSERT DATA {{ {new} }}" if new else ""))
            else:
                self._database.extend(added)

    def replace_graph(self, document_iri: str, graph: str) -> None:
        """Put a document's graph, in N-Quads, in place of all that the store has of it.

        Atomic, since one update is one transaction: whoever is cut off leaves the old graph or the new one.
        """
        name = NamedNode(document_iri)
        with _writing():
            if self._database.contains_named_graph(name):
                new = "".join(map(write_quad, pyoxigraph.parse(graph, pyoxigraph.RdfFormat.N_QUADS)))
                self._database.update(f"DROP GRAPH {name} ; INSERT DATA {{ {new} }}")
            else:
                self._database.load(graph, pyoxigraph.RdfFormat.N_QUADS)

    def drop_graph(self, document_iri: str) -> None:
        """Take a document's claims out of the store; nothing happens where there are none. Atomic."""
        with _writing():
            self._database.remove_graph(NamedNode(document_iri))

    def query(self, sparql: str, bindings: Mapping[str, Plain] | None = None) -> Rows:
        """Run a query, with the ontology's prefixes known; `bindings` gives variables their values.

        A bound variable stands for its value everywhere, so it cannot be selected. Raises QueryError.
        """
        found = self._run(sparql, bindings or {})
        match found:
            case QueryBoolean():
                return Rows(("answer",), iter([(bool(found),)]))
            case QuerySolutions():
                columns = tuple(variable.value for variable in found.variables)
                return Rows(columns, (tuple(map(read_term, row)) for row in walk(found)))
        return Rows(("subject", "predicate", "object"), (tuple(map(read_term, row)) for row in walk(found)))

    def construct(self, sparql: str, bindings: Mapping[str, Plain] | None = None) -> Iterator[Quad]:
        """The triples of a CONSTRUCT or DESCRIBE query, as quads of the default graph. Raises QueryError."""
        found = self._run(sparql, bindings or {})
        if not isinstance(found, QueryTriples):
            raise QueryError("the query makes no triples: CONSTRUCT does")
        return (Quad(*triple) for triple in walk(found))

    def find(self, sparql: str, bindings: Mapping[str, Plain] | None = None, dataset: Dataset | None = None) -> "Found":
        """The answer to a query before it is written, in the dataset that is asked for. Raises QueryError."""
        return Found(self._run(sparql, bindings or {}, dataset))

    def dump(self) -> Iterator[str]:
        """The whole store as sorted lines of N-Quads, without line ends: the same graph, the same lines."""
        content = self._database.dump(format=pyoxigraph.RdfFormat.N_QUADS) or b""
        yield from sorted(content.decode("utf-8").split("\n")[:-1])

    def load(self, path: Path) -> None:
        """Add the quads of a file of N-Quads, compressed or not, as `kgraph export` writes it: all or none.

        Raises GraphError where the file cannot be read.
        """
        try:
            with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
                self._database.bulk_load(cast(IO[bytes], file), pyoxigraph.RdfFormat.N_QUADS)
        except (OSError, SyntaxError) as error:
            raise GraphError(f"{path} cannot be loaded: {error}") from error

    def copy_to(self, folder: Path) -> None:
        """Copy what this reader sees into a new graph, whoever else is at work. Raises GraphError.

        The database's own backup links files alone: from a reader it lacks what a writer has not flushed yet.
        """
        with open_store(folder, write=True) as copy, _writing():
            copy._database.bulk_extend(self._database)

    @contextmanager
    def lend(self) -> Iterator[Path]:
        """A copy of the database as a writer has it now, for other processes to read by `open_copy` meanwhile."""
        assert self._snapshots
        copy = self._snapshots / "lent"
        with _writing():
            self._database.flush()
            back_up(self._database, copy)
        try:
            yield copy
        finally:
            shutil.rmtree(copy, ignore_errors=True)

    def _run(
        self, sparql: str, bindings: Mapping[str, Plain], dataset: Dataset | None = None
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        if bindings:  # the query as written comes first, so that an error's place is the one in it
            check_query(sparql)
        with querying():
            return self._database.query(
                bind_values(sparql, bindings),
                prefixes=dict(PREFIXES),
                default_graph=None if dataset is None else [NamedNode(graph) for graph in dataset[0]],
                named_graphs=None if dataset is None else [NamedNode(graph) for graph in dataset[1]],
            )


def write_quad(quad: Quad) -> str:
    """A quad as SPARQL's updates want it."""
    if isinstance(quad.graph_name, DefaultGraph):
        return f"{quad.triple} .\n"
    return f"GRAPH {quad.graph_name} {{ {quad.triple} }}\n"


@cache
def _property(name: str) -> NamedNode:
    from kgraph.ontology import iri  # which loads rdflib, and queries can do without

    return NamedNode(iri(name))


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise GraphError(f"the graph cannot be written: {error}") from error
