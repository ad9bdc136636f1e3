"""A network in; which of its flows and E-I indices are more, or less, than chance out.

Chance is the same network with the countries of its nodes dealt out anew: who deals with whom and how many nodes a
country has stay as they are, where a node is from does not matter. Nodes without a known country keep none. A p-value
is twice the smaller share of deals (this one counted too) that reach the value on one side or the other, at most 1
(Phipson & Smyth 2010); all p-values of one table are corrected together for their number (Benjamini & Hochberg 1995).
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import networkx
import numpy
from scipy import sparse, stats

from kgraph.errors import KgraphError
from kgraph.measures.arrays import UNKNOWN, Arrays, Floats, Ints, read_arrays
from kgraph.measures.borders import count_sides

SEED = 7
LEVEL = 0.05
"""Corrected p-values up to this are told as more or less than chance."""


class Comparison(NamedTuple):
    """A value, its mean over all deals, its p-value, the corrected one, and "more", "less" or None for neither.

    Of a flow from source to target; of an E-I index of `source`, or of the whole (None), then without target. An
    index that is not defined has None for all of it.
    """

    source: str | None
    target: str | None
    value: float | None
    expected: float | None
    p: float | None
    q: float | None
    verdict: str | None


class Chance(NamedTuple):
    """Events and dollars from country to country, and E-I indices, the whole's first, then by code."""

    events: list[Comparison]
    usd: list[Comparison]
    ei: list[Comparison]


def compare_chance(network: networkx.Graph, deals: int = 999) -> Chance:
    """Deal the countries out `deals` times, from one seed: the same network gives the same answer.

    KgraphError where there are no deals.
    """
    if deals < 1:
        raise KgraphError(f"{deals} deals tell nothing: ask for at least 1")
    arrays = read_arrays(network, countries_too=False)
    pairs = [(source, target) for source in arrays.countries for target in arrays.countries]
    whole = [(None, None), *((country, None) for country in arrays.countries)]
    events, usd, index = deal_out(
        arrays, [flow_of(arrays, arrays.counts), flow_of(arrays, arrays.dollars), ei_of(arrays)], deals
    )
    return Chance(compare_all(pairs, events), compare_all(pairs, usd), compare_all(whole, index))


Statistic = Callable[[Ints], Floats]
"""The countries of all nodes in, the values to be tested out; NaN: not defined."""


def deal_out(arrays: Arrays, statistics: list[Statistic], deals: int) -> list[Floats]:
    """For each statistic (1 + deals, values): in the first row as it is."""
    chance = numpy.random.default_rng(SEED)
    known = numpy.flatnonzero(arrays.home != UNKNOWN)
    rows = [[statistic(arrays.home)] for statistic in statistics]
    for _ in range(deals):
        home = arrays.home.copy()
        home[known] = chance.permutation(arrays.home[known])
        for row, statistic in zip(rows, statistics, strict=True):
            row.append(statistic(home))
    return [numpy.array(row) for row in rows]


def flow_of(arrays: Arrays, amounts: sparse.csr_array) -> Statistic:
    """Amounts from country to country, loops and unknown countries left out; the matrix row by row."""
    matrix = amounts.tocoo()
    between = matrix.row != matrix.col
    ends, values, countries = (
        numpy.stack([matrix.row, matrix.col])[:, between],
        matrix.data[between],
        len(arrays.countries),
    )

    def add_up(home: Ints) -> Floats:
        source, target = home[ends]
        known = (source != UNKNOWN) & (target != UNKNOWN)
        places = source[known] * countries + target[known]
        sums: Floats = numpy.bincount(places, values[known], countries**2).astype(numpy.float64)
        return sums

    return add_up


def ei_of(arrays: Arrays) -> Statistic:
    """The E-I index of the whole and of each country."""
    low, high = arrays.ties.nonzero()
    ends = numpy.stack([low, high])[:, low < high]

    def index(home: Ints) -> Floats:
        known = (home[ends] != UNKNOWN).all(axis=0)
        external, internal = count_sides(home[ends[:, known]], len(arrays.countries))
        outward = numpy.concatenate([[external.sum() / 2], external])
        inward = numpy.concatenate([[internal.sum()], internal])
        ties = outward + inward
        indices: Floats = numpy.divide(outward - inward, ties, out=numpy.full(len(ties), numpy.nan), where=ties > 0)
        return indices

    return index


def compare_all(ends: Sequence[tuple[str | None, str | None]], dealt: Floats) -> list[Comparison]:
    """Deals in which an index is not defined do not count for it."""
    value, counted = dealt[0], ~numpy.isnan(dealt)
    number = numpy.maximum(counted.sum(axis=0), 1)
    expected = numpy.where(counted, dealt, 0).sum(axis=0) / number
    slack = 1e-9 * numpy.maximum(1, abs(value))  # sums in another order are the same value
    upper, lower = ((dealt >= value - slack).sum(axis=0), (dealt <= value + slack).sum(axis=0))
    p = numpy.minimum(1, 2 * numpy.minimum(upper, lower) / number)
    tested = ~numpy.isnan(value)
    q = numpy.full(len(value), numpy.nan)
    q[tested] = stats.false_discovery_control(p[tested]) if tested.any() else []
    return [
        judge(pair, *row) if row[0] == row[0] else Comparison(*pair, *(None,) * 5)
        for pair, row in zip(
            ends, zip(*(column.tolist() for column in (value, expected, p, q)), strict=True), strict=True
        )
    ]


def judge(ends: tuple[str | None, str | None], value: float, expected: float, p: float, q: float) -> Comparison:
    verdict = None if q > LEVEL else "more" if value > expected else "less"
    return Comparison(*ends, value, expected, p, q, verdict)
