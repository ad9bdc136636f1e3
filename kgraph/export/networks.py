"""A network comes in, files that other tools draw and count with go out: for Gephi, yEd, a spreadsheet, a script.

Every edge of `network` is there with its attributes; what is unknown is left out, or empty in CSV.
"""

import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import networkx

from kgraph.tables import format_rows

ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold, not even escaped."""
EDGE_COLUMNS = (
    *("family", "kind", "label", "date", "usd", "event_usd", "status", "mutual"),
    *("country", "country_name", "event", "documents"),
)


def write_graphml(network: networkx.MultiDiGraph) -> str:
    """GraphML, for yEd, Cytoscape, igraph."""
    return write_xml(networkx.write_graphml_xml, network)


def write_gexf(network: networkx.MultiDiGraph) -> str:
    """GEXF, for Gephi."""
    text = write_xml(networkx.write_gexf, network)
    return re.sub(r' lastmodifieddate="[^"]*"', "", text)  # the same network, the same bytes


def write_xml(write: Callable[[networkx.MultiDiGraph, io.BytesIO], object], network: networkx.MultiDiGraph) -> str:
    out = io.BytesIO()
    write(plain_network(network), out)
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
    values = {name: " ".join(value) if isinstance(value, tuple) else value for name, value in known.items()}
    return {
        name: ILLEGAL.sub("\ufffd", value) if isinstance(value, str) else value
        for name, value in values.items()
        if value is not None
    }


def write_csv(network: networkx.MultiDiGraph) -> str:
    """A row for each edge, its ends by name and by IRI; Gephi reads it as a table of edges."""
    ends = ("Source", "Target", "source_name", "source_kind", "source_country")
    columns = (*ends, "target_name", "target_kind", "target_country", *EDGE_COLUMNS)
    return format_rows(columns, list_edges(network), "csv")


def list_edges(network: networkx.MultiDiGraph) -> Iterator[list[Any]]:
    for source, target, known in network.edges(data=True):
        edge = known | {"documents": " ".join(known["documents"])}
        ends = [network.nodes[end][name] for end in (source, target) for name in ("label", "kind", "country")]
        yield [source, target, *ends, *(edge[name] for name in EDGE_COLUMNS)]


def write_json(network: networkx.MultiDiGraph) -> str:
    """Nodes and links as D3 and networkx (`node_link_graph(data, edges="links")`) have them."""
    data = networkx.node_link_data(network, edges="links", name="iri")
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
