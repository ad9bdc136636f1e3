"""The whole road: the same documents give the same bytes, however they come; only what is new is read."""

import json
import re
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import SH, Graph

from kgraph import build, knowledge
from kgraph.build import (
    Report,
    build_graph,
    describe_failures,
    describe_report,
    forget_documents,
    read_facts,
)
from kgraph.claims import dump_facts
from kgraph.demo import list_samples
from kgraph.errors import GraphError
from kgraph.model import Facts, Skipped
from kgraph.ontology import load_ontology, load_shapes
from kgraph.questions import ask
from kgraph.store import Store, open_store
from kgraph.triples import read_claims

with warnings.catch_warnings():
    # rdflib deprecates names of its own that pySHACL still imports.
    warnings.simplefilter("ignore", DeprecationWarning)
    from pyshacl import validate

GOLDEN = Path(__file__).parent / "golden" / "samples.nq"
URL = "https://example.org/fab"
SENTENCE = "Samsung Electronics will invest $5 billion in a chip plant in Taylor, Texas."
FULLER = f"{SENTENCE} The plant will open in 2026."


def dump(folder: Path) -> list[str]:
    with open_store(folder) as store:
        return list(store.dump())


def write_document(path: Path, text: str = SENTENCE, name: str = "fab", url: str | None = URL) -> str:
    document = {"url": url, "title": "A plant", "published": "2024-04-16", "language": "en", "text": text}
    path.write_text(json.dumps({"id": name, "document": document}), encoding="utf-8")
    return str(path)


@pytest.fixture
def two(tmp_path: Path) -> list[str]:
    """Two documents, one of them without a web address."""
    other = "Toyota Motor will invest $2 billion in a battery plant in Liberty, North Carolina."
    return [
        write_document(tmp_path / "a.json"),
        write_document(tmp_path / "b.json", other, "battery", url=None),
    ]


# --- the same bytes


def test_building_the_sample_gives_the_golden_file(sample: Path, request: pytest.FixtureRequest) -> None:
    lines = dump(sample)
    if request.config.getoption("--update-golden"):
        GOLDEN.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    golden = GOLDEN.read_text(encoding="utf-8").split("\n")[:-1]
    assert sorted(set(lines) - set(golden))[:9] == []
    assert sorted(set(golden) - set(lines))[:9] == []
    assert lines == golden


def test_reading_the_sample_in_another_order_file_by_file_gives_the_same_bytes(sample: Path, tmp_path: Path) -> None:
    for source in reversed(list_samples()):
        build_graph([source], tmp_path / "graph")
    assert dump(tmp_path / "graph") == dump(sample)


def test_building_twice_changes_nothing_and_reads_no_document_again(
    two: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build_graph(two, tmp_path / "graph")
    before = dump(tmp_path / "graph")
    monkeypatch.setattr(build, "claim_document", None)
    again = build_graph([*two, *two], tmp_path / "graph")
    assert (len(first.new), again) == (2, Report(unchanged=first.new))
    assert dump(tmp_path / "graph") == before


def test_forgetting_a_document_and_building_again_gives_the_same_bytes(two: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    build_graph(two, folder)
    both = dump(folder)
    assert forget_documents([URL], folder) == (URL,)
    build_graph(two[1:], tmp_path / "other")
    assert dump(folder) == dump(tmp_path / "other")
    build_graph(two, folder)
    assert dump(folder) == both


def test_a_technology_stands_with_those_above_it_as_long_as_a_document_tells_of_it(tmp_path: Path) -> None:
    text = "ASML will invest $1 billion in an EUV lithography center in Hwaseong, South Korea."
    graph, above = tmp_path / "graph", "SELECT ?name { ?x skos:broader ?wide . ?wide rdfs:label ?name } ORDER BY ?name"
    build_graph([write_document(tmp_path / "a.json", text)], graph)
    with open_store(graph) as store:
        assert [row for (row,) in store.query(above)] == ["chip equipment", "semiconductors"]
        (row,) = ask(store, "top-investors", technology="semiconductors")
        assert row[0] == "ASML"
    build_graph([write_document(tmp_path / "a.json", SENTENCE)], graph)
    with open_store(graph) as store:
        assert list(store.query(above)) == []


def test_forgetting_all_leaves_nothing(two: list[str], tmp_path: Path) -> None:
    build_graph(two, tmp_path / "graph")
    forget_documents(["fab", "battery"], tmp_path / "graph")
    assert dump(tmp_path / "graph") == []


# --- documents that change


def test_a_changed_document_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    build_graph([write_document(tmp_path / "new.json", FULLER)], tmp_path / "new")
    build_graph([write_document(tmp_path / "a.json")], tmp_path / "graph")
    report = build_graph([write_document(tmp_path / "a.json", FULLER)], tmp_path / "graph")
    assert report == Report(changed=(URL,))
    assert dump(tmp_path / "graph") == dump(tmp_path / "new")


@pytest.mark.parametrize("known", [None, "short", "full"])
@pytest.mark.parametrize("order", [("short", "full"), ("full", "short"), ("short", "full", "short")])
def test_of_two_versions_in_one_run_the_fuller_counts_whichever_came_first(
    known: str | None, order: tuple[str, ...], tmp_path: Path
) -> None:
    files = {
        "short": write_document(tmp_path / "short.json"),
        "full": write_document(tmp_path / "full.json", FULLER),
    }
    build_graph([files["full"]], tmp_path / "expected")
    if known:
        build_graph([files[known]], tmp_path / "graph")
    report = build_graph([files[name] for name in order], tmp_path / "graph")
    assert dump(tmp_path / "graph") == dump(tmp_path / "expected")
    note = f"{URL}: came more than once with different contents: the fullest was kept"
    field = {None: "new", "short": "changed", "full": "unchanged"}[known]
    assert report == Report.model_validate({field: (URL,), "notes": (note,)})


def test_notes_are_of_the_version_that_was_kept(tmp_path: Path) -> None:
    whole = write_document(tmp_path / "whole.json")
    cut = tmp_path / "cut.json"
    cut.write_text(Path(whole).read_text(encoding="utf-8")[:-20], encoding="utf-8")
    assert build_graph([str(cut)], tmp_path / "cut").truncated == (URL,)
    for number, order in enumerate([(str(cut), whole), (whole, str(cut))]):
        report = build_graph(order, tmp_path / str(number))
        assert report.truncated == ()
        assert not any("cut off" in note for note in report.notes)


# --- runs that are cut off


def build_one(sources: list[str], folder: Path) -> object:
    return build_graph(sources, folder)


def forget_one(sources: list[str], folder: Path) -> object:
    return forget_documents(["fab"], folder)


@pytest.fixture
def three(two: list[str], tmp_path: Path) -> list[str]:
    """Two documents, and one that tells the deal of the first again."""
    told = "Samsung announced an investment of $5 billion in a fab in Taylor, Texas."
    return [*two, write_document(tmp_path / "c.json", told, "again", f"{URL}-again")]


def stop_at(number: int) -> Callable[..., object]:
    """A write to the store that is cut off when it is called so many times."""
    change, left = Store.change, iter(range(1, number))

    def write(*arguments: object) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        change(*arguments)  # type: ignore[arg-type]

    return write


def stop(*_: object) -> None:
    raise KeyboardInterrupt


STEPS = ("resolve_names", "regroup_claims", "write_statements", "add_support", "write_shared")


@pytest.mark.parametrize("change", [build_one, forget_one])
@pytest.mark.parametrize("cut", [*STEPS, 1, 2, 5, 8])
def test_a_run_cut_off_before_the_knowledge_layer_is_made_good_by_the_next(
    change: Callable[[list[str], Path], object],
    cut: str | int,
    three: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before, after = (three, three[1:]) if change is forget_one else (three[1:], three)
    folder = tmp_path / "graph"
    build_graph(before, folder)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(*(knowledge, cut, stop) if isinstance(cut, str) else (Store, "change", stop_at(cut)))
        change(three, folder)
    assert build_graph(after, folder).new == ()
    build_graph(after, tmp_path / "expected")
    assert dump(folder) == dump(tmp_path / "expected")


# --- what cannot be read


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(two: list[str], tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.json")
    report = build_graph([two[0], missing, two[1]], tmp_path / "graph")
    assert report.documents == 2
    assert report.skipped == (Skipped(source=missing, reason="there is no such file or folder"),)
    assert list(describe_report(report)) == ["2 documents read: 2 new, 0 changed, 0 unchanged"]
    assert list(describe_failures(report)) == [f"skipped: {missing}: there is no such file or folder"]


def test_a_report_tells_what_was_cut_off() -> None:
    report = Report(changed=(URL,), truncated=(URL,), notes=(f"{URL}: cut off in the middle",))
    assert list(describe_report(report)) == [
        "1 document read: 0 new, 1 changed, 0 unchanged",
        f"truncated: {URL}",
        f"note: {URL}: cut off in the middle",
    ]


# --- forgetting


@pytest.mark.parametrize("name", [URL, "fab"])
def test_a_document_is_forgotten_by_its_address_or_its_id(name: str, two: list[str], tmp_path: Path) -> None:
    build_graph(two, tmp_path / "graph")
    assert forget_documents([name, name], tmp_path / "graph") == (URL,)


def test_a_document_without_address_is_forgotten_by_its_iri(two: list[str], tmp_path: Path) -> None:
    build_graph(two, tmp_path / "graph")
    iri = "https://w3id.org/kgraph/document/battery"
    assert forget_documents(iter([iri]), tmp_path / "graph") == (iri,)


@pytest.mark.parametrize("name", ["https://example.org/other", "other", "", "\n", "a b"])
def test_where_one_document_is_not_there_none_is_forgotten(name: str, two: list[str], tmp_path: Path) -> None:
    build_graph(two, tmp_path / "graph")
    before = dump(tmp_path / "graph")
    with pytest.raises(GraphError, match=r"holds no document .*kgraph query documents"):
        forget_documents([URL, name], tmp_path / "graph")
    assert dump(tmp_path / "graph") == before


def test_forgetting_makes_no_graph_where_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="there is no graph"):
        forget_documents([URL], tmp_path / "graph")
    assert list(tmp_path.iterdir()) == []


# --- what a graph holds


@pytest.mark.filterwarnings("ignore::DeprecationWarning:pyshacl", "ignore::DeprecationWarning:rdflib")
def test_the_sample_conforms_to_the_shapes(sample: Path) -> None:
    with open_store(sample) as store:
        quads = [*store.read_knowledge(), *(quad for iri in store.documents() for quad in store.read_graph(iri))]
    triples = "".join(f"{quad.triple} .\n" for quad in quads)
    graph = Graph().parse(data=triples, format="nt")
    _, report, _ = validate(graph, shacl_graph=load_shapes(), ont_graph=load_ontology())
    assert isinstance(report, Graph)
    assert {str(text) for text in report.objects(None, SH.resultMessage)} == set()


def read_all(folder: Path) -> list[Facts]:
    with open_store(folder) as store:
        return [read_claims(store.read_graph(iri)) for iri in store.documents()]


def test_every_quote_stands_at_its_offsets_in_the_stored_text(sample: Path) -> None:
    texts = {facts.document.url: facts.document.text for facts in read_all(sample)}
    with open_store(sample) as store:
        quotes = list(ask(store, "evidence"))
    assert quotes
    for _, quote, _, document, start, end in quotes:
        assert isinstance(start, int)
        assert isinstance(end, int)
        assert texts[str(document)][start:end] == quote


def test_every_claim_has_a_quote_at_its_offsets(sample: Path) -> None:
    for facts in read_all(sample):
        for claim in (*facts.investments, *facts.agreements, *facts.meetings, *facts.facilities):
            assert claim.evidence
            assert facts.document.text[claim.start : claim.end] == claim.evidence


def test_every_sum_stands_as_written_in_its_document(sample: Path) -> None:
    for facts in read_all(sample):
        for investment in facts.investments:
            if investment.amount and investment.amount.text:
                assert investment.amount.text in facts.document.text


def test_there_are_no_blank_nodes(sample: Path) -> None:
    assert [line for line in dump(sample) if re.search(r'(^|\s)_:|\s"""', line.partition('"')[0])] == []


# --- facts as JSON


def test_facts_printed_with_their_text_are_a_source_that_gives_the_same_facts(tmp_path: Path) -> None:
    [facts] = read_facts([write_document(tmp_path / "a.json")])
    assert isinstance(facts, Facts)
    assert facts.investments
    (tmp_path / "facts.jsonl").write_text(dump_facts(facts, with_text=True), encoding="utf-8")
    assert list(read_facts([str(tmp_path / "facts.jsonl")])) == [facts]


def test_facts_are_printed_in_the_format_of_the_gold_articles(tmp_path: Path) -> None:
    [facts] = read_facts([write_document(tmp_path / "a.json")])
    assert isinstance(facts, Facts)
    line = dump_facts(facts)
    found = json.loads(line)
    assert line.endswith("}\n")
    assert line.count("\n") == 1
    assert found["id"] == "fab"
    about = {"url": URL, "title": "A plant", "published": "2024-04-16", "language": "en"}
    assert found["document"] == about | {"publisher": "example.org"}
    parts = ["organizations", "people", "facilities", "investments", "agreements", "meetings"]
    assert list(found) == ["id", "document", *parts]
    files = sorted(Path(__file__).parent.glob("gold/dev/*.json"))
    gold = next(one for one in (json.loads(file.read_bytes()) for file in files) if one["investments"])
    for part in ("organizations", "investments"):
        assert set(found[part][0]) - {"evidence", "start", "end"} == set(gold[part][0]) - {"evidence"}
    said = found["investments"][0]
    assert SENTENCE[said["start"] : said["end"]] == said["evidence"]
