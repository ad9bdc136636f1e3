"""The ontology comes in, its terms in words go out: names with prefixes, meanings, what joins what."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kgraph.ontology import label, load_ontology
from kgraph.prefixes import PREFIXES

OWN = PREFIXES["kg"]
KINDS = {"class": (OWL.Class,), "property": (OWL.ObjectProperty, OWL.DatatypeProperty)}


class Term(NamedTuple):
    """A class or property of ours: `above` it stands broader, `domains` have it, `ranges` are its values' classes.

    All of them are names with prefixes: kg:Grant, schema:MonetaryGrant, xsd:decimal.
    """

    name: str
    label: str
    meaning: str
    above: tuple[str, ...]
    domains: tuple[str, ...] = ()
    ranges: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """What the term's IRI ends with."""
        return self.name.partition(":")[2]


class Concept(NamedTuple):
    """A concept of a scheme: its word in the JSON format, its names by language, how deep it stands."""

    notation: str
    names: tuple[tuple[str, str], ...]
    depth: int


def list_terms(kind: Literal["class", "property"]) -> tuple[Term, ...]:
    """Our own classes or properties, in the order in which the ontology's file groups them: by name."""
    graph = load_ontology()
    found = {term for type_ in KINDS[kind] for term in graph[: RDF.type : type_] if isinstance(term, URIRef)}
    return tuple(read_term(graph, term) for term in sorted(found) if term.startswith(OWN))


def read_term(graph: Graph, term: URIRef) -> Term:
    above = [*graph[term : RDFS.subClassOf], *graph[term : RDFS.subPropertyOf]]
    return Term(
        name=shorten(term),
        label=label(str(term)),
        meaning=str(graph.value(term, RDFS.comment) or ""),
        above=tuple(sorted(shorten(node) for node in above if isinstance(node, URIRef))),
        domains=tuple(list_members(graph, graph.value(term, RDFS.domain))),
        ranges=tuple(list_members(graph, graph.value(term, RDFS.range))),
    )


def list_members(graph: Graph, class_: Node | None) -> Iterator[str]:
    """The class that is named, or those of which it is the union."""
    if isinstance(class_, URIRef):
        yield shorten(class_)
    elif class_ is not None:
        for union in graph[class_ : OWL.unionOf]:
            yield from (shorten(member) for member in Collection(graph, union))


def shorten(node: Node) -> str:
    """An IRI with its prefix: the longest that fits."""
    known = [(len(start), prefix, start) for prefix, start in PREFIXES.items() if str(node).startswith(start)]
    if not known:
        return str(node)
    _, prefix, start = max(known)
    return f"{prefix}:{str(node).removeprefix(start)}"


def list_broader(term: Term, terms: tuple[Term, ...]) -> tuple[str, ...]:
    """A class and all of ours above it, the nearest first."""
    by_name = {one.name: one for one in terms}
    found: list[str] = [term.name]
    for name in found:
        found += [above for above in by_name[name].above if above in by_name and above not in found]
    return tuple(found)


def list_schemes() -> dict[str, tuple[Concept, ...]]:
    """The concepts of each scheme by its name, narrower ones behind the one that they belong to."""
    graph = load_ontology()
    schemes = sorted(graph[: RDF.type : SKOS.ConceptScheme])
    return {label(str(scheme)): tuple(walk_scheme(graph, scheme)) for scheme in schemes}


def walk_scheme(graph: Graph, scheme: Node) -> Iterator[Concept]:
    concepts = sorted(graph[: SKOS.inScheme : scheme])
    for concept in concepts:
        if graph.value(concept, SKOS.broader) is None:
            yield from walk_concept(graph, concept, 0)


def walk_concept(graph: Graph, concept: Node, depth: int) -> Iterator[Concept]:
    names = sorted((name.language, str(name)) for name in graph[concept : SKOS.prefLabel])
    yield Concept(str(graph.value(concept, SKOS.notation)), tuple(names), depth)
    for narrower in sorted(graph[: SKOS.broader : concept]):
        yield from walk_concept(graph, narrower, depth + 1)
