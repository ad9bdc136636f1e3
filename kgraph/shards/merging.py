"""A folder of shards comes in, what each of their documents tells goes out, shard by shard."""

import gzip
from collections.abc import Iterator
from hashlib import sha256

from kgraph.claims import Claims
from kgraph.errors import SourceError
from kgraph.model import Skipped
from kgraph.ontology import iri
from kgraph.shards import MANIFEST, Made, Manifest
from kgraph.shards.folder import Folder
from kgraph.triples import Quad, read_graphs, read_properties, write_nquads
from kgraph.version import EXTRACTOR
from kgraph.versions import Read, Version


def read_shards(address: str) -> Iterator[Read[Claims] | Skipped]:
    """What the documents of all shards in a folder tell, and what could not be read of their sources.

    Raises SourceError for a folder without a manifest, with shards of another extractor, or with damaged files.
    """
    folder = Folder(address)
    content = folder.read(MANIFEST)
    if content is None:
        raise SourceError(f"{address} holds no {MANIFEST}: `kgraph extract --out` writes it when all shards are done")
    manifest = Manifest.model_validate_json(content)
    if manifest.extractor != EXTRACTOR:
        raise SourceError(f"the shards in {address} are by {manifest.extractor}, not {EXTRACTOR}: extract them again")
    for made in manifest.shards:
        yield from made.skipped
        yield from read_shard(folder, made)


def read_shard(folder: Folder, made: Made) -> Iterator[Read[Claims]]:
    name = f"{made.key}.nq.gz"
    content = folder.read(name)
    if content is None or sha256(content).hexdigest() != made.files[name]:
        raise SourceError(
            f"{name} in {folder.address} is missing or damaged: delete {made.key}.done.json, extract again"
        )
    for document, quads in read_graphs(gzip.decompress(content)):
        version = read_version(document, quads, made.notes.get(document, ()))
        yield document, version, Claims(document, version.content, write_nquads(quads))


def read_version(document: str, quads: list[Quad], notes: tuple[str, ...]) -> Version:
    """Which version of a document a graph is of, as it says itself."""
    said = read_properties(quads, document)
    whole = said.get(iri("kg:truncated")) != "true"
    return Version(whole, len(said.get(iri("schema:text"), "")), said[iri("kg:contentHash")], notes)
