"""What the commands show on terminals and in pipes: colours, widths, progress, and how much is said."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from rich.cells import cell_len
from terminal import COLOUR, run_terminal, take_colours_away
from typer.testing import CliRunner

from kgraph.cli import app
from kgraph.cli.output import complain, say, set_loudness
from kgraph.demo import list_samples
from kgraph.fetch.folder import Folder

SENTENCE = "Samsung Electronics will invest $5 billion in a chip plant in Taylor, Texas."
SHOWN = {
    "help": (["flows", "--help"], 0),
    "table": (["query", "top-investors"], 0),
    "error": (["show", "nobody"], 1),
    "wrong use": (["flows", "--focus", "korea"], 2),
}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "article.txt"
    file.write_text(SENTENCE, encoding="utf-8")
    return file


# --- colours


@pytest.mark.parametrize("name", SHOWN)
def test_terminals_have_colours_and_who_wants_none_has_none(name: str, sample: Path) -> None:
    arguments, code = SHOWN[name]
    coloured = run_terminal(*arguments, folder=sample.parent)
    assert coloured[0] == code
    assert COLOUR in coloured[1]
    for setting in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        plain = run_terminal(*arguments, folder=sample.parent, **setting)
        assert plain == (code, take_colours_away(coloured[1]))


@pytest.mark.parametrize("name", SHOWN)
def test_pipes_have_no_colours_and_errors_stand_in_one_line(name: str, sample: Path) -> None:
    arguments, code = SHOWN[name]
    environment = {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "kgraph", *arguments]
    found = subprocess.run(command, cwd=sample.parent, env=environment, capture_output=True, text=True, check=False)
    assert found.returncode == code
    assert COLOUR not in found.stdout + found.stderr
    assert (found.stdout == "") == (code != 0)
    assert (found.stderr == "") == (code == 0)
    assert code != 1 or found.stderr.count("\n") == 1


# --- widths


@pytest.mark.parametrize(
    "arguments",
    [
        ["flows"],
        ["centrality"],
        ["timeline", "--by", "year"],
        ["brokers"],
        ["queries"],
        ["resolve"],
        ["query", "investments"],
        ["show", "SK hynix"],
        ["show", "nobody at all, of whom a very long name tells that there is nothing of the kind"],
        ["centrality", "--measure", "fame"],
    ],
    ids=lambda arguments: " ".join(arguments)[:30],
)
def test_everything_but_an_address_fits_a_terminal_of_80_columns(arguments: list[str], sample: Path) -> None:
    lines = take_colours_away(run_terminal(*arguments, folder=sample.parent)[1]).splitlines()
    assert max(cell_len(line) for line in lines if "https://" not in line) <= 80
    assert not any(line.startswith("https://") for line in lines)


def test_numbers_are_short_only_where_a_terminal_is_narrow(sample: Path) -> None:
    narrow, wide = (run_terminal("flows", folder=sample.parent, columns=columns)[1] for columns in (80, 120))
    assert "229.7 bn" in narrow
    assert "rank  name  " in run_terminal("centrality", folder=sample.parent)[1]  # which needs no closer columns
    assert "229,681,485,649" in wide
    assert take_colours_away(wide) == run("flows", "-g", sample).stdout


def test_long_headings_of_numbers_give_way_before_a_table_is_told_row_by_row(sample: Path) -> None:
    lines = take_colours_away(run_terminal("brokers", folder=sample.parent)[1]).splitlines()
    assert lines[2].split() == ["name", "country", "coordin…", "itinera…", "represe…", "gatekee…", "liaison", "total"]


# --- how much is said


def test_a_terminal_shows_how_far_a_build_is_and_then_the_report_alone(article: Path) -> None:
    code, shown = run_terminal("build", article, folder=article.parent)
    assert code == 0
    assert "━" in shown
    after = take_colours_away(shown.rpartition("\x1b[2K")[2])
    assert after == "1 document read: 1 new, 0 changed, 0 unchanged\n"


def test_quiet_says_nothing_but_the_answer(article: Path, sample: Path) -> None:
    assert run_terminal("--quiet", "build", article, folder=article.parent) == (0, "")
    assert run("--quiet", "render", article.with_suffix(".html"), "-g", article.parent / "graph").stderr == ""
    assert run("--quiet", "validate", "-g", article.parent / "graph").stderr == ""
    assert run("--quiet", "flows", "-g", sample).stdout == run("flows", "-g", sample).stdout != ""


def test_quiet_says_what_could_not_be_done(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = run("--quiet", "build", article, "missing", "-g", article.parent / "graph")
    assert (result.exit_code, result.stderr) == (1, "skipped: missing: there is no such file or folder\n")
    result = run("--quiet", "flows", "-g", "missing")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    set_loudness(quiet=True, verbose=False)
    folder = Folder(article.parent, say, complain)
    folder.remove(article.name, "an article")
    folder.fail("a page")
    assert capsys.readouterr().err == "not fetched: a page\n"


def test_verbose_tells_each_step_and_its_time_beside_the_answer(article: Path, sample: Path) -> None:
    told = run("--verbose", "build", article, list_samples()[0], "-g", article.parent / "graph").stderr
    steps = [
        r"read: .*/article\.txt",
        r"extracted: https://w3id\.org/kgraph/document/\S+: 3 facts",
        r"read: .*/samples/\S+\.json",
        r"extracted: https://example\.org/\S+: 7 facts",
        r"read and extracted: \d+\.\d\d s",
        r"knowledge layer brought up to date: \d+\.\d\d s",
        r"shapes checked: \d+\.\d\d s",
        r"2 documents read: 2 new, 0 changed, 0 unchanged",
        r"done: \d+\.\d\d s",
    ]
    lines = told.splitlines()
    assert len(lines) == len(steps)
    assert all(any(re.fullmatch(step, line) for line in lines) for step in steps)
    assert run("--verbose", "flows", "-g", sample).stdout == run("flows", "-g", sample).stdout


def test_quiet_and_verbose_exclude_each_other(sample: Path) -> None:
    result = run("--quiet", "--verbose", "flows", "-g", sample)
    assert result.exit_code == 2
    assert "choose one" in result.stderr
