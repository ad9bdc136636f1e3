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
from typing import IO, TYPE_CHECKING, NamedTuple

from kgraph.errors import GraphError, KgraphError
from kgraph.running import OUT_OF_MEMORY, limit_memory, limit_time, silence
from kgraph.store import Dataset, Plain, Store, open_store

if TYPE_CHECKING:
    from typing_extensions import Buffer

HEAD = struct.Struct(">cI")
READY, BEGIN, DATA, END, ERROR = b"R", b"B", b"D", b"E", b"X"
CHUNK = 65_536


class Question(NamedTuple):
    """A query with its dataset (None for the graph's own) and the media types of a table and of a graph.

    A media type is None where whoever asks takes no such format.
    """

    sparql: str
    table: str | None = "application/sparql-results+json"
    graph: str | None = "text/turtle"
    dataset: Dataset | None = None
    bindings: Mapping[str, Plain] | None = None
    seconds: float = 60


class UnacceptableError(KgraphError):
    """An answer that has no format which whoever asks takes."""


class Chunks(io.RawIOBase):
    """A file whose content goes out in pieces, each behind its head."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out

    def writable(self) -> bool:
        return True

    def write(self, data: "Buffer") -> int:
        content = bytes(data)
        send(self._out, DATA, content)
        return len(content)


def send(out: IO[bytes], kind: bytes, content: bytes = b"") -> None:
    out.write(HEAD.pack(kind, len(content)))
    out.write(content)


def run_worker() -> None:
    """The whole life of the child: its arguments are the graph's folder and its memory in megabytes."""
    folder, megabytes = sys.argv[1:]
    silence()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for the server, which ends its children
    limit_memory(int(megabytes))
    asked, out = sys.stdin.buffer, sys.stdout.buffer
    try:
        with open_store(Path(folder)) as store:
            send(out, READY)
            out.flush()
            while head := asked.read(4):
                answer(store, pickle.loads(asked.read(int.from_bytes(head))), out)
    except GraphError as error:
        send(out, ERROR, pickle.dumps(error))
        out.flush()


def answer(store: Store, question: Question, out: IO[bytes]) -> None:
    """One answer: its media type, its content, its end; or an error, wherever it comes."""
    try:
        with limit_time(question.seconds):
            write_answer(store, question, out)
        send(out, END)
    except KgraphError as error:
        send(out, ERROR, pickle.dumps(error))
    except MemoryError:
        raise SystemExit(OUT_OF_MEMORY[0]) from None
    out.flush()


def write_answer(store: Store, question: Question, out: IO[bytes]) -> None:
    found = store.find(question.sparql, question.bindings, question.dataset)
    media_type = question.graph if found.is_graph else question.table
    if media_type is None:
        raise UnacceptableError("the answer has none of the formats that are asked for")
    send(out, BEGIN, media_type.encode())
    content = io.BufferedWriter(Chunks(out), CHUNK)
    found.write(content, media_type)
    content.flush()
