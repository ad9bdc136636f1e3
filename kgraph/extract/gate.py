"""A document in, whether it can tell a fact out: one cheap look that decides what is worth parsing."""

import re

from kgraph.model import Document

# Stems of the words with which trade news speaks, whatever the field. General news has one of them now and then;
# every gold article that holds a fact has two at least.
TRADE = re.compile(
    r"\b(?:invest|subsid|grants?\b|joint(?:ly| venture)|memorand|MOUs?\b|stakes?\b|acqui[rs]|take-?\s?over"
    r"|refiner|plants?\b"
    r"|factor(?:y|ies)|fabs?\b|loans?\b|credit|tax\b|billion|million|buil[dt]|buys?\b|bought|[bt]n\b|trillion"
    r"|semiconduct|chip|batter|sharehold|venture|funding|Inc\b|Corp|Co\.|Ltd|GmbH|ministry"
    r"|department|agenc|supply chain|compan(?:y|ies)|firms?\b|maker|supplier|manufactur|industr|technolog|research"
    r"|develop|trade\b|export|project|equity|capital|financ|laborator|minister|delegation|cooperat|agreement"
    r"|sign(?:ed|ing)\b|accord|pact\b|start-?up|govern|university|econom)",
    re.IGNORECASE,
)
LEAST = 2
"""Different stems that an article must have to be worth parsing."""


def is_on_topic(document: Document) -> bool:
    """Whether an article can hold a fact; a yes may be wrong, a no must not be."""
    found: set[str] = set()
    for match in TRADE.finditer(f"{document.title}\n{document.text}"):
        found.add(match[0].lower())
        if len(found) >= LEAST:
            return True
    return False
