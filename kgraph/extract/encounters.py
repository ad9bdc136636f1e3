"""A discourse in, its meetings out: who sees whom, where and when."""

import re
from dataclasses import dataclass

from spacy.tokens import Span, Token

from kgraph.extract.coreference import Discourse
from kgraph.extract.entities import Entity
from kgraph.extract.locations import Location, find_location
from kgraph.extract.roles import (
    agent_of,
    climb,
    coordinated,
    direct_objects,
    objects_of,
    owner_of,
    phrase_of,
    subject_of,
)
from kgraph.extract.timing import date_news, find_status

MEET_VERBS = frozenset("meet visit tour host receive welcome call greet".split())
MEET_NOUNS = frozenset("meeting talk visit summit reception tour call dinner".split())


@dataclass(slots=True, eq=False)
class Encounter:
    """A meeting or visit of people and organizations."""

    participants: list[Entity]
    location: Location
    date: str | None
    token: int
    sentence: Span


def find_encounters(discourse: Discourse) -> list[Encounter]:
    """Meetings and visits, each once."""
    found: list[Encounter] = []
    for sentence in discourse.cast.reading.sentences():
        if discourse.cast.reading.is_title(sentence[0]):
            continue
        for token in sentence:
            meeting = read_encounter(discourse, token, sentence)
            if meeting is not None and not any(set(meeting.participants) <= set(old.participants) for old in found):
                found.append(meeting)
    return found


def read_encounter(discourse: Discourse, token: Token, sentence: Span) -> Encounter | None:
    participants = find_participants(discourse, token)
    if len(participants) < 2 or find_status(token) in ("considered", "cancelled") or is_future(token):
        return None
    location = find_location(discourse, token) or Location(None, host_country(participants))
    return Encounter(participants, location, date_news(discourse, token, sentence), token.i, sentence)


def host_country(participants: list[Entity]) -> str | None:
    """Where a visit takes the visitor: the home of the organization that is visited."""
    homes = {e.country for e in participants if e.kind == "Organization" and e.country}
    return homes.pop() if len(homes) == 1 else None


def is_future(token: Token) -> bool:
    verbs = [t for t in [token, *climb(token)] if t.pos_ == "VERB"]
    return bool(verbs) and any(c.lower_ in {"will", "to", "would"} and c.dep_ == "aux" for c in verbs[0].children)


def find_participants(discourse: Discourse, token: Token) -> list[Entity]:
    """Who meets: the subject of a verb of meeting and its object, the holders of talks, the owner of a visit."""
    lemma = token.lemma_.lower()
    if token.pos_ == "VERB" and lemma in MEET_VERBS:
        hosts, guests = sides_of_verb(token)
    elif token.pos_ == "NOUN" and lemma in MEET_NOUNS and not INTERNAL.search(phrase_of(token)):
        hosts, guests = sides_of_noun(token)
    else:
        return []
    here = [e for side in hosts for t in coordinated(side) for e in attendees(discourse, t)]
    there = [e for t in guests for e in attendees(discourse, t)]
    together = (here and there) or (lemma in MUTUAL and max(len(here), len(there)) > 1)
    people = lemma in MUTUAL | {"visit", "tour"} or any(e.kind == "Person" for e in (*here, *there))
    return list(dict.fromkeys([*here, *there])) if people and together else []


INTERNAL = re.compile(r"\bboard|shareholder|cabinet")
"""Meetings that are no news of two sides."""
MUTUAL = frozenset({"meet", "talk", "meeting"})
HOLDING = frozenset("hold have conclude attend take pay make".split())


def sides_of_verb(verb: Token) -> tuple[list[Token], list[Token]]:
    """Who meets, visits or receives, and whom."""
    agent, subject = agent_of(verb), subject_of(verb)
    others = [*direct_objects(verb), *objects_of(verb, "with")]
    if agent is not None:
        return [agent], [*others, *([subject] if subject is not None else [])]
    return [subject] if subject is not None else [], others


def sides_of_noun(noun: Token) -> tuple[list[Token], list[Token]]:
    """Whose visit it is, or who holds the talks, and with, between or to whom."""
    verb = next((t for t in climb(noun) if t.pos_ == "VERB" and t.sent == noun.sent), None)
    holder = verb if verb is not None and verb.lemma_.lower() in HOLDING else None
    host = owner_of(noun) or (subject_of(holder) if holder is not None else None)
    places = [noun, *([holder] if holder is not None else [])]
    others = [t for place in places for t in objects_of(place, "with", "between", "to", "of")]
    return [host] if host is not None else [], others


def attendees(discourse: Discourse, token: Token) -> list[Entity]:
    """People first; organizations where no person is named; the owner of a plant that is visited; no places."""
    found: list[Entity] = []
    for each in coordinated(token):
        entity = discourse.cast.named.get(each.i)
        if entity is not None and entity.kind in ("Place", "Country"):
            continue
        named = [
            e
            for c in each.children
            if c.dep_ in {"appos", "compound"} and (e := discourse.cast.named.get(c.i)) and e.kind == "Person"
        ]
        found += named or discourse.resolve_one(each) or owners(discourse, each)
    return found


def owners(discourse: Discourse, noun: Token) -> list[Entity]:
    """ "the plant of X", "X's clean room", "executives of X", "the presidents of the two companies"."""
    owner = owner_of(noun)
    tokens = [owner] if owner is not None else objects_of(noun, "of", "from", "at")
    tokens += [c for c in noun.children if c.dep_ in {"compound", "nmod"}]
    return [e for t in tokens for e in discourse.resolve_one(t) if e.kind in ("Organization", "Person") or e.is_party()]
