"""What breaks a rule is told with its thing, the rule and the documents; a graph that kgraph builds breaks none."""

import json
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import Result
from pyoxigraph import Literal, NamedNode, Quad
from typer.testing import CliRunner

from kgraph.build import build_graph, describe_failures
from kgraph.cli import app
from kgraph.demo import list_samples
from kgraph.ontology import iri
from kgraph.questions import ask
from kgraph.store import Store, open_store
from kgraph.validate import Finding, check_documents, check_graph

STATUS = "An investment has one status: kg:Considered, kg:Announced, kg:Completed or kg:Cancelled."


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)


def add(store: Store, node: str, prop: str, value: str, graph: str | None = None) -> None:
    place = [NamedNode(graph)] if graph else []
    store.change([], [Quad(NamedNode(node), NamedNode(iri(prop)), Literal(value), *place)])


@pytest.fixture
def broken(sample: Path, tmp_path: Path) -> Path:
    """The sample with a wrong statement of a document, of an event with a history, and of its sum."""
    folder = Path(copytree(sample, tmp_path / "graph"))
    with open_store(folder, write=True) as store:
        document = next(iter(store.documents()))
        add(store, f"{document}#i1", "kg:status", "odd", document)
        add(store, find_event(store), "kg:status", "strange")
        add(store, f"{find_event(store)}/stage-1/amount", "kg:qualifier", "many")
    return folder


def find_event(store: Store) -> str:
    return min(str(quad.subject.value) for quad in store.find_known(prop="kg:stage"))


def find(folder: Path) -> list[Finding]:
    with open_store(folder) as store:
        return list(check_graph(store))


def test_the_sample_breaks_no_rule(sample: Path) -> None:
    assert find(sample) == []
    result = run("validate", "-g", sample)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"no findings in {sample}\n")


@pytest.mark.parametrize("portion", [1, 300, 5000])
def test_each_finding_tells_the_thing_the_rule_the_value_and_the_documents(
    portion: int, broken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kgraph.validate.PORTION", portion)
    with open_store(broken) as store:
        document, event = next(iter(store.documents())), find_event(store)
        derived = " ".join(sorted(store.find_known_values(event, "prov:wasDerivedFrom")))
        labels = [min(store.find_known_values(node, "rdfs:label")) for node in (event, f"{event}/stage-1/amount")]
    found = {one.thing: one for one in find(broken)}
    assert set(found) == {f"{document}#i1", event, f"{event}/stage-1/amount"}
    assert found[f"{document}#i1"][2:] == (STATUS, "odd", document)
    assert found[event][2:] == (STATUS, "strange", derived)
    assert found[f"{event}/stage-1/amount"].documents == derived
    assert [found[node].name for node in (event, f"{event}/stage-1/amount")] == labels
    assert " " in derived


def test_findings_of_some_documents_are_those_that_they_tell_of(broken: Path) -> None:
    with open_store(broken) as store:
        documents = list(store.documents())
        event = find_event(store)
        tells = next(iter(store.find_known_values(event, "prov:wasDerivedFrom")))
        assert [one.value for one in check_documents(store, documents[:1])] == ["odd"]
        assert {one.value for one in check_documents(store, [tells])} == {"strange", "many"}
        assert list(check_documents(store, [])) == []


def test_a_mention_of_nothing_is_found(broken: Path) -> None:
    with open_store(broken, write=True) as store:
        (name, *_), *_ = ask(store, "names", wanted="Samsung Electronics")
        thing = "https://w3id.org/kgraph/thing/samsung-electronics"
        store.change(list(store.find_known(thing)), [])
    rules = {one.rule for one in find(broken) if one.name == name}
    assert rules == {"What a document mentions or tells stands in the knowledge layer (kg:sameThing)."}


def test_the_command_writes_findings_to_be_read_and_fails(broken: Path) -> None:
    result = run("validate", "-g", broken)
    assert result.exit_code == 1
    assert result.stderr == f"3 findings in {broken}\n"
    assert f"    {STATUS}\n    here: strange\n    — https://" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 100
    rows = json.loads(run("validate", "--format", "json", "-g", broken).stdout)
    assert [sorted(row) for row in rows] == [["documents", "name", "rule", "thing", "value"]] * 3


def test_a_build_checks_what_it_adds_and_not_the_rest(
    broken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = tmp_path / "new.txt"
    article.write_text("Toray Industries will invest $5 million in a plant in Gumi, South Korea.", encoding="utf-8")
    assert build_graph([str(article)], broken).findings == ()
    assert build_graph(list_samples(), broken).findings == ()  # they are there already
    add_wrongly(monkeypatch)
    article.write_text("Toray Industries will invest $6 million in a plant in Gumi, South Korea.", encoding="utf-8")
    assert {one.value for one in build_graph([str(article)], broken).findings} == {None}


def add_wrongly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a build put a wrong statement into each graph that it writes."""
    replace = Store.replace_graph

    def wrong(store: Store, document: str, graph: str) -> None:
        replace(store, document, graph)
        add(store, document, "dcterms:language", "wrong", document)
        add(store, document, "dcterms:language", "twice", document)

    monkeypatch.setattr(Store, "replace_graph", wrong)


def test_a_build_tells_what_breaks_a_rule_and_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    finding = Finding("https://example.org/#i1", "Firm", STATUS, "odd", "https://example.org/")
    monkeypatch.setattr("kgraph.build.check_documents", lambda *_: [finding])
    article = tmp_path / "new.txt"
    article.write_text("Nothing.", encoding="utf-8")
    report = build_graph([str(article)], tmp_path / "graph")
    assert f"breaks a rule: {STATUS} Firm https://example.org/#i1" in list(describe_failures(report))
    article.write_text("Nothing else.", encoding="utf-8")
    assert run("build", article, "-g", tmp_path / "graph").exit_code == 1
