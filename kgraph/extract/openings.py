"""A discourse's dates in, those at which a site begins to run out, each with the words that tell it."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from kgraph.extract.coreference import Discourse
from kgraph.extract.dates import DateMention
from kgraph.extract.lexicon import BUILD_VERBS, NEWS, READY, RUNNING_WORDS, STARTING
from kgraph.extract.roles import climb

WORKS = frozenset(
    "construction ground groundbreaking foundation building_work earthwork excavation build renovation work".split()
)
"""What begins before a site is built."""
FORMER = frozenset("than not instead originally initially previously formerly".split())
"""Words before a date that another one replaces."""
RECENT = 100
"""Days for which an opening is news."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A date at which something is to run, the token that says so, and how surely it tells a start of running."""

    date: str
    token: Token
    end: int
    """The token behind the date."""
    told: int
    ahead: bool

    @property
    def weight(self) -> tuple[bool, int]:
        """News before history, running before being built."""
        return self.ahead, self.told


def find_openings(discourse: Discourse, sentence: Span) -> list[Opening]:
    """The openings that a sentence dates, in reading order."""
    reading = discourse.cast.reading
    return [
        opening
        for date in reading.dates_in(sentence)
        if (opening := read_opening(discourse, date, sentence)) is not None
    ]


def read_opening(discourse: Discourse, date: DateMention, sentence: Span) -> Opening | None:
    """What a date is the opening of, or None where it tells of another event."""
    spans = discourse.cast.reading.spans
    inside = [t for t in sentence if date.start <= spans[t.i][0] < date.end]
    if not inside or is_former(inside[0], sentence):
        return None
    word = find_word(inside, sentence)
    if word is None:
        return None
    past = any(t.tag_ == "VBD" or (t.tag_ == "VBN" and has_perfect(t)) for t in clause_of(word))
    published = discourse.cast.reading.document.published or ""
    told = date.back if past else date.ahead
    return Opening(told, word, inside[-1].i + 1, 1 if word.lemma_.lower() in READY else 2, is_news(told, published))


def is_news(date: str, published: str) -> bool:
    """Whether a date lies ahead or just behind the day of a document."""
    size = min(len(date), len(published), 7)
    if date[:size] >= published[:size]:
        return True
    months = [int(d[:4]) * 12 + int(d[5:7] or 12) for d in (date, published)] if published else [0, 0]
    return months[1] - months[0] <= RECENT // 30


def is_former(first: Token, sentence: Span) -> bool:
    before = [t.lower_ for t in sentence.doc[max(sentence.start, first.i - 3) : first.i]]
    return bool(FORMER & set(before)) and "later" not in before


def has_perfect(verb: Token) -> bool:
    return any(
        c.lower_ in {"has", "have", "had", "was", "were"} for c in verb.children if c.dep_[:3] == "aux"
    ) and not any(c.lower_ in {"to", "will", "be", "would", "is", "are"} for c in verb.children)


def clause_of(word: Token) -> list[Token]:
    """A word and the verb of its clause."""
    if word.pos_ == "VERB":
        return [word]
    return [word, *[t for t in climb(word) if t.pos_ in {"VERB", "AUX"} and t.sent == word.sent][:1]]


def find_word(inside: list[Token], sentence: Span) -> Token | None:
    """The word of running that a date hangs on by the parse, else the nearest one before or behind it."""
    if (noun := noun_before(inside[0])) is not None:
        return noun
    for verb in verbs_of(inside, sentence):
        decided, word = judge_clause(verb, inside[0])
        if decided:
            return word
    return nearest_word(inside, sentence)


def noun_before(date: Token) -> Token | None:
    """The noun of running that stands right before a date: "completion is planned for 2026 and start-up for 2027"."""
    before = date.doc[max(date.sent.start, date.i - 5) : date.i]
    at = next((t for t in reversed(before) if t.pos_ == "ADP" and t.lower_ != "of"), None)
    noun = at.nbor(-1) if at is not None and at.i > date.sent.start else None
    told = noun is not None and noun.pos_ == "NOUN" and noun.lemma_.lower() in RUNNING_WORDS | READY
    return (
        noun if told and noun is not None and noun.lemma_.lower() not in {"output", "use", "work", "supply"} else None
    )


def verbs_of(inside: list[Token], sentence: Span) -> Iterator[Token]:
    """What governs a date, nearest first: the nouns of "completion in 2026", then the verbs."""
    top = next((t for t in inside if t.head not in inside), inside[0])
    above = [t for t in climb(top) if t.sent == sentence.doc[sentence.start].sent]
    for token in above:
        if token.pos_ in {"VERB", "AUX", "NOUN", "ADJ"} and token not in inside:
            yield token
        if token.dep_ in {"relcl", "ccomp", "acl"} and token.pos_ == "VERB":
            if token.dep_ == "acl" and token.lemma_.lower() in CARRIERS:
                yield token.head
            return


CARRIERS = frozenset(
    """be expect schedule slate plan due set target aim intend want hope project anticipate forecast mean go take
    have see tell""".split()
)
"""Verbs that only carry what is to happen: "completion is planned for"."""


def judge_clause(verb: Token, date: Token) -> tuple[bool, Token | None]:
    """Whether a governor of a date decides what it is the date of, and the word of running if so."""
    lemma = verb.lemma_.lower()
    if verb.dep_ == "xcomp" and verb.head.lemma_.lower() in STARTING:
        return judge_clause(verb.head, date)
    if lemma in STARTING:
        return True, None if is_works(verb) else verb
    if lemma in RUNNING_WORDS | READY or is_start(verb, lemma, before_of(date)):
        return True, verb
    if lemma in NEWS:
        return True, None
    parts = [t for c in verb.children if c.dep_ in PARTS for t in (c, *c.children)] if verb.pos_ != "NOUN" else []
    for part in sorted(parts, key=lambda t: (t.i > date.i, abs(t.i - date.i))):
        if part.lemma_.lower() in RUNNING_WORDS | READY:
            return True, part
    return verb.pos_ == "VERB" and lemma not in CARRIERS, None


def is_start(verb: Token, lemma: str, preposition: str) -> bool:
    """ "Will be stacked from 2027", "add a line by 2027" and whatever is done for the first time."""
    if (lemma in BUILD_VERBS and preposition == "by") or is_first_of_its_kind(verb):
        return True
    return lemma not in NEWS and preposition == "from" and is_ahead(verb)


def before_of(date: Token) -> str:
    """The preposition of a date, found through "the end of", "early", "the first half of"."""
    before = date.doc[max(date.sent.start, date.i - 6) : date.i]
    return next((t.lower_ for t in reversed(before) if t.pos_ == "ADP" and t.lower_ != "of"), "")


def is_first_of_its_kind(verb: Token) -> bool:
    """ "First oxide is promised for 2028", "will receive its first cargo": what a site makes or gets at its start."""
    beside = [
        c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass", "dobj", "attr"} and c.pos_ in {"NOUN", "PROPN"}
    ]
    beside = [c for c in beside if c.lemma_.lower() not in NOT_MADE]
    return any(
        c.lower_ == "first" and c.dep_ in {"amod", "advmod", "compound"} for noun in beside for c in noun.children
    )


NOT_MADE = frozenset(
    """quarter half year month time step stone investment meeting round grant tranche payment order approval permit
    contract customer stage share visit deal stake loan award plan phase factory plant""".split()
)


def is_ahead(verb: Token) -> bool:
    return any(c.lower_ in {"will", "would", "to"} for c in verb.children if c.dep_[:3] == "aux")


PARTS = frozenset("prt acomp xcomp nsubj nsubjpass attr prep dobj oprd advcl conj ccomp advmod".split())


def is_works(verb: Token) -> bool:
    """Whether what begins are only the works: "construction began in April", "start building"."""
    beside = [
        t for c in verb.children if c.dep_ in {"nsubj", "nsubjpass", "dobj", "xcomp", "prep"} for t in (c, *c.children)
    ]
    subject = [verb.head] if verb.dep_ in {"acl", "relcl"} else []
    if verb.dep_ == "xcomp":
        subject += [c for c in verb.head.children if c.dep_ in {"nsubj", "nsubjpass"}]
    up = any(c.dep_ == "prt" and c.lower_ == "up" for c in verb.children)
    return not up and any(t.lemma_.lower() in WORKS for t in [*beside, *subject])


def nearest_word(inside: list[Token], sentence: Span) -> Token | None:
    """The deciding word next to a date: those before it come first."""
    doc = sentence.doc
    before = [doc[i] for i in range(inside[0].i - 1, max(sentence.start, inside[0].i - WINDOW) - 1, -1)]
    behind = list(doc[inside[-1].i + 1 : min(sentence.end, inside[-1].i + WINDOW)])
    for side in (before, behind):
        for token in side:
            lemma = token.lemma_.lower()
            if token.text == ";" or lemma in NEWS | WORKS | FIGURES:
                break
            if lemma in RUNNING_WORDS | READY | STARTING:
                return None if lemma in STARTING and is_works(token) else token
    return None


FIGURES = frozenset("revenue sale profit turnover earning income loss".split())
"""Words of accounts, whose years are no openings."""
WINDOW = 9
"""Tokens around a date in which a word belongs to it."""
