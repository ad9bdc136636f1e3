"""A network in, rows of money and deals between countries out."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, product
from typing import NamedTuple

import networkx

from kgraph.network.projection import add_dollars, find_countries
from kgraph.network.rows import MONEY, Edge

COUNTED = MONEY | {"agreement", "meeting"}
"""Families of events that flows tell."""
Ends = tuple[str | None, str | None]


class Flow(NamedTuple):
    """From one country to another or the same: ISO 3166-1 codes (None: unknown), numbers of events, dollars.

    Money goes from the home of the investor to where the money goes, public money apart; `usd` and `public_usd` are
    None where no sum is known. Agreements and meetings join the homes of those who take part: they are counted both
    ways, in the flow from KR to JP and in the one from JP to KR.
    """

    source: str | None
    target: str | None
    investments: int
    usd: float | None
    public_supports: int
    public_usd: float | None
    agreements: int
    meetings: int


def sum_flows(network: networkx.MultiDiGraph) -> list[Flow]:
    """All flows of a network, within countries too, the most dollars first, then in the order of codes.

    Dollars add up to those of all money in the network, that of which one side is unknown included. The shipped query
    `flows` finds the same numbers of money in what `select_network` leaves by default.
    """
    flows: defaultdict[Ends, defaultdict[str, list[Edge]]] = defaultdict(lambda: defaultdict(list))
    for ends, edge in list_moves(network):
        flows[ends][edge["family"]].append(edge)
    return sorted((count_flow(ends, families) for ends, families in flows.items()), key=order_flow)


def list_moves(network: networkx.MultiDiGraph) -> Iterator[tuple[Ends, Edge]]:
    """Each edge that counts, with the countries that it joins."""
    code = dict(network.nodes(data="country"))
    homes: dict[str, Sequence[str | None]]
    homes = {name: countries or [None] for name, countries in find_countries(network).items()}
    loose = ((source, None, edge) for source, edge in network.graph.get("loose", ()))
    for source, target, edge in chain(network.edges(data=True), loose):
        if edge["family"] not in COUNTED or edge["whole"] is not None:
            continue
        if edge["family"] in MONEY:
            yield (code.get(source), edge["country"]), edge
            continue
        for pair in product(homes[source], homes[target]):
            yield from ((ends, edge) for ends in {pair, pair[::-1]})


def count_flow(ends: Ends, families: dict[str, list[Edge]]) -> Flow:
    money, public = families.get("investment", ()), families.get("public_support", ())
    agreements, meetings = families.get("agreement", ()), families.get("meeting", ())
    return Flow(
        *ends,
        count_events(money),
        add_dollars(money),
        count_events(public),
        add_dollars(public),
        count_events(agreements),
        count_events(meetings),
    )


def count_events(edges: Sequence[Edge]) -> int:
    return len({edge["event"] for edge in edges})


def order_flow(flow: Flow) -> tuple[float, str, str]:
    return -(flow.usd or 0) - (flow.public_usd or 0), flow.source or "", flow.target or ""
