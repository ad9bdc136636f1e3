"""The commands that write files: a graph and a selection come in; a page, a network or a copy goes out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kgraph.cli.options import GRAPH, Graph, takes_selection
from kgraph.cli.output import say

if TYPE_CHECKING:
    from kgraph.network import Selection

PAGE = Path("graph.html")
REFERENCE = Path("ontology.html")


@takes_selection
def render(
    selection: "Selection",
    out: Annotated[Path, typer.Argument(metavar="OUT.html", help="Where the page is written.")] = PAGE,
    title: Annotated[str, typer.Option(metavar="TEXT", help="The page's heading.")] = "Who invests in whose technology",
    static: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw a picture for reports instead of the page: .svg or .png.")
    ] = None,
    graph: Graph = GRAPH,
) -> None:
    """Write the interactive page: one file that works offline."""
    from kgraph.store import open_store
    from kgraph.views import write_page, write_picture

    with open_store(graph) as store:
        write = write_picture if static else write_page
        write(store, title, static or out, selection)
    say(f"written: {static or out}")


def ontology(
    out: Annotated[Path, typer.Argument(metavar="OUT.html", help="Where the page is written.")] = REFERENCE,
) -> None:
    """Write a page about the ontology, with examples to query by."""
    from kgraph.files import write_file
    from kgraph.reference import render_reference

    write_file(out, render_reference())
    say(f"written: {out}")


@takes_selection
def export(
    selection: "Selection",
    out: Annotated[Path | None, typer.Argument(metavar="OUT", help="A file; its ending names the format.")] = None,
    snapshot: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Copy the graph into a new folder, others at work or not.")
    ] = None,
    graph: Graph = GRAPH,
) -> None:
    """Write the graph to a file, or copy it as it is.

    .nq, .nq.gz and .trig hold the claims of each document too, .nt, .ttl and .jsonld the knowledge layer alone;
    .graphml, .gexf, .cyjs, .csv and .json hold the network of who deals with whom, of all or of what is asked for;
    .csv in two files.
    """
    from kgraph.snapshot import copy_graph
    from kgraph.store import open_store
    from kgraph.views import write_export

    if (out is None) == (snapshot is None):
        raise typer.BadParameter("name a file, or a folder with --snapshot")
    if snapshot:
        copy_graph(graph, snapshot)
    if out:
        with open_store(graph) as store:
            write_export(store, out, selection)
    say(f"written: {out or snapshot}")
