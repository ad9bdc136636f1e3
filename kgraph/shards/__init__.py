"""Files of articles come in, shards go out: what the articles tell, as files that SPARQL clusters load in bulk.

A shard is what one task makes of some files, on whatever machine: `KEY.nq.gz`, a named graph a document;
`KEY.jsonl.gz`, the facts in the format of the gold articles; and `KEY.done.json`, which comes last and says that the
others are whole. The key follows from the files' bytes and the extractor, and the contents from the key: a task that
is run again, or twice at once, writes the same. `manifest.json` names the shards of one extraction.

    folder      a folder or object store, in which a file is whole or not there
    engines     shards to make -> shards made: here, on a Dask cluster or on Spark
    merging     a folder of shards -> what each document tells
"""

import gzip
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from kgraph.claims import Told, tell_document
from kgraph.errors import SourceError
from kgraph.model import Skipped, Value
from kgraph.shards.folder import Folder
from kgraph.sources import read_documents
from kgraph.sources.folders import find_files
from kgraph.triples import content_hash, document_iri
from kgraph.version import EXTRACTOR, __version__
from kgraph.versions import Version, choose_versions, give_up, judge_documents
from kgraph.workers import Failure, work_apart

LEAST, MOST, PARTS = 4_000_000, 64_000_000, 256
"""Bytes of files that make a shard, which is from half a minute to some minutes of work, and how many are enough.

Stores load files of this size well. One file is never split.
"""
MANIFEST = "manifest.json"


class Made(Value):
    """A shard that is done: the SHA-256 of its files, how much they hold, what there is to say of its documents."""

    key: str
    files: dict[str, str]
    documents: int
    quads: int
    notes: dict[str, tuple[str, ...]]
    skipped: tuple[Skipped, ...] = ()


class Manifest(Value):
    """The shards of one extraction, in the order of their keys, and what made them."""

    kgraph: str = __version__
    extractor: str = EXTRACTOR
    documents: int
    quads: int
    shards: tuple[Made, ...]


def plan_shards(sources: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The files of sources in order, as many together as make a shard. Raises SourceError for standard input."""
    found = list(measure_files(sources))
    size = max(LEAST, min(MOST, sum(length for _, length in found) // PARTS))
    files: list[str] = []
    held = 0
    for name, length in found:
        if files and held + length > size:
            yield tuple(files)
            files, held = [], 0
        files.append(name)
        held += length
    if files:
        yield tuple(files)


def measure_files(sources: Iterable[str]) -> Iterator[tuple[str, int]]:
    """The files of sources with their sizes; what cannot be read is told by the task that tries."""
    for source in sources:
        if source == "-":
            raise SourceError("standard input cannot be shared between processes: name files or folders")
        for found in find_files(source):
            path = Path(found.source if isinstance(found, Skipped) else found)
            yield str(path), path.stat().st_size if path.is_file() else 0


def make_shard(files: Sequence[str], out: str, workers: int = 1) -> Made:
    """Extract files into a shard in the folder `out`, unless it is there. Raises KgraphError where that fails.

    A document that crashes or hangs its process is given up and named, as in a build.
    """
    folder, key = Folder(out), name_shard(files)
    if done := folder.read(f"{key}.done.json"):
        return Made.model_validate_json(done)
    kept: dict[str, Version] = {}
    skipped: list[Skipped] = []
    told = find_told(files, kept, skipped, workers)
    graphs = [told[iri].claims.graph for iri in sorted(told)]
    contents = {
        f"{key}.nq.gz": "".join(graphs),
        f"{key}.jsonl.gz": "".join(told[iri].facts for iri in sorted(told)),
    }
    made = Made(
        key=key,
        files={name: folder.write(name, gzip.compress(text.encode(), mtime=0)) for name, text in contents.items()},
        documents=len(told),
        quads=sum(graph.count("\n") for graph in graphs),
        notes={iri: kept[iri].notes for iri in sorted(told) if kept[iri].notes},
        skipped=tuple(skipped),
    )
    folder.write(f"{key}.done.json", made.model_dump_json().encode())
    return made


def name_shard(files: Iterable[str]) -> str:
    """The key of the shard that these files make."""
    key = sha256(EXTRACTOR.encode())
    for name in files:
        path = Path(name)
        key.update(sha256(path.read_bytes() if path.is_file() else name.encode()).digest())
    return key.hexdigest()[:32]


def find_told(files: Iterable[str], kept: dict[str, Version], skipped: list[Skipped], workers: int) -> dict[str, Told]:
    """What the documents of files tell, by their IRIs; `kept` and `skipped` are told what was read."""
    read = choose_versions(judge_documents(read_documents(files)), kept, skipped)
    told: dict[str, Told] = {}
    failed: dict[str, str] = {}
    for one in work_apart(tell_document, (document for _, document in read), workers=workers):
        if isinstance(one, Failure):
            iri, content = document_iri(one.item), content_hash(one.item)
        else:
            iri, content = one.claims.document, one.claims.content
        if kept[iri].content == content:
            if isinstance(one, Failure):
                failed[iri] = one.reason
            else:
                told[iri] = one
    skipped += [give_up(iri, failed[iri]) for iri in sorted(failed)]
    return told


def write_manifest(made: Iterable[Made], out: str) -> Manifest:
    """Name the shards of an extraction in its folder; returns what was written."""
    shards = tuple(sorted({one.key: one for one in made}.values(), key=lambda one: one.key))
    documents, quads = (sum(getattr(one, name) for one in shards) for name in ("documents", "quads"))
    manifest = Manifest(documents=documents, quads=quads, shards=shards)
    Folder(out).write(MANIFEST, f"{manifest.model_dump_json(indent=1)}\n".encode())
    return manifest
