"""Facts, sites and rankings in; the same as the page's script reads them out, each document told once.

What is empty or not known is left out; the script knows what stands for it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import networkx

from kgraph.page.drawing import Json, round_dollars
from kgraph.page.rows import FactRow, Part, Quote, Ranking, Site
from kgraph.page.world import project_point

Document = tuple[str, str | None, str | None, str | None]
"""Title, outlet, date and address."""


def list_untold_facts(network: networkx.MultiDiGraph, facts: Sequence[FactRow]) -> list[FactRow]:
    """A row for every event that edges tell of and `facts` do not; its documents are all its evidence."""
    told = {row.event for row in facts}
    edges: dict[str, list[tuple[str, str, Json]]] = defaultdict(list)
    for source, target, edge in network.edges(data=True):
        if edge["event"] not in told:
            edges[edge["event"]].append((source, target, edge))
    return [describe_event(event, edges[event]) for event in sorted(edges)]


def describe_event(event: str, edges: Sequence[tuple[str, str, Json]]) -> FactRow:
    (*_, first), *others = sorted(edges, key=lambda edge: (edge[2]["kind"], str(edge[2].get("label"))))
    told = {
        str(document) for edge in (first, *(edge for *_, edge in others)) for document in edge.get("documents") or ()
    }
    return FactRow(
        event=event,
        kind=first["kind"],
        label=first.get("label") or "",
        usd=first.get("event_usd", first.get("usd")),
        date=first.get("date"),
        status=first.get("status"),
        parts=tuple(Part(thing) for thing in sorted({thing for edge in edges for thing in edge[:2]})),
        evidence=tuple(Quote("", "", url=document) for document in sorted(told)),
    )


def tell_facts(rows: Sequence[FactRow], number: Mapping[str, int]) -> Json:
    """The facts, and the documents that their evidence stands in, by number."""
    quotes = [quote for row in rows for quote in [*row.evidence, *(dispute.source for dispute in row.disputes)]]
    documents = {document: place for place, document in enumerate(sorted({quote[1:] for quote in quotes}, key=str))}
    return {
        "documents": [drop_empty(Quote("", *document)._asdict()) for document in documents],
        "facts": [tell_fact(row, number, documents) for row in rows],
    }


def tell_fact(row: FactRow, number: Mapping[str, int], documents: Mapping[Document, int]) -> Json:
    """A fact as the page's script reads it; things that the network leaves out are left out."""
    return drop_empty(
        {
            "event": row.event,
            "kind": row.kind,
            "label": row.label,
            "sum": row.sum,
            "usd": round_dollars(row.usd),
            "date": row.date,
            "status": row.status,
            "parts": sorted({(number[thing], role) for thing, role in row.parts if thing in number}),
            "evidence": [[quote.quote, documents[quote[1:]]] for quote in row.evidence],
            "technologies": sorted(row.technologies),
            "policies": sorted(row.policies),
            "flows": sorted(
                ([flow.source or "", flow.target or "", round_dollars(flow.usd)] for flow in row.flows), key=str
            ),
            "disputes": [
                [dispute.property, dispute.value, dispute.source.quote, documents[dispute.source[1:]]]
                for dispute in row.disputes
            ],
            "steps": [list(step) for step in row.steps],
        }
    )


def drop_empty(values: Json) -> Json:
    return {name: value for name, value in values.items() if value or value == 0}


def tell_sites(sites: Iterable[Site], number: Mapping[str, int]) -> list[Json]:
    """Facilities of the network with their points on the map."""
    return [
        {"node": number[site.thing], "town": site.town, "point": project_point(site.latitude, site.longitude)}
        for site in sorted(sites)
        if site.thing in number
    ]


def tell_rankings(rankings: Iterable[Ranking], number: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "title": ranking.title,
            "note": ranking.note,
            "columns": ranking.columns,
            "rows": [[number.get(row.thing), *row.values] for row in ranking.rows],
        }
        for ranking in rankings
    ]
