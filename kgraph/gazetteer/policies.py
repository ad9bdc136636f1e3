"""The name of a law or programme comes in, the one that the shipped table knows by it goes out."""

from collections import defaultdict
from functools import cache
from typing import NamedTuple

from kgraph.gazetteer.spelling import spell_name
from kgraph.gazetteer.tables import read_table, split_names

_MEMBERS = frozenset("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())
"""Of the European Union."""


class PolicyEntry(NamedTuple):
    """A law or programme and whose it is."""

    name: str
    country: str


def lookup_policy(name: str, country: str | None = None) -> PolicyEntry | None:
    """The one law or programme of this name: that of `country`, else of its union, else the only one there is."""
    entries = _load_policies().get(spell_name(name), [])
    unions = {country} if country not in _MEMBERS else {country, "EU"}
    fitting = [entry for entry in entries if entry.country in unions] or entries
    return fitting[0] if len(fitting) == 1 else None


@cache
def _load_policies() -> dict[str, list[PolicyEntry]]:
    found: defaultdict[str, list[PolicyEntry]] = defaultdict(list)
    for row in read_table("policies.csv"):
        entry = PolicyEntry(row["name"], row["country"])
        for key in {spell_name(name) for name in (row["name"], *split_names(row["names"]))}:
            found[key].append(entry)
    return dict(found)
