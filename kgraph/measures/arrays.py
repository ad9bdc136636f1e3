"""A networkx graph in; arrays of it out, in the order of its nodes' names, which all measures share.

What is cancelled is left out, and a sum that is part of another event's in the graph counts with that one alone.
Edges whose `mutual` is true, and those of undirected graphs, run both ways. A node without a known country is
nobody's: what it has to do with others lies neither within a country nor across a border.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import networkx
import numpy
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[numpy.float64]
Ints = NDArray[numpy.int64]

UNKNOWN = -1
"""Stands for a country that is not known."""
ARC = numpy.dtype([("source", "i8"), ("target", "i8"), ("weight", "f8"), ("dollars", "f8"), ("mutual", "?")])


class Arrays(NamedTuple):
    """n nodes, in the order of their names as text.

    names: the nodes as the graph names them. countries: the codes that occur, sorted. home: each node's place in
    `countries`, or UNKNOWN. counts: csr (n, n), events from row to column, without loops. dollars: csr (n, n), what
    edges carry from source to target, loops too. ties: csr (n, n) of ones, symmetric, without loops: who has
    anything to do with whom.
    """

    names: tuple[Any, ...]
    countries: tuple[str, ...]
    home: Ints
    counts: sparse.csr_array
    dollars: sparse.csr_array
    ties: sparse.csr_array


class Measured(NamedTuple):
    """A measure's values, one a node (NaN: not defined), their standard errors where not exact, and the method."""

    values: Floats
    errors: Floats | None = None
    method: str = "exact"


def read_arrays(network: networkx.Graph, countries_too: bool = True) -> Arrays:
    """The arrays of any networkx graph, with its nodes of kind Country or without.

    Read are the nodes' `kind` and `country`, and the edges' `status`, `mutual`, `usd` (none: no dollars), `weight`
    (how many events an edge stands for; none: 1), `event` and `whole`.
    """
    kept = (name for name, kind in network.nodes(data="kind") if countries_too or kind != "Country")
    names = tuple(sorted(kept, key=str))
    codes = [network.nodes[name].get("country") for name in names]
    countries = tuple(sorted({code for code in codes if code}))
    index = {code: place for place, code in enumerate(countries)}
    home = numpy.array([index.get(code, UNKNOWN) for code in codes], dtype=numpy.int64)
    arcs = numpy.fromiter(list_arcs(network, names), dtype=ARC)
    arcs = arcs[numpy.lexsort((arcs["dollars"], arcs["weight"], arcs["target"], arcs["source"]))]
    ends, weights, mutual = numpy.stack([arcs["source"], arcs["target"]]), arcs["weight"], arcs["mutual"]
    back = mutual & (ends[0] != ends[1])
    both = numpy.hstack([ends, ends[::-1, back]])
    events = numpy.concatenate([weights, weights[back]]) * (both[0] != both[1])
    counts = add_up(events, both, len(names))
    return Arrays(names, countries, home, counts, add_up(arcs["dollars"], ends, len(names)), tie(counts))


def list_arcs(network: networkx.Graph, names: tuple[Any, ...]) -> Iterator[tuple[int, int, float, float, bool]]:
    """What ARC holds, of each edge that counts."""
    place = {name: index for index, name in enumerate(names)}
    counted = [
        (place[source], place[target], edge)
        for source, target, edge in network.edges(data=True)
        if source in place and target in place and edge.get("status") != "cancelled"
    ]
    events = {edge["event"] for _, _, edge in counted if edge.get("event") is not None}
    for source, target, edge in counted:
        weight, mutual = edge.get("weight"), bool(edge.get("mutual")) or not network.is_directed()
        dollars = 0.0 if edge.get("whole") in events else float(edge.get("usd") or 0)
        yield source, target, 1.0 if weight is None else float(weight), dollars, mutual


def add_up(values: Floats, ends: Ints, size: int) -> sparse.csr_array:
    matrix = sparse.coo_array((values, (ends[0], ends[1])), shape=(size, size)).tocsr()
    matrix.eliminate_zeros()
    return matrix


def tie(counts: sparse.csr_array) -> sparse.csr_array:
    ties = (counts + counts.T).tocsr()
    ties.data[:] = 1
    ties.sort_indices()
    return ties


def divide(above: Floats, below: Floats) -> Floats:
    """Quotients, 0 where there is nothing to divide by."""
    quotients: Floats = numpy.divide(above, below, out=numpy.zeros_like(above, dtype=float), where=below != 0)
    return quotients


def count_homes(arrays: Arrays) -> sparse.csr_array:
    """Which node is of which country: csr (n, countries) of zeros and ones, a row of zeros where it is unknown."""
    known = numpy.flatnonzero(arrays.home != UNKNOWN)
    shape = (len(arrays.names), len(arrays.countries))
    return sparse.csr_array((numpy.ones(len(known)), (known, arrays.home[known])), shape=shape)
