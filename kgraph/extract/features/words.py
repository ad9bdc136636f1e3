"""Tokens in, what they say to a judge out: the word lists that they are in, how they hang together, how far apart."""

from collections.abc import Sequence
from functools import lru_cache

from spacy.tokens import Doc, Token

from kgraph.extract.lexicon import (
    BUILD_VERBS,
    BUY_PHRASES,
    BUY_VERBS,
    CANCELLED,
    CONSIDERED,
    COST_VERBS,
    DONE_VERBS,
    FACILITY_NOUNS,
    GIVE_VERBS,
    GOVERNMENT_NOUNS,
    GRANT_NOUNS,
    GRANT_PHRASES,
    INVEST_NOUNS,
    INVEST_VERBS,
    LOAN_PHRASES,
    NOT_COMMITTED,
    NOT_COMMITTED_VERBS,
    ORGANIZATION_NOUNS,
    OWN_PHRASES,
    RECEIVE_VERBS,
    SAY_VERBS,
    STAKE_PHRASES,
    TAX_PHRASES,
    VENTURE_PHRASES,
)
from kgraph.extract.roles import climb

WORD_CLASSES = {
    "invest": INVEST_VERBS,
    "give": GIVE_VERBS,
    "receive": RECEIVE_VERBS,
    "build": BUILD_VERBS,
    "buy": BUY_VERBS,
    "say": SAY_VERBS,
    "cost": COST_VERBS,
    "money": INVEST_NOUNS,
    "aid": GRANT_NOUNS,
    "site": frozenset(FACILITY_NOUNS),
    "firm": ORGANIZATION_NOUNS,
    "state": GOVERNMENT_NOUNS,
    "figure": NOT_COMMITTED,
    "figure-verb": NOT_COMMITTED_VERBS,
    "done": DONE_VERBS,
}
PHRASE_CLASSES = {
    "tax": TAX_PHRASES,
    "loan": LOAN_PHRASES,
    "grant": GRANT_PHRASES,
    "stake": STAKE_PHRASES,
    "own": OWN_PHRASES,
    "venture": VENTURE_PHRASES,
    "buy": BUY_PHRASES,
    "maybe": CONSIDERED,
    "off": CANCELLED,
}
CLASSES_OF_WORD: dict[str, list[str]] = {}
for _name, _words in WORD_CLASSES.items():
    for _word in sorted(_words):
        CLASSES_OF_WORD.setdefault(_word, []).append(_name)


def classes_of(token: Token) -> list[str]:
    """The word lists that a token is in; its part of speech where it is in none."""
    return CLASSES_OF_WORD.get(token.lemma_.lower()) or [token.pos_.lower()]


SINGLE = {
    name: frozenset(form for phrase in phrases if " " not in phrase for form in (phrase, f"{phrase}s"))
    for name, phrases in PHRASE_CLASSES.items()
}
SEVERAL = {
    name: tuple(f" {form} " for phrase in phrases if " " in phrase for form in (phrase, f"{phrase}s"))
    for name, phrases in PHRASE_CLASSES.items()
}


@lru_cache(maxsize=256)
def phrases_in(text: str) -> tuple[str, ...]:
    """The lists of which a phrase stands, singular or plural, in words that are parted and enclosed by spaces."""
    words = frozenset(text.split())
    return tuple(name for name in SINGLE if words & SINGLE[name] or any(phrase in text for phrase in SEVERAL[name]))


def words_between(doc: Doc, start: int, end: int) -> str:
    return f" {' '.join(token.lower_ for token in doc[max(0, start) : max(0, end)])} "


def link(token: Token) -> str:
    """How a token hangs on its governor; a preposition by its word."""
    return str(token.lower_ if token.pos_ == "ADP" and token.dep_ in {"prep", "agent", "dative"} else token.dep_)


def trace(one: Token, other: Token) -> tuple[list[Token], list[Token], Token | None]:
    """The governors from each of two tokens up to the one that they share, and that one; None in two sentences."""
    up, down = [one, *climb(one)], [other, *climb(other)]
    steps = {token.i: n for n, token in enumerate(up)}
    shared = next((n for n, token in enumerate(down) if token.i in steps), None)
    return (up, down, None) if shared is None else (up[: steps[down[shared].i]], down[:shared], down[shared])


def part_between(one: Token, other: Token) -> str:
    """What parts a sentence between two tokens: a semicolon, a column's bar, "while", "and", a comma, or nothing."""
    start, end = sorted((one.i, other.i))
    between = {token.lower_ for token in one.doc[start + 1 : end]}
    return next((mark for mark in (";", "|", ":", "while", "and", ",") if mark in between), "")


STEPS = (0, 1, 2, 3, 5, 8, 13, 21, 34)


def grade(number: int, steps: Sequence[int] = STEPS) -> int:
    """A number as the first of some steps that it does not exceed, 99 beyond the last."""
    return next((step for step in steps if number <= step), 99)


def side_of(gap: int) -> str:
    return "before" if gap > 0 else "after"
