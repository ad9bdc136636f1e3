"""A word of meeting in, the two sides that it brings together out, as tokens: who meets, visits or receives whom."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from spacy.tokens import Token

from kgraph.extract.lexicon import CONFER_VERBS, MEETING_NOUNS, RECEIVE_PEOPLE, VISIT_NOUNS, VISIT_VERBS
from kgraph.extract.roles import (
    SUBJECTS,
    agent_of,
    climb,
    coordinated,
    direct_objects,
    objects_of,
    owner_of,
    subject_of,
)

Way = Literal["meet", "visit", "receive", "join"]
"""Both sides meet; one goes where the other is; one lets the other in; one comes to a meeting told before."""


@dataclass(slots=True)
class Gathering:
    """The tokens of those who act, of those they meet, and of what is visited; `verb` carries tense and negation."""

    way: Way
    verb: Token
    here: list[Token] = field(default_factory=list)
    there: list[Token] = field(default_factory=list)
    formal: bool = True
    """Whether the words alone tell a meeting: else both sides must be people."""
    talks: bool = False
    """Whether it may be a matter of months between firms: then it takes people or governments."""


CALLS = {"call": ("on", "upon", "at"), "stop": ("at", "by", "off"), "drop": ("by", "in", "on"), "swing": ("by",)}
"""Verbs that tell a visit by their preposition."""
ROUND = ("through", "round", "around", "over", "across", "inside")
WALKS = frozenset("walk look stroll".split())
GUIDES = frozenset("show guide escort take lead walk accompany usher".split())
"""Verbs by which somebody is led "around" a site, and verbs of going there."""
SPENDS = frozenset("spend begin start open end finish close".split())
TIMES = re.compile(r"\b(?:morning|afternoon|evening|day|hours?|minutes|mon|tues|wednes|thurs|fri|satur|sun)(?:day)?\b")
HOLDING = frozenset(
    """hold have conclude attend take pay make conduct convene join chair host begin open wrap finish complete be
    participate co-chair co-host end schedule arrange plan receive preside give throw""".split()
)
"""Verbs whose subject is at the meeting that is their object."""
SETTINGS = frozenset("at during in after following over for on upon to before through".split())
MEALS = frozenset("breakfast dinner lunch luncheon supper reception banquet".split())
TALKS = frozenset("talk talks discussion discussions consultation consultations conversation dialogue".split())
PARTS = frozenset("centre center heart end start close conclusion opening beginning course middle outset".split())
INTERNAL = re.compile(
    r"\b(?:board|shareholders?|stockholders?|cabinet|annual|general|staff|press|news|plenary|council|committee"
    r"|parliamentary|investors?|earnings|analysts?|phone|telephone|conference call)\b"
)
"""Words before a meeting that is no news of two sides."""


def read_gathering(token: Token) -> Gathering | None:
    """The gathering that a token tells, if it is a verb or a noun of meeting with a side to it."""
    if token.pos_ == "VERB":
        return read_verb(token, token.lemma_.lower())
    word = last_word(token)
    if token.pos_ in {"NOUN", "PROPN"} and word in MEETING_NOUNS | VISIT_NOUNS and not is_internal(token):
        return read_noun(token, word)
    return None


def last_word(token: Token) -> str:
    """The lemma of a noun, of a name that is one token its last word: "Mineral Resources Dialogue"."""
    if token.lower_ in {"table", "tables"} and any(c.lower_ == "round" for c in token.lefts):
        return "roundtable"
    words = token.text.split()
    return words[-1].lower() if len(words) > 1 else token.lemma_.lower()


def is_internal(noun: Token) -> bool:
    return bool(INTERNAL.search(" ".join(c.lower_ for c in noun.lefts)))


def read_verb(verb: Token, lemma: str) -> Gathering | None:
    """A verb that tells a meeting by itself, or by its preposition or object."""
    read = READERS.get(lemma) or READERS.get(verb.lower_.removesuffix("d"))  # of "dined" the tagger makes "din"
    return read(verb) if read is not None else None


def read_talks(verb: Token) -> Gathering:
    return Gathering("meet", verb, doers_of(verb), [*objects(verb), *mates_by(verb, "with", "alongside")])


def read_visit(verb: Token) -> Gathering:
    return Gathering("visit", verb, *visit_sides(verb, objects(verb)))


def read_call(verb: Token) -> Gathering | None:
    """ "called on X", "stopped by the plant"; "called on X to invest" is none."""
    sites = next((found for p in CALLS[verb.lemma_.lower()] if (found := objects_of(verb, p))), [])
    return Gathering("visit", verb, *visit_sides(verb, sites)) if sites and not is_appeal(verb) else None


def read_reception(verb: Token) -> Gathering:
    return Gathering("receive", verb, doers_of(verb), objects(verb), formal=False)


def read_hours(verb: Token) -> Gathering | None:
    """ "spent the morning with X", "began Thursday with X"."""
    if not TIMES.search(" ".join(t.lower_ for t in verb.children if t.dep_ in {"dobj", "npadvmod"})):
        return None
    mates, sites = mates_of(verb), objects_of(verb, "at")
    if sites and not mates:
        return Gathering("visit", verb, doers_of(verb), sites)
    return Gathering("meet", verb, doers_of(verb), mates, formal=False)


def read_exchange(verb: Token) -> Gathering:
    """ "discussed the plan with X", "sat down with X"."""
    return Gathering("meet", verb, doers_of(verb), mates_of(verb), formal=verb.lemma_.lower() == "sit")


def read_company(verb: Token) -> Gathering | None:
    """ "joined X for lunch"; "was joined by X" at what was told before."""
    if verb.lemma_.lower() == "accompany" and objects_of(verb, *ROUND):
        return read_round(verb)
    if any(last_word(t) in MEETING_NOUNS | VISIT_NOUNS for t in objects_of(verb, "for", "at", "in", "on")):
        return Gathering("meet", verb, doers_of(verb), objects(verb), formal=False)
    agent = agent_of(verb)
    return Gathering("join", verb, objects(verb), coordinated(agent)) if agent is not None else None


def is_appeal(verb: Token) -> bool:
    """ "called on X to invest", "called on X for aid"."""
    inner = [c for c in verb.children if c.dep_ in {"xcomp", "advcl", "ccomp", "prep"}]
    inner += [g for c in inner for o in c.children if o.dep_ == "pobj" for g in o.children]
    return any(
        any(c.dep_ == "aux" and c.lower_ == "to" for c in t.children) or t.lower_ in {"for", "such"} for t in inner
    )


def mates_by(token: Token, *prepositions: str) -> list[Token]:
    """The objects of a token's prepositions, also of those that "and" joins: "with X and with Y"."""
    joined = [c for p in token.children if p.lower_ in prepositions for c in p.children if c.dep_ == "conj"]
    more = [t for c in joined if c.lower_ in prepositions for t in c.children if t.dep_ == "pobj"]
    return [*objects_of(token, *prepositions), *(t for each in more for t in coordinated(each))]


def doers_of(verb: Token) -> list[Token]:
    """The agent of a passive, else the subject; where the parse lost it, the noun that the verb stands by."""
    agent = agent_of(verb)
    if agent is not None:
        return coordinated(agent)
    subject = nearest_subject(verb)
    return coordinated(subject) if subject is not None else []


def nearest_subject(verb: Token) -> Token | None:
    """A verb's subject: of two, that which stands next to it; where the parse lost it, the noun before the verb."""
    own = [c for c in verb.lefts if c.dep_ in SUBJECTS and c.tag_ not in {"WDT", "WP"}]
    if len(own) > 1:
        return own[-1]
    subject = subject_of(verb)
    if subject is None and verb.dep_ == "acl" and verb.tag_ == "VBD":
        return verb.head
    return subject


def objects(verb: Token) -> list[Token]:
    """Whom or what a verb takes; of a passive, its subject."""
    found = direct_objects(verb)
    if not found:
        found = [c for c in verb.children if c.dep_ in {"npadvmod", "dative"} and c.i > verb.i and c.pos_ == "PROPN"]
    if not found and verb.tag_ == "VBD" and verb.dep_ in {"amod", "compound", "nmod"}:
        return [verb.head]  # "met chairman X", parsed as a modifier
    subject = subject_of(verb) if agent_of(verb) is not None else None
    return [*found, *(coordinated(subject) if subject is not None else [])]


def visit_sides(verb: Token, sites: list[Token]) -> tuple[list[Token], list[Token]]:
    return doers_of(verb), [*sites, *objects_of(verb, "with", "alongside")]


def mates_of(verb: Token) -> list[Token]:
    """Those "with" whom, also where the parse hangs them to the object or the time: "discussed X with Y"."""
    near = [verb, *(c for c in verb.children if c.dep_ in {"dobj", "npadvmod", "prep"})]
    near += [g for c in near[1:] for g in c.children if c.dep_ == "prep" and g.dep_ == "pobj"]
    return [t for holder in near for t in objects_of(holder, "with")]


def read_round(verb: Token) -> Gathering | None:
    """ "walked through the clean room", "was shown around the campus by X", "showed X around"."""
    sites, agent = objects_of(verb, *ROUND), agent_of(verb)
    if not sites and not (agent is not None and any(c.lower_ in ROUND for c in verb.children)):
        return None
    if not any(c.dep_ == "auxpass" for c in verb.children):
        shown = objects(verb) if verb.lemma_.lower() in GUIDES else []
        return Gathering("visit", verb, doers_of(verb), shown or sites, formal=not shown)
    guest = nearest_subject(verb)
    guides = coordinated(agent) if agent is not None else sites
    return Gathering("visit", verb, coordinated(guest) if guest is not None else [], guides)


READERS: dict[str, Callable[[Token], Gathering | None]] = {
    **dict.fromkeys(CONFER_VERBS, read_talks),
    **dict.fromkeys(VISIT_VERBS, read_visit),
    **dict.fromkeys(CALLS, read_call),
    **dict.fromkeys(WALKS | GUIDES, read_round),
    **dict.fromkeys(RECEIVE_PEOPLE, read_reception),
    **dict.fromkeys(SPENDS, read_hours),
    **dict.fromkeys(("discuss", "exchange", "sit", "talk"), read_exchange),
    **dict.fromkeys(("join", "accompany"), read_company),
}
"""How each verb of meeting is read."""


def read_noun(noun: Token, word: str) -> Gathering | None:
    """Whose visit it is, or who holds the talks, and with, between or to whom."""
    verb = next((t for t in climb(noun) if t.pos_ in {"VERB", "AUX"} and t.sent == noun.sent), None)
    held = verb is not None and verb.lemma_.lower() in HOLDING and is_object(noun, verb)
    set_in = (
        noun.dep_ == "pobj"
        and not (noun.head.lower_ == "in" and noun.head.head.lemma_ == "be")
        and (noun.head.lower_ in SETTINGS or is_part(noun.head))
    )
    way: Way = "visit" if word in VISIT_NOUNS else "meet"
    ways = ("with", "to", "of", "at", "on", "from") if way == "visit" else ("with", "between", "among")
    places = [noun, verb] if verb is not None and held else [noun]
    there = [t for place in places for t in mates_by(place, *ways)]
    if way == "meet" and not there and len(members := mates_by(noun, "of")) > 1:
        there = members
    there += [c for c in noun.children if c.dep_ == "appos" and not there]
    if word in TALKS and noun.dep_ == "pobj" and noun.head.lower_ == "in" and noun.head.head.lemma_ == "be":
        return None  # "is in talks with" goes on for months
    there += mates_by(noun, "for") if word in MEALS else []
    if verb is not None and held and verb.lemma_ == "receive":
        way = "receive"
    owner = owner_of(noun)
    here = coordinated(owner) if owner is not None else []
    if verb is not None and (held or (set_in and (owner is None or owner.pos_ == "PRON"))):
        here += takers_of(verb)
    here = [t for t in here if t != noun and t not in there]
    if verb is not None and noun.dep_ == "nsubj" and verb.lemma_ == "be" and not there:
        there = mates_by(verb, "with")
    if not held and not there and not (set_in and here):
        return None
    if set_in and not there and verb is not None and noun.head.lower_ in {"at", "during", "in", "over"}:
        there = mates_by(verb, "with")
    formal = bool(there) or held
    return Gathering(way, verb if verb is not None else noun, here, there, formal, word in TALKS)


def takers_of(verb: Token) -> list[Token]:
    """Who is there when something is done: the subject and, of a passive, the agent."""
    agent, subject = agent_of(verb), nearest_subject(verb)
    return [t for side in (subject, agent) if side is not None for t in coordinated(side)]


def is_object(noun: Token, verb: Token) -> bool:
    """Whether a noun is what a verb holds, through "and", an apposition or "in"."""
    token = noun
    while token.dep_ in {"conj", "appos"} and token.head != token:
        token = token.head
    if token.dep_ == "pobj" and token.head.lower_ == "in" and verb.lemma_ in {"participate", "take"}:
        return token.head.head in {verb, *verb.children}
    return token.head == verb and token.dep_ in {"dobj", "obj", "nsubjpass", "attr"}


def is_part(preposition: Token) -> bool:
    """ "at the end of a summit", "at the centre of the talks"."""
    return preposition.lower_ == "of" and preposition.head.lower_ in PARTS
