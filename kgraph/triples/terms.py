"""Fields of the models come in, properties and terms for their values go out, and back, as the ontology says.

A property's range decides how its values are written: a datatype as a literal, a concept by its notation, a
country by its code, a place or policy by its name, anything else by its key.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple, get_origin

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kgraph import ontology
from kgraph.model import Value
from kgraph.ontology import PREFIXES, iri
from kgraph.triples.iris import claim_key, country_code, country_iri
from kgraph.triples.labels import write_decimal

Term = NamedNode | Literal
Scalar = str | int | Decimal


class Property(NamedTuple):
    """A field of a model, its name in JSON, the property that holds it, and whether it has several values."""

    field: str
    json: str
    iri: str
    many: bool


@cache
def list_properties(model: type[Value]) -> tuple[Property, ...]:
    """The fields of a model that the ontology ties to properties; the others are not stored."""
    known = ontology.properties_of(model.__name__)
    fields = [(name, field.alias or name, field.annotation) for name, field in model.model_fields.items()]
    return tuple(
        Property(name, json, known[json], get_origin(type_) is tuple) for name, json, type_ in fields if json in known
    )


@dataclass(frozen=True, slots=True)
class Layer:
    """How one layer names its nodes, and what it calls organizations and people, by their keys."""

    thing: Callable[[str], str]
    place: Callable[[str, str | None], str]
    policy: Callable[[str], str]
    amount: str
    names: Mapping[str, str]


def write_term(prop: str, value: Scalar, country: str | None, layer: Layer) -> Term:
    """The term for a value of a property; `country` tells where a place is."""
    kind = ontology.range_of(prop) or ""
    if _is_datatype(kind):
        return write_literal(value, kind)
    if ontology.is_concept_class(kind):
        return NamedNode(ontology.concept(prop.removeprefix(PREFIXES["kg"]), str(value)))
    match _name_of(kind):
        case "Country":
            node = country_iri(str(value))
        case "Place":
            node = layer.place(str(value), country)
        case "Policy":
            node = layer.policy(str(value))
        case "Document" | "Thing":
            node = str(value)
        case _:
            node = layer.thing(str(value))
    return NamedNode(node)


def _is_datatype(kind: str) -> bool:
    return kind.startswith(PREFIXES["xsd"]) or _name_of(kind) == "PartialDate"


def _name_of(kind: str) -> str:
    return kind.rpartition("#")[2]


def write_literal(value: Scalar, kind: str) -> Literal:
    """A value as a literal of a datatype; a partial date gets the datatype of its precision."""
    match value:
        case bool():
            text = str(value).lower()
        case Decimal():
            text = write_decimal(value)
        case _:
            text = str(value)
    if _name_of(kind) == "PartialDate":
        kind = iri({4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}[len(text)])
    return Literal(text, datatype=NamedNode(kind))


class Nodes:
    """The quads of a graph by subject and property, values in one order whatever the order of the quads."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._values: dict[tuple[str, str], list[Term]] = {}
        for quad in quads:
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                place = (quad.subject.value, quad.predicate.value)
                self._values.setdefault(place, []).append(quad.object)

    def values(self, node: str, prop: str) -> list[Term]:
        """All values of a property, shorter ones first, so that o2 stands before o10."""
        return sorted(self._values.get((node, prop), ()), key=lambda term: (len(term.value), term.value))

    def instances(self, class_: str) -> list[str]:
        """All nodes of a class, in the same order."""
        typed = {
            node
            for (node, prop), terms in self._values.items()
            if prop == iri("rdf:type") and NamedNode(class_) in terms
        }
        return sorted(typed, key=lambda node: (len(node), node))


def read_term(prop: str, term: Term, nodes: Nodes) -> str:
    """The value, as JSON writes it, that `write_term` wrote as a term."""
    kind = ontology.range_of(prop) or ""
    if _is_datatype(kind) or _name_of(kind) in ("Document", "Thing"):
        return term.value
    if ontology.is_concept_class(kind):
        return ontology.notation(term.value)
    match _name_of(kind):
        case "Country":
            return country_code(term.value)
        case "Place" | "Policy":
            return nodes.values(term.value, iri("rdfs:label"))[0].value
    return claim_key(term.value)


def read_value(term: str) -> str:
    """The IRI or the text of a literal that stands in N-Triples. Raises SyntaxError for what is no such term."""
    (quad,) = parse(f"<x:> <x:> {term} .", RdfFormat.N_TRIPLES)
    return str(quad.object.value)
