"""An open graph's lines of N-Quads, or its network, come in; one file goes out, whose ending names its format.

`.nq`, `.nq.gz` and `.trig` hold the whole dataset, the knowledge layer and a graph per document; `.nt`, `.ttl` and
`.jsonld` the knowledge layer; `.graphml`, `.gexf`, `.cyjs`, `.json` and `.csv` the network of who deals with whom,
`.csv` in two files: the edges, and the nodes in `<name>-nodes.csv` beside them. The same
dataset gives the same bytes. As there are no blank nodes, sorting is all that takes; so the writers stand here, a
few lines each, and keep every literal as it is spelled.

    statements  lines of N-Quads -> statements in order
    turtle      statements -> Turtle and TriG
    jsonld      statements -> JSON that is also JSON-LD
    networks    a network -> GraphML, GEXF, CSV, node-link and Cytoscape JSON
"""

import gzip
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import networkx

from kgraph.errors import KgraphError
from kgraph.export.jsonld import write_jsonld
from kgraph.export.networks import write_cytoscape, write_edges, write_gexf, write_graphml, write_json, write_nodes
from kgraph.export.statements import Statement, keep_knowledge, read_statements
from kgraph.export.turtle import write_trig, write_turtle
from kgraph.files import write_file

__all__ = ["NETWORKS", "WRITERS", "find_ending", "write_dataset", "write_network"]


def write_dataset(lines: Iterable[str], path: Path) -> None:
    """Write the dataset that the lines hold to `path`, replacing what is there.

    KgraphError where the ending is none of WRITERS, a line no statement of IRIs and literals, or the file
    cannot be written.
    """
    write_text(path, WRITERS[find_ending(path)](read_statements(lines)))


def write_network(network: networkx.MultiDiGraph, path: Path) -> None:
    """Write a network, as `network` makes it, to `path`, replacing what is there; as CSV to two files.

    KgraphError where the ending is none of NETWORKS, or the file cannot be written.
    """
    ending = find_ending(path)
    write_text(path, NETWORKS[ending](network))
    if ending == ".csv":
        write_text(path.with_name(f"{path.stem}-nodes{path.suffix}"), write_nodes(network))


def find_ending(path: Path) -> str:
    """The ending that names a file's format. Raises KgraphError for one that names none."""
    for ending in (*WRITERS, *NETWORKS):
        if path.name.lower().endswith(ending):
            return ending
    known = ", ".join([*WRITERS, *NETWORKS])
    raise KgraphError(f"{path}: the ending {path.suffix!r} names no format: use {known}")


def write_text(path: Path, text: str) -> None:
    content = text.encode("utf-8")
    # A fixed time stamp: the same text, the same bytes.
    write_file(path, gzip.compress(content, mtime=0) if path.suffix.lower() == ".gz" else content)


def write_nquads(statements: Sequence[Statement]) -> str:
    return "".join(sorted(f"{' '.join(filter(None, (*one[1:], one.graph)))} .\n" for one in statements))


def write_ntriples(statements: Sequence[Statement]) -> str:
    return write_nquads(keep_knowledge(statements))


WRITERS: Mapping[str, Callable[[Sequence[Statement]], str]] = {
    ".nq": write_nquads,
    ".nq.gz": write_nquads,
    ".nt": write_ntriples,
    ".ttl": write_turtle,
    ".trig": write_trig,
    ".jsonld": write_jsonld,
}
"""The formats of datasets by the endings of their files."""

NETWORKS: Mapping[str, Callable[[networkx.MultiDiGraph], str]] = {
    ".graphml": write_graphml,
    ".gexf": write_gexf,
    ".cyjs": write_cytoscape,
    ".json": write_json,
    ".csv": write_edges,
}
"""The formats of networks by the endings of their files."""
