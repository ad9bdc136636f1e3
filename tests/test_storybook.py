"""The storybook: eight articles that tell three deals make the graph that storybook.md says, and no other."""

import random
import shutil
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kgraph.analysis.networks import read_network
from kgraph.build import build_graph, forget_documents
from kgraph.network import select_network, sum_flows
from kgraph.questions import ask
from kgraph.store import Plain, open_store

ARTICLES = sorted(map(str, (Path(__file__).parent / "storybook").glob("*.json")))
BASE = "https://w3id.org/kgraph/"
DEALS = {
    ("Kirihara Materials", "investment"): "A",
    ("Baekdam Semiconductor", "investment"): "B",
    ("Ministry of Economy, Trade and Industry", "grant"): "B's grant",
    ("Larkhaven Power", "investment"): "C",
}
BILLION, MILLION = 10**9, 10**6


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the graph of all eight, which is not to be changed."""
    folder = tmp_path_factory.mktemp("storybook") / "graph"
    build_graph(ARTICLES, folder)
    return folder


def query(folder: Path, sparql: str) -> list[tuple[Plain, ...]]:
    """The rows of a query, kgraph's addresses shortened, documents by their numbers."""
    with open_store(folder) as store:
        return [tuple(map(shorten, row)) for row in store.query(sparql)]


def shorten(value: Plain) -> Plain:
    return value.removeprefix(BASE).removeprefix("storybook-") if isinstance(value, str) else value


def name_deals(folder: Path) -> dict[Plain, str]:
    """The events of the graph by the names that the README gives them; another event is an error."""
    rows = query(
        folder,
        """SELECT ?event ?investor (IF(BOUND(?grant), "grant", "investment") AS ?kind) WHERE {
            ?event a kg:Investment ; kg:investor/rdfs:label ?investor .
            OPTIONAL { ?event a ?grant FILTER(?grant = kg:Grant) } }""",
    )
    return {event: DEALS[str(investor), str(kind)] for event, investor, kind in rows}


def group(folder: Path, sparql: str) -> dict[str, list[tuple[Plain, ...]]]:
    """The rows of a query whose first column is an event, by the names of the deals."""
    deals, found = name_deals(folder), defaultdict(list)
    for event, *row in query(folder, sparql):
        found[deals[event]].append(tuple(row))
    return dict(found)


# --- what the graph holds


def test_four_events_are_in_the_graph_and_no_more(story: Path) -> None:
    events = query(story, "SELECT ?event WHERE { ?event a sem:Event }")
    assert len(events) == 4
    assert sorted(name_deals(story).values()) == ["A", "B", "B's grant", "C"]


def test_each_event_has_its_parties_place_day_status_and_sum(story: Path) -> None:
    found = group(
        story,
        """SELECT ?event ?country ?recipient ?place ?to ?site ?date ?status ?value ?currency ?qualifier WHERE {
            ?event a kg:Investment ; kg:investor/kg:country/kg:isoCode ?country ; kg:place/rdfs:label ?place ;
                kg:country/kg:isoCode ?to ; kg:facility ?site ; kg:date ?date ; kg:status ?status ;
                kg:amount [ schema:value ?value ; schema:currency ?currency ; kg:qualifier ?qualifier ] .
            OPTIONAL { ?event kg:recipient/rdfs:label ?recipient } }""",
    )
    gumi, cheonan = "facility/kirihara-materials-materials-gumi-kr", "facility/larkhaven-power-fab-cheonan-kr"
    yokohama = "facility/baekdam-semiconductor-research-yokohama-jp"
    completed, announced, cancelled = (f"ontology#{status}" for status in ("Completed", "Announced", "Cancelled"))
    lab, firm = ("Yokohama", "JP", yokohama, "2023-11-16", announced), "Baekdam Semiconductor"
    assert found == {
        "A": [("JP", None, "Gumi", "KR", gumi, "2023-06-13", completed, 120 * BILLION, "KRW", "exact")],
        "B": [("KR", None, *lab, 40 * BILLION, "JPY", "exact")],
        "B's grant": [("JP", firm, *lab, 20 * BILLION, "JPY", "up_to")],
        "C": [("US", None, "Cheonan", "KR", cheonan, "2023-06-13", cancelled, 650 * MILLION, "USD", "exact")],
    }


def test_each_event_has_its_documents_and_copies_count_as_one_source(story: Path) -> None:
    found = group(
        story,
        """SELECT ?event ?sources ?document WHERE {
            ?event a kg:Investment ; kg:sources ?sources ; prov:wasDerivedFrom/dcterms:identifier ?document }
        ORDER BY ?document""",
    )
    assert found == {
        "A": [(4, number) for number in ("01", "02", "05", "06", "08")],
        "B": [(2, number) for number in ("04", "05", "06")],
        "B's grant": [(2, number) for number in ("04", "05", "06")],
        "C": [(3, number) for number in ("02", "03", "07")],
    }


def test_each_claim_of_money_is_of_one_of_the_events(story: Path) -> None:
    found = group(
        story,
        """SELECT ?event ?number (COUNT(?claim) AS ?claims) WHERE {
            ?event a kg:Investment . ?document dcterms:identifier ?number .
            GRAPH ?document { ?claim a kg:Investment ; kg:sameThing ?event } }
        GROUP BY ?event ?number ORDER BY ?number""",
    )
    assert found == {
        "A": [("01", 1), ("02", 1), ("05", 2), ("06", 2), ("08", 1)],
        "B": [("04", 1), ("05", 1), ("06", 1)],
        "B's grant": [("04", 1), ("05", 1), ("06", 1)],
        "C": [("02", 1), ("03", 1), ("07", 1)],
    }


def test_conversions_stand_beside_the_sum_and_what_a_revision_replaced_does_not(story: Path) -> None:
    found = group(
        story,
        """SELECT ?event ?value ?currency WHERE {
            ?event a kg:Investment ; kg:amount/kg:alternative [ schema:value ?value ; schema:currency ?currency ] }
        ORDER BY ?currency""",
    )
    assert found == {
        "A": [(13_500 * MILLION, "JPY"), (93 * MILLION, "USD")],
        "B": [(265 * MILLION, "USD")],
        "B's grant": [(132 * MILLION, "USD")],
    }


def test_history_has_each_step_with_its_day_its_sum_and_the_document_that_told_it(story: Path) -> None:
    found = group(
        story,
        """SELECT ?event ?date ?status ?value ?currency ?document WHERE {
            ?event kg:stage ?stage .
            ?stage kg:date ?date ; kg:status ?status ; prov:hadPrimarySource/dcterms:identifier ?document ;
                kg:amount [ schema:value ?value ; schema:currency ?currency ] }
        ORDER BY ?stage""",
    )
    considered, announced, completed, cancelled = (
        f"ontology#{status}" for status in ("Considered", "Announced", "Completed", "Cancelled")
    )
    assert found == {
        "A": [
            ("2023-03-14", considered, 90 * BILLION, "KRW", "01"),
            ("2023-06-13", announced, 90 * BILLION, "KRW", "02"),
            ("2023-11-16", announced, 120 * BILLION, "KRW", "05"),
            ("2024-03-13", completed, 120 * BILLION, "KRW", "08"),
        ],
        "C": [
            ("2023-06-13", announced, 650 * MILLION, "USD", "02"),
            ("2024-01-24", cancelled, 650 * MILLION, "USD", "07"),
        ],
    }


def test_each_step_shows_the_words_that_tell_it(story: Path) -> None:
    found = group(
        story,
        """SELECT ?event ?quote WHERE { ?event kg:stage ?stage . ?stage prov:wasQuotedFrom/kg:quote ?quote }
        ORDER BY ?stage""",
    )
    words = {deal: [" ".join(str(quote).split()[:6]) for (quote,) in quotes] for deal, quotes in found.items()}
    assert words == {
        "A": [
            "Kirihara Materials of Japan is weighing",
            "Kirihara Materials of Japan will invest",
            "Also on Thursday, Kirihara Materials of",
            "The Japanese company has invested about",
        ],
        "C": ["Also on Tuesday, Larkhaven Power of", "Larkhaven Power of the United States"],
    }


def test_the_sum_of_the_cancelled_plant_is_the_one_conflict(story: Path) -> None:
    [(thing, field)] = query(story, "SELECT ?thing ?field WHERE { ?thing kg:disputed ?field }")
    assert (name_deals(story)[thing], field) == ("C", "ontology#amount")


def test_four_sites_are_in_the_graph_with_their_openings_and_documents(story: Path) -> None:
    rows = query(
        story,
        """SELECT ?place ?operator ?kind ?opens ?sources (GROUP_CONCAT(?number; separator=" ") AS ?documents) WHERE {
            { SELECT ?site ?number WHERE { ?site a kg:Facility ; prov:wasDerivedFrom/dcterms:identifier ?number }
              ORDER BY ?number }
            ?site kg:place/rdfs:label ?place ; kg:operator/rdfs:label ?operator ; kg:sources ?sources ;
                kg:facilityKind/rdfs:label ?kind .
            OPTIONAL { ?site kg:opens ?opens } }
        GROUP BY ?place ?operator ?kind ?opens ?sources ORDER BY ?place""",
    )
    numbers = {row[0]: [number.removeprefix("storybook-") for number in str(row[-1]).split()] for row in rows}
    assert [row[:-1] for row in rows] == [
        ("Cheonan", "Larkhaven Power", "fab", None, 4),
        ("Gumi", "Kirihara Materials", "materials", "2024-03-13", 4),
        ("Ohio", "Larkhaven Power", "fab", None, 1),
        ("Yokohama", "Baekdam Semiconductor", "research", "2025", 2),
    ]
    assert numbers == {
        "Cheonan": ["02", "03", "07", "08"],
        "Gumi": ["01", "02", "05", "06", "08"],
        "Ohio": ["07"],
        "Yokohama": ["04", "05", "06"],
    }


def test_the_syndicated_article_is_linked_to_the_one_that_it_copies(story: Path) -> None:
    rows = query(
        story,
        """SELECT ?copy ?original WHERE {
            ?document kg:copyOf ?first ; dcterms:identifier ?copy . ?first dcterms:identifier ?original }""",
    )
    assert rows == [("06", "05")]


def test_flows_count_each_deal_once_at_the_rate_of_its_day_and_leave_out_what_is_cancelled(story: Path) -> None:
    with open_store(story) as store:
        assert list(ask(store, "flows")) == [
            ("KR", "JP", 1, Decimal(264_529_107), 0, None),
            ("JP", "JP", 0, None, 1, Decimal(132_264_553)),
            ("JP", "KR", 1, Decimal(94_280_535), 0, None),
        ]


# --- however they come


@pytest.mark.parametrize("seed", [1, 2])
def test_the_eight_one_by_one_in_another_order_give_the_same_graph(seed: int, story: Path, tmp_path: Path) -> None:
    for article in random.Random(seed).sample(ARTICLES, len(ARTICLES)):
        build_graph([article], tmp_path / "graph")
    with open_store(story) as expected, open_store(tmp_path / "graph") as store:
        assert list(store.dump()) == list(expected.dump())


def test_without_the_article_that_cancels_it_the_plant_counts_again(story: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(story, tmp_path / "graph")
    forget_documents(["storybook-07"], folder)
    with open_store(folder) as store:
        assert ("US", "KR", 1, Decimal(650 * MILLION), 0, None) in list(ask(store, "flows"))
    assert "C" not in group(folder, "SELECT ?event ?stage WHERE { ?event kg:stage ?stage }")


def test_flows_of_the_network_are_those_of_the_query(story: Path) -> None:
    with open_store(story) as store:
        asked = [(source, target, *map(float, map(zero, row))) for source, target, *row in ask(store, "flows")]
        flows = sum_flows(select_network(read_network(store)))
    money = [(*flow[:2], *(float(round(zero(cell))) for cell in flow[2:6])) for flow in flows]
    assert sorted((flow for flow in money if flow[2] or flow[4]), key=str) == sorted(asked, key=str)
    assert asked


def zero(cell: Any) -> Any:
    return 0 if cell is None else cell
