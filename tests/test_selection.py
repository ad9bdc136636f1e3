"""What `select_network` keeps of a network, filter by filter."""

import networkx
import pytest

from kgraph.errors import KgraphError, OntologyError
from kgraph.network import (
    EventRow,
    NodeRow,
    PartRow,
    Selection,
    build_network,
    project_countries,
    project_organizations,
    select_network,
    sum_flows,
)

COUNTRIES = {code: f"https://w3id.org/kgraph/country/{code}" for code in ("DE", "JP", "KR", "US")}
NODES = [
    *(NodeRow(iri, code, "Country", code, code) for code, iri in COUNTRIES.items()),
    NodeRow("jp", "Firm", "Organization", "JP", "Japan"),
    NodeRow("kr", "Firm", "Organization", "KR", "South Korea"),
    NodeRow("us", "Firm", "Organization", "US", "United States"),
    NodeRow("ministry", "Ministry", "Government", "US", "United States"),
    NodeRow("fab", "Fab", "Facility", "US", "United States"),
    NodeRow("nowhere", "Fund", "Organization"),
    NodeRow("alone", "Institute", "Organization", "KR", "South Korea"),
]
EVENTS = [
    EventRow("e1", "investment", "investment", date="2023", status="announced", country=COUNTRIES["US"], sources=3),
    EventRow("e2", "public_support", "grant", date="2024-04-15", status="completed", country=COUNTRIES["US"]),
    EventRow("e3", "investment", "acquisition", date="2024-06", status="considered", country=COUNTRIES["DE"]),
    EventRow("e4", "investment", "joint_venture", status="cancelled", country=COUNTRIES["US"], usd="8"),
    EventRow("e5", "agreement", "agreement", date="2024-05"),
    EventRow("e6", "meeting", "meeting", date="2025"),
    EventRow("e7", "investment", "investment", date="2022", usd="3", country=COUNTRIES["JP"]),
    EventRow("fab", "operation", "operation", date="2026"),
]
PARTS = {
    "e1": "investor kr, facility fab, technology t/memory, document d1",
    "e2": "investor ministry, recipient kr, technology t/batteries, document d1, document d2",
    "e3": "investor kr, recipient us",
    "e4": "investor kr, investor us, technology t/semiconductors",
    "e5": "party kr, party jp, party nowhere, technology t/battery-materials",
    "e6": "participant kr, participant ministry",
    "e7": "recipient jp",
    "fab": "operator us",
}


@pytest.fixture
def network() -> networkx.MultiDiGraph:
    parts = [PartRow(event, *part.split()) for event, told in PARTS.items() for part in told.split(", ")]
    return build_network(NODES, EVENTS, parts)


def list_events(network: networkx.MultiDiGraph) -> list[str]:
    return sorted({event for _, _, event in network.edges(data="event")})


@pytest.mark.parametrize(
    ("selection", "events"),
    [
        (Selection(), "e1 e2 e3 e5 e6 fab"),
        (Selection(kinds=("investment",)), "e1 e3"),
        (Selection(kinds=("public_support",)), "e2"),
        (Selection(kinds=("grant", "meeting")), "e2 e6"),
        (Selection(kinds=("acquisition",)), "e3"),
        (Selection(kinds=("operation",)), "fab"),
        (Selection(kinds=("joint_venture",), statuses=("cancelled",)), "e4"),
        (Selection(statuses=("cancelled", "considered")), "e3 e4"),
        (Selection(technologies=("semiconductors",)), "e1"),
        (Selection(technologies=("semiconductors",), statuses=("announced", "cancelled")), "e1 e4"),
        (Selection(technologies=("memory",)), "e1"),
        (Selection(technologies=("batteries", "memory")), "e1 e2 e5"),
        (Selection(support=2), "e1 e2"),
        (Selection(support=3), "e1"),
        (Selection(kinds=("grant",), since="2024", until="2024", technologies=("batteries",), support=2), "e2"),
        (Selection(kinds=("grant",), since="2025"), ""),
    ],
)
def test_an_edge_stays_where_it_meets_all_that_is_asked(
    selection: Selection, events: str, network: networkx.MultiDiGraph
) -> None:
    assert list_events(select_network(network, selection)) == events.split()


@pytest.mark.parametrize(
    ("since", "until", "events"),
    [
        ("2024", None, "e2 e3 e5 e6 fab"),
        ("2024-05", None, "e3 e5 e6 fab"),
        ("2024-05-20", None, "e3 e5 e6 fab"),
        ("2024-06-01", "2024-12", "e3"),
        (None, "2023", "e1"),
        (None, "2023-03", "e1"),
        ("2023-11-02", "2023-11-02", "e1"),
        ("2024-04-15", "2024-04-15", "e2"),
        ("2024-04-16", "2024-05", "e5"),
        ("2024", "2024", "e2 e3 e5"),
    ],
)
def test_a_date_stays_where_it_may_be_in_between(
    since: str | None, until: str | None, events: str, network: networkx.MultiDiGraph
) -> None:
    assert list_events(select_network(network, Selection(since=since, until=until))) == events.split()


def test_countries_in_focus_keep_their_nodes_and_the_edges_among_them(network: networkx.MultiDiGraph) -> None:
    selected = select_network(network, Selection(countries=("KR", "US")))
    assert list(selected) == ["alone", "fab", "kr", "ministry", "us"]
    assert list_events(selected) == ["e1", "e2", "e6", "fab"]


def test_money_that_goes_elsewhere_is_not_among_the_countries_in_focus(network: networkx.MultiDiGraph) -> None:
    three = Selection(countries=("DE", "KR", "US"))
    assert list_events(select_network(network, three)) == ["e1", "e2", "e3", "e6", "fab"]
    shown = {end for flow in sum_flows(select_network(network, Selection(countries=("KR", "US")))) for end in flow[:2]}
    assert shown == {"KR", "US"}


def test_nodes_without_edges_go_where_more_is_asked_than_countries(network: networkx.MultiDiGraph) -> None:
    assert "alone" in select_network(network)
    assert list(select_network(network, Selection(kinds=("meeting",)))) == ["kr", "ministry"]
    assert list(select_network(network, Selection(countries=("KR",), kinds=("meeting",)))) == []


def test_money_of_which_one_side_is_unknown_is_selected_too(network: networkx.MultiDiGraph) -> None:
    assert [flow[:4] for flow in sum_flows(select_network(network, Selection(until="2022")))] == [(None, "JP", 1, 3.0)]
    assert sum_flows(select_network(network, Selection(since="2027"))) == []
    assert sum_flows(select_network(network, Selection(countries=("JP",)))) == []


def test_the_network_itself_and_its_attributes_stay_as_they_are(network: networkx.MultiDiGraph) -> None:
    before = networkx.node_link_data(network, edges="links")
    selected = select_network(network, Selection(kinds=("grant",)))
    selected["ministry"]["kr"]["public_support e2"]["usd"] = 7.0
    selected.nodes["kr"]["label"] = "another"
    assert networkx.node_link_data(network, edges="links") == before


def test_what_is_selected_can_be_projected_and_projections_selected(network: networkx.MultiDiGraph) -> None:
    meetings, grants = Selection(kinds=("meeting",)), Selection(kinds=("grant",))
    assert list(project_organizations(select_network(network, meetings)).edges()) == [("kr", "ministry")]
    assert list_events(select_network(project_organizations(network), grants)) == ["e2"]
    assert list(select_network(project_countries(network), meetings)) == [COUNTRIES["KR"], COUNTRIES["US"]]


def test_organizations_stay_with_what_they_stand_for(network: networkx.MultiDiGraph) -> None:
    selected = select_network(network, Selection(technologies=("memory",)))
    assert list(selected) == ["fab", "kr", "us"]
    assert list(project_organizations(selected).edges()) == [("kr", "us")]
    assert "us" not in select_network(network, Selection(countries=("KR",), technologies=("memory",)))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"countries": ("kr",)}, "no country has the code 'kr': did you mean KR?"),
        ({"countries": ("Japan",)}, "no country has the code 'Japan': did you mean JP?"),
        ({"countries": ("QQ",)}, "no country has the code 'QQ': use codes of ISO 3166-1, such as KR"),
        ({"kinds": ("grants",)}, "no edge is of the kind 'grants': did you mean 'grant'?"),
        ({"kinds": ("xyz",)}, "no edge is of the kind 'xyz': choose of acquisition, affiliation, agreement"),
        ({"statuses": ("anounced",)}, "no event has the status 'anounced': did you mean 'announced'?"),
        ({"since": "2024-13"}, "'2024-13' is no date: write a year, month or day, such as 2024"),
        ({"until": "spring"}, "'spring' is no date"),
        ({"since": "2024-05", "until": "2023"}, "the period ends in 2023, before it begins in 2024-05"),
    ],
)
def test_what_cannot_be_meant_is_answered_with_what_may_be(wrong: dict[str, object], told: str) -> None:
    with pytest.raises(KgraphError, match="^" + told.replace("?", r"\?")):
        Selection(**wrong)  # type: ignore[arg-type]


def test_an_unknown_technology_is_answered_with_one_that_is_near() -> None:
    with pytest.raises(OntologyError, match="no technology 'batery'; did you mean 'batteries'"):
        Selection(technologies=("batery",))
