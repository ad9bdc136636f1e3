"""A network and one of its nodes in; the pairs between which it stands, by its role between them, out."""

from typing import Any

import networkx

from kgraph.measures import Roles
from kgraph.measures.arrays import read_arrays
from kgraph.measures.brokerage import keep_known


def list_pairs(network: networkx.Graph, node: Any) -> dict[str, list[tuple[Any, Any]]]:
    """For each role the pairs (i, k) with i dealing with the node, the node with k, and i not with k.

    They are what `kgraph.measures.find_brokers` counts; none where the node's country is unknown.
    """
    arrays = keep_known(read_arrays(network, countries_too=False))
    pairs: dict[str, list[tuple[Any, Any]]] = {role: [] for role in Roles._fields[:-1]}
    if node not in arrays.names:
        return pairs
    place, home, names = arrays.names.index(node), arrays.home, arrays.names
    after = set(arrays.counts[[place]].nonzero()[1].tolist())
    for i in arrays.counts.T.tocsr()[[place]].nonzero()[1].tolist():
        for k in sorted(after - set(arrays.counts[[i]].nonzero()[1].tolist()) - {i}):
            pairs[name_role(home[i], home[place], home[k])].append((names[i], names[k]))
    return pairs


def name_role(before: int, broker: int, after: int) -> str:
    """The role of a broker between two, by the countries of the three."""
    if before == after:
        return "coordinator" if before == broker else "itinerant"
    if before == broker:
        return "representative"
    return "gatekeeper" if after == broker else "liaison"
