"""A text and the phrases of a table come in, where the text holds them goes out."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
"""Kana, Han and Hangul, whose words no space parts."""
PhraseIndex = Mapping[str, Sequence[str]]
"""First word -> the phrases that begin with it, longest first."""

_WORD = re.compile(rf"[{CJK}]|[^\W_{CJK}]+")
_SAME_WORD = re.compile(rf"[^\W_{CJK}]")
_LONGER_NAME = re.compile("[\u30a0-\u30ff\u3400-\u9fff]|(?![은는이가을를의에와과도로])[\uac00-\ud7a3]")
"""What goes on with a name in Han, kana or Hangul; Korean particles do not."""


def index_phrases(phrases: Iterable[str]) -> PhraseIndex:
    """The phrases by their first word; those without a letter or digit are left out."""
    index = defaultdict(list)
    for phrase in sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase)):
        if first := _WORD.match(phrase):
            index[first.group()].append(phrase)
    return dict(index)


def find_phrases(text: str, index: PhraseIndex) -> Iterator[tuple[int, int]]:
    """Where whole phrases stand in a text just as written: the longest at each place, none overlapping."""
    end = 0
    for word in _WORD.finditer(text):
        start = word.start()
        if start >= end and (phrases := index.get(word.group())) and (found := _match(text, start, phrases)):
            end = found
            yield start, end


def match_phrase(text: str, start: int, index: PhraseIndex) -> int | None:
    """Where the longest phrase ends that begins at `start`."""
    word = _WORD.match(text, start)
    return _match(text, start, index.get(word.group(), ())) if word else None


def _match(text: str, start: int, phrases: Sequence[str]) -> int | None:
    ends = (start + len(phrase) for phrase in phrases if text.startswith(phrase, start))
    return next((end for end in ends if _ends_there(text, end)), None)


def _ends_there(text: str, end: int) -> bool:
    last = text[end - 1]
    if last >= "\u3040":
        return not _LONGER_NAME.match(text, end)
    return not last.isalnum() or not _SAME_WORD.match(text, end)
