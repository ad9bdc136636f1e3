"""The rules that kgraph/network opens with, one by one, then its projections and flows."""

import random
from collections.abc import Sequence
from decimal import Decimal
from math import fsum, isclose
from pathlib import Path
from typing import Any

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store

import kgraph
from kgraph.analysis.networks import read_network
from kgraph.errors import KgraphError
from kgraph.network import (
    EventRow,
    Flow,
    NodeRow,
    PartRow,
    build_network,
    project_countries,
    project_organizations,
    select_network,
    sum_flows,
)
from kgraph.questions import ask
from kgraph.store import open_store

BASE = "https://w3id.org/kgraph/"
KG = f"{BASE}ontology#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
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


Told = tuple[EventRow, list[PartRow]]


def tell(event: str, kind: str = "investment", /, *, family: str = "investment", **told: object) -> Told:
    """An event: roles with the names of things ("a b"), or fields of its row."""
    fields: dict[str, Any] = {name: told.pop(name) for name in EventRow._fields if name in told}
    roles: dict[str, object] = {"document": "x y"} | told
    parts = [PartRow(event, role, thing) for role, things in roles.items() for thing in str(things).split()]
    return EventRow(event, family, kind, f"event {event}", **fields), parts


def draw(*told: Told, nodes: Sequence[NodeRow] = NODES) -> networkx.MultiDiGraph:
    return build_network(nodes, [event for event, _ in told], [part for _, parts in told for part in parts])


def own(facility: str, operators: str) -> Told:
    return tell(facility, "operation", family="operation", operator=operators)


def belong(person: str, organization: str) -> Told:
    return tell(person, "affiliation", family="affiliation", affiliation=organization)


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


def test_money_of_which_one_side_is_unknown_has_no_edge_and_is_kept_for_the_flows() -> None:
    network = draw(
        tell("1", investor="a b", recipient="a", usd="8"),
        tell("2", recipient="c", country=US, usd="3"),
        tell("3", investor="a", facility="f"),
    )
    assert list_edges(network, "event") == [("a", "f", "3"), ("b", "a", "1")]
    loose = [(investor, edge["event"], edge["usd"]) for investor, edge in network.graph["loose"]]
    assert loose == [("a", "1", 4.0), (None, "2", 3.0)]


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
    venture = network["a"]["c"]["venture 1"]
    assert (venture["mutual"], venture["kind"], venture["event_usd"]) == (True, "joint_venture", None)


@pytest.mark.parametrize(("family", "role"), [("agreement", "party"), ("meeting", "participant")])
def test_who_agrees_or_meets_is_joined_pair_by_pair_once(family: str, role: str) -> None:
    network = draw(tell("1", family, family=family, **{role: "c p a a"}))
    assert list_edges(network, "mutual") == [("a", "c", True), ("a", "p", True), ("c", "p", True)]


@pytest.mark.parametrize(("family", "role"), [("agreement", "party"), ("meeting", "participant")])
def test_each_of_many_who_agree_or_meet_has_the_weight_of_one_event(family: str, role: str) -> None:
    network = draw(
        tell("1", family, family=family, **{role: "a b c d p"}), tell("2", family, family=family, **{role: "g"})
    )
    assert network.number_of_edges() == 10
    assert dict(network.degree(weight="weight")) == {name: float(name in "abcdp") for name in network}


def test_partners_of_a_venture_are_weighed_as_those_who_agree() -> None:
    network = draw(tell("1", "joint_venture", investor="a b c"))
    assert list_edges(network, "weight") == [("a", "b", 0.5), ("a", "c", 0.5), ("b", "c", 0.5)]


def test_money_is_weighed_as_its_dollars_are_split() -> None:
    network = draw(tell("1", investor="a b", recipient="b c", usd="12"))
    assert [edge["usd"] / edge["weight"] for *_, edge in network.edges(data=True)] == [12.0, 12.0, 12.0]
    assert network.size(weight="weight") == 1.0


def test_a_part_of_another_sum_has_neither_dollars_nor_weight() -> None:
    network = draw(
        tell("1", investor="a b", facility="f", usd="12"), tell("2", investor="a", facility="f", usd="5", whole="1")
    )
    assert list_edges(network) == [("a", "f", 6.0), ("a", "f", None), ("b", "f", 6.0)]
    assert network["a"]["f"]["investment 2"]["weight"] == 0.0
    assert network["a"]["f"]["investment 2"]["event_usd"] == 5.0
    assert [flow.investments for flow in sum_flows(network)] == [1]


def test_documents_are_counted_by_the_query_where_it_knows_copies() -> None:
    network = draw(tell("1", investor="a", recipient="c", sources="1"), tell("2", investor="a", recipient="c"))
    assert list_edges(network, "sources") == [("a", "c", 1), ("a", "c", 2)]


def test_a_company_is_joined_to_no_parent_and_who_is_known_as_one_alone_is_no_node() -> None:
    firm, parent, site = (NamedNode(f"{BASE}thing/{name}") for name in ("firm", "parent", "site"))
    store = Store()
    for subject, predicate, value in [
        (firm, RDF_TYPE, NamedNode(f"{KG}Organization")),
        (firm, f"{KG}parent", parent),
        (parent, RDF_TYPE, NamedNode(f"{KG}Organization")),
        (parent, "http://www.w3.org/2004/02/skos/core#note", Literal("No document tells of it.")),
        (site, RDF_TYPE, NamedNode(f"{KG}Facility")),
        (site, f"{KG}operator", firm),
    ]:
        store.add(Quad(subject, NamedNode(predicate), value))
    network = build_from(store)
    assert list(network.edges()) == [(firm.value, site.value)]
    assert list(network) == [firm.value, site.value]


def test_operators_and_people_are_joined_to_what_they_belong_to() -> None:
    network = draw(
        own("f", "a c"),
        belong("p", "b"),
    )
    assert list_edges(network, "family") == [
        ("a", "f", "operation"),
        ("c", "f", "operation"),
        ("p", "b", "affiliation"),
    ]


def test_an_edge_tells_all_that_is_known_of_its_event() -> None:
    network = draw(
        tell(
            *("1", "acquisition"),
            investor="a",
            recipient="c",
            technology="https://w3id.org/kgraph/technology/battery-materials t/memory",
            **{"usd": "2.5", "amount": Decimal(3000), "currency": "KRW", "policy": "Act", "sources": 1},
            **{"date": "2024-05", "status": "announced", "country": US},
        )
    )
    assert network["a"]["c"]["investment 1"] == {
        "event": "1",
        "family": "investment",
        "kind": "acquisition",
        "mutual": False,
        "label": "event 1",
        "date": "2024-05",
        "usd": 2.5,
        "event_usd": 2.5,
        "amount": 3000.0,
        "currency": "KRW",
        "weight": 1.0,
        "status": "announced",
        "country": "US",
        "country_name": "United States",
        "documents": ("x", "y"),
        "sources": 1,
        "technologies": ("battery materials", "memory"),
        "policy": "Act",
        "whole": None,
    }
    assert network.nodes["a"] == {
        "iri": "a",
        "label": "Firm A",
        "kind": "Organization",
        "country": "KR",
        "country_name": "South Korea",
        "organizations": ("a",),
    }
    assert network.nodes["f"]["organizations"] == ()


def test_cancelled_money_keeps_its_edge_until_what_counts_is_selected() -> None:
    network = draw(tell("1", investor="a", recipient="c", usd="9", status="cancelled", country=US))
    assert list_edges(network, "status") == [("a", "c", "cancelled")]
    selected = select_network(network)
    assert sum_flows(selected) == []
    assert not project_organizations(selected).edges
    assert not project_countries(selected).edges


def test_things_that_nothing_joins_stay_and_countries_do_not() -> None:
    assert list(draw()) == ["a", "b", "c", "d", "f", "g", "p"]


def test_an_edge_to_a_thing_that_is_missing_says_which() -> None:
    with pytest.raises(KgraphError, match="1 names z, which is no thing of the graph"):
        draw(tell("1", investor="a", recipient="z"))


def test_no_rows_make_an_empty_network() -> None:
    assert not build_network([], [], [])


def test_organizations_stand_for_their_facilities_and_people() -> None:
    network = draw(
        own("f", "a c"),
        belong("p", "b"),
        tell("1", investor="a", facility="f", usd="8"),
        tell("2", "meeting", family="meeting", participant="c p"),
        tell("3", "meeting", family="meeting", participant="b p"),
        tell("4", investor="d", country=US, usd="1"),
    )
    projected = project_organizations(network)
    assert list(projected) == ["a", "b", "c", "d", "g"]
    assert list_edges(projected) == [("a", "c", 4.0), ("b", "c", None)]
    assert list_edges(projected, "weight") == [("a", "c", 0.5), ("b", "c", 1.0)]


def test_people_of_one_organization_at_one_meeting_join_it_once() -> None:
    nodes = [*NODES, NodeRow("q", "minister", "Person")]
    meeting = tell("1", "meeting", family="meeting", participant="c p q")
    projected = project_organizations(draw(belong("p", "b"), belong("q", "b"), meeting, nodes=nodes))
    assert list_edges(projected, "event") == [("b", "c", "1")]
    assert list_edges(projected, "weight") == [("b", "c", 1.0)]


def test_countries_are_joined_by_what_crosses_a_border() -> None:
    network = draw(
        belong("p", "b"),
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
        Flow("KR", "US", 2, 6.0, 0, None, 0, 0),
        Flow("US", None, 0, None, 1, 5.0, 0, 0),
        Flow(None, "US", 1, 3.0, 0, None, 0, 0),
        Flow("US", "US", 1, 3.0, 0, None, 0, 0),
    ]


def test_money_of_which_one_side_is_unknown_flows_from_or_to_nowhere() -> None:
    network = draw(tell("1", investor="a", usd="4"), tell("2", recipient="c", country=US, usd="3"))
    assert [flow[:4] for flow in sum_flows(network)] == [("KR", None, 1, 4.0), (None, "US", 1, 3.0)]


def test_agreements_and_meetings_flow_both_ways_once_and_people_are_where_their_organization_is() -> None:
    network = draw(
        belong("p", "b"),
        tell("1", "agreement", family="agreement", party="a b c"),
        tell("2", "meeting", family="meeting", participant="g p"),
    )
    assert [(*flow[:2], *flow[-2:]) for flow in sum_flows(network)] == [
        ("KR", "KR", 1, 0),
        ("KR", "US", 1, 1),
        ("US", "KR", 1, 1),
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
        own("f", "a b"),
    )
    for graph in (network, project_organizations(network), project_countries(network)):
        total = fsum(part or 0 for *_, part in graph.edges(data="usd"))
        assert total < usd or isclose(total, usd)
    assert isclose(fsum(flow.usd or 0 for flow in sum_flows(network)), usd)


def read_fixture() -> Store:
    store = Store()
    store.load(path=Path(__file__).parent / "queries" / "fixture.ttl", format=RdfFormat.TURTLE)
    return store


def read_rows(store: Store, name: str) -> tuple[list[str], list[list[str | None]]]:
    file = Path(kgraph.__file__).parent / "queries" / f"{name}.rq"
    answer = store.query(file.read_text(encoding="utf-8"))
    assert isinstance(answer, QuerySolutions)
    columns = [variable.value for variable in answer.variables]
    return columns, [[None if term is None else str(term.value) for term in row] for row in answer]


def read_tables(store: Store) -> tuple[list[NodeRow], list[EventRow], list[PartRow]]:
    nodes, events, parts = (read_rows(store, f"network-{name}")[1] for name in ("nodes", "events", "parts"))
    return list(map(NodeRow._make, nodes)), list(map(EventRow._make, events)), list(map(PartRow._make, parts))


def build_from(store: Store) -> networkx.MultiDiGraph:
    return build_network(*read_tables(store))


def test_who_is_in_no_known_country_has_none() -> None:
    network = build_from(read_fixture())
    assert network.nodes[f"{BASE}thing/roaming"]["country"] is None
    assert network.nodes[f"{BASE}thing/minister"]["country"] == "KR"


def test_rows_have_the_columns_of_the_shipped_queries() -> None:
    for name, row in [("nodes", NodeRow), ("events", EventRow), ("parts", PartRow)]:
        assert tuple(read_rows(read_fixture(), f"network-{name}")[0]) == row._fields


def test_the_network_is_the_same_whatever_order_rows_come_in_and_how_often() -> None:
    nodes, events, parts = read_tables(read_fixture())
    events.append(events[0]._replace(label="another", country=None))
    network = build_network(nodes, events, parts)
    shuffle = random.Random(3).shuffle
    for rows in (nodes, events, parts):
        shuffle(rows)
    again = build_network(nodes * 2, events * 2, parts * 2)
    for one, other in [
        (network, again),
        (select_network(network), select_network(again)),
        (project_organizations(network), project_organizations(again)),
        (project_countries(network), project_countries(again)),
    ]:
        assert list(one.nodes(data=True)) == list(other.nodes(data=True))
        assert list(one.edges(keys=True, data=True)) == list(other.edges(keys=True, data=True))
        assert one.graph == other.graph
    assert sum_flows(network) == sum_flows(again)


def round_flows(network: networkx.MultiDiGraph) -> list[tuple[object, ...]]:
    """What `flows` tells too, in no order."""
    flows = [flow for flow in sum_flows(select_network(network)) if flow.investments or flow.public_supports]
    return sorted(
        [(*flow[:2], *(None if cell is None else round(cell) for cell in flow[2:6])) for flow in flows], key=str
    )


def test_flows_of_the_network_are_those_of_the_query() -> None:
    rows = [(*row[:2], *(cell and int(cell) for cell in row[2:])) for row in read_rows(read_fixture(), "flows")[1]]
    assert round_flows(build_from(read_fixture())) == sorted(rows, key=str)


def test_flows_of_the_sample_are_those_of_the_query(sample: Path) -> None:
    with open_store(sample) as store:
        rows = [
            (*row[:2], *(None if cell is None else int(Decimal(cell)) for cell in row[2:]))
            for row in ask(store, "flows")
        ]
        assert round_flows(read_network(store)) == sorted(rows, key=str)
