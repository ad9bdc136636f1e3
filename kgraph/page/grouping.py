"""A network too large for one file in; the part of it that the page keeps, and a count of the rest, out."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

import networkx

from kgraph.page.drawing import MONEY, Json, count_facts

MOST_WHOLE = 5_000
"""Networks up to so many nodes go whole into the file; of larger ones MOST_KEPT do."""
MOST_KEPT = 2_000


def choose_kept(network: networkx.MultiDiGraph) -> list[str]:
    """The names of the nodes that the page keeps, sorted."""
    return sorted(network if len(network) <= MOST_WHOLE else rank_nodes(network)[:MOST_KEPT])


def rank_nodes(network: networkx.MultiDiGraph) -> list[str]:
    """The names of all nodes, those that most facts link first, ties by name."""
    facts = count_facts(network)
    return sorted(network, key=lambda name: (-facts[name], name))


def count_rest(network: networkx.MultiDiGraph, kept: Collection[str]) -> Json:
    """What is left out, by country and kind: things, and links with facts, dollars and way as `draw_part` has it."""
    if len(kept) == len(network):
        return {"things": 0, "nodes": [], "links": []}
    group = {name: [node.get("country") or "", node.get("kind") or ""] for name, node in network.nodes(data=True)}
    inside = set(kept)
    things = Counter(tuple(group[name]) for name in network if name not in inside)
    links: dict[tuple[str, ...], list[float]] = defaultdict(lambda: [0, 0.0])
    for source, target, edge in network.edges(data=True):
        if source not in inside or target not in inside:
            link = links[*group[source], *group[target], "1" if edge["kind"] in MONEY else "0"]
            link[0] += 1
            link[1] += 0.0 if edge.get("status") == "cancelled" else edge.get("usd") or 0.0
    return {
        "things": len(network) - len(inside),
        "nodes": [[*key, count] for key, count in sorted(things.items())],
        "links": [name_ends(key, *links[key]) for key in sorted(links)],
    }


def name_ends(key: Sequence[str], facts: float, usd: float) -> list[object]:
    source, target = ({"country": key[at], "kind": key[at + 1]} for at in (0, 2))
    return [source, target, facts, round(usd, 2), int(key[4])]
