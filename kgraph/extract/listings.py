"""A text's lists in, the pairs that agree by them out: "MoUs with three firms: X, Y", "▲ X – Y: offtake of nickel"."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from kgraph.extract.coreference import NUMBERS, Discourse
from kgraph.extract.entities import Entity
from kgraph.extract.lexicon import AGREEMENT_NOUNS, ORGANIZATION_NOUNS
from kgraph.extract.roles import SUBJECTS

COUNTS = NUMBERS | {"six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "dozen": 12}
JOINTS = frozenset("– — - / & × and".split())
"""What stands between the two of a pair in a list."""
BULLETS = frozenset("▲ △ ▶ ► • ● ○ □ ■ ◇ ◆ · * - – — ( )".split())


def read_pair(discourse: Discourse, sentence: Span) -> tuple[list[Entity], Token] | None:
    """The two parties before a colon in a line of a list, and the colon: "▲ X – Y: offtake of nickel"."""
    colon = next((t for t in sentence[:16] if t.text.endswith(":")), None)
    if colon is None or not opens_line(discourse, sentence):
        return None
    words = [t for t in sentence if t.i < colon.i and not t.like_num and not is_bracketed(t)]
    while words and words[0].text in BULLETS:
        words.pop(0)
    named = [e for t in words if (e := discourse.cast.named.get(t.i)) is not None and e.is_party()]
    others = [t for t in words if t.i not in discourse.cast.named and t.text not in JOINTS]
    joined = any(t.text in JOINTS for t in words)
    return (named, colon) if len(set(named)) == 2 and joined and not others else None


def is_bracketed(token: Token) -> bool:
    before = [t.text for t in token.doc[token.sent.start : token.i + 1]]
    return before.count("(") > before.count(")") or token.text == ")"


def opens_line(discourse: Discourse, sentence: Span) -> bool:
    paragraphs = discourse.cast.reading.paragraphs
    return not sentence.start or paragraphs[sentence.start - 1] != paragraphs[sentence.start]


def count_unnamed(token: Token) -> int:
    """How many firms stand where no name does: the 3 of "with three companies" and "with three of them"."""
    if token.lower_ in COUNTS and any(c.lower_ == "of" for c in token.children):
        return COUNTS[token.lower_]
    if token.tag_ != "NNS" or token.lemma_.lower() not in ORGANIZATION_NOUNS:
        return 0
    if any(c.dep_ == "det" for c in token.children):
        return 0
    numbers = [c for c in token.children if c.dep_ == "nummod"]
    return next((COUNTS.get(c.lower_, int(c.text) if c.text.isdecimal() else 0) for c in numbers), 0)


def listed_after(discourse: Discourse, token: Token, count: int, known: list[Entity]) -> list[Entity]:
    """So many firms of which the sentences behind go on to tell, each as a subject or as the head of its line."""
    found: list[Entity] = []
    for entity in leading_after(discourse, token):
        if entity not in known and entity not in found:
            found.append(entity)
    return found[:count] if len(found) >= count > 1 else []


def leading_after(discourse: Discourse, token: Token) -> Iterator[Entity]:
    named = discourse.cast.named
    for t in token.doc[token.sent.end :]:
        entity = named.get(t.i)
        if entity is None or entity.name.lower() in AGREEMENT_NOUNS | {"understanding"}:
            continue
        if entity.kind == "Organization" and (t.dep_ in SUBJECTS or t.is_sent_start):
            yield entity
