"""What the commands have found in; pictures of it out. Needs kgraph[plot]."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import networkx

from kgraph import plots
from kgraph.analysis.brokerage import BrokerLine
from kgraph.analysis.centrality import Standing
from kgraph.analysis.flows import list_flows, name_country
from kgraph.measures import Roles, Timeline

RANKED = 10
"""Lines that a picture of ranks over time has."""


def picture_flows(network: networkx.MultiDiGraph, path: Path) -> None:
    """A heatmap of all money, private and public."""
    usd: defaultdict[tuple[str, str], float] = defaultdict(float)
    for line in list_flows(network):
        usd[name_country(line.source), name_country(line.target)] += (line.usd or 0) + (line.public_usd or 0)
    flows = [plots.Flow(*ends, total) for ends, total in sorted(usd.items())]
    plots.write_picture(plots.draw_flows(flows, "Money from country to country, private and public"), path)


def picture_ranking(rows: Sequence[Standing], measure: str, path: Path) -> None:
    bars = [plots.Bar(row.name, row.code, row.value, row.error) for row in rows if row.value is not None]
    unit = " (US dollars)" if measure == "strength" else ""
    plots.write_picture(plots.draw_ranking(bars, f"Ranked by {measure.replace('_', ' ')}{unit}"), path)


def picture_brokers(lines: Sequence[BrokerLine], path: Path) -> None:
    stacks = [plots.Stack(line.name, line.country, [part or 0.0 for part in line[2:7]]) for line in lines]
    title = "Pairs between which each stands, by role"
    plots.write_picture(plots.draw_stacks(stacks, Roles._fields[:-1], title), path)


def picture_ranks(timeline: Timeline, measure: str, top: int, path: Path) -> None:
    """Lines that begin where a thing has a value: before, its rank among all the others without one says nothing."""
    courses = [
        plots.Course(
            one.label, one.country, [rank if value else None for rank, value in zip(one.ranks, one.values, strict=True)]
        )
        for one in timeline.series[: min(top, RANKED)]
    ]
    title = f"Ranks by {measure.replace('_', ' ')} over time"
    plots.write_picture(plots.draw_ranks(courses, timeline.periods, title), path)
