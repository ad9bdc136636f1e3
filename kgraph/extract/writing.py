"""What was found in a document in, its Facts out: keys in reading order, unused names left out, quotes in place."""

from collections.abc import Iterable, Sequence
from typing import TypedDict

from spacy.tokens import Span

from kgraph.extract.accords import Accord
from kgraph.extract.coreference import Discourse
from kgraph.extract.encounters import Encounter
from kgraph.extract.entities import Entity
from kgraph.extract.investments import Commitment
from kgraph.extract.people import describe_person
from kgraph.extract.reading import Reading
from kgraph.extract.sites import Site
from kgraph.extract.technologies import FIELDS, Outline
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
    outline = Outline(reading)
    investments = [write_investment(keys, f"i{n}", c, outline) for n, c in enumerate(commitments, 1)]
    facilities = [write_facility(keys, site, outline) for site in sites]
    agreements = [write_agreement(keys, f"a{n}", a, outline) for n, a in enumerate(accords, 1)]
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
        entities = sorted(everybody, key=lambda e: (min(e.tokens), e.name))
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
    told = [site for site in sites if site.operators and (not site.guessed or site.planned or site.opens)]
    told = [site for site in told if site.location.place or (not site.guessed and (site.opens or site.planned))]
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


def find_products(
    keys: Keys, outline: Outline, told: Sequence[Span], parties: Iterable[Entity], site: Site | None = None
) -> tuple[str, ...]:
    """The technologies of a fact: those told of beside it and beside the firms and the site that it is about."""
    firms = [e for e in parties if e.kind == "Organization"]
    beside = [keys.reading.parse[i].sent for e in firms for i in e.tokens]
    beside += site_sentences(keys, site) if site is not None else []
    locate = keys.reading.locate_sentence
    return outline.choose([locate(sentence) for sentence in told], sorted({locate(sentence) for sentence in beside}))


def site_sentences(keys: Keys, site: Site) -> list[Span]:
    return [keys.reading.parse[i].sent for i in site.tokens]


def builders_of(found: Commitment) -> list[Entity]:
    """Whose products the money is for: those who get it, else those who put up their own."""
    if found.kind in ("investment", "joint_venture"):
        return [*found.recipients, *found.investors]
    return found.recipients or found.investors


def write_facility(keys: Keys, site: Site, outline: Outline) -> Facility:
    return Facility(
        key=keys.sites[site],
        kind=site.kind,
        operators=keys.all_of(site.operators),
        place=site.location.place,
        country=site.location.country,
        opens=site.opens,
        technologies=site_technologies(keys, site, outline),
        **quote_token(keys.reading, site.tokens),
    )


def site_technologies(keys: Keys, site: Site, outline: Outline) -> tuple[str, ...]:
    """What is told of beside a site and its firm; where its own words say nothing of that, what they say."""
    found = find_products(keys, outline, site_sentences(keys, site), site.operators)
    told = site.technologies
    return found if not told or set(told) & {*found, *FIELDS} else told


def write_investment(keys: Keys, key: str, found: Commitment, outline: Outline) -> Investment:
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
        technologies=find_products(keys, outline, [found.sentence], builders_of(found), found.site),
        announced=found.announced,
        status=found.status,
        **quote(keys.reading, found.sentence),
    )


def write_agreement(keys: Keys, key: str, found: Accord, outline: Outline) -> Agreement:
    return Agreement(
        key=key,
        kind=found.kind,
        parties=keys.all_of(found.parties),
        technologies=find_products(keys, outline, [found.sentence], found.parties),
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
