"""Quads come in and stay on disk, SPARQL comes in and rows go out: only this module opens pyoxigraph stores.

A graph's folder holds `kgraph.json`, which marks it as ours, and `store/`, the database: a named graph for
each document, the knowledge layer in the default graph. `snapshots/` holds what readers open: the database as
the last writers left it, in hard links, since one that is being written cannot be read by another process.
"""

import gzip
import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import IO, Literal, Self, TypeVar, cast

import pyoxigraph
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples

from kgraph.errors import GraphError, QueryError
from kgraph.prefixes import PREFIXES

FORMAT = 2
"""The version of a folder's layout, which its marker states."""
SNAPSHOTS = "snapshots"


class Iri(str):
    """A string that is an IRI: what rows hold for a node, and what is bound as a node instead of a text."""

    __slots__ = ()


Plain = str | int | float | Decimal | None
"""A value of a row, None where nothing is bound. Dates stay strings, since they may be years or months."""


Dataset = tuple[tuple[str, ...], tuple[str, ...]]
"""The IRIs of the graphs whose union a query takes for its default graph, and of those that it may name."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What a query found: the names of its columns, and rows to be walked once, in the query's order.

    ASK gives one row with one column "answer"; CONSTRUCT gives columns "subject", "predicate", "object".
    """

    columns: tuple[str, ...]
    rows: Iterator[tuple[Plain, ...]]

    def __iter__(self) -> Iterator[tuple[Plain, ...]]:
        return self.rows


def open_store(folder: Path, write: bool = False) -> "Store":
    """Open the graph in a folder, for use in a `with` statement; writing makes a new one where there is none.

    Raises GraphError for a folder that holds no graph (unless writing) or something else, that another
    process writes to, or that is damaged.
    """
    try:
        _check_folder(folder, write)
        return Store(_open_database(folder, write), folder / SNAPSHOTS if write else None)
    except (OSError, RuntimeError, ValueError) as error:
        # RocksDB tells a lock from damage by its words alone.
        if re.search("lock hold by|while lock file", str(error), re.IGNORECASE):
            raise GraphError(f"the graph in {folder} is being written by another process: try later") from error
        if isinstance(error, OSError) and error.errno is not None:  # the system's own word, not the database's
            raise GraphError(f"the graph in {folder} cannot be opened: {error.strerror}") from error
        raise GraphError(f"the graph in {folder} is damaged: delete it and build it again ({error})") from error


def _check_folder(folder: Path, write: bool) -> None:
    """See that a folder is ours to open; when writing, make ours what is missing or empty."""
    marker = folder / "kgraph.json"
    if marker.exists():
        _check_format(marker)
    elif folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise GraphError(f"{folder} belongs to something else: name another folder for the graph")
    elif not write:
        raise GraphError(f"there is no graph in {folder}: make one with `kgraph build -g {folder} SOURCE`")
    else:
        # The marker comes first: a run that ends here leaves a folder that the next one knows for its own.
        folder.mkdir(parents=True, exist_ok=True)
        marker.write_text(json.dumps({"format": FORMAT}) + "\n", encoding="utf-8")


def _check_format(marker: Path) -> None:
    content = json.loads(marker.read_text(encoding="utf-8"))
    found = content.get("format") if isinstance(content, dict) else None
    if found != FORMAT:
        raise GraphError(f"{marker} states format {found}, this kgraph reads {FORMAT}: build the graph again")


def _open_database(folder: Path, write: bool) -> pyoxigraph.Store:
    if write:
        return pyoxigraph.Store(str(folder / "store"))
    return pyoxigraph.Store.read_only(str(find_snapshot(folder) or folder / "store"))


def find_snapshot(folder: Path) -> Path | None:
    """The newest snapshot of a graph, None where no writer has come to its end yet."""
    found = _list_snapshots(folder / SNAPSHOTS)
    return found[-1] if found else None


def read_version(folder: Path) -> int:
    """A number that differs after a writer has left something new to readers; cheap to ask."""
    try:
        return (folder / SNAPSHOTS).stat().st_mtime_ns
    except OSError:
        return 0


def _list_snapshots(place: Path) -> list[Path]:
    """The finished ones, the oldest first: what is being made is named otherwise."""
    return sorted((path for path in place.glob("[0-9]*") if path.name.isdigit()), key=lambda path: int(path.name))


def _take_snapshot(database: pyoxigraph.Store, place: Path) -> None:
    """Keep the database as it is now for readers, and the one before for those who have it open."""
    place.mkdir(exist_ok=True)
    known = _list_snapshots(place)
    unfinished = place / "new"
    shutil.rmtree(unfinished, ignore_errors=True)
    database.backup(str(unfinished))
    unfinished.rename(place / str(int(known[-1].name) + 1 if known else 1))
    for old in known[:-1]:
        shutil.rmtree(old, ignore_errors=True)  # a system that keeps open files leaves it to the next writer


class Store:
    """A graph on disk; a reader sees it as the last writer left it, and a writer leaves it to readers at its end."""

    def __init__(self, database: pyoxigraph.Store, snapshots: Path | None) -> None:
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
                _take_snapshot(self._database, self._snapshots)
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
        for said in self._database.quads_for_pattern(None, _property(prop), _make_term(value), graph):
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
            None if value is None else _make_term(value),
            DefaultGraph(),
        )

    def find_stated(self, node: str, props: Iterable[str]) -> Iterator[Quad]:
        """What the knowledge layer states of a node by some properties, which are IRIs."""
        for prop in props:
            yield from self._database.quads_for_pattern(NamedNode(node), NamedNode(prop), None, DefaultGraph())

    def find_known_subjects(self, prop: str | None, value: str) -> Iterator[str]:
        """The nodes of which the knowledge layer states a value, by a property or by any."""
        return (str(_read_term(quad.subject)) for quad in self.find_known(None, prop, value))

    def find_known_values(self, node: str, prop: str) -> Iterator[str]:
        """What the knowledge layer states of a node by a property."""
        return (str(_read_term(quad.object)) for quad in self.find_known(Iri(node), prop))

    def find_statements(self, node: str, is_part: Callable[[str, str], bool]) -> Iterator[Quad]:
        """What the knowledge layer states of a node and of those that are parts of it, step by step."""
        for quad in self.find_known(node):
            yield quad
            if isinstance(quad.object, NamedNode) and is_part(quad.object.value, node):
                yield from self.find_statements(quad.object.value, is_part)

    def change(self, removed: Iterable[Quad], added: Iterable[Quad]) -> None:
        """Take quads out and put others in: one transaction."""
        old, new = ("".join(map(_write_quad, quads)) for quads in (removed, added))
        parts = [f"DELETE DATA {{ {old} }}" if old else "", f"INSERT DATA {{ {new} }}" if new else ""]
        if old or new:
            with _writing():
                self._database.update(" ; ".join(filter(None, parts)))

    def replace_graph(self, document_iri: str, quads: Iterable[Quad]) -> None:
        """Put quads in place of all that a document's graph holds.

        Atomic, since one update is one transaction: whoever is cut off leaves the old graph or the new one.
        """
        graph = NamedNode(document_iri)
        triples = " .\n".join(str(quad.triple) for quad in quads)
        with _writing():
            self._database.update(f"DROP SILENT GRAPH {graph} ; INSERT DATA {{ GRAPH {graph} {{ {triples} }} }}")

    def drop_graph(self, document_iri: str) -> None:
        """Take a document's claims out of the store; nothing happens where there are none. Atomic."""
        with _writing():
            self._database.remove_graph(NamedNode(document_iri))

    def replace_knowledge(self, quads: Iterable[Quad]) -> None:
        """Put quads in place of the whole knowledge layer.

        Two transactions, since one update of this size would hold its text in memory: whoever is cut off
        leaves the old layer, the new one or none, never a part, and claims to make it from again.
        """
        with _writing():
            self._database.clear_graph(DefaultGraph())
            self._database.extend(quads)

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
                return Rows(columns, (tuple(map(_read_term, row)) for row in _walk(found)))
        return Rows(("subject", "predicate", "object"), (tuple(map(_read_term, row)) for row in _walk(found)))

    def construct(self, sparql: str, bindings: Mapping[str, Plain] | None = None) -> Iterator[Quad]:
        """The triples of a CONSTRUCT or DESCRIBE query, as quads of the default graph. Raises QueryError."""
        found = self._run(sparql, bindings or {})
        if not isinstance(found, QueryTriples):
            raise QueryError("the query makes no triples: CONSTRUCT does")
        return (Quad(*triple) for triple in _walk(found))

    def serialize(self, sparql: str, form: Literal["csv", "json"], bindings: Mapping[str, Plain] | None = None) -> str:
        """The results of a SELECT or ASK query in the W3C's CSV or JSON. Raises QueryError."""
        found = self._run(sparql, bindings or {})
        if isinstance(found, QueryTriples):
            raise QueryError(f"triples have no {form.upper()}: use SELECT, or export the graph")
        with _querying():
            content = found.serialize(format=_FORMS[form])
        return (content or b"").decode("utf-8")

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

    def _run(
        self, sparql: str, bindings: Mapping[str, Plain], dataset: Dataset | None = None
    ) -> QuerySolutions | QueryBoolean | QueryTriples:
        if bindings:  # the query as written comes first, so that an error's place is the one in it
            _check(sparql)
        with _querying():
            return self._database.query(
                _bind(sparql, bindings),
                prefixes=dict(PREFIXES),
                default_graph=None if dataset is None else [NamedNode(graph) for graph in dataset[0]],
                named_graphs=None if dataset is None else [NamedNode(graph) for graph in dataset[1]],
            )


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
        with _querying():
            if isinstance(self._results, QueryTriples):
                form = _GRAPH_FORMS[media_type]
                pyoxigraph.serialize(self._results, out, form, prefixes=dict(PREFIXES))
            else:
                self._results.serialize(out, _TABLE_FORMS[media_type])


def write_turtle(triples: Iterable[str]) -> str:
    """Lines of N-Triples as Turtle with the ontology's prefixes: what is said of one subject stands together."""
    found = pyoxigraph.parse("".join(sorted(triples)), format=pyoxigraph.RdfFormat.N_TRIPLES)
    content = pyoxigraph.serialize(found, format=pyoxigraph.RdfFormat.TURTLE, prefixes=dict(PREFIXES))
    lines = (content or b"").decode("utf-8").splitlines(keepends=True)
    # The library writes the prefixes, which come first, in any order.
    return "".join([*sorted(lines[: len(PREFIXES)]), *lines[len(PREFIXES) :]])


@lru_cache
def _check(sparql: str) -> None:
    """Raise QueryError where a query as written is none."""
    with _querying():
        pyoxigraph.Store().query(sparql, prefixes=dict(PREFIXES))


def _make_term(value: str) -> NamedNode | pyoxigraph.Literal:
    return NamedNode(value) if isinstance(value, Iri) else pyoxigraph.Literal(value)


def _write_quad(quad: Quad) -> str:
    """A quad as SPARQL's updates want it."""
    if isinstance(quad.graph_name, DefaultGraph):
        return f"{quad.triple} .\n"
    return f"GRAPH {quad.graph_name} {{ {quad.triple} }}\n"


def _property(name: str) -> NamedNode:
    from kgraph.ontology import iri  # which loads rdflib, and queries can do without

    return NamedNode(iri(name))


T = TypeVar("T")
_XSD = PREFIXES["xsd"]
_TABLE_FORMS = {
    "application/sparql-results+json": pyoxigraph.QueryResultsFormat.JSON,
    "application/sparql-results+xml": pyoxigraph.QueryResultsFormat.XML,
    "text/csv": pyoxigraph.QueryResultsFormat.CSV,
    "text/tab-separated-values": pyoxigraph.QueryResultsFormat.TSV,
}
_GRAPH_FORMS = {
    "text/turtle": pyoxigraph.RdfFormat.TURTLE,
    "application/n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
    "application/ld+json": pyoxigraph.RdfFormat.JSON_LD,
    "application/rdf+xml": pyoxigraph.RdfFormat.RDF_XML,
}
_FORMS = {"csv": pyoxigraph.QueryResultsFormat.CSV, "json": pyoxigraph.QueryResultsFormat.JSON}
_TOKEN = re.compile(
    r"""
      (?P<fixed> "{3} (?: [^"\\] | \\. | "(?!"") )* "{3} | '{3} (?: [^'\\] | \\. | '(?!'') )* '{3}
               | " (?: [^"\\\n\r] | \\. )* " | ' (?: [^'\\\n\r] | \\. )* '
               | < [^<>"{}|^`\\\x00-\x20]* > | \# [^\n\r]* )
    | [?$] (?P<variable> \w+ )
    | (?P<word> (?: [\w:%.-] | \\. )+ )
    """,
    re.VERBOSE | re.DOTALL,
)
"""What SPARQL's own lexer keeps apart: strings, IRIs and comments, which hold no variable; variables; words.

A bracket that compares (?a < ?b) opens no IRI, since an IRI holds no space.
"""


def _bind(sparql: str, bindings: Mapping[str, Plain]) -> str:
    """The query with each bound variable replaced by its value's term, as the library writes it."""
    # The library's own substitution takes selected variables only, which those that filter rarely are.
    terms = {name: _write_term(value) for name, value in bindings.items()}
    known = {token["variable"] for token in _TOKEN.finditer(sparql)}
    if not terms.keys() <= known:
        raise QueryError(f"the query has no variable ?{min(terms.keys() - known)} to bind")
    if any((token["word"] or "").upper() == "SERVICE" for token in _TOKEN.finditer(sparql)):
        raise QueryError("SERVICE asks another server: kgraph answers from its own graph alone")
    return _TOKEN.sub(lambda token: terms.get(token["variable"] or "", token[0]), sparql)


def _write_term(value: Plain) -> str:
    match value:
        case Iri():
            try:
                return str(NamedNode(value))
            except ValueError as error:
                raise QueryError(f"{value!r} is no IRI: {error}") from error
        case None:
            raise QueryError("a variable cannot be bound to nothing")
        case Decimal():
            return str(pyoxigraph.Literal(f"{value:f}", datatype=NamedNode(f"{_XSD}decimal")))
    return str(pyoxigraph.Literal(value))


_CASTS: Mapping[str, type[int] | type[float] | type[Decimal]] = {
    f"{_XSD}integer": int,
    f"{_XSD}decimal": Decimal,
    f"{_XSD}double": float,
    f"{_XSD}float": float,
}


def _read_term(term: object) -> Plain:
    match term:
        case NamedNode():
            return Iri(term.value)
        case pyoxigraph.Literal():
            return _read_literal(term.value, term.datatype.value)
        case BlankNode():
            return str(term)
    return None


def _read_literal(text: str, datatype: str) -> Plain:
    if datatype == f"{_XSD}boolean":
        return text == "true"
    try:
        return _CASTS.get(datatype, str)(text)
    except (ValueError, InvalidOperation):  # a literal that is none of its type, such as "many"^^xsd:integer
        return text


def _walk(found: Iterable[T]) -> Iterator[T]:
    """The results one by one: a query may fail only now."""
    with _querying():
        yield from found


@contextmanager
def _querying() -> Iterator[None]:
    try:
        yield
    except SyntaxError as error:
        raise QueryError(_explain(str(error))) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query cannot be run: {error}") from error


def _explain(error: str) -> str:
    """ "error at 2:9: expected ..." in one short line."""
    words = " ".join(error.split())
    place = re.match(r"error at (\d+):(\d+): ", words)
    where = f"at line {place[1]}, column {place[2]}: {words[place.end() :]}" if place else words
    return f"no SPARQL {where if len(where) <= 160 else where[:159] + '…'}"


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise GraphError(f"the graph cannot be written: {error}") from error
