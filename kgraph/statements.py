"""Documents and claims that changed come in, what the knowledge layer states of their things goes into the store.

The third step of `knowledge`: things that are mentioned, facilities and events, and what each document supports.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import cast

from kgraph.corpus import Corpus, share_batches
from kgraph.identity import (
    Mention,
    Mentioned,
    list_named,
    list_parents,
    merge_claims,
    merge_mentions,
    order_told,
    quote_claim,
    read_mentioned,
)
from kgraph.model import Facts, Merged, Organization, Person
from kgraph.ontology import iri, list_ancestors
from kgraph.questions import ask
from kgraph.store import Iri, Store
from kgraph.triples import (
    UNTOLD,
    Quad,
    claim_iri,
    document_iri,
    is_happening,
    is_part,
    list_shared,
    list_stated,
    state_parent,
    state_place,
    state_policy,
    state_shared,
    state_support,
    state_thing,
)
from kgraph.workers import Share

_SUPPORT = ("prov:wasDerivedFrom", "kg:evidence")


def write_statements(corpus: Corpus, changed: set[str], touched: set[str], share: Share) -> None:
    """State what is known of each thing that documents tell or told: events first, as their labels hold names."""
    store = corpus.store
    mentioned = {thing for document in changed for thing in list_things(store, document) if not is_happening(thing)}
    stated = dict(share_batches(corpus, state_mentions, sorted(mentioned), share))
    happenings = {thing for document in touched for thing in list_things(store, document) if is_happening(thing)}
    names = {thing: label for thing, (label, _) in stated.items() if label != find_label(store, thing)}
    for thing in names:
        # Without its old label a thing counts as renamed until it has the new one, after the events that name it.
        store.change(list(store.find_known(thing, "rdfs:label")), [])
        happenings |= set(filter(is_happening, store.find_known_subjects(None, Iri(thing))))
    for thing, quads in share_batches(corpus, partial(state_happenings, names), sorted(happenings), share):
        replace_statements(store, thing, quads)
    for thing, (_, quads) in stated.items():
        old, new = set(store.find_stated(thing, list_stated())), set(quads)
        store.change(old - new, new - old)


def find_thing(corpus: Corpus, claim: str) -> str | None:
    """What the store says that a claim or mention is about."""
    document = claim.rpartition("#")[0]
    return corpus.store.find_value(document, claim, "kg:sameThing")


def list_things(store: Store, document: str) -> set[str]:
    """The things that a document tells by its graph, and those that it supported until now."""
    now = {thing for _, thing in store.find_values(document, "kg:sameThing")}
    return now | set(store.find_known_subjects("prov:wasDerivedFrom", Iri(document)))


def find_label(store: Store, thing: str) -> str | None:
    return next(store.find_known_values(thing, "rdfs:label"), None)


def state_mentions(corpus: Corpus, things: Iterable[str]) -> list[tuple[str, tuple[str | None, list[Quad]]]]:
    return [(thing, state_mentioned(corpus, thing)) for thing in things]


def state_mentioned(corpus: Corpus, thing: str) -> tuple[str | None, list[Quad]]:
    """The label of what documents mention by name, and what is stated of it; nothing where none does."""
    rows = [(read_mentioned(str(way)), count) for _, way, count in ask(corpus.store, "mentions", thing=Iri(thing))]
    if not rows:
        return None, []
    renamed, first = corpus.judgement.names.get(thing), rows[0][0]
    if first.kind in {"Place", "Policy"}:
        names = [renamed] if renamed else sorted({said.name for said, _ in rows})
        quads = state_place(thing, names, first.country) if first.kind == "Place" else state_policy(thing, names)
        return names[0], quads
    mentions = Counter[Mention]()
    for said, count in rows:
        mentions[make_mention(said)] += cast(int, count)
    merged = merge_mentions(thing, mentions, renamed)
    parent = corpus.judgement.parents.get(thing) or list_parents().get(thing)
    if parent and isinstance(merged.claim, Organization):
        merged = merged.model_copy(update={"parent": parent.iri})
    label = name_merged(merged)
    return label, state_thing(merged, {thing: label})


def name_merged(merged: Merged) -> str:
    return merged.claim.name if isinstance(merged.claim, Organization | Person) else ""


def make_mention(said: Mentioned) -> Mention:
    if said.kind == "Person":
        return Person(key="p", name=said.name, aliases=said.aliases, role=said.role, affiliation=said.affiliation)
    return Organization.model_validate(
        {"key": "o", "name": said.name, "aliases": said.aliases, "class": said.kind, "country": said.country}
    )


def state_happenings(
    names: Mapping[str, str | None], corpus: Corpus, things: Iterable[str]
) -> list[tuple[str, list[Quad]]]:
    return [(thing, state_happening(corpus, thing, names)) for thing in things]


def state_happening(corpus: Corpus, thing: str, names: Mapping[str, str | None]) -> list[Quad]:
    """What is stated of a facility or event; nothing where no claim tells it any more."""
    found = corpus.store.find_subjects("kg:sameThing", Iri(thing))
    told = sorted((corpus.tell_claim(claim, document) for claim, document in found), key=order_told)
    if not told:
        return []
    wholes = {part: whole for one in told for part, whole in corpus.find_wholes(one.document).items()}
    merged = merge_claims(thing, told, lambda claim: find_thing(corpus, claim), wholes)
    named = {name: names.get(name) or find_label(corpus.store, name) or name for name in list_named(told)}
    return state_thing(merged, named)


def replace_statements(store: Store, thing: str, quads: Iterable[Quad]) -> None:
    """Put what is stated of a thing in place of what was, its evidence and documents left alone."""
    support = {iri(prop) for prop in _SUPPORT}
    known = store.find_statements(thing, is_part)
    old, new = {quad for quad in known if quad.predicate.value not in support}, set(quads)
    store.change(old - new, new - old)


def add_support(corpus: Corpus, documents: Iterable[str], share: Share) -> list[set[Quad]]:
    """State what each document supports; returns what each supported before and does no more."""
    outdated = []
    for old, new in share_batches(corpus, compare_support, sorted(documents), share):
        corpus.store.change([], new)
        outdated.append(old)
    return outdated


def compare_support(corpus: Corpus, documents: Iterable[str]) -> list[tuple[set[Quad], set[Quad]]]:
    """What each document was said to support and does not, and the other way round."""
    found = []
    for document in documents:
        facts = corpus.read_facts(document)
        new = set(state_document(corpus, facts)) if facts else set()
        old = set(read_support(corpus.store, document))
        found.append((old - new, new - old))
    return found


def state_document(corpus: Corpus, facts: Facts) -> list[Quad]:
    document = document_iri(facts.document)
    same = dict(corpus.store.find_values(document, "kg:sameThing"))
    quotes = {claim_iri(document, claim.key): quote_claim(claim, document) for claim in facts.claims()}
    original = corpus.read_original(document)
    things = [(thing, quotes.get(node)) for node, thing in same.items()]
    return state_support(facts.document, things, original if original != document else None)


def read_support(store: Store, document: str) -> Iterator[Quad]:
    """What the knowledge layer says of a document, of its words, and that things are derived from them."""
    yield from store.find_known(document)
    yield from store.find_known(prop="prov:wasDerivedFrom", value=Iri(document))
    for span in list(store.find_known_subjects("oa:hasSource", Iri(document))):
        yield from store.find_known(span)
        yield from store.find_known(prop="kg:evidence", value=Iri(span))


def write_shared(corpus: Corpus) -> None:
    """Name the countries, concepts and parents that the layer refers to, and those alone."""
    store = corpus.store
    used = find_shared(store)
    for term in list_shared():
        replace_statements(store, term, state_shared(term) if term in used else [])
    known = {parent.iri: parent.name for parent in [*list_parents().values(), *corpus.judgement.parents.values()]}
    noted = set(store.find_known_subjects("skos:note", UNTOLD))
    for parent in sorted(noted | known.keys()):
        if not any(store.find_known(parent, "prov:wasDerivedFrom")):
            is_used = any(store.find_known(None, "kg:parent", Iri(parent)))
            replace_statements(store, parent, state_parent(parent, known[parent]) if is_used else [])


def find_shared(store: Store) -> set[str]:
    """The countries and concepts that facts and things refer to, and the concepts above these."""
    broader = iri("skos:broader")
    used = {
        term
        for term in list_shared()
        if any(quad.predicate.value != broader for quad in store.find_known(value=Iri(term)))
    }
    return used.union(*map(list_ancestors, used))
