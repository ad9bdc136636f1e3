"""Items come in, what a function makes of each goes out: made by processes of their own, which may crash or hang.

A process that dies costs the item that it was at one try, and a new one goes on with the rest. An item without a try
left is given up, as is one on which the function raises an error. Whoever stops walking the results, or dies, ends
the processes.
"""

import faulthandler
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from queue import Empty, SimpleQueue
from typing import IO, Generic, NamedTuple, Protocol, TypeVar, cast

from kgraph.errors import WorkerError
from kgraph.running import child_environment

T = TypeVar("T")
R = TypeVar("R")

CHUNK = 16
"""So many items go to a process at once; fewer are not worth a second one."""
TRIES = 2
SECONDS = 60
"""How long one item may take."""
AHEAD = 64_000_000
"""Bytes of items that may wait for a process."""
TIMED_OUT = 1
"""What faulthandler ends a process by."""
GRACE = 2
"""Seconds in which a process that has lost its pipes may end by itself."""
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""Numeric libraries must not start a thread for each core in each process."""
Answer = tuple[object, str | None]
"""What came of an item, or the error that it raised."""


class Failure(NamedTuple, Generic[T]):
    """An item that was given up, and why."""

    item: T
    reason: str


class Share(Protocol):
    """Who does the work: this process or others."""

    def __call__(self, work: Callable[[T], R], items: Iterable[T], chunk: int = CHUNK) -> Generator[R | Failure[T]]:
        """What `work` makes of each item, in any order."""


def work_here(work: Callable[[T], R], items: Iterable[T], chunk: int = CHUNK) -> Generator[R | Failure[T]]:
    """What `work` makes of each item, in this process: what crashes or hangs does so here."""
    yield from map(work, items)


def work_apart(
    work: Callable[[T], R], items: Iterable[T], chunk: int = CHUNK, *, workers: int, seconds: float = SECONDS
) -> Generator[R | Failure[T]]:
    """What `work` makes of each item, by so many processes at most, as they come to be done.

    `work`, items and results can be pickled. Raises WorkerError where no process can be started.
    """
    crew: Crew[T, R] = Crew(work, workers, seconds)
    pickled = map(pickle.dumps, items)
    try:
        while some := list(islice(pickled, chunk)):
            crew.assign(some)
            yield from crew.collect(AHEAD)
        yield from crew.collect(0)
    finally:
        crew.end()


class Crew(Generic[T, R]):
    """Threads that each send items to a process and wait for what it makes of them."""

    def __init__(self, work: Callable[[T], R], workers: int, seconds: float) -> None:
        self._order, self._seconds, self._most = pickle.dumps((work, seconds)), seconds, workers
        self._chunks: SimpleQueue[list[bytes] | None] = SimpleQueue()
        self._done: SimpleQueue[tuple[int, list[R | Failure[T]]] | WorkerError] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._processes: dict[threading.Thread, Worker] = {}
        self._waiting = 0
        self._ended = False

    def assign(self, chunk: list[bytes]) -> None:
        """Have items done, by a process more while there may be more."""
        self._waiting += sum(map(len, chunk))
        self._chunks.put(chunk)
        if len(self._threads) < self._most:
            self._threads.append(threading.Thread(target=self._run, daemon=True))
            self._threads[-1].start()

    def collect(self, most: int) -> Iterator[R | Failure[T]]:
        """What is done by now, and what will be until so many bytes wait at most."""
        with suppress(Empty):
            while True:
                found = self._done.get(block=self._waiting > most)
                if isinstance(found, WorkerError):
                    raise found
                self._waiting -= found[0]
                yield from found[1]

    def end(self) -> None:
        """End all processes, whatever they are at."""
        self._ended = True
        for _ in self._threads:
            self._chunks.put(None)
        for thread in self._threads:
            while thread.is_alive():
                if worker := self._processes.get(thread):
                    worker.kill()
                thread.join(0.1)

    def _run(self) -> None:
        try:
            while (chunk := self._chunks.get()) and not self._ended:
                self._done.put((sum(map(len, chunk)), list(self._work(chunk))))
        except WorkerError as error:
            self._done.put(error)
        finally:
            self._dismiss()

    def _work(self, chunk: list[bytes]) -> Iterator[R | Failure[T]]:
        """What comes of each item, in the thread's process or its successors."""
        tries = 0
        while chunk and not self._ended:
            answers, reason = self._find_worker().ask(pickle.dumps(chunk), len(chunk))
            for item, (result, error) in zip(chunk, answers, strict=False):
                yield cast(R, result) if error is None else Failure(pickle.loads(item), error)
            chunk = chunk[len(answers) :]
            tries = bool(reason) + (0 if answers else tries)
            if reason:
                self._dismiss()
            if tries == TRIES:
                yield Failure(pickle.loads(chunk.pop(0)), reason)
                tries = 0

    def _find_worker(self) -> "Worker":
        thread = threading.current_thread()
        if thread not in self._processes:
            self._processes[thread] = Worker(self._order, self._seconds)
        return self._processes[thread]

    def _dismiss(self) -> None:
        if worker := self._processes.pop(threading.current_thread(), None):
            worker.end()


class Worker:
    """A process that answers."""

    def __init__(self, order: bytes, seconds: float) -> None:
        self._seconds = seconds
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", "from kgraph.workers import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment() | ONE_THREAD,
        )
        self.kill = self._process.kill
        answers, reason = self.ask(order, 1)
        if not answers:
            raise WorkerError(f"no process can be started that reads documents: {reason}")

    def ask(self, question: bytes, count: int) -> tuple[list[Answer], str]:
        """Its answers; where it dies before it has given all, what it died of."""
        assert self._process.stdin
        assert self._process.stdout
        answers: list[Answer] = []
        start = time.monotonic()
        try:
            self._process.stdin.write(question)
            self._process.stdin.flush()
            while len(answers) < count:
                answers.append(pickle.load(self._process.stdout))
                start = time.monotonic()
        except (EOFError, OSError, pickle.UnpicklingError):
            took = time.monotonic() - start
            return answers, explain_death(self.end(), took, self._seconds)
        return answers, ""

    def end(self) -> int:
        """Kill the process, unless it is dead; returns its exit code."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdout.close()
        with suppress(OSError):  # what it was not told any more
            self._process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(GRACE)
        self._process.kill()
        return self._process.wait()


def explain_death(code: int, took: float, seconds: float) -> str:
    if code == TIMED_OUT and took >= seconds:
        return f"it was not done within {seconds:g} s"
    if code < 0:
        return f"its process was ended by {signal.Signals(-code).name}"
    return f"its process ended with exit code {code}"


# --- in the processes


def serve() -> None:
    """The life of a process: a function first, then lists of items, each answered when it is done."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for the parent, which ends its children
    asked, out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that a library prints comes between the answers
    work, seconds = pickle.load(asked)
    answer(out, (None, None))
    with suppress(EOFError, BrokenPipeError):  # the parent has no more, or is no more
        while True:
            for item in pickle.load(asked):
                answer(out, try_item(work, pickle.loads(item), seconds))


def answer(out: IO[bytes], found: Answer) -> None:
    pickle.dump(found, out)
    out.flush()


def try_item(work: Callable[[T], R], item: T, seconds: float) -> Answer:
    """What comes of an item; an end of the process where that takes too long, even in the midst of C code."""
    faulthandler.dump_traceback_later(seconds, exit=True)
    try:
        return work(item), None
    except Exception as error:  # noqa: BLE001 (whatever it is, the other items are none the worse for it)
        return None, f"{type(error).__name__}: {error}"
    finally:
        faulthandler.cancel_dump_traceback_later()
