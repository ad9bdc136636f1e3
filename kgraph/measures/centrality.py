"""Arrays of a graph in; how many, how much and how well connected each node's neighbours are out.

- degree: how many others a node is joined to, however often (Freeman 1979).
- strength: dollars given and received, the sum over its edges; 0 without any (Barrat et al. 2004). Loops count once.
- pagerank: how often a walk along the edges passes that starts anew at any node with probability 0.15, and always
  where no edge leads on (Page et al. 1999). It takes an edge as often as events run along it, whatever their
  dollars, since many state none. The values add up to 1.
- eigenvector: high for who is tied to those with high values (Bonacich 1987), without direction or weight; the
  squares add up to 1. Where a graph is in pieces, those with the largest eigenvalue alone have values above 0.
- hub, authority: who deals out to good authorities, and who is dealt to by good hubs (Kleinberg 1999), by events;
  each adds up to 1, or is 0 throughout a graph without edges.
- core: the largest k for which a node belongs to a part of the graph where everyone has k ties (Seidman 1983).
"""

from collections.abc import Callable

import numpy
from scipy import sparse
from scipy.sparse import linalg

from kgraph.measures.arrays import Arrays, Floats, Measured, divide

DAMPING = 0.85
TOLERANCE = 1e-12
"""Values whose sum of changes is below this have come to rest."""
TURNS = 1000


def measure_degree(arrays: Arrays) -> dict[str, Measured]:
    return {"degree": Measured(numpy.diff(arrays.ties.indptr).astype(numpy.float64))}


def measure_strength(arrays: Arrays) -> dict[str, Measured]:
    dollars = arrays.dollars
    return {"strength": Measured(dollars.sum(axis=1) + dollars.sum(axis=0) - dollars.diagonal())}


def measure_pagerank(arrays: Arrays) -> dict[str, Measured]:
    nodes = len(arrays.names)
    out = arrays.counts.sum(axis=1)
    onward = (sparse.diags_array(divide(numpy.ones(nodes), out)) @ arrays.counts).T.tocsr()
    values, change = numpy.full(nodes, 1 / max(1, nodes)), 1.0
    while change > TOLERANCE:
        stuck = values[out == 0].sum() / max(1, nodes)
        following = DAMPING * (onward @ values + stuck) + (1 - DAMPING) / max(1, nodes)
        change, values = abs(following - values).sum(), following
    return {"pagerank": Measured(values)}


def measure_eigenvector(arrays: Arrays) -> dict[str, Measured]:
    """Each node's own value is added at every turn, so that graphs of two sides come to rest."""
    return {"eigenvector": Measured(find_principal(lambda values: arrays.ties @ values + values, len(arrays.names)))}


def measure_hits(arrays: Arrays) -> dict[str, Measured]:
    given, taken = arrays.counts, arrays.counts.T.tocsr()
    hubs = find_principal(lambda values: given @ (taken @ values), len(arrays.names))
    authorities = find_principal(lambda values: taken @ (given @ values), len(arrays.names))
    return {"hub": share_out(hubs), "authority": share_out(authorities)}


def share_out(values: Floats) -> Measured:
    return Measured(values / max(values.sum(), numpy.finfo(float).tiny))


def find_principal(multiply: Callable[[Floats], Floats], size: int) -> Floats:
    """Where equal values come to rest when a symmetric matrix that is nowhere negative is applied again and again.

    That is its principal eigenvector, of length 1; if it has several, what the equal values hold of them; zeros
    for a matrix of zeros. What rests too slowly is handed to Lanczos's method.
    """
    values = numpy.full(size, 1 / max(1, size) ** 0.5)
    for _ in range(TURNS):
        following = multiply(values)
        length = numpy.linalg.norm(following)
        if not length:
            return numpy.zeros(size)
        following /= length
        if abs(following - values).sum() < TOLERANCE:
            return following
        values = following
    matrix = linalg.LinearOperator((size, size), matvec=multiply, dtype=numpy.float64)
    principal: Floats = abs(linalg.eigsh(matrix, k=1, which="LA", v0=values)[1][:, 0])
    return principal


def measure_core(arrays: Arrays) -> dict[str, Measured]:
    """Everyone with at most k ties left is taken off, again and again, before k grows."""
    left = numpy.diff(arrays.ties.indptr).astype(numpy.float64)
    core, within, k = numpy.zeros(len(left)), numpy.ones(len(left), dtype=bool), 0.0
    while within.any():
        k = max(k, left[within].min())
        taken = within & (left <= k)
        core[taken] = k
        within &= ~taken
        left -= arrays.ties @ taken.astype(numpy.float64)
    return {"core": Measured(core)}
