"""Sites: whose they are, of what kind, where, and when they open."""

from functools import cache

import pytest

from kgraph.extract.coreference import find_anaphors
from kgraph.extract.entities import find_entities
from kgraph.extract.reading import read_document
from kgraph.extract.sites import Site, find_sites
from kgraph.model import Document


@cache
def read_sites(text: str, title: str = "") -> list[Site]:
    reading = read_document(Document(id="d", title=title, text=text, published="2024-06-14"))
    return find_sites(find_anaphors(find_entities(reading)))


def site(text: str) -> Site:
    """The one site of a text."""
    (found,) = read_sites(text)
    return found


def operators(text: str) -> list[str]:
    return [each.name for each in site(text).operators]


@pytest.mark.parametrize(
    "text",
    [
        "Halden Industries will build a plant in Graz.",
        "Halden Industries plans to open a plant in Graz.",
        "A plant in Graz will be built by Halden Industries.",
        "The Halden Industries plant in Graz will grow.",
        "Halden Industries’ plant in Graz will grow.",
        "The plant of Halden Industries in Graz will grow.",
        "Halden Industries said it would expand its plant in Graz.",
        "Halden Industries unveiled plans for a plant in Graz.",
        "Halden Industries will pay $9 million for a plant in Graz.",
        "Halden Industries broke ground on a plant in Graz.",
        "Utah will lend Halden Industries $9 million for a plant in Graz.",
    ],
)
def test_a_plant_is_run_by_who_builds_or_owns_it(text: str) -> None:
    assert operators(text) == ["Halden Industries"]
    assert (site(text).location.place, site(text).location.country) == ("Graz", "AT")


def test_a_plant_of_two_is_run_by_both() -> None:
    assert operators("Halden Industries and Tessaly Holdings will build a plant in Graz.") == [
        "Halden Industries",
        "Tessaly Holdings",
    ]


def test_a_new_site_of_the_second_firm_is_not_the_first_firms() -> None:
    text = (
        "Halden Industries will build a plant in Graz. Halden will hire many.\n\n"
        "Tessaly Holdings unveiled plans for a laboratory in Kobe, Japan."
    )
    assert [[each.name for each in found.operators] for found in read_sites(text)] == [
        ["Halden Industries"],
        ["Tessaly Holdings"],
    ]


@pytest.mark.parametrize(
    ("noun", "kind"),
    [
        ("chip plant", "fab"),
        ("wafer fab", "fab"),
        ("memory chip factory", "fab"),
        ("chip packaging plant", "packaging"),
        ("cathode plant", "materials"),
        ("aramid fiber factory", "materials"),
        ("photoresist plant", "materials"),
        ("battery cell plant", "battery"),
        ("gigafactory", "battery"),
        ("car assembly plant", "assembly"),
        ("electric vehicle plant", "assembly"),
        ("research center", "research"),
        ("research laboratory", "research"),
        ("data center", "data_center"),
        ("hydrogen plant", "energy"),
        ("wind farm", "energy"),
        ("plant for vacuum pumps", "equipment"),
        ("paper mill", "plant"),
        ("shipyard", "plant"),
    ],
)
def test_the_words_beside_a_site_tell_its_kind(noun: str, kind: str) -> None:
    assert site(f"Tessaly Holdings will build a {noun} in Graz.").kind == kind


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("Halden Industries will build a plant in Graz, set for completion in 2026.", "2026"),
        ("Halden Industries will build a plant in Graz. It will open in March 2026.", "2026-03"),
        ("Halden Industries will build a plant in Graz. Production is to start in 2027.", "2027"),
        ("Halden Industries will open a plant in Graz next year.", "2025"),
        ("Halden Industries opened a plant in Graz in May.", "2024-05"),
        ("Halden Industries opened a plant in Graz on Monday.", "2024-06-10"),
        ("Halden Industries said in May it would build a plant in Graz.", None),
        ("Halden Industries will build a plant in Graz.", None),
    ],
)
def test_a_site_opens_when_its_opening_is_dated(text: str, opens: str | None) -> None:
    assert site(text).opens == opens


def test_the_plant_spoken_of_again_is_one_site() -> None:
    text = (
        "Halden Industries will build a plant in Graz. The plant will make valves. It praised the Graz plant of Halden."
    )
    assert len(read_sites(text)) == 1


def test_another_plant_is_another_site() -> None:
    text = "Halden Industries has a plant in Graz. It will build a second plant in Kobe."
    assert [found.location.place for found in read_sites(text)] == ["Graz", "Kobe"]


def test_plants_of_two_firms_in_one_town_are_two_sites() -> None:
    text = "Halden Industries has a plant in Graz. Tessaly Holdings will build a plant in Graz."
    assert len(read_sites(text)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Halden Industries has no plan to build a plant in Graz.",
        "Halden Industries makes pumps for chip plants.",
        "Halden Industries will build pumps in Graz.",
        "Plant managers met in Graz.",
        "It takes a new line in the talks.",
    ],
)
def test_what_nobody_builds_is_no_site(text: str) -> None:
    assert read_sites(text) == []


def test_a_title_alone_tells_no_site() -> None:
    assert read_sites("It rained.", "Halden Industries to build a plant in Graz") == []


def test_a_site_knows_its_technologies() -> None:
    assert site("Tessaly Holdings will build a cathode plant in Graz.").technologies == ("battery materials",)
