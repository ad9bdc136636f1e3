"""Questions come in, answers of child processes go out: many at once, none that holds up the others for long.

A few children answer, each one question after the other. Who takes longer than a moment goes on beside them, slowed
down, in one of a few places for long questions; where these are taken and others wait, it is ended, and asked
again in such a place as soon as one is free. So what is quick is answered however many never end, who asks what
never ends waits instead of asking again at once, and the processes, and their memory, are bounded: each of the
places, quick or long, holds one process within its limit.
"""

import asyncio
import pickle
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from kgraph.errors import KgraphError
from kgraph.serve.child import ENDING, Answer, Asked, BehindError, Child, ChildLimits, Gone, start_child
from kgraph.serve.worker import Question
from kgraph.store import read_version

MOMENT = 0.1
"""Seconds of processor time after which a question is a long one; on a busy system that takes a while."""
SOON = 0.05
"""Seconds after which a question is watched at all; most are answered by then."""
WALL = 25
"""So many moments make a question long by the clock, whatever it waits for."""
WAITING = 500
"""So many questions wait for a child at most, and so many for a place for long ones."""
BEHIND = 4
"""So many questions are asked of a child at once."""


class ServerLimits(NamedTuple):
    """For one question: seconds, megabytes of memory and of its answer; children for quick questions, for long ones."""

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


class DoneError(KgraphError):
    """What a child is ended for that is not needed any more: nobody is told."""


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
    """The children of a graph's folder, within limits. Made by `open_pool`."""

    def __init__(self, folder: Path, limits: ServerLimits) -> None:
        self._folder = folder
        self._limits = limits
        self._quick = Queue(limits.quick * BEHIND + limits.long)  # a long question keeps the place by which it came
        self._long = Queue(limits.long)
        self._children: list[Child] = []
        """Those for quick questions. The others answer what they were asked, and are ended then."""
        self._all: set[Child] = set()
        self._long_ones: set[Child] = set()
        self._starting: set[asyncio.Task[Child]] = set()
        self._watched: set[Child] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def ask(self, question: Question, gone: Gone) -> Answer:
        """The answer to a question, unless `gone` tells that nobody waits for it any more.

        Raises QueryError, LimitError, UnacceptableError, BusyError or GoneError.
        """
        asked = pickle.dumps(question)
        while True:
            try:
                return await self._ask_quick(asked, gone)
            except BehindError:
                continue
            except LongError:
                await self._enter_long(gone)
                return await self._ask_long(asked, gone)

    async def _ask_quick(self, asked: bytes, gone: Gone) -> Answer:
        await self._quick.enter()
        try:
            child = await self.find_child()
            answer = child.ask(asked, gone)
            self._watch(child)
            return await self._wait_for(child, answer)
        finally:
            self._quick.leave()

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

    async def _ask_long(self, asked: bytes, gone: Gone) -> Answer:
        """The answer of a child of its own, by someone who has a place for long questions."""
        try:
            child = await self._start_child()
        except KgraphError:
            self._long.leave()
            raise
        self._long_ones.add(child)
        answer = child.ask(asked, gone)
        self._go_on_slowly(child)
        return await self._wait_for(child, answer)

    async def _wait_for(self, child: Child, answer: "asyncio.Future[Answer]") -> Answer:
        try:
            return await answer
        finally:
            if not child.load and child not in self._children:
                self._end(child)

    async def find_child(self) -> Child:
        """The one with the least to do, of those that read what the last writer left."""
        while True:
            self._retire()
            free = min(self._children, key=get_load, default=None)
            has_room = len(self._children) + len(self._starting) < self._limits.quick
            if free and not (free.load and has_room):
                return free
            if has_room:
                return await self._start_quick()
            await asyncio.wait(self._starting, return_when=asyncio.FIRST_COMPLETED)

    def _retire(self) -> None:
        """Ask no more of those that have ended, or that read what was there before the last writer."""
        newest = read_version(self._folder)
        for child in [one for one in self._children if one.version != newest or not one.is_alive]:
            self._children.remove(child)
            if not child.load:
                self._end(child)

    async def _start_quick(self) -> Child:
        starting = asyncio.get_running_loop().create_task(self._start_child())
        self._starting.add(starting)
        try:
            child = await starting
            self._children.append(child)
            return child
        finally:
            self._starting.discard(starting)

    async def _start_child(self) -> Child:
        child = await start_child(self._folder, ChildLimits(*self._limits[:3]))
        self._all.add(child)
        return child

    def _end(self, child: Child, reason: KgraphError | None = None) -> None:
        child.end(reason or DoneError())
        self._all.discard(child)
        if child in self._long_ones:
            self._long_ones.discard(child)
            self._long.leave()

    def _watch(self, child: Child) -> None:
        """See now and then, while a child has something to do, that no question takes long."""
        if child not in self._watched:
            self._watched.add(child)
            self._look_later(child)

    def _look_later(self, child: Child) -> None:
        asyncio.get_running_loop().call_later(SOON, self._look, child, child.turn)

    def _look(self, child: Child, turn: int) -> None:
        if not child.load:
            self._watched.discard(child)
        elif child.turn != turn:
            self._look_later(child)
        else:
            self._begin(self._watch_question(child, turn))

    def _begin(self, work: Coroutine[None, None, None]) -> "asyncio.Task[None]":
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _watch_question(self, child: Child, turn: int) -> None:
        """See that a question that takes long leaves its place to others, and those behind it ask elsewhere."""
        if not await self._is_long(child, turn):
            self._look_later(child)
            return
        self._watched.discard(child)
        if child in self._children:
            self._children.remove(child)
        child.leave_followers()
        if self._long.is_full:
            self._end(child, LongError("this takes long"))
        else:
            await self._long.enter()
            self._long_ones.add(child)
            self._go_on_slowly(child)

    async def _is_long(self, child: Child, turn: int) -> bool:
        """Whether a question has taken long and has somewhere to go, or others wait; False once it is answered."""
        began, moments = child.read_processor_time(), 0
        while True:
            await asyncio.sleep(MOMENT)
            if child.turn != turn or not child.load:
                return False
            moments += 1
            is_long = moments > WALL or child.read_processor_time() - began >= MOMENT
            if is_long and (child.load > 1 or self._quick.waiting or not self._long.is_full):
                return True

    def _go_on_slowly(self, child: Child) -> None:
        """Let a question that has a place for long ones go on, while somebody waits for it."""
        child.slow_down()
        ending = self._begin(self._end_when_gone(child, child.first))
        child.first.answer.add_done_callback(lambda _: ending.cancel())

    async def _end_when_gone(self, child: Child, asked: Asked) -> None:
        await asked.gone()
        self._end(child, GoneError("nobody waits for this answer"))

    async def close(self) -> None:
        for child in [*self._all]:
            self._end(child)
        await asyncio.gather(*ENDING)


def get_load(child: Child) -> int:
    return child.load


@asynccontextmanager
async def open_pool(folder: Path, limits: ServerLimits) -> AsyncIterator[Pool]:
    """A pool whose first child has opened the graph; at the end no process is left. Raises GraphError."""
    pool = Pool(folder, limits)
    try:
        await pool.find_child()
        yield pool
    finally:
        await pool.close()
