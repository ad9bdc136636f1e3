"""Ties in; every triangle among them out, with what rests on triangles.

Ties are turned to point to whoever has more of them, so that nobody points to many, and the pairs to whom somebody
points are few (Latapy 2008).
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy
from scipy import sparse

from kgraph.measures.arrays import Arrays, Floats, Ints, Measured, divide

BLOCK = 1 << 16
"""Pairs looked at in one go."""


class Ties(NamedTuple):
    """m ties, from the end of lower rank to the other; ranks are those of the number of ties.

    ends: (2, m) nodes. ranks: (2, m). keys: (m,) both ranks in one number, the first times n, rising. order: (n,)
    the nodes by rank.
    """

    ends: Ints
    ranks: Ints
    keys: Ints
    order: Ints


def orient_ties(ties: sparse.csr_array) -> Ties:
    """Each tie of a symmetric matrix once."""
    order = numpy.argsort(numpy.diff(ties.indptr), kind="stable")
    keys = numpy.sort(name_ties(ties, order))
    ranks = numpy.stack(numpy.divmod(keys, max(1, len(order))))
    return Ties(order[ranks], ranks, keys, order)


def name_ties(arcs: sparse.csr_array, order: Ints) -> Ints:
    """The keys of those arcs that lead to a higher rank; nodes stand in the order of their ranks."""
    rank = numpy.empty_like(order)
    rank[order] = numpy.arange(len(order))
    low, high = numpy.repeat(rank, numpy.diff(arcs.indptr)), rank[arcs.indices]
    upward = low < high
    keys: Ints = low[upward] * len(order) + high[upward]
    return keys


def list_triangles(ties: Ties, block: int = BLOCK) -> Iterator[Ints]:
    """Every triangle once, in parts that come from about as many pairs as `block` says.

    Each part is (3, triangles): of corners 0, 1 and 2 the places in `ties` of the sides 0-1, 0-2 and 1-2, all turned
    that way.
    """
    (low, high), keys = ties.ranks, ties.keys
    pairs = numpy.searchsorted(low, low, side="right") - numpy.arange(1, len(low) + 1)
    before = numpy.concatenate([[0], numpy.cumsum(pairs)])
    hints = numpy.zeros(1 << (len(keys).bit_length() + 3), dtype=bool)
    hints[keys & (len(hints) - 1)] = True
    start = 0
    while start < len(low):
        stop = max(start + 1, int(numpy.searchsorted(before, before[start] + block, side="right")) - 1)
        one = numpy.repeat(numpy.arange(start, stop), pairs[start:stop])
        two = numpy.arange(before[start], before[stop]) + numpy.repeat(
            numpy.arange(start, stop) + 1 - before[start:stop], pairs[start:stop]
        )
        sought = high[one] * len(ties.order) + high[two]
        likely = numpy.flatnonzero(hints[sought & (len(hints) - 1)])  # most are no tie, which is quick to see
        three = numpy.searchsorted(keys, sought[likely])
        closed = keys[numpy.minimum(three, len(keys) - 1)] == sought[likely]
        found = likely[closed]
        yield numpy.stack([one[found], two[found], three[closed]])
        start = stop


def measure_constraint(arrays: Arrays) -> dict[str, Measured]:
    """constraint: how far a node's neighbours are each other's neighbours (Burt 1992, ties without weight).

    Not defined without ties; 1 with a single one, little for who joins strangers.
    """
    ties = orient_ties(arrays.ties)
    degree = numpy.diff(arrays.ties.indptr).astype(numpy.float64)
    indirect = numpy.zeros(len(ties.keys))
    for sides in list_triangles(ties):
        opposite = ties.ends[1, sides[1]], ties.ends[1, sides[0]], ties.ends[0, sides[0]]
        for side, corner in zip(sides, opposite, strict=True):
            indirect += numpy.bincount(side, 1 / degree[corner], len(indirect))
    squares = (1 + indirect) ** 2
    sums: Floats = numpy.bincount(ties.ends.ravel(), numpy.tile(squares, 2), len(degree)).astype(numpy.float64)
    return {"constraint": Measured(numpy.where(degree > 0, divide(sums, degree**2), numpy.nan))}
