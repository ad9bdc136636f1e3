"""A network in; its measures quarter by quarter or year by year out, with their trends, and who rose and fell.

A date may be a year, a month or a day; it counts from its end, so that no slice holds what may not have happened yet:
an event of "2024" is in the fourth quarter, one of "2024-05" in the second. Edges without a date are in no slice; nor
is what is cancelled measured. Every slice holds all nodes, so that values of different times compare.

A trend is Mann's and Kendall's (Mann 1945; ties as in Kendall 1975): S counts the pairs of values that rise over time
less those that fall, tau is S as a share of the pairs, corrected for ties (tau-b), p is two-sided, by the normal
distribution with continuity correction.
"""

from collections.abc import Collection, Iterator, Sequence
from math import erfc, sqrt
from typing import Literal, NamedTuple

import networkx
import numpy
from scipy import stats

from kgraph.errors import KgraphError
from kgraph.measures.ranking import Ranking, rank_centrality

Period = Literal["quarter", "year"]


class Trend(NamedTuple):
    """S, tau and p; tau and p are None where all values are equal, or there are fewer than two."""

    s: int
    tau: float | None
    p: float | None


class Series(NamedTuple):
    """One node's values and ranks, one a period; their trend, its p corrected for the number of nodes, and the rise.

    rise: places won from the first period to the last, below 0 if lost. For this those of equal value share the last of
    their places, so that whoever is not there yet rises from below all others.
    """

    label: str
    kind: str | None
    country: str | None
    values: list[float | None]
    ranks: list[int]
    trend: Trend
    q: float | None
    rise: int
    iri: str


class Timeline(NamedTuple):
    """The names of the periods ("2024-Q3", "2024"), the series by their last rank, and how many edges had no date."""

    periods: list[str]
    series: list[Series]
    undated: int


def measure_timeline(
    network: networkx.Graph,
    measure: str,
    period: Period = "quarter",
    window: int | None = None,
    kinds: Collection[str] | None = ("Government", "Organization"),
) -> Timeline:
    """A measure of all nodes of these kinds, period by period: of all up to then, or of as many periods as `window`.

    KgraphError for an unknown measure, or a window below 1.
    """
    slices = list(slice_network(network, period, window))
    rankings = [rank_centrality(part, measure, kinds) for _, part in slices]
    found = [{row.iri: row for row in ranking} for ranking in rankings]
    before, after = (share_places(ranking) for ranking in (rankings[0], rankings[-1])) if rankings else ({}, {})
    rows = [[ranking[last.iri] for ranking in found] for last in (rankings[-1] if rankings else [])]
    trends = [find_trend([row.value for row in times if row.value is not None]) for times in rows]
    corrected = correct([trend.p for trend in trends])
    rises = [before[times[-1].iri] - after[times[-1].iri] for times in rows]
    series = [make_series(*row) for row in zip(rows, trends, corrected, rises, strict=True)]
    undated = sum(find_period(edge.get("date"), period) is None for *_, edge in network.edges(data=True))
    return Timeline([name for name, _ in slices], series, undated)


def slice_network(
    network: networkx.Graph, period: Period, window: int | None = None
) -> Iterator[tuple[str, networkx.Graph]]:
    """The name of each period from the first date to the last, and all nodes with the edges of its time.

    `window` None: the edges of this period and of all before; otherwise of the last so many periods.
    """
    if window is not None and window < 1:
        raise KgraphError(f"a window of {window} periods holds nothing: ask for at least 1")
    keyed = network.edges(keys=True, data="date") if network.is_multigraph() else network.edges(data="date")
    dated = {tuple(edge): find_period(date, period) for *edge, date in keyed}
    periods = [place for place in dated.values() if place is not None]
    for now in range(min(periods), max(periods) + 1) if periods else ():
        first = now - window if window else min(periods) - 1
        part = network.__class__()
        part.add_nodes_from(network.nodes(data=True))
        kept = (edge for edge, place in dated.items() if place is not None and first < place <= now)
        part.add_edges_from((*edge, network.edges[edge]) for edge in kept)
        yield name_period(now, period), part


def find_period(date: str | None, period: Period) -> int | None:
    """The number of the period in which a date (YYYY, YYYY-MM or YYYY-MM-DD) ends; None without one."""
    if not date:
        return None
    year, month = int(date[:4]), int(date[5:7] or 12)
    return year if period == "year" else year * 4 + (month - 1) // 3


def name_period(place: int, period: Period) -> str:
    return f"{place:04}" if period == "year" else f"{place // 4:04}-Q{place % 4 + 1}"


def share_places(ranking: Sequence[Ranking]) -> dict[str, int]:
    """The place of each, by name: of those of equal value the last one."""
    last = {row.value: row.rank for row in ranking}
    return {row.iri: last[row.value] for row in ranking}


def make_series(times: Sequence[Ranking], trend: Trend, q: float | None, rise: int) -> Series:
    last, ranks = times[-1], [row.rank for row in times]
    values = [row.value for row in times]
    return Series(last.label, last.kind, last.country, values, ranks, trend, q, rise, last.iri)


def find_trend(values: Sequence[float]) -> Trend:
    """Mann's and Kendall's test of values in the order of time."""
    count = len(values)
    array = numpy.array(values, dtype=numpy.float64)
    s = int(numpy.triu(numpy.sign(array[None, :] - array[:, None])).sum())
    ties = numpy.unique(array, return_counts=True)[1]
    pairs, tied = count * (count - 1) / 2, float((ties * (ties - 1)).sum() / 2)
    if pairs == tied:
        return Trend(s, None, None)
    spread = count * (count - 1) * (2 * count + 5) - float((ties * (ties - 1) * (2 * ties + 5)).sum())
    z = max(0, abs(s) - 1) / sqrt(spread / 18)
    return Trend(s, s / sqrt(pairs * (pairs - tied)), erfc(z / sqrt(2)))


def correct(p: Sequence[float | None]) -> list[float | None]:
    """p-values corrected together (Benjamini & Hochberg 1995); None stays None."""
    known = [value for value in p if value is not None]
    corrected = iter(stats.false_discovery_control(known).tolist() if known else [])
    return [None if value is None else next(corrected) for value in p]
