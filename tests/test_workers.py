"""Documents are extracted by processes that may crash, hang or be killed: nothing is lost, nothing comes twice."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kgraph import corpus
from kgraph.build import Found, build_graph
from kgraph.claims import claim_document
from kgraph.demo import list_samples
from kgraph.errors import WorkerError
from kgraph.model import Document, Skipped
from kgraph.progress import show_progress
from kgraph.store import open_store
from kgraph.workers import CHUNK, Failure, work_apart, work_here

WORKERS = Path(__file__).parent / "workers"
ARTICLES = Path(__file__).parent / "gold" / "train"
sys.path.append(str(WORKERS))  # which processes inherit

import crashing  # noqa: E402

REASONS = {
    "crash": "its process was ended by SIGSEGV",
    "hang": "it was not done within 1 s",
    "raise": "ValueError: odd",
}


def make_document(title: str, number: int = 0, text: str = "Nothing.") -> Document:
    return Document(id=f"{title}-{number}", title=title, text=text)


def write_documents(folder: Path, documents: Iterable[Document]) -> str:
    lines = [json.dumps({"id": one.id, "document": {"title": one.title, "text": one.text}}) for one in documents]
    (folder / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return str(folder / "articles.jsonl")


def crash(work: object, documents: Iterable[Document], chunk: int = CHUNK, *, workers: int = 2) -> Generator[Found]:
    """Processes that extract in another way: documents crash and hang as their titles say."""
    assert work is claim_document
    return work_apart(crashing.claim, documents, chunk, workers=workers, seconds=1)


def dump(folder: Path) -> list[str]:
    with open_store(folder) as store:
        return list(store.dump())


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


# --- items


@pytest.mark.parametrize("workers", [1, 3])
def test_what_crashes_hangs_or_fails_is_given_up_with_its_reason_and_the_rest_is_done(workers: int) -> None:
    titles = ["good"] * 20 + ["crash"] + ["good"] * 20 + ["hang", "raise"] + ["good"] * 20
    documents = [make_document(title, number) for number, title in enumerate(titles)]
    found = list(crash(claim_document, documents, workers=workers))
    given_up = {one.item.title: one.reason for one in found if isinstance(one, Failure)}
    done = [one.document for one in found if not isinstance(one, Failure)]
    assert given_up == REASONS
    assert len(done) == len(set(done)) == 60


def test_what_was_at_work_when_its_process_was_killed_is_done_by_another(tmp_path: Path) -> None:
    documents = [make_document("killed", number, str(tmp_path / str(number))) for number in range(4)]
    found = list(crash(claim_document, documents, workers=1))
    assert not [one for one in found if isinstance(one, Failure)]
    assert len(found) == len(list(tmp_path.iterdir())) == 4


def test_a_handful_of_items_takes_one_process() -> None:
    assert len(set(work_apart(crashing.tell_process, range(CHUNK), workers=4))) == 1


def test_many_items_take_no_more_processes_than_are_allowed() -> None:
    assert len(set(work_apart(crashing.tell_process, range(9 * CHUNK), workers=2))) <= 2


def test_who_stops_walking_ends_the_processes() -> None:
    found = work_apart(crashing.tell_process, range(CHUNK + 1), workers=2)
    process = next(found)
    assert isinstance(process, int)
    assert is_running(process)
    found.close()
    assert not is_running(process)


def test_where_no_process_starts_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(WorkerError, match=r"no process can be started .*: its process ended with exit code 1"):
        list(work_apart(crashing.tell_process, [1], workers=1))


# --- builds


def test_a_build_by_several_processes_gives_the_same_bytes(sample: Path, tmp_path: Path) -> None:
    many = [*reversed(list_samples()), write_documents(tmp_path, (make_document("other", n) for n in range(2 * CHUNK)))]
    here = build_graph(many, tmp_path / "here")
    assert build_graph(many, tmp_path / "apart", share=partial(work_apart, workers=2)) == here
    assert dump(tmp_path / "apart") == dump(tmp_path / "here")


def test_the_knowledge_layer_is_the_same_whoever_works_on_it(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus, "MANY", 1)
    shared: list[object] = []

    def watch(work: Any, items: Iterable[Any], chunk: int = CHUNK) -> Generator[Any]:
        shared.append(work)
        if work is claim_document:
            return work_here(work, items)
        return work_apart(work, items, chunk, workers=2)

    build_graph(list_samples()[1:], tmp_path / "graph", share=watch)
    build_graph(list_samples(), tmp_path / "graph", share=watch)
    assert len(shared) > 2 * 2
    assert dump(tmp_path / "graph") == dump(sample)
    assert not (tmp_path / "graph" / "snapshots" / "lent").exists()


def test_of_two_versions_the_fuller_counts_whichever_is_done_first(tmp_path: Path) -> None:
    short, full = (Document(id="d", title=title, text=title * 9) for title in ("slow", "longer"))
    for number, order in enumerate([[short, full], [full, short]]):
        spread = [order[0], *(make_document("good", n) for n in range(CHUNK)), order[1]]
        build_graph([write_documents(tmp_path, spread)], tmp_path / str(number), share=crash)
    assert dump(tmp_path / "0") == dump(tmp_path / "1")
    assert any("longer" in line for line in dump(tmp_path / "0"))


def test_a_build_names_what_it_gives_up_and_the_next_tries_again(tmp_path: Path) -> None:
    source = write_documents(tmp_path, map(make_document, ["good", *REASONS, "better"]))
    report = build_graph([source], tmp_path / "graph", share=crash)
    iri = "https://w3id.org/kgraph/document/{}-0"
    assert report.new == (iri.format("good"), iri.format("better"))
    assert report.skipped == tuple(
        Skipped(source=iri.format(title), reason=f"given up: {reason}") for title, reason in REASONS.items()
    )
    again = build_graph([source], tmp_path / "graph")
    assert again.new == tuple(iri.format(title) for title in REASONS)
    build_graph([source], tmp_path / "expected")
    assert dump(tmp_path / "graph") == dump(tmp_path / "expected")


def test_only_what_is_new_or_changed_goes_to_the_processes(tmp_path: Path) -> None:
    seen: list[str] = []

    def watch(work: object, documents: Iterable[Document]) -> Generator[Found]:
        return crash(work, (seen.append(one.id) or one for one in documents), workers=1)

    first = write_documents(tmp_path, [make_document("a"), make_document("b")])
    build_graph([first], tmp_path / "graph", share=watch)
    second = write_documents(tmp_path, [make_document("a"), make_document("b", text="New."), make_document("c")])
    build_graph([second], tmp_path / "graph", share=watch)
    assert seen == ["a-0", "b-0", "b-0", "c-0"]


# --- whole programs

PARENT = """
import sys
from pathlib import Path
from kgraph.build import build_graph
sys.path.append(sys.argv[1])
import crashing
from kgraph.workers import work_apart
share = lambda _, documents: work_apart(crashing.claim, documents, workers=2)
build_graph([sys.argv[2]], Path(sys.argv[3]), None, share)
"""


def start(*arguments: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen(
        [sys.executable, *arguments], env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def list_children(process: int) -> set[int]:
    found = Path(f"/proc/{process}/task").glob("*/children")
    return {int(child) for file in found for child in file.read_text(encoding="utf-8").split()}


def count_stored(folder: Path) -> int:
    stale = folder / "stale"
    return stale.read_text(encoding="utf-8").count(" .\n") if stale.exists() else 0


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes where Linux lists them")
def test_a_build_that_was_killed_leaves_no_process_and_is_gone_on_with(tmp_path: Path) -> None:
    source = write_documents(tmp_path, (make_document("slow", number) for number in range(200)))
    with start("-c", PARENT, str(WORKERS), source, str(tmp_path / "graph")) as parent:
        wait_until(lambda: count_stored(tmp_path / "graph") > 20)
        children = list_children(parent.pid)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        assert len(children) == 2
        wait_until(lambda: not any(map(is_running, children)))
    report = build_graph([source], tmp_path / "graph")
    assert 0 < len(report.new) < 180
    build_graph([source], tmp_path / "expected")
    assert dump(tmp_path / "graph") == dump(tmp_path / "expected")


@pytest.mark.skipif(sys.platform == "win32", reason="sends Ctrl-C as a terminal under Unix does")
def test_ctrl_c_stops_a_build_which_the_same_command_goes_on_with(tmp_path: Path) -> None:
    articles = [str(path) for path in sorted(ARTICLES.glob("*.json"))[:20]]
    command = ("-m", "kgraph", "build", *articles, "--workers", "2", "-g", str(tmp_path / "graph"))
    with start(*command) as build:
        wait_until(lambda: count_stored(tmp_path / "graph") > 0)
        os.killpg(build.pid, signal.SIGINT)
        _, said = build.communicate()
    assert build.returncode == 130
    assert said == "kgraph: stopped; what was extracted is kept, and the same command goes on from there\n"
    report = build_graph(articles, tmp_path / "graph", share=partial(work_apart, workers=1))
    assert 0 < len(report.new) < len(articles)
    build_graph(articles, tmp_path / "expected")
    assert dump(tmp_path / "graph") == dump(tmp_path / "expected")


# --- progress


def count(work: Callable[[int], int], items: Iterable[int], chunk: int = CHUNK) -> Generator[int]:
    yield from map(work, items)


def test_a_terminal_is_shown_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert list(show_progress(count)(abs, iter(range(-1234, 0)), 1)) == list(range(1234, 0, -1))
    assert "1234/1234" in terminal.getvalue()


def test_a_pipe_is_shown_nothing() -> None:
    assert show_progress(count) is count
