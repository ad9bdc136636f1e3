"""A network in; who stands between countries, in which role, and who joins all countries that are asked for, out."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import networkx

from kgraph.analysis import Findings
from kgraph.analysis.networks import project_network
from kgraph.measures import Borders, Roles, find_brokers, measure_borders, measure_nodes
from kgraph.tables import format_rows, wrap_text

THREE = ("US", "KR", "JP")
"""The countries that are to be held together where no others are asked for."""


class BrokerLine(NamedTuple):
    """A broker: open pairs by role, how far they are from chance (z), and whom it is joined to.

    joined: the codes of its partners' countries and its own, with spaces between, in order. ei, participation: of
    `kgraph.measures.borders`.
    """

    name: str
    country: str
    coordinator: float | None
    itinerant: float | None
    representative: float | None
    gatekeeper: float | None
    liaison: float | None
    total: float | None
    z_coordinator: float | None
    z_itinerant: float | None
    z_representative: float | None
    z_gatekeeper: float | None
    z_liaison: float | None
    z_total: float | None
    ei: float | None
    participation: float | None
    joined: str
    kind: str | None
    iri: str


class Brokers(NamedTuple):
    """All who stand between others or deal across borders, most open pairs first; E-I indices of the countries."""

    lines: list[BrokerLine]
    borders: Borders


def list_brokers(network: networkx.MultiDiGraph) -> Brokers:
    """Brokers among organizations and governments, facilities and people counted with whom they belong to."""
    projected = project_network(network, "Organization")
    found = measure_nodes(projected, ["ei", "participation"])
    lines = []
    for broker in find_brokers(projected).brokers:
        openness = [found[name].values[broker.iri] for name in ("ei", "participation")]
        joined = " ".join(list_joined(projected, broker.iri))
        roles = (*broker.raw, *broker.z)
        lines.append(
            BrokerLine._make((broker.label, broker.country, *roles, *openness, joined, broker.kind, broker.iri))
        )
    return Brokers([line for line in lines if line.ei is not None], measure_borders(projected))


def list_joined(network: networkx.MultiDiGraph, node: str) -> list[str]:
    """The countries of a node and of all that it deals with."""
    ends = {node, *network.successors(node), *network.predecessors(node)}
    return sorted({code for end in ends if (code := network.nodes[end]["country"])})


def find_ties(brokers: Brokers, focus: Collection[str], top: int) -> Findings:
    return Findings(BrokerLine._fields, brokers.lines[:top], describe_brokers(brokers, focus or THREE, top))


def describe_brokers(brokers: Brokers, focus: Collection[str], top: int) -> Iterator[str]:
    """Open pairs by role, how far they are from chance, and openness to other countries."""
    shown = brokers.lines[:top]
    yield wrap_text("Pairs that deal with it and not with each other, by the role that it has between them")
    yield format_rows(("name", "country", *Roles._fields), [line[:8] for line in shown])
    yield "\nHow far that is from chance (z-scores)\n"
    yield format_rows(("name", "country", *Roles._fields), [(*line[:2], *line[8:14]) for line in shown])
    yield "\n" + wrap_text("Ties abroad less those at home (ei), how evenly spread over countries, and which these are")
    yield format_rows(
        ("name", "country", "ei", "participation", "joined"),
        [(line.name, line.country, line.ei, line.participation, line.joined) for line in shown],
    )
    yield "\nTies of each country\n"
    borders = [brokers.borders.whole._replace(country="all"), *brokers.borders.countries]
    yield format_rows(("country", "abroad", "at home", "ei"), [row for row in borders if row.ei is not None])
    yield from tell_joining(brokers.lines, focus)


def tell_joining(lines: Sequence[BrokerLine], focus: Collection[str]) -> Iterator[str]:
    """Who is joined to all of the countries."""
    joining = [f"{line.name} ({line.country})" for line in lines if set(focus) <= set(line.joined.split())]
    yield "\n" + wrap_text(f"Joined to all of {', '.join(focus)}: {'; '.join(joining) or 'nobody'}.")
