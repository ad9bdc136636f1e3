"""Knowledge comes in, the quads of the default graph go out: things, events, and what they name."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from pyoxigraph import NamedNode, Quad, Triple

from kgraph import ontology
from kgraph.gazetteer import country_name, lookup_place
from kgraph.model import Investment, Knowledge, Merged
from kgraph.ontology import iri
from kgraph.triples.claims import names_of, place_of
from kgraph.triples.descriptions import (
    describe_claim,
    describe_document,
    describe_evidence,
    describe_place,
    describe_policy,
    describe_value,
    join,
    say,
    state_types,
)
from kgraph.triples.iris import country_code, evidence_iri, place_iri, policy_iri
from kgraph.triples.terms import Layer


def write_knowledge(knowledge: Knowledge) -> Iterator[Quad]:
    """The default graph, in no order of its own; a triple may come twice.

    Evidence and documents are named by the IRIs of documents.
    """
    shared: set[str] = set()
    for triple in _describe_knowledge(knowledge):
        yield Quad(*triple)
        if isinstance(triple.object, NamedNode) and _is_shared(triple.object.value):
            shared.add(triple.object.value)
    for term in sorted(shared):
        yield from (Quad(*triple) for triple in _describe_shared(term))


def _describe_knowledge(knowledge: Knowledge) -> Iterator[Triple]:
    layer = Layer(
        thing=str,
        place=lambda name, country: place_iri(country, name),
        policy=policy_iri,
        amount="/amount",
        names=names_of(merged.claim for merged in knowledge.merged),
    )
    for document in knowledge.documents:
        yield from describe_document(document.model_copy(update={"text": ""}), layer)
    for merged in knowledge.merged:
        yield from _describe_merged(merged, layer)
    yield from _describe_places(knowledge.merged)
    yield from _describe_policies(knowledge.merged)


def _describe_merged(merged: Merged, layer: Layer) -> Iterator[Triple]:
    """A thing or event with its evidence, its documents and its worth in dollars."""
    node = merged.claim.key
    yield from describe_claim(merged.claim, layer)
    yield from describe_value(node, merged, layer)
    if merged.usd is not None:
        yield from describe_value(node, merged.usd, layer)
    for said in merged.evidence:
        span = evidence_iri(said.document, said.start, said.end)
        yield join(node, "kg:evidence", span)
        yield from describe_evidence(span, said.document, said.quote, (said.start, said.end))


def _describe_places(merged: Iterable[Merged]) -> Iterator[Triple]:
    found = [(place, one.documents) for one in merged if (place := place_of(one.claim))]
    countries = {place_iri(country, name): country for (name, country), _ in found}
    named = _gather((place_iri(country, name), name, documents) for (name, country), documents in found)
    for node, (names, documents) in named.items():
        yield from describe_place(node, names, countries[node])
        yield from _locate(node, min(names), countries[node])
        yield from (join(node, "prov:wasDerivedFrom", document) for document in documents)


def _locate(node: str, name: str, country: str | None) -> Iterator[Triple]:
    """Where on earth a place is, if its country is known and the gazetteer knows it there."""
    place = lookup_place(name, country) if country else None
    if place and place.latitude is not None and place.longitude is not None:
        yield say(node, "schema:latitude", Decimal(str(place.latitude)))
        yield say(node, "schema:longitude", Decimal(str(place.longitude)))


def _describe_policies(merged: Iterable[Merged]) -> Iterator[Triple]:
    policies = ((one.claim.policy, one.documents) for one in merged if isinstance(one.claim, Investment))
    named = _gather((policy_iri(name), name, documents) for name, documents in policies if name)
    for node, (names, documents) in named.items():
        yield from describe_policy(node, names)
        yield from (join(node, "prov:wasDerivedFrom", document) for document in documents)


def _gather(mentions: Iterable[tuple[str, str, Iterable[str]]]) -> dict[str, tuple[set[str], set[str]]]:
    """Node -> its names and the documents that use them, from (node, name, documents)."""
    gathered: dict[str, tuple[set[str], set[str]]] = {}
    for node, name, documents in mentions:
        names, sources = gathered.setdefault(node, (set(), set()))
        names.add(name)
        sources.update(documents)
    return gathered


def _is_shared(term: str) -> bool:
    """Whether an IRI is a country's or a concept's: what no document owns."""
    return bool(country_code(term)) or ontology.is_concept(term)


def _describe_shared(term: str) -> Iterator[Triple]:
    """A country by its code and English name, a concept by the word for it: so that queries can show them."""
    code = country_code(term)
    if code:
        yield from state_types(term, iri("kg:Country"))
        yield say(term, "kg:isoCode", code)
        yield say(term, "rdfs:label", country_name(code))
    else:
        yield from (join(term, "rdf:type", class_) for class_ in ontology.classes_of(term))
        yield say(term, "skos:notation", ontology.notation(term))
        yield say(term, "rdfs:label", ontology.label(term))
