"""The page in Chromium, from a file, with real clicks and keys: the drawing, what is selected, search."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

DARK_PIXELS = """() => {
    const canvas = document.querySelector('#picture canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let painted = 0;
    for (let at = 0; at < data.length; at += 4)
        if (data[at + 3] > 0 && data[at] + data[at + 1] + data[at + 2] < 600) painted += 1;
    return painted;
}"""


def click_thing(page: Page, iri: str) -> None:
    """Click where the drawing shows it."""
    box = page.locator("#picture").bounding_box()
    point = page.evaluate("iri => locateNode(scene, DATA.nodes.find((node) => node.iri === iri))", iri)
    assert box
    page.mouse.click(box["x"] + point["x"], box["y"] + point["y"])


def click_link(page: Page, link: int = 0) -> None:
    """Click on the middle of a line."""
    box = page.locator("#picture").bounding_box()
    point = page.evaluate("link => locateLine(scene, DATA.links[link], 0.5)", link)
    assert box
    page.mouse.click(box["x"] + point["x"], box["y"] + point["y"])


def test_the_drawing_is_painted(sample_page: Page) -> None:
    assert sample_page.evaluate(DARK_PIXELS) > 20_000


def test_all_things_stand_inside_the_opening_view(sample_page: Page) -> None:
    outside = sample_page.evaluate(
        "DATA.nodes.filter((node) => !contains(viewedBox(scene), locateNode(scene, node))).length"
    )
    assert outside == 0


def test_no_two_names_overlap_at_the_opening_view_and_most_things_are_named(sample_page: Page) -> None:
    named, crowded = sample_page.evaluate(
        "() => { const after = (at) => scene.named.slice(at + 1);"
        " const crowded = (spot, at) => after(at).some((other) => overlap(spot, other));"
        " return [scene.named.length, scene.named.filter(crowded).length]; }"
    )
    assert named >= 55 and crowded == 0


def test_names_are_readable_at_the_opening_view(sample_page: Page) -> None:
    heights = sample_page.evaluate("scene.named.map(({ font }) => Number(/([0-9.]+)px/.exec(font)[1]))")
    assert min(heights) >= 11


@pytest.mark.parametrize("width", [1280, 390])
def test_titles_of_regions_stand_in_view(sample_page: Page, width: int) -> None:
    sample_page.set_viewport_size({"width": width, "height": 720})
    sample_page.reload()
    titles = sample_page.evaluate(
        "listRegions(scene).map(({ title }) => [title.text, contains(viewedBox(scene), title)])"
    )
    assert sorted(titles) == [[name, True] for name in ("JAPAN", "SOUTH KOREA", "TAIWAN", "UNITED STATES")]


def test_the_title_of_a_region_at_the_edge_is_moved_into_view(sample_page: Page) -> None:
    box = sample_page.evaluate(
        "titleRegion('A country of a long name', { left: 0, right: 9, top: 50, bottom: 60 }, 0, 900)"
    )
    assert box["left"] > 0 and box["right"] - box["left"] > 100


def test_a_click_on_a_thing_shows_its_quote_and_source(pair_page: Callable[..., Page]) -> None:
    page = pair_page()
    click_thing(page, "urn:a")
    panel = page.locator("#panel")
    assert panel.locator("h2").inner_text() == "한국전지"
    assert panel.locator(".kicker").first.inner_text() == "Organization · South Korea"
    assert panel.locator("blockquote").inner_text() == "We will build it."
    source = panel.locator("figcaption a")
    assert (source.inner_text(), source.get_attribute("href")) == ("A plant is coming", "https://example.org/a")
    assert source.get_attribute("rel") == "noopener noreferrer"
    assert "The Daily, 2024-01" in panel.locator("figcaption").inner_text()


def test_a_thing_shows_what_it_gives_and_whom_it_is_linked_with(pair_page: Callable[..., Page]) -> None:
    page = pair_page()
    click_thing(page, "urn:a")
    assert page.locator("#panel > .sum").inner_text() == "Gives USD 2 bn"
    assert page.locator(".neighbour").inner_text().split("\n") == ["Plant", "USD 2 bn"]
    click_thing(page, "urn:b")
    assert page.locator("#panel > .sum").inner_text() == "Receives USD 2 bn"
    assert "Site in Austin" in page.locator("#panel").inner_text()


def test_where_sources_disagree_the_panel_says_what_each_says(pair_page: Callable[..., Page]) -> None:
    page = pair_page()
    click_link(page)
    dispute = page.locator("#panel .dispute")
    assert dispute.locator(".word").inner_text() == "Sources disagree on amount"
    assert [line.split(" — ")[0] for line in dispute.locator("li").all_inner_texts()] == ["3 bn", "2 bn"]


def test_a_click_on_a_line_shows_what_it_bundles(pair_page: Callable[..., Page]) -> None:
    page = pair_page()
    click_link(page)
    assert page.locator("#panel h2 .thing").all_inner_texts() == ["한국전지", "Plant"]
    assert page.locator("#panel blockquote").inner_text() == "We will build it."
    assert page.locator("#panel .kicker").first.inner_text() == "Cross-border link"


def test_a_line_that_bundles_facts_carries_their_number(sample_page: Page) -> None:
    bundled, numbers = sample_page.evaluate(
        "() => [DATA.links.filter(({ parts }) => new Set(parts.map(([fact]) => fact)).size > 1).length,"
        " layOutWords(scene).counts.map(({ text }) => Number(text))]"
    )
    assert len(numbers) == bundled > 0 and min(numbers) > 1


def test_search_finds_by_a_part_of_a_korean_name_and_enter_selects(sample_page: Page) -> None:
    sample_page.fill("#query", "전지 2")
    assert sample_page.locator("#matches button").all_inner_texts() == ["한국전지 2"]
    sample_page.press("#query", "Enter")
    assert sample_page.locator("#panel h2").inner_text() == "한국전지 2"


@pytest.mark.parametrize("name", ["hankook", "삼한", "ＨＡＮＫＯＯＫ chips"])
def test_search_finds_by_another_name_and_says_which(sample_page: Page, name: str) -> None:
    sample_page.fill("#query", name)
    assert sample_page.locator("#matches button").count() == 1
    assert sample_page.locator("#matches .thing > bdi").inner_text() == "한국반도체 1"
    assert sample_page.locator("#matches .quiet").inner_text() in ("Hankook Chips", "삼한반도체")


def test_keys_alone_lead_from_search_to_a_thing_and_back(sample_page: Page) -> None:
    sample_page.focus("#query")
    sample_page.keyboard.type("chipmaker")
    second = sample_page.locator("#matches button").nth(1).inner_text()
    sample_page.keyboard.press("ArrowDown")
    sample_page.keyboard.press("ArrowDown")
    sample_page.keyboard.press("Enter")
    assert sample_page.locator("#panel h2").inner_text() == second
    sample_page.keyboard.press("Escape")
    assert sample_page.locator("#panel").is_hidden()
    assert sample_page.evaluate("document.activeElement.id") == "query"


def test_keys_step_through_the_drawing_and_into_what_is_told(sample_page: Page) -> None:
    sample_page.focus("#picture .vis-network")
    names = sample_page.evaluate("scene.drawn.map(({ name }) => name)")
    seen = []
    for key in "nnpp":
        sample_page.keyboard.press(key)
        seen.append(sample_page.locator("#panel h2").inner_text())
        assert sample_page.locator("#said").inner_text() == seen[-1]
    assert seen == [names[0], names[1], names[0], names[-1]]
    sample_page.keyboard.press("Enter")
    assert sample_page.evaluate("document.activeElement.id") == "panel"


def test_a_key_step_brings_a_thing_into_view(sample_page: Page) -> None:
    sample_page.focus("#picture .vis-network")
    for _ in range(9):
        sample_page.click("#zoom [data-zoom='1.3']")
    sample_page.focus("#picture .vis-network")
    for _ in range(5):
        sample_page.keyboard.press("n")
        assert sample_page.evaluate(
            "(() => { const { x, y } = locateNode(scene, scene.drawn.find(({ id }) => id === state.selected.node));"
            "const box = viewedBox(scene);"
            "return x >= 0 && y >= 0 && x <= box.right - panel.offsetWidth && y <= box.bottom })()"
        )


def test_a_thing_that_the_filters_hide_is_found_all_the_same(sample_page: Page) -> None:
    sample_page.get_by_label("South Korea").uncheck()
    sample_page.fill("#query", "한국전지 1")
    sample_page.press("#query", "Enter")
    assert sample_page.locator("#panel h2").inner_text() == "한국전지 1"
    assert sample_page.get_by_label("South Korea").is_checked()


def test_one_thing_can_be_seen_with_its_partners_alone(sample_page: Page) -> None:
    click_thing(sample_page, "urn:KR:0:0")
    neighbours = sample_page.locator(".neighbour").count()
    sample_page.click("text=Only this and what it is linked with")
    assert sample_page.evaluate("state.seen.nodes.size") == neighbours + 1
    assert sample_page.locator("#around").inner_text() == "Only 한국반도체 1 and what it is linked with."
    sample_page.click("#everything")
    assert sample_page.evaluate("state.seen.nodes.size") == 68


def test_sizes_follow_the_measure_that_is_chosen(sample_page: Page) -> None:
    before = sample_page.evaluate("DATA.nodes[67].size")
    sample_page.select_option("#measure", label="Dollars given and received")
    assert sample_page.evaluate("scene.nodes.get(67).size") == 22 != before


def test_the_map_shows_facilities_and_keys_open_them(sample_page: Page) -> None:
    sample_page.click("text=Map")
    sites = sample_page.locator("#sites .site")
    assert sites.count() == sample_page.evaluate("DATA.sites.length") > 10
    assert sample_page.locator("#network").is_hidden()
    sample_page.locator("#sites .site[tabindex='0']").focus()
    first = sample_page.evaluate("document.activeElement.dataset.node")
    sample_page.keyboard.press("ArrowRight")
    other = sample_page.evaluate("document.activeElement.dataset.node")
    assert other != first
    sample_page.keyboard.press("Enter")
    assert sample_page.locator("#panel h2").inner_text() == sample_page.evaluate(
        "id => DATA.nodes[id].name", int(other)
    )


def test_the_map_follows_the_filters_and_sizes_follow_sums(sample_page: Page) -> None:
    sample_page.click("text=Map")
    sample_page.get_by_label("United States").uncheck()
    codes = sample_page.evaluate("[...new Set(map.sites.map(({ node }) => DATA.nodes[node].country))].sort()")
    assert codes == ["JP", "KR", "TW"]
    sums, radii = sample_page.evaluate(
        "[map.sites.map(({ usd }) => usd),"
        " map.sites.map(({ node }) => document.querySelector(`[data-node='${node}'] circle`).r.baseVal.value)]"
    )
    assert sums == sorted(sums, reverse=True) and radii == sorted(radii, reverse=True) and radii[0] > radii[-1]


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_wider_than_the_window(sample_page: Page, width: int) -> None:
    sample_page.set_viewport_size({"width": width, "height": 844})
    sample_page.reload()
    assert sample_page.evaluate("document.documentElement.scrollWidth") <= width
    assert sample_page.evaluate(DARK_PIXELS) > 8_000
