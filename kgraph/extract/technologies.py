"""A stretch of text in, the technologies that it speaks of out, as the ontology notes them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from kgraph.extract.lexicon import EITHER_TECHNOLOGY, FACILITY_NOUNS, NARROWER, NO_TECHNOLOGY, TECHNOLOGIES
from kgraph.extract.reading import Reading

OPENING = 400
"""Characters of a text that tell what it is about."""
IN_NAME = 0.25
"""What a word counts that is part of a name: "Daon Telecom" may make batteries."""
FOR_OTHERS = 0.5
"""What a word counts that tells whom a product is for: "valves for etching machines"."""


class Mention(NamedTuple):
    """A word of technology: where it stands, all technologies that it says, and how much it counts."""

    start: int
    technologies: tuple[str, ...]
    weight: float


def list_forms(phrase: str) -> Iterator[str]:
    """A phrase as texts write it, singular and plural; hyphens and spaces are one."""
    plain = phrase.strip().replace("-", " ")
    yield from (plain, f"{plain}s")
    if plain.endswith("y"):
        yield f"{plain[:-1]}ies"
    elif plain.endswith(("ch", "sh", "x", "s")):
        yield f"{plain}es"


@cache
def phrases_by_word() -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """The phrases that begin with a word, longest first, and the technologies that each says."""
    said: dict[str, list[str]] = {}
    for technology, phrases in TECHNOLOGIES:
        for form in {form for phrase in phrases for form in list_forms(phrase)}:
            said.setdefault(form, []).append(technology)
    said |= {form: [] for phrase in EITHER_TECHNOLOGY for form in list_forms(phrase)}
    said |= {phrase.replace("-", " "): [] for phrase in NO_TECHNOLOGY}
    grouped: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for form in sorted(said, key=lambda form: (-len(form), form)):
        grouped.setdefault(WORD.findall(form)[0], []).append((form, tuple(said[form])))
    return {word: tuple(forms) for word, forms in grouped.items()}


@cache
def either_by_form() -> dict[str, tuple[str, ...]]:
    return {form: told for phrase, told in EITHER_TECHNOLOGY.items() for form in list_forms(phrase)}


WORD = re.compile(r"[^\W_]+")
BY_NAME = re.compile(r"[a-z,’'] (?:[A-Z][\w&.'’-]+ )+$|^(?:[A-Z][\w&.'’-]+ )+$")
"""What stands before a capitalised word that goes on with a name in running text."""
AIM = re.compile(
    r"\b(?:for|used (?:in|by|to \w+)|goes into|go into|customers?|supplies|suppliers? (?:to|of))(?: [\w-]+){0,3} $"
)
"""What stands before the trade of a customer."""


def find_mentions(text: str) -> list[Mention]:
    """The words of technology in a text, the longest at each place."""
    # One letter grows when it is lowered; offsets must hold.
    plain = text.replace("İ", "I").lower().replace("-", " ").replace("‑", " ")
    found: list[tuple[int, str, tuple[str, ...]]] = []
    phrases, end = phrases_by_word(), 0
    for word in WORD.finditer(plain):
        start = word.start()
        if start < end:
            continue
        for form, technologies in phrases.get(word[0], ()):
            if plain.startswith(form, start) and not plain[start + len(form) : start + len(form) + 1].isalnum():
                found.append((start, form, technologies))
                end = start + len(form)
                break
    counts = Counter(field_of(name) for _, _, technologies in found for name in technologies)
    told = [(start, technologies or tell_either(form, counts)) for start, form, technologies in found]
    return [Mention(start, names, weigh_word(text, start)) for start, names in told if names]


def field_of(technology: str) -> str:
    """The broad technology that one belongs to."""
    return next((broad for broad in FIELDS if technology == broad or technology in NARROWER[broad]), technology)


FIELDS = ("semiconductors", "batteries")


def tell_either(form: str, counts: Counter[str]) -> tuple[str, ...]:
    """What a word of several meanings says in a text that speaks of these fields; nothing where of none."""
    best = max(either_by_form().get(form, ()), key=lambda name: counts[field_of(name)], default=None)
    return (best,) if best is not None and counts[field_of(best)] else ()


def weigh_word(text: str, start: int) -> float:
    before = text[max(0, start - 40) : start]
    line = before.rpartition("\n")[2]
    if text[start].isupper() and not text[start + 1 : start + 2].isupper() and BY_NAME.search(line):
        return IN_NAME
    aim = AIM.search(line)
    return FOR_OTHERS if aim is not None and line[: aim.start()].strip().rpartition(" ")[2] not in MADE else 1


MADE = frozenset(form for noun in [*FACILITY_NOUNS, "maker", "system"] for form in list_forms(noun))
"""Nouns after which "for" tells the product itself: "a plant for batteries"."""


def find_technologies(text: str) -> tuple[str, ...]:
    """The technologies of a stretch of text, narrowest only, in the order of the alphabet."""
    return tuple(sorted(add_points((m, m.weight) for m in find_mentions(text) if m.weight != IN_NAME)))


def main_technologies(reading: Reading) -> tuple[str, ...]:
    """What a document is about: at most two technologies, those that its headline and opening name most."""
    return Outline(reading).choose((), ())


Stretches = Sequence[tuple[int, int]]
TITLE, LEAD, SENTENCE, PARAGRAPH, FIRM, ELSEWHERE = 4.0, 1.0, 4.0, 1.0, 6.0, 0.5
"""How much a mention counts by where it stands: FIRM in a sentence that names a firm of the fact."""
HEADING, ASIDE = 0.5, 0.1
"""What the title and the rest count for an item of a list, and for a numbered one."""
NARROWED = 0.3
"""The share of a broader technology's points with which a narrower one says what it means."""
SECOND = 0.4
"""The share of the first technology's points that a second one must have."""


class Outline:
    """The technologies that a document speaks of and where, to choose those of each of its facts."""

    def __init__(self, reading: Reading) -> None:
        title = reading.document.title
        self.shift = len(title) + 1
        self.text = f"{title}\n{reading.document.text}"
        self.mentions = find_mentions(self.text)
        self.items = find_items(self.text)
        self.paragraphs = [match.span() for match in re.finditer(r"[^\n]+", self.text)]

    def choose(self, near: Stretches, firms: Stretches) -> tuple[str, ...]:
        """The one or two technologies that stand out beside a fact's statement and beside the firms it is about.

        Stretches count from where the text begins, as those of a Reading do.
        """
        scope = Scope(self, near, firms)
        points = self.weigh_mentions(scope)
        names = sorted(points, key=lambda name: (-points[name], name))
        chosen = [name for name in names if points[name] >= SECOND * points[names[0]]]
        return tuple(sorted(chosen[:2]))

    def weigh_mentions(self, scope: "Scope") -> dict[str, float]:
        worth = ((mention, mention.weight * scope.weigh(mention.start)) for mention in self.mentions)
        return add_points([(mention, value) for mention, value in worth if value])


class Scope:
    """What stands near a fact in a document: its sentence, its item of a list, the sentences that name its firms."""

    def __init__(self, outline: Outline, near: Stretches, firms: Stretches) -> None:
        self.outline = outline
        self.near = [(start + outline.shift, end + outline.shift) for start, end in near]
        self.firms = [(start + outline.shift, end + outline.shift) for start, end in firms]
        self.item = next((item for start, _ in self.near for item in outline.items if is_in(start, [item])), None)
        starts = [start for start, _ in self.near]
        self.paragraphs = [p for p in outline.paragraphs if any(is_in(start, [p]) for start in starts)]

    def weigh(self, start: int) -> float:
        """How much a mention counts for the fact by where it stands."""
        general = self.weigh_position(start)
        if is_in(start, self.near):
            general += SENTENCE
        elif is_in(start, [self.item] if self.item else self.paragraphs):
            general += PARAGRAPH
        return general + FIRM * is_in(start, self.firms)

    def weigh_position(self, start: int) -> float:
        """What counts for all facts of a document; an item of a list has little to do with its neighbours."""
        if start < self.outline.shift:
            return HEADING if self.item else TITLE
        if self.item:
            return ASIDE if NUMBERED.match(self.outline.text, self.item[0]) else 0
        return LEAD if start < self.outline.shift + OPENING else ELSEWHERE


def is_in(start: int, stretches: Iterable[tuple[int, int]]) -> bool:
    return any(first <= start < end for first, end in stretches)


BLOCK = re.compile(r"[^\n]+(?:\n[^\n]+)*")
NUMBERED = re.compile(r"[(\[]?\d{1,2}[.)\]] ")
BULLET = re.compile(r"[^\n\w\"“‘'(]+ ?\w[^\n]*|[^\n|]+\|[^\n]*")


def find_items(text: str) -> list[tuple[int, int]]:
    """The items of lists: a numbered line with those right under it, a line with a bullet, a table's row."""
    found: list[tuple[int, int]] = []
    for block in BLOCK.finditer(text):
        if NUMBERED.match(block[0]):
            starts = [m.start() for m in re.finditer(rf"(?m)^{NUMBERED.pattern}", block[0])]
            found += [
                (block.start() + a, block.start() + b)
                for a, b in zip(starts, [*starts[1:], len(block[0])], strict=True)
            ]
        else:
            lines = re.finditer(r"[^\n]+", block[0])
            found += [(block.start() + m.start(), block.start() + m.end()) for m in lines if BULLET.fullmatch(m[0])]
    return found


def add_points(worth: Iterable[tuple[Mention, float]]) -> dict[str, float]:
    """Each technology's points; a broader one keeps, beside its narrower, only those of words that say both."""
    points: dict[str, float] = {}
    shared: dict[str, float] = {}
    for mention, value in worth:
        for name in mention.technologies:
            points[name] = points.get(name, 0) + value
            if len(mention.technologies) > 1:
                shared[name] = shared.get(name, 0) + value
    told = {name: shared.get(name, 0) if is_narrowed(name, points) else value for name, value in points.items()}
    return {name: value for name, value in told.items() if value}


def is_narrowed(name: str, points: dict[str, float]) -> bool:
    """Whether a narrower technology is spoken of enough to say what a broader one means."""
    told = max((points[narrower] for narrower in NARROWER.get(name, frozenset()) & points.keys()), default=0)
    return told > 0 and told >= NARROWED * points[name]
