"""A network in; nodes, links and countries as the page's script reads them out, numbered by their order."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import networkx

from kgraph.page.layout import place_nodes
from kgraph.page.rows import Extras, FactRow
from kgraph.palette import COLOURS, MORE_COLOURS, OTHER_COLOUR

Json = dict[str, Any]
"""An object of the page's data."""

MONEY = frozenset({"investment", "public_support", "grant", "loan", "tax_credit", "acquisition", "joint_venture"})
"""Kinds of facts and edges that go from who gives to who gets; the direction of the others means nothing."""
BELONGING = frozenset({"operation", "affiliation"})
CURVED_LINKS = 300
"""Above so many nodes links are straight: bent ones cost too much to draw."""
SMALLEST, LARGEST = 6.0, 22.0
"""Radii of nodes, in pixels."""


def draw_nodes(network: networkx.MultiDiGraph, names: Sequence[str], extras: Extras) -> list[Json]:
    """Nodes in the order of `names`, by which their numbers go; x, y and `sizes` are in pixels.

    `sizes` are radii in pixels: by the number of facts, then by each measure in the order of its name.
    """
    facts = {name: measure_radius(count) for name, count in count_facts(network).items()}
    sizes = [facts, *(scale_measure(extras.measures[measure], names) for measure in sorted(extras.measures))]
    places = place_nodes(network, facts)
    return [
        {
            "iri": name,
            "name": node.get("label") or name,
            "names": sorted({*extras.names.get(name, ())} - {node.get("label")}),
            "kind": node.get("kind") or "",
            "country": node.get("country") or "",
            "sizes": [radii[name] for radii in sizes],
            "x": places[name][0],
            "y": places[name][1],
        }
        for name, node in ((name, network.nodes[name]) for name in names)
    ]


def count_facts(network: networkx.MultiDiGraph) -> dict[str, int]:
    """How many facts link each node."""
    events: dict[str, set[str]] = {name: set() for name in network}
    for source, target, event in network.edges(data="event"):
        events[source].add(event)
        events[target].add(event)
    return {name: len(found) for name, found in events.items()}


def measure_radius(facts: int) -> float:
    """Grows with the logarithm of the number of facts that link a node."""
    return round(min(SMALLEST + 3.6 * math.log2(1 + facts), 2 * LARGEST), 1)


def scale_measure(values: Mapping[str, float], names: Sequence[str]) -> dict[str, float]:
    """Radii whose areas beyond the smallest are as the values."""
    most = max((values.get(name, 0.0) for name in names), default=0.0) or 1.0
    shares = {name: max(values.get(name, 0.0), 0.0) / most for name in names}
    return {name: round(SMALLEST + (LARGEST - SMALLEST) * math.sqrt(share), 1) for name, share in shares.items()}


def draw_links(network: networkx.MultiDiGraph, number: Mapping[str, int], rows: Sequence[FactRow]) -> list[Json]:
    """One line for each pair of linked nodes, however many facts link them: they are bundled in `parts`."""
    row_of = {row.event: place for place, row in enumerate(rows)}
    bundles: dict[tuple[str, str], list[list[Any]]] = defaultdict(list)
    for source, target, edge in network.edges(data=True):
        ends = (min(source, target), max(source, target))
        bundles[ends].append(draw_part(edge, row_of[edge["event"]], source == ends[0]))
    return [
        {"from": number[first], "to": number[second], "parts": merge_parts(bundles[first, second])}
        for first, second in sorted(bundles)
    ]


def draw_part(edge: Mapping[str, Any], fact: int, forward: bool) -> list[Any]:
    """A fact's part of a line: its number, its dollars, where they go (1: to the second end, -1: to the first).

    What is cancelled has no dollars.
    """
    way = (1 if forward else -1) if edge["kind"] in MONEY and not edge.get("mutual") else 0
    return [fact, None if edge.get("status") == "cancelled" else round_dollars(edge.get("usd")), way]


def round_dollars(usd: float | None) -> float | int | None:
    """To cents, and without them where there are none: files hold many sums."""
    if usd is None:
        return None
    return int(usd) if usd == int(usd) else round(float(usd), 2)


def merge_parts(parts: Sequence[list[Any]]) -> list[list[Any]]:
    """Each fact and way once; a way that says nothing falls away where the same fact has one that does."""
    directed = {fact for fact, _, way in parts if way}
    kept = {(fact, way): usd for fact, usd, way in parts if way or fact not in directed}
    return [[fact, usd, way] for (fact, way), usd in sorted(kept.items(), key=lambda item: item[0])]


def choose_options(nodes: int) -> Json:
    """vis-network's options: nothing moves by itself, and what costs time is left out of large drawings."""
    large = nodes > CURVED_LINKS
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "edges": {"smooth": False if large else {"enabled": True, "type": "curvedCW", "roundness": 0.1}},
        "interaction": {
            "dragNodes": False,
            "hideEdgesOnDrag": large,
            "hideEdgesOnZoom": large,
            "hover": True,
            "keyboard": {"enabled": True, "bindToWindow": False},
            "multiselect": False,
        },
    }


def list_countries(network: networkx.MultiDiGraph, rows: Sequence[FactRow]) -> list[Json]:
    """Each country's code, name if known, colour and number of nodes, commonest first; none has code "".

    Countries that money alone comes from or goes to are among them.
    """
    nodes = [network.nodes[name] for name in sorted(network)]
    known = {node["country"]: node["country_name"] for node in nodes if node.get("country_name")}
    counts = Counter(country or "" for _, country in network.nodes(data="country"))
    for row in rows:
        counts.update({code or "": 0 for flow in row.flows for code in (flow.source, flow.target)})
    codes = sorted(counts, key=lambda code: (code == "", -counts[code], code))
    more = iter(MORE_COLOURS)
    return [
        {
            "code": code,
            "name": known.get(code),
            "colour": COLOURS.get(code) or (next(more, OTHER_COLOUR) if code else OTHER_COLOUR),
            "nodes": counts[code],
        }
        for code in codes
    ]
