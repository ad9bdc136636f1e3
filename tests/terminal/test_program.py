"""Help that is of one kind in all commands, and wrong use that is told with what to do instead."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.main import get_command
from typer.testing import CliRunner

from kgraph.cli import app

PROGRAM: Any = get_command(app)
COMMANDS: dict[str, Any] = PROGRAM.commands
OPTIONS = [
    (name, option)
    for name, command in COMMANDS.items()
    for option in command.params
    if option.param_type_name == "option"
]
WORKFLOW = (files("kgraph.cli") / "workflow.txt").read_text(encoding="utf-8")
SHOWN = [
    shlex.split(line)[1:]
    for line in re.findall(r"^   (kgraph .+?)(?:  .*)?$", WORKFLOW, re.MULTILINE)
    if "," not in line
] + [[name] for name in ("flows", "centrality", "brokers", "timeline")]
HOSTS = ("fetch", "serve", "push")
STAND_INS = {"SELECT ...": "SELECT * { ?s ?p ?o } LIMIT 1", "GOLD": "gold", "articles/": "articles"}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)


# --- help


@pytest.mark.parametrize(("command", "option"), OPTIONS, ids=lambda one: getattr(one, "name", one))
def test_every_option_says_what_it_is_for_and_what_it_takes(command: str, option: Any) -> None:
    assert option.help.endswith((".", ")."))
    assert option.is_flag or option.metavar.isupper() or option.metavar == "NAME=VALUE"


def test_an_option_of_the_same_name_takes_the_same_in_all_commands() -> None:
    for name in {option.name for _, option in OPTIONS} - {"by", "focus"}:  # `by` has words of its own in each
        assert len({(option.metavar, tuple(option.opts)) for _, option in OPTIONS if option.name == name}) == 1


def test_the_only_option_of_one_letter_is_the_graph() -> None:
    assert {spelled for _, option in OPTIONS for spelled in option.opts if len(spelled) == 2} == {"-g"}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_options_that_most_commands_take_stand_last(name: str) -> None:
    names = [option.name for command, option in OPTIONS if command == name]
    last = [common for common in ("style", "graph") if common in names]
    assert names[len(names) - len(last) :] == last


@pytest.mark.parametrize("name", COMMANDS)
def test_help_fits_a_terminal_and_shows_nothing_of_python(name: str) -> None:
    text = run(name, "--help").stdout
    assert max(map(len, text.splitlines())) <= 80
    assert not re.search(r"<(?:str|path|list)|\{|\[\[", text)


# --- wrong use


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["buidl"], "Did you mean 'build'?"),
        (["flows", "--focsu", "KR"], "--focus"),
        (["flows", "--quiet"], "kgraph --quiet flows"),
        (["flows", "--format", "jsno"], "Did you mean 'json'?"),
        (["centrality", "--measure", "betweeness"], "Did you mean 'betweenness'?"),
        (["flows", "--kind", "invesment"], "did you mean 'investment'?"),
        (["flows", "--technology", "batery"], "did you mean 'batteries'?"),
        (["flows", "--focus", "korea"], "did you mean KR?"),
        (["flows", "--since", "yesterday"], "write a year, month or day, such as 2024"),
        (["fetch", "https://example.org", "--since", "yesterday"], "write a year, month or day, such as 2024"),
        (["show"], "Missing argument 'NAME'."),
        (["build"], "Error: name sources, or a folder with --from-shards"),
        (["help", "nothing"], "'workflow'"),
    ],
    ids=lambda one: " ".join(one)[:30] if isinstance(one, list) else "",
)
def test_wrong_use_is_told_with_what_to_do_instead(arguments: list[str], told: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert "Value error" not in result.stderr
    assert "--help" in result.stderr
    assert arguments[0] not in COMMANDS or f"Example: kgraph {arguments[0]}" in result.stderr


# --- what the system refuses


def run_shell(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUNBUFFERED": ""}
    command = line.replace("kgraph", f"{shlex.quote(sys.executable)} -m kgraph")
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("command", ["queries", "query top-investors", "help", "flows --help"])
def test_a_full_disk_is_one_line(command: str, sample: Path) -> None:
    found = run_shell(f"kgraph {command} > /dev/full", sample.parent)
    assert (found.returncode, found.stderr) == (1, "kgraph: not all could be written: No space left on device\n")


def test_output_that_is_closed_is_no_trouble(sample: Path) -> None:
    found = run_shell("kgraph flows >&-", sample.parent)
    assert (found.returncode, found.stderr) == (0, "")


def test_what_may_not_be_read_is_one_line_with_its_name(monkeypatch: pytest.MonkeyPatch, sample: Path) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "some/file")

    monkeypatch.setattr("kgraph.store.Store.query", refuse)
    result = run("flows", "-g", sample)
    assert (result.exit_code, result.stderr) == (1, "kgraph: some/file: Permission denied\n")


# --- the workflow


@pytest.mark.parametrize("arguments", SHOWN, ids=" ".join)
def test_what_the_workflow_shows_works(
    arguments: list[str], tmp_path: Path, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if arguments[0] in HOSTS:  # these wait for others: what is shown is understood
        assert COMMANDS[arguments[0]].make_context(arguments[0], arguments[1:])
        return
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "one.txt").write_text("Toyota will invest $8 billion.", encoding="utf-8")
    (tmp_path / "gold").mkdir()
    shutil.copy(min((Path(__file__).parents[1] / "gold" / "train").glob("*.json")), tmp_path / "gold")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KGRAPH_GRAPH", str(tmp_path / "new" if arguments[0] == "build" else sample))
    result = run(*(STAND_INS.get(argument, argument) for argument in arguments))
    assert result.exit_code == 0, result.stderr
