"""A question on a graph's folder comes in, a process of its own answers it: nothing it does can hold up the program.

A query in SPARQL may run for ever or want all memory there is, and nothing within a process can end it. So the
child has a deadline and a limit of memory that the system enforces, and what it ends by becomes a LimitError.
"""

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, NamedTuple, TypeVar

from kgraph.errors import KgraphError, LimitError
from kgraph.store import Plain, Rows, Store, open_store

T = TypeVar("T")

BATCH = 256
"""So many items travel at once."""
OUT_OF_TIME = (97, -14)
OUT_OF_MEMORY = (96, 127, -6)
TOO_DEEP = -11
"""What a child ends by: codes of our own, that of the C library for a thread without memory, signals as numbers
below zero (SIGALRM, SIGABRT, SIGSEGV)."""
ADVICE = "ask for less at once (does every pattern share a variable with another?)"


class Limits(NamedTuple):
    """How long an answer may take, to its last row, and how much memory (not kept on macOS and Windows)."""

    seconds: float = 60
    megabytes: int = 2_000


class Child(NamedTuple):
    """A process that answers: where its answer is read, how it is ended, how it ended."""

    answer: IO[bytes]
    kill: Callable[[], None]
    wait: Callable[[], int]


def run_query(
    folder: Path,
    sparql: str,
    bindings: Mapping[str, Plain] | None = None,
    limits: Limits | None = None,
    place: Path | None = None,
) -> Rows:
    """As Store.query, in a child process: rows come as they are found. `place` as in open_store.

    Raises GraphError where the folder cannot be opened, QueryError for what cannot be run, LimitError for what
    runs into a limit: here, or while the rows are walked. Closing the rows ends the query.
    """
    found = run_apart(folder, partial(_find_rows, sparql, dict(bindings or {})), limits, place)
    return Rows(tuple(map(str, next(found))), found)


def _find_rows(sparql: str, bindings: Mapping[str, Plain], store: Store) -> Iterator[tuple[Plain, ...]]:
    rows = store.query(sparql, bindings)
    yield rows.columns
    yield from rows


def run_triples(
    folder: Path, sparql: str, bindings: Mapping[str, Plain] | None = None, limits: Limits | None = None
) -> Iterator[str]:
    """The triples of CONSTRUCT or DESCRIBE as lines of N-Triples, each with its line end. Raises as run_query."""
    return run_apart(folder, partial(_write_triples, sparql, dict(bindings or {})), limits)


def _write_triples(sparql: str, bindings: Mapping[str, Plain], store: Store) -> Iterator[str]:
    return (f"{quad.triple} .\n" for quad in store.construct(sparql, bindings))


def run_apart(
    folder: Path, work: Callable[[Store], Iterable[T]], limits: Limits | None = None, place: Path | None = None
) -> Iterator[T]:
    """What `work` finds in the graph of a folder, item by item, found by a child process.

    `work` and its items can be pickled. Raises what it raises of kgraph's errors, and LimitError where a
    limit is hit or the process dies.
    """
    limits = limits or Limits()
    start = _fork if _can_fork() else _spawn
    child = start(partial(_answer, partial(open_store, folder, place=place), work, limits))
    try:
        yield from _read_items(child.answer)
        ended = child.wait()
    finally:
        child.kill()
        child.answer.close()
        child.wait()
    if ended:
        raise LimitError(explain_end(ended, limits))


def _read_items(answer: IO[bytes]) -> Iterator[T]:
    """The items of the child's batches; an end in their midst is told by its exit code."""
    try:
        while True:
            batch = pickle.load(answer)
            if isinstance(batch, KgraphError):
                raise batch
            yield from batch
    except (EOFError, pickle.UnpicklingError):
        return


def explain_end(ended: int, limits: Limits) -> str:
    """What the exit code of a child says, and what to do; a signal's is negative."""
    if ended in OUT_OF_TIME:
        return f"the query did not end within {limits.seconds:g} s: {ADVICE}, or give it more time"
    if ended in OUT_OF_MEMORY:
        return f"the query needs more than {limits.megabytes:,} MB of memory: {ADVICE}, or without an order"
    if ended == TOO_DEEP:
        return "the query is nested too deeply: write it flatter"
    return f"the query's process was ended from outside (exit code {ended}): try again"


def _can_fork() -> bool:
    """Whether a fork is safe and cheap: with other threads about it is not, nor on systems beside Linux."""
    tasks = Path("/proc/self/task")
    return sys.platform == "linux" and tasks.is_dir() and len(list(tasks.iterdir())) == 1


def _fork(answer: Callable[[IO[bytes]], None]) -> Child:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        # No handler, no buffer and no test runner of the parent's may act in here: the way out is _exit.
        try:
            os.close(reading)
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            with os.fdopen(writing, "wb") as out:
                answer(out)
            os._exit(0)
        finally:
            os._exit(1)
    os.close(writing)
    return _watch(pid, os.fdopen(reading, "rb"))


def _watch(pid: int, answer: IO[bytes]) -> Child:
    """A forked child, which is waited for once only: afterwards its number may be another's."""
    ended: list[int] = []

    def kill() -> None:
        if not ended:
            os.kill(pid, signal.SIGKILL)

    def wait() -> int:
        if not ended:
            ended.append(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        return ended[0]

    return Child(answer, kill, wait)


def _spawn(answer: Callable[[IO[bytes]], None]) -> Child:
    """The same where no fork is to be had: a new Python, which is told what to do."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", "from kgraph.running import _serve_spawned; _serve_spawned()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=child_environment(),
    )
    assert process.stdin and process.stdout
    with process.stdin as told:
        pickle.dump(answer, told)
    return Child(process.stdout, process.kill, process.wait)


def child_environment() -> dict[str, str]:
    """The environment for another Python that is to import what this one does."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _serve_spawned() -> None:
    answer: Callable[[IO[bytes]], None] = pickle.load(sys.stdin.buffer)
    answer(sys.stdout.buffer)
    sys.stdout.buffer.flush()


def _answer(
    enter: Callable[[], Store], work: Callable[[Store], Iterable[object]], limits: Limits, out: IO[bytes]
) -> None:
    """In the child: limits first, then what `work` finds, in batches."""
    silence()
    limit_memory(limits.megabytes)
    try:
        with limit_time(limits.seconds), enter() as store:
            found = iter(work(store))
            while batch := list(islice(found, BATCH)):
                pickle.dump(batch, out)
                out.flush()
    except KgraphError as error:
        pickle.dump(error, out)
    except MemoryError:
        os._exit(OUT_OF_MEMORY[0])
    except BrokenPipeError:  # whoever asked has gone
        os._exit(0)


def silence() -> None:
    """What libraries write as they die is not for the user, whose line says it in our words."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    os.close(nothing)


def limit_memory(megabytes: int) -> None:
    """The most this process may write to: what goes beyond fails, and with it the process."""
    if sys.platform == "linux":
        import resource

        size = megabytes * 1_000_000
        # Not the address space, which threads reserve by the gigabyte without using it.
        resource.setrlimit(resource.RLIMIT_DATA, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextmanager
def limit_time(seconds: float) -> Iterator[None]:
    """Have this process ended then, by the system where it can, unless the `with` statement is left before."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    else:
        alarm = threading.Timer(seconds, os._exit, [OUT_OF_TIME[0]])
        alarm.daemon = True
        alarm.start()
        try:
            yield
        finally:
            alarm.cancel()
