"""The words that are looked for and an article's markup come in; whether it has them goes out."""

import re

from kgraph.errors import SourceError
from kgraph.sources.markup import read_fragment

TERM = re.compile(r'(-?)(?:"([^"]+)"|(\S+))')


def has_words(search: str, *markup: str) -> bool:
    """Whether a text has all words, "whole phrases" too, and none that is marked with a minus, as WordPress has it."""
    terms = [(minus, phrase or word) for minus, phrase, word in TERM.findall(search)]
    if not terms:
        return True
    text = " ".join(read_text(piece) for piece in markup)
    return all((fold_words(term) in text) != bool(minus) for minus, term in terms)


def read_text(markup: str) -> str:
    try:
        return fold_words(read_fragment(markup))
    except SourceError:  # too long or too deep to be read as it should be
        return fold_words(markup)


def fold_words(text: str) -> str:
    return " ".join(text.casefold().split())
