"""What was read comes in; of all that stands under one IRI the fullest goes out, whichever came first."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

from kgraph.model import Document, Skipped
from kgraph.triples import content_hash, document_iri

T = TypeVar("T")


class Version(NamedTuple):
    """A document as it came; the greatest is the fullest. Contents of one length are told apart by their hash."""

    whole: bool
    length: int
    content: str
    notes: tuple[str, ...]


Read = tuple[str, Version, T]
"""An IRI, the version of it that was read, and what stands for that."""


def judge_documents(found: Iterable[Document | Skipped]) -> Iterator[Read[Document] | Skipped]:
    """Documents with their IRIs and versions."""
    for each in found:
        if isinstance(each, Skipped):
            yield each
        else:
            version = Version(not each.truncated, len(each.text), content_hash(each), each.notes)
            yield document_iri(each), version, each


def choose_versions(
    found: Iterable[Read[T] | Skipped], kept: dict[str, Version], skipped: list[Skipped]
) -> Iterator[tuple[str, T]]:
    """Pass on what is fuller than all before it under its IRI; `kept` and `skipped` are told what came."""
    for each in found:
        if isinstance(each, Skipped):
            skipped.append(each)
            continue
        iri, version, item = each
        best = kept.get(iri)
        if best is None or version[:3] > best[:3]:
            kept[iri] = version
            yield iri, item
        if best and version.content != best.content:
            note = "came more than once with different contents: the fullest was kept"
            kept[iri] = kept[iri]._replace(notes=tuple(dict.fromkeys((*kept[iri].notes, note))))


def give_up(iri: str, reason: str) -> Skipped:
    """What is said of a document that no process came to an end with."""
    return Skipped(source=iri, reason=f"given up: {reason}")
