"""A document, a claim, a sum, a place ... comes in, the triples that describe it go out, in either layer."""

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Triple

from kgraph import ontology
from kgraph.model import Amount, Claim, Document, Money, Organization, Person, Value
from kgraph.ontology import iri, property_of
from kgraph.triples.iris import country_iri, document_iri
from kgraph.triples.labels import label_sum, make_label
from kgraph.triples.terms import Layer, Scalar, list_properties, write_literal, write_term


def describe_document(document: Document, layer: Layer) -> Iterator[Triple]:
    """A document with what its fields state."""
    node = document_iri(document)
    yield from state_types(node, ontology.class_of("Document"))
    yield say(node, "rdfs:label", document.title or document.url or document.id)
    yield from describe_value(node, document, layer)


def describe_claim(claim: Claim, layer: Layer) -> Iterator[Triple]:
    """A thing or event with what its fields state, its evidence left out."""
    node = layer.thing(claim.key)
    yield from state_types(node, ontology.class_of(_class_word(claim)))
    yield from describe_value(node, claim, layer)
    if not isinstance(claim, Organization | Person):  # the names of these are their labels
        yield say(node, "rdfs:label", make_label(claim, layer.names))


def _class_word(claim: Claim) -> str:
    """The word for a claim's class: from the field that stands for rdf:type, else the model's name."""
    for prop in list_properties(type(claim)):
        if prop.iri == iri("rdf:type"):
            return str(getattr(claim, prop.field))
    return type(claim).__name__


def describe_value(node: str, value: Value, layer: Layer) -> Iterator[Triple]:
    """What the fields of a value state of a node; a sum becomes a node of its own."""
    country = getattr(value, "country", None)
    for prop, item in _list_statements(value):
        if isinstance(item, Amount):
            yield Triple(NamedNode(node), NamedNode(prop), NamedNode(node + layer.amount))
            yield from _describe_amount(node + layer.amount, item, layer)
        elif isinstance(item, Scalar):
            yield Triple(NamedNode(node), NamedNode(prop), write_term(prop, item, country, layer))


def _list_statements(value: Value) -> Iterator[tuple[str, object]]:
    """Each property with each of its values; what a field leaves empty is not stated."""
    for prop in list_properties(type(value)):
        held = getattr(value, prop.field)
        default = type(value).model_fields[prop.field].default
        if prop.iri != iri("rdf:type") and (held or held != default):
            yield from ((prop.iri, item) for item in (held if prop.many else [held]))


def _describe_amount(node: str, amount: Amount, layer: Layer) -> Iterator[Triple]:
    """A sum, and the same sum in other words beside it: <node>-2, <node>-3 ..."""
    yield from _describe_money(node, amount, layer)
    for number, money in enumerate(amount.alternatives, 2):
        other = f"{node}-{number}"
        yield Triple(NamedNode(node), NamedNode(property_of("Amount", "alternatives")), NamedNode(other))
        yield from _describe_money(other, money, layer)


def _describe_money(node: str, money: Money, layer: Layer) -> Iterator[Triple]:
    yield from state_types(node, iri("schema:MonetaryAmount"))
    yield say(node, "rdfs:label", label_sum(money))
    yield from describe_value(node, money, layer)


def describe_evidence(node: str, document: str, quote: str, span: tuple[int, int] | None) -> Iterator[Triple]:
    """The words of a document, given by its IRI, with their place in its text where that is known."""
    line = " ".join(quote.split())
    yield from state_types(node, ontology.class_of("Evidence"))
    yield say(node, "rdfs:label", line if len(line) <= 80 else f"{line[:79]}…")
    yield join(node, "oa:hasSource", document)
    yield say(node, "kg:quote", quote)
    if span is not None:
        yield say(node, "kg:start", span[0])
        yield say(node, "kg:end", span[1])


def describe_place(node: str, names: Iterable[str], country: str | None) -> Iterator[Triple]:
    """A town or region under its names, in the country of a code."""
    yield from state_types(node, iri("kg:Place"))
    yield from name(node, names)
    if country:
        yield join(node, "kg:country", country_iri(country))


def describe_policy(node: str, names: Iterable[str]) -> Iterator[Triple]:
    """A law or programme under its names."""
    yield from state_types(node, iri("kg:Policy"))
    yield from name(node, names)


def name(node: str, names: Iterable[str]) -> Iterator[Triple]:
    """The first name in order as the label, the others beside it."""
    label, *others = sorted(names)
    yield say(node, "rdfs:label", label)
    yield from (say(node, "skos:altLabel", other) for other in others)


def state_types(node: str, class_: str) -> Iterator[Triple]:
    """A class and every class above it."""
    yield from (join(node, "rdf:type", term) for term in (class_, *ontology.superclasses(class_)))


def join(node: str, prop: str, other: str) -> Triple:
    """One node joined to another by a prefixed property."""
    return Triple(NamedNode(node), NamedNode(iri(prop)), NamedNode(other))


def say(node: str, prop: str, value: Scalar) -> Triple:
    """A text or number that a prefixed property says of a node."""
    return Triple(NamedNode(node), NamedNode(iri(prop)), write_literal(value, ontology.range_of(iri(prop)) or ""))
