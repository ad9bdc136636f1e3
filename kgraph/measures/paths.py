"""Arrays of a graph in; how often each node stands on the shortest paths between others out.

Paths follow ties, without direction or weight: dollars are strength, never length. One walk gives both measures, by
Brandes's algorithm (2001; for chosen pairs 2008) in blocks of sources, on what is left when the trees are taken off:

- betweenness: the share of the shortest paths between two others that lead through a node, averaged over all pairs
  (Freeman 1977).
- cross-border betweenness: the same with only those pairs counted whose countries are known and differ, over the
  same number of pairs; so the difference is what a node's place within countries makes.
- bridging: betweenness times the bridging coefficient, (1/d) / sum of 1/d over its neighbours, d the number of ties
  (Hwang et al. 2006).

Large graphs are sampled: sources are drawn with replacement, as often as nodes hang on them (Brandes & Pich 2007;
the estimate is unbiased), and the standard error of each value is told.
"""

from itertools import pairwise

import numpy
from numpy.typing import NDArray
from scipy import sparse

from kgraph.measures.arrays import Arrays, Floats, Ints, Measured, count_homes, divide
from kgraph.measures.trees import Pairs, Trees, count_between, find_trees, gather_members

BLOCK = 16
"""Sources walked at once: more of them leave the processor's cache, fewer take more turns."""
EXACT = 2_000_000_000
"""Nodes times ties, trees taken off, up to which all sources are walked: about a minute and a half."""
SOURCES = 512
"""Sources walked in larger graphs."""
SEED = 7


def measure_paths(arrays: Arrays, exact: int = EXACT, sources: int = SOURCES) -> dict[str, Measured]:
    """betweenness, cross_border and bridging; 0 where there are fewer than three nodes.

    Exact up to `exact` nodes times ties, otherwise from as many sources as told.
    """
    nodes = len(arrays.names)
    trees = find_trees(arrays.ties)
    everyone = Pairs(numpy.ones((nodes, 1), dtype=numpy.int64), apart=False)
    abroad = Pairs(count_homes(arrays).toarray().astype(numpy.int64), apart=True)
    both = [everyone, abroad]
    fixed = [count_between(arrays.ties, trees, pairs) for pairs in both]
    core = arrays.ties[trees.core][:, trees.core]
    sampled = len(trees.core) * core.nnz // 2 > exact
    walked = sample_core(core, trees, both, sources) if sampled else walk_core(core, trees, both)
    measured = []
    for between, (shares, errors) in zip(fixed, walked, strict=True):
        values, deviations = between.astype(numpy.float64), numpy.zeros(nodes)
        values[trees.core] += shares
        deviations[trees.core] = errors
        pairs = max(1, (nodes - 1) * (nodes - 2))
        measured.append((values / pairs, deviations / pairs if sampled else None))
    method = f"sampled: {sources} sources of {nodes} nodes" if sampled else "exact"
    plain, cross = (Measured(*found, method) for found in measured)
    return {"betweenness": plain, "cross_border": cross, "bridging": find_bridges(arrays, plain)}


def find_bridges(arrays: Arrays, betweenness: Measured) -> Measured:
    alone = divide(numpy.ones(len(arrays.names)), arrays.ties.sum(axis=1))
    coefficient = divide(alone, arrays.ties @ alone)
    errors = None if betweenness.errors is None else betweenness.errors * coefficient
    return Measured(betweenness.values * coefficient, errors, betweenness.method)


Walked = list[tuple[Floats, Floats]]
"""For each set of pairs the sums over ordered pairs, one a node of the core, and their standard errors."""


def walk_core(core: sparse.csr_array, trees: Trees, both: list[Pairs]) -> Walked:
    hung = [Pairs(gather_members(trees, pairs.members)[trees.core], pairs.apart) for pairs in both]
    totals = [numpy.zeros(len(trees.core)) for _ in hung]
    for start in range(0, len(trees.core), BLOCK):
        sources = numpy.arange(start, min(start + BLOCK, len(trees.core)))
        for total, shares in zip(totals, share_paths(core, sources, hung), strict=True):
            total += shares.sum(axis=1)
    return [(total, numpy.zeros_like(total)) for total in totals]


def sample_core(core: sparse.csr_array, trees: Trees, both: list[Pairs], count: int) -> Walked:
    """Each draw's shares, divided by how likely it was drawn, estimate the sum; their spread tells its error."""
    hung = [Pairs(gather_members(trees, pairs.members)[trees.core], pairs.apart) for pairs in both]
    chance = hung[0].members[:, 0] / hung[0].members.sum()
    drawn = numpy.sort(numpy.random.default_rng(SEED).choice(len(chance), size=count, p=chance))
    moments = [numpy.zeros((2, len(chance))) for _ in hung]
    for start in range(0, count, BLOCK):
        sources = drawn[start : start + BLOCK]
        for moment, shares in zip(moments, share_paths(core, sources, hung), strict=True):
            estimates = shares / chance[sources]
            moment += estimates.sum(axis=1), (estimates**2).sum(axis=1)
    means = [moment / count for moment in moments]
    return [(mean, numpy.sqrt(numpy.maximum(square - mean**2, 0) / (count - 1))) for mean, square in means]


def share_paths(core: sparse.csr_array, sources: Ints, both: list[Pairs]) -> list[Floats]:
    """Brandes's dependencies: for each set of pairs the shares (nodes, sources) of the shortest paths from sources.

    A pair of nodes of the core counts as often as the pairs that hang on them.
    """
    paths, levels = count_paths(core, sources)
    each = divide(numpy.ones_like(paths), paths)
    return [spread_shares(core, sources, paths, each, levels, weigh_pairs(pairs, sources)) for pairs in both]


def weigh_pairs(pairs: Pairs, sources: Ints) -> Floats:
    sizes = pairs.members.sum(axis=1, dtype=numpy.float64)
    weights: Floats = numpy.outer(sizes, sizes[sources])
    if pairs.apart:
        weights -= pairs.members.astype(numpy.float64) @ pairs.members[sources].T.astype(numpy.float64)
    return weights


Levels = list[NDArray[numpy.bool_]]


def count_paths(core: sparse.csr_array, sources: Ints) -> tuple[Floats, Levels]:
    """How many shortest paths lead from sources to nodes; which nodes are 0, 1, 2 ... steps away."""
    front = numpy.zeros((core.shape[0], len(sources)))
    front[sources, numpy.arange(len(sources))] = 1
    paths, levels = front.copy(), [front > 0]
    unseen = ~levels[0]
    while True:
        front = (core @ front) * unseen
        reached = front > 0
        if not reached.any():
            return paths, levels
        levels.append(reached)
        paths += front
        unseen &= ~reached


def spread_shares(  # noqa: PLR0913 the parts of one step of the algorithm
    core: sparse.csr_array, sources: Ints, paths: Floats, each: Floats, levels: Levels, weights: Floats
) -> Floats:
    """From the farthest nodes back to the sources: what each passes on to those before it on its paths."""
    shares = numpy.zeros_like(paths)
    for farther, nearer in pairwise(reversed(levels)):
        passed = (weights + shares) * each * farther
        shares += (core @ passed) * paths * nearer
    shares[sources, numpy.arange(len(sources))] = 0
    return shares
