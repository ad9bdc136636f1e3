"""Quads come in, rdflib's graphs go out, with the ontology's prefixes and every literal as it is spelled."""

from collections.abc import Iterable
from functools import cache

import rdflib
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from rdflib import URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from kgraph.ontology import PREFIXES, iri


def make_graph(quads: Iterable[Quad]) -> rdflib.Graph:
    """What the quads say, whichever graphs they are of, in one graph."""
    graph = rdflib.Graph(bind_namespaces="none")
    bind_prefixes(graph)
    return add_quads(graph, quads)


def make_dataset(quads: Iterable[Quad]) -> rdflib.Dataset:
    """What the quads say, in their graphs."""
    dataset = rdflib.Dataset()
    bind_prefixes(dataset)

    @cache
    def find_graph(name: NamedNode | DefaultGraph) -> rdflib.Graph:
        return dataset.graph(URIRef(name.value) if isinstance(name, NamedNode) else DATASET_DEFAULT_GRAPH_ID)

    for quad in quads:
        add_quads(find_graph(quad.graph_name), [quad])
    return dataset


def bind_prefixes(graph: rdflib.Graph) -> None:
    for prefix, space in PREFIXES.items():
        graph.bind(prefix, space, replace=True)


def add_quads(graph: rdflib.Graph, quads: Iterable[Quad]) -> rdflib.Graph:
    for quad in quads:
        graph.add((convert_term(quad.subject), convert_term(quad.predicate), convert_term(quad.object)))
    return graph


def convert_term(term: object) -> rdflib.URIRef | rdflib.Literal:
    """The same term of rdflib's. Raises TypeError for blank nodes and triples, which kgraph does not write."""
    match term:
        case NamedNode():
            return URIRef(term.value)
        case Literal():
            datatype = None if term.language or term.datatype.value == iri("xsd:string") else term.datatype.value
            return rdflib.Literal(term.value, term.language, datatype, normalize=False)
    raise TypeError(f"kgraph writes no such term: {term}")
