"""Bad input from the command line: a clear message, no traceback, nothing lost, nothing executed."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import Result
from pyoxigraph import RdfFormat, parse
from typer.testing import CliRunner

from kgraph.build import build_graph
from kgraph.cli import app
from kgraph.model import Facts, Investment, Organization
from kgraph.store import open_store

GOOD = "Samsung Electronics will invest $5 billion in a chip plant in Taylor, Texas."
GOOD_URL = "https://example.org/good"
MEGABYTE = "Samsung Electronics will invest $5 billion in Taylor, Texas.\n\n" * 16_132
HOSTILE_NAMES = (
    'Evil "Quote" Corp',
    "<script>alert(1)</script> Inc.",
    "</script><img src=x onerror=alert(1)> Co.",
    "Line\nBreak\r\nHoldings",
    "\u202eevoL gnirtS\u202c \u2067Rtl\u2069 Ltd",
    '=HYPERLINK("http://example.org","click")',
    "@SUM(1+1)*cmd|'/c calc'!A0",
    "Back\\slash } ; DROP ALL #",
    "{{ 7 * 7 }} {% raw %}",
)


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin, catch_exceptions=False)


def run_process(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "kgraph", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)


def write_post(path: Path, body: str, link: str = GOOD_URL) -> Path:
    post = {
        "id": 7,
        "date_gmt": "2024-04-16T00:00:00",
        "link": link,
        "title": {"rendered": "A plant"},
        "content": {"rendered": body},
    }
    path.write_text(json.dumps(post), encoding="utf-8")
    return path


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A post that can be read."""
    return write_post(tmp_path / "good.json", f"<p>{GOOD}</p>")


def list_documents(folder: Path) -> list[str]:
    with open_store(folder) as store:
        return list(store.documents())


# --- sources

UNREADABLE: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty.txt": (lambda path: path.write_bytes(b""), "it is empty"),
    "blank.html": (lambda path: path.write_bytes(b" \n\t\n"), "it is empty"),
    "binary.txt": (lambda path: path.write_bytes(bytes(range(256)) * 9), "it is a binary file, not text"),
    "picture.json": (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 99), "it is an image, not text"),
    "huge.txt": (lambda path: path.write_text(MEGABYTE * 50, encoding="utf-8"), "it is larger than"),
    "huge.json": (lambda path: write_post(path, MEGABYTE * 50, f"{GOOD_URL}/huge"), "split it into articles"),
    "no-body.json": (lambda path: write_post(path, "", f"{GOOD_URL}/none"), "the post has no text"),
    "only-script.json": (
        lambda path: write_post(path, "<script>alert(1)</script>", f"{GOOD_URL}/script"), "the post has no text",
    ),
    "no-post.json": (lambda path: path.write_text('{"a": [1, 2]}', encoding="utf-8"), "neither a WordPress post"),
    "number.json": (lambda path: path.write_text("42", encoding="utf-8"), "number.json: "),
    "nested.json": (lambda path: path.write_text("[" * 100_000, encoding="utf-8"), "nested.json: "),
    "folder": (lambda path: path.mkdir(), "the folder holds no files to read"),
    "missing.txt": (lambda path: None, "there is no such file or folder"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_named_with_its_reason_and_the_good_documents_are_kept(
    name: str, good: Path, tmp_path: Path
) -> None:
    make, reason = UNREADABLE[name]
    make(tmp_path / name)
    result = run("build", tmp_path / name, good, "-g", tmp_path / "graph")
    assert result.exit_code == 1
    first, skipped = result.stderr.splitlines()
    assert first == "1 document read: 1 new, 0 changed, 0 unchanged"
    assert skipped.startswith(f"skipped: {tmp_path / name}: ")
    assert reason in skipped
    assert list_documents(tmp_path / "graph") == [GOOD_URL]


@pytest.mark.parametrize("name", ["empty.txt", "binary.txt", "no-post.json"])
def test_what_cannot_be_read_leaves_a_graph_as_it_was(name: str, good: Path, tmp_path: Path) -> None:
    run("build", good, "-g", tmp_path / "graph")
    with open_store(tmp_path / "graph") as store:
        before = list(store.dump())
    UNREADABLE[name][0](tmp_path / name)
    assert run("build", tmp_path / name, "-g", tmp_path / "graph").exit_code == 1
    with open_store(tmp_path / "graph") as store:
        assert list(store.dump()) == before


def test_a_process_tells_of_bad_input_without_a_traceback(good: Path, tmp_path: Path) -> None:
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)))
    result = run_process("build", "binary.txt", good, folder=tmp_path)
    assert result.returncode == 1
    assert result.stdout == ""
    assert [line.partition(": ")[0] for line in result.stderr.splitlines()] == ["1 document read", "skipped"]
    assert list_documents(tmp_path / "graph") == [GOOD_URL]


def test_html_with_scripts_and_broken_tags_gives_its_text_alone(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        "<html><head><title>A plant</title><script>alert(1)</script><style>p { color: red }</style></head><body>"
        f"<p onclick='alert(2)'>{GOOD}<p>The plant <b>will <i>open</b> in 2026.</p></div></p>"
        "<script>document.write('<p>Samsung will invest $9 billion.</p>')</script><p>The <a href='javascript:x()'>end",
        encoding="utf-8",
    )
    result = run("extract", "--text", tmp_path / "page.html")
    assert (result.exit_code, result.stderr) == (0, "")
    text = json.loads(result.stdout)["document"]["text"]
    assert GOOD in text
    for markup in ("<", "alert", "color", "$9 billion", "javascript"):
        assert markup not in text


def test_bytes_that_are_no_utf_8_are_read_as_far_as_they_go_with_a_note(tmp_path: Path) -> None:
    (tmp_path / "damaged.txt").write_bytes(GOOD.encode() + "삼성전자는 한국 기업이다. ".encode() * 9 + b"\xff\xfe end.")
    result = run("build", tmp_path / "damaged.txt", "-g", tmp_path / "graph")
    assert result.exit_code == 0
    assert "note: " in result.stderr
    assert "could not be decoded" in result.stderr
    assert len(list_documents(tmp_path / "graph")) == 1


def test_names_of_files_steer_no_terminal(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "a\n\x1b[31m\u202eb.txt").write_bytes(b"")
    result = run("build", tmp_path / "sources", "-g", tmp_path / "graph")
    assert result.exit_code == 1
    assert all(letter.isprintable() for letter in result.stderr.replace("\n", ""))
    assert len(result.stderr.splitlines()) == 2


# --- names


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of a document whose extractor found hostile names."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "a.txt").write_text(GOOD, encoding="utf-8")

    def find_hostile(document: object) -> Facts:
        said = {"evidence": GOOD, "start": 0, "end": len(GOOD)}
        names = [Organization(key=f"o{n}", name=name, **said) for n, name in enumerate(HOSTILE_NAMES)]
        deals = [
            Investment(key=f"i{n}", kind="investment", investors=(f"o{n}",), place=name, country="US", policy=name,
                       recipients=(f"o{(n + 1) % len(names)}",), **said)
            for n, name in enumerate(HOSTILE_NAMES)
        ]  # fmt: skip
        return Facts.model_validate({"document": document, "organizations": names, "investments": deals})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kgraph.extract.extract_facts", find_hostile)
        assert build_graph([str(folder / "a.txt")], folder / "graph").documents == 1
    return folder / "graph"


def ask_names(graph: Path, style: str) -> str:
    query = "SELECT ?name { ?thing a kg:Organization ; rdfs:label ?name } ORDER BY ?name"
    result = run("query", query, "--format", style, "-g", graph)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout_bytes.decode("utf-8")


def test_hostile_names_survive_in_json(hostile: Path) -> None:
    assert {row["name"] for row in json.loads(ask_names(hostile, "json"))} == set(HOSTILE_NAMES)


def test_hostile_names_survive_in_csv_and_are_no_formulas(hostile: Path) -> None:
    _, *rows = csv.reader(io.StringIO(ask_names(hostile, "csv"), newline=""))
    names = {name for (name,) in rows}
    assert {name.removeprefix("'") for name in names} == set(HOSTILE_NAMES)
    assert not [name for name in names if name.startswith(("=", "@", "+", "-"))]


def test_hostile_names_keep_to_their_lines_in_tables(hostile: Path) -> None:
    text = ask_names(hostile, "table")
    assert len(text.splitlines()) == 1 + len(HOSTILE_NAMES)
    assert all(letter.isprintable() for letter in text.replace("\n", ""))


@pytest.mark.parametrize("form", [RdfFormat.N_QUADS, RdfFormat.TRIG, RdfFormat.TURTLE, RdfFormat.JSON_LD])
def test_hostile_names_survive_in_rdf(form: RdfFormat, hostile: Path, tmp_path: Path) -> None:
    file = tmp_path / f"graph.{form.file_extension}"
    assert run("export", file, "-g", hostile).exit_code == 0
    labels = {
        quad.object.value for quad in parse(path=file, format=form) if quad.predicate.value.endswith("rdf-schema#label")
    }
    assert set(HOSTILE_NAMES) <= labels


class Tags(HTMLParser):
    """Collects the names of tags and attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {tag, *(f"{tag} {name}" for name, _ in attrs)}


def test_hostile_names_make_no_markup_in_the_page(hostile: Path, sample: Path, tmp_path: Path) -> None:
    for name, graph in (("hostile", hostile), ("sample", sample)):
        assert run("render", tmp_path / name, "-g", graph).exit_code == 0
    page = (tmp_path / "hostile").read_text(encoding="utf-8")
    assert "Evil" in page
    assert "<script>alert" not in page
    assert "onerror=alert(1)>" not in page
    assert Tags(page).names == Tags((tmp_path / "sample").read_text(encoding="utf-8")).names


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_hostile_names_can_be_shown(name: str, hostile: Path) -> None:
    result = run("show", "https://w3id.org/kgraph/thing/nothing", "-g", hostile)
    assert result.exit_code == 1
    result = run("query", "evidence", "--set", f"name={name}", "--format", "json", "-g", hostile)
    assert [row["thing"] for row in json.loads(result.stdout)].count(name) >= 1
    result = run("show", name, "-g", hostile)
    assert len(result.stderr.splitlines()) == result.exit_code
    assert "Traceback" not in result.stderr


# --- graph folders


@pytest.mark.parametrize(
    "arguments",
    [
        ["query", "flows"],
        ["show", "x"],
        ["flows"],
        ["centrality"],
        ["render", "page.html"],
        ["export", "graph.nq"],
        ["forget", GOOD_URL],
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_graph_that_does_not_exist_is_told_and_nothing_is_made(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "kgraph: there is no graph in graph: make one with `kgraph build -g graph SOURCE`\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [["query", "flows"], ["forget", "x"], ["demo"], ["build", "good.json"]])
def test_a_folder_of_something_else_is_left_alone(
    arguments: list[str], good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"...")
    result = run(*arguments, "-g", "photos")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "kgraph: photos belongs to something else: name another folder for the graph\n"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.jpg", "good.json", "photos"]


@pytest.mark.parametrize("damage", ["{}", "[]", "", "\ufffd", '{"format": 99}'])
def test_a_damaged_marker_is_told(damage: str, good: Path, tmp_path: Path) -> None:
    run("build", good, "-g", tmp_path / "graph")
    (tmp_path / "graph" / "kgraph.json").write_text(damage, encoding="utf-8")
    result = run("flows", "-g", tmp_path / "graph")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert "build" in result.stderr


# --- SPARQL


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT * {", "no SPARQL at line 1, column 11"),
        ("SELECT ?x WHERE { ?x a nothing:Known }", "no SPARQL at line 1"),
        ("DROP ALL {", "no SPARQL at line 1"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "no SPARQL at line 1"),
        ("", "no shipped query is called ''"),
        ("\n", "no SPARQL"),
        ("flow", "did you mean 'flows'?"),
        ("missing.rq", "the query missing.rq cannot be read: No such file or directory"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE asks another server"),
    ],
)
def test_bad_sparql_is_told_in_one_line(query: str, reason: str, sample: Path) -> None:
    result = run("query", query, "-g", sample)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("kgraph: ")
    assert reason in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_query_file_that_is_no_text_is_told(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "binary.rq").write_bytes(b"\xff\xfe\xfd")
    result = run("query", tmp_path / "binary.rq", "-g", sample)
    assert result.exit_code == 1
    assert result.stderr.endswith("binary.rq is no text in UTF-8\n")


def test_a_process_tells_of_bad_sparql_without_a_traceback(sample: Path, tmp_path: Path) -> None:
    result = run_process("query", "SELECT * {", "-g", sample, folder=tmp_path)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("kgraph: no SPARQL at line 1, column 11: ")
    assert len(result.stderr.splitlines()) == 1
