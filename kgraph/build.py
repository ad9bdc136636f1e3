"""Sources in, a graph on disk and a report of what was read, kept and skipped out: the whole road."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, NamedTuple

from kgraph.errors import GraphError
from kgraph.extract import EXTRACTOR, extract_facts
from kgraph.knowledge import add_claims, drop_claims, update_knowledge
from kgraph.model import Document, Facts, Skipped, Value
from kgraph.questions import ask
from kgraph.sources import read_documents
from kgraph.store import Store, open_store
from kgraph.triples import content_hash, document_iri
from kgraph.validate import Finding, check_documents


class Report(Value):
    """What a build did; documents by their IRIs, in the order in which they came."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    truncated: tuple[str, ...] = ()
    """Those of the documents of which only the beginning could be read."""
    notes: tuple[str, ...] = ()
    """What is to be known of documents that were kept: what was lost or guessed, which came twice."""
    skipped: tuple[Skipped, ...] = ()
    findings: tuple[Finding, ...] = ()
    """What in the graphs of new and changed documents, and in what follows from them, breaks the ontology's shapes."""

    @property
    def documents(self) -> int:
        """How many documents were read and kept."""
        return len(self.new) + len(self.changed) + len(self.unchanged)


class Version(NamedTuple):
    """A document as it came; the greatest is the fullest. Contents of one length are told apart by their hash."""

    whole: bool
    length: int
    content: str
    notes: tuple[str, ...]


class Stored(NamedTuple):
    """What the store knows of a document: the hash of what was read, and the extractor."""

    content: str
    extractor: str


def build_graph(sources: Iterable[str], folder: Path, stdin: BinaryIO | None = None) -> Report:
    """Read sources into the graph of a folder: what is new or changed is extracted, the rest left alone.

    Raises GraphError where the folder belongs to something else or another build writes to it.
    """
    skipped: list[Skipped] = []
    kept: dict[str, Version] = {}
    before: dict[str, Stored | None] = {}
    with open_store(folder, write=True) as store:
        for document in choose_documents(read_documents(sources, stdin), kept, skipped):
            before.setdefault(document_iri(document), find_stored(store, document))
            add_document(store, folder, document)
        update_knowledge(store, folder)
        report = write_report(kept, skipped, before)
        findings = check_documents(store, (*report.new, *report.changed))
        return report.model_copy(update={"findings": tuple(findings)})


def find_stored(store: Store, document: Document) -> Stored | None:
    known = store.find_document(document_iri(document))
    return Stored(*known) if known else None


def choose_documents(
    found: Iterable[Document | Skipped], kept: dict[str, Version], skipped: list[Skipped]
) -> Iterator[Document]:
    """Pass documents on, set aside what was skipped; of two under one IRI the fuller counts, whichever came first."""
    for each in found:
        if isinstance(each, Skipped):
            skipped.append(each)
            continue
        iri = document_iri(each)
        version = Version(not each.truncated, len(each.text), content_hash(each), each.notes)
        best = kept.get(iri)
        if best is None or version[:3] > best[:3]:
            kept[iri] = version
            yield each
        if best and version.content != best.content:
            note = "came more than once with different contents: the fullest was kept"
            kept[iri] = kept[iri]._replace(notes=tuple(dict.fromkeys((*kept[iri].notes, note))))


def add_document(store: Store, folder: Path, document: Document) -> None:
    """Store a document's claims, unless they are there already."""
    if find_stored(store, document) != Stored(content_hash(document), EXTRACTOR):
        add_claims(store, folder, extract_facts(document), EXTRACTOR)


def write_report(
    kept: Mapping[str, Version], skipped: Iterable[Skipped], before: Mapping[str, Stored | None]
) -> Report:
    same = {iri for iri, version in kept.items() if before[iri] == Stored(version.content, EXTRACTOR)}
    return Report(
        new=tuple(iri for iri in kept if before[iri] is None),
        changed=tuple(iri for iri in kept if before[iri] and iri not in same),
        unchanged=tuple(iri for iri in kept if iri in same),
        truncated=tuple(iri for iri, version in kept.items() if not version.whole),
        notes=tuple(f"{iri}: {note}" for iri, version in kept.items() for note in version.notes),
        skipped=tuple(skipped),
    )


def describe_report(report: Report) -> Iterator[str]:
    """The report in words, a line for each thing to say."""
    parts = (report.new, "new"), (report.changed, "changed"), (report.unchanged, "unchanged")
    told = ", ".join(f"{len(documents)} {how}" for documents, how in parts)
    yield f"{report.documents} document{'' if report.documents == 1 else 's'} read: {told}"
    yield from (f"truncated: {iri}" for iri in report.truncated)
    yield from (f"note: {note}" for note in report.notes)
    yield from map(describe_skipped, report.skipped)
    for finding in report.findings:
        yield f"breaks a rule: {finding.rule} {finding.name} {finding.thing}"


def describe_skipped(skipped: Skipped) -> str:
    """What could not be read, and why, in words."""
    return f"skipped: {skipped.source}: {skipped.reason}"


def read_facts(sources: Iterable[str], stdin: BinaryIO | None = None) -> Iterator[Facts | Skipped]:
    """The facts of each document, nothing stored; a Skipped for what cannot be read."""
    for found in read_documents(sources, stdin):
        yield found if isinstance(found, Skipped) else extract_facts(found)


def dump_facts(facts: Facts, with_text: bool = False) -> str:
    """The facts of one document as a line of JSON, in the format of the gold articles."""
    found = facts.model_dump(mode="json", by_alias=True)
    document = found.pop("document")
    left_out = {name for name in ("publisher", "truncated", "notes") if not document[name]}
    left_out |= {"id"} if with_text else {"id", "text"}
    shown = {name: value for name, value in document.items() if name not in left_out}
    return json.dumps({"id": document["id"], "document": shown, **found}, ensure_ascii=False) + "\n"


def forget_documents(names: Iterable[str], folder: Path) -> tuple[str, ...]:
    """Take documents, named by IRI, URL or id, out of a graph with what only they said; returns their IRIs.

    Raises GraphError where there is no graph, or it lacks one of them; then nothing is taken out.
    """
    with open_store(folder) as store:  # a graph that is not there must not be made
        known = list_names(store)
    iris = dict.fromkeys(find_document(name, known, folder) for name in names)
    with open_store(folder, write=True) as store:
        for iri in iris:
            drop_claims(store, folder, iri)
        update_knowledge(store, folder)
    return tuple(iris)


def list_names(store: Store) -> dict[str, str]:
    """What each document may be named by, with its IRI: an IRI before an id, should they be the same."""
    ids = {str(name): str(iri) for *_, name, iri in ask(store, "documents")}
    return ids | {iri: iri for iri in store.documents()}


def find_document(name: str, known: dict[str, str], folder: Path) -> str:
    """The IRI of a document that is named. Raises GraphError."""
    address = document_iri(Document(id=name, url=name)) if name else name
    iri = known.get(name) or known.get(address)
    if iri is None:
        raise GraphError(f"the graph in {folder} holds no document {name!r}; `kgraph query documents` lists them")
    return iri
