"""Bytes come in under the name that reports call them by; bounded streams that can be looked at go out.

A file is an File, and so is each member of an archive and each part of a mail. All that come from one file
share its Budget, which ends what unpacks to too much.
"""

import io
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from kgraph.errors import SourceError
from kgraph.sources.compression import DAMAGE, Readable

HEAD = 65_536
"""Bytes that are enough to recognize a format by."""
CHUNK = 1 << 18
MAX_DEPTH = 5
"""Archives in archives, and compression around them."""
MAX_MEMBERS = 200_000
FREE = 64_000_000
"""Bytes that any file may unpack to."""
RATIO = 200
"""Times its own size that a larger one may unpack to: texts shrink to a tenth, seldom to a fiftieth."""
IN_MEMORY = 8_000_000
"""Bytes of an archive inside another that are not put into a nameless temporary file."""


class BudgetError(SourceError):
    """A file that unpacks to more than it may; nothing more of it is read."""


class Budget:
    """What may still come out of one file, by the bytes of it that are known."""

    def __init__(self, packed: Callable[[], int]) -> None:
        self.packed = packed
        self.unpacked = 0
        self.members = 0

    def spend(self, count: int) -> None:
        """Count bytes that were unpacked. Raises BudgetError."""
        self.unpacked += count
        if self.unpacked > FREE and self.unpacked > RATIO * self.packed():
            raise BudgetError(f"it unpacks to more than {RATIO} times its size, as bombs do; the rest was not read")

    def count_member(self) -> None:
        """Count a member of an archive. Raises BudgetError."""
        self.members += 1
        if self.members > MAX_MEMBERS:
            raise BudgetError(f"it holds more than {MAX_MEMBERS:,} files; unpack it and name the folder")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a member beside its bytes; `charset` as its sender declared it."""

    url: str | None = None
    published: str | None = None
    publisher: str | None = None
    charset: str | None = None
    note: str | None = None


class File(io.RawIOBase):
    """A stream to be read once; `damage` tells why it ended early, where it did."""

    def __init__(
        self, name: str, raw: Readable, budget: Budget | None = None, depth: int = 0, known: Known | None = None
    ) -> None:
        super().__init__()
        self.name = name
        self.raw = raw
        self.read_some: Callable[[int], bytes] = getattr(raw, "read1", raw.read)  # all that comes before damage
        self.size = 0
        self.budget = budget or Budget(lambda: self.size)
        self.depth = depth
        self.known = known or Known()
        self.damage: str | None = None
        self.pending = b""
        self.last = b""
        """The last bytes that were read."""

    def head(self) -> bytes:
        """The first bytes, which are read again afterwards."""
        while len(self.pending) < HEAD and (more := self.fetch(HEAD - len(self.pending))):
            self.pending += more
        return self.pending

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self.pending[: len(buffer)] or self.fetch(len(buffer))
        self.pending = self.pending[len(data) :]
        buffer[: len(data)] = data
        self.last = data or self.last
        return len(data)

    def fetch(self, count: int) -> bytes:
        """The next bytes; none at the end, or where the data is damaged."""
        try:
            data = self.read_some(min(count, CHUNK))
        except SourceError:
            raise
        except DAMAGE as error:
            if not self.depth:
                raise
            self.damage = name_damage(error)
            return b""
        self.size += len(data)
        if self.depth:
            self.budget.spend(len(data))
        return data

    def take(self, limit: int, remedy: str) -> bytes:
        """All bytes. Raises SourceError where there are more than the limit; no more than that are read."""
        parts = []
        while limit >= 0 and (part := self.read(CHUNK)):
            parts.append(part)
            limit -= len(part)
        if limit < 0:
            raise SourceError(f"it is larger than {limit + sum(map(len, parts)):,} bytes; {remedy}")
        return b"".join(parts)

    def open_member(self, name: str, raw: Readable, known: Known | None = None) -> "File":
        """A file inside this one. Raises SourceError where archives nest too deeply, BudgetError at too many files."""
        self.budget.count_member()
        return self.unpack(raw, self.show_member(name), known)

    def show_member(self, name: str) -> str:
        """The name of a file inside this one, as it can be printed on one line; no file is ever written by it."""
        shown = "".join(char if char.isprintable() else "\ufffd" for char in name.removeprefix("./"))
        return f"{self.name}!/{shown if len(shown) <= 200 else f'{shown[:100]}…{shown[-99:]}'}"

    def unpack(self, raw: Readable, name: str | None = None, known: Known | None = None) -> "File":
        """What this one holds, under its own name where it has no other."""
        if self.depth >= MAX_DEPTH:
            raise SourceError(f"it is packed more than {MAX_DEPTH} times over; unpack it first")
        return File(name or self.name, raw, self.budget, self.depth + 1, known or self.known)

    @contextmanager
    def open_random(self) -> Iterator[IO[bytes]]:
        """The bytes as a file in which one can go back: itself, else a temporary copy without a name."""
        if not self.depth and isinstance(self.raw, io.BufferedIOBase) and self.raw.seekable():
            self.size = self.raw.seek(0, io.SEEK_END)
            yield self.raw  # type: ignore[misc]
            return
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as copy:
            while part := self.read(CHUNK):
                copy.write(part)
            yield copy


def name_damage(error: BaseException) -> str:
    """Why packed data ended early, in words."""
    match error:
        case MemoryError():
            return "unpacking it takes more memory than there is; what came before that was read"
        case EOFError():
            return "its compressed data is cut off; what came before that was read"
    return "its compressed data is damaged; what came before that was read"
