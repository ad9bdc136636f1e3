"""A network in; its things ranked by a measure of centrality out.

Every measure first drops what is cancelled and, unless countries are ranked, the countries: as hubs they
would shorten every path. Edges whose `mutual` is true, and those of undirected graphs, count both ways.
Dollars are strength, never length. Loops count in `strength` alone, once.

- degree: how many others a thing is joined to, however often (Freeman 1979).
- strength: dollars given and received, the sum of `usd` over its edges; 0 without any (Barrat et al. 2004).
- pagerank: how often a walk along the edges passes that starts anew at any thing with probability 0.15, and
  always where no edge leads on (Page et al. 1999). It takes an edge as often as events run along it, whatever
  their dollars, since many state none. The values add up to 1.
- betweenness: the share of the shortest paths between two others that lead through a thing, averaged over all
  pairs (Freeman 1977), without direction or weight, exactly, by Brandes's algorithm (2001). 0 where there are
  fewer than three things.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from itertools import pairwise
from math import fsum
from typing import Any, NamedTuple

import networkx
import numpy
from numpy.typing import NDArray
from scipy import sparse

from kgraph.errors import KgraphError

BLOCK = 128
"""Sources of shortest paths walked at once: more of them take memory, fewer of them time."""
DIGITS = 12
"""Digits after the point that are kept, so that errors of rounding decide no ties."""

Floats = NDArray[numpy.float64]


class Ranking(NamedTuple):
    """A thing's place in a ranking, from 1 up, and its value."""

    rank: int
    label: str
    kind: str | None
    country: str | None
    value: float
    iri: str


def rank_centrality(
    network: networkx.Graph, measure: str, kinds: Collection[str] | None = ("Government", "Organization")
) -> list[Ranking]:
    """Things of these kinds (None: of all), the highest value first, ties in the order of labels, then IRIs.

    People and facilities are measured even where they are not ranked, as they may stand between others. Any
    networkx graph will do: where a node has no `label` its name serves, where an edge has no `usd` it has no
    dollars. KgraphError where MEASURES has no such measure.
    """
    if measure not in MEASURES:
        raise KgraphError(f"no measure is called {measure!r}: choose one of {', '.join(MEASURES)}")
    graph = keep_measured(network, kinds)
    values = {name: round(value, DIGITS) for name, value in MEASURES[measure](graph).items()}
    label = {name: str(name if text is None else text) for name, text in graph.nodes(data="label")}
    ranked = [name for name, kind in graph.nodes(data="kind") if kinds is None or kind in kinds]
    ranked.sort(key=lambda name: (-values[name], label[name], str(name)))
    return [
        Ranking(rank, label[name], node.get("kind"), node.get("country"), values[name], str(name))
        for rank, name in enumerate(ranked, 1)
        for node in [graph.nodes[name]]
    ]


def keep_measured(network: networkx.Graph, kinds: Collection[str] | None) -> networkx.MultiDiGraph:
    """What is measured, directed and in the order of names, so that sums come out the same to the bit."""
    countries_too = kinds is None or "Country" in kinds
    graph = networkx.MultiDiGraph()
    for name in sorted(network, key=str):
        if countries_too or network.nodes[name].get("kind") != "Country":
            graph.add_node(name, **network.nodes[name])
    for source, target, edge in network.edges(data=True):
        if source in graph and target in graph and edge.get("status") != "cancelled":
            mutual = edge.get("mutual") or not network.is_directed()
            graph.add_edge(source, target, mutual=mutual, usd=edge.get("usd"))
    return graph


def measure_degree(graph: networkx.MultiDiGraph) -> dict[Any, float]:
    return {name: float(len({*graph.pred[name], *graph.succ[name]} - {name})) for name in graph}


def measure_strength(graph: networkx.MultiDiGraph) -> dict[Any, float]:
    dollars: dict[Any, list[float]] = defaultdict(list)
    for source, target, usd in graph.edges(data="usd"):
        for end in {source, target}:
            dollars[end].append(float(usd or 0))
    return {name: fsum(dollars[name]) for name in graph}


def measure_pagerank(graph: networkx.MultiDiGraph) -> dict[Any, float]:
    """Iterated until a thing's value changes by less than 1e-12 on average."""
    events: Counter[tuple[Any, Any]] = Counter()
    for source, target, mutual in graph.edges(data="mutual"):
        if source != target:
            events[source, target] += 1
            events[target, source] += bool(mutual)
    walk = networkx.DiGraph()
    walk.add_nodes_from(graph)
    walk.add_weighted_edges_from((*ends, events[ends]) for ends in sorted(events, key=str) if events[ends])
    values: dict[Any, float] = networkx.pagerank(walk, alpha=0.85, tol=1e-12, max_iter=1000)
    return values


def measure_betweenness(graph: networkx.MultiDiGraph) -> dict[Any, float]:
    names = list(graph)
    place = {name: index for index, name in enumerate(names)}
    arcs = [(place[source], place[target]) for source, target in graph.edges() if source != target]
    ends = numpy.array(arcs, dtype=numpy.int64).reshape(-1, 2)
    ones = sparse.coo_array((numpy.ones(len(ends)), ends.T), shape=(len(names), len(names))).tocsr()
    adjacency = ((ones + ones.T) > 0).astype(numpy.float64)
    pairs = max(1, (len(names) - 1) * (len(names) - 2))
    through = numpy.zeros(len(names))
    for start in range(0, len(names), BLOCK):
        through += share_paths(adjacency, numpy.arange(start, min(start + BLOCK, len(names))))
    return dict(zip(names, (through / pairs).tolist(), strict=True))


def share_paths(adjacency: sparse.csr_array, sources: NDArray[numpy.int64]) -> Floats:
    """Brandes's dependencies: the shares of shortest paths from these sources that lead through each thing.

    `adjacency` is symmetric, of zeros and ones. In what is computed, a row is a thing and a column a source.
    """
    columns = numpy.arange(len(sources))
    paths, levels = count_paths(adjacency, sources)
    shares = numpy.zeros_like(paths)
    for farther, nearer in pairwise(reversed(levels)):
        per_path = numpy.divide(1 + shares, paths, out=numpy.zeros_like(paths), where=farther)
        shares += numpy.where(nearer, (adjacency @ per_path) * paths, 0)
    shares[sources, columns] = 0
    total: Floats = shares.sum(axis=1)
    return total


def count_paths(
    adjacency: sparse.csr_array, sources: NDArray[numpy.int64]
) -> tuple[Floats, list[NDArray[numpy.bool_]]]:
    """How many shortest paths lead from sources to things; which things are 0, 1, 2 ... steps away."""
    front = numpy.zeros((adjacency.shape[0], len(sources)))
    front[sources, numpy.arange(len(sources))] = 1
    paths, levels = front.copy(), [front > 0]
    seen = levels[0].copy()
    while levels[-1].any():
        front = numpy.where(seen, 0, adjacency @ front)
        levels.append(front > 0)
        paths += front
        seen |= levels[-1]
    return paths, levels


MEASURES: dict[str, Callable[[networkx.MultiDiGraph], dict[Any, float]]] = {
    "degree": measure_degree,
    "strength": measure_strength,
    "pagerank": measure_pagerank,
    "betweenness": measure_betweenness,
}
"""The measures by the names that they are asked for."""
