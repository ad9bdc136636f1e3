"""An open graph comes in, what breaks the shapes of the ontology goes out: which thing, which rule, which document.

Things are checked some thousands of statements at a time, each together with what it leads to: no shape looks
further, and so memory does not grow with the graph.
"""

import warnings
from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from operator import attrgetter
from typing import NamedTuple

from rdflib import RDFS, SH, Graph
from rdflib.term import Node

from kgraph.ontology import iri, load_shapes
from kgraph.store import Store
from kgraph.tables import clean_text, wrap_lines
from kgraph.triples import Quad, is_part

with warnings.catch_warnings():
    # rdflib deprecates names of its own that pySHACL still imports.
    warnings.simplefilter("ignore", DeprecationWarning)
    from pyshacl import validate

PORTION = 5_000
"""Statements that are checked at once."""


class Finding(NamedTuple):
    """A rule that a thing breaks, the value that breaks it, and the documents that tell of the thing, if known."""

    thing: str
    name: str
    rule: str
    value: str | None
    documents: str


def check_graph(store: Store) -> Iterator[Finding]:
    """What breaks the shapes in all documents' graphs and in the knowledge layer."""
    claims = (list(store.read_graph(document)) for document in store.documents())
    known = (list(about) for _, about in groupby(store.read_knowledge(), key=attrgetter("subject")))
    return check_portions(store, chain(claims, known))


def check_documents(store: Store, documents: Iterable[str]) -> Iterator[Finding]:
    """What breaks the shapes in the graphs of some documents and in what the knowledge layer states of their things."""
    return check_portions(store, (read_document(store, document) for document in documents))


def read_document(store: Store, document: str) -> list[Quad]:
    things = sorted({thing for _, thing in store.find_values(document, "kg:sameThing")})
    stated = (quad for thing in things for quad in store.find_statements(thing, is_part))
    return [*store.read_graph(document), *stated]


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
    graph = Graph(bind_namespaces="none")
    triples = dict.fromkeys(quad.triple for quad in (*quads, *read_around(store, quads)))
    graph.parse(data="".join(f"{triple} .\n" for triple in triples), format="nt")
    described = set(map(read_node, find_described(quads)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        _, report, _ = validate(graph, shacl_graph=load_shapes(), inplace=True)
    assert isinstance(report, Graph)  # always, when the shapes are sound
    # What they lead to is checked too, though without all that it leads to: that counts for nothing.
    told = (read_finding(report, result, graph) for result in report.objects(None, SH.result))
    found = {one for one in told if one.thing in described}
    return [
        one._replace(documents=" ".join(find_documents(store, one.thing, quads)))
        for one in sorted(found, key=str)
        # One value too many and one of a wrong kind are told in the same words.
        if one.value or not any(other[:3] == one[:3] for other in found - {one})
    ]


def read_around(store: Store, quads: list[Quad]) -> Iterator[Quad]:
    """What the knowledge layer states of the things that statements lead to."""
    for node in {quad.object for quad in quads if str(quad.object).startswith("<")} - find_described(quads):
        yield from store.find_known(read_node(node))


def find_described(quads: Iterable[Quad]) -> set[object]:
    """The nodes of which statements say all: a document's graph also has keys of things described elsewhere."""
    return {quad.subject for quad in quads if quad.predicate.value == iri("rdf:type")}


def read_node(term: object) -> str:
    return str(term).removeprefix("<").removesuffix(">")


def read_finding(report: Graph, result: Node, graph: Graph) -> Finding:
    thing, value = report.value(result, SH.focusNode), report.value(result, SH.value)
    return Finding(
        thing=str(thing),
        name=str(graph.value(thing, RDFS.label) or ""),
        rule=" ".join(sorted(map(str, report.objects(result, SH.resultMessage)))),
        value=None if value is None or value == thing else str(value),
        documents="",
    )


def find_documents(store: Store, thing: str, quads: Iterable[Quad]) -> list[str]:
    """The documents in whose graphs a thing stands, or from which it, or what it is a part of, is derived."""
    graphs = {quad.graph_name for quad in quads if read_node(quad.subject) == thing}
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
