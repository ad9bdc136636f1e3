"""The reference of the ontology: everything is in it, and its examples are sound."""

import re

import pytest
from rdflib import OWL, RDF, Graph

from kgraph.ontology import iri, list_classes, load_ontology, read_example
from kgraph.prefixes import PREFIXES
from kgraph.reference import render_reference

PAGE = render_reference()


def read_data(name: str) -> Graph:
    graph = Graph(bind_namespaces="none")
    heads = "".join(f"@prefix {prefix}: <{start}> .\n" for prefix, start in PREFIXES.items())
    return graph.parse(data=heads + read_example(f"{name}.ttl"), format="turtle")


def test_every_class_and_property_has_its_place_under_the_end_of_its_iri():
    graph = load_ontology()
    terms = {
        term for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty) for term in graph[: RDF.type : kind]
    }
    own = {str(term).removeprefix(PREFIXES["kg"]) for term in terms if str(term).startswith(PREFIXES["kg"])}
    assert own <= set(re.findall(r'id="([^"]+)"', PAGE))


def test_every_link_leads_to_a_place_on_the_page():
    assert set(re.findall(r'href="#([^"]+)"', PAGE)) <= set(re.findall(r'id="([^"]+)"', PAGE))


def test_the_page_asks_for_nothing():
    assert not re.search(r"<(?:script|link|img|iframe)\b|url\(|@import", PAGE)


def test_the_page_shows_narrower_concepts_with_their_names_in_three_languages():
    assert re.search(r'1\.5rem"><code>memory</code>.*?メモリ.*?메모리 반도체', PAGE, re.DOTALL)


@pytest.mark.parametrize("name", sorted(list_classes()))
def test_the_example_of_a_class_holds_it_and_only_known_terms(name):
    graph = read_data(name)
    assert any(str(term) == iri(f"kg:{name}") for term in (*graph.objects(), *graph.subjects()))
    for term in {*graph.predicates(), *graph.objects(None, RDF.type)}:
        prefix, start = next((item for item in PREFIXES.items() if str(term).startswith(item[1])), ("", ""))
        assert prefix, f"{term} has no prefix"
        assert iri(f"{prefix}:{str(term).removeprefix(start)}")


@pytest.mark.parametrize("name", sorted(list_classes()))
def test_the_query_of_a_class_finds_its_example(name):
    rows = list(read_data(name).query(read_example(f"{name}.rq"), initNs=dict(PREFIXES)))
    assert rows
    assert all(value is not None for value in rows[0])
