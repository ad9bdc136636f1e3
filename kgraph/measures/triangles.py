"""Ties in; every triangle among them out, with what rests on triangles.

Ties are turned to point to whoever has more of them, so that nobody points to many, and the pairs to whom somebody
points are few (Latapy 2008).
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy
from numpy.typing import NDArray

from kgraph.measures.arrays import Arrays, Floats, Ints, Measured, divide

BLOCK = 1 << 16
"""Pairs looked at in one go."""
MULTIPLIER = 0x85EBCA6B
"""Of a hash: large and odd."""

Flags = NDArray[numpy.bool_]
"""One for each tie, or for each slot of their table."""


class Ties(NamedTuple):
    """m ties, from the end of lower rank to the other; ranks are those of the number of ties.

    ends: (2, m) nodes. ranks: (2, m). keys: (m,) both ranks in one number, the first times n, rising. up, down: (m,)
    whether an arc leads to the end of higher rank, and to the other.
    """

    ends: Ints
    ranks: Ints
    keys: Ints
    up: Flags
    down: Flags
    nodes: int


def orient_ties(arrays: Arrays) -> Ties:
    """Each tie once."""
    order = numpy.argsort(numpy.diff(arrays.ties.indptr), kind="stable")
    rank = numpy.empty_like(order)
    rank[order] = numpy.arange(len(order))
    sources, targets = numpy.repeat(rank, numpy.diff(arrays.counts.indptr)), rank[arrays.counts.indices]
    is_down = sources > targets
    # The direction is the last bit: arcs of one tie stand together, the upward one first.
    arcs = numpy.sort((numpy.minimum(sources, targets) * len(order) + numpy.maximum(sources, targets)) * 2 + is_down)
    keys, downward = arcs >> 1, (arcs & 1).astype(bool)
    is_first = numpy.diff(keys, prepend=-1) != 0
    down = downward[is_first]
    down[numpy.cumsum(is_first)[~is_first] - 1] = True
    keys = keys[is_first]
    ranks = numpy.stack(numpy.divmod(keys, max(1, len(order))))
    return Ties(order[ranks], ranks, keys, ~downward[is_first], down, len(order))


def list_triangles(ties: Ties, block: int = BLOCK) -> Iterator[Ints]:
    """Every triangle once, in parts that come from about as many pairs as `block` says.

    Each part is (3, triangles): of corners 0, 1 and 2 the places in `ties` of the sides 0-1, 0-2 and 1-2, all turned
    that way.
    """
    low, high = ties.ranks
    pairs = numpy.cumsum(numpy.bincount(low, minlength=ties.nodes))[low] - numpy.arange(1, len(low) + 1)
    before = numpy.concatenate([[0], numpy.cumsum(pairs)])
    table = fill_table(ties)
    turned = high * table.multiplier
    start = 0
    while start < len(low):
        stop = max(start + 1, int(numpy.searchsorted(before, before[start] + block, side="right")) - 1)
        places, times = numpy.arange(start, stop), pairs[start:stop]
        two = numpy.arange(before[start], before[stop])
        two += numpy.repeat(places + 1 - before[start:stop], times)
        slots = numpy.repeat(turned[start:stop], times)
        slots += high[two]
        slots &= len(table.tie) - 1
        likely = numpy.flatnonzero(table.is_taken[slots])  # most are no tie, which is quick to see
        one, two = numpy.repeat(places, times)[likely], two[likely]
        three, found = look_up(ties, table, slots[likely], high[one] * ties.nodes + high[two])
        yield numpy.stack([one[found], two[found], three[found]])
        start = stop


class Table(NamedTuple):
    """A hash table of ties: by slot the place of one, whether there is one, and whether it is not the only one.

    The slot of a tie is that of its ranks: low times the multiplier, plus high, modulo the number of slots.
    """

    tie: NDArray[numpy.int32]
    is_taken: Flags
    is_shared: Flags
    multiplier: int


def fill_table(ties: Ties) -> Table:
    places = numpy.arange(len(ties.keys), dtype=numpy.int32)
    size = 1 << (len(places).bit_length() + 3)
    multiplier = MULTIPLIER % size
    slots = (ties.ranks[0] * multiplier + ties.ranks[1]) & (size - 1)
    table = Table(numpy.zeros(size, numpy.int32), numpy.zeros(size, bool), numpy.zeros(size, bool), multiplier)
    table.tie[slots] = places
    table.is_taken[slots] = True
    table.is_shared[slots[table.tie[slots] != places]] = True
    return table


def look_up(ties: Ties, table: Table, slots: Ints, sought: Ints) -> tuple[Ints, Ints]:
    """The places of ties that are sought by their keys, and which of those are ties indeed."""
    places = table.tie[slots].astype(numpy.int64)
    others = numpy.flatnonzero(ties.keys[places] != sought)
    hidden = others[table.is_shared[slots[others]]]
    places[hidden] = numpy.minimum(numpy.searchsorted(ties.keys, sought[hidden]), len(ties.keys) - 1)
    return places, numpy.flatnonzero(ties.keys[places] == sought)


def measure_constraint(arrays: Arrays) -> dict[str, Measured]:
    """constraint: how far a node's neighbours are each other's neighbours (Burt 1992, ties without weight).

    Not defined without ties; 1 with a single one, little for who joins strangers.
    """
    ties = orient_ties(arrays)
    degree = numpy.diff(arrays.ties.indptr).astype(numpy.float64)
    indirect = numpy.zeros(len(ties.keys))
    for sides in list_triangles(ties):
        opposite = ties.ends[1, sides[1]], ties.ends[1, sides[0]], ties.ends[0, sides[0]]
        for side, corner in zip(sides, opposite, strict=True):
            indirect += numpy.bincount(side, 1 / degree[corner], len(indirect))
    squares = (1 + indirect) ** 2
    sums: Floats = numpy.bincount(ties.ends.ravel(), numpy.tile(squares, 2), len(degree)).astype(numpy.float64)
    return {"constraint": Measured(numpy.where(degree > 0, divide(sums, degree**2), numpy.nan))}
