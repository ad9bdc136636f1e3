"""What `kgraph.open` gives to programs, on the graph of the sample; the examples of its documentation run here."""

import doctest
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rdflib import RDF, Graph, URIRef
from rdflib.compare import isomorphic

import kgraph
from kgraph import reading
from kgraph.errors import GraphError, LimitError, QueryError
from kgraph.ontology import iri
from kgraph.reading import KnowledgeGraph
from kgraph.snapshot import copy_graph
from kgraph.store import Iri, open_store


@pytest.fixture
def graph(sample: Path) -> KnowledgeGraph:
    return kgraph.open(sample)


@pytest.mark.parametrize("module", [kgraph, reading])
def test_the_examples_are_true(module: object, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sample.parent)
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted > 0
    assert result.failed == 0


def test_importing_kgraph_loads_no_other_library() -> None:
    code = "import sys; before = set(sys.modules); import kgraph; print(*set(sys.modules) - before)"
    environment = {"PYTHONPATH": str(Path(kgraph.__file__).parents[1])}
    loaded = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, encoding="utf-8", check=True
    ).stdout.split()
    assert {name.partition(".")[0] for name in loaded} <= {"kgraph", *sys.stdlib_module_names}
    assert [name for name in loaded if name.startswith("kgraph.")] == ["kgraph.version"]


def test_a_missing_graph_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="there is no graph in"):
        kgraph.open(tmp_path / "none")


def test_a_folder_may_be_named_by_a_text(sample: Path) -> None:
    assert list(kgraph.open(str(sample)).query("ASK { ?x a kg:Investment }")) == [(True,)]


def test_rows_are_those_of_the_command(graph: KnowledgeGraph, sample: Path) -> None:
    with open_store(sample) as store:
        expected = store.query((Path(kgraph.__file__).parent / "queries/facilities.rq").read_text(encoding="utf-8"))
        answer = graph.query("facilities")
        assert answer.columns == expected.columns
        assert list(answer) == list(expected)


def test_a_query_of_ones_own_binds_any_variable(graph: KnowledgeGraph) -> None:
    answer = graph.query("SELECT ?x { ?x a ?class }", **{"class": Iri(iri("kg:Document"))})
    assert len(list(answer)) == 14
    with pytest.raises(QueryError, match="no variable"):
        graph.query("SELECT ?x { ?x a ?class }", other=1)


def test_a_frame_has_numbers_to_count_with(graph: KnowledgeGraph) -> None:
    frame = graph.query("top-investors").frame()
    assert list(frame.columns) == list(graph.query("top-investors").columns)
    assert frame["usd"].dtype.kind in "if"
    assert frame["usd"].sum() == sum(row[-1] for row in graph.query("top-investors") if row[-1] is not None)


def test_a_query_without_end_is_ended_and_others_are_answered(sample: Path) -> None:
    graph = kgraph.open(sample, timeout=2)
    with pytest.raises(LimitError, match="did not end within 2 s"):
        graph.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    assert list(graph.query("SELECT (1 AS ?n) {}")) == [(1,)]


def test_rows_may_be_used_for_longer_than_they_may_take(sample: Path) -> None:
    answer = kgraph.open(sample, timeout=2).query("SELECT * { ?s ?p ?o }")
    first = next(iter(answer))
    time.sleep(2.1)
    assert len(first) == 3
    assert sum(1 for _ in answer) > 1000


@pytest.mark.parametrize("timeout", [60, None], ids=["apart", "in this process"])
def test_what_is_written_later_is_not_seen(sample: Path, tmp_path: Path, timeout: float | None) -> None:
    copy_graph(sample, tmp_path / "copy")
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    graph = kgraph.open(tmp_path / "copy", timeout)
    before = list(graph.query(count))
    with open_store(tmp_path / "copy", write=True) as store:
        store.change(store.read_knowledge(), [])
    assert list(graph.query(count)) == before != [(0,)]
    assert list(kgraph.open(tmp_path / "copy", timeout).query(count)) == [(0,)]


def test_what_was_opened_too_many_writers_ago_is_to_be_opened_anew(sample: Path, tmp_path: Path) -> None:
    copy_graph(sample, tmp_path / "copy")
    graph = kgraph.open(tmp_path / "copy")
    for _ in range(2):
        with open_store(tmp_path / "copy", write=True):
            pass
    with pytest.raises(GraphError, match="open it anew"):
        graph.query("ASK {}")


def test_an_empty_answer_makes_an_empty_frame(graph: KnowledgeGraph) -> None:
    frame = graph.query("flows", from_="ZZ").frame()
    assert frame.shape == (0, 6)


def read_n_triples(sample: Path, document: str | None = None) -> Graph:
    with open_store(sample) as store:
        quads = store.read_graph(document) if document else store.read_knowledge()
        return Graph().parse(data="".join(f"{quad.triple} .\n" for quad in quads), format="nt")


def test_the_knowledge_layer_is_that_of_the_store(graph: KnowledgeGraph, sample: Path) -> None:
    knowledge = graph.knowledge()
    assert isomorphic(knowledge, read_n_triples(sample))
    assert dict(knowledge.namespaces())["kg"] == URIRef("https://w3id.org/kgraph/ontology#")


@pytest.mark.parametrize("column", [-1, -2], ids=["address", "id"])
def test_the_claims_of_a_document_are_its_graph(column: int, graph: KnowledgeGraph, sample: Path) -> None:
    row = next(iter(graph.query("documents")))
    assert isomorphic(graph.claims(str(row[column])), read_n_triples(sample, str(row[-1])))


def test_an_unknown_document_is_an_error(graph: KnowledgeGraph) -> None:
    with pytest.raises(GraphError, match="no document 'none'"):
        graph.claims("none")


def test_the_dataset_keeps_what_documents_say_apart(graph: KnowledgeGraph, sample: Path) -> None:
    dataset = graph.dataset()
    documents = {str(row[-1]) for row in graph.query("documents")}
    named = {str(each.identifier): each for each in dataset.graphs()}
    default = named.keys() - documents
    assert len(default) == 1
    assert len(named[default.pop()]) == len(read_n_triples(sample))
    for document in documents:
        assert len(named[document]) == len(read_n_triples(sample, document))


def test_the_network_has_the_things_of_the_knowledge_layer(graph: KnowledgeGraph) -> None:
    facilities = {str(node) for node in graph.knowledge().subjects(RDF.type, URIRef(iri("kg:Facility")))}
    network = graph.network()
    assert {node for node, kind in network.nodes(data="kind") if kind == "Facility"} == facilities
    assert network.number_of_edges() > 0
