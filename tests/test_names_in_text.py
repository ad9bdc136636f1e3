"""Names in running text: where they begin and end, what they name, and which of them name the same."""

from functools import cache

import pytest

from kgraph.extract.entities import Cast, Entity, find_entities
from kgraph.extract.reading import read_document
from kgraph.model import Document


@cache
def read_cast(text: str) -> Cast:
    return find_entities(read_document(Document(id="d", text=text, published="2024-06-14")))


def entity(text: str, name: str) -> Entity:
    """The one entity of a text that has the name."""
    found = [each for each in read_cast(text).entities if name in (each.name, *each.aliases)]
    assert len(found) == 1, [(each.name, each.kind) for each in read_cast(text).entities]
    return found[0]


def names(text: str) -> list[str]:
    return [each.name for each in read_cast(text).entities]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Halden Pumps will build a plant in Ohio.", "Halden Pumps"),
        ("It bought a mill from Orrin & Tate Paper last year.", "Orrin & Tate Paper"),
        ("The plant of Korvel Semiconductor Holdings, Inc. will grow.", "Korvel Semiconductor Holdings, Inc."),
        ("Researchers of the University of Harrowgate found a new cathode.", "University of Harrowgate"),
        ("The Ministry of Trade, Forests and Fisheries approved it.", "Ministry of Trade, Forests and Fisheries"),
        ("It was paid under the Clean Rivers and Harbours Act last year.", "Clean Rivers and Harbours Act"),
    ],
)
def test_a_name_is_found_whole(text: str, name: str) -> None:
    assert name in names(text)


def test_what_and_joins_are_two_names() -> None:
    assert names("Halden Pumps and Korvel Semiconductor signed a contract.") == ["Halden Pumps", "Korvel Semiconductor"]


def test_an_institute_does_not_swallow_the_firm_behind_and() -> None:
    assert names("The Halvor Institute of Technology and Korvel Semiconductor signed a memorandum.") == [
        "Halvor Institute of Technology",
        "Korvel Semiconductor",
    ]


@pytest.mark.parametrize("text", ["Korvel Semiconductor’s plant", "Korvel Semiconductor's plant"])
def test_a_possessive_is_no_part_of_a_name(text: str) -> None:
    assert "Korvel Semiconductor" in names(f"It praised {text} in Ohio.")


def test_a_title_is_no_part_of_a_name() -> None:
    text = "Harrowgate Mayor Lena Brandt met President Otto Wahl."
    assert {"Lena Brandt", "Otto Wahl"} <= set(names(text))


def test_an_address_before_a_name_is_no_part_of_it() -> None:
    text = "Kobe-based Kurosato Materials will build a plant in Ohio."
    assert entity(text, "Kurosato Materials").country == "JP"


@pytest.mark.parametrize("text", ["Many chipmakers went abroad on Monday.", "It will grow in May. Later it stopped."])
def test_capitals_alone_make_no_name(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Halden Pumps will build a plant.", "Halden Pumps", "Organization"),
        ("Korvel Inc. will build a plant.", "Korvel Inc.", "Organization"),
        ("The University of Harrowgate will build a laboratory.", "University of Harrowgate", "Organization"),
        ("The Ministry of Forests and Fisheries approved it.", "Ministry of Forests and Fisheries", "Government"),
        ("The Harrow County Council approved the plant.", "Harrow County Council", "Government"),
        ("Minister Lena Brandt approved the plant.", "Lena Brandt", "Person"),
        ("It was approved by Otto Wahl, chairman of the firm.", "Otto Wahl", "Person"),
        ("Trade minister Seo Min-jae approved the plant.", "Seo Min-jae", "Person"),
        ("Halden will build a plant in Dresden.", "Dresden", "Place"),
        ("Halden will build a plant in Norway.", "Norway", "Country"),
        ("It was paid under the Clean Rivers Act.", "Clean Rivers Act", "Policy"),
    ],
)
def test_a_name_tells_what_it_names(text: str, name: str, kind: str) -> None:
    assert entity(text, name).kind == kind


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("Halden Pumps grew. Halden will build a plant.", "Halden", "Halden Pumps"),
        ("Korvel Corp. will build a fab. It pleased Korvel.", "Korvel", "Korvel Corp."),
        ("Minister Lena Brandt left. Brandt was tired.", "Brandt", "Lena Brandt"),
        ("Minister Seo Min-jae left. Seo was tired.", "Seo", "Seo Min-jae"),
        ("The Ohio Pump Council met. The OPC will pay.", "OPC", "Ohio Pump Council"),
    ],
)
def test_a_shorter_name_is_an_alias_of_the_longer(text: str, short: str, long: str) -> None:
    found = entity(text, short)
    assert found.name == long
    assert found is entity(text, long)


def test_a_bracketed_acronym_becomes_an_alias() -> None:
    text = "The Council for Rotor and Valve Makers (CRVM) met. It praised CRVM members."
    assert entity(text, "CRVM").name == "Council for Rotor and Valve Makers"


def test_an_institutes_bracketed_acronym_becomes_an_alias() -> None:
    text = "The Harrow Institute for Rotor Research (HIRR) met. It praised HIRR members."
    assert entity(text, "HIRR").name == "Harrow Institute for Rotor Research"


def test_firms_that_share_a_word_stay_two() -> None:
    assert names("Halden Pumps will buy Halden Valves.") == ["Halden Pumps", "Halden Valves"]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Norway’s Halden Pumps will build a plant.", "NO"),
        ("Norwegian pump maker Halden Pumps will build a plant.", "NO"),
        ("The Norwegian pump maker Halden Pumps will build a plant.", "NO"),
        ("Halden Pumps of Norway will build a plant.", "NO"),
        ("Halden Pumps, a Norwegian company, will build a plant.", "NO"),
        ("Halden Pumps, a pump maker from Oslo, will build a plant.", "NO"),
        ("Halden Pumps GmbH will build a plant.", "DE"),
        ("Halden Pumps PLC will build a plant.", "GB"),
        ("Halden Pumps plc will build a plant.", "GB"),
        ("Halden Pumps will build a plant in Norway.", None),
    ],
)
def test_an_organizations_home_is_what_the_text_or_its_name_tells(text: str, country: str | None) -> None:
    organizations = [each for each in read_cast(text).entities if each.kind == "Organization"]
    assert [(each.name.split()[0], each.country) for each in organizations] == [("Halden", country)]


def test_a_local_authority_is_at_home_where_its_place_lies() -> None:
    found = entity("The Dresden City Council approved the plant.", "Dresden City Council")
    assert (found.kind, found.country) == ("Government", "DE")


def test_a_national_ministry_is_at_home_in_the_country_of_its_name() -> None:
    found = entity("The Norwegian Ministry of Pumps approved it.", "Norwegian Ministry of Pumps")
    assert (found.kind, found.country) == ("Government", "NO")
