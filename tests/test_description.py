"""What a graph says of itself follows from what it holds."""

import gzip
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, Literal, Namespace, URIRef

import kgraph
from kgraph.build import build_graph, forget_documents
from kgraph.demo import list_samples
from kgraph.description import DATASET as DATASET_ADDRESS
from kgraph.description import describe_dataset, is_described
from kgraph.ontology import PREFIXES
from kgraph.questions import ask
from kgraph.store import open_store
from kgraph.views import write_export

VOID, DCAT, DCTERMS, PROV, KG, OWL = (
    Namespace(PREFIXES[name]) for name in ("void", "dcat", "dcterms", "prov", "kg", "owl")
)
DATASET = URIRef("https://w3id.org/kgraph/dataset")


@pytest.fixture(scope="module")
def told(sample: Path) -> rdflib.Graph:
    with open_store(sample) as store:
        said = (f"{quad.triple} ." for quad in store.find_statements(DATASET_ADDRESS, is_described))
        return rdflib.Graph().parse(data="\n".join(said), format="nt")


def count(told: rdflib.Graph, prop: URIRef, node: URIRef = DATASET) -> int:
    return int(str(told.value(node, prop)))


def test_counts_are_those_of_the_graph(told: rdflib.Graph, sample: Path) -> None:
    with open_store(sample) as store:
        own = set(store.find_statements(DATASET_ADDRESS, is_described))
        known = [quad for quad in store.read_knowledge() if quad not in own]
        assert count(told, VOID.documents) == len(store.documents())
        ((investments,),) = store.query("SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a kg:Investment }")
        assert len(list(ask(store, "documents"))) == count(told, VOID.documents)
    assert count(told, VOID.triples) == len(known)
    assert count(told, VOID.distinctSubjects) == len({quad.subject for quad in known})
    part = told.value(None, VOID["class"], KG.Investment)
    assert (DATASET, VOID.classPartition, part) in told
    assert count(told, VOID.entities, URIRef(str(part))) == investments


def test_it_is_a_dataset_with_sources_dates_licences_and_versions(told: rdflib.Graph) -> None:
    assert {VOID.Dataset, DCAT.Dataset} == set(told[DATASET : RDF.type])
    assert Literal("example.org") in set(told[DATASET : DCTERMS.source])
    period = told.value(DATASET, DCTERMS.temporal)
    start, end = told.value(period, DCAT.startDate), told.value(period, DCAT.endDate)
    assert str(start)[:4] == "2023"
    assert str(start) < str(end) < "2025"
    tables = {source for source in told[DATASET : DCTERMS.source] if isinstance(source, URIRef)}
    assert all((table, DCTERMS.license, None) in told for table in tables)
    assert str(told.value(told.value(DATASET, PROV.wasGeneratedBy), OWL.versionInfo)) == kgraph.__version__
    assert told.value(told.value(DATASET, DCTERMS.conformsTo), OWL.versionInfo)


def test_a_description_does_not_count_itself_and_is_the_same_each_time(sample: Path, tmp_path: Path) -> None:
    with open_store(sample) as store:
        store.copy_to(tmp_path / "copy")
    with open_store(tmp_path / "copy", write=True) as copy:
        before = list(copy.dump())
        describe_dataset(copy)
        assert list(copy.dump()) == before


def test_it_follows_what_is_added_and_taken_out(tmp_path: Path) -> None:
    one, *others = list_samples()
    build_graph([one], tmp_path / "grown")
    build_graph(others, tmp_path / "grown")
    build_graph([one, *others], tmp_path / "whole")
    with open_store(tmp_path / "grown") as grown, open_store(tmp_path / "whole") as whole:
        documents = whole.documents()
        assert list(grown.dump()) == list(whole.dump())
    forget_documents(documents, tmp_path / "grown")
    with open_store(tmp_path / "grown") as empty:
        assert not list(empty.dump())


def test_an_export_carries_its_description_and_is_the_same_each_time(sample: Path, tmp_path: Path) -> None:
    with open_store(sample) as store:
        lines = list(store.dump())
        for number in (1, 2):
            write_export(store, tmp_path / f"{number}.nq.gz")
    assert (tmp_path / "1.nq.gz").read_bytes() == (tmp_path / "2.nq.gz").read_bytes()
    written = gzip.decompress((tmp_path / "1.nq.gz").read_bytes()).decode().splitlines()
    assert written == lines
    assert any(f"<{DATASET}> " in line for line in written)
