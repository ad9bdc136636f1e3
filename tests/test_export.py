"""What is written, read back by pyoxigraph and rdflib, is what was there."""

import csv
import gzip
import json
import math
import random
import re
import time
from pathlib import Path
from typing import Any

import igraph
import networkx
import pandas
import pytest
import rdflib
from pyoxigraph import DefaultGraph, Quad, RdfFormat, parse

from kgraph.errors import KgraphError
from kgraph.export import NETWORKS, WRITERS, write_dataset, write_network
from kgraph.network import EventRow, NodeRow, PartRow, build_network
from kgraph.store import open_store
from kgraph.views import write_export

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
    f"<https://w3id.org/kgraph/event/1> <{KG}amount> <https://w3id.org/kgraph/event/1/amount> .",
    f'<https://w3id.org/kgraph/event/1/amount> <https://schema.org/value> "6400000000"^^<{XSD}decimal> .',
    f"<https://w3id.org/kgraph/event/1/amount> <{KG}alternative> <https://w3id.org/kgraph/event/1/amount-2> .",
    f'<https://w3id.org/kgraph/event/1/amount-2> <https://schema.org/value> "0.5"^^<{XSD}decimal> .',
    f"<https://w3id.org/kgraph/event/1> <{KG}investor> <https://w3id.org/kgraph/thing/a> .",
    f'<https://w3id.org/kgraph/event/2> <{KG}date> "2023"^^<{XSD}gYear> .',
    f'<https://w3id.org/kgraph/event/2> <{KG}date> "2023-12-21"^^<{XSD}date> .',
    f'<https://w3id.org/kgraph/event/2> <{KG}date> "2023-12-22"^^<{XSD}date> .',
    f'<https://w3id.org/kgraph/event/2> <{KG}sources> "007"^^<{XSD}integer> .',
    f'<https://w3id.org/kgraph/event/2> <{KG}truncated> "true"^^<{XSD}boolean> .',
    f'<https://w3id.org/kgraph/event/2> <{KG}start> "12345678901234567890"^^<{XSD}integer> .',
    f'<https://w3id.org/kgraph/event/2> <{KG}country> "no thing" .',
    f'<https://example.org/1#o1> <{KG}text> "claimed" <https://example.org/1> .',
    f"<https://example.org/1#o1> {TYPE} <{KG}Organization> <https://example.org/1> .",
    f'<https://example.org/1#o1> <{KG}text> "claimed" <https://example.org/2> .',
]
KNOWLEDGE = [line for line in LINES if "example.org/1#o1" not in line]


def read(lines: list[str]) -> set[Quad]:
    return set(parse("\n".join(lines), format=RdfFormat.N_QUADS))


def read_bytes(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


@pytest.mark.parametrize(
    ("ending", "format_", "kept"),
    [
        (".nq", RdfFormat.N_QUADS, LINES),
        (".nq.gz", RdfFormat.N_QUADS, LINES),
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
    assert set(parse(read_bytes(path), format=format_)) == read(kept)


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
    assert list(parse(read_bytes(path), format=RdfFormat.from_extension(ending.split(".")[1]))) == []


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


def test_a_compressed_file_is_the_same_whenever_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_dataset(LINES, tmp_path / "one.nq.gz")
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    write_dataset(LINES, tmp_path / "other.NQ.GZ")
    assert (tmp_path / "one.nq.gz").read_bytes() == (tmp_path / "other.NQ.GZ").read_bytes()


# --- JSON-LD as plain JSON


@pytest.fixture
def things(tmp_path: Path) -> dict[str, Any]:
    """What a web developer reads: objects by their ids."""
    write_dataset(LINES, tmp_path / "out.jsonld")
    data = json.loads((tmp_path / "out.jsonld").read_text(encoding="utf-8"))
    return {thing["id"]: thing for thing in data["@graph"]}


def test_json_ld_has_plain_names_and_values(things: dict[str, Any]) -> None:
    thing = things["thing/a"]
    assert thing["type"] == ["Organization", "schema:Organization"]
    assert thing["label"] == '삼성 "전자" <a&b>\n\\\t$'
    assert thing["country"] == "country/KR"
    assert things["event/1"]["amountUSD"] == 6_400_000_000
    assert things["event/2"]["truncated"] is True


def test_json_ld_has_an_array_wherever_there_may_be_several(things: dict[str, Any]) -> None:
    assert things["event/1"]["investor"] == ["thing/a"]
    assert things["thing/a"]["altLabel"][0] == "A\U0001f600"


def test_json_ld_names_dates_by_their_precision(things: dict[str, Any]) -> None:
    assert things["event/1"]["dateMonth"] == "2023-12"
    assert things["event/2"]["dateYear"] == "2023"


def test_json_ld_holds_sums_inside_of_what_they_are_sums_of(things: dict[str, Any]) -> None:
    amount = things["event/1"]["amount"]
    assert amount["value"] == 6_400_000_000
    assert amount["alternative"] == [{"id": "event/1/amount-2", "type": [], "value": "0.5"}]
    assert set(things) == {"event/1", "event/2", "thing/a"}


def test_json_ld_keeps_what_the_shapes_would_not_have(things: dict[str, Any]) -> None:
    assert things["event/2"]["date"] == ["2023-12-21", "2023-12-22"]
    assert things["event/2"]["sources"] == "007"
    assert things["event/2"]["start"] == "12345678901234567890"
    assert things["event/2"]["kg:country"] == ["no thing"]
    assert things["event/1"][f"{KG}odd.name"] == [{"id": KG}]


def test_the_context_is_the_same_whatever_the_graph_holds(tmp_path: Path) -> None:
    contexts = []
    for number, lines in enumerate((LINES, [])):
        write_dataset(lines, tmp_path / f"{number}.jsonld")
        contexts.append(json.loads((tmp_path / f"{number}.jsonld").read_text(encoding="utf-8"))["@context"])
    assert contexts[0] == contexts[1]
    assert contexts[0]["amountUSD"] == {"@id": "kg:amountUSD", "@type": "xsd:decimal"}


# --- networks

NAMES = [
    NodeRow("a", '삼성 "& <Co>\x0b\ufffe', "Organization", "KR", "Korea"),
    NodeRow("b", "=ソニー", "Organization"),
    NodeRow("f", "熊本工場", "Facility", "JP", "Japan"),
]
EVENTS = [
    EventRow(
        "e1", "investment", "grant", "@보조금", usd="5", amount="750", currency="JPY", policy="半導体支援", sources=1
    ),
    EventRow("e2", "agreement", "agreement", date="2024-05"),
    EventRow("f", "operation", "operation", date="2026-04-01"),
]
PARTS = [
    *(PartRow("e1", "investor", "a"), PartRow("e1", "recipient", "b"), PartRow("e2", "party", "a")),
    *(PartRow("e2", "party", "b"), PartRow("f", "operator", "a"), PartRow("f", "operator", "b")),
    *(PartRow("e1", "document", document) for document in ("d1", "d2")),
    *(PartRow("e1", "technology", f"t/{technology}") for technology in ("memory", "logic-chips")),
]
TOLD: dict[str, Any] = {
    "usd": 5.0,
    "amount": 750.0,
    "currency": "JPY",
    "policy": "半導体支援",
    "weight": 1.0,
    "mutual": False,
}
"""Attributes of the grant that each format keeps as they are."""


@pytest.fixture(params=NETWORKS)
def drawn(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / f"out{request.param}"
    write_network(build_network(NAMES, EVENTS, PARTS), path)
    return path


def read_network(path: Path) -> networkx.MultiDiGraph:
    match path.suffix:
        case ".graphml":
            return networkx.read_graphml(path)
        case ".gexf":
            return networkx.MultiDiGraph(networkx.read_gexf(path))
        case ".json":
            data = json.loads(path.read_text(encoding="utf-8"))
            return networkx.node_link_graph(data, edges="links", name="iri")
        case ".cyjs":
            return networkx.cytoscape_graph(json.loads(path.read_text(encoding="utf-8")))
    network = networkx.MultiDiGraph()
    for row in read_table(path.with_name("out-nodes.csv")):
        network.add_node(row["Id"], **row)
    for row in read_table(path):
        network.add_edge(row["Source"], row["Target"], **row)
    return network


def read_table(path: Path) -> list[dict[str, Any]]:
    """What pandas reads, empty cells left out."""
    frame = pandas.read_csv(path, encoding="utf-8", keep_default_na=False, na_values={"usd": "", "amount": ""})
    return [
        {name: value for name, value in row.items() if value == value and value != ""}
        for row in frame.to_dict("records")
    ]


def test_a_network_comes_back_with_all_nodes_and_edges(drawn: Path) -> None:
    network = read_network(drawn)
    assert sorted(network) == ["a", "b", "f"]
    edges = sorted(
        (source, target, edge["kind"], edge.get("date")) for source, target, edge in network.edges(data=True)
    )
    assert edges == [
        ("a", "b", "agreement", "2024-05"),
        ("a", "b", "grant", None),
        ("a", "f", "operation", "2026-04-01"),
        ("b", "f", "operation", "2026-04-01"),
    ]


def test_what_is_known_of_an_edge_comes_back(drawn: Path) -> None:
    known = next(edge for *_, edge in read_network(drawn).edges(data=True) if edge["kind"] == "grant")
    assert {name: known[name] for name in TOLD} == TOLD
    assert known["label"] in {"@보조금", "'@보조금"}
    assert known.get("status") is None
    assert (known["sources"], known["event"]) == (1, "e1")
    for name, expected in [("documents", ["d1", "d2"]), ("technologies", ["logic chips", "memory"])]:
        assert known[name] == (expected if isinstance(known[name], list) else "; ".join(expected))


def test_what_is_known_of_a_node_comes_back(drawn: Path) -> None:
    nodes = read_network(drawn).nodes
    assert nodes["f"]["label"] == "熊本工場"
    assert nodes["a"]["label"].startswith('삼성 "& <Co>')
    assert nodes["b"].get("country") is None
    assert (nodes["f"]["country"], nodes["f"]["kind"]) == ("JP", "Facility")
    assert nodes["f"]["organizations"] in (["a", "b"], "a; b")


def test_igraph_reads_the_same_graphml(tmp_path: Path) -> None:
    write_network(build_network(NAMES, EVENTS, PARTS), tmp_path / "out.graphml")
    graph = igraph.Graph.Read_GraphML(str(tmp_path / "out.graphml"))
    assert graph.is_directed()
    assert graph.vs["id"] == ["a", "b", "f"]
    assert graph.vs["label"][1:] == ["=ソニー", "熊本工場"]
    grant = graph.es.select(kind="grant")[0]
    assert {name: grant[name] for name in TOLD} == TOLD
    assert (grant["documents"], grant["technologies"]) == ("d1; d2", "logic chips; memory")
    assert math.isnan(graph.es.select(kind="agreement")[0]["usd"])


def test_gexf_has_spells_colours_and_places(tmp_path: Path) -> None:
    network = build_network(NAMES, EVENTS, PARTS)
    look = {"color": {"r": 0, "g": 114, "b": 178}, "position": {"x": 3.0, "y": -4.0, "z": 0.0}, "size": 6.0}
    network.nodes["f"]["viz"] = look
    write_network(network, tmp_path / "out.gexf")
    again = networkx.read_gexf(tmp_path / "out.gexf")
    viz = again.nodes["f"]["viz"]
    assert (viz["position"], viz["size"]) == (look["position"], 6.0)
    assert {name: viz["color"][name] for name in "rgb"} == look["color"]
    assert [start for start, _ in again.nodes["f"]["spells"]] == ["2026-04-01"]
    assert "spells" not in again.nodes["a"]
    starts = {start for *_, edge in again.edges(data=True) for start, _ in edge.get("spells", ())}
    assert starts == {"2024-05-01", "2026-04-01"}
    text = (tmp_path / "out.gexf").read_text(encoding="utf-8")
    assert 'timeformat="date"' in text
    assert " end=" not in text


@pytest.mark.parametrize("ending", [ending for ending in NETWORKS if ending != ".gexf"])
def test_other_formats_leave_the_looks_out(ending: str, tmp_path: Path) -> None:
    network = build_network(NAMES, EVENTS, PARTS)
    write_network(network, tmp_path / f"one{ending}")
    network.nodes["a"]["viz"] = {"size": 6.0}
    write_network(network, tmp_path / f"other{ending}")
    assert (tmp_path / f"one{ending}").read_bytes() == (tmp_path / f"other{ending}").read_bytes()


def test_the_same_network_is_written_in_the_same_bytes(drawn: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = drawn.read_bytes()
    monkeypatch.setattr(time, "strftime", lambda *_: "2033-05-18")
    write_network(build_network(reversed(NAMES), reversed(EVENTS), reversed(PARTS)), drawn)
    assert drawn.read_bytes() == before


def test_an_empty_network_makes_a_file_that_can_be_read(drawn: Path) -> None:
    write_network(build_network([], [], []), drawn)
    assert len(read_network(drawn)) == 0


def test_tables_open_in_excel_and_no_cell_is_run_as_a_formula(tmp_path: Path) -> None:
    write_network(build_network(NAMES, EVENTS, PARTS), tmp_path / "out.csv")
    for name, cells in [("out.csv", {"'=ソニー", "'@보조금"}), ("out-nodes.csv", {"'=ソニー"})]:
        content = (tmp_path / name).read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(content.decode("utf-8-sig").splitlines()))
        assert cells <= {cell for row in rows for cell in row}
        assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_the_sample_is_exported_with_the_colours_and_places_of_the_page(sample: Path, tmp_path: Path) -> None:
    with open_store(sample) as store:
        write_export(store, tmp_path / "out.gexf")
    network = networkx.read_gexf(tmp_path / "out.gexf")
    colours = {(node.get("country"), node["viz"]["color"]["r"]) for _, node in network.nodes(data=True)}
    assert ("US", 0x00) in colours
    assert ("KR", 0xD5) in colours
    places = {tuple(node["viz"]["position"].values()) for _, node in network.nodes(data=True)}
    assert len(places) == len(network)


# --- what cannot be written


def test_an_unknown_ending_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(KgraphError, match=re.escape("'.docx' names no format: use .nq, .nq.gz, .nt, .ttl")):
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
