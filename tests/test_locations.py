"""A noun stands where its own words, its clause or its sentence put it."""

from functools import cache

import pytest

from kgraph.extract.coreference import Discourse, find_anaphors
from kgraph.extract.entities import find_entities
from kgraph.extract.locations import Location, find_location, main_location
from kgraph.extract.reading import read_document
from kgraph.model import Document


@cache
def read_discourse(text: str) -> Discourse:
    return find_anaphors(find_entities(read_document(Document(id="d", text=text, published="2024-06-14"))))


def locate(text: str, word: str = "plant") -> tuple[str | None, str | None]:
    discourse = read_discourse(text)
    token = next(each for each in discourse.cast.reading.parse if each.lower_ == word)
    found = find_location(discourse, token)
    return found.place, found.country


@pytest.mark.parametrize(
    ("text", "place", "country"),
    [
        ("Halden will build a plant in Dresden, Germany.", "Dresden", "DE"),
        ("Halden will build a plant in Dresden.", "Dresden", "DE"),
        ("Halden will build a plant near Graz in Austria.", "Graz", "AT"),
        ("Halden will build a plant in Norway.", None, "NO"),
        ("Halden will build a plant in the state of Ohio.", "Ohio", "US"),
        ("Halden will build a plant in the Austrian city of Graz.", "Graz", "AT"),
        ("Halden will build a plant outside Graz.", "Graz", "AT"),
        ("Halden will expand its Graz plant.", "Graz", "AT"),
        ("Halden plans a plant for valves, pumps and rotors in Graz.", "Graz", "AT"),
        ("In Graz, Halden will build a plant.", "Graz", "AT"),
        ("A plant of Halden Pumps at Graz will grow.", "Graz", "AT"),
        ("Halden will build a plant.", None, None),
    ],
)
def test_a_plant_stands_where_the_sentence_puts_it(text: str, place: str | None, country: str | None) -> None:
    assert locate(text) == (place, country)


def test_two_plants_of_a_sentence_stand_each_in_its_place() -> None:
    text = "Halden will build a plant in Graz and a laboratory in Kobe."
    assert locate(text) == ("Graz", "AT")
    assert locate(text, "laboratory") == ("Kobe", "JP")


def test_the_home_of_the_firm_is_not_where_its_plant_stands() -> None:
    assert locate("Norway’s Halden Pumps will build a plant in Graz.") == ("Graz", "AT")


def test_the_town_is_told_as_the_text_writes_it() -> None:
    assert locate("Halden will build a plant in Montreal.") == ("Montreal", "CA")


def test_a_location_takes_from_another_only_what_agrees() -> None:
    austria = Location(None, "AT")
    assert austria.narrow(Location("Graz", "AT")) == Location("Graz", "AT")
    assert austria.narrow(Location("Kobe", "JP")) == austria
    assert Location("Graz").narrow(austria) == Location("Graz", "AT")


def test_a_location_without_place_and_country_counts_for_nothing() -> None:
    assert not Location()
    assert Location(None, "AT")


def test_the_news_is_where_the_opening_sets_it() -> None:
    text = "Halden will build a plant in Graz.\n\nIt has another one in Kobe."
    assert main_location(read_discourse(text)) == Location("Graz", "AT")


def test_news_without_a_place_is_nowhere() -> None:
    assert main_location(read_discourse("Halden will build a plant.")) == Location()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("GRAZ - Halden Pumps opened a plant here on Monday.", "Graz"),
        ("GRAZ, Austria (June 2) -- Halden Pumps opened a plant here.", "Graz"),
        ("The cable ends in Kobe, where Halden Pumps is putting up a plant.", "Kobe"),
        ("Halden Pumps will build a plant in Singapore.", "Singapore"),
        ("Halden Pumps will build a plant in Europe.", None),
        ("Halden Pumps will build a plant south of Graz.", "Graz"),
    ],
)
def test_here_where_and_regions_of_the_world(text: str, place: str | None) -> None:
    assert locate(text)[0] == place


def test_the_authority_that_acts_tells_the_town_of_the_news() -> None:
    text = "Samcheok City said Halden Pumps will build a plant."
    assert main_location(read_discourse(text)).place == "Samcheok"


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("GRAZ - ", "Graz"),
        ("LIMA, Ohio - ", "Lima"),
        ("GEORGE TOWN: ", "George Town"),
        ("DYERLAND, Tenn. -- ", "Dyerland"),
    ],
)
def test_here_is_the_place_of_the_dateline(line: str, place: str) -> None:
    assert locate(f"{line}Halden opened a plant here on Tuesday.")[0] == place
