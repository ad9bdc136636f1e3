"""A network comes in, files that other tools draw and count with go out: for Gephi, yEd, Cytoscape, a spreadsheet.

Every node and edge of `network` is there with its attributes. What is unknown is left out, null in node-link JSON and
empty in CSV; lists are joined by "; ", in JSON they are lists. Where a node has networkx's attribute `viz` (colour,
position, size), GEXF keeps it.
"""

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import networkx

from kgraph.tables import format_rows

ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold, not even escaped."""
MARK = "\ufeff"
"""By this Excel knows that a file is in UTF-8."""
NODE_COLUMNS = ("label", "kind", "country", "country_name", "organizations")
EDGE_COLUMNS = (
    *("family", "kind", "label", "date", "usd", "event_usd", "amount", "currency", "weight", "status", "mutual"),
    *("country", "country_name", "technologies", "policy", "event", "whole", "sources", "documents"),
)


def write_graphml(network: networkx.MultiDiGraph) -> str:
    """GraphML, for yEd, Cytoscape, igraph."""
    return write_xml(networkx.write_graphml_xml, plain_network(network))


def write_gexf(network: networkx.MultiDiGraph) -> str:
    """GEXF, for Gephi: an edge is there from the first day of its date on, a node from the first of its edges on.

    Edges and nodes without a date are there always.
    """
    plain = plain_network(network)
    for source, target, key, day in plain.edges(keys=True, data="date"):
        if day:
            plain.edges[source, target, key]["spells"] = [(find_first_day(day), None)]
    for node, known in plain.nodes(data=True):
        known |= {"viz": viz} if (viz := network.nodes[node].get("viz")) else {}
        known |= {"spells": [(first, None)]} if (first := find_start(plain, node)) else {}
    text = write_xml(networkx.write_gexf, plain)
    return re.sub(r' lastmodifieddate="[^"]*"', "", text)  # the same network, the same bytes


def find_first_day(day: str) -> str:
    return (day + "-01-01")[:10]


def find_start(network: networkx.MultiDiGraph, node: str) -> str | None:
    """The first day of a node's edges, None where one of them has no date or there are none."""
    days = [day for edges in (network.in_edges, network.out_edges) for *_, day in edges(node, data="date")]
    return min(map(find_first_day, days)) if days and all(days) else None


def write_xml(write: Callable[[networkx.MultiDiGraph, io.BytesIO], object], network: networkx.MultiDiGraph) -> str:
    out = io.BytesIO()
    write(network, out)
    return out.getvalue().decode("utf-8")


def plain_network(network: networkx.MultiDiGraph) -> networkx.MultiDiGraph:
    """The network with texts, numbers and truths alone, each edge under a number of its own."""
    plain = networkx.MultiDiGraph()
    for node, known in network.nodes(data=True):
        plain.add_node(node, **plain_attributes(known))
    for number, (source, target, known) in enumerate(network.edges(data=True)):
        plain.add_edge(source, target, f"e{number}", **plain_attributes(known))
    return plain


def plain_attributes(known: dict[str, Any]) -> dict[str, Any]:
    values = {name: join_list(value) for name, value in known.items() if name != "viz" and value is not None}
    return {name: ILLEGAL.sub("\ufffd", value) if isinstance(value, str) else value for name, value in values.items()}


def join_list(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, tuple) else value


def write_edges(network: networkx.MultiDiGraph) -> str:
    """CSV, a row for each edge, its ends by IRI, name, kind and country; Gephi reads it as a table of edges."""
    ends = [f"{end}_{name}" for end in ("source", "target") for name in ("name", "kind", "country")]
    return MARK + format_rows(("Source", "Target", *ends, *EDGE_COLUMNS), list_edges(network), "csv")


def list_edges(network: networkx.MultiDiGraph) -> Iterator[list[Any]]:
    for source, target, known in network.edges(data=True):
        ends = [network.nodes[end][name] for end in (source, target) for name in ("label", "kind", "country")]
        yield [source, target, *ends, *take_cells(known, EDGE_COLUMNS)]


def write_nodes(network: networkx.MultiDiGraph) -> str:
    """CSV, a row for each node; Gephi reads it as a table of nodes."""
    rows = ([node, *take_cells(known, NODE_COLUMNS)] for node, known in network.nodes(data=True))
    return MARK + format_rows(("Id", *NODE_COLUMNS), rows, "csv")


def take_cells(known: dict[str, Any], columns: Iterable[str]) -> Sequence[Any]:
    return [join_list(known[name]) for name in columns]


def write_json(network: networkx.MultiDiGraph) -> str:
    """Nodes and links as D3 and networkx (`node_link_graph(data, edges="links", name="iri")`) have them."""
    data = networkx.node_link_data(network, edges="links", name="iri") | {"graph": {}}
    data["nodes"] = [{name: value for name, value in node.items() if name != "viz"} for node in data["nodes"]]
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def write_cytoscape(network: networkx.MultiDiGraph) -> str:
    """JSON of Cytoscape and Cytoscape.js: a node's `name` is its label."""
    named = networkx.MultiDiGraph()
    for node, known in network.nodes(data=True):
        named.add_node(node, name=known["label"], **drop_unknown(known))
    for number, (source, target, known) in enumerate(network.edges(data=True)):
        named.add_edge(source, target, f"e{number}", id=f"e{number}", **drop_unknown(known))
    return json.dumps(networkx.cytoscape_data(named), ensure_ascii=False, indent=1) + "\n"


def drop_unknown(known: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in known.items() if name != "viz" and value is not None}
