"""The plain values that the page is made of: facts, the words that say them, sites on the map, rankings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

Cell = str | int | float | None


class Quote(NamedTuple):
    """The words of a document that say a fact, and where they stand."""

    quote: str
    title: str
    outlet: str | None = None
    date: str | None = None
    url: str | None = None


class Part(NamedTuple):
    """A thing, by its IRI, and its role in a fact: "investor", "party", "country" (where the money goes) ..."""

    thing: str
    role: str = ""


class Flow(NamedTuple):
    """A fact's money between two countries: codes (None: not known), dollars (None: no sum)."""

    source: str | None
    target: str | None
    usd: float | None


class Dispute(NamedTuple):
    """What one document says of a property on which documents disagree."""

    property: str
    value: str
    source: Quote


class Step(NamedTuple):
    """How a fact stood from a date on."""

    date: str | None
    status: str | None
    sum: str | None


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact as the page tells it: an investment, agreement, meeting or operation.

    `sum` is the amount in words ("up to 6,400,000,000 USD"), `usd` the same in dollars, `date` as precise as
    it was said. `flows` are empty for what is cancelled or part of another sum, so that they add up.
    """

    event: str
    kind: str
    label: str
    sum: str = ""
    usd: float | None = None
    date: str | None = None
    status: str | None = None
    parts: tuple[Part, ...] = ()
    evidence: tuple[Quote, ...] = ()
    technologies: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    flows: tuple[Flow, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    steps: tuple[Step, ...] = ()


class Site(NamedTuple):
    """Where a facility, by its IRI, stands: degrees north and east."""

    thing: str
    town: str
    latitude: float
    longitude: float


class RankedThing(NamedTuple):
    """A row of a ranking: the thing's IRI, and its values in the order of the ranking's columns."""

    thing: str
    values: tuple[Cell, ...]


class Ranking(NamedTuple):
    """A table of things, the first of them first; `note` says in a sentence what it measures."""

    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[RankedThing, ...]


@dataclass(frozen=True, slots=True)
class Extras:
    """What the page shows beside a network and its facts.

    `names` are other names by a thing's IRI, `measures` values by the name of a measure and a thing's IRI.
    """

    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    measures: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    sites: tuple[Site, ...] = ()
    rankings: tuple[Ranking, ...] = ()


NOTHING = Extras()
