"""Large networks on the page in Chromium: groups instead of things, and the way down to these."""

from collections.abc import Callable
from typing import Any

import networkx
import pytest
from playwright.sync_api import Page

from kgraph.page import render_page

pytestmark = pytest.mark.browser

CODES = ("US", "KR", "JP", "TW")


def make_network(things: int) -> networkx.MultiDiGraph:
    """A ring in which each thing pays the next, half of them facilities; lower numbers have a second fact."""
    network = networkx.MultiDiGraph()
    for place in range(things):
        kind = "Facility" if place % 8 >= 4 else "Organization"
        network.add_node(f"urn:{place:05}", label=f"Thing {place}", kind=kind, country=CODES[place % 4])
    for place in range(things):
        for number in range(2 if place < things / 2 else 1):
            event = {"kind": "investment", "event": f"urn:event:{place}:{number}", "usd": 1e6, "date": "2024"}
            network.add_edge(f"urn:{place:05}", f"urn:{(place + 1) % things:05}", **event, label="", documents=())
    return network


@pytest.fixture
def large_page(open_page: Any) -> Callable[[int], Page]:
    return lambda things: open_page(render_page(make_network(things), "Large", [])).page


def click_group(page: Page, key: str) -> None:
    box = page.locator("#picture").bounding_box()
    point = page.evaluate("key => locateNode(scene, scene.drawn.find(({ id }) => id === key))", key)
    assert box
    page.mouse.click(box["x"] + point["x"], box["y"] + point["y"])


def test_two_thousand_things_are_drawn_one_by_one(large_page: Callable[[int], Page]) -> None:
    page = large_page(2_000)
    assert page.evaluate("scene.nodes.length") == 2_000
    assert page.locator("#amount").is_hidden()


def test_more_are_drawn_as_groups_that_open(large_page: Callable[[int], Page]) -> None:
    page = large_page(2_400)
    assert (
        page.locator("#amount")
        .inner_text()
        .startswith("2,400 things are too many to draw one by one: they stand in 8 groups by country and kind.")
    )
    assert sorted(page.evaluate("scene.drawn.map(({ count }) => count)")) == [300] * 8
    click_group(page, "KR\nFacility")
    assert page.locator("#panel h2").inner_text() == "Facility: 300"
    page.click("text=Show these and what they are linked with")
    assert page.evaluate("scene.nodes.length") == 900
    assert page.locator("#around").inner_text() == "Only South Korea: Facility, and what they are linked with."
    page.reload()
    assert page.evaluate("scene.nodes.length") == 900


def test_filters_that_leave_few_enough_things_show_them(large_page: Callable[[int], Page]) -> None:
    page = large_page(2_400)
    page.get_by_label("Taiwan").uncheck()
    assert page.evaluate("scene.nodes.length") == 1_800


def test_a_thing_among_too_many_is_found_with_its_partners(large_page: Callable[[int], Page]) -> None:
    page = large_page(2_400)
    page.fill("#query", "Thing 2300")
    page.press("#query", "Enter")
    assert page.locator("#panel h2").inner_text() == "Thing 2300"
    assert sorted(page.evaluate("scene.drawn.map(({ name }) => name)")) == ["Thing 2299", "Thing 2300", "Thing 2301"]


def test_of_very_many_the_page_counts_all_and_keeps_those_with_most_facts(large_page: Callable[[int], Page]) -> None:
    page = large_page(5_200)
    assert "3,200 things with fewer facts are not in this file" in page.locator("#amount").inner_text()
    assert page.evaluate("DATA.nodes.length") == 2_000
    assert sum(page.evaluate("scene.drawn.map(({ count }) => count)")) == 5_200
    facts = page.evaluate("scene.lines.reduce((sum, { facts }) => sum + facts, 0)")
    assert facts == 5_200 + 2_600
