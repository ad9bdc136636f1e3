"""A network in; its things measured, and ranked by a measure of centrality, out.

Every measure first drops what is cancelled and, unless countries are ranked, the countries: as hubs they would
shorten every path. Dollars are strength, never length. Loops count in `strength` alone, once.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple

import networkx

from kgraph.errors import KgraphError
from kgraph.measures.arrays import Arrays, Measured, read_arrays
from kgraph.measures.backend import measure_betweenness
from kgraph.measures.borders import measure_neighbours
from kgraph.measures.centrality import (
    measure_core,
    measure_degree,
    measure_eigenvector,
    measure_hits,
    measure_pagerank,
    measure_strength,
)
from kgraph.measures.distances import measure_closeness
from kgraph.measures.paths import measure_paths
from kgraph.measures.triangles import measure_constraint

DIGITS = 12
"""Digits after the point that are kept, so that errors of rounding decide no ties."""


class Measure(NamedTuple):
    """What a measure tells, in a line; and what reckons it, along with others that come in the same go."""

    meaning: str
    reckon: Callable[[Arrays], dict[str, Measured]]


MEASURES: dict[str, Measure] = {
    "degree": Measure("how many others it deals with", measure_degree),
    "strength": Measure("dollars given and received", measure_strength),
    "pagerank": Measure("how often a walk along the deals comes by", measure_pagerank),
    "betweenness": Measure("share of the shortest paths between others that lead through it", measure_betweenness),
    "cross_border": Measure("the same, of paths between two countries alone", measure_paths),
    "bridging": Measure("betweenness of those who join dense parts that have little else in common", measure_paths),
    "closeness": Measure("how few steps it is from all others", measure_closeness),
    "eigenvector": Measure("ties to those who have such ties themselves", measure_eigenvector),
    "hub": Measure("deals out to those whom good hubs deal with", measure_hits),
    "authority": Measure("is dealt with by those who deal with good authorities", measure_hits),
    "core": Measure("largest k of a part where everyone deals with k others", measure_core),
    "constraint": Measure("how far its partners are each other's partners: low for brokers", measure_constraint),
    "ei": Measure("ties abroad less ties at home, as a share of all: from -1 to 1", measure_neighbours),
    "participation": Measure("how evenly its ties are spread over countries", measure_neighbours),
}
"""The measures by the names that they are asked for."""


class Values(NamedTuple):
    """A measure of all nodes: by name the value (None: not defined) and, where sampled, its standard error."""

    values: dict[Any, float | None]
    errors: dict[Any, float] | None
    method: str


class Ranking(NamedTuple):
    """A thing's place in a ranking, from 1 up, and its value; None where the measure is not defined for it."""

    rank: int
    label: str
    kind: str | None
    country: str | None
    value: float | None
    iri: str


def measure_nodes(network: networkx.Graph, names: Iterable[str], countries_too: bool = False) -> dict[str, Values]:
    """Measures, by name, of any networkx graph; those that come in one go are reckoned once.

    Nodes may have `kind` and `country`, edges `usd`, `weight` (how many events they stand for), `mutual`, `status`,
    `event` and `whole` (see `arrays`); all may be missing. KgraphError where MEASURES has no such measure.
    """
    asked = list(names)
    for name in asked:
        if name not in MEASURES:
            raise KgraphError(f"no measure is called {name!r}: choose one of {', '.join(MEASURES)}")
    arrays = read_arrays(network, countries_too)
    found: dict[str, Measured] = {}
    for name in reversed([name for name in MEASURES if name in asked]):  # measure_paths gives betweenness too
        if name not in found:
            found |= MEASURES[name].reckon(arrays)
    return {name: make_values(arrays, found[name]) for name in asked}


def make_values(arrays: Arrays, measured: Measured) -> Values:
    values = [None if value != value else round(value, DIGITS) for value in measured.values.tolist()]
    errors = None if measured.errors is None else dict(zip(arrays.names, measured.errors.tolist(), strict=True))
    method = measured.method if errors is None else f"{measured.method}, standard error {max(errors.values()):.2g}"
    return Values(dict(zip(arrays.names, values, strict=True)), errors, method)


def rank_centrality(
    network: networkx.Graph, measure: str, kinds: Collection[str] | None = ("Government", "Organization")
) -> list[Ranking]:
    """Things of these kinds (None: of all), the highest value first, ties in the order of labels, then of names.

    People and facilities are measured even where they are not ranked, as they may stand between others. Whatever a
    measure is not defined for comes last. Any networkx graph will do: where a node has no `label` its name serves.
    KgraphError where MEASURES has no such measure.
    """
    found = measure_nodes(network, [measure], kinds is None or "Country" in kinds)
    return rank_values(network, found[measure], kinds)


def rank_values(network: networkx.Graph, found: Values, kinds: Collection[str] | None) -> list[Ranking]:
    """The ranking that values make, as `rank_centrality` gives it."""
    nodes = network.nodes
    label = {name: str(name if nodes[name].get("label") is None else nodes[name]["label"]) for name in found.values}
    ranked = [
        (-value if value is not None else float("inf"), label[name], str(name), name)
        for name, value in found.values.items()
        if kinds is None or nodes[name].get("kind") in kinds
    ]
    ranked.sort(key=lambda row: row[:3])
    return [
        Ranking(rank, text, nodes[name].get("kind"), nodes[name].get("country"), found.values[name], iri)
        for rank, (_, text, iri, name) in enumerate(ranked, 1)
    ]
