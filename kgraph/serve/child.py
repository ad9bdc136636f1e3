"""A question comes in, an answer goes out, from a child process that answers one question after the other.

Several may be asked of it before it has answered the first: then neither it nor the server sleeps between them, which
costs more than a small question itself. Whoever stands behind a question for which the child ends asks elsewhere.
"""

import asyncio
import io
import os
import pickle
import sys
import tempfile
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple

from kgraph.errors import GraphError, KgraphError, LimitError
from kgraph.running import Limits, child_environment, explain_end
from kgraph.serve.worker import BEGIN, CHUNK, DATA, END, HEAD, READY
from kgraph.store import read_version

IN_MEMORY = 1_000_000
"""Bytes of an answer above which it goes through a file."""
ENDING: set["asyncio.Task[int]"] = set()
"""Children that were killed and are not gone yet."""

Gone = Callable[[], Awaitable[None]]
"""Comes back when a client has left."""


class ChildLimits(NamedTuple):
    """For one question: seconds, megabytes of memory and of its answer."""

    seconds: float = 60
    megabytes: int = 1_000
    answer_megabytes: int = 100


class BehindError(KgraphError):
    """A question that was not begun: another, before it, took its child."""


class Answer(NamedTuple):
    """A whole answer: its media type, its size in bytes and its content, to be read from the start and closed."""

    media_type: str
    size: int
    content: IO[bytes]


@dataclass(slots=True, eq=False)
class Asked:
    """A question that a child has not answered: who waits for it."""

    gone: Gone
    answer: "asyncio.Future[Answer]"


class Child:
    """A child process with the version of the graph that it reads; made by `start_child`."""

    def __init__(self, process: asyncio.subprocess.Process, version: int, limits: ChildLimits) -> None:
        self._process = process
        self._limits = limits
        self._asked: deque[Asked] = deque()
        self._reason: KgraphError | None = None
        self._reading: asyncio.Task[None] | None = None
        self.version = version
        self.turn = 0

    @property
    def load(self) -> int:
        """How many questions it has not answered."""
        return len(self._asked)

    @property
    def first(self) -> Asked:
        """The question that it is answering: its `turn`-th."""
        return self._asked[0]

    @property
    def is_alive(self) -> bool:
        return self._reason is None and self._reading is not None and not self._reading.done()

    async def open(self) -> None:
        """Wait until it has opened the graph. Raises GraphError where it cannot."""
        try:
            kind, content = await self._read()
        except asyncio.IncompleteReadError as error:
            raise GraphError("the graph cannot be opened: the process that was to read it ended") from error
        if kind != READY:
            raise pickle.loads(content)
        self._reading = asyncio.get_running_loop().create_task(self._read_answers())

    def ask(self, question: bytes, gone: Gone) -> "asyncio.Future[Answer]":
        """Its answer to a pickled Question.

        What comes may be an error: what the child raises, LimitError and others for its end, BehindError.
        """
        asked = Asked(gone, asyncio.get_running_loop().create_future())
        self._asked.append(asked)
        assert self._process.stdin
        self._process.stdin.write(len(question).to_bytes(4) + question)
        return asked.answer

    async def _read_answers(self) -> None:
        """Give each question its answer, in their order, until the child ends."""
        try:
            while True:
                answer = await self._read_answer()
                self.turn += 1
                settle(self._asked.popleft(), answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            reason = self._reason or await self._explain_death()
        if self._asked:
            settle(self._asked.popleft(), reason)
        self.leave_followers(0)

    async def _read_answer(self) -> Answer | KgraphError:
        media_type, size = "", 0
        out: IO[bytes] | None = None
        while True:
            kind, content = await self._read()
            if kind == BEGIN:
                media_type = content.decode()
            elif kind in (DATA, END):
                size += len(content)
                self._check_size(size)
                if kind == END and out is None:
                    return Answer(media_type, size, io.BytesIO(content))
                out = out or make_place()
                out.write(content)
                if kind == END:
                    out.seek(0)
                    return Answer(media_type, size, out)
            else:
                error: KgraphError = pickle.loads(content)
                return error

    def _check_size(self, size: int) -> None:
        largest = self._limits.answer_megabytes
        if size > largest * 1_000_000:
            self.end(LimitError(f"the answer is larger than {largest:,} MB: ask for less, by LIMIT"))
            raise ConnectionAbortedError

    async def _read(self) -> tuple[bytes, bytes]:
        assert self._process.stdout
        kind, length = HEAD.unpack(await self._process.stdout.readexactly(HEAD.size))
        return kind, await self._process.stdout.readexactly(length)

    async def _explain_death(self) -> LimitError:
        limits = Limits(self._limits.seconds, self._limits.megabytes)
        return LimitError(explain_end(await self._process.wait(), limits))

    def leave_followers(self, places: int = 1) -> None:
        """Send away who waits behind the first places: the child will not come to them."""
        while len(self._asked) > places:
            settle(self._asked.pop(), BehindError("the process that was to answer has ended"))

    def slow_down(self) -> None:
        """Let others have the processor first."""
        if hasattr(os, "setpriority") and self._process.returncode is None:
            os.setpriority(os.PRIO_PROCESS, self._process.pid, 10)

    def read_processor_time(self) -> float:
        """Seconds that it has had of the processor; those of the clock where the system does not tell."""
        try:
            stat = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii")
            fields = stat.rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        except OSError:
            return time.monotonic()

    def end(self, reason: KgraphError) -> None:
        """Kill it; who waits for its answer is told the reason."""
        # A second kill would take its exit code from asyncio, and so would forgetting it before it has ended.
        if self._reason is None and self._process.returncode is None:
            self._reason = reason
            self._process.kill()
            ending = asyncio.get_running_loop().create_task(self._process.wait())
            ENDING.add(ending)
            ending.add_done_callback(ENDING.discard)


def make_place() -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(IN_MEMORY)


def settle(asked: Asked, answer: Answer | KgraphError) -> None:
    """Tell who asked, unless the server has given that up."""
    if asked.answer.done():
        return
    if isinstance(answer, KgraphError):
        asked.answer.set_exception(answer)
    else:
        asked.answer.set_result(answer)


async def start_child(folder: Path, limits: ChildLimits) -> Child:
    """A child that has opened the graph. Raises GraphError where it cannot."""
    version = read_version(folder)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-c", "from kgraph.serve.worker import run_worker; run_worker()"),
        *(str(folder), str(limits.megabytes), str(limits.seconds)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env=child_environment(),
        limit=2 * CHUNK,
    )
    child = Child(process, version, limits)
    await child.open()
    return child
