"""The rules that kgraph/network.py opens with, one by one, then its projections and flows."""

import random
from decimal import Decimal
from math import fsum, isclose
from pathlib import Path

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions, RdfFormat, Store

import kgraph
from kgraph.errors import KgraphError
from kgraph.network import (
    EdgeRow,
    Flow,
    NodeRow,
    build_network,
    project_countries,
    project_organizations,
    sum_flows,
)

KR, US = (f"https://w3id.org/kgraph/country/{code}" for code in ("KR", "US"))
NODES = [
    NodeRow(KR, "South Korea", "Country", "KR", "South Korea"),
    NodeRow(US, "United States", "Country", "US", "United States"),
    NodeRow("f", "Fab", "Facility", "US", "United States"),
    NodeRow("a", "Firm A", "Organization", "KR", "South Korea"),
    NodeRow("b", "Firm B", "Organization", "KR", "South Korea"),
    NodeRow("c", "Firm C", "Organization", "US", "United States"),
    NodeRow("d", "Fund D", "Organization"),
    NodeRow("g", "Government G", "Government", "US", "United States"),
    NodeRow("p", "chairperson", "Person"),
]


def tell(event: str, kind: str = "investment", /, *, family: str = "investment", **told: object) -> list[EdgeRow]:
    """Rows of one event: roles with the names of things ("a b"), or fields of a row."""
    fields = {name: told.pop(name) for name in ("date", "usd", "status", "country") if name in told}
    return [
        EdgeRow(event, family, kind, role, thing, f"event {event}", documents="x y", **fields)
        for role, things in told.items()
        for thing in str(things).split()
    ]


def draw(*events: list[EdgeRow]) -> networkx.MultiDiGraph:
    return build_network(NODES, [row for rows in events for row in rows])


def list_edges(network: networkx.MultiDiGraph, attribute: str = "usd") -> list[tuple[str, str, object]]:
    return list(network.edges(data=attribute))


def test_money_goes_to_the_recipient_even_where_a_facility_is_known() -> None:
    network = draw(tell("1", investor="a", recipient="c", facility="f", country=US, usd="8"))
    assert list_edges(network) == [("a", "c", 8.0)]


def test_money_without_recipient_goes_to_the_facility() -> None:
    assert list_edges(draw(tell("1", investor="a", facility="f", country=US))) == [("a", "f", None)]


def test_money_without_recipient_and_facility_goes_to_the_country() -> None:
    network = draw(tell("1", investor="a", country=US))
    assert list_edges(network) == [("a", US, None)]
    assert network.nodes[US]["kind"] == "Country"
    assert KR not in network


def test_money_of_which_only_one_side_is_known_has_no_edge_and_is_counted() -> None:
    network = draw(tell("1", investor="a"), tell("2", recipient="c"), tell("3", investor="a", facility="f"))
    assert list_edges(network, "event") == [("a", "f", "3")]
    assert network.graph["left_out"] == 2


def test_money_of_a_firm_in_itself_goes_where_its_other_money_would() -> None:
    network = draw(tell("1", investor="a", recipient="a", facility="f"), tell("2", investor="b", recipient="b c"))
    assert list_edges(network, "event") == [("a", "f", "1"), ("b", "c", "2")]


def test_dollars_are_split_over_investors_and_then_over_what_each_pays_for() -> None:
    network = draw(tell("1", investor="a b", recipient="b c", usd=Decimal(12)))
    assert list_edges(network) == [("a", "b", 3.0), ("a", "c", 3.0), ("b", "c", 6.0)]
    assert {usd for _, _, usd in network.edges(data="event_usd")} == {12.0}


def test_public_support_is_an_edge_of_its_own_beside_private_money() -> None:
    network = draw(
        tell("1", investor="g", recipient="c", usd="5"),
        tell("2", "grant", family="public_support", investor="g", recipient="c", usd="7"),
    )
    assert [(edge["family"], edge["kind"], edge["usd"]) for edge in network["g"]["c"].values()] == [
        ("investment", "investment", 5.0),
        ("public_support", "grant", 7.0),
    ]


def test_partners_of_a_joint_venture_are_joined_without_dollars() -> None:
    network = draw(tell("1", "joint_venture", investor="a c", facility="f", usd="10"))
    assert list_edges(network) == [("a", "c", None), ("a", "f", 5.0), ("c", "f", 5.0)]
    assert [edge["mutual"] for edge in network["a"]["c"].values()] == [True]


@pytest.mark.parametrize(("family", "role"), [("agreement", "party"), ("meeting", "participant")])
def test_who_agrees_or_meets_is_joined_pair_by_pair_once(family: str, role: str) -> None:
    network = draw(tell("1", family, family=family, **{role: "c p a a"}))
    assert list_edges(network, "mutual") == [("a", "c", True), ("a", "p", True), ("c", "p", True)]


def test_operators_and_people_are_joined_to_what_they_belong_to() -> None:
    network = draw(
        tell("f", "operation", family="operation", operator="a c", facility="f"),
        tell("p", "affiliation", family="affiliation", person="p", organization="b"),
    )
    assert list_edges(network, "family") == [
        ("a", "f", "operation"),
        ("c", "f", "operation"),
        ("p", "b", "affiliation"),
    ]


def test_an_edge_tells_all_that_is_known_of_its_event() -> None:
    told = tell("1", "acquisition", investor="a", recipient="c", usd="2.5", date="2024-05", status="announced")
    network = draw([row._replace(country=US) for row in told])
    assert network["a"]["c"]["investment 1"] == {
        "event": "1",
        "family": "investment",
        "kind": "acquisition",
        "mutual": False,
        "label": "event 1",
        "date": "2024-05",
        "usd": 2.5,
        "event_usd": 2.5,
        "status": "announced",
        "country": "US",
        "country_name": "United States",
        "documents": ("x", "y"),
        "whole": None,
    }
    assert network.nodes["a"] == {
        "iri": "a",
        "label": "Firm A",
        "kind": "Organization",
        "country": "KR",
        "country_name": "South Korea",
    }


def test_cancelled_money_keeps_its_edge_and_is_left_out_of_sums() -> None:
    network = draw(tell("1", investor="a", recipient="c", usd="9", status="cancelled", country=US))
    assert list_edges(network, "status") == [("a", "c", "cancelled")]
    assert sum_flows(network) == []
    assert not project_organizations(network).edges
    assert not project_countries(network).edges


def test_things_that_nothing_joins_stay_and_countries_do_not() -> None:
    assert list(draw()) == ["a", "b", "c", "d", "f", "g", "p"]


def test_an_edge_to_a_thing_that_is_missing_says_which() -> None:
    with pytest.raises(KgraphError, match="1 names z, which is no thing of the graph"):
        draw(tell("1", investor="a", recipient="z"))


def test_no_rows_make_an_empty_network() -> None:
    assert not build_network([], [])


def test_organizations_stand_for_their_facilities_and_people() -> None:
    network = draw(
        tell("f", "operation", family="operation", operator="a c", facility="f"),
        tell("p", "affiliation", family="affiliation", person="p", organization="b"),
        tell("1", investor="a", facility="f", usd="8"),
        tell("2", "meeting", family="meeting", participant="c p"),
        tell("3", "meeting", family="meeting", participant="b p"),
        tell("4", investor="d", country=US, usd="1"),
    )
    projected = project_organizations(network)
    assert list(projected) == ["a", "b", "c", "d", "g"]
    assert list_edges(projected) == [("a", "c", 4.0), ("b", "c", None)]


def test_people_of_one_organization_at_one_meeting_join_it_once() -> None:
    nodes = [*NODES, NodeRow("q", "minister", "Person")]
    rows = [
        *tell("p", "affiliation", family="affiliation", person="p", organization="b"),
        *tell("q", "affiliation", family="affiliation", person="q", organization="b"),
        *tell("1", "meeting", family="meeting", participant="c p q"),
    ]
    assert list_edges(project_organizations(build_network(nodes, rows)), "event") == [("b", "c", "1")]


def test_countries_are_joined_by_what_crosses_a_border() -> None:
    network = draw(
        tell("p", "affiliation", family="affiliation", person="p", organization="b"),
        tell("1", investor="a c", recipient="b", usd="8", country=US),
        tell("2", "meeting", family="meeting", participant="g p"),
        tell("3", "agreement", family="agreement", party="a b c"),
        tell("4", investor="a", recipient="c", usd="3"),
    )
    projected = project_countries(network)
    assert [(name, node["label"], node["kind"]) for name, node in projected.nodes(data=True)] == [
        (KR, "South Korea", "Country"),
        (US, "United States", "Country"),
    ]
    assert list(projected.edges(data="event")) == [(KR, US, "3"), (KR, US, "1"), (KR, US, "2")]
    assert fsum(usd or 0 for *_, usd in projected.edges(data="usd")) == 4.0


def test_flows_count_an_event_once_and_split_its_dollars_over_investors() -> None:
    network = draw(
        tell("1", investor="a b c d", recipient="c g", usd="12", country=US),
        tell("2", investor="a", facility="f", country=US),
        tell("3", "grant", family="public_support", investor="g", recipient="a", usd="5"),
    )
    assert sum_flows(network) == [
        Flow(None, "US", "investment", 1, 3.0),
        Flow("KR", "US", "investment", 2, 6.0),
        Flow("US", None, "public_support", 1, 5.0),
        Flow("US", "US", "investment", 1, 3.0),
    ]


things = st.lists(st.sampled_from("abcdgfp"), max_size=4, unique=True)


@given(things, things, st.booleans(), st.integers(1, 10**13))
def test_no_dollar_is_counted_twice(investors: list[str], recipients: list[str], sited: bool, usd: int) -> None:
    roles = {"investor": " ".join(investors), "recipient": " ".join(recipients), "facility": "f" * sited}
    network = draw(
        tell(
            "1",
            investor=roles["investor"],
            recipient=roles["recipient"],
            facility=roles["facility"],
            usd=str(usd),
        ),
        tell("f", "operation", family="operation", operator="a b", facility="f"),
    )
    for graph in (network, project_organizations(network), project_countries(network)):
        total = fsum(part or 0 for *_, part in graph.edges(data="usd"))
        assert total < usd or isclose(total, usd)
    flowing = fsum(flow.usd or 0 for flow in sum_flows(network))
    assert isclose(flowing, fsum(part or 0 for *_, part in network.edges(data="usd")))


def read_rows(name: str) -> tuple[list[str], list[list[str | None]]]:
    store = Store()
    store.load(path=Path(__file__).parent / "queries" / "fixture.ttl", format=RdfFormat.TURTLE)
    file = Path(kgraph.__file__).parent / "queries" / f"{name}.rq"
    answer = store.query(file.read_text(encoding="utf-8"))
    assert isinstance(answer, QuerySolutions)
    columns = [variable.value for variable in answer.variables]
    return columns, [[None if term is None else str(term.value) for term in row] for row in answer]


def test_rows_have_the_columns_of_the_shipped_queries() -> None:
    assert tuple(read_rows("network-nodes")[0]) == NodeRow._fields
    assert tuple(read_rows("network-edges")[0]) == EdgeRow._fields


def test_the_network_is_the_same_whatever_order_rows_come_in() -> None:
    nodes = [NodeRow._make(row) for row in read_rows("network-nodes")[1]]
    edges = [EdgeRow._make(row) for row in read_rows("network-edges")[1]]
    network = build_network(nodes, edges)
    shuffle = random.Random(3).shuffle
    shuffle(nodes)
    shuffle(edges)
    again = build_network(nodes, edges + edges)
    for one, other in [
        (network, again),
        (project_organizations(network), project_organizations(again)),
        (project_countries(network), project_countries(again)),
    ]:
        assert list(one.nodes(data=True)) == list(other.nodes(data=True))
        assert list(one.edges(keys=True, data=True)) == list(other.edges(keys=True, data=True))
    assert sum_flows(network) == sum_flows(again)


def test_the_network_agrees_with_the_query_for_flows_wherever_both_ends_are_known() -> None:
    nodes, edges = read_rows("network-nodes")[1], read_rows("network-edges")[1]
    network = build_network([NodeRow._make(row) for row in nodes], [EdgeRow._make(row) for row in edges])
    flows = {flow[:3]: (flow.events, flow.usd and round(flow.usd)) for flow in sum_flows(network)}
    for source, target, count, usd, public_count, public_usd in read_rows("flows")[1]:
        for family, events, dollars in [
            ("investment", count, usd),
            ("public_support", public_count, public_usd),
        ]:
            if source and target and events != "0":
                assert flows[source, target, family] == (int(events or 0), dollars and int(dollars))
