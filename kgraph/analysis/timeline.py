"""A network in; a measure of its things period by period, its trend, and who rose and fell, out."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import networkx

from kgraph.analysis import Findings
from kgraph.analysis.networks import KINDS, Of, project_network
from kgraph.measures import Series, Timeline, measure_timeline
from kgraph.measures.trends import Period
from kgraph.tables import format_rows, wrap_text
from kgraph.things import count

BARS = "▁▂▃▄▅▆▇█"
RECENT = 16
"""Periods that a table draws."""
MOVERS = 3
"""How many are named that rose or fell."""


class TimeLine(NamedTuple):
    """A thing's value and rank in a period, with its trend over all periods (see `kgraph.measures.trends`)."""

    period: str
    rank: int
    name: str
    kind: str | None
    country: str | None
    value: float | None
    s: int
    tau: float | None
    p: float | None
    q: float | None
    rise: int
    iri: str


def measure_periods(
    network: networkx.MultiDiGraph, of: Of, measure: str, period: Period, window: int | None
) -> Timeline:
    """The timeline of all of a kind, each kind in the network of `project_network`. Raises KgraphError."""
    return measure_timeline(project_network(network, KINDS[of]), measure, period, window, {KINDS[of]})


def find_times(timeline: Timeline, measure: str, top: int) -> Findings:
    rows = [
        TimeLine(
            *(period, one.ranks[place], one.label, one.kind, one.country, one.values[place]),
            *(*one.trend, one.q, one.rise, one.iri),
        )
        for place, period in enumerate(timeline.periods)
        for one in timeline.series[:top]
    ]
    return Findings(TimeLine._fields, rows, describe_timeline(timeline, measure, top))


def describe_timeline(timeline: Timeline, measure: str, top: int) -> Iterator[str]:
    """Last values with the way there, trends, and who rose and fell most."""
    periods = timeline.periods
    if periods:
        yield f"{measure} from {periods[0]} to {periods[-1]}; drawn from {periods[-RECENT:][0]} on\n"
    yield format_rows(
        ("rank", "name", "country", measure, "course", "rise", "tau", "q"),
        [
            (
                *(one.ranks[-1], one.label, one.country, one.values[-1], draw_course(one.values)),
                *(one.rise, one.trend.tau, one.q),
            )
            for one in timeline.series[:top]
        ],
    )
    yield from tell_movers(timeline.series)
    if timeline.undated:
        yield f"\nWithout a date, and so in no period: {count(timeline.undated, 'edge')}\n"


def draw_course(values: Sequence[float | None]) -> str:
    """A bar for each of the last periods, the highest for the highest value of all; a dot where there is none."""
    highest = max((value for value in values if value is not None), default=0.0)
    return "".join("·" if value is None else draw_bar(value, highest) for value in values[-RECENT:])


def draw_bar(value: float, highest: float) -> str:
    return BARS[max(0, round(value / highest * (len(BARS) - 1)))] if highest > 0 else BARS[0]


def tell_movers(series: Sequence[Series]) -> Iterator[str]:
    """Who won most places from the first period to the last, and who lost most."""
    moved = sorted(series, key=lambda one: (-one.rise, one.label, one.iri))
    won = [f"{one.label} +{one.rise}" for one in moved[:MOVERS] if one.rise > 0]
    lost = [f"{one.label} −{-one.rise}" for one in moved[::-1][:MOVERS] if one.rise < 0]
    for word, names in (("won", won), ("lost", lost)):
        if names:
            yield "\n" + wrap_text(f"Places {word} since the first: {', '.join(names)}")
