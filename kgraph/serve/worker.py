"""The program of a child of the server: questions come in on standard input, answers go out on standard output.

It opens the graph once, answers one question after the other, and is ended from outside or by its own limits.
What travels is a head (one letter and a length) and so many bytes.
"""

import io
import pickle
import signal
import struct
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from kgraph.errors import GraphError, KgraphError
from kgraph.running import OUT_OF_MEMORY, limit_memory, limit_time, silence
from kgraph.store import Dataset, Plain, Store, open_store

if TYPE_CHECKING:
    from typing_extensions import Buffer

HEAD = struct.Struct(">cI")
READY, BEGIN, DATA, END, ERROR = b"R", b"B", b"D", b"E", b"X"
CHUNK = 65_536
TABLES = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
GRAPHS = ("text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml")
"""Media types of answers, the preferred one first."""


class Question(NamedTuple):
    """A query with its dataset (None for the graph's own) and the media types of a table and of a graph.

    A media type is None where whoever asks takes no such format.
    """

    sparql: str
    table: str | None = "application/sparql-results+json"
    graph: str | None = "text/turtle"
    dataset: Dataset | None = None
    bindings: Mapping[str, Plain] | None = None


class UnacceptableError(KgraphError):
    """An answer that has no format which whoever asks takes."""


class Chunks(io.RawIOBase):
    """A file whose content goes out in pieces, each behind its head; the last stays for who ends it."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self.rest = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: "Buffer") -> int:
        if len(self.rest) >= CHUNK:
            send(self._out, DATA, self.rest)
            self.rest.clear()
        self.rest += data
        return memoryview(data).nbytes


def send(out: IO[bytes], kind: bytes, content: bytes | bytearray = b"") -> None:
    out.write(HEAD.pack(kind, len(content)))
    out.write(content)


def run_worker() -> None:
    """The whole life of the child: it is told the graph's folder, its megabytes of memory, seconds for a question."""
    folder, megabytes, seconds = sys.argv[1:]
    silence()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for the server, which ends its children
    limit_memory(int(megabytes))
    # Files of our own: Python's have no buffer where PYTHONUNBUFFERED is set, and each write wakes the server.
    asked, out = open(0, "rb", closefd=False), open(1, "wb", CHUNK, closefd=False)  # noqa: SIM115
    try:
        with open_store(Path(folder)) as store:
            send(out, READY)
            out.flush()
            while head := asked.read(4):
                answer(store, pickle.loads(asked.read(int.from_bytes(head))), float(seconds), out)
    except GraphError as error:
        send(out, ERROR, pickle.dumps(error))
        out.flush()


def answer(store: Store, question: Question, seconds: float, out: IO[bytes]) -> None:
    """One answer: its media type, its content, its end; or an error, wherever it comes."""
    try:
        with limit_time(seconds):
            rest = write_answer(store, question, out)
        send(out, END, rest)
    except KgraphError as error:
        send(out, ERROR, pickle.dumps(error))
    except MemoryError:
        raise SystemExit(OUT_OF_MEMORY[0]) from None
    out.flush()


def write_answer(store: Store, question: Question, out: IO[bytes]) -> bytearray:
    """All of an answer but its last piece, which comes back: most have no other."""
    found = store.find(question.sparql, question.bindings, question.dataset)
    media_type = question.graph if found.is_graph else question.table
    if media_type is None:
        raise UnacceptableError(f"the formats of this answer are {', '.join(GRAPHS if found.is_graph else TABLES)}")
    send(out, BEGIN, media_type.encode())
    content = Chunks(out)
    found.write(cast(IO[bytes], content), media_type)
    return content.rest
