"""Rows of the network's queries in; a networkx graph of who deals with whom out, by the rules of `kgraph.network`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import NamedTuple, TypeVar

import networkx

from kgraph.errors import KgraphError
from kgraph.network.rows import MONEY, Edge, EventRow, NodeRow, PartRow

PARTNERS = {"agreement": "party", "meeting": "participant"}
"""Families of events among equals, with the role that these have."""
OWNERS = {"operation": "operator", "affiliation": "affiliation"}
"""Families of events that are things themselves, with the role of whom they belong to."""
ACTORS = frozenset({"investor", "recipient", "facility", *PARTNERS.values(), *OWNERS.values()})
"""Roles of what can be a node."""

Roles = Mapping[str, Sequence[str]]
"""The things in each role of an event, each once, in order; no thing in the others."""
K = TypeVar("K")
R = TypeVar("R", NodeRow, EventRow)


class Tie(NamedTuple):
    """An edge in the making: `edge` is what all edges of its event have in common."""

    source: str | None
    target: str | None
    edge: Edge
    usd: float | None = None
    weight: float = 1.0


def build_network(
    nodes: Iterable[NodeRow], events: Iterable[EventRow], parts: Iterable[PartRow]
) -> networkx.MultiDiGraph:
    """The network by the rules of `kgraph.network`; nodes that nothing joins stay in it.

    Nodes have the attributes iri, label, kind, country, country_name and organizations (a tuple of IRIs). Edges have
    event, family, kind, mutual, label, date, usd, event_usd and amount (floats), currency, weight, status, country
    and country_name (where the money goes), documents (a tuple of IRIs), sources (their number), technologies (a tuple
    of words), policy and whole. KgraphError where an event names a thing that `nodes` lacks.
    """
    known = choose_rows((row.iri, row) for row in nodes)
    described = choose_rows(((row.event, row.family), row) for row in events)
    roles = gather_roles(parts)
    ties = [tie for key in sorted(described) for tie in join_event(described[key], roles[key[0]], known)]
    edges = [tie for tie in ties if tie.source is not None and tie.target is not None]
    joined = {tie.target for tie in edges}
    network = networkx.MultiDiGraph()
    for iri in sorted(known):
        if known[iri].kind != "Country" or iri in joined:
            network.add_node(iri, **known[iri]._asdict(), organizations=find_organizations(iri, known, roles))
    for tie in sorted(edges, key=lambda tie: (tie.source, tie.target, name_edge(tie.edge))):
        network.add_edge(tie.source, tie.target, name_edge(tie.edge), **finish_edge(tie))
    network.graph["loose"] = tuple((tie.source, finish_edge(tie)) for tie in ties if tie.target is None)
    return network


def choose_rows(rows: Iterable[tuple[K, R]]) -> dict[K, R]:
    """One row for each key: where there are several, the first in order."""
    chosen: dict[K, R] = {}
    for key, row in rows:
        other = chosen.setdefault(key, row)
        if other != row:
            chosen[key] = min(other, row, key=lambda one: tuple(map(str, one)))
    return chosen


def gather_roles(parts: Iterable[PartRow]) -> defaultdict[str, defaultdict[str, list[str]]]:
    """Event -> role -> things, each once, in order."""
    gathered: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for event, role, thing in parts:
        gathered[event][role].append(thing)
    for roles in gathered.values():
        for role, things in roles.items():
            if len(things) > 1:
                roles[role] = sorted(set(things))
    return gathered


def find_organizations(iri: str, known: Mapping[str, NodeRow], roles: Mapping[str, Roles]) -> tuple[str, ...]:
    """The organizations that stand for a node."""
    if is_organization(iri, known):
        return (iri,)
    owners = [owner for role in OWNERS.values() for owner in roles[iri][role]] if iri in roles else []
    return tuple(owner for owner in owners if is_organization(owner, known))


def is_organization(iri: str, known: Mapping[str, NodeRow]) -> bool:
    return iri in known and known[iri].kind in {"Organization", "Government"}


def join_event(row: EventRow, roles: Roles, known: Mapping[str, NodeRow]) -> Iterator[Tie]:
    """The edges of one event of one family; those of which one end is unknown too."""
    check_things(row, roles, known)
    edge = describe_edge(row, roles, known)
    if row.family in MONEY:
        yield from join_money(row, roles, edge)
    elif row.family in PARTNERS:
        yield from join_partners(roles[PARTNERS[row.family]], edge | {"mutual": True})
    else:
        for owner in roles[OWNERS[row.family]]:
            ends = (owner, row.event) if row.family == "operation" else (row.event, owner)
            yield Tie(*ends, edge)


def check_things(row: EventRow, roles: Roles, known: Mapping[str, NodeRow]) -> None:
    for role in roles.keys() & ACTORS:
        for thing in roles[role]:
            if thing not in known:
                raise KgraphError(f"{row.event} names {thing}, which is no thing of the graph: rebuild the graph")


def describe_edge(row: EventRow, roles: Roles, known: Mapping[str, NodeRow]) -> Edge:
    country = known.get(row.country) if row.country else None
    documents = tuple(roles["document"])
    return {
        "event": row.event,
        "family": row.family,
        "kind": row.kind,
        "mutual": False,
        "label": row.label,
        "date": row.date,
        "event_usd": None if row.usd is None else float(row.usd),
        "amount": None if row.amount is None else float(row.amount),
        "currency": row.currency,
        "status": row.status,
        "country": country and country.country,
        "country_name": country and country.country_name,
        "documents": documents,
        "sources": len(documents) if row.sources is None else int(row.sources),
        "technologies": tuple(map(name_technology, roles["technology"])),
        "policy": row.policy,
        "whole": row.whole,
    }


@cache
def name_technology(iri: str) -> str:
    """The word for a technology: by it its IRI ends."""
    return iri.rpartition("/")[2].replace("-", " ")


def join_money(row: EventRow, roles: Roles, edge: Edge) -> Iterator[Tie]:
    investors: Sequence[str | None] = roles["investor"] or [None]
    places: Sequence[str | None] = roles["facility"] or [row.country if edge["country"] else None]
    for investor in investors:
        recipients = [recipient for recipient in roles["recipient"] if recipient != investor]
        targets = (recipients or places) if investor else [None]
        shares = len(investors) * len(targets)
        usd = None if row.usd is None else float(row.usd) / shares
        yield from (Tie(investor, target, edge, usd, 1 / shares) for target in targets)
    if row.kind == "joint_venture":
        venture = edge | {"family": "venture", "mutual": True, "event_usd": None, "amount": None, "currency": None}
        yield from join_partners(roles["investor"], venture)


def join_partners(partners: Sequence[str], edge: Edge) -> Iterator[Tie]:
    yield from (Tie(*pair, edge, weight=1 / (len(partners) - 1)) for pair in combinations(partners, 2))


def finish_edge(tie: Tie) -> Edge:
    """All attributes of an edge: a part of another sum has neither dollars nor weight, since the whole has them."""
    is_part = tie.edge["whole"] is not None
    return tie.edge | {"usd": None if is_part else tie.usd, "weight": 0.0 if is_part else tie.weight}


def name_edge(edge: Edge) -> str:
    """The key of an edge: between two things there is one of a family and event at most."""
    return f"{edge['family']} {edge['event']}"
