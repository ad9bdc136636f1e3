"""Ties in; the trees that hang on the rest of the graph out, and the shortest paths that these alone decide.

Whoever sits in such a tree has one way out. So a tree is taken off leaf by leaf, its nodes counted where it hung,
and the search for shortest paths walks the rest alone (Puzis et al. 2012; Baglioni et al. 2012): exactly the same
betweenness for half of a power-law graph's nodes.

Who is paired with whom is told by `members`, int64 (n, groups): all pairs, where there is one group, or pairs across
groups alone, where `apart` is true. A node in no group is in no pair, but may stand between others.
"""

from typing import NamedTuple

import numpy
from scipy import sparse
from scipy.sparse import csgraph

from kgraph.measures.arrays import Ints


class Pairs(NamedTuple):
    """Which pairs of nodes count; `apart`: only those across groups."""

    members: Ints
    apart: bool


class Trees(NamedTuple):
    """Leaves in the order in which they come off, and what each hung on; who is left over with ties."""

    leaves: list[int]
    parents: list[int]
    core: Ints


def find_trees(ties: sparse.csr_array) -> Trees:
    """Take leaf after leaf off. Of a graph that is a tree one node stays, without ties and outside the core.

    What a leaf hangs on is the one neighbour that is left, so the exclusive or of those that are.
    """
    degree = numpy.diff(ties.indptr).tolist()
    others = [0] * len(degree)
    for node, other in zip(*(ends.tolist() for ends in ties.nonzero()), strict=True):
        others[node] ^= other
    pending = [node for node, ends in enumerate(degree) if ends == 1]
    leaves, parents = [], []
    for leaf in pending:
        if degree[leaf] == 1:
            parent = others[leaf]
            leaves.append(leaf)
            parents.append(parent)
            degree[leaf], others[parent] = 0, others[parent] ^ leaf
            degree[parent] -= 1
            if degree[parent] == 1:
                pending.append(parent)
    return Trees(leaves, parents, numpy.flatnonzero(numpy.array(degree, dtype=numpy.int64)))


def gather_members(trees: Trees, members: Ints) -> Ints:
    """The members of each node's tree, itself among them: (n, groups)."""
    gathered = members.copy()
    for leaf, parent in zip(trees.leaves, trees.parents, strict=True):
        gathered[parent] += gathered[leaf]
    return gathered


def count_between(ties: sparse.csr_array, trees: Trees, pairs: Pairs) -> Ints:
    """Ordered pairs that each node parts: whose ends hang on different branches, or one on it and one elsewhere."""
    gathered = gather_members(trees, pairs.members)
    components, component = csgraph.connected_components(ties, directed=False)
    totals = numpy.zeros((components, pairs.members.shape[1]), dtype=numpy.int64)
    numpy.add.at(totals, component, pairs.members)
    total = totals[component]
    between = count_pairs(total - pairs.members, pairs.apart) - count_pairs(total - gathered, pairs.apart)
    numpy.subtract.at(between, trees.parents, count_pairs(gathered[trees.leaves], pairs.apart))
    return between


def count_pairs(members: Ints, apart: bool) -> Ints:
    """Ordered pairs, each with itself too unless `apart`, of as many members of each group as each row says."""
    counted: Ints = members.sum(axis=1) ** 2
    return counted - (members**2).sum(axis=1) if apart else counted
