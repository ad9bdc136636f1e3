"""Arrays of a graph in; how close each node is to all others out.

A search in breadth from 64 sources at a time, each a bit of a word: a step joins the words of a node's neighbours.
So it is exact for a hundred thousand nodes and a million ties in one or two minutes.
"""

from collections.abc import Iterator

import numpy
from numpy.typing import NDArray

from kgraph.measures.arrays import Arrays, Floats, Ints, Measured, divide

WORD = 64


def measure_closeness(arrays: Arrays) -> dict[str, Measured]:
    """closeness: one by the mean distance to those whom a node reaches, times their share of all others.

    Freeman 1979, for graphs in pieces corrected by Wasserman & Faust (1994). 0 for who reaches nobody.
    """
    reached, steps = add_distances(arrays)
    return {"closeness": Measured(divide(reached**2, steps) / max(1, len(arrays.names) - 1))}


def add_distances(arrays: Arrays) -> tuple[Floats, Floats]:
    """How many others each node reaches along ties, and the sum of the steps to them."""
    tied = numpy.flatnonzero(numpy.diff(arrays.ties.indptr))
    reached, steps = numpy.zeros((2, len(arrays.names)))
    for first in range(0, len(tied), WORD):
        for step, found in enumerate(search_breadth(arrays, tied, tied[first : first + WORD]), 1):
            counted = numpy.bitwise_count(found).astype(numpy.float64)
            reached += counted
            steps += step * counted
    return reached, steps


def search_breadth(arrays: Arrays, tied: Ints, sources: Ints) -> Iterator[NDArray[numpy.uint64]]:
    """For each step, by node: the sources, as bits, that it is first met from."""
    front = numpy.zeros(len(arrays.names), dtype=numpy.uint64)
    front[sources] = numpy.uint64(1) << numpy.arange(len(sources), dtype=numpy.uint64)
    seen, starts = front.copy(), arrays.ties.indptr[tied]
    while front.any():
        joined = numpy.zeros_like(front)
        joined[tied] = numpy.bitwise_or.reduceat(front[arrays.ties.indices], starts)
        front = joined & ~seen
        seen |= front
        yield front
