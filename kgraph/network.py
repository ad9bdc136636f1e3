"""Rows of the queries network-nodes and network-edges in; a networkx graph of who deals with whom out.

Nodes are organizations, governments, people and facilities, named by their IRIs. The rules of the edges:

1. Money (`family` "investment" or "public_support") goes from each investor to each recipient other than
   itself; without such a recipient to the facility; without a facility to the country where the money goes.
   A country is a node for this use alone. Money without investor, or of which nothing but the investor is
   known, has no edge: `network.graph["left_out"]` counts such events.
2. An event's dollars are split evenly over its investors, and each investor's part over that investor's
   edges: `usd` is the part of an edge, `event_usd` the whole. Adding up `usd` counts no dollar twice.
3. The partners of a joint venture are joined by an agreement too, without dollars.
4. The parties of an agreement and the participants of a meeting are joined pair by pair, once each and in the
   order of their IRIs. Such an edge is `mutual`: its direction means nothing.
5. An operator is joined to its facility ("operation"), a person to their organization ("affiliation"); here
   the facility or the person is the event.
6. Cancelled events keep their edges, with `status` "cancelled"; projections and flows leave them out.

Nodes and edges stand in the order of IRIs, whatever order the rows come in.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, groupby, product
from math import fsum
from operator import attrgetter
from typing import Any, NamedTuple

import networkx

from kgraph.errors import KgraphError
from kgraph.triples import country_iri

MONEY = frozenset({"investment", "public_support"})
MUTUAL = frozenset({"agreement", "meeting"})
BELONGING = {"operation": ("operator", "facility"), "affiliation": ("person", "organization")}
"""Families of edges that join a thing to what it belongs to, with the roles of source and target."""

Edge = dict[str, Any]


class NodeRow(NamedTuple):
    """A row of network-nodes; `country` is an ISO 3166-1 code.

    `kind` is Organization, Government, Person, Facility or Country.
    """

    iri: str
    label: str
    kind: str
    country: str | None = None
    country_name: str | None = None


class EdgeRow(NamedTuple):
    """A row of network-edges: one thing in one role of one event.

    `usd` is the sum of the whole event in dollars, `country` the IRI of where the money goes, `documents` the
    IRIs of the documents that tell of the event, with a space between them, `whole` the event of whose sum its own
    is a part.
    """

    event: str
    family: str
    kind: str
    role: str
    thing: str
    label: str | None = None
    date: str | None = None
    usd: Decimal | str | None = None
    status: str | None = None
    country: str | None = None
    documents: str | None = None
    whole: str | None = None


class Flow(NamedTuple):
    """Money from the investors' home country to where it goes: codes (None: unknown), events, dollars."""

    source: str | None
    target: str | None
    family: str
    events: int
    usd: float | None


def build_network(nodes: Iterable[NodeRow], edges: Iterable[EdgeRow]) -> networkx.MultiDiGraph:
    """The network by the rules above; nodes that nothing joins stay in it.

    Nodes have the attributes iri, label, kind, country and country_name; edges event, family, kind (grant,
    acquisition ...: of money, the finer word), mutual, label, date, usd (its part) and event_usd (floats),
    status, country and country_name (where the money goes), documents (a tuple of IRIs) and whole (the IRI of the
    event of whose sum its own is a part). What is unknown
    is None. KgraphError where an edge names a thing that `nodes` lacks.
    """
    known = {row.iri: row for row in sorted(nodes, key=lambda row: tuple(map(str, row)))}
    by_event = groupby(sorted(edges, key=order_edge), key=attrgetter("event", "family"))
    events = [list(rows) for _, rows in by_event]
    ties = [tie for rows in events for tie in join_event(rows, known)]
    joined = {end for tie in ties for end in tie[:2]}
    network = networkx.MultiDiGraph()
    for iri in sorted(known):
        if known[iri].kind != "Country" or iri in joined:
            network.add_node(iri, **known[iri]._asdict())
    for source, target, edge in sorted(ties, key=lambda tie: (*tie[:2], name_edge(tie[2]))):
        network.add_edge(source, target, name_edge(edge), **edge)
    drawn = {edge["event"] for _, _, edge in ties}
    network.graph["left_out"] = sum(rows[0].family in MONEY and rows[0].event not in drawn for rows in events)
    return network


def order_edge(row: EdgeRow) -> tuple[str, ...]:
    return (row.event, row.family, row.role, row.thing, *map(str, row))


def name_edge(edge: Edge) -> str:
    """The key of an edge: between two things there is one of a family and event at most."""
    return f"{edge['family']} {edge['event']}"


def join_event(rows: Sequence[EdgeRow], known: Mapping[str, NodeRow]) -> Iterator[tuple[str, str, Edge]]:
    """The edges of one event of one family."""
    first, parts = rows[0], gather_roles(rows, known)
    edge = describe_edge(first, known)
    if first.family in MONEY:
        yield from join_money(parts, first, edge)
    elif first.family in MUTUAL:
        yield from ((*pair, edge) for pair in combinations(sorted({row.thing for row in rows}), 2))
    else:
        sources, targets = (parts[role] for role in BELONGING[first.family])
        yield from ((*pair, edge) for pair in product(sources, targets))


def gather_roles(rows: Sequence[EdgeRow], known: Mapping[str, NodeRow]) -> Mapping[str, list[str]]:
    """The things in each role, each once, in order."""
    parts: dict[str, list[str]] = defaultdict(list)
    for role, thing in sorted({(row.role, row.thing) for row in rows}):
        if thing not in known:
            raise KgraphError(f"{rows[0].event} names {thing}, which is no thing of the graph: rebuild the graph")
        parts[role].append(thing)
    return parts


def describe_edge(row: EdgeRow, known: Mapping[str, NodeRow]) -> Edge:
    country = known.get(row.country) if row.country else None
    return {
        "event": row.event,
        "family": row.family,
        "kind": row.kind,
        "mutual": row.family in MUTUAL,
        "label": row.label,
        "date": row.date,
        "usd": None,
        "event_usd": None if row.usd is None else float(row.usd),
        "status": row.status,
        "country": country and country.country,
        "country_name": country and country.country_name,
        "documents": tuple((row.documents or "").split()),
        "whole": row.whole,
    }


def join_money(parts: Mapping[str, list[str]], row: EdgeRow, edge: Edge) -> Iterator[tuple[str, str, Edge]]:
    investors = parts["investor"]
    countries = [row.country] if row.country and edge["country"] else []
    for investor in investors:
        recipients = [recipient for recipient in parts["recipient"] if recipient != investor]
        targets = recipients or parts["facility"] or countries
        for target in targets:
            yield investor, target, edge | {"usd": divide(edge["event_usd"], len(investors) * len(targets))}
    if row.kind == "joint_venture":
        agreed = edge | {"family": "agreement", "kind": "agreement", "mutual": True, "event_usd": None}
        yield from ((*pair, agreed) for pair in combinations(investors, 2))


def divide(usd: float | None, parts: int) -> float | None:
    return None if usd is None else usd / parts


def project_organizations(network: networkx.MultiDiGraph) -> networkx.MultiDiGraph:
    """Organizations and governments alone: operators stand for a facility, an organization for its people.

    An edge becomes one between each pair that stands for its two ends, its dollars split evenly over these
    pairs; what would join an organization to itself falls away, and so do edges to countries, operations,
    affiliations and what is cancelled.
    """
    owners = find_organizations(network)

    def replace(source: str, target: str, edge: Edge) -> tuple[Sequence[str], Sequence[str]]:
        return owners[source], owners[target]

    projected = networkx.MultiDiGraph()
    kept = [name for name in sorted(network) if owners[name] == [name]]
    projected.add_nodes_from((name, dict(network.nodes[name])) for name in kept)
    return add_replaced(projected, network, replace)


def find_organizations(network: networkx.MultiDiGraph) -> dict[str, list[str]]:
    """The organizations that stand for each node: itself, its operators, a person's own, or none."""
    owners: dict[str, list[str]] = {
        name: [name] if kind in {"Organization", "Government"} else [] for name, kind in network.nodes(data="kind")
    }
    for source, target, family in network.edges(data="family"):
        if family in BELONGING:
            thing, owner = (target, source) if family == "operation" else (source, target)
            if owners[thing] != [thing] and owner not in owners[thing]:
                owners[thing].append(owner)
    return owners


def project_countries(network: networkx.MultiDiGraph) -> networkx.MultiDiGraph:
    """Countries alone, joined by what crosses a border: the investor's country to the one where money goes.

    For who agrees or meets stands their country, or without one the countries of their organizations. Dollars
    are split and cancelled events left out as in `project_organizations`; what stays within a country falls
    away.
    """
    homes = find_countries(network)

    def replace(source: str, target: str, edge: Edge) -> tuple[Sequence[str], Sequence[str]]:
        ends = homes[target] if edge["mutual"] else [edge["country"]] if edge["country"] else []
        return list(map(country_iri, homes[source])), list(map(country_iri, ends))

    names = {attributes["country"]: attributes["country_name"] for attributes in list_attributes(network)}
    projected = networkx.MultiDiGraph()
    for code in sorted(filter(None, names)):
        row = NodeRow(country_iri(code), names[code] or code, "Country", code, names[code])
        projected.add_node(row.iri, **row._asdict())
    return add_replaced(projected, network, replace)


def find_countries(network: networkx.MultiDiGraph) -> dict[str, list[str]]:
    """The codes of the countries that stand for each node: its own, else those of its organizations."""
    code = dict(network.nodes(data="country"))
    owners = find_organizations(network)
    return {
        name: [code[name]] if code[name] else sorted({code[owner] for owner in owners[name] if code[owner]})
        for name in network
    }


def list_attributes(network: networkx.MultiDiGraph) -> Iterator[Edge]:
    """The attributes of all nodes and edges."""
    yield from (attributes for _, attributes in network.nodes(data=True))
    yield from (attributes for _, _, attributes in network.edges(data=True))


def add_replaced(
    projected: networkx.MultiDiGraph,
    network: networkx.MultiDiGraph,
    replace: Callable[[str, str, Edge], tuple[Sequence[str], Sequence[str]]],
) -> networkx.MultiDiGraph:
    """Add to `projected` the edges of `network` between what stands for their ends."""
    parts: dict[tuple[str, str, str], list[Edge]] = defaultdict(list)
    for source, target, edge in network.edges(data=True):
        if edge["family"] in BELONGING or edge["status"] == "cancelled":
            continue
        pairs = list(product(*replace(source, target, edge)))
        for pair in pairs:
            ends = sorted(pair) if edge["mutual"] else pair
            if pair[0] != pair[1]:
                part = edge | {"usd": divide(edge["usd"], len(pairs))}
                parts[ends[0], ends[1], name_edge(edge)].append(part)
    for (source, target, key), edges in sorted(parts.items(), key=lambda item: item[0]):
        projected.add_edge(source, target, key, **(edges[0] | {"usd": add_dollars(edges)}))
    return projected


def add_dollars(edges: Sequence[Edge]) -> float | None:
    """The sum of what is known, None where nothing is."""
    known = [edge["usd"] for edge in edges if edge["usd"] is not None]
    return fsum(known) if known else None


def sum_flows(network: networkx.MultiDiGraph) -> list[Flow]:
    """Money by country of investor, country where it goes and family, in that order; within countries too.

    An event counts once in each flow that it reaches, its dollars are split by rule 2, and what is cancelled or
    part of another sum is left out.
    """
    flows: dict[tuple[str, str, str], list[Edge]] = defaultdict(list)
    for source, _, edge in network.edges(data=True):
        if edge["family"] in MONEY and edge["status"] != "cancelled" and edge["whole"] is None:
            flows[network.nodes[source]["country"] or "", edge["country"] or "", edge["family"]].append(edge)
    return [
        Flow(source or None, target or None, family, len({edge["event"] for edge in parts}), add_dollars(parts))
        for (source, target, family), parts in sorted(flows.items(), key=lambda item: item[0])
    ]
