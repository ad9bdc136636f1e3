"""Questions come in, answers of child processes go out: many at once, none that holds up the others for long.

A few workers answer, each one question at a time. Who takes longer than a moment goes on beside them, slowed
down, in one of a few places for long questions; where these are taken and others wait, it is ended, and asked
again in such a place as soon as one is free. So what is quick is answered however many never end, who asks what
never ends waits instead of asking again at once, and the processes, and their memory, are bounded: each of the
places, quick or long, holds one process within its limit.
"""

import asyncio
import os
import pickle
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from itertools import count
from pathlib import Path
from typing import IO, NamedTuple

from kgraph.errors import GraphError, KgraphError, LimitError
from kgraph.running import Limits, child_environment, explain_end
from kgraph.serve.worker import BEGIN, CHUNK, DATA, END, HEAD, READY, Question
from kgraph.store import read_version

MOMENT = 0.1
"""Seconds of processor time after which a question is a long one; on a busy system that takes a while."""
SOON = 0.05
"""Seconds after which a question is watched at all; most are answered by then."""
WALL = 25
"""So many moments make a question long by the clock, whatever it waits for."""
WAITING = 500
"""So many questions wait for a worker at most, and so many for a place for long ones."""
IN_MEMORY = 1_000_000
"""Bytes of an answer above which it goes through a file."""

ENDING: set["asyncio.Task[None]"] = set()
"""Children that were killed and are not gone yet."""


Gone = Callable[[], Awaitable[None]]
"""Comes back when a client has left."""


class ServerLimits(NamedTuple):
    """For one question: seconds, megabytes of memory and of its answer; quick questions at once, and long ones."""

    seconds: float = 60
    megabytes: int = 1_000
    answer_megabytes: int = 100
    quick: int = 4
    long: int = 2


class BusyError(KgraphError):
    """More questions than can be answered now."""


class GoneError(KgraphError):
    """Whoever asked has left."""


class LongError(KgraphError):
    """A question that is to be asked again in a place for long ones."""


class Answer(NamedTuple):
    """A whole answer: its media type, its size in bytes and its content, to be read from the start and closed."""

    media_type: str
    size: int
    content: IO[bytes]


class Worker:
    """A child process with the version of the graph that it reads."""

    def __init__(self, process: asyncio.subprocess.Process, version: int, limits: ServerLimits) -> None:
        self._process = process
        self._limits = limits
        self.version = version
        self._idle = True
        self.is_long = False
        self._reason: KgraphError | None = None
        self._ending: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def idle(self) -> bool:
        """Whether it lives and has nothing to do."""
        return self._idle and self._process.returncode is None

    async def ask(self, question: bytes) -> Answer:
        """Its answer to a pickled Question. Raises what the child raises, or LimitError and others for its end."""
        self._idle = False
        assert self._process.stdin
        self._process.stdin.write(len(question).to_bytes(4) + question)
        try:
            answer = await self._read_answer()
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise self._reason or await self._explain_death() from error
        except KgraphError:
            self._idle = self._reason is None
            raise
        self._idle = True
        return answer

    async def _read_answer(self) -> Answer:
        media_type, size = "", 0
        out = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (whoever sends it closes it)
        while True:
            kind, content = await self.read()
            if kind == BEGIN:
                media_type = content.decode()
            elif kind in (DATA, END):
                size += len(content)
                self._check_size(size)
                out.write(content)
                if kind == END:
                    out.seek(0)
                    return Answer(media_type, size, out)
            else:
                raise pickle.loads(content)

    def _check_size(self, size: int) -> None:
        if size > self._limits.answer_megabytes * 1_000_000:
            self.end(
                LimitError(f"the answer is larger than {self._limits.answer_megabytes:,} MB: ask for less, by LIMIT")
            )
            assert self._reason
            raise self._reason

    async def read(self) -> tuple[bytes, bytes]:
        assert self._process.stdout
        kind, length = HEAD.unpack(await self._process.stdout.readexactly(HEAD.size))
        return kind, await self._process.stdout.readexactly(length)

    async def _explain_death(self) -> LimitError:
        limits = Limits(self._limits.seconds, self._limits.megabytes)
        return LimitError(explain_end(await self._process.wait(), limits))

    def slow_down(self) -> None:
        """Let others have the processor first."""
        self.is_long = True
        if hasattr(os, "setpriority") and self._process.returncode is None:
            os.setpriority(os.PRIO_PROCESS, self._process.pid, 10)

    def end(self, reason: KgraphError | None = None) -> None:
        """Kill it; whoever waits for its answer is told the reason."""
        self._reason = self._reason or reason
        self._idle = False
        # A second kill would take its exit code from asyncio, and so would forgetting it before it has ended.
        if self._ending is None and self._process.returncode is None:
            self._process.kill()
            self._ending = asyncio.get_running_loop().create_task(self.wait())
            ENDING.add(self._ending)
            self._ending.add_done_callback(ENDING.discard)

    async def wait(self) -> None:
        await self._process.wait()


def read_processor_time(pid: int) -> float:
    """Seconds that a process has had of the processor; those of the clock where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except OSError:
        return time.monotonic()


async def start_worker(folder: Path, limits: ServerLimits) -> Worker:
    """A worker that has opened the graph. Raises GraphError where it cannot."""
    version = read_version(folder)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-c", "from kgraph.serve.worker import run_worker; run_worker()"),
        *(str(folder), str(limits.megabytes), str(limits.seconds)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env=child_environment(),
        limit=2 * CHUNK,
    )
    worker = Worker(process, version, limits)
    try:
        kind, content = await worker.read()
    except asyncio.IncompleteReadError as error:
        raise GraphError(f"the graph in {folder} cannot be opened: its process ended") from error
    if kind != READY:
        raise pickle.loads(content)
    return worker


class Queue:
    """Places of which each is had by one at a time, first come, first served."""

    def __init__(self, places: int) -> None:
        self._places = asyncio.Semaphore(places)
        self.waiting = 0

    @property
    def is_full(self) -> bool:
        return self._places.locked()

    async def enter(self) -> None:
        """Wait for a place. Raises BusyError where too many wait already."""
        if self.waiting >= WAITING:
            raise BusyError("too many queries are waiting: try again later")
        self.waiting += 1
        try:
            await self._places.acquire()
        finally:
            self.waiting -= 1

    def leave(self) -> None:
        self._places.release()


class Pool:
    """The workers of a graph's folder, within limits. Made by `open_pool`."""

    def __init__(self, folder: Path, limits: ServerLimits) -> None:
        self._folder = folder
        self._limits = limits
        self._quick = Queue(limits.quick)
        self._long = Queue(limits.long)
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()

    async def ask(self, question: Question, gone: Gone) -> Answer:
        """The answer to a question, unless `gone` tells that nobody waits for it any more.

        Raises QueryError, LimitError, UnacceptableError, BusyError or GoneError.
        """
        asked = pickle.dumps(question)
        try:
            await self._quick.enter()
            return await self._ask_worker(asked, gone, self._quick)
        except LongError:
            await self._enter_long(gone)
            return await self._ask_worker(asked, gone, self._long)

    async def _enter_long(self, gone: Gone) -> None:
        """Wait for a place for long questions, for as long as a question may take."""
        entering, leaving = asyncio.ensure_future(self._long.enter()), asyncio.ensure_future(gone())
        both = (entering, leaving)
        done, _ = await asyncio.wait(both, timeout=self._limits.seconds, return_when=asyncio.FIRST_COMPLETED)
        for task in {*both} - done:
            task.cancel()
        if entering in done:
            return entering.result()
        if leaving in done:
            raise GoneError("nobody waits for this answer")
        raise BusyError(f"{self._limits.long} long queries are running and others wait: try again later")

    async def _ask_worker(self, asked: bytes, gone: Gone, queue: Queue) -> Answer:
        """The answer of a worker, by someone who has a place."""
        with ExitStack() as place:
            place.callback(queue.leave)
            worker = await self._find_worker()
            place.pop_all()  # it is given back with the worker
        if queue is self._long:
            worker.slow_down()
        self._busy.add(worker)
        watch: list[asyncio.Task[None]] = []
        loop = asyncio.get_running_loop()
        moment = loop.call_later(SOON, lambda: watch.append(loop.create_task(self._watch(worker, gone))))
        try:
            return await worker.ask(asked)
        finally:
            moment.cancel()
            for task in watch:
                task.cancel()
            self._give_back(worker)

    async def _find_worker(self) -> Worker:
        """One that reads what the last writer left."""
        newest = read_version(self._folder)
        while self._idle:
            worker = self._idle.pop()
            if worker.version == newest and worker.idle:
                return worker
            worker.end()
        return await start_worker(self._folder, self._limits)

    async def _watch(self, worker: Worker, gone: Gone) -> None:
        """See that a question that takes long leaves its place to others, and ends when nobody waits for it."""
        if not worker.is_long:
            await self._wait_until_long(worker)
            if self._long.is_full:
                worker.end(LongError("this takes long"))
                return
            await self._long.enter()
            worker.slow_down()
            self._quick.leave()
        await gone()
        worker.end(GoneError("nobody waits for this answer"))

    async def _wait_until_long(self, worker: Worker) -> None:
        """Until a question has taken long and has somewhere to go, or others wait for its place."""
        began = read_processor_time(worker.pid)
        for moments in count():
            await asyncio.sleep(MOMENT)
            is_long = moments >= WALL or read_processor_time(worker.pid) - began >= MOMENT
            if is_long and (self._quick.waiting or not self._long.is_full):
                return

    def _give_back(self, worker: Worker) -> None:
        self._busy.discard(worker)
        if worker.is_long:
            worker.end()
            self._long.leave()
        else:
            if worker.idle:
                self._idle.append(worker)
            else:
                worker.end()
            self._quick.leave()

    async def close(self) -> None:
        for worker in [*self._idle, *self._busy]:
            worker.end()
        await asyncio.gather(*ENDING)


@asynccontextmanager
async def open_pool(folder: Path, limits: ServerLimits) -> AsyncIterator[Pool]:
    """A pool whose first worker has opened the graph; at the end no process is left. Raises GraphError."""
    pool = Pool(folder, limits)
    try:
        pool._idle.append(await start_worker(folder, limits))
        yield pool
    finally:
        await pool.close()
