"""The Facts of one document come in, its claims in terms of the things of the world go out.

A claim of a document and the same claim of another can be compared only when both name things, not words.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from kgraph.identity.backing import find_backers
from kgraph.identity.naming import Introduced, name_locally, name_organization, read_context
from kgraph.identity.people import name_person
from kgraph.identity.places import name_place
from kgraph.identity.policies import name_policies
from kgraph.model import Agreement, Claim, Evidence, Facility, Facts, Investment, Meeting, joined_keys, last_day
from kgraph.triples import claim_iri, document_iri, place_of

Happening = Facility | Investment | Agreement | Meeting
"""What has no name of its own: it is known by what is told of it."""
_KINDS: dict[str, type[Happening]] = {kind.__name__: kind for kind in (Facility, Investment, Agreement, Meeting)}
_KEPT = 1 << 14
"""Claims that are held in memory at a time."""


class Told(NamedTuple):
    """A claim as one document makes it, with IRIs of things in place of keys, names of places and policies."""

    iri: str
    document: str
    published: str | None
    original: str
    """The document of which this one is a copy, else the document itself."""
    claim: Happening
    evidence: Evidence | None
    backers: frozenset[tuple[str, str]] = frozenset()
    """Things that it names, or itself, each with one for which it stands by this document."""

    @property
    def day(self) -> date:
        """The last day on which it may have been told first; far in the future where nothing is dated."""
        when = date_of(self.claim) or self.published
        return last_day(when) if when else date.max


def order_told(told: Told) -> tuple[date, str, str]:
    """Claims in the order of time."""
    return told.day, told.published or "", told.iri


def date_of(claim: Happening) -> str | None:
    match claim:
        case Investment():
            return claim.announced
        case Agreement() | Meeting():
            return claim.date
    return None


def dump_content(claim: Happening) -> dict[str, object]:
    """What a claim states, without its key and words: claims of equal content tell of one thing."""
    return claim.model_dump(mode="json", exclude={"key", "optional", "facility", "evidence", "start", "end"})


class Named(NamedTuple):
    """What the mentions of one document name: keys, places and policies -> IRIs of things."""

    things: dict[str, str]
    places: dict[tuple[str, str | None], str]
    policies: dict[str, str]


def name_mentions(facts: Facts, introduced: Introduced) -> Named:
    """The thing of the world that each organization, person, place and policy of a document is."""
    document, context = document_iri(facts.document), read_context(facts)
    things = {each.key: name_organization(each, context, introduced) for each in facts.organizations}
    local = {each.key: name_locally(each, context) for each in facts.organizations}
    for person in facts.people:
        at = person.affiliation
        pair = (things[at], local[at]) if at in local else None
        things[person.key] = name_person(person, pair, document, introduced)
    places = filter(None, map(place_of, facts.claims()))
    return Named(
        things,
        {place: name_place(*place, (context.divisions, context.supposed)) for place in places},
        name_policies(facts, introduced),
    )


def tell_claims(facts: Facts, named: Named, original: str) -> list[Told]:
    """The facilities and events of a document in terms of things."""
    document = document_iri(facts.document)
    backers = find_backers(facts)
    happenings: tuple[Happening, ...] = (*facts.facilities, *facts.investments, *facts.agreements, *facts.meetings)
    return [
        Told(
            claim_iri(document, claim.key),
            document,
            facts.document.published,
            original,
            _point(claim, named),
            quote_claim(claim, document),
            frozenset(_list_backers(claim, backers, named)),
        )
        for claim in happenings
    ]


def _list_backers(claim: Happening, backers: Mapping[str, frozenset[str]], named: Named) -> Iterator[tuple[str, str]]:
    """The parties of a claim, and the claim itself under its key, with the things that stand behind them."""
    for key in (claim.key, *joined_keys(claim)):
        yield from ((named.things.get(key, key), named.things[backer]) for backer in backers.get(key, ()))


def write_told(told: Told) -> str:
    """A claim as a line of JSON, from which it can be read without its document."""
    claim = told.claim.model_dump(mode="json", exclude_defaults=True)
    said = told.evidence.model_dump(mode="json") if told.evidence else None
    line = [type(told.claim).__name__, told.published, told.original, claim, said, sorted(told.backers)]
    return json.dumps(line, ensure_ascii=False)


@lru_cache(_KEPT)
def read_told(claim_iri: str, line: str) -> Told:
    """The claim of an IRI that was written as a line."""
    kind, published, original, claim, said, backers = json.loads(line)
    return Told(
        claim_iri,
        claim_iri.rpartition("#")[0],
        published,
        original,
        _KINDS[kind].model_validate(claim),
        Evidence.model_validate(said) if said else None,
        frozenset((name, backer) for name, backer in backers),
    )


def _point(claim: Happening, named: Named) -> Happening:
    """The claim with IRIs in place of names and keys, without its span; a facility stands by its document's key."""
    changes: dict[str, object] = {"evidence": None, "start": None, "end": None}
    for name in ("operators", "investors", "recipients", "parties", "participants"):
        if keys := getattr(claim, name, ()):
            changes[name] = tuple(sorted({named.things[key] for key in keys}))
    if place := place_of(claim):
        changes["place"] = named.places[place]
    if policy := getattr(claim, "policy", None):
        changes["policy"] = named.policies[policy]
    return claim.model_copy(update=changes)


def quote_claim(claim: Claim, document: str) -> Evidence | None:
    """The words that tell a claim, None where their place is unknown."""
    if claim.evidence is None or claim.start is None or claim.end is None:
        return None
    return Evidence(document=document, quote=claim.evidence, start=claim.start, end=claim.end)
