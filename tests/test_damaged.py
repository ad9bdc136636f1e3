"""Whatever is wrong with a file, kgraph says so in words and goes on: no traceback, no hang, no memory without end."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

READER = Path(__file__).parent / "damage" / "read_damaged.py"
Ended = dict[str, object]


@pytest.fixture(scope="module")
def endings() -> list[Ended]:
    """How each damaged file ended, read in one process of 1.5 GB that reports a case of over thirty seconds."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, str(READER)]
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_there_are_hundreds_of_damaged_files(endings: list[Ended]) -> None:
    assert len(endings) > 800
    assert len({str(ended["case"]) for ended in endings}) == len(endings)


def test_no_damaged_file_ends_in_an_error_or_without_end(endings: list[Ended]) -> None:
    assert [ended for ended in endings if ended["error"]] == []


def test_each_damaged_file_ends_in_a_document_or_a_reason(endings: list[Ended]) -> None:
    assert [ended["case"] for ended in endings if not ended["documents"] and not ended["reasons"]] == []


def test_a_reason_is_one_line_of_words(endings: list[Ended]) -> None:
    for ended in endings:
        for reason in ended["reasons"]:  # type: ignore[attr-defined]
            assert 10 < len(reason) < 400, ended
            assert reason.isprintable(), ended
            assert not any(word in reason for word in ("Error", "Exception", "NoneType", "object at")), ended


def test_what_is_cut_off_is_never_taken_for_whole(endings: list[Ended]) -> None:
    """But for texts, which do not tell where they end, and an archive with its last file."""
    endless = ("article.md", "article.txt", "fragment.html", "page.html", "articles.tar")
    cut = [ended for ended in endings if str(ended["case"]).startswith("cut at")]
    assert len(cut) > 100
    unsaid = [ended for ended in cut if not ended["reasons"] and ended["whole"] == ended["documents"]]
    assert [ended["case"] for ended in unsaid if not str(ended["case"]).endswith(endless)] == []


def test_no_file_makes_kgraph_read_another(endings: list[Ended]) -> None:
    assert not any(ended.get("leaked") for ended in endings)
