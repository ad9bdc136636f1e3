"""A network in, a network of its organizations or countries alone out, by the rules of `kgraph.network`."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from math import fsum

import networkx

from kgraph.network.building import name_edge
from kgraph.network.rows import BELONGING, Edge, NodeRow
from kgraph.triples import country_iri

Ends = tuple[Sequence[str], Sequence[str]]
"""What stands for the source of an edge, and for its target."""


def project_organizations(network: networkx.MultiDiGraph) -> networkx.MultiDiGraph:
    """Organizations and governments alone: operators stand for a facility, an organization for its people."""
    owners = {
        name: [owner for owner in organizations if owner in network]
        for name, organizations in network.nodes(data="organizations")
    }

    def replace(source: str, target: str, edge: Edge) -> Ends:
        return owners[source], owners[target]

    projected = networkx.MultiDiGraph()
    kept = [name for name in sorted(network) if owners[name] == [name]]
    projected.add_nodes_from((name, dict(network.nodes[name])) for name in kept)
    return add_replaced(projected, network, replace)


def project_countries(network: networkx.MultiDiGraph) -> networkx.MultiDiGraph:
    """Countries alone, joined by what crosses a border."""
    homes = find_countries(network)

    def replace(source: str, target: str, edge: Edge) -> Ends:
        ends = homes[target] if edge["mutual"] else [edge["country"]] if edge["country"] else []
        return list(map(country_iri, homes[source])), list(map(country_iri, ends))

    names = {attributes["country"]: attributes["country_name"] for attributes in list_attributes(network)}
    projected = networkx.MultiDiGraph()
    for code in sorted(filter(None, names)):
        row = NodeRow(country_iri(code), names[code] or code, "Country", code, names[code])
        projected.add_node(row.iri, **row._asdict(), organizations=())
    return add_replaced(projected, network, replace)


def find_countries(network: networkx.MultiDiGraph) -> dict[str, list[str]]:
    """The codes of the countries that stand for each node: its own, else those of its organizations."""
    code = dict(network.nodes(data="country"))
    return {
        name: [code[name]] if code[name] else sorted({code[owner] for owner in owners if code.get(owner)})
        for name, owners in network.nodes(data="organizations")
    }


def list_attributes(network: networkx.MultiDiGraph) -> Iterator[Edge]:
    """The attributes of all nodes and edges."""
    yield from (attributes for _, attributes in network.nodes(data=True))
    yield from (attributes for _, _, attributes in network.edges(data=True))


def add_replaced(
    projected: networkx.MultiDiGraph, network: networkx.MultiDiGraph, replace: Callable[[str, str, Edge], Ends]
) -> networkx.MultiDiGraph:
    """Add to `projected` the edges of `network` between what stands for their ends."""
    parts: dict[tuple[str, str, str], list[Edge]] = defaultdict(list)
    for source, target, edge in network.edges(data=True):
        if edge["family"] in BELONGING:
            continue
        pairs = list(product(*replace(source, target, edge)))
        for pair in pairs:
            ends = sorted(pair) if edge["mutual"] else pair
            if pair[0] != pair[1]:
                parts[ends[0], ends[1], name_edge(edge)].append(take_part(edge, len(pairs)))
    for (source, target, key), edges in sorted(parts.items(), key=lambda item: item[0]):
        projected.add_edge(source, target, key, **add_edges(edges))
    return projected


def take_part(edge: Edge, parts: int) -> Edge:
    """An edge with an even part of its dollars and weight."""
    usd = None if edge["usd"] is None else edge["usd"] / parts
    return edge | {"usd": usd, "weight": edge["weight"] / parts}


def add_edges(edges: Sequence[Edge]) -> Edge:
    """The edges of one event between the same two things as one."""
    return edges[0] | {"usd": add_dollars(edges), "weight": fsum(edge["weight"] for edge in edges)}


def add_dollars(edges: Sequence[Edge]) -> float | None:
    """The sum of what is known, None where nothing is."""
    known = [edge["usd"] for edge in edges if edge["usd"] is not None]
    return fsum(known) if known else None
