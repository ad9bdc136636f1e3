"""What was found in a document in, its Facts out: keys in reading order, unused names left out, quotes in place."""

from collections.abc import Iterable, Sequence
from typing import TypedDict

from spacy.tokens import Span, Token

from kgraph.extract.accords import Accord
from kgraph.extract.coreference import Discourse, government_name
from kgraph.extract.encounters import Encounter
from kgraph.extract.entities import Entity
from kgraph.extract.investments import Commitment
from kgraph.extract.lexicon import PERSON_TITLES
from kgraph.extract.reading import Reading
from kgraph.extract.sites import Site
from kgraph.extract.technologies import find_technologies, main_technologies
from kgraph.gazetteer import lookup_country
from kgraph.model import Agreement, Facility, Facts, Investment, Meeting, Organization, Person


def write_facts(
    discourse: Discourse,
    sites: Sequence[Site],
    commitments: Sequence[Commitment],
    accords: Sequence[Accord],
    encounters: Sequence[Encounter],
) -> Facts:
    """Give everything its key and its words, in the order in which the document tells it."""
    reading = discourse.cast.reading
    sites = keep_sites(sites, commitments)
    keys = Keys(discourse, sites, find_participants(sites, commitments, accords, encounters))
    main = main_technologies(reading)
    investments = [write_investment(keys, f"i{n}", c, main) for n, c in enumerate(commitments, 1)]
    facilities = [write_facility(keys, site, main) for site in sites]
    agreements = [write_agreement(keys, f"a{n}", a, main) for n, a in enumerate(accords, 1)]
    meetings = [write_meeting(keys, f"m{n}", m) for n, m in enumerate(encounters, 1)]
    return Facts(
        document=reading.document,
        organizations=tuple(write_organization(keys, e) for e in keys.organizations),
        people=tuple(write_person(keys, e) for e in keys.people),
        facilities=tuple(facilities),
        investments=tuple(investments),
        agreements=tuple(agreements),
        meetings=tuple(meetings),
    )


def find_participants(
    sites: Sequence[Site],
    commitments: Sequence[Commitment],
    accords: Sequence[Accord],
    encounters: Sequence[Encounter],
) -> set[Entity]:
    """Who takes part in a fact; other names of a document are not written."""
    found = {e for site in sites for e in site.operators}
    found |= {e for c in commitments for e in (*c.investors, *c.recipients)}
    found |= {e for accord in accords for e in accord.parties}
    return found | {e for meeting in encounters for e in meeting.participants}


class Keys:
    """The keys of a document's organizations, people and sites, in reading order."""

    def __init__(self, discourse: Discourse, sites: Sequence[Site], participants: set[Entity]) -> None:
        self.discourse = discourse
        self.reading = discourse.cast.reading
        self.roles = {e: describe_person(discourse, e) for e in participants if e.kind == "Person"}
        everybody = participants | {home for _, home in self.roles.values() if home is not None}
        entities = sorted(everybody, key=lambda e: min(e.tokens))
        self.organizations = [e for e in entities if e.is_party()]
        self.people = [e for e in entities if e.kind == "Person"]
        self.of = {e: f"o{n}" for n, e in enumerate(self.organizations, 1)} | {
            e: f"p{n}" for n, e in enumerate(self.people, 1)
        }
        self.sites = {site: f"f{n}" for n, site in enumerate(sites, 1)}

    def all_of(self, entities: Iterable[Entity]) -> tuple[str, ...]:
        return tuple(self.of[e] for e in entities if e in self.of)


def keep_sites(sites: Sequence[Site], commitments: Sequence[Commitment]) -> list[Site]:
    """Sites that money goes to, and those with an operator that are new or have a place; the rest is background."""
    used = {id(c.site) for c in commitments if c.site is not None}
    told = [site for site in sites if site.operators and (site.location.place or site.opens or site.planned)]
    return [site for site in sites if id(site) in used or site in told]


class Said(TypedDict, total=False):
    """A claim's words and their place; empty where only the headline says it."""

    evidence: str
    start: int
    end: int


def quote(reading: Reading, sentence: Span) -> Said:
    """A sentence's words and offsets in the document's text."""
    start, end = reading.locate_sentence(sentence)
    said = reading.document.text[max(start, 0) : end]
    start = max(start, 0) + len(said) - len(said.lstrip())
    said = said.strip()
    return {"evidence": said, "start": start, "end": start + len(said)} if said else {}


def quote_token(reading: Reading, tokens: Iterable[int]) -> Said:
    """The sentence of the first of the tokens that stands in the text, not in the title."""
    first = next((i for i in sorted(tokens) if reading.spans[i][0] >= 0), None)
    return quote(reading, reading.parse[first].sent) if first is not None else {}


def write_organization(keys: Keys, entity: Entity) -> Organization:
    return Organization(
        key=keys.of[entity],
        name=entity.name,
        aliases=tuple(sorted(entity.aliases - {entity.name})),
        class_="Government" if entity.kind == "Government" else "Organization",
        country=entity.country,
        **quote_token(keys.reading, entity.tokens),
    )


def write_person(keys: Keys, entity: Entity) -> Person:
    role, home = keys.roles[entity]
    return Person(
        key=keys.of[entity],
        name=entity.name,
        aliases=tuple(sorted(entity.aliases - {entity.name})),
        role=role,
        affiliation=keys.of[home] if home else None,
        **quote_token(keys.reading, entity.tokens),
    )


def describe_person(discourse: Discourse, entity: Entity) -> tuple[str | None, Entity | None]:
    """A person's role and organization as told beside the name: "Trade Minister X", "X, chairman of Y", "Y's CEO X"."""
    for i in entity.tokens:
        token = discourse.cast.reading.parse[i]
        before = title_before(discourse, token)
        after = [c for c in token.children if c.dep_ == "appos" and c.lemma_.lower() in PERSON_TITLES]
        if before or after:
            title = [t.text for t in before] or [
                *(t.text for t in after[0].lefts if t.dep_ == "compound"),
                after[0].text,
            ]
            return " ".join(title), find_employer(discourse, token, [*before[-1:], *after, token])
    return None, None


def title_before(discourse: Discourse, token: Token) -> list[Token]:
    """The words of a title right before a name."""
    found: list[Token] = []
    for left in reversed(list(token.doc[max(token.sent.start, token.i - 4) : token.i])):
        national = left.ent_type_ == "NORP" or lookup_country(left.text) is not None
        if national or left.i in discourse.cast.named or left.pos_ not in {"NOUN", "PROPN", "ADJ"}:
            break
        found.insert(0, left)
    return found if any(t.lemma_.lower() in PERSON_TITLES for t in found) else []


def find_employer(discourse: Discourse, person: Token, titles: Sequence[Token]) -> Entity | None:
    """The organization that a title or an apposition beside a name tells: its owner, or that which it is "of"."""
    beside = [t for t in [person.nbor(-2) if person.i > 1 else None] if t is not None]
    named = [t for title in titles for t in title.subtree if t != person]
    for token in [*named, *beside]:
        home = discourse.cast.named.get(token.i)
        if home is not None and home.is_party():
            return home
    return find_state(discourse, titles[0]) if titles and titles[0] != person else None


STATESMEN = frozenset("president minister premier chancellor king queen emperor secretary".split())


def find_state(discourse: Discourse, title: Token) -> Entity | None:
    """The government of a statesman by the adjective before the title: "South Korean President X"."""
    if title.lemma_.lower() not in STATESMEN:
        return None
    words = title_words(title)
    for start in range(len(words)):
        for end in (start + 2, start + 1):
            if code := lookup_country(" ".join(t.text for t in words[start:end])):
                return discourse.cast.government_of(code, "", title.i, government_name(code))
    return find_ministry(discourse, {t.lower_ for t in words})


def title_words(title: Token) -> list[Token]:
    """A title and the nouns and adjectives right before it: "South Korean industry minister"."""
    start = title.i
    while start > title.sent.start and title.doc[start - 1].pos_ in {"NOUN", "PROPN", "ADJ"}:
        start -= 1
    return list(title.doc[start : title.i + 1])


def find_ministry(discourse: Discourse, words: set[str]) -> Entity | None:
    """The ministry of a document whose name holds the portfolio: "industry minister" of a Ministry of Industry."""
    for entity in discourse.cast.entities:
        named = {word.strip(",").lower() for word in entity.name.split()}
        if entity.kind == "Government" and named & {"ministry", "department"} and named & words:
            return entity
    return None


def write_facility(keys: Keys, site: Site, main: tuple[str, ...]) -> Facility:
    return Facility(
        key=keys.sites[site],
        kind=site.kind,
        operators=keys.all_of(site.operators),
        place=site.location.place,
        country=site.location.country,
        opens=site.opens,
        technologies=site.technologies or main,
        **quote_token(keys.reading, site.tokens),
    )


def write_investment(keys: Keys, key: str, found: Commitment, main: tuple[str, ...]) -> Investment:
    return Investment(
        key=key,
        kind=found.kind,
        investors=keys.all_of(found.investors),
        recipients=keys.all_of(found.recipients),
        amount=found.sum.amount,
        facility=keys.sites.get(found.site) if found.site else None,
        place=found.location.place,
        country=found.location.country,
        policy=found.policy,
        technologies=(found.site.technologies if found.site else ()) or main or find_technologies(found.sentence.text),
        announced=found.announced,
        status=found.status,
        **quote(keys.reading, found.sentence),
    )


def write_agreement(keys: Keys, key: str, found: Accord, main: tuple[str, ...]) -> Agreement:
    return Agreement(
        key=key,
        kind=found.kind,
        parties=keys.all_of(found.parties),
        technologies=main or find_technologies(found.sentence.text),
        date=found.date,
        **quote(keys.reading, found.sentence),
    )


def write_meeting(keys: Keys, key: str, found: Encounter) -> Meeting:
    return Meeting(
        key=key,
        participants=keys.all_of(found.participants),
        country=found.location.country,
        date=found.date,
        **quote(keys.reading, found.sentence),
    )
