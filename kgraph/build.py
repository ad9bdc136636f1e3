"""Sources in, a graph on disk and a report of what was read, kept and skipped out: the whole road."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from kgraph.errors import GraphError
from kgraph.extract import EXTRACTOR, extract_facts
from kgraph.identity import merge_claims, resolve_claims
from kgraph.model import Document, Facts, Skipped, Value
from kgraph.sources import read_documents
from kgraph.store import Store, open_store
from kgraph.triples import content_hash, document_iri, read_claims, write_claims, write_knowledge


class Report(Value):
    """What a build did; documents by their IRIs, in the order in which they came."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What is to be known of documents that were kept: cut off, told twice."""
    skipped: tuple[Skipped, ...] = ()

    @property
    def documents(self) -> int:
        """How many documents were read and kept."""
        return len({*self.new, *self.changed, *self.unchanged})


def build_graph(sources: Iterable[str], folder: Path, stdin: BinaryIO | None = None) -> Report:
    """Read sources into the graph of a folder: what is new or changed is extracted, the rest left alone.

    Raises GraphError where the folder belongs to something else or another build writes to it.
    """
    skipped: list[Skipped] = []
    notes: list[str] = []
    seen: dict[str, list[str]] = {"new": [], "changed": [], "unchanged": []}
    with open_store(folder, write=True) as store:
        known = store.documents()
        for document in choose_documents(read_documents(sources, stdin), skipped, notes):
            seen[add_document(store, document, known)].append(document_iri(document))
        if seen["new"] or seen["changed"]:
            rebuild_knowledge(store)
    return Report(notes=tuple(notes), skipped=tuple(skipped), **{name: tuple(iris) for name, iris in seen.items()})


def choose_documents(
    found: Iterable[Document | Skipped], skipped: list[Skipped], notes: list[str]
) -> Iterator[Document]:
    """Pass documents on and set aside what was skipped; of two under one IRI the fuller one counts, whichever came first."""
    best: dict[str, tuple[bool, int, str]] = {}
    for each in found:
        if isinstance(each, Skipped):
            skipped.append(each)
            continue
        iri = document_iri(each)
        rank = (not each.truncated, len(each.text), content_hash(each))
        notes.extend(f"{iri}: {note}" for note in each.notes)
        if iri in best and best[iri] != rank:
            notes.append(f"{iri}: came twice with different contents; the fuller one was kept")
        if iri not in best or rank > best[iri]:
            best[iri] = rank
            yield each


def add_document(store: Store, document: Document, known: Mapping[str, tuple[str, str]]) -> str:
    """Store a document's claims unless they are there already: "new", "changed" or "unchanged"."""
    iri = document_iri(document)
    if known.get(iri) == (content_hash(document), EXTRACTOR):
        return "unchanged"
    facts = extract_facts(document)
    store.replace_graph(iri, write_claims(facts, resolve_claims(facts), EXTRACTOR))
    return "changed" if iri in known else "new"


def rebuild_knowledge(store: Store) -> None:
    """Compute the knowledge layer again from all claims."""
    store.replace_knowledge(write_knowledge(merge_claims(read_all_claims(store))))


def read_all_claims(store: Store) -> Iterator[Facts]:
    for iri in sorted(store.documents()):
        yield read_claims(store.read_graph(iri))


def forget_documents(names: Iterable[str], folder: Path) -> tuple[str, ...]:
    """Take documents, named by IRI, URL or id, out of a graph with what only they said; returns their IRIs.

    Raises GraphError where the graph does not hold one of them; then nothing is taken out.
    """
    with open_store(folder, write=True) as store:
        known = store.documents()
        iris = [document_iri(Document(id=name, url=name if "://" in name else None)) for name in names]
        missing = [name for name, iri in zip(names, iris, strict=True) if iri not in known]
        if missing:
            raise GraphError(f"{folder} holds no document {missing[0]}; `kgraph query documents` lists them")
        for iri in iris:
            store.drop_graph(iri)
        rebuild_knowledge(store)
    return tuple(iris)
