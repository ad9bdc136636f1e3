"""The page in Chromium, from a file, with real clicks and keys."""

from typing import Any

import networkx
import pytest
from playwright.sync_api import Page

from kgraph.page import FactRow, Quote, render_page

pytestmark = pytest.mark.browser

NAMES = {
    "US": (
        "Chipmaker of Texas",
        "Battery Works of Ohio",
        "Commerce Authority",
        "Laboratory of Indiana",
        "Cloud Fund",
    ),
    "KR": ("한국반도체", "한국전지", "산업부", "서울연구소", "부산소재"),
    "JP": ("日本半導体", "東都材料", "経済省", "横浜研究所", "ロジック先端技術研究組合"),
    "TW": ("Foundry of Hsinchu", "Packaging of Tainan"),
}
KINDS = ("Organization", "Facility", "Government", "Organization", "Person")
EVENTS = ("investment", "grant", "agreement", "operation", "meeting", "loan", "acquisition")
HOSTILE = (
    "<img src=x onerror='window.fired = 1'>",
    "</script><script>window.fired = 1; alert(1)</script>",
    "javascript:window.fired = 1",
    "{{ 7 * 7 }}",
    "\u202eright to left\u2066",
    "constructor",
)


def make_sample() -> tuple[networkx.MultiDiGraph, list[FactRow]]:
    """68 things in four countries, 120 edges, each event with one quote."""
    network = networkx.MultiDiGraph()
    for country, names in NAMES.items():
        for turn in range(4):
            for place, name in enumerate(names):
                label = f"{name} {turn + 1}"
                network.add_node(
                    f"urn:{country}:{turn}:{place}",
                    label=label,
                    kind=KINDS[(turn + place) % 5],
                    country=country,
                )
    things = sorted(network)
    facts = []
    for number in range(120):
        source, target = things[number * 5 % len(things)], things[(number * number + 3) % len(things)]
        kind = EVENTS[number % len(EVENTS)]
        usd = 10.0 ** (6 + number % 5) if kind in {"investment", "grant", "loan", "acquisition"} else None
        event, date = f"urn:event:{number:03}", f"202{number % 5}-0{number % 9 + 1}"
        network.add_edge(
            source,
            target,
            kind=kind,
            event=event,
            label=kind,
            date=date,
            usd=usd,
            status="announced",
            documents=(),
        )
        quote = Quote(
            f"Quote of event {number}.", f"Title {number}", "The Daily", date, f"https://example.org/{number}"
        )
        facts.append(FactRow(event, kind, f"Event {number}", "", usd, date, "announced", (source, target), (quote,)))
    return network, facts


def make_pair(text: str = "") -> tuple[networkx.MultiDiGraph, list[FactRow]]:
    """Two things, one investment, and `text` in every field that is free."""
    network = networkx.MultiDiGraph()
    network.add_node("urn:a", label=text or "한국전지", kind=text or "Organization", country=text or "KR")
    network.add_node("urn:b", label=text or "Plant", kind=text or "Facility", country="US")
    network.add_edge(
        "urn:a",
        "urn:b",
        kind=text or "investment",
        event="urn:e",
        label=text,
        date=text,
        usd=2e9,
        status=text,
        documents=(),
    )
    quote = Quote(
        text or "We will build it.",
        text or "A plant is coming",
        text or "The Daily",
        text or "2024-01",
        text or "https://example.org/a",
    )
    fact = FactRow(
        "urn:e", text or "investment", text or "A plant", text, 2e9, text, text, ("urn:a", "urn:b"), (quote,)
    )
    return network, [fact]


def open_sample(open_page: Any) -> Page:
    network, facts = make_sample()
    return open_page(render_page(network, "Sample", facts)).page


def open_pair(open_page: Any) -> Page:
    network, facts = make_pair()
    return open_page(render_page(network, "Pair", facts)).page


def click_thing(page: Page, iri: str) -> None:
    """Click where the drawing shows it."""
    box = page.locator("#picture").bounding_box()
    point = page.evaluate(
        "iri => { const { id } = DATA.nodes.find((node) => node.iri === iri);"
        " return scene.network.canvasToDOM(scene.network.getPosition(id)); }",
        iri,
    )
    assert box
    page.mouse.click(box["x"] + point["x"], box["y"] + point["y"])


def click_link(page: Page) -> None:
    """Click on the only line of a drawing, wherever its bend has it."""
    box = page.locator("#picture").bounding_box()
    point = page.evaluate(
        "() => { const [a, b] = [0, 1].map((id) => scene.network.canvasToDOM(scene.network.getPosition(id)));"
        " const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };"
        " for (let away = -60; away <= 60; away += 2) {"
        "   const point = { x: middle.x, y: middle.y + away };"
        "   if (scene.network.getEdgeAt(point) !== undefined) return point; } }"
    )
    assert box and point
    page.mouse.click(box["x"] + point["x"], box["y"] + point["y"])


def test_the_drawing_is_painted(open_page: Any) -> None:
    painted = open_sample(open_page).evaluate(
        "() => { const canvas = document.querySelector('#picture canvas');"
        " const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);"
        " let painted = 0;"
        " for (let at = 0; at < data.length; at += 4)"
        "   if (data[at + 3] > 0 && data[at] + data[at + 1] + data[at + 2] < 600) painted += 1;"
        " return painted; }"
    )
    assert painted > 20_000


def test_all_things_stand_inside_the_opening_view(open_page: Any) -> None:
    outside = open_sample(open_page).evaluate(
        "() => { const view = viewedBox(scene);"
        " const inside = ({ x, y }) => x > view.left && x < view.right && y > view.top && y < view.bottom;"
        " return DATA.nodes.filter((node) => !inside(node)).length; }"
    )
    assert outside == 0


def test_a_click_on_a_thing_shows_its_quote_and_source(open_page: Any) -> None:
    page = open_pair(open_page)
    click_thing(page, "urn:a")
    panel = page.locator("#panel")
    assert panel.locator("h2").inner_text() == "한국전지"
    assert panel.locator(".kicker").first.inner_text() == "Organization · South Korea"
    assert panel.locator("blockquote").inner_text() == "We will build it."
    source = panel.locator("figcaption a")
    assert (source.inner_text(), source.get_attribute("href")) == (
        "A plant is coming",
        "https://example.org/a",
    )
    assert source.get_attribute("rel") == "noopener noreferrer"
    assert "USD 2 bn" in panel.inner_text()


def test_a_click_on_a_link_shows_what_it_bundles(open_page: Any) -> None:
    page = open_pair(open_page)
    click_link(page)
    assert page.locator("#panel h2 .thing").all_inner_texts() == ["한국전지", "Plant"]
    assert page.locator("#panel blockquote").inner_text() == "We will build it."


def test_search_finds_by_a_part_of_a_korean_name_and_enter_selects(open_page: Any) -> None:
    page = open_sample(open_page)
    page.fill("#query", "전지 2")
    assert page.locator("#matches button").all_inner_texts() == ["한국전지 2"]
    page.press("#query", "Enter")
    assert page.locator("#panel h2").inner_text() == "한국전지 2"


def test_keys_alone_lead_from_search_to_a_thing_and_back(open_page: Any) -> None:
    page = open_sample(open_page)
    page.focus("#query")
    page.keyboard.type("chipmaker")
    second = page.locator("#matches button").nth(1).inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == second
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()


def test_a_country_that_is_switched_off_takes_its_things_and_facts_along(open_page: Any) -> None:
    page = open_sample(open_page)
    rows = page.locator("#rows tr").count()
    page.get_by_label("United States").uncheck()
    assert page.locator("#shown").inner_text().startswith("48 of 68 things shown")
    assert 0 < page.locator("#rows tr").count() < rows
    assert page.evaluate("scene.nodes.get({ filter: (node) => node.hidden }).length") == 20


def test_cross_border_only_keeps_the_links_that_it_counts(open_page: Any) -> None:
    page = open_sample(open_page)
    announced = int(page.locator("#cross-count").inner_text())
    page.get_by_label("Cross-border only").check()
    shown = page.evaluate(
        "scene.links.get({ filter: (link) => !link.hidden }).map((link) => DATA.links[link.id].cross)"
    )
    assert len(shown) == announced and all(shown)


def test_a_thing_that_the_filters_hide_is_found_all_the_same(open_page: Any) -> None:
    page = open_sample(open_page)
    page.get_by_label("South Korea").uncheck()
    page.fill("#query", "한국전지 1")
    page.press("#query", "Enter")
    assert page.locator("#panel h2").inner_text() == "한국전지 1"
    assert page.get_by_label("South Korea").is_checked()


def test_the_table_tells_every_fact_with_its_quote(open_page: Any) -> None:
    page = open_sample(open_page)
    assert page.locator("#rows tr").count() == 120
    assert "Quote of event 7." in page.locator("#rows").text_content()


def test_no_two_names_overlap_at_the_opening_view(open_page: Any) -> None:
    page = open_sample(open_page)
    named, crowded = page.evaluate(
        "() => { const after = (at) => scene.named.slice(at + 1);"
        " const crowded = (spot, at) => after(at).some((other) => overlap(spot, other));"
        " return [scene.named.length, scene.named.filter(crowded).length]; }"
    )
    assert named >= 60 and crowded == 0


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_field_does_nothing(open_page: Any, text: str) -> None:
    network, facts = make_pair(text)
    page = open_page(render_page(network, text, facts)).page
    click_thing(page, "urn:a")
    assert page.locator("#panel h2").text_content() == text
    click_link(page)
    page.fill("#query", text[:4])
    page.locator("summary").first.click()
    page.wait_for_timeout(50)
    assert page.evaluate("window.fired") is None
    assert page.locator("main img, main script, main a").count() == 0
    assert page.locator("blockquote").first.text_content() == text
