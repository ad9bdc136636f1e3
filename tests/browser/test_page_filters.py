"""The page's filters, tables, links and files in Chromium, with real clicks and keys."""

import csv
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

HOSTILE = (
    "<img src=x onerror='window.fired = 1'>",
    "</script><script>window.fired = 1; alert(1)</script>",
    "'\"><svg onload=window.fired=1>",
    "href='javascript:window.fired = 1'",
    "javascript:window.fired = 1",
    "{{ 7 * 7 }}${7 * 7}",
    "\u202eright to left\u2066",
    "constructor",
    "=cmd|'/c calc'!A1",
)


def facts_shown(page: Page) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = page.evaluate("[...state.seen.facts].map((id) => DATA.facts[id])")
    return facts


def open_facet(page: Page, name: str) -> None:
    page.click(f"[data-facet={name}] summary")


def count_beside(page: Page, facet: str, label: str) -> int:
    row = page.locator(f"[data-facet={facet}] label", has_text=label)
    return int(row.locator(".count").inner_text())


def save(page: Page, button: str) -> bytes:
    with page.expect_download() as download:
        page.click(button)
    return Path(download.value.path()).read_bytes()


def test_a_country_that_is_switched_off_takes_its_things_and_facts_along(sample_page: Page) -> None:
    rows = len(facts_shown(sample_page))
    sample_page.get_by_label("United States").uncheck()
    assert sample_page.locator("#shown").inner_text().startswith("48 of 68 things shown")
    assert 0 < len(facts_shown(sample_page)) < rows
    assert sample_page.evaluate("scene.nodes.length") == 48


def test_things_without_a_link_are_counted(sample_page: Page) -> None:
    alone = sample_page.evaluate("linksOf.filter((links) => !links.length).length")
    sample_page.get_by_label("Taiwan").uncheck()
    told = sample_page.locator("#shown").inner_text()
    assert alone == 0 or f"{alone} of them without a link" in sample_page.locator("#shown").inner_text()
    assert told.startswith("60 of 68 things shown")


def test_cross_border_only_keeps_the_links_that_it_counts(sample_page: Page) -> None:
    announced = int(sample_page.locator("#cross-count").inner_text())
    sample_page.get_by_label("Cross-border only").check()
    shown = sample_page.evaluate("scene.links.getIds().map((id) => DATA.links[id].cross)")
    assert len(shown) == announced > 0 and all(shown)


@pytest.mark.parametrize(
    ("facet", "label", "key", "value"),
    [
        ("kind", "Grant", "kind", "grant"),
        ("technology", "memory", "technologies", ["memory"]),
        ("status", "Completed", "status", "completed"),
    ],
)
def test_a_value_alone_leaves_the_facts_that_are_counted_beside_it(
    sample_page: Page, facet: str, label: str, key: str, value: object
) -> None:
    open_facet(sample_page, facet)
    announced = count_beside(sample_page, facet, label)
    sample_page.click(f"[data-facet={facet}] >> text=None")
    assert facts_shown(sample_page) == []
    sample_page.locator(f"[data-facet={facet}]").get_by_label(label).check()
    shown = facts_shown(sample_page)
    assert len(shown) == announced > 0 and all(fact[key] == value for fact in shown)
    assert sample_page.locator(f"[data-some={facet}]").inner_text().startswith("1 of ")


def test_counts_beside_a_filter_follow_the_other_filters(sample_page: Page) -> None:
    open_facet(sample_page, "kind")
    before = count_beside(sample_page, "kind", "Grant")
    sample_page.get_by_label("Cross-border only").check()
    after = count_beside(sample_page, "kind", "Grant")
    assert 0 < after < before
    assert after == sum(fact["kind"] == "grant" for fact in facts_shown(sample_page))


def test_the_least_sum_leaves_as_many_facts_as_its_choice_says(sample_page: Page) -> None:
    option = sample_page.locator("#least option").nth(4).inner_text()
    assert option.startswith("USD 1 bn or more (")
    sample_page.select_option("#least", index=4)
    shown = facts_shown(sample_page)
    assert len(shown) == int(option.split("(")[1].rstrip(")")) > 0
    assert all(fact["usd"] >= 1e9 for fact in shown)


def test_the_slider_moves_by_keys_and_keeps_the_facts_of_its_quarters(sample_page: Page) -> None:
    sample_page.focus("#from")
    for _ in range(4):
        sample_page.keyboard.press("ArrowRight")
    assert sample_page.locator("#span").inner_text() == "2021 Q1 to 2024 Q3"
    shown = facts_shown(sample_page)
    assert shown and min(fact["date"] for fact in shown) >= "2021" and all(fact["date"] for fact in shown)
    assert sample_page.locator("#undated").inner_text() == "6 facts without a date left out."
    assert sample_page.locator("#from").get_attribute("aria-valuetext") == "2021 Q1"


def test_the_histogram_has_a_bar_for_each_quarter_with_facts(sample_page: Page) -> None:
    quarters = sample_page.evaluate(
        "[...new Set(DATA.facts.filter((f) => f.quarters).map((f) => f.quarters[0]))].length"
    )
    assert sample_page.locator("#bars rect").count() == quarters
    sample_page.focus("#until")
    sample_page.keyboard.press("Home")
    assert sample_page.locator("#bars rect.in").count() == 1


def test_a_link_restores_what_was_chosen(sample_page: Page) -> None:
    sample_page.get_by_label("United States").uncheck()
    sample_page.get_by_label("Cross-border only").check()
    sample_page.select_option("#least", index=2)
    sample_page.select_option("#measure", index=1)
    open_facet(sample_page, "kind")
    sample_page.get_by_label("Loan").uncheck()
    sample_page.focus("#until")
    sample_page.keyboard.press("ArrowLeft")
    sample_page.locator("#rows .thing").first.click()
    state = (
        "() => { const { filters, selected, measure } = state;"
        " const off = Object.entries(filters.off).map(([name, set]) => [name, [...set].sort()]);"
        " return JSON.stringify([off, { ...filters, off: 0 }, selected, measure]); }"
    )
    before = sample_page.evaluate(state)
    address = sample_page.url
    sample_page.goto("about:blank")
    sample_page.goto(address)
    assert sample_page.evaluate(state) == before
    assert json.loads(before)[1]["cross"] is True


def test_a_link_to_a_thing_on_the_map_opens_both(sample_page: Page) -> None:
    sample_page.click("text=Map")
    sample_page.locator("#sites .site").last.click()
    name = sample_page.locator("#panel h2").inner_text()
    address = sample_page.url
    sample_page.goto("about:blank")
    sample_page.goto(address)
    assert sample_page.locator("#map").is_visible()
    assert sample_page.locator("#panel h2").inner_text() == name


def test_the_table_is_sorted_by_sum_and_back(sample_page: Page) -> None:
    sample_page.get_by_role("button", name="Sum").click()
    first = sample_page.locator("#rows tr").first.locator(".number").inner_text()
    assert first == "USD 10 bn"
    assert sample_page.locator("[data-sort=usd]").get_attribute("aria-sort") == "descending"
    sample_page.get_by_role("button", name="Sum").click()
    assert sample_page.locator("#rows tr").first.locator(".number").inner_text() == ""


def test_the_table_tells_every_fact_with_its_quote(sample_page: Page) -> None:
    assert sample_page.locator("#rows tr").count() == 100
    sample_page.click("#more")
    assert sample_page.locator("#rows tr").count() == 120
    row = sample_page.locator("#rows tr", has_text="Event 7").first
    number = row.locator("td").nth(2).inner_text().split()[1]
    row.locator("summary").click()
    assert row.locator("blockquote").inner_text() == f"Quote of event {number}."


def test_flows_between_countries_add_up_to_the_facts_that_are_shown(sample_page: Page) -> None:
    expected = sum(flow[2] for fact in facts_shown(sample_page) for flow in fact["flows"])
    assert (
        sample_page.evaluate("[...sumFlows(state.seen.facts).values()].reduce((sum, { usd }) => sum + usd, 0)")
        == expected
    )
    sample_page.get_by_label("Cross-border only").check()
    rows = sample_page.locator("#flows tbody tr").count()
    cells = sample_page.locator("#flows td.cross").count()
    assert 0 < rows <= 4 and cells > 0
    assert sample_page.locator("#flows td[class^=heat]:not(.cross)").count() == 0


def test_the_ranking_leads_to_its_things(sample_page: Page) -> None:
    assert sample_page.locator(".ranking tbody td").all_inner_texts() == ["1", "한국반도체 1", "South Korea", "0.25"]
    sample_page.click(".ranking .thing")
    assert sample_page.locator("#panel h2").inner_text() == "한국반도체 1"


def test_the_csv_file_holds_the_facts_that_are_shown(sample_page: Page) -> None:
    sample_page.get_by_label("United States").uncheck()
    text = save(sample_page, "#save-csv").decode("utf-8")
    assert text.startswith("\ufeffdate,kind,") and text.endswith("\r\n")
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline="")))
    shown = {fact["event"]: fact for fact in facts_shown(sample_page)}
    assert {row["address"] for row in rows} == shown.keys()
    row = next(row for row in rows if row["usd"])
    number = int(row["address"].removeprefix("urn:event:"))
    assert row["quotes"] == f"Quote of event {number}." and row["sources"] == f"https://example.org/{number}"
    assert row["from"] and row["to"] and float(row["usd"]) == shown[row["address"]]["usd"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"])
def test_no_cell_of_the_csv_file_is_a_formula(pair_page: Callable[..., Page], text: str) -> None:
    page = pair_page(text)
    saved = save(page, "#save-csv").decode("utf-8").removeprefix("\ufeff")
    cells = [cell for row in csv.reader(StringIO(saved, newline="")) for cell in row]
    assert f"'{text}" in cells
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@", "＝")) for cell in cells)


def test_the_svg_file_draws_what_is_seen(sample_page: Page) -> None:
    sample_page.get_by_label("Taiwan").uncheck()
    root = ET.fromstring(save(sample_page, "#save-svg"))
    texts = " ".join("".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text"))
    assert "Sample" in texts and "SOUTH KOREA" in texts and "한국반도체" in texts and "TAIWAN" not in texts
    shapes = [
        path for path in root.iter("{http://www.w3.org/2000/svg}path") if "translate" in path.get("transform", "")
    ]
    assert len(shapes) == 60


def test_the_png_file_is_the_drawing_at_twice_its_size(sample_page: Page) -> None:
    picture = Image.open(BytesIO(save(sample_page, "#save-png"))).convert("RGB")
    box = sample_page.locator("#picture").bounding_box()
    assert box and picture.width == round(box["width"]) * 2
    colours = {colour for _, colour in picture.getcolors(1_000_000) or []}
    assert {(0, 114, 178), (213, 94, 0), (0, 158, 115)} <= colours


def test_print_has_the_drawing_and_the_tables_but_no_controls(sample_page: Page) -> None:
    sample_page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    sample_page.emulate_media(media="print", color_scheme="dark")
    assert sample_page.locator("#print svg path[transform]").count() == 68
    assert sample_page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 37, 48)"
    assert sample_page.locator("#print svg").is_visible() and sample_page.locator("#rows tr").first.is_visible()
    assert sample_page.locator("#controls").is_hidden() and sample_page.locator("#save-csv").is_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_stands_in_the_way_of_anyone(pair_page: Callable[..., Page], theme: Any, width: int) -> None:
    """axe-core finds no violation: with all filters, a thing and a quote open, and on the map."""
    page = pair_page()
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 720})
    page.fill("#query", "plant")
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.evaluate("select({ node: 0 })")
    assert find_violations(page) == []
    page.evaluate("select(null)")
    page.click("text=Map")
    assert find_violations(page) == []


def test_nothing_stands_in_the_way_on_a_page_of_many_facts(sample_page: Page) -> None:
    assert find_violations(sample_page) == []


def find_violations(page: Page) -> list[tuple[str, list[str]]]:
    found = Axe().run(page).response["violations"]
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]


def test_whatever_takes_the_focus_shows_it(sample_page: Page) -> None:
    stops = set()
    for _ in range(14):
        sample_page.keyboard.press("Tab")
        stop, width, style = sample_page.evaluate(
            "() => { const one = document.activeElement; const { outlineWidth, outlineStyle } = getComputedStyle(one);"
            " return [one.outerHTML.slice(0, 80), outlineWidth, outlineStyle]; }"
        )
        stops.add(stop)
        assert 'type="range"' in stop or (width != "0px" and style != "none"), stop
    assert len(stops) == 14


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_field_does_nothing(pair_page: Callable[..., Page], text: str) -> None:
    page = pair_page(text)
    page.evaluate("select({ node: 0 })")
    assert page.locator("#panel h2").text_content() == text
    page.evaluate("select({ link: 0 })")
    assert page.locator("#panel .dispute").count() == 1
    page.fill("#query", text[:4])
    page.locator("#rows summary").first.click()
    for facet in ("kind", "technology", "policy", "status", "thing"):
        page.evaluate(
            "name => { const group = document.querySelector(`[data-facet=${name}]`); if (group) group.open = true; }",
            facet,
        )
    page.click("text=Map")
    page.click("text=Network")
    for button in ("#save-svg", "#save-csv", "#save-png"):
        save(page, button)
    page.reload()
    page.wait_for_timeout(50)
    assert page.evaluate("window.fired") is None
    assert page.locator("main img, main script, main iframe").count() == 0
    assert page.locator("a:not([href^='#'])").count() == 0
    page.locator("#rows summary").first.click()
    assert page.locator("#rows blockquote").first.text_content() == text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_link_does_nothing(sample_page: Page, text: str) -> None:
    for name in ("country", "least", "span", "around", "size", "view", "selected"):
        sample_page.evaluate(
            "([name, text]) => { location.hash = new URLSearchParams({ [name]: text }); }", [name, text]
        )
        sample_page.wait_for_timeout(20)
    assert sample_page.evaluate("window.fired") is None
    assert sample_page.locator("#shown").inner_text() == "68 of 68 things shown."
