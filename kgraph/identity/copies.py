"""Texts come in; which of them are copies of one text, with small changes or cut, goes out.

Broder's shingles: texts are sets of runs of five words, and resemble each other as far as these sets overlap
(A. Broder, "On the resemblance and containment of documents", 1997). The smallest hashes of a set stand for it.
"""

import re
from collections.abc import Collection
from functools import lru_cache
from hashlib import blake2b
from heapq import nsmallest
from itertools import pairwise

_WORDS = 5
_LEAST = 12
"""Shingles: a shorter text resembles others by chance."""
_KEPT = 16
_RESEMBLANCE = 0.6
_CONTAINMENT = 0.85
"""Of the shorter text: a copy that was cut."""


@lru_cache(maxsize=256)
def list_shingles(text: str) -> frozenset[str]:
    """The runs of five words of a text, in lower case; none for a text of a few words."""
    words = re.findall(r"\w+", text.casefold())
    runs = frozenset(" ".join(words[start : start + _WORDS]) for start in range(len(words) - _WORDS + 1))
    return runs if len(runs) >= _LEAST else frozenset()


def list_copy_keys(text: str) -> tuple[str, ...]:
    """The smallest hashes of shingles, each with the next: copies of a text share some pairs.

    One shingle alone may be of a sentence that thousands of articles end with.
    """
    smallest = nsmallest(_KEPT, map(_hash, list_shingles(text)))
    return tuple(f"copy {one[:8]}{other[:8]}" for one, other in pairwise(smallest))


def _hash(run: str) -> str:
    return blake2b(run.encode(), digest_size=8).hexdigest()


def is_copy_key(key: str) -> bool:
    return key.startswith("copy ")


def is_copy(one: str, other: str) -> bool:
    """Whether two texts are one but for small changes or cuts."""
    shingles = list_shingles(one), list_shingles(other)
    shared = len(shingles[0] & shingles[1])
    return shared > 0 and (
        shared >= _RESEMBLANCE * len(shingles[0] | shingles[1]) or shared >= _CONTAINMENT * min(map(len, shingles))
    )


def choose_original(copies: Collection[tuple[str, str]]) -> str:
    """Of copies, as pairs of a date (empty: unknown) and an IRI, the one that was published first."""
    return min(copies, key=lambda copy: (copy[0] or "9999", copy[1]))[1]
