"""A paragraph in, a plainer one out that a parser reads better, with the way back to the original offsets.

Sums become short ones in dollars ("invest 1 trillion won" is otherwise read as the verb *win*), bracketed acronyms
and share codes go, and so does a newswire's dateline.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kgraph.extract.lexicon import FIRM_WORDS, STOPS
from kgraph.gazetteer import find_organizations, lookup_country, lookup_organization, lookup_place
from kgraph.money import Sum

DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'’ÀÁÂÄÇÈÉÊÍÎÓÔÖÚÜ-]+(?:[ /-][A-ZÀÁÂÄÇÈÉÊÍÎÓÔÖÚÜ.'’]{2,})*)"
    r"(?:(?:, [^—–\n]{2,45}?)?(?: \([^)\n]{2,40}\))? ?(?:—|–|--| -) ?|: )(?=[A-Z“\"'‘])"
)
MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
# "Taipei, April 12 (Newsline) ", "Chennai / Seoul, September 5: ", "Quang Ninh Province, Sept. 8 -- ".
DATED = re.compile(
    r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2}(?: ?/ ?[A-Z]\w+)?(?:, [A-Z][\w.]+(?: [A-Z]\w+)?){0,2}"
    rf"(?:,| -|:) (?:{MONTH} \d{{1,2}}|\d{{1,2}} {MONTH})(?:,? \d{{4}})?"
    r"(?: (?:\([^)\n]{2,30}\)|/\w+/))?(?:(?<=[)/]) |:? ?(?:—|–|-{1,3}|:) )(?=[A-Z“\"'‘])"
)
# "Leuven — ", "Brussels (AFW) - ": only at the beginning of a story, and only behind a town.
LEADING = re.compile(
    r"(?P<town>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2})(?:, [A-Z][\w.]+)?(?: \([A-Z]\w+\))? (?:—|–|--?) (?=[A-Z“\"'‘])"
)
BRACKET = re.compile(
    r"\s?\((?:the |“|\"|‘)*(?P<short>[A-Z][A-Za-z&.+-]{1,14}|[A-Z][A-Za-z]+ [A-Z][A-Za-z]+)(?:[”\"’])*\)"
)
HEADS = (
    r"(?:company|firm|group|manufacturer|supplier|producer|developer|giant|conglomerate|start-up|startup|specialist"
    r"|operator|provider|miner|refiner|utility|insurer|lender|designer|contractor|retailer|spin-out|spin-off|spinout|spinoff"
    r"|(?:trading|power|investment|brokerage|fashion|software|venture|publishing|design) house"
    r"|(?:pension|fund|asset|money|wealth) manager|(?:pension|investment|buyout|venture|hedge|wealth|state|public) fund"
    r"|[a-z-]*makers?|[a-z-]{3,}builder) (?=[A-Z][\w&.-]+)"
)
# "semiconductor equipment company Tokyo Electron": the description confuses parsers, so the name alone stays.
DESCRIPTION = re.compile(
    r"(?<![\w’'-])(?:(?!\w+(?:ed|ing) |(?:" + "|".join(sorted(STOPS)) + r") )[a-z][\w&-]* ){0,2}(?<![\w’'-])" + HEADS
)
# "Telecom equipment maker X said", "Chipmaker X said": a sentence's first word has its capital from there.
START = r"(?:^|(?<=[.!?)] )|(?<=[—–-] )|(?<=[.!?][”\"] ))"
OPENING = re.compile(START + r"(?P<first>[A-Z][a-z-]+) (?:[a-z][\w&-]* ){0,2}" + HEADS)
# "Chipmaker X said", "Utility X has dropped".
OPENING_HEAD = re.compile(
    START
    + r"(?:Parent|Rival|Compatriot|Utility|Lender|Miner|Insurer|Conglomerate|Start-?up|Shipbuilder|Refiner|Retailer"
    r"|[A-Z][a-z-]+maker) (?=[A-Z][\w&.-]+)"
)
FIRST_WORD = re.compile(START + r"[A-Z][a-z]+ $")
HOME = r"(?:[A-Z][\w.’'-]* ){0,2}[A-Z][\w.]*(?:-(?:based|owned|backed|listed|registered|headquartered|run|born))?"
BEFORE = re.compile(rf"(?<![\w’'-])(?:(?:[Tt]he|[Aa]n?) )?(?P<home>{HOME}) $|(?<![\w’'-])(?:[Tt]he|[Aa]n?) $")
OPENERS = frozenset(
    """closely foreign industrial leading listed local online private privately regional rival specialty state top
    trade venture""".split()
)
"""Words besides those of the trade with which such a description begins."""
NOT_NAMES = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November"
    r"|December|President|Chairman|Chief|CEO|Vice|In|The|On"
)
SHARE_CODE = re.compile(r"\s?\((?:[A-Z]{2,8}: ?[A-Z0-9.]+|\d{4,6}(?:\.[A-Z]{1,2})?|[A-Z0-9]+\.[A-Z]{1,2})\)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the plain text and the stretch of the original that it stands for."""

    start: int
    end: int
    origin: int
    origin_end: int


class Description(str):
    """Words that were cut before a name and that describe it."""


class Mark(str):
    """What is written instead of the characters that were cut."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A plain text with its pieces; offsets of `sums` and `shorts` count its characters."""

    text: str
    pieces: tuple[Piece, ...]
    sums: tuple[tuple[int, int, Sum], ...] = ()
    shorts: tuple[tuple[int, str], ...] = ()
    """Where a bracketed shorter name was cut, and that name: its long form ends there."""
    descriptions: tuple[tuple[int, str], ...] = ()
    """Where a description was cut, and that description: the name begins there."""
    dateline: str = ""
    """The newswire's dateline that was cut at the beginning."""

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """The original offsets of a span of the plain text."""
        first = self.pieces[max(0, bisect_right(self.pieces, start, key=start_of) - 1)]
        last = self.pieces[max(0, bisect_right(self.pieces, max(start, end - 1), key=start_of) - 1)]
        begin = first.origin + (start - first.start if is_copied(first) else 0)
        stop = last.origin + (end - last.start) if is_copied(last) else last.origin_end
        return begin, stop


def start_of(piece: Piece) -> int:
    return piece.start


def is_copied(piece: Piece) -> bool:
    return piece.end - piece.start == piece.origin_end - piece.origin


def rewrite_paragraph(text: str, sums: Sequence[Sum], origin: int = 0) -> Plain:
    """Rewrite a paragraph that begins at `origin` of its document; `sums` are those of the paragraph."""
    cuts: list[tuple[int, int, Sum | str]] = [(found.start, found.end, found) for found in sums]
    line = match_dateline(text, origin)
    cuts += [(0, len(line), "")] if line else []
    for pattern in (BRACKET, SHARE_CODE):
        cuts += [(m.start(), m.end(), m.groupdict().get("short") or "") for m in pattern.finditer(text)]
    cuts += [(start, end, Description(text[start:end])) for start, end in find_descriptions(text)]
    cuts += [(space, space + 1, Mark("-")) for space in find_confusing_spaces(text)]
    return replace(build_plain(text, drop_overlaps(cuts), origin), dateline=line)


def match_dateline(text: str, origin: int) -> str:
    """The newswire's dateline with which a paragraph begins, or ""."""
    line = DATED.match(text) or DATELINE.match(text)
    leading = LEADING.match(text) if line is None and origin == 0 else None
    if leading is not None and lookup_place(leading["town"]):
        line = leading
    return line[0] if line else ""


def find_confusing_spaces(text: str) -> Iterator[int]:
    """The space before the function word with which a known name ends ("SK On agreed"): it breaks sentences in two."""
    for span in find_organizations(text):
        space = text.rfind(" ", span.start, span.end)
        if space > 0 and text[space + 1 : span.end] in {"On", "In", "At", "To", "By", "For", "One", "Up"}:
            yield space


def find_descriptions(text: str) -> Iterator[tuple[int, int]]:
    """What a name is called before it is named, where the grammar allows to leave it out."""
    for match in DESCRIPTION.finditer(text):
        if not NOT_NAMES.match(text, match.end()):
            yield find_start(text, match.start()), match.end()
    for match in OPENING.finditer(text):
        if match["first"].lower() in (FIRM_WORDS | OPENERS) - {"it"} and not NOT_NAMES.match(text, match.end()):
            yield match.span()
    for match in OPENING_HEAD.finditer(text):
        if not NOT_NAMES.match(text, match.end()):
            yield match.span()


def find_start(text: str, start: int) -> int:
    """Where a description begins, its article and its home included: "the South Korean ", "Kobe-based ", "Ohio "."""
    before = BEFORE.search(text, max(0, start - 40), start)
    first = FIRST_WORD.search(text[max(0, start - 30) : start])
    if first is not None and not names_anything(first[0].strip()):
        return start - len(first[0])  # "Harmonic gear maker X": the sentence gave the word its capital
    if before is None:
        return start
    if before["home"] is None:
        return before.start()
    for word in re.finditer(r"\S+", before["home"]):
        begin = before.start("home") + word.start()
        if is_home(text[begin : before.end("home")]):
            return before.start() if word.start() == 0 else begin
    return start


def names_anything(word: str) -> bool:
    return bool(lookup_country(word) or lookup_place(word) or lookup_organization(word))


def is_home(words: str) -> bool:
    """Whether words in front of a description say where the firm is at home."""
    place, hyphen, _ = words.rpartition("-")
    if hyphen and words.endswith(("based", "owned", "backed", "listed", "registered", "headquartered", "run", "born")):
        return " " not in place or lookup_country(place) is not None or lookup_place(place) is not None
    if lookup_country(words) is not None:
        return True
    return lookup_place(words) is not None and lookup_organization(words) is None


def drop_overlaps(cuts: list[tuple[int, int, Sum | str]]) -> list[tuple[int, int, Sum | str]]:
    kept: list[tuple[int, int, Sum | str]] = []
    for cut in sorted(cuts, key=lambda c: (c[0], -c[1])):
        if not kept or cut[0] >= kept[-1][1]:
            kept.append(cut)
    return kept


def build_plain(text: str, cuts: Sequence[tuple[int, int, Sum | str]], origin: int) -> Plain:
    """The text with its cuts made, each in the way of what was cut."""
    draft = Draft(text, origin)
    for start, end, what in cuts:
        draft.copy(start)
        draft.cut(start, end, what)
    draft.copy(len(text))
    return Plain(
        text="".join(draft.parts),
        pieces=tuple(draft.pieces),
        sums=tuple(draft.sums),
        shorts=tuple(draft.shorts),
        descriptions=tuple(draft.descriptions),
    )


@dataclass(slots=True)
class Draft:
    """A plain text while it is written; `done` is how far the original was read."""

    text: str
    origin: int
    done: int = 0
    length: int = 0
    parts: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    sums: list[tuple[int, int, Sum]] = field(default_factory=list)
    shorts: list[tuple[int, str]] = field(default_factory=list)
    descriptions: list[tuple[int, str]] = field(default_factory=list)

    def copy(self, until: int) -> None:
        """Take over the original up to an offset."""
        self.write(self.text[self.done : until], self.done, until)

    def write(self, part: str, start: int, end: int) -> None:
        """Write a part that stands for text[start:end]."""
        if part:
            self.pieces.append(Piece(self.length, self.length + len(part), self.origin + start, self.origin + end))
            self.parts.append(part)
            self.length += len(part)
        self.done = end

    def cut(self, start: int, end: int, what: Sum | str) -> None:
        """Leave text[start:end] out, noting what it was, or write something shorter for it."""
        match what:
            case Mark():
                self.write(what, start, end)
            case Description():
                self.descriptions.append((self.length, what))
            case str():
                self.shorts += [(self.length, what)] if what else []
            case _:
                plain = plain_sum(len(self.sums))
                self.sums.append((self.length, self.length + len(plain), what))
                self.write(plain, start, end)
        self.done = end


def plain_sum(index: int) -> str:
    """A short sum that every parser knows; numbers differ, or a repeated phrase would be read as a list."""
    return f"${index % 90 + 5} million"
