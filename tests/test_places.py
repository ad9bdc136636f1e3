"""Towns, states and provinces."""

import pytest

from kgraph.gazetteer import find_places, lookup_division, lookup_place


@pytest.mark.parametrize(
    ("name", "country", "division"),
    [
        ("Taylor, Texas", "US", "Texas"),
        ("Clay, N.Y.", "US", "New York"),
        ("Malta, New York", "US", "New York"),
        ("Yongin-si", "KR", "Gyeonggi Province"),
        ("Ochang", "KR", "North Chungcheong Province"),
        ("Higashi-Hiroshima", "JP", "Hiroshima Prefecture"),
        ("Kikuyo", "JP", "Kumamoto Prefecture"),
        ("City of Chitose", "JP", "Hokkaido"),
        ("Wroclaw", "PL", None),
        ("Ho Chi Minh City", "VN", None),
        ("Batu Kawan", "MY", None),
        ("Sriperumbudur", "IN", "Tamil Nadu"),
        ("Dresden, Germany", "DE", "Saxony"),
    ],
)
def test_towns_of_the_field_are_known(name: str, country: str, division: str | None) -> None:
    entry = lookup_place(name)
    assert entry is not None
    assert (entry.kind, entry.country, entry.division) == ("city", country, division)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Gyeongbuk", "North Gyeongsang Province"),
        ("Gyeongsangbuk-do", "North Gyeongsang Province"),
        ("Tex.", "Texas"),
        ("Kumamoto Prefecture", "Kumamoto Prefecture"),
        ("Georgia", "Georgia"),
    ],
)
def test_states_are_known_by_their_spellings(name: str, expected: str) -> None:
    entry = lookup_division(name)
    assert entry is not None
    assert (entry.name, entry.kind) == (expected, "state")


def test_the_state_decides_between_towns_of_one_name() -> None:
    for state in ("Texas", "Michigan"):
        entry = lookup_place("Taylor", "US", state)
        assert entry is not None
        assert entry.division == state
    assert lookup_place("Taylor", "JP") is None
    assert lookup_place("Yokohama, Texas") is None
    assert lookup_place("Nowhereville") is None


def _found(text: str) -> list[tuple[str, str, str | None]]:
    return [(text[s.start : s.end], s.entry.name, s.entry.division) for s in find_places(text)]


def test_a_town_and_what_follows_it_are_one_span() -> None:
    assert _found("in Yokohama, Japan, Kimitsu City, Chiba Prefecture, and Kulim (Malaysia)") == [
        ("Yokohama, Japan", "Yokohama", "Kanagawa Prefecture"),
        ("Kimitsu City, Chiba Prefecture", "Kimitsu", "Chiba Prefecture"),
        ("Kulim (Malaysia)", "Kulim", None),
    ]


def test_states_in_a_row_are_states() -> None:
    assert [name for _, name, _ in _found("plants in Arizona, Texas and Ohio")] == [
        "Arizona",
        "Texas",
        "Ohio",
    ]


@pytest.mark.parametrize(
    "text",
    ["Reading and Nice are Mobile", "Mr. Chandler of Toyota", "since August in August", "Texas Instruments"],
)
def test_words_people_and_firms_are_no_places(text: str) -> None:
    assert _found(text) == []


def test_a_name_that_is_sure_once_is_known_elsewhere() -> None:
    assert _found("The Taylor fab. It stands in Taylor, Texas.")[0] == ("Taylor", "Taylor", "Texas")
    assert _found("It stands in Taylor. Texas paid.")[0] == ("Taylor", "Taylor", "Texas")


def test_towns_and_counties_that_no_table_has_are_known_by_their_state() -> None:
    assert _found("in Quux Springs, Wyoming, and in Anderson County, South Carolina") == [
        ("Quux Springs, Wyoming", "Quux Springs", "Wyoming"),
        ("Anderson County, South Carolina", "Anderson County", "South Carolina"),
    ]


def test_the_countries_that_a_text_is_about_decide() -> None:
    [span] = find_places("the plant in Valencia", countries=["ES"])
    assert span.entry.country == "ES"
    [span] = find_places("the plant in Valencia", countries=["VE", "JP"])
    assert span.entry.country == "VE"
