"""An open graph in; the network of it, of what is asked for, of those who are asked for, out."""

from typing import Literal

import networkx

from kgraph.network import EventRow, NodeRow, PartRow, build_network, project_countries, project_organizations
from kgraph.network.rows import BELONGING
from kgraph.questions import ask
from kgraph.steps import time_step
from kgraph.store import Store

Of = Literal["organizations", "governments", "people", "facilities", "countries"]
KINDS: dict[Of, str] = {
    "organizations": "Organization",
    "governments": "Government",
    "people": "Person",
    "facilities": "Facility",
    "countries": "Country",
}
"""What nodes are, by who is asked for."""


@time_step("network read")
def read_network(store: Store) -> networkx.MultiDiGraph:
    """The whole network by the rules of `kgraph.network`, what is cancelled too."""
    nodes, events, parts = (ask(store, f"network-{name}") for name in ("nodes", "events", "parts"))
    return build_network(map(NodeRow._make, nodes), map(EventRow._make, events), map(PartRow._make, parts))


def project_network(network: networkx.MultiDiGraph, kind: str) -> networkx.MultiDiGraph:
    """The network in which nodes of a kind are measured.

    Organizations and governments stand in one for their facilities and people, countries for all that is theirs;
    people and facilities are measured among all nodes.
    """
    if kind == "Country":
        return project_countries(network)
    return project_organizations(network) if kind in {"Organization", "Government"} else network


def keep_deals(network: networkx.MultiDiGraph) -> networkx.MultiDiGraph:
    """Those who deal with each other, without what joins facilities and people to whom they belong."""
    deals = [(*ends, key) for *ends, key, family in network.edges(keys=True, data="family") if family not in BELONGING]
    return network.edge_subgraph(deals).copy()
