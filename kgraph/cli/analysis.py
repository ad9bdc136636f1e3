"""The commands on the network: a graph and a selection come in; rankings, flows, roles and pictures go out."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kgraph.cli.options import GRAPH, Explain, Graph, Plot, Style, Top, takes_selection
from kgraph.cli.output import say, write_findings, write_lines
from kgraph.errors import KgraphError

if TYPE_CHECKING:
    import networkx

    from kgraph.network import Selection
    from kgraph.store import Store

Measure = Annotated[
    Literal[
        "degree", "strength", "pagerank", "betweenness", "cross_border", "bridging", "closeness", "eigenvector", "hub",
        "authority", "core", "constraint", "ei", "participation",
    ],
    typer.Option(
        metavar="MEASURE",
        help="degree, strength, pagerank, betweenness, cross_border, bridging, closeness, eigenvector, hub, authority, "
        "core, constraint, ei or participation.",
    ),
]  # fmt: skip
Of = Annotated[
    Literal["organizations", "governments", "people", "facilities", "countries"],
    typer.Option(metavar="WHO", help="Who is ranked: organizations, governments, people, facilities or countries."),
]


@contextmanager
def open_network(graph: Path, selection: "Selection") -> Iterator[tuple["Store", "networkx.MultiDiGraph"]]:
    """The store of a graph, and what is asked for of its network."""
    from kgraph.analysis.networks import read_network
    from kgraph.network import select_network
    from kgraph.store import open_store

    with open_store(graph) as store:
        yield store, select_network(read_network(store), selection)


def load_pictures() -> ModuleType:
    """The module that draws. Raises KgraphError where it cannot."""
    try:
        from kgraph.analysis import pictures
    except ModuleNotFoundError as error:
        raise KgraphError(f"{error.name} is missing: pip install 'kgraph[plot]'") from error
    return pictures


@takes_selection
def flows(  # noqa: PLR0913 (an option each)
    selection: "Selection",
    by: Annotated[
        Literal["kind", "year", "technology"] | None,
        typer.Option(metavar="WHAT", help="Part the flows by kind, year or technology."),
    ] = None,
    chance: Annotated[bool, typer.Option("--chance", help="Tell which flows and E-I indices are no chance.")] = False,
    explain: Explain = None,
    plot: Plot = None,
    style: Style = "table",
    graph: Graph = GRAPH,
) -> None:
    """Add up money, agreements and meetings from country to country."""
    from kgraph.analysis.explanation import explain_flows
    from kgraph.analysis.flows import find_chance, find_flows

    with open_network(graph, selection) as (store, network):
        if explain:
            write_lines(explain_flows(store, network, explain))
            return
        write_findings(find_chance(network) if chance else find_flows(network, by), style)
        if plot:
            load_pictures().picture_flows(network, plot)
            say(f"written: {plot}")


@takes_selection
def centrality(  # noqa: PLR0913 (an option each)
    selection: "Selection",
    measure: Measure = "degree",
    of: Of = "organizations",
    top: Top = 20,
    explain: Explain = None,
    plot: Plot = None,
    style: Style = "table",
    graph: Graph = GRAPH,
) -> None:
    """Rank organizations, people, facilities or countries.

    Strength is in dollars. Cross-border betweenness counts the paths between two countries alone; `within` is what
    plain betweenness has beyond it.
    """
    from kgraph.analysis.centrality import find_ranking, rank_things
    from kgraph.analysis.explanation import explain_standing

    with open_network(graph, selection) as (store, network):
        if explain:
            write_lines(explain_standing(store, network, explain, of, measure))
            return
        standings = rank_things(network, of, measure)
    write_findings(find_ranking(standings, measure, top), style)
    if standings.method != "exact":
        say(f"{measure}: {standings.method}")
    if plot:
        load_pictures().picture_ranking(standings.rows[:top], measure, plot)
        say(f"written: {plot}")


@takes_selection
def brokers(  # noqa: PLR0913 (an option each)
    selection: "Selection",
    top: Top = 10,
    explain: Explain = None,
    plot: Plot = None,
    style: Style = "table",
    graph: Graph = GRAPH,
) -> None:
    """Tell who stands between others, and in which role.

    The five roles of Gould and Fernandez go by the countries of the three: coordinator, itinerant, representative,
    gatekeeper, liaison.
    """
    from kgraph.analysis.brokerage import find_ties, list_brokers
    from kgraph.analysis.explanation import explain_broker

    with open_network(graph, selection) as (store, network):
        if explain:
            write_lines(explain_broker(store, network, explain))
            return
        found = list_brokers(network)
    write_findings(find_ties(found, selection.countries, top), style)
    if plot:
        load_pictures().picture_brokers(found.lines[:top], plot)
        say(f"written: {plot}")


@takes_selection
def timeline(  # noqa: PLR0913 (an option each)
    selection: "Selection",
    measure: Measure = "degree",
    of: Of = "organizations",
    by: Annotated[
        Literal["quarter", "year"], typer.Option(metavar="PERIOD", help="How long a period is: quarter or year.")
    ] = "quarter",
    window: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Of the last N periods alone, not of all up to then.")
    ] = None,
    top: Top = 20,
    explain: Explain = None,
    plot: Plot = None,
    style: Style = "table",
    graph: Graph = GRAPH,
) -> None:
    """Follow a measure over time: trends, who rose, who fell.

    Trends are Mann and Kendall's.
    """
    from kgraph.analysis.explanation import explain_course
    from kgraph.analysis.timeline import find_times, measure_periods

    with open_network(graph, selection) as (store, network):
        follow = partial(measure_periods, network, measure=measure, period=by, window=window)
        if explain:
            write_lines(explain_course(store, network, explain, of, follow))
            return
        found = follow(of)
    write_findings(find_times(found, measure, top), style)
    if plot:
        load_pictures().picture_ranks(found, measure, top, plot)
        say(f"written: {plot}")
