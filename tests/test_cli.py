"""The commands, on the graph of the shipped sample: data on standard output, words beside it, exit codes."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from rdflib import Graph
from typer.testing import CliRunner

from kgraph.cli import app
from kgraph.demo import list_samples
from kgraph.questions import find_shipped, list_questions
from kgraph.store import open_store

BIG = {
    "charset_normalizer", "currency_converter", "dask", "distributed", "feedparser", "fsspec", "httpcore", "httpx",
    "jinja2", "lxml", "markdown_it", "matplotlib", "networkx", "numpy", "protego", "pydantic", "pyoxigraph", "pyspark",
    "pyvis", "rdflib", "scipy", "selectolax", "shacl_rust", "spacy", "starlette", "trafilatura", "uvicorn",
}  # fmt: skip
COMMANDS = (
    *(
        "help",
        "demo",
        "build",
        "extract",
        "evaluate",
        "forget",
        "query",
        "queries",
        "show",
        "conflicts",
        "resolve",
        "flows",
    ),
    *("centrality", "brokers", "timeline", "render", "ontology", "export", "validate", "push", "serve", "fetch"),
    "licences",
)
WIDTH = 100
SENTENCE = "Samsung Electronics will invest $5 billion in a chip plant in Taylor, Texas."


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin, catch_exceptions=False)


def run_process(*arguments: str | Path, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """As a user runs it, in a folder of their own; kgraph comes from where these tests have it from."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **settings}
    command = [sys.executable, "-m", "kgraph", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)


def done(*arguments: str | Path, stdin: bytes | None = None) -> str:
    """What a command that succeeds and has nothing to say prints."""
    result = run(*arguments, stdin=stdin)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


# --- help


def test_help_lists_the_commands_and_loads_none_of_the_big_libraries(tmp_path: Path) -> None:
    code = (
        "import sys; from kgraph.cli import app; app(['--help'], standalone_mode=False);"
        "print(*sorted(name.partition('.')[0] for name in sys.modules), file=sys.stderr)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=True
    )
    assert BIG & set(result.stderr.split()) == set()
    assert [line.split()[0] for line in result.stdout.partition("Commands:\n")[2].splitlines()] == list(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    assert "Usage: kgraph" in done(command, "--help").replace("Usage: root", "Usage: kgraph")


@pytest.mark.parametrize(
    "arguments",
    [
        ["unknown"],
        ["build"],
        ["extract"],
        ["evaluate"],
        ["fetch"],
        ["fetch", "https://example.org", "--since", "yesterday"],
        ["forget"],
        ["query"],
        ["show"],
        ["export"],
        ["flows", "--format", "xml"],
        ["centrality", "--measure", "fame"],
        ["centrality", "--top", "0"],
        ["centrality", "--of", "cats"],
        ["query", "flows", "--limit", "3"],
        ["timeline", "--window", "0"],
        ["flows", "--by", "colour"],
    ],
)
def test_wrong_use_is_exit_code_2(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Error:" in result.stderr
    assert result.stdout == ""


# --- demo


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder where the demo ran, and what it printed."""
    folder = tmp_path_factory.mktemp("demo")
    result = run_process("demo", folder=folder)
    assert (result.returncode, result.stderr) == (0, "")
    return folder, result.stdout


def test_the_demo_tells_what_it_found_and_writes_the_page(demo: tuple[Path, str]) -> None:
    folder, text = demo
    assert text.startswith(f"{len(list_samples())} documents read: {len(list_samples())} new")
    assert str(folder / "graph.html") in text
    assert "Samsung Electronics" in (folder / "graph.html").read_text(encoding="utf-8")
    for word in ("investment", "grant", "facility", "organization", "South Korea", "United States", "betweenness"):
        assert word in text
    assert sorted(path.name for path in folder.iterdir()) == ["graph", "graph.html"]


def test_the_demo_fits_a_terminal(demo: tuple[Path, str]) -> None:
    folder, text = demo
    assert max(len(line) for line in text.splitlines() if str(folder) not in line) <= WIDTH


def test_the_demo_names_the_ten_most_central_organizations(demo: tuple[Path, str]) -> None:
    ranks = [
        line.split()[0] for line in demo[1].partition("most central")[2].splitlines() if line[:4].strip().isdigit()
    ]
    assert ranks == [str(rank) for rank in range(1, 11)]


def test_the_workflow_names_every_command_in_lines_of_a_terminal() -> None:
    text = done("help", "workflow")
    words = set(re.findall(r"[a-z]+", text))
    assert set(COMMANDS) - words <= {"help", "demo", "extract", "ontology"}
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_has_an_example(name: str) -> None:
    assert f"Example: kgraph {name}" in " ".join(done(name, "--help").split())


def test_the_list_of_commands_cuts_no_sentence() -> None:
    assert "..." not in done("--help").partition("Commands:")[2]


def test_what_the_demo_suggests_works(demo: tuple[Path, str]) -> None:
    folder, text = demo
    assert "kgraph build YOUR_ARTICLES" in text
    for suggestion in (["show", "Samsung Electronics"], ["query", "top-investors"]):
        assert f"kgraph {suggestion[0]}" in text
        assert run_process(*suggestion, folder=folder).returncode == 0


def test_the_demo_can_run_again_and_says_so(demo: tuple[Path, str]) -> None:
    folder, text = demo
    page = (folder / "graph.html").read_bytes()
    again = done("demo", "-g", folder / "graph")
    assert again.startswith("14 documents read: 0 new, 0 changed, 14 unchanged (the sample was in the graph already)")
    assert again.splitlines()[1:20] == text.splitlines()[1:20]
    assert (folder / "graph.html").read_bytes() == page


def test_the_demo_leaves_a_graph_of_other_documents_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SENTENCE, encoding="utf-8")
    run("build", tmp_path / "a.txt", "-g", tmp_path / "graph")
    result = run("demo", "-g", tmp_path / "graph")
    assert result.exit_code == 1
    assert "choose another folder with -g" in result.stderr
    with open_store(tmp_path / "graph") as store:
        assert len(store.documents()) == 1


# --- build, extract, forget


def test_build_reports_in_words_and_prints_no_data(tmp_path: Path) -> None:
    result = run("build", list_samples()[0], tmp_path / "missing", "-g", tmp_path / "graph")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        "1 document read: 1 new, 0 changed, 0 unchanged",
        f"skipped: {tmp_path / 'missing'}: there is no such file or folder",
    ]


def test_build_reads_standard_input(tmp_path: Path) -> None:
    result = run("build", "-", "-g", tmp_path / "graph", stdin=SENTENCE.encode())
    assert (result.exit_code, result.stderr) == (0, "1 document read: 1 new, 0 changed, 0 unchanged\n")


def test_the_graph_may_be_named_by_a_variable(tmp_path: Path) -> None:
    result = run_process("build", "-", folder=tmp_path, KGRAPH_GRAPH="elsewhere")
    assert "skipped: -: it is empty" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["elsewhere"]


def test_extract_prints_a_line_of_json_for_each_document_and_stores_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = [json.loads(line) for line in done("extract", *list_samples()[:2]).splitlines()]
    assert [line["document"]["published"] for line in lines] == ["2023-01-14", "2023-03-17"]
    assert all("text" not in line["document"] for line in lines)
    assert list(tmp_path.iterdir()) == []


def test_extract_writes_the_texts_that_quotes_are_counted_in(tmp_path: Path) -> None:
    [line] = done("extract", "--text", "-", stdin=SENTENCE.encode()).splitlines()
    facts = json.loads(line)
    assert facts["document"]["text"] == SENTENCE
    for claim in facts["organizations"] + facts["investments"]:
        assert SENTENCE[claim["start"] : claim["end"]] == claim["evidence"]


def test_extract_says_what_was_skipped_and_prints_the_rest(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    result = run("extract", tmp_path / "empty.txt", list_samples()[0])
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert result.stderr == f"skipped: {tmp_path / 'empty.txt'}: it is empty\n"


def test_forget_says_what_was_forgotten(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(
        json.dumps({"id": "a", "document": {"url": "https://example.org/a", "text": SENTENCE}}), encoding="utf-8"
    )
    run("build", tmp_path / "a.json", "-g", tmp_path / "graph")
    result = run("forget", "a", "-g", tmp_path / "graph")
    assert (result.exit_code, result.stderr) == (0, "forgotten: https://example.org/a\n")
    assert done("query", "documents", "--format", "csv", "-g", tmp_path / "graph").count("\n") == 1


# --- query, queries


def test_queries_lists_the_questions_for_people_each_with_what_may_be_set() -> None:
    lines = done("queries").splitlines()
    assert [line.split()[0] for line in lines if not line.startswith(" ")] == [each.name for each in list_questions()]
    assert [line.split()[1:] for line in lines if line.startswith(" ")] == [
        each.parameters.split() for each in list_questions() if each.parameters
    ]
    assert max(map(len, lines)) <= WIDTH


def test_queries_have_columns_for_programs() -> None:
    [found] = [each for each in json.loads(done("queries", "--format", "json")) if each["name"] == "top-investors"]
    assert found["question"] == "Who commits the most money?"
    assert found["parameters"] == "country kind since technology until"


def test_queries_shows_one_query_with_what_it_says_of_its_parameters() -> None:
    text = done("queries", "top-investors")
    assert text.startswith("# Who commits the most money?\n")
    assert "\n# country: " in text
    assert "\nSELECT ?investor" in text


@pytest.mark.parametrize("name", sorted(find_shipped()))
def test_a_shipped_query_can_be_asked_in_every_format(name: str, sample: Path) -> None:
    table = done("query", name, "-g", sample)
    assert max(map(len, table.splitlines())) <= WIDTH
    columns, *rows = csv.reader(io.StringIO(done("query", name, "--format", "csv", "-g", sample), newline=""))
    objects = json.loads(done("query", name, "--format", "json", "-g", sample))
    assert [list(found) for found in objects] == [columns] * len(rows)
    lines = map(json.loads, done("query", name, "--format", "jsonl", "-g", sample).splitlines())
    # The network's queries leave the order open, so that two runs may differ in it.
    assert sorted(lines, key=str) == sorted(objects, key=str)


def test_parameters_are_set_by_their_names(sample: Path) -> None:
    settings = ["--set", "country=KR", "--set", "since=2023"]
    rows = json.loads(done("query", "top-investors", *settings, "--format", "json", "-g", sample))
    assert {row["country"] for row in rows} == {"KR"}
    ever = json.loads(done("query", "top-investors", *settings[:2], "--format", "json", "-g", sample))
    assert 0 < sum(row["investments"] for row in rows) < sum(row["investments"] for row in ever)


def test_an_address_may_be_given_as_tables_show_it(sample: Path) -> None:
    [*_, line] = done("query", "history", "-g", sample).split("\n\n")
    event = line.split()[1]
    assert event.startswith("event/")
    rows = json.loads(done("query", "history", "--set", f"thing=<{event}>", "--format", "json", "-g", sample))
    assert {row["event"] for row in rows} == {f"https://w3id.org/kgraph/{event}"}
    assert done("show", event, "-g", sample) == done("show", f"https://w3id.org/kgraph/{event}", "-g", sample)


def test_a_query_may_be_text_or_a_file(sample: Path, tmp_path: Path) -> None:
    text = "SELECT (COUNT(*) AS ?documents) WHERE { ?document a kg:Document }"
    (tmp_path / "count.rq").write_text(text, encoding="utf-8")
    expected = f"documents\n{len(list_samples())}\n"
    assert done("query", text, "--format", "csv", "-g", sample) == expected
    assert done("query", tmp_path / "count.rq", "--format", "csv", "-g", sample) == expected


def test_lines_of_csv_end_as_rfc_4180_has_it(sample: Path) -> None:
    query = "SELECT (1 AS ?n) (2 AS ?m) {}"
    assert run("query", query, "--format", "csv", "-g", sample).stdout_bytes == b"n,m\r\n1,2\r\n"


def test_ask_answers_true_or_false(sample: Path) -> None:
    assert done("query", "ASK { ?x a kg:Investment }", "-g", sample) == "answer\ntrue\n"


@pytest.mark.parametrize(
    "query",
    [
        "CONSTRUCT { ?x a kg:Thing } WHERE { ?x a kg:Document } ORDER BY ?x LIMIT 2",
        "# words\nPREFIX a: <urn:a#>\nbase <urn:b>\nconstruct { ?x a kg:Thing } { ?x a kg:Document } limit 2",
    ],
)
def test_triples_are_printed_as_n_triples(query: str, sample: Path) -> None:
    lines = done("query", query, "-g", sample).splitlines()
    assert len(lines) == 2
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/kgraph/ontology#Thing> ."
    assert all(line.startswith("<https://example.org/") and line.endswith(kind) for line in lines)


def test_triples_are_written_as_turtle_in_one_order(sample: Path) -> None:
    query = ["query", "DESCRIBE ?x { ?x a kg:Meeting }", "--format", "ttl", "-g", sample]
    text = done(*query)
    assert text == run_process(*query, folder=sample.parent).stdout
    assert "@prefix kg: <https://w3id.org/kgraph/ontology#> .\n" in text
    graph = Graph().parse(data=text, format="turtle")
    assert len(graph) == len(done(*query[:2], "-g", sample).splitlines())


def test_rows_have_no_turtle(sample: Path) -> None:
    result = run("query", "flows", "--format", "ttl", "-g", sample)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "kgraph: the query makes no triples: CONSTRUCT does\n"


def test_triples_have_columns_in_the_other_formats(sample: Path) -> None:
    found = json.loads(done("query", "DESCRIBE kg:Announced", "--format", "json", "-g", sample))
    assert set(found[0]) == {"subject", "predicate", "object"}


def test_variables_are_bound_to_texts_numbers_and_addresses(sample: Path) -> None:
    query = "SELECT * { BIND(?a AS ?text) BIND(?b + 1 AS ?number) BIND(?c AS ?node) BIND(?d AS ?digits) }"
    bindings = [
        "--set",
        'a=say "x" = y',
        "--set",
        "b=41",
        "--set",
        "c=<https://example.org/a b>".replace(" ", "%20"),
        "--set",
        'd="360"',
    ]
    [found] = json.loads(done("query", query, *bindings, "--format", "json", "-g", sample))
    assert found == {"text": 'say "x" = y', "number": 42, "node": "https://example.org/a%20b", "digits": "360"}


def test_evidence_is_narrowed_to_one_name(sample: Path) -> None:
    rows = json.loads(done("query", "evidence", "--set", "name=Samsung Electronics", "--format", "json", "-g", sample))
    assert {row["thing"] for row in rows} == {"Samsung Electronics"}


@pytest.mark.parametrize("setting", ["name", "=x", "unknown=x", "name=<not an address>"])
def test_a_binding_that_binds_nothing_is_told(setting: str, sample: Path) -> None:
    result = run("query", "evidence", "--set", setting, "-g", sample)
    assert result.exit_code == 1
    assert result.stderr.startswith("kgraph: ")
    assert result.stderr.count("\n") == 1


def test_an_unknown_query_is_answered_with_the_nearest_name() -> None:
    result = run("query", "top-investor")
    assert result.exit_code == 1
    assert "did you mean 'top-investors'?" in result.stderr


# --- show


def test_show_tells_a_thing_by_any_of_its_names_in_whatever_case(sample: Path) -> None:
    text = done("show", "samsung ELECTRONICS", "-g", sample)
    assert text.startswith("Samsung Electronics (organization)\n")
    assert text == done("show", " samsung ", "-g", sample)
    assert text == done("show", "https://w3id.org/kgraph/thing/samsung-electronics", "-g", sample)
    assert "country      South Korea\n" in text
    assert "also called  Samsung\n" in text


def test_show_gives_each_fact_with_its_quote_title_and_document(sample: Path) -> None:
    text = done("show", "Samsung Electronics", "-g", sample)
    number, _, rest = text.partition("\n\n")[2].partition(" facts\n\n")
    facts = rest.rstrip("\n").split("\n\n")
    assert len(facts) == int(number)
    for fact in facts:
        assert "“" in fact
        assert "    — " in fact
        assert "      https://example.org/news/" in fact
    assert max(len(line) for line in text.splitlines() if "https://" not in line) <= WIDTH


@pytest.mark.parametrize(
    "kind", ["facility", "place", "person", "investment", "agreement", "policy", "technology", "country"]
)
def test_show_knows_things_of_every_kind(kind: str, sample: Path) -> None:
    names = json.loads(done("query", "names", "--format", "json", "-g", sample))
    thing = next(row for row in names if row["kind"] == kind)
    assert done("show", thing["iri"], "-g", sample).startswith(f"{thing['label']} ({kind})\n")


def test_show_suggests_names_where_there_is_none(sample: Path) -> None:
    result = run("show", "Samsung Elec", "-g", sample)
    assert result.exit_code == 1
    assert result.stderr.startswith(
        "kgraph: nothing in the graph is called 'Samsung Elec'; did you mean 'Samsung Electronics"
    )


def test_show_lists_namesakes_with_their_addresses(tmp_path: Path) -> None:
    text = "Samsung Electronics will invest $5 billion in a chip plant in Texas."
    run("build", "-", "-g", tmp_path / "graph", stdin=text.encode())
    with open_store(tmp_path / "graph", write=True) as store:
        known = list(store.read_knowledge())
        quads = [quad for quad in known if "place/US/texas" in str(quad.subject)]
        assert quads
        twin = [
            type(quad)(type(quad.subject)(f"{quad.subject.value}-2"), quad.predicate, quad.object) for quad in quads
        ]
        store.change(known, [*quads, *twin])
    result = run("show", "texas", "-g", tmp_path / "graph")
    assert result.exit_code == 1
    assert "2 things are called 'texas'" in result.stderr
    assert [line.split()[-1].rpartition("/")[2] for line in result.stdout.splitlines()] == ["texas", "texas-2"]


# --- render, export


def test_render_writes_the_page_under_a_title(sample: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    result = run("render", page, "--title", "Chips & <b>batteries</b>", "-g", sample)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"written: {page}\n")
    text = page.read_text(encoding="utf-8")
    assert "Chips &amp; &lt;b&gt;batteries&lt;/b&gt;" in text
    assert "<b>batteries" not in text
    assert "up to 6,400,000,000 USD" in text
    assert "Samsung Electronics is to receive up to $6.4 billion" in text


@pytest.mark.parametrize(("ending", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG")])
def test_render_draws_a_picture_instead_of_the_page(ending: str, start: bytes, sample: Path, tmp_path: Path) -> None:
    picture = tmp_path / f"graph.{ending}"
    result = run("render", tmp_path / "page.html", "--static", picture, "-g", sample)
    assert (result.exit_code, result.stderr) == (0, f"written: {picture}\n")
    assert picture.read_bytes().startswith(start)
    assert not (tmp_path / "page.html").exists()


def test_a_picture_of_another_kind_is_not_drawn(sample: Path, tmp_path: Path) -> None:
    result = run("render", "--static", tmp_path / "graph.gif", "-g", sample)
    assert result.exit_code == 1
    assert "graph.gif ends in neither .svg nor .png: choose one of these" in result.stderr


@pytest.mark.parametrize("ending", ["nq", "trig", "nt", "ttl", "jsonld", "graphml", "gexf", "cyjs", "csv", "json"])
def test_export_writes_a_file_of_every_format(ending: str, sample: Path, tmp_path: Path) -> None:
    file = tmp_path / f"graph.{ending}"
    assert run("export", file, "-g", sample).exit_code == 0
    assert "Samsung Electronics" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments", [["export", "missing/graph.nq"], ["render", "missing/page.html"], ["export", "graph.xls"]]
)
def test_a_file_that_cannot_be_written_is_told(
    arguments: list[str], sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments, "-g", sample)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"kgraph: {arguments[1]}")
    assert result.stderr.count("\n") == 1


# --- ends


def test_a_reader_that_has_enough_ends_the_command_quietly(sample: Path) -> None:
    # Unbuffered, Python would lose the error of a write that was cut short.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUNBUFFERED": ""}
    much = "SELECT ?s ?p ?o ?a WHERE { ?s ?p ?o . ?a a kg:Document } LIMIT 20000"
    command = [sys.executable, "-m", "kgraph", "query", much, "--format", "csv", "-g", str(sample)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def test_an_interrupt_ends_a_command_quietly(sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kgraph.store.Store.query", interrupt)
    result = run("flows", "-g", sample)
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "")


def test_output_is_utf_8_whatever_the_terminal_speaks(sample: Path, tmp_path: Path) -> None:
    result = run_process(
        "show", "Samsung Electronics", "-g", sample, folder=tmp_path, PYTHONIOENCODING="ascii", PYTHONUTF8="0"
    )
    assert result.returncode == 0
    assert "“" in result.stdout
