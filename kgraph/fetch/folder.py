"""Articles come in, files in a folder go out, each written at once or not at all; and how far reading has come.

What is known of a source stands in hidden files beside the articles, which no build reads.
"""

import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar

from pydantic import ValidationError

from kgraph.errors import FetchError
from kgraph.model import Value
from kgraph.tables import clean_text

SOURCE = ".source.json"
PROGRESS = ".progress.json"
Kind = Literal["wordpress", "feed", "page"]
State = TypeVar("State", bound=Value)


class Place(Value):
    """What can be read, and where: a REST interface, a feed or a page."""

    kind: Kind
    address: str


class Source(Value):
    """What a folder holds: the articles of an address, from a day on, with all of some words."""

    url: str
    since: str = ""
    search: str = ""
    place: Place | None = None
    """Where they are read, once it is found."""


class Report(NamedTuple):
    """How many articles a folder holds; how many were new, changed or gone; how often something was not fetched."""

    articles: int
    new: int
    changed: int
    removed: int
    failed: int


class Folder:
    """A folder of articles; counts what is done to it, tells what is removed and complains of what cannot be had."""

    def __init__(self, path: Path, tell: Callable[[str], None], complain: Callable[[str], None]) -> None:
        self.path = path
        self.tell = tell
        self.complain = complain
        self.new = self.changed = self.removed = self.failed = 0

    def report(self) -> Report:
        return Report(len(self.list_names("[!.]*")), self.new, self.changed, self.removed, self.failed)

    def save(self, name: str, text: str) -> None:
        """Write an article's file unless it is there as it should be."""
        # Half a character, as JSON may hold it, is written as JSON escapes it.
        data, before = text.encode("utf-8", "backslashreplace"), self.read(name)
        if before != data:
            self._write(name, data)
            self.new += before is None
            self.changed += before is not None

    def remove(self, name: str, told: str) -> None:
        """Remove an article's file, if it is there, and tell of it."""
        file = self.path / name
        if file.exists():
            file.unlink()
            self.removed += 1
            self.tell(f"removed: {told}")

    def fail(self, reason: str) -> None:
        """Complain of what could not be fetched."""
        self.failed += 1
        self.complain(f"not fetched: {clean_text(reason)}")

    def read(self, name: str) -> bytes | None:
        try:
            return (self.path / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise FetchError(f"{self.path / name} cannot be read: {error.strerror}") from error

    def list_names(self, pattern: str) -> list[str]:
        """The names of the files that match a pattern, sorted."""
        return sorted(path.name for path in self.path.glob(pattern))

    def read_state(self, name: str, model: type[State]) -> State | None:
        """What is known of the source. Raises FetchError where it cannot be understood."""
        data = self.read(name)
        try:
            return None if data is None else model.model_validate_json(data)
        except ValidationError as error:
            raise FetchError(f"{self.path / name} is damaged: remove it to read all anew") from error

    def write_state(self, name: str, state: Value) -> None:
        self._write(name, f"{state.model_dump_json()}\n".encode())

    def _write(self, name: str, data: bytes) -> None:
        """Put a file in place whole, whatever happens meanwhile."""
        new = self.path / f".{name}.new"
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            new.write_bytes(data)
            new.replace(self.path / name)
        except OSError as error:
            raise FetchError(f"{self.path / name} cannot be written: {error.strerror}") from error


def open_folder(
    path: Path, wanted: Source, tell: Callable[[str], None], complain: Callable[[str], None]
) -> tuple[Folder, Source]:
    """A folder with what it holds. Raises FetchError where that is something other than what is wanted."""
    folder = Folder(path, tell, complain)
    known = folder.read_state(SOURCE, Source) or wanted
    if name_scope(known) != name_scope(wanted):
        raise FetchError(f"{path} holds {describe_source(known)}: name another folder with --out")
    return folder, known


def name_scope(source: Source) -> tuple[str, str, str]:
    return source.url.rstrip("/"), source.since, source.search


def describe_source(source: Source) -> str:
    since = f" since {source.since}" if source.since else ""
    return f"the articles of {source.url}{since}" + (f" with {source.search!r}" if source.search else "")


def name_file(url: str, ending: str) -> str:
    """A file's name for an address: its last words, and a hash that tells it from others."""
    words = re.sub(r"[^A-Za-z0-9]+", "-", url.partition("//")[2].partition("?")[0]).strip("-")
    return f"{words[-80:].strip('-')}-{sha256(url.encode()).hexdigest()[:8]}{ending}"
