"""Sources in, a graph on disk and a report of what was read, kept and skipped out: the whole road."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeVar

from kgraph.claims import Claims, claim_document
from kgraph.corpus import Corpus, share_batches
from kgraph.errors import GraphError
from kgraph.identity import read_judgement
from kgraph.knowledge import add_claims, drop_claims, update_knowledge
from kgraph.model import Document, Facts, Skipped, Value
from kgraph.questions import ask
from kgraph.shards.merging import read_shards
from kgraph.sources import read_documents
from kgraph.steps import STEPS, time_step
from kgraph.store import Store, open_store
from kgraph.triples import content_hash, document_iri
from kgraph.validate import Finding, check_documents
from kgraph.version import EXTRACTOR
from kgraph.versions import Read, Version, choose_versions, give_up, judge_documents
from kgraph.workers import Failure, Share, work_here

T = TypeVar("T")
Found = Claims | Failure[Document]


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


class Stored(NamedTuple):
    """What the store knows of a document: the hash of what was read, and the extractor."""

    content: str
    extractor: str


def build_graph(
    sources: Iterable[str], folder: Path, stdin: BinaryIO | None = None, share: Share = work_here
) -> Report:
    """Read sources into the graph of a folder: what is new or changed is extracted, the rest left alone.

    `share` says who does what takes long: with other processes, a document that crashes or hangs them is given up.
    Raises GraphError where the folder belongs to something else or another build writes to it.
    """
    return add_read(folder, judge_documents(read_documents(sources, stdin)), partial(share, claim_document), share)


def merge_shards(address: str, folder: Path, share: Share = work_here) -> Report:
    """Read shards that `kgraph extract` wrote into the graph of a folder, as if it had read their sources.

    Raises as build_graph, and SourceError for what is no whole extraction.
    """
    return add_read(folder, read_shards(address), pass_on, share)


def pass_on(claims: Iterable[Claims]) -> Generator[Found]:
    """What was extracted before."""
    yield from claims


def add_read(
    folder: Path,
    read: Iterable[Read[T] | Skipped],
    extract: Callable[[Iterable[T]], Generator[Found]],
    share: Share,
) -> Report:
    """Bring the graph of a folder up to what was read."""
    skipped: list[Skipped] = []
    kept: dict[str, Version] = {}
    before: dict[str, Stored | None] = {}
    failed: dict[str, str] = {}
    with open_store(folder, write=True) as store:
        chosen = choose_versions(read, kept, skipped)
        with time_step("read and extracted"), closing(extract(choose_changed(store, chosen, kept, before))) as found:
            add_found(store, folder, found, kept, failed)
        with time_step("knowledge layer brought up to date"):
            update_knowledge(store, folder, share)
        report = write_report(kept, skipped, before, failed)
        corpus = Corpus(store, read_judgement(folder))
        with time_step("shapes checked"):
            findings = sorted(share_batches(corpus, check_batch, (*report.new, *report.changed), share), key=str)
        # A thing of several documents may be found more than once.
        return report.model_copy(update={"findings": tuple(dict.fromkeys(findings))})


def check_batch(corpus: Corpus, documents: Iterable[str]) -> list[Finding]:
    """What breaks the shapes in what documents tell."""
    return list(check_documents(corpus.store, documents))


def find_stored(store: Store, document: str) -> Stored | None:
    known = store.find_document(document)
    return Stored(*known) if known else None


def choose_changed(
    store: Store, read: Iterable[tuple[str, T]], kept: Mapping[str, Version], before: dict[str, Stored | None]
) -> Iterator[T]:
    """Pass on what the store does not have as it was read; `before` is told what it had."""
    for iri, item in read:
        stored = find_stored(store, iri)
        before.setdefault(iri, stored)
        if stored != Stored(kept[iri].content, EXTRACTOR):
            yield item


def add_found(
    store: Store, folder: Path, found: Iterable[Found], kept: Mapping[str, Version], failed: dict[str, str]
) -> None:
    """Store what documents tell; of what comes late, from a version that is no longer kept, nothing."""
    for one in found:
        if isinstance(one, Failure):
            iri, content = document_iri(one.item), content_hash(one.item)
        else:
            iri, content = one.document, one.content
        if kept[iri].content != content:
            continue
        if isinstance(one, Failure):
            failed[iri] = one.reason
        else:
            add_claims(store, folder, one)
            STEPS.debug("extracted: %s: %d facts", iri, one.facts)


def write_report(
    read: Mapping[str, Version],
    skipped: Iterable[Skipped],
    before: Mapping[str, Stored | None],
    failed: Mapping[str, str],
) -> Report:
    kept = {iri: version for iri, version in read.items() if iri not in failed}
    given_up = (give_up(iri, failed[iri]) for iri in read if iri in failed)
    same = {iri for iri, version in kept.items() if before[iri] == Stored(version.content, EXTRACTOR)}
    return Report(
        new=tuple(iri for iri in kept if before[iri] is None),
        changed=tuple(iri for iri in kept if before[iri] and iri not in same),
        unchanged=tuple(iri for iri in kept if iri in same),
        truncated=tuple(iri for iri, version in kept.items() if not version.whole),
        notes=tuple(f"{iri}: {note}" for iri, version in kept.items() for note in version.notes),
        skipped=(*skipped, *given_up),
    )


def describe_report(report: Report) -> Iterator[str]:
    """The report in words, a line for each thing to say."""
    parts = (report.new, "new"), (report.changed, "changed"), (report.unchanged, "unchanged")
    told = ", ".join(f"{len(documents)} {how}" for documents, how in parts)
    yield f"{report.documents} document{'' if report.documents == 1 else 's'} read: {told}"
    yield from (f"truncated: {iri}" for iri in report.truncated)
    yield from (f"note: {note}" for note in report.notes)


def describe_failures(report: Report) -> Iterator[str]:
    """What could not be read and what breaks a rule, a line for each."""
    yield from map(describe_skipped, report.skipped)
    for finding in report.findings:
        yield f"breaks a rule: {finding.rule} {finding.name} {finding.thing}"


def describe_skipped(skipped: Skipped) -> str:
    """What could not be read, and why, in words."""
    return f"skipped: {skipped.source}: {skipped.reason}"


def read_facts(sources: Iterable[str], stdin: BinaryIO | None = None) -> Iterator[Facts | Skipped]:
    """The facts of each document, nothing stored; a Skipped for what cannot be read."""
    from kgraph.extract import extract_facts  # a build that has nothing to extract need not load spaCy

    for found in read_documents(sources, stdin):
        yield found if isinstance(found, Skipped) else extract_facts(found)


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
