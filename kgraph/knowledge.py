"""Documents whose claims have changed come in, the knowledge layer that follows from all claims goes into the store.

The layer follows from the set of claims alone, whatever the order in which they came. Only what the changed
documents touch is computed:

1. who     what each of their names means, and each name of other documents that hangs on theirs
2. what    which claims tell of the same facility or event, among those that share a key with theirs
3. state   what is stated of each thing that is touched, and what each touched document supports (`statements`); what
           there is in all (`description`)

A file in the graph's folder lists the touched documents before anything changes and goes when all is done. Each
step can be done twice, so a run that was cut off is made good by the next.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from kgraph.claims import Claims
from kgraph.corpus import Corpus, share_batches
from kgraph.description import describe_dataset
from kgraph.errors import GraphError
from kgraph.identity import (
    DECISIONS,
    drop_matter,
    gather_claims,
    list_keys,
    list_mentioned,
    list_standing_keys,
    read_judgement,
    split_claims,
    tell_claims,
    write_told,
)
from kgraph.statements import add_support, find_thing, write_shared, write_statements
from kgraph.store import Store
from kgraph.triples import (
    claim_iri,
    is_happening,
    name_places,
    name_policies,
    write_identity,
)
from kgraph.workers import Share, work_here

STALE = "stale"
"""The file that lists touched documents: an IRI a line, behind "~ " where only neighbours of it have changed."""
_END = " ."
JUDGED = "judged"
"""The file that says by which rules and decisions the knowledge layer was made."""
IDENTITY = "identity-4"
"""The version of the rules that the layer follows from: another one, and all is computed again."""
_IDENTITY = ("kg:sameThing", "kg:identityKey", "kg:mentionedAs", "kg:toldAs")


Said = tuple[str, str, str]
"""A node, a property and a value."""


class Stale(NamedTuple):
    """Documents that have changed, and those that hang on what one of these told."""

    changed: set[str]
    near: set[str]


def add_claims(store: Store, folder: Path, claims: Claims) -> None:
    """Put what a document tells in place of what it told before; the knowledge layer follows by `update_knowledge`."""
    mark_stale(store, folder, claims.document)
    store.replace_graph(claims.document, claims.graph)


def drop_claims(store: Store, folder: Path, document: str) -> None:
    """Take out what a document tells."""
    mark_stale(store, folder, document)
    store.drop_graph(document)


def mark_stale(store: Store, folder: Path, document: str) -> None:
    """List a document that is about to change, with those that hang on what it tells now."""
    corpus = Corpus(store, read_judgement(folder))
    near = find_hanging(corpus, {document}) | corpus.find_matching(document)
    append_stale(folder, Stale({document}, near - {document}))


def append_stale(folder: Path, stale: Stale) -> None:
    lines = [*sorted(stale.changed), *(f"~ {document}" for document in sorted(stale.near))]
    with writing(folder), (folder / STALE).open("a", encoding="utf-8", newline="\n") as file:
        file.writelines(f"\n{line}{_END}" for line in lines)


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn the system's word into ours."""
    try:
        yield
    except OSError as error:
        raise GraphError(f"the graph in {folder} cannot be written: {error.strerror}") from error


def read_stale(folder: Path) -> Stale:
    file = folder / STALE
    lines = file.read_text(encoding="utf-8").split("\n") if file.exists() else []
    # A line without its end was being written when the run was cut off: what it announced had not begun.
    whole = [line.removesuffix(_END) for line in lines if line.endswith(_END)]
    near = {line.removeprefix("~ ") for line in whole if line.startswith("~ ")}
    return Stale({line for line in whole if not line.startswith("~ ")}, near)


def update_knowledge(store: Store, folder: Path, share: Share = work_here) -> None:
    """Let the knowledge layer follow from the claims, where they or a person's judgements have changed since.

    What of it is reading and reckoning alone is shared with other processes, where it is much.
    """
    judged = mark_judged(store, folder)
    stale = read_stale(folder)
    if stale.changed or stale.near:
        corpus = Corpus(store, read_judgement(folder))
        changed = resolve_names(corpus, folder, stale, share)
        touched = regroup_claims(corpus, folder, changed | read_stale(folder).near, share)
        # What is stated is supported before and after, so that a run that was cut off leaves nothing unknown.
        outdated = add_support(corpus, touched, share)
        write_statements(corpus, changed, touched, share)
        for removed in filter(None, outdated):
            store.change(removed, [])
        write_shared(corpus)
        describe_dataset(store)
    with writing(folder):
        (folder / JUDGED).write_text(judged, encoding="utf-8")
        (folder / STALE).unlink(missing_ok=True)


def mark_judged(store: Store, folder: Path) -> str:
    """List all documents where the layer follows from other decisions; returns what stands for the present ones."""
    with writing(folder):
        decisions = (folder / DECISIONS).read_bytes() if (folder / DECISIONS).exists() else b""
        applied = (folder / JUDGED).read_text(encoding="utf-8") if (folder / JUDGED).exists() else ""
    judged = f"{IDENTITY} {sha256(decisions).hexdigest()}\n"
    if judged != applied:
        append_stale(folder, Stale(set(store.documents()), set()))
    return judged


# --- 1. who


def resolve_names(corpus: Corpus, folder: Path, stale: Stale, share: Share) -> set[str]:
    """Write what the names of documents mean, and under which keys their claims are found; returns which changed."""
    changed = set(stale.changed)
    documents = sorted(stale.changed | stale.near | find_hanging(corpus, stale.changed, share))
    for document, old, new in share_batches(corpus, identify_documents, documents, share):
        if old != new:
            # What matched the claims of this document as they were may be grouped otherwise now.
            append_stale(folder, Stale({document}, corpus.find_matching(document) - {document}))
            changed.add(document)
            store = corpus.store
            store.change(write_identity(document, old - new), write_identity(document, new - old))
    return changed


def identify_documents(corpus: Corpus, documents: Iterable[str]) -> list[tuple[str, set[Said], set[Said]]]:
    """Documents, each with what its graph says of identity and what it should."""
    return [(each, read_identity(corpus, each), make_identity(corpus, each)) for each in documents]


def find_hanging(corpus: Corpus, documents: set[str], share: Share = work_here) -> set[str]:
    """The documents that use a short name which only these introduce for a thing, or repeat the text of one."""
    if not corpus.store.holds_others(documents):
        return set()
    find = corpus.store.find_subjects
    introduced = {pair for document in documents for pair in corpus.store.find_values(document, "kg:identityKey")}
    shorts = {
        drop_matter(key.removeprefix("alias "))
        for thing, key in introduced
        if key.startswith("alias ")
        and not any(named == thing and other not in documents for named, other in find("kg:identityKey", key))
    }
    users = {other for short in shorts for _, other in find("kg:identityKey", f"name {short}")}
    return users.union(share_batches(corpus, list_copies, sorted(documents), share))


def list_copies(corpus: Corpus, documents: Iterable[str]) -> list[str]:
    """The documents that repeat the text of one of these, and these."""
    return sorted(set().union(*map(corpus.gather_copies, documents)))


def read_identity(corpus: Corpus, document: str) -> set[Said]:
    """What a document's graph says of identity, as nodes with a property and a value; for mentions, not for claims."""
    said = {(node, prop, value) for prop in _IDENTITY for node, value in corpus.store.find_values(document, prop)}
    return {one for one in said if one[1] != "kg:sameThing" or not is_happening(one[2])}


def make_identity(corpus: Corpus, document: str) -> set[Said]:
    facts = corpus.read_facts(document)
    if facts is None:
        return set()
    named, original = corpus.resolve(facts), corpus.find_original(document)
    things = {claim_iri(document, key): thing for key, thing in named.things.items()}
    things |= {node: named.places[place] for place, node in name_places(facts).items()}
    things |= {node: named.policies[policy] for policy, node in name_policies(facts).items()}
    told = tell_claims(facts, named, original)
    keys = {*list_standing_keys(facts), *((one.iri, key) for one in told for key in list_keys(one))}
    keys |= {(document, f"original {original}")} if original != document else set()
    return {
        *((node, "kg:sameThing", thing) for node, thing in things.items()),
        *((node, "kg:identityKey", key) for node, key in keys),
        *((node, "kg:mentionedAs", line) for node, line in list_mentioned(facts, named)),
        *((one.iri, "kg:toldAs", write_told(one)) for one in told),
    }


# --- 2. what


def regroup_claims(corpus: Corpus, folder: Path, documents: set[str], share: Share) -> set[str]:
    """Write which facility or event each claim tells, for all that share one with these documents; returns whose."""
    assigned = dict(share_batches(corpus, assign_claims, sorted(documents), share))
    others = {claim.rpartition("#")[0] for claim, thing in assigned.items() if find_thing(corpus, claim) != thing}
    append_stale(folder, Stale(set(), others - documents))
    for claim, thing in sorted(assigned.items()):
        before = find_thing(corpus, claim)
        if before != thing:
            document = claim.rpartition("#")[0]
            removed = [(claim, "kg:sameThing", before)] if before else []
            added = [(claim, "kg:sameThing", thing)]
            corpus.store.change(write_identity(document, removed), write_identity(document, added))
    return documents | others


def assign_claims(corpus: Corpus, documents: Iterable[str]) -> list[tuple[str, str]]:
    """The claims of documents, and all that match them step by step, each with its facility or event."""
    assigned: dict[str, str] = {}
    for document in documents:
        for told in corpus.tell_claims(document).values():
            if told.iri not in assigned:
                claims = gather_claims(told, corpus.find_claims)
                for thing, group in split_claims(claims, corpus.judgement.keep_apart).items():
                    assigned |= {one.iri: corpus.judgement.settle(thing) for one in group}
    return list(assigned.items())
