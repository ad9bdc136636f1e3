"""Terms of SPARQL come in, plain values of Python go out, and back: what rows hold and what variables are bound to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import pyoxigraph
from pyoxigraph import BlankNode, NamedNode

from kgraph.errors import QueryError
from kgraph.prefixes import PREFIXES

_XSD = PREFIXES["xsd"]


class Iri(str):
    """A string that is an IRI: what rows hold for a node, and what is bound as a node instead of a text."""

    __slots__ = ()


Plain = str | int | float | Decimal | None
"""A value of a row, None where nothing is bound. Dates stay strings, since they may be years or months."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What a query found: the names of its columns, and rows to be walked once, in the query's order.

    ASK gives one row with one column "answer"; CONSTRUCT gives columns "subject", "predicate", "object".
    """

    columns: tuple[str, ...]
    rows: Iterator[tuple[Plain, ...]]

    def __iter__(self) -> Iterator[tuple[Plain, ...]]:
        return self.rows


def read_term(term: object) -> Plain:
    match term:
        case NamedNode():
            return Iri(term.value)
        case pyoxigraph.Literal():
            return read_literal(term.value, term.datatype.value)
        case BlankNode():
            return str(term)
    return None


def read_literal(text: str, datatype: str) -> Plain:
    if datatype == f"{_XSD}boolean":
        return text == "true"
    try:
        return _CASTS.get(datatype, str)(text)
    except (ValueError, InvalidOperation):  # a literal that is none of its type, such as "many"^^xsd:integer
        return text


_CASTS: Mapping[str, type[int] | type[float] | type[Decimal]] = {
    f"{_XSD}integer": int,
    f"{_XSD}decimal": Decimal,
    f"{_XSD}double": float,
    f"{_XSD}float": float,
}


def write_term(value: Plain) -> str:
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


def make_term(value: str) -> NamedNode | pyoxigraph.Literal:
    return NamedNode(value) if isinstance(value, Iri) else pyoxigraph.Literal(value)
