"""An open store comes in, what its documents tell in terms of things goes out, each read once.

What one document means may hang on others: on the names that they introduce, and on whose text it repeats. It is
worked out from them by `resolve`, and read as the store has it by `tell_claims`.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar

from kgraph.identity import (
    Judgement,
    Named,
    Told,
    choose_original,
    find_wholes,
    is_copy,
    is_copy_key,
    list_keys,
    may_meet,
    name_mentions,
    read_told,
)
from kgraph.model import Facts
from kgraph.store import Store, open_copy
from kgraph.triples import read_claims
from kgraph.workers import Failure, Share, work_here

T = TypeVar("T")
R = TypeVar("R")
Batch = Callable[["Corpus", Sequence[T]], list[R]]
"""Work on some items that changes nothing, and hangs on nothing that others of them change."""
_KEPT = 4096
"""Documents that are held in memory at a time."""
_BATCH = 256
"""Items that are worked on at once."""
MANY = 2_000
"""Items that are worth other processes, which have to be started."""


class Corpus:
    """The documents of a store, and the claims of others that share a key with one of theirs."""

    def __init__(self, store: Store, judgement: Judgement) -> None:
        self.store = store
        self.judgement = judgement
        self.read_facts = lru_cache(_KEPT)(self._read_facts)
        self.find_wholes = lru_cache(_KEPT)(self._find_wholes)

    def _read_facts(self, document: str) -> Facts | None:
        """What a document tells, None where it is not in the store."""
        return read_claims(self.store.walk_graph(document)) if self.store.find_document(document) else None

    # --- as it follows from all documents

    def resolve(self, facts: Facts) -> Named:
        """The things that a document mentions, after a person's judgements."""
        named, settle = name_mentions(facts, self.find_introduced), self.judgement.settle
        return Named(
            things={key: settle(iri) for key, iri in named.things.items()},
            places={place: settle(iri) for place, iri in named.places.items()},
            policies={policy: settle(iri) for policy, iri in named.policies.items()},
        )

    def find_introduced(self, name: str) -> set[str]:
        """The things for which documents introduced a short name, those left out that a person keeps apart."""
        found = {thing for thing, _ in self.store.find_subjects("kg:identityKey", f"alias {name}")}
        return {thing for thing in found if not self.judgement.are_apart(name, thing)}

    def find_original(self, document: str) -> str:
        """The document whose text this one repeats, the first of all copies; mostly itself."""
        copies = self.gather_copies(document)
        return choose_original([(self._published(copy), copy) for copy in copies]) if len(copies) > 1 else document

    def _published(self, document: str) -> str:
        return self.store.find_value(document, document, "dcterms:issued") or ""

    def gather_copies(self, document: str) -> set[str]:
        """A document and all that repeat its text, directly or by way of others."""
        found, new = {document}, [document]
        while new:
            one = new.pop()
            near = self._find_near(one) - found
            text = self._text(one) if near else ""
            copies = {other for other in near if is_copy(text, self._text(other))}
            found |= copies
            new += sorted(copies)
        return found

    def _find_near(self, document: str) -> set[str]:
        """The documents of which some words are those of this one, by the keys that the store has of it."""
        keys = (key for _, key in self.store.find_values(document, "kg:identityKey") if is_copy_key(key))
        return {other for key in keys for other, _ in self.store.find_subjects("kg:identityKey", key)}

    def _text(self, document: str) -> str:
        return self.store.find_value(document, document, "schema:text") or ""

    # --- as the store has it

    def tell_claims(self, document: str) -> dict[str, Told]:
        """The facilities and events of a document, by the IRIs of its claims; none before its names are resolved."""
        lines = self.store.find_values(document, "kg:toldAs")
        return {claim: read_told(claim, line) for claim, line in sorted(lines, key=lambda line: (len(line[0]), line))}

    def tell_claim(self, claim: str, document: str) -> Told:
        """One facility or event of a document."""
        return read_told(claim, self.store.find_value(document, claim, "kg:toldAs") or "")

    def read_original(self, document: str) -> str:
        """The document whose text this one repeats, or itself."""
        keys = (key for _, key in self.store.find_values(document, "kg:identityKey"))
        return next((key.removeprefix("original ") for key in keys if key.startswith("original ")), document)

    def _find_wholes(self, document: str) -> dict[str, str]:
        """Claims of a document with those of whose sums theirs are a part."""
        return find_wholes(self.tell_claims(document).values())

    def find_claims(self, told: Told) -> Iterator[Told]:
        """The claims that share a key with one, each once."""
        seen = {told.iri}
        for key in list_keys(told):
            for claim, document in self.store.find_subjects("kg:identityKey", key):
                if claim not in seen:
                    seen.add(claim)
                    yield self.tell_claim(claim, document)

    def find_matching(self, document: str) -> set[str]:
        """The documents with claims that have a say in what one of this document tells."""
        told = self.tell_claims(document).values()
        return {other.document for one in told for other in self.find_claims(one) if may_meet(one, other)}


# --- by several processes


def share_batches(corpus: Corpus, work: Batch[T, R], items: Sequence[T], share: Share) -> Generator[R]:
    """What `work` makes of items in batches: of many by other processes, on a copy of the store as it is now."""
    batches = [items[start : start + _BATCH] for start in range(0, len(items), _BATCH)]
    if share is work_here or len(items) < MANY:
        for batch in batches:
            yield from work(corpus, batch)
        return
    with (
        corpus.store.lend() as copy,
        closing(share(partial(_work_on_copy, copy, corpus.judgement, work), batches, 1)) as found,
    ):
        for one in found:
            yield from work(corpus, one.item) if isinstance(one, Failure) else one


def _work_on_copy(copy: Path, judgement: Judgement, work: Batch[T, R], batch: Sequence[T]) -> list[R]:
    return work(_open_corpus(copy, judgement), batch)


_opened: dict[Path, Corpus] = {}


def _open_corpus(copy: Path, judgement: Judgement) -> Corpus:
    """The copy, opened once in a process."""
    if copy not in _opened:
        _opened[copy] = Corpus(open_copy(copy), judgement)
    return _opened[copy]
