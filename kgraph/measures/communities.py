"""A network in; which of its nodes belong together out: Louvain's communities and their modularity."""

from typing import Any, NamedTuple

import networkx
import numpy

from kgraph.measures.arrays import Arrays, read_arrays

SEED = 42


class Communities(NamedTuple):
    """Groups of nodes, the largest first, then by their first names; their modularity, None without ties."""

    groups: list[list[Any]]
    modularity: float | None


def find_communities(network: networkx.Graph) -> Communities:
    """Communities of ties, without direction or weight (Blondel et al. 2008), as networkx finds them with one seed.

    Nodes that nothing joins, countries aside, are groups of their own. A million ties take about a minute and a half.
    """
    arrays = read_arrays(network, countries_too=False)
    graph = draw_ties(arrays)
    groups = networkx.community.louvain_communities(graph, weight=None, seed=SEED)
    ordered = sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group))
    modularity = networkx.community.modularity(graph, ordered, weight=None) if arrays.ties.nnz else None
    return Communities([[arrays.names[place] for place in group] for group in ordered], modularity)


def draw_ties(arrays: Arrays) -> networkx.Graph:
    """A simple graph of the nodes' places."""
    graph = networkx.Graph()
    graph.add_nodes_from(range(len(arrays.names)))
    graph.add_edges_from(numpy.transpose(arrays.ties.nonzero()).tolist())
    return graph
