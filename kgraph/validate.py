"""An open graph comes in, what breaks the shapes of the ontology goes out: which thing, which rule, which document.

Things are checked some thousands of statements at a time, each together with what it leads to: no shape looks
further, and so memory does not grow with the graph.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, groupby
from operator import attrgetter
from typing import Any, NamedTuple

import shacl_rust
from rdflib import SH

from kgraph.ontology import iri, load_shapes, read_shapes
from kgraph.store import Store
from kgraph.tables import clean_text, wrap_lines
from kgraph.triples import Quad, is_part, read_value

PORTION = 20_000
"""Statements that are checked at once."""


class Breach(NamedTuple):
    """A node of a graph, a rule that it breaks, and the value that breaks it, unless one is missing or too many."""

    thing: str
    rule: str
    value: str | None


class Finding(NamedTuple):
    """A rule that a thing breaks, the value that breaks it, and the documents that tell of the thing, if known."""

    thing: str
    name: str
    rule: str
    value: str | None
    documents: str


def check_graph(store: Store) -> Iterator[Finding]:
    """What breaks the shapes in all documents' graphs and in the knowledge layer."""
    claims = (list(store.walk_graph(document)) for document in store.documents())
    known = (list(about) for _, about in groupby(store.read_knowledge(), key=attrgetter("subject")))
    return check_portions(store, chain(claims, known))


def check_documents(store: Store, documents: Iterable[str]) -> Iterator[Finding]:
    """What breaks the shapes in the graphs of some documents and in what the knowledge layer states of their things."""
    return check_portions(store, (read_document(store, document) for document in documents))


def read_document(store: Store, document: str) -> list[Quad]:
    things = sorted({thing for _, thing in store.find_values(document, "kg:sameThing")})
    stated = (quad for thing in things for quad in store.find_statements(thing, is_part))
    return [*store.walk_graph(document), *stated]


def check_portions(store: Store, groups: Iterable[list[Quad]]) -> Iterator[Finding]:
    portion: list[Quad] = []
    for group in groups:
        portion += group
        if len(portion) >= PORTION:
            yield from check_quads(store, portion)
            portion = []
    if portion:
        yield from check_quads(store, portion)


def check_quads(store: Store, quads: list[Quad]) -> list[Finding]:
    """What breaks the shapes in statements that say of their subjects all that a graph says."""
    described = find_described(quads)
    around = read_around(store, quads, described)
    breaches = find_breaches("".join(f"{quad.triple} .\n" for quad in chain(quads, around)))
    # What they lead to is checked too, though without all that it leads to: that counts for nothing.
    found = {breach for breach in breaches if f"<{breach.thing}>" in described}
    about = gather_about(quads, {breach.thing for breach in found}) if found else {}
    return [
        write_finding(store, breach, about[breach.thing])
        for breach in sorted(found, key=str)
        # One value too many and one of a wrong kind are told in the same words.
        if breach.value or not any(other[:2] == breach[:2] for other in found - {breach})
    ]


def gather_about(quads: Iterable[Quad], things: set[str]) -> Mapping[str, list[Quad]]:
    """What is said of each of these things."""
    about: dict[str, list[Quad]] = {thing: [] for thing in things}
    for quad in quads:
        if (thing := read_node(quad.subject)) in things:
            about[thing].append(quad)
    return about


def find_breaches(ntriples: str) -> set[Breach]:
    """What breaks the shapes in a graph, written as N-Triples."""
    report = shacl_rust.validate(ntriples, read_shapes(), data_format="nt")
    return set(map(read_breach, report["results"]))


def read_breach(result: Mapping[str, Any]) -> Breach:
    thing, value = read_value(result["focusNode"]), result.get("value") and read_value(result["value"])
    told = list_rules().intersection(result["messages"])  # beside them stands what the validator says of its own
    return Breach(thing, " ".join(sorted(told)), None if value == thing else value)


@cache
def list_rules() -> frozenset[str]:
    """What the shapes say of those that break them."""
    return frozenset(map(str, load_shapes().objects(None, SH.message)))


def read_around(store: Store, quads: Iterable[Quad], described: set[str]) -> Iterator[Quad]:
    """What the knowledge layer states of the things that statements lead to and do not describe."""
    values = {str(quad.object) for quad in quads}
    for node in sorted(value for value in values - described if value.startswith("<")):
        yield from store.find_known(read_node(node))


def find_described(quads: Iterable[Quad]) -> set[str]:
    """The nodes of which statements say all: a document's graph also has keys of things described elsewhere."""
    return {str(quad.subject) for quad in quads if quad.predicate.value == iri("rdf:type")}


def read_node(term: object) -> str:
    return str(term).removeprefix("<").removesuffix(">")


def write_finding(store: Store, breach: Breach, about: Sequence[Quad]) -> Finding:
    """A breach with the name of its thing, of which `about` says something, and the documents that it stands in."""
    names = (read_value(str(quad.object)) for quad in about if quad.predicate.value == iri("rdfs:label"))
    documents = " ".join(find_documents(store, breach.thing, about))
    return Finding(breach.thing, min(names, default=""), breach.rule, breach.value, documents)


def find_documents(store: Store, thing: str, about: Iterable[Quad]) -> list[str]:
    """The documents in whose graphs a thing stands, or from which it, or what it is a part of, is derived."""
    graphs = {quad.graph_name for quad in about}
    found = {read_node(graph) for graph in graphs if str(graph).startswith("<")}
    while thing.count("/") > len("//") and not found:
        found = set(store.find_known_values(thing, "prov:wasDerivedFrom"))
        thing = thing.rpartition("/")[0]
    return sorted(found)


def describe_finding(finding: Finding) -> Iterator[str]:
    """A finding as lines of text: which thing, which rule, which documents."""
    yield from wrap_lines(f"{finding.name} {finding.thing}".strip())
    yield from wrap_lines(finding.rule, "    ")
    if finding.value:
        yield from wrap_lines(f"here: {finding.value}", "    ")
    yield from (f"    — {clean_text(document)}" for document in finding.documents.split())
