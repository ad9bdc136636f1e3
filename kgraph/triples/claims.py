"""The Facts of one document come in, the quads of its named graph go out, and the other way round."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from operator import attrgetter
from typing import get_args, get_origin
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kgraph import ontology
from kgraph.errors import GraphError
from kgraph.model import (
    Amount,
    Claim,
    Document,
    Facility,
    Facts,
    Investment,
    Money,
    Organization,
    Person,
    Value,
)
from kgraph.ontology import iri
from kgraph.triples.descriptions import (
    describe_claim,
    describe_document,
    describe_evidence,
    describe_place,
    describe_policy,
    join,
    say,
    state_types,
)
from kgraph.triples.iris import (
    claim_iri,
    claim_key,
    content_hash,
    digest,
    document_iri,
    evidence_iri,
    extractor_iri,
    make_slug,
)
from kgraph.triples.terms import Layer, Nodes, list_properties, read_term

_Name = tuple[str, str | None]


def write_claims(facts: Facts, extractor: str) -> list[Quad]:
    """The named graph of a document, in order, but for what it says of identity."""
    document = document_iri(facts.document)
    places, policies = name_places(facts), name_policies(facts)
    layer = Layer(
        thing=lambda key: claim_iri(document, key),
        place=lambda name, country: places[name, country],
        policy=policies.__getitem__,
        amount="-amount",
        names=names_of(facts.claims()),
    )
    triples = chain(
        describe_document(facts.document, layer),
        _describe_reading(facts.document, extractor),
        *(describe_claim(claim, layer) for claim in facts.claims()),
        *(_quote_claim(claim, document) for claim in facts.claims()),
        *(describe_place(node, (name,), country) for (name, country), node in places.items()),
        *(describe_policy(node, (name,)) for name, node in policies.items()),
    )
    return _sort_quads(triples, document)


def write_identity(document: str, said: Iterable[tuple[str, str, str]]) -> list[Quad]:
    """What a document's graph says of identity: nodes with a property and a value, which is a thing or a text."""
    triples = ((join if prop == "kg:sameThing" else say)(node, prop, value) for node, prop, value in said)
    return _sort_quads(triples, document)


def _sort_quads(triples: Iterable[Triple], document: str) -> list[Quad]:
    graph = NamedNode(document)
    return sorted({Quad(said.subject, said.predicate, said.object, graph) for said in triples}, key=str)


def name_places(facts: Facts) -> dict[tuple[str, str | None], str]:
    """The nodes in a document's graph of the places that it names, by name and country."""
    start = f"{document_iri(facts.document)}#place-"
    return _name_nodes(start, filter(None, map(place_of, facts.claims())))


def name_policies(facts: Facts) -> dict[str, str]:
    """The nodes in a document's graph of the policies that it names."""
    start = f"{document_iri(facts.document)}#policy-"
    nodes = _name_nodes(start, ((each.policy, None) for each in facts.investments if each.policy))
    return {name: node for (name, _), node in nodes.items()}


def place_of(claim: Claim) -> _Name | None:
    """The name of the place that a claim names, and its country's code."""
    match claim:
        case Facility(place=str(name)) | Investment(place=str(name)):
            return name, claim.country
    return None


def names_of(claims: Iterable[Claim]) -> dict[str, str]:
    """What organizations and people are called, by their keys."""
    return {claim.key: claim.name for claim in claims if isinstance(claim, Organization | Person)}


def _name_nodes(start: str, names: Iterable[_Name]) -> dict[_Name, str]:
    """An IRI for each name of a document: names that share a slug are told apart by .2, .3 ..."""
    nodes: dict[_Name, str] = {}
    taken: Counter[str] = Counter()
    for name in sorted(set(names), key=lambda name: (name[0], name[1] or "")):
        slug = quote(make_slug(name[0]), safe="")
        taken[slug] += 1
        nodes[name] = f"{start}{slug}" if taken[slug] == 1 else f"{start}{slug}.{taken[slug]}"
    return nodes


def _describe_reading(document: Document, extractor: str) -> Iterator[Triple]:
    """What was read, by hash, and by which extractor: whether a document has to be read again."""
    node = document_iri(document)
    yield say(node, "kg:contentHash", content_hash(document))
    yield join(node, "prov:wasGeneratedBy", extractor_iri(extractor))
    yield from state_types(extractor_iri(extractor), iri("prov:Activity"))
    yield say(extractor_iri(extractor), "rdfs:label", extractor)


def _quote_claim(claim: Claim, document: str) -> Iterator[Triple]:
    """The words that tell a claim; words without their place go by their hash."""
    if claim.evidence is None:
        return
    span = None if claim.start is None or claim.end is None else (claim.start, claim.end)
    node = evidence_iri(document, *span) if span else f"{document}#quote-{digest(claim.evidence)[:16]}"
    yield join(claim_iri(document, claim.key), "kg:evidence", node)
    yield from describe_evidence(node, document, claim.evidence, span)


def read_claims(quads: Iterable[Quad]) -> Facts:
    """The Facts that `write_claims` wrote, in the order of keys, except `optional`, which is not stored.

    Raises GraphError where the quads describe no document or several.
    """
    nodes = Nodes(quads)
    documents = nodes.instances(ontology.class_of("Document"))
    if len(documents) != 1:
        raise GraphError(f"a named graph describes one document, this one {len(documents)}: {documents[:3]}")
    found: dict[str, object] = {"document": _read_value(Document, documents[0], nodes)}
    for field, annotation in Facts.model_fields.items():
        if get_origin(annotation.annotation) is tuple:
            model = get_args(annotation.annotation)[0]
            claims = nodes.instances(iri(f"kg:{model.__name__}"))
            found[field] = [_read_claim(model, node, nodes) for node in claims]
    return Facts.model_validate(found)


def write_nquads(quads: Iterable[Quad]) -> str:
    """Quads as sorted lines of N-Quads, each with its line end."""
    return "".join(sorted(f"{quad} .\n" for quad in quads))


def read_graphs(content: bytes) -> Iterator[tuple[str, list[Quad]]]:
    """The named graphs that stand one behind the other in N-Quads, with their IRIs."""
    for graph, quads in groupby(parse(content, RdfFormat.N_QUADS), key=attrgetter("graph_name")):
        yield graph.value, list(quads)


def read_properties(quads: Iterable[Quad], node: str) -> dict[str, str]:
    """What quads say of a node by properties that it has once: IRIs with values as texts."""
    said = ((quad.predicate.value, quad.object) for quad in quads if quad.subject == NamedNode(node))
    return {prop: value.value for prop, value in said if isinstance(value, NamedNode | Literal)}


def _read_claim(model: type[Claim], node: str, nodes: Nodes) -> dict[str, object]:
    found = {"key": claim_key(node), **_read_value(model, node, nodes)}
    for evidence in nodes.values(node, iri("kg:evidence"))[:1]:
        found["evidence"] = nodes.values(evidence.value, iri("kg:quote"))[0].value
        for place in ("start", "end"):
            found[place] = next((term.value for term in nodes.values(evidence.value, iri(f"kg:{place}"))), None)
    return found


def _read_value(model: type[Value], node: str, nodes: Nodes) -> dict[str, object]:
    """The fields of a model, from the properties of a node."""
    found: dict[str, object] = {}
    for prop in list_properties(model):
        terms = nodes.values(node, prop.iri)
        if prop.iri == iri("rdf:type"):
            found[prop.json] = ontology.class_word(term.value for term in terms)
        elif ontology.range_of(prop.iri) == iri("schema:MonetaryAmount"):
            money = [_read_value(Money if prop.many else Amount, term.value, nodes) for term in terms]
            found[prop.json] = money if prop.many else next(iter(money), None)
        elif terms:
            values = sorted(read_term(prop.iri, term, nodes) for term in terms)
            found[prop.json] = values if prop.many else values[0]
    return found
