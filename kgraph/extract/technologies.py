"""A stretch of text in, the technologies that it speaks of out, as the ontology notes them."""

import re
from functools import cache

from kgraph.extract.lexicon import NARROWER, TECHNOLOGIES
from kgraph.extract.reading import Reading

OPENING = 400
"""Characters of a text that tell what it is about."""

# A broader technology says nothing where a narrower one is named.


@cache
def technology_pattern(technology: str) -> re.Pattern[str]:
    words = dict(TECHNOLOGIES)[technology]
    named = "|".join(re.escape(word.strip()) for word in sorted(words, key=len, reverse=True))
    return re.compile(
        rf"\b(?:{named})s?\b(?! (?:company|companies|firm|maker|group|nitride|oxide|arsenide)\b)", re.IGNORECASE
    )


def count_technologies(text: str) -> dict[str, int]:
    """How often each technology is spoken of, none that is not; words inside names ("Daon Telecom") do not count."""
    counts = {
        name: sum(not IN_NAME.search(text, 0, match.start()) or match[0].islower() for match in pattern.finditer(text))
        for name, pattern in ((name, technology_pattern(name)) for name, _ in TECHNOLOGIES)
    }
    return {name: count for name, count in counts.items() if count}


IN_NAME = re.compile(r"[a-z,] [A-Z][\w&.-]+ $")
"""What stands before a capitalised word that goes on with a name in running text."""


def find_technologies(text: str) -> tuple[str, ...]:
    """The technologies of a stretch of text, narrowest only, in the order of the alphabet."""
    found = count_technologies(text)
    return tuple(sorted(name for name in found if not NARROWER.get(name, frozenset()) & found.keys()))


def main_technologies(reading: Reading) -> tuple[str, ...]:
    """What a document is about: at most two technologies, those that its headline and opening name most."""
    opening = f"{reading.document.title}\n{reading.document.text}"[: len(reading.document.title) + OPENING]
    for text in (opening, reading.document.text):
        counts = count_technologies(text)
        narrow = [name for name in counts if not NARROWER.get(name, frozenset()) & counts.keys()]
        if narrow:
            return tuple(sorted(sorted(narrow, key=lambda name: (-counts[name], name))[:2]))
    return ()
