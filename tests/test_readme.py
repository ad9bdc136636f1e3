"""The README says what is so: each `$ kgraph` command in it is run, and prints what stands below it."""

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kgraph.build import build_graph
from kgraph.cli import app

README = Path(__file__).parents[1] / "README.md"
BLOCK = re.compile(r"```console\n\$ (?P<command>kgraph [^\n]+)\n(?P<output>.*?)```", re.DOTALL)


STORYBOOK = Path(__file__).parent / "storybook"


@pytest.fixture
def story(tmp_path: Path) -> Path:
    build_graph([str(STORYBOOK)], tmp_path / "story")
    return tmp_path / "story"


def run_command(line: str, graph: Path, story: Path) -> str:
    """What a command prints on the sample's graph or the storybook's, cut as `| tail -n` cuts it."""
    command, _, tail = line.replace("-g story", f"-g {story}").partition(" | tail -n ")
    result = CliRunner().invoke(app, shlex.split(command)[1:], env={"KGRAPH_GRAPH": str(graph)}, catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    return "".join(result.stdout.splitlines(keepends=True)[-int(tail) if tail else None :])


def test_every_command_of_the_readme_prints_what_the_readme_shows(
    sample: Path, story: Path, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(README.parent)
    shown = README.read_text(encoding="utf-8")
    true = BLOCK.sub(
        lambda block: f"```console\n$ {block['command']}\n{run_command(block['command'], sample, story)}```", shown
    )
    if pytestconfig.getoption("--update-golden"):
        README.write_text(true, encoding="utf-8")
    else:
        assert shown == true


def test_the_readme_names_every_command() -> None:
    text = README.read_text(encoding="utf-8")
    unnamed = [name for name in app_commands() if f"kgraph {name}" not in text]
    assert unnamed == []


def app_commands() -> list[str]:
    return [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]
