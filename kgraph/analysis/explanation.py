"""The name of a thing and a network in; what makes its values out: numbers, then events with quotes and documents."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from math import fsum
from typing import NamedTuple

import networkx

from kgraph.analysis.centrality import USUAL
from kgraph.analysis.flows import describe_table, list_flows
from kgraph.analysis.networks import KINDS, Of, project_network
from kgraph.analysis.pairs import list_pairs
from kgraph.errors import KgraphError
from kgraph.gazetteer import country_name, list_countries, lookup_country
from kgraph.measures import MEASURES, Timeline, measure_nodes, rank_values
from kgraph.network.flows import list_moves
from kgraph.network.rows import Edge
from kgraph.questions import ask
from kgraph.store import Store
from kgraph.tables import clean_text, format_rows, show_cell, wrap_lines
from kgraph.things import FactLine, count, describe_fact, describe_quotes, find_things, read_quotes
from kgraph.triples import country_iri

PAIRS = 5
"""Pairs that are named of each role."""


class Share(NamedTuple):
    """An event's part in the values of a node: an edge that tells of it, the labels of the others, and dollars."""

    edge: Edge
    others: tuple[str, ...]
    usd: float | None


def find_node(store: Store, network: networkx.MultiDiGraph, name: str, of: Of) -> str:
    """The IRI of what goes by a name or address, among countries or among all others.

    Raises KgraphError where there is none, or more than one.
    """
    if of == "countries":
        return country_iri(find_country(name))
    things = find_things(store, name)
    known = [thing for thing in things if thing.iri in network and thing.kind != "country"]
    if not known:
        raise KgraphError(f"{things[0].label} is not in the network that is asked for: ask for more of it")
    if len(known) > 1:
        addresses = ", ".join(thing.iri for thing in known)
        raise KgraphError(f"{len(known)} things are called {name!r}: name one by its address: {addresses}")
    return known[0].iri


def find_country(name: str) -> str:
    """The code of a country, by its code or any of its names. Raises KgraphError."""
    code = name.upper() if name.upper() in list_countries() else lookup_country(name)
    if code is None:
        raise KgraphError(f"no country is called {name!r}: flows are those of countries, such as South Korea or KR")
    return code


def explain_flows(store: Store, network: networkx.MultiDiGraph, name: str) -> Iterator[str]:
    """The flows from and to a country, and the events that they are made of."""
    code = find_country(name)
    lines = [line for line in list_flows(network) if code in {line.source, line.target}]
    moves: defaultdict[str, list[tuple[Edge, str]]] = defaultdict(list)
    for ends, edge in list_moves(network):
        if code in ends:
            moves[edge["event"]].append((edge, " → ".join(country_name(end) if end else "unknown" for end in ends)))
    yield f"{country_name(code)}: {count(len(lines), 'flow')}"
    yield ""
    yield describe_table(lines).rstrip("\n")
    yield from describe_shares(store, make_shares(moves))


def explain_standing(store: Store, network: networkx.MultiDiGraph, name: str, of: Of, measure: str) -> Iterator[str]:
    """A node's values with its rank among its kind, and the events that join it to others."""
    node = find_node(store, network, name, of)
    projected, kind = project_node(network, node)
    names = list(dict.fromkeys([measure, *USUAL]))
    found = measure_nodes(projected, names, countries_too=kind == "Country")
    yield name_node(projected, node)
    for word in names:
        ranking = rank_values(projected, found[word], {kind})
        rank = next(row.rank for row in ranking if row.iri == node)
        value = show_cell(found[word].values[node]) or "not defined"
        yield from wrap_lines(f"{word} {value}, rank {rank} of {len(ranking)}: {MEASURES[word].meaning}", "  ")
    yield from describe_shares(store, list_shares(projected, node))


def explain_broker(store: Store, network: networkx.MultiDiGraph, name: str) -> Iterator[str]:
    """The pairs between which a node stands, role by role, and the events that join it to others."""
    node = find_node(store, network, name, "organizations")
    projected, _ = project_node(network, node)
    yield name_node(projected, node)
    label = dict(projected.nodes(data="label"))
    for role, pairs in list_pairs(projected, node).items():
        shown = "; ".join(f"{label[before]} → {label[after]}" for before, after in pairs[:PAIRS])
        more = f" and {len(pairs) - PAIRS} more" if len(pairs) > PAIRS else ""
        yield from wrap_lines(f"{role} {len(pairs)}{': ' if pairs else ''}{shown}{more}", "  ")
    yield from describe_shares(store, list_shares(projected, node))


def explain_course(
    store: Store, network: networkx.MultiDiGraph, name: str, of: Of, follow: Callable[[Of], Timeline]
) -> Iterator[str]:
    """A node's value and rank in each period, and the events that join it to others, the earliest first.

    `follow` gives the timeline of a kind, so that the node stands among its own.
    """
    node = find_node(store, network, name, of)
    projected, kind = project_node(network, node)
    yield name_node(projected, node)
    yield ""
    timeline = follow(next(word for word, one in KINDS.items() if one == kind))
    series = next(one for one in timeline.series if one.iri == node)
    rows = list(zip(timeline.periods, series.values, series.ranks, strict=True))
    yield format_rows(("period", "value", "rank"), rows).rstrip("\n")
    shares = list_shares(projected, node)
    yield from describe_shares(store, sorted(shares, key=lambda share: share.edge["date"] or "9999"))


def project_node(network: networkx.MultiDiGraph, node: str) -> tuple[networkx.MultiDiGraph, str]:
    """The network in which a node is measured, and the node's kind. Raises KgraphError where it is not in there."""
    kind = network.nodes[node]["kind"] if node in network else KINDS["countries"]
    projected = project_network(network, kind)
    if node not in projected:
        raise KgraphError(f"{node} is not in the network that is asked for: ask for more of it")
    return projected, kind


def name_node(network: networkx.MultiDiGraph, node: str) -> str:
    known = network.nodes[node]
    return clean_text(f"{known['label']} ({', '.join(filter(None, (known['kind'].lower(), known['country_name'])))})")


def list_shares(network: networkx.MultiDiGraph, node: str) -> list[Share]:
    """The events of a node's edges, the most dollars first, then the latest."""
    edges: defaultdict[str, list[tuple[Edge, str]]] = defaultdict(list)
    for source, target, edge in [*network.in_edges(node, data=True), *network.out_edges(node, data=True)]:
        other = target if source == node else source
        edges[edge["event"]].append((edge, network.nodes[other]["label"]))
    return make_shares(edges)


def make_shares(edges: dict[str, list[tuple[Edge, str]]]) -> list[Share]:
    shares = []
    for _, found in sorted(edges.items()):
        dollars = [edge["usd"] for edge, _ in found if edge["usd"] is not None]
        others = tuple(sorted({other for _, other in found}))
        shares.append(Share(found[0][0], others, fsum(dollars) if dollars else None))
    shares.sort(key=lambda share: share.edge["date"] or "", reverse=True)
    return sorted(shares, key=lambda share: -(share.usd or 0))


def describe_shares(store: Store, shares: Iterable[Share]) -> Iterator[str]:
    """Events, what of them counts, and the words that say so."""
    facts = {fact.event: fact for fact in map(FactLine._make, ask(store, "facts"))}
    quotes = read_quotes(store)
    told = list(shares)
    yield ""
    yield f"made of {count(len(told), 'event')}"
    for share in told:
        event = share.edge["event"]
        yield ""
        yield from describe_fact(facts.get(event) or make_fact(share.edge))
        counted = "" if share.usd is None else f"; {show_cell(round(share.usd))} USD count here"
        yield from wrap_lines(f"with {', '.join(share.others)}{counted}", "  ")
        yield from describe_quotes(quotes[event])


def make_fact(edge: Edge) -> FactLine:
    """A fact in the words of an edge."""
    return FactLine(edge["event"], edge["kind"], edge["label"], None, edge["event_usd"], edge["date"], edge["status"])
