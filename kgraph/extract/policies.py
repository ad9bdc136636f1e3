"""A reading in, the laws and programmes that it names out, and which of them a sum of public money is paid under."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Span, Token

from kgraph.extract.contexts import PUBLIC
from kgraph.extract.entities import Cast, Entity
from kgraph.extract.lexicon import POLICY_NAMES, PROGRAMME_FILLERS
from kgraph.extract.reading import Reading
from kgraph.gazetteer import lookup_country, lookup_place
from kgraph.model import InvestmentKind

CAPITAL = r"(?:[A-Z][\w&+’'-]*\w|[A-Z]\+?(?=[ -]))"
LINKS = r"(?:(?:of|for|and|in|on|to|the|&|,) ){0,3}"
HEADS = "Act|Law|Program|Programme|Initiative|Scheme|Credit|Grant|Reserve|Fund|Facility|Package|Policy|Strategy"
YEARS = r"(?: (?:of )?(?:19|20)\d\d(?:[-–]\d{2,4})?)?"
TAIL = rf"(?: (?:in|for|on) {CAPITAL}(?: {LINKS}{CAPITAL}){{1,9}})?"
CAPITALISED = re.compile(rf"\b(?:{CAPITAL} {LINKS}){{1,12}}(?:{HEADS})\b{YEARS}(?:(?<=Program|Project){TAIL})?")
"""A name that says itself what it is: "Green Innovation Fund", "Job Development Investment Grant"."""
PROJECT = re.compile(rf"\bProject for {CAPITAL}(?: {LINKS}{CAPITAL}){{2,15}}")
WAY = r"(?:under|through|via|from|by|of|within|part of)"
OWNER = r"(?:the|its|their|a|an|his|her|[A-Z][\w.’' -]{1,60}?(?:'s|’s|s'|s’)|the [\w -]{3,40}?(?:'s|’s))"
"""Whose the programme is: "from its", "under the ministry's"."""
HALF = re.compile(
    rf"\b{WAY} (?:(?:{OWNER})(?: so-called)? )?((?:{CAPITAL} )(?:{LINKS}{CAPITAL} ){{0,12}})"
    r"(?:program|programme|scheme|initiative)s?\b"
)
"""A name before a common noun: "under its Select Kanagawa NEXT programme"."""
LOWER = re.compile(
    rf"\b{WAY} {OWNER}(?: so-called)? ((?:[a-z][a-z-]+ ){{1,5}}(?:program|programme|scheme|fund|initiative))\b"
)
"""A programme that has only common nouns: "from its corporate location programme"."""
CAMEL = re.compile(r"\b([A-Z][a-z]+[A-Z][a-z]+)(?= (?:grant|loan|award|incentive|subsidy|programme|program)\b)")
AWARDS = re.compile(
    r"\b(?:awards?|grants?|subsid\w+|aid|funding|funds?|loans?|financing|select(?:s|ed)|adopted|certif\w+|allocations?"
    r"|credits?|incentives?|applicants?|stable supply)\b",
    re.IGNORECASE,
)
ANOTHER = re.compile(
    r"[,;] (?:and|while|but|with) |\band (?:[A-Z]|(?:[\w-]+ ){0,3}(?:rebate|credit|grant|loan|incentive|break)s?\b)"
)
"""What stands between a sum and the programme of something else."""
TAKES_UP = re.compile(
    r"\W*(?:(?:The|This|That|These|Its|Their) (?:[\w-]+ ){0,3}?|It (?:is|was) the (?:[\w-]+ ){1,2})"
    r"(?:award|offer|grant|loan|aid|subsid(?:y|ies)|funding|financing|measure|support|money|credit|guarantee"
    r"|assistance|incentive)s?\b"
)
"""How a sentence begins that goes on about the sum before: "The loan, signed in May, comes out of"."""
REGULATION = re.compile(
    r"\b(?:National Security|Export|Trade|Antitrust|Competition|Merger|Tariffs?|Procurement|Labou?r|Bankruptcy"
    r"|Privacy|Sanctions?)\b"
)
APART = re.compile(r"\b(?:separate|separately|in addition|another|its own)\b", re.IGNORECASE)
LOCAL = re.compile(
    r"\b(?:(?:[Tt]he|a) (?:state|city|county|province|prefecture|region|town|municipality)|[Ss]tate officials)\b"
)


class Programme(NamedTuple):
    """A law or programme where a document names it; offsets count from where its text begins."""

    start: int
    end: int
    name: str


def find_programmes(reading: Reading) -> list[Programme]:
    """Every mention of a law or programme in reading order, also by the short form that followed in brackets."""
    text = f"{reading.document.title}\n{reading.document.text}"
    shift = len(reading.document.title) + 1
    found = sorted(set(scan_names(text)))
    kept: list[Programme] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    kept += [p for each in kept for p in find_short_forms(text, each)]
    return sorted(Programme(p.start - shift, p.end - shift, p.name) for p in kept)


def scan_names(text: str) -> Iterator[Programme]:
    for pattern in (CAPITALISED, PROJECT):
        for match in pattern.finditer(text):
            name = trim_name(match[0])
            if len(name.split()) > 1 and not is_common(name):
                yield Programme(match.end() - len(name), match.end(), name)
    for pattern in (HALF, LOWER, CAMEL, KNOWN):
        for match in pattern.finditer(text):
            name = match[1].strip()
            if not is_common(name):
                yield Programme(match.start(1), match.start(1) + len(name), name)


KNOWN = re.compile(rf"\b({'|'.join(map(re.escape, POLICY_NAMES))})\b")
OWNED = re.compile(r"^.*(?:'s|’s|s'|s’) |^(?:(?:The|A|An|Under|From|Through|Its|Via|By|New|U\.?S\.?|US) )+")


def trim_name(name: str) -> str:
    """A name without the owner or the article before it."""
    return OWNED.sub("", name)


def is_common(name: str) -> bool:
    """Whether a law is about other things, or no word tells a programme from others: "loan program"."""
    if REGULATION.search(name):
        return True
    words = [word for word in name.split() if word.lower() not in PROGRAMME_FILLERS]
    return not words or all(lookup_country(word) or (lookup_place(word) and len(words) == 1) for word in words)


def find_short_forms(text: str, named: Programme) -> Iterator[Programme]:
    short = re.match(r" \(([A-Z][\w-]{1,9})\)", text[named.end :])
    if short is not None:
        for match in re.finditer(rf"\b{re.escape(short[1])}\b", text[named.end + len(short[0]) :]):
            start = named.end + len(short[0]) + match.start()
            yield Programme(start, start + len(short[1]), named.name)


def find_policy(
    cast: Cast, programmes: Sequence[Programme], token: Token, kind: InvestmentKind, investors: Iterable[Entity]
) -> str | None:
    """What a sum is paid under: as its own sentence says, else what the document names as the awards' source."""
    if kind not in PUBLIC:
        return None
    fitting = [p for p in programmes if fits_kind(p.name, kind)]
    return (
        find_in_sentence(cast.reading, fitting, token)
        or find_taken_up(cast.reading, fitting, token)
        or find_elsewhere(cast, fitting, token, list(investors))
    )


def fits_kind(name: str, kind: InvestmentKind) -> bool:
    """A tax credit is no grant, and a grant is no loan."""
    last = name.rsplit(" ", 1)[-1].lower()
    return {"credit": "tax_credit", "grant": "grant"}.get(last, kind) == kind


def find_in_sentence(reading: Reading, programmes: Sequence[Programme], token: Token) -> str | None:
    """The name that follows a sum before the next one, or stands right before it or before all sums."""
    start, end = reading.locate_sentence(token.sent)
    inside = [p for p in programmes if start <= p.start < end]
    if not inside:
        return None
    sums = sorted(reading.spans[t.i] for t in token.sent if t.i in reading.sums)
    first, last = reading.spans[token.i]
    text, later = reading.document.text, [span for span in sums if span[0] > first]
    while later and JOINED.fullmatch(text, last, later[0][0]):
        last = later.pop(0)[1]
    following = later[0][0] if later else end
    after = [p for p in inside if last < p.start < following and not ANOTHER.search(text, last, p.start + 1)]
    before = [p for p in inside if p.end <= first and (p.end <= sums[0][0] or CLOSE.fullmatch(text, p.end, first))]
    return next((p.name for p in [*after, *reversed(before)]), None)


JOINED = re.compile(
    r" (?:in|of|as) (?:[\w-]+ ){1,3}(?:and|plus) (?:a |an |another |further |additional |up to |about )*"
)
"""What stands between sums of one award: "N in grants and up to M in loans"."""
CLOSE = re.compile(r"(?:(?! and )[^,;]){1,30}")
"""What stands between a programme and the sum that it puts up: "the A Fund contributes another N"."""


def find_taken_up(reading: Reading, programmes: Sequence[Programme], token: Token) -> str | None:
    """The name in the next sentence or the one after, where that goes on about the sum."""
    start = token.sent.end
    for _ in range(2 if programmes else 0):
        if start >= len(token.doc):
            break
        sentence = token.doc[start].sent
        first, last = reading.locate_sentence(sentence)
        here = [p.name for p in programmes if first <= p.start < last]
        if here and TAKES_UP.match(sentence.text):
            return here[0]
        start = sentence.end
    return None


def find_elsewhere(
    cast: Cast, programmes: Sequence[Programme], token: Token, investors: Sequence[Entity]
) -> str | None:
    """The name nearest before, else nearest after, in a sentence about awards of the same giver."""
    reading = cast.reading
    if not programmes or APART.search(token.sent.text) or not all(e.kind == "Government" for e in investors):
        return None
    sentences = [s for s in reading.sentences() if s != token.sent]
    for sentence in sorted(sentences, key=lambda s: (s.start > token.i, abs(s.start - token.i))):
        start, end = reading.locate_sentence(sentence)
        here = [p for p in programmes if start <= p.start < end]
        if here and spreads(cast, here[0], sentence, investors) and is_level(here[0], token.sent, sentence, investors):
            return here[0].name
    return None


def spreads(cast: Cast, programme: Programme, sentence: Span, investors: Sequence[Entity]) -> bool:
    """Whether a sentence speaks of a programme as that of all awards, not of the one sum that it tells."""
    reading = cast.reading
    consumed = any(reading.spans[t.i][0] < programme.start for t in sentence if t.i in reading.sums)
    states = [e for t in sentence if (e := cast.named.get(t.i)) is not None and e.kind in ("Government", "Country")]
    givers = {e for e in states if e.kind == "Government"}
    abroad = {e.country for e in states if e.country} and not {e.country for e in states} & {
        e.country for e in investors
    }
    if consumed or abroad or (givers and not any(is_same_giver(g, e) for g in givers for e in investors)):
        return False
    return bool(givers) or AWARDS.search(sentence.text) is not None


def is_same_giver(one: Entity, other: Entity) -> bool:
    """Whether two names are of one authority or of one nation's."""
    if one == other or one.name.endswith(other.name) or other.name.endswith(one.name):
        return True
    return one.country == other.country is not None and not one.place and not other.place


def is_level(programme: Programme, told: Span, named: Span, investors: Sequence[Entity]) -> bool:
    """Whether a town's or a state's money is not taken for that of the nation's law."""
    words = set(programme.name.lower().split())
    local = bool(LOCAL.search(told.text)) or any(e.place for e in investors)
    own = any(word in words for e in investors for word in e.name.lower().split())
    return not local or own or bool(LOCAL.search(named.text))
