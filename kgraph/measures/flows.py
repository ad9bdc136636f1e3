"""A network in; what runs from country to country out: events, dollars, by kind, and what comes back.

An edge leads from its source's country to its target's; a mutual one both ways, or once where it stays within a
country, its dollars halved between the ways. An event counts once in each flow that it reaches, whatever edges it
has there; edges without `event` are one each. A sum that is part of another event's in the network adds nothing,
what is cancelled is left out, and a country that is not known is None.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from math import fsum
from typing import Any, NamedTuple

import networkx

Ends = tuple[str | None, str | None]


class CountryFlow(NamedTuple):
    """From one country to another: events, dollars (None: none are known), and of these two by `kind` of edge.

    returned: dollars that run the other way, per dollar; None within a country and where there are no dollars.
    """

    source: str | None
    target: str | None
    events: int
    usd: float | None
    kinds: dict[str, tuple[int, float | None]]
    returned: float | None


class FlowMatrix(NamedTuple):
    """All flows that there are, by source and target, unknown last; and how much of what crosses borders comes back.

    reciprocity: the sum over pairs of what runs both ways, as a share of all (Squartini et al. 2013), of events and
    of dollars; None where nothing crosses.
    """

    flows: list[CountryFlow]
    reciprocity_events: float | None
    reciprocity_usd: float | None


class Part(NamedTuple):
    event: Hashable
    kind: str
    usd: float | None


def measure_flows(network: networkx.Graph) -> FlowMatrix:
    """The flows between the countries of the nodes, by the rules above."""
    parts: defaultdict[Ends, list[Part]] = defaultdict(list)
    for ends, part in list_parts(network):
        parts[ends].append(part)
    dollars = {ends: add_dollars(part.usd for part in found) for ends, found in parts.items()}
    events = {ends: float(count_events(found)) for ends, found in parts.items()}
    flows = [make_flow(ends, parts[ends], dollars) for ends in sorted(parts, key=order_ends)]
    return FlowMatrix(flows, find_reciprocity(events), find_reciprocity(dollars))


def list_parts(network: networkx.Graph) -> Iterator[tuple[Ends, Part]]:
    """What each edge adds to which flows."""
    country = dict(network.nodes(data="country"))
    edges = [edge for edge in network.edges(data=True) if edge[2].get("status") != "cancelled"]
    told = {edge["event"] for *_, edge in edges if edge.get("event") is not None}
    for number, (source, target, edge) in enumerate(edges):
        ends = country[source], country[target]
        mutual = edge.get("mutual") or not network.is_directed()
        ways = [ends, ends[::-1]] if mutual and ends[0] != ends[1] else [ends]
        usd = None if edge.get("usd") is None or edge.get("whole") in told else edge["usd"] / len(ways)
        event = edge.get("event")
        part = Part(number if event is None else event, str(edge.get("kind") or "unknown"), usd)
        yield from ((way, part) for way in ways)


def order_ends(ends: Ends) -> tuple[Any, ...]:
    return tuple((code is None, code or "") for code in ends)


def add_dollars(known: Iterator[float | None]) -> float | None:
    dollars = [usd for usd in known if usd is not None]
    return fsum(dollars) if dollars else None


def count_events(parts: list[Part]) -> int:
    return len({part.event for part in parts})


def make_flow(ends: Ends, parts: list[Part], dollars: Mapping[Ends, float | None]) -> CountryFlow:
    by_kind: defaultdict[str, list[Part]] = defaultdict(list)
    for part in parts:
        by_kind[part.kind].append(part)
    kinds = {
        kind: (count_events(found), add_dollars(part.usd for part in found)) for kind, found in sorted(by_kind.items())
    }
    usd = dollars[ends]
    returned = (dollars.get(ends[::-1]) or 0) / usd if usd and ends[0] != ends[1] else None
    return CountryFlow(*ends, count_events(parts), usd, kinds, returned)


def find_reciprocity(amounts: Mapping[Ends, float | None]) -> float | None:
    crossing = {ends: amount or 0.0 for ends, amount in amounts.items() if ends[0] != ends[1] and None not in ends}
    total = fsum(crossing.values())
    both = fsum(min(amount, crossing.get(ends[::-1], 0.0)) for ends, amount in crossing.items())
    return both / total if total else None
