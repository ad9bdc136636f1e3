"""What is written, read back by pyoxigraph and rdflib, is what was there."""

import json
import random
import re
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import DefaultGraph, Quad, RdfFormat, parse

from kgraph.errors import KgraphError
from kgraph.export import WRITERS, write_dataset
from kgraph.ontology import PREFIXES

KG = "https://w3id.org/kgraph/ontology#"
XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LINES = [
    f"<https://w3id.org/kgraph/thing/a> {TYPE} <{KG}Organization> .",
    f"<https://w3id.org/kgraph/thing/a> {TYPE} <https://schema.org/Organization> .",
    "<https://w3id.org/kgraph/thing/a> <http://www.w3.org/2000/01/rdf-schema#label> "
    '"삼성 \\"전자\\" <a&b>\\n\\\\\\t$" .',
    '<https://w3id.org/kgraph/thing/a> <http://www.w3.org/2004/02/skos/core#altLabel> "\\u0041\\U0001F600" .',
    '<https://w3id.org/kgraph/thing/a> <http://www.w3.org/2004/02/skos/core#altLabel> "Samsung"@en .',
    f"<https://w3id.org/kgraph/thing/a> <{KG}country> <https://w3id.org/kgraph/country/KR> .",
    f'<https://w3id.org/kgraph/event/1> <{KG}date> "2023-12"^^<{XSD}gYearMonth> .',
    f'<https://w3id.org/kgraph/event/1> <{KG}amountUSD> "6400000000"^^<{XSD}decimal> .',
    f'<https://w3id.org/kgraph/event/1> <{KG}text> "ends in ^^<x>" .',
    f"<https://w3id.org/kgraph/event/1> <{KG}evidence> <https://example.org/%EA%B0%80/?a=b&c#char=0,9> .",
    f"<https://w3id.org/kgraph/event/1> <{KG}odd.name> <{KG}> .",
    f'<https://example.org/1#o1> <{KG}text> "claimed" <https://example.org/1> .',
    f"<https://example.org/1#o1> {TYPE} <{KG}Organization> <https://example.org/1> .",
    f'<https://example.org/1#o1> <{KG}text> "claimed" <https://example.org/2> .',
]
KNOWLEDGE = LINES[:-3]


def read(lines: list[str]) -> set[Quad]:
    return set(parse("\n".join(lines), format=RdfFormat.N_QUADS))


@pytest.mark.parametrize(
    ("ending", "format_", "kept"),
    [
        (".nq", RdfFormat.N_QUADS, LINES),
        (".trig", RdfFormat.TRIG, LINES),
        (".nt", RdfFormat.N_TRIPLES, KNOWLEDGE),
        (".ttl", RdfFormat.TURTLE, KNOWLEDGE),
        (".jsonld", RdfFormat.JSON_LD, KNOWLEDGE),
    ],
)
def test_a_file_holds_exactly_the_statements_that_its_format_is_for(
    ending: str, format_: RdfFormat, kept: list[str], tmp_path: Path
) -> None:
    path = tmp_path / f"out{ending}"
    write_dataset(LINES, path)
    assert set(parse(path=path, format=format_)) == read(kept)


# rdflib's own reader of JSON-LD makes a graph of a class that rdflib deprecates.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("ending", [".ttl", ".jsonld", ".nt"])
def test_rdflib_reads_the_same_statements(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"out{ending}"
    write_dataset(LINES, path)
    expected = rdflib.Graph().parse(data="\n".join(KNOWLEDGE), format="nt")
    assert set(rdflib.Graph().parse(path)) == set(expected)


@pytest.mark.parametrize("ending", WRITERS)
def test_neither_order_nor_repetition_of_lines_changes_a_byte(ending: str, tmp_path: Path) -> None:
    one, other = tmp_path / f"one{ending}", tmp_path / f"other{ending}"
    write_dataset(LINES, one)
    shuffled = [f"{line}\n" for line in LINES * 2] + ["", "\n"]
    random.Random(2).shuffle(shuffled)
    write_dataset(iter(shuffled), other)
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("ending", WRITERS)
def test_an_empty_dataset_makes_a_file_that_can_be_read(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"out{ending}"
    write_dataset([], path)
    assert list(parse(path=path, format=RdfFormat.from_extension(ending[1:]))) == []


def test_nquads_are_sorted_lines(tmp_path: Path) -> None:
    path = tmp_path / "out.nq"
    write_dataset(LINES, path)
    assert path.read_text(encoding="utf-8").splitlines() == sorted(LINES)


def test_turtle_uses_prefixes_and_names_types_first(tmp_path: Path) -> None:
    path = tmp_path / "out.ttl"
    write_dataset(LINES, path)
    text = path.read_text(encoding="utf-8")
    assert f"@prefix kg: <{KG}> .\n" in text
    assert "<https://w3id.org/kgraph/thing/a>\n    a schema:Organization, kg:Organization ;\n" in text
    assert 'kg:date "2023-12"^^xsd:gYearMonth' in text


def test_json_ld_carries_its_prefixes_and_needs_no_address(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonld"
    write_dataset(LINES, path)
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["@context"] == PREFIXES
    thing = next(node for node in data["@graph"] if node["@id"].endswith("/thing/a"))
    assert thing["@type"] == ["schema:Organization", "kg:Organization"]
    assert thing["rdfs:label"] == ['삼성 "전자" <a&b>\n\\\t$']


def test_an_unknown_ending_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(KgraphError, match=re.escape("'.docx' names no format: use .nq, .nt, .ttl, .trig, .jsonld")):
        write_dataset(LINES, tmp_path / "out.docx")


@pytest.mark.parametrize("line", ["_:b <http://p> <http://o> .", "<http://s> <http://p> .", "gibberish"])
def test_a_line_that_is_no_statement_is_refused_and_nothing_written(line: str, tmp_path: Path) -> None:
    path = tmp_path / "out.nq"
    with pytest.raises(KgraphError, match=f"not a statement .*: {re.escape(line)}"):
        write_dataset([*LINES, line], path)
    assert not path.exists()


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(KgraphError, match=r"missing.out\.nq cannot be written"):
        write_dataset(LINES, tmp_path / "missing" / "out.nq")


def test_the_knowledge_layer_is_what_names_no_graph() -> None:
    assert all(quad.graph_name == DefaultGraph() for quad in read(KNOWLEDGE))
