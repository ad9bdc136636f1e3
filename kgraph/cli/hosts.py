"""The commands that talk to other hosts: articles come from the web; a graph goes to a server, or is served."""

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from kgraph.cli.options import GRAPH, Graph
from kgraph.cli.output import complain, say
from kgraph.errors import KgraphError


def push(
    url: Annotated[str, typer.Argument(metavar="URL", help="Where the server takes graphs or updates.")],
    knowledge: Annotated[
        str, typer.Option(metavar="IRI", help="The graph for the knowledge layer, instead of the default graph.")
    ] = "",
    anew: Annotated[bool, typer.Option("--all", help="Send everything, also what was sent before.")] = False,
    graph: Graph = GRAPH,
) -> None:
    """Send what has changed to a SPARQL server.

    User and password come from KGRAPH_PUSH_USER and KGRAPH_PUSH_PASSWORD. The server's default graph is replaced.
    """
    from kgraph.push import Target, push_graph
    from kgraph.store import open_store

    login = (os.environ.get("KGRAPH_PUSH_USER", ""), os.environ.get("KGRAPH_PUSH_PASSWORD", ""))
    with open_store(graph) as store:
        pushed = push_graph(store, graph, Target(url, knowledge, *login), anew)
    say(f"{pushed.sent} graphs sent, {pushed.dropped} taken out, {pushed.unchanged} unchanged: {url}")


def serve(  # noqa: PLR0913 (an option each for where it listens and what it allows)
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Where it listens; by default, to this computer alone.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="PORT", help="0 takes a free one.")] = 7878,
    timeout: Annotated[
        float, typer.Option(min=0.1, metavar="SECONDS", help="When a query is ended that has not come to its end.")
    ] = 60,
    size: Annotated[int, typer.Option(min=1, metavar="MB", help="How large an answer may be.")] = 100,
    workers: Annotated[int, typer.Option(min=1, metavar="N", help="How many queries are answered at once.")] = 4,
    graph: Graph = GRAPH,
) -> None:
    """Serve the graph by HTTP: SPARQL, and pages for people.

    Nobody can change it. Half as many queries again may take long beside those that are answered at once.
    """
    try:
        from kgraph.serve.listening import run_server
        from kgraph.serve.pool import ServerLimits
    except ModuleNotFoundError as error:
        raise KgraphError(f"{error.name} is missing: pip install 'kgraph[serve]'") from error

    limits = ServerLimits(timeout, answer_megabytes=size, quick=workers, long=max(1, workers // 2))
    run_server(graph, host, port, limits, lambda address: say(f"serving {graph} on {address} (Ctrl-C ends it)"))


def fetch(
    url: Annotated[str, typer.Argument(metavar="URL", help="The home of a WordPress site, a feed, or a page.")],
    since: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d", "%Y-%m", "%Y"],
            metavar="DATE",
            help="Only what was published from 2023, 2023-04 or 2023-04-15 on.",
        ),
    ] = None,
    search: Annotated[str, typer.Option(metavar="WORDS", help="Only what has all these words.")] = "",
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The folder for them; without it, articles/HOST.")
    ] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also from this computer and its network.")
    ] = False,
) -> None:
    """Save articles from the web as sources for `build`.

    The next time, only what is new, changed or gone is asked for.
    """
    from kgraph.fetch import Source, Visitor, describe_report, fetch_articles

    wanted = Source(url=url, since=since.date().isoformat() if since else "", search=search)
    with Visitor(say, complain, allow_private) as visitor:
        folder, report = fetch_articles(visitor, wanted, out)
    say(describe_report(folder, report))
    if report.failed:
        raise typer.Exit(1)
