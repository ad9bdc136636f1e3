"""What the commands tell of a network, on networks made for it."""

import random

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.analysis.brokerage import list_joined
from kgraph.analysis.flows import compare_flows, list_flows
from kgraph.analysis.networks import keep_deals
from kgraph.analysis.pairs import list_pairs
from kgraph.analysis.timeline import BARS, draw_course
from kgraph.measures import find_brokers
from kgraph.network import EventRow, NodeRow, PartRow, build_network, select_network

FIRMS = {"a": "KR", "b": "KR", "c": "JP", "d": "US"}


def make_network(*events: tuple[EventRow, dict[str, str]]) -> networkx.MultiDiGraph:
    """The network of events with those who take part, a word of names for each role."""
    nodes = [NodeRow(name, name, "Organization", code, code) for name, code in FIRMS.items()]
    nodes += [NodeRow(f"country/{code}", code, "Country", code, code) for code in ("JP", "KR", "US")]
    parts = [
        PartRow(event.event, role, thing) for event, roles in events for role, names in roles.items() for thing in names
    ]
    return build_network(nodes, [event for event, _ in events], parts)


def invest(number: int, usd: int, to: str, date: str | None = None, kind: str = "investment") -> EventRow:
    return EventRow(f"e{number}", "investment", kind, None, date, usd, country=f"country/{to}")  # type: ignore[arg-type]


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10_000))
def test_named_pairs_are_those_that_brokerage_counts(seed: int) -> None:
    chance = random.Random(seed)
    network = networkx.gnp_random_graph(9, 0.3, seed, directed=True)
    for node in network:
        network.nodes[node]["country"] = chance.choice(["KR", "JP", "US", None])
    counted = {broker.iri: broker.raw for broker in find_brokers(network).brokers}
    for node in network:
        pairs = list_pairs(network, node)
        raw = counted.get(str(node))
        assert [len(found) for found in pairs.values()] == (list(raw[:-1]) if raw else [0] * 5)
        assert all(not network.has_edge(before, after) for found in pairs.values() for before, after in found)


def test_an_event_of_two_technologies_counts_with_both_and_its_dollars_once() -> None:
    network = make_network(
        (invest(1, 10, "US"), {"investor": "a", "recipient": "d", "technology": ("t/memory", "t/ai")}),  # type: ignore[dict-item]
        (invest(2, 5, "US"), {"investor": "a", "recipient": "d"}),
    )
    found = [(line.part, line.investments, line.usd) for line in list_flows(network, "technology")]
    assert found == [("ai", 1, 5.0), ("memory", 1, 5.0), ("unknown", 1, 5.0)]


def test_years_and_kinds_part_flows_and_what_has_no_date_stands_apart() -> None:
    network = make_network(
        (invest(1, 10, "US", "2023-05"), {"investor": "a", "recipient": "d"}),
        (invest(2, 5, "US", None, "acquisition"), {"investor": "a", "recipient": "d"}),
    )
    assert [(line.part, line.usd) for line in list_flows(network, "year")] == [("2023", 10.0), ("unknown", 5.0)]
    assert [(line.part, line.usd) for line in list_flows(network, "kind")] == [
        ("acquisition", 5.0),
        ("investment", 10.0),
    ]


def test_what_is_returned_is_told_per_dollar() -> None:
    network = make_network(
        (invest(1, 10, "US"), {"investor": "a", "recipient": "d"}),
        (invest(2, 4, "KR"), {"investor": "d", "recipient": "a"}),
        (invest(3, 1, "KR"), {"investor": "a", "recipient": "b"}),
    )
    found = {(line.source, line.target): line.returned for line in list_flows(network)}
    assert found == {("KR", "US"): 0.4, ("US", "KR"): 2.5, ("KR", "KR"): None}


def test_chance_leaves_out_what_only_belongs_together_and_whoever_deals_with_nobody() -> None:
    network = make_network((invest(1, 10, "US"), {"investor": "a", "recipient": "d"}))
    assert sorted(keep_deals(network)) == ["a", "d"]
    values = {(line.of, line.source, line.target): line.value for line in compare_flows(network)}
    assert values["events", "KR", "US"] == 1
    assert values["usd", "KR", "US"] == 10
    assert values["ei", None, None] == 1


def test_an_empty_network_has_no_flows_and_no_chance() -> None:
    network = select_network(make_network())
    assert list_flows(network) == []
    assert [line for line in compare_flows(network) if line.value is not None] == []


def test_a_node_is_joined_to_its_own_country_and_those_of_its_partners() -> None:
    network = make_network((EventRow("e1", "agreement", "agreement"), {"party": "acd"}))
    assert list_joined(network, "a") == ["JP", "KR", "US"]
    assert list_joined(network, "b") == ["KR"]


@pytest.mark.parametrize(
    ("values", "drawn"), [([0, 1, 2], "▁▅█"), ([0, 0], "▁▁"), ([None, 3], "·█"), ([-1, 1], "▁█"), ([], "")]
)
def test_a_course_is_drawn_up_to_its_highest_value(values: list[float | None], drawn: str) -> None:
    assert draw_course(values) == drawn


def test_a_long_course_is_drawn_from_its_end() -> None:
    assert draw_course([0.0] * 20 + [1.0]) == BARS[0] * 15 + BARS[-1]
