"""What shells offer after a beginning: words that kgraph knows, in real shells as people have them."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from terminal import open_terminal
from typer.main import get_command

from kgraph.cli import app
from kgraph.cli.completion import complete_countries, complete_kinds, complete_questions, complete_technologies

SHELLS = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
START = {
    "bash": 'eval "$(kgraph --show-completion bash)"',
    "zsh": 'autoload -Uz compinit; compinit -u -D; eval "$(kgraph --show-completion zsh)"',
    "fish": "kgraph --show-completion fish | source",
}


def test_names_that_kgraph_knows_are_completed_in_lists_too() -> None:
    assert complete_questions("top-inv")[0][0] == "top-investors"
    assert complete_countries("US,K")[-1].startswith("US,K")
    assert "US,KR" in complete_countries("US,K")
    assert complete_kinds("grant,loa") == ["grant,loan"]
    assert complete_technologies("semiconductors,batt") == [
        "semiconductors,batteries",
        "semiconductors,battery materials",
    ]


def test_every_list_of_words_is_completed() -> None:
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        for option in command.params:
            if option.metavar and option.metavar.endswith(",..."):
                assert option.shell_complete(None, ""), f"{name} {option.name}"


@pytest.mark.parametrize(
    ("typed", "completed"), [("kgraph centr", "centrality"), ("kgraph query top-inv", "top-investors")]
)
@pytest.mark.parametrize("shell", SHELLS)
def test_shells_complete(shell: str, typed: str, completed: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"needs {shell} (apt install {shell})")
    program = tmp_path / "kgraph"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m kgraph "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    environment = {
        "HOME": str(tmp_path),
        "TERM": "dumb",
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    ours, theirs = open_terminal(80)
    with subprocess.Popen(
        ["setsid", "--ctty", *SHELLS[shell]], cwd=tmp_path, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        try:
            os.write(ours, f"{START[shell]}; echo re''ady\n".encode())
            wait_for(ours, "ready")
            os.write(ours, f"{typed}\t".encode())
            wait_for(ours, completed)
        finally:
            process.kill()
            os.close(ours)


def wait_for(ours: int, word: str) -> None:
    """Read what a terminal shows until a word stands there."""
    shown, end = b"", time.monotonic() + 60
    os.set_blocking(ours, False)
    while word.encode() not in shown:
        assert time.monotonic() < end, shown.decode(errors="replace")
        try:
            shown += os.read(ours, 65_536)
        except BlockingIOError:
            time.sleep(0.05)
