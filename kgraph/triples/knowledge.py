"""Things and events that are merged come in, the quads of the default graph that state them go out.

The knowledge layer has three parts that are written apart: what is stated of each thing, what each document
supports, and what countries and concepts are called.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache

from pyoxigraph import Quad, Triple

from kgraph import ontology
from kgraph.gazetteer import country_name, list_countries, lookup_place
from kgraph.model import Document, Evidence, Merged, Organization, Person, Stage
from kgraph.ontology import iri, property_of
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
from kgraph.triples.iris import country_code, country_iri, document_iri, evidence_iri, is_iri, place_iri, policy_iri
from kgraph.triples.labels import label_sum
from kgraph.triples.terms import Layer, list_properties

UNTOLD = "No document tells of it: it is known as the parent of others."


def _name_layer(names: Mapping[str, str]) -> Layer:
    """How the knowledge layer names its nodes: places and policies by IRIs that they have, or by their names."""
    return Layer(
        thing=str,
        place=lambda name, country: name if is_iri(name) else place_iri(country, name),
        policy=lambda name: name if is_iri(name) else policy_iri(name),
        amount="/amount",
        names=names,
    )


def _name_span(said: Evidence) -> str:
    return evidence_iri(said.document, said.start, said.end)


def _describe_span(said: Evidence) -> Iterator[Triple]:
    return describe_evidence(_name_span(said), said.document, said.quote, (said.start, said.end))


def state_thing(merged: Merged, names: Mapping[str, str]) -> list[Quad]:
    """What the knowledge layer states of a thing or event, its evidence and documents left out."""
    return [Quad(*triple) for triple in _state_merged(merged, _name_layer(names))]


def _state_merged(merged: Merged, layer: Layer) -> Iterator[Triple]:
    node = merged.claim.key
    yield from describe_claim(merged.claim, layer)
    yield from describe_value(node, merged.model_copy(update={"documents": (), "evidence": ()}), layer)
    if merged.usd is not None:
        yield from describe_value(node, merged.usd, layer)
    yield from (join(node, "kg:disputed", property_of(type(merged.claim).__name__, name)) for name in merged.disputed)
    for number, stage in enumerate(merged.stages, 1):
        yield join(node, "kg:stage", f"{node}/stage-{number}")
        yield from _describe_stage(f"{node}/stage-{number}", stage, layer)


def _describe_stage(node: str, stage: Stage, layer: Layer) -> Iterator[Triple]:
    yield from state_types(node, iri("kg:Stage"))
    sum_ = label_sum(stage.amount) if stage.amount else None
    yield say(node, "rdfs:label", ", ".join(filter(None, [stage.date, stage.status, sum_])))
    yield from describe_value(node, stage, layer)
    if stage.evidence:
        yield join(node, "prov:wasQuotedFrom", _name_span(stage.evidence))


@cache
def list_stated() -> tuple[str, ...]:
    """The properties by which the knowledge layer states what is mentioned by name; its support is left out."""
    fields = {prop.iri for model in (Organization, Person, Merged) for prop in list_properties(model)}
    others = "rdf:type", "rdfs:label", "skos:altLabel", "skos:note", "kg:country", "schema:latitude", "schema:longitude"
    return tuple(sorted((fields | set(map(iri, others))) - set(map(iri, ("prov:wasDerivedFrom", "kg:evidence")))))


def state_place(node: str, names: Iterable[str], country: str | None) -> list[Quad]:
    """What the knowledge layer states of a town or region that goes by some names."""
    known = sorted(names)
    return [Quad(*triple) for triple in (*describe_place(node, known, country), *_locate(node, known[0], country))]


def state_policy(node: str, names: Iterable[str]) -> list[Quad]:
    """What the knowledge layer states of a law or programme that goes by some names."""
    return [Quad(*triple) for triple in describe_policy(node, names)]


def state_parent(node: str, label: str) -> list[Quad]:
    """An organization of which no document tells, but to which others belong."""
    said = say(node, "rdfs:label", label), say(node, "skos:note", UNTOLD)
    return [Quad(*triple) for triple in (*state_types(node, iri("kg:Organization")), *said)]


def state_support(
    document: Document, things: Iterable[tuple[str, Evidence | None]], original: str | None = None
) -> list[Quad]:
    """What a document supports: the things that it tells, each with the words for it, and what it is a copy of."""
    node = document_iri(document)
    triples = list(describe_document(document.model_copy(update={"text": ""}), _name_layer({})))
    triples += [join(node, "kg:copyOf", original)] if original else []
    for thing, said in things:
        triples.append(join(thing, "prov:wasDerivedFrom", node))
        if said:
            triples += [join(thing, "kg:evidence", _name_span(said)), *_describe_span(said)]
    return sorted({Quad(*triple) for triple in triples}, key=str)


def state_shared(term: str) -> list[Quad]:
    """A country or concept under its names."""
    return [Quad(*triple) for triple in _describe_shared(term)]


@cache
def list_shared() -> tuple[str, ...]:
    """The IRIs of all countries and concepts."""
    return (*map(country_iri, list_countries()), *ontology.list_concepts())


def _locate(node: str, name: str, country: str | None) -> Iterator[Triple]:
    """Where on earth a place is, if its country is known and the gazetteer knows it there."""
    place = lookup_place(name, country) if country else None
    if place and place.latitude is not None and place.longitude is not None:
        yield say(node, "schema:latitude", Decimal(str(place.latitude)))
        yield say(node, "schema:longitude", Decimal(str(place.longitude)))


def _describe_shared(term: str) -> Iterator[Triple]:
    """A country by its code and English name, a concept by the word for it: so that queries can show them.

    A concept stands with those directly above it, so that who asks for these finds it too.
    """
    code = country_code(term)
    if code:
        yield from state_types(term, iri("kg:Country"))
        yield say(term, "kg:isoCode", code)
        yield say(term, "rdfs:label", country_name(code))
    else:
        yield from (join(term, "rdf:type", class_) for class_ in ontology.classes_of(term))
        yield say(term, "skos:notation", ontology.notation(term))
        yield say(term, "rdfs:label", ontology.label(term))
        yield say(term, "skos:prefLabel", ontology.label(term))
        yield from (join(term, "skos:broader", wider) for wider in ontology.list_broader(term))
