"""Pronouns and descriptions stand for whom a reader takes them to stand for."""

from functools import cache

import pytest

from kgraph.extract.coreference import Discourse, find_anaphors
from kgraph.extract.entities import find_entities
from kgraph.extract.reading import read_document
from kgraph.model import Document


@cache
def read_discourse(text: str) -> Discourse:
    return find_anaphors(find_entities(read_document(Document(id="d", text=text, published="2024-06-14"))))


def meant(text: str, word: str) -> list[str]:
    """The names of those for whom the last `word` of a text stands."""
    discourse = read_discourse(text)
    token = [each for each in discourse.cast.reading.parse if each.lower_ == word][-1]
    return [each.name for each in discourse.resolve(token)]


@pytest.mark.parametrize("verb", ["said", "announced", "confirmed", "stated"])
def test_it_after_a_reporting_verb_is_the_one_who_reports(verb: str) -> None:
    assert meant(f"Korvel Semiconductor {verb} it would build a plant.", "it") == ["Korvel Semiconductor"]


def test_it_is_the_subject_of_the_sentence_before() -> None:
    text = "Korvel Semiconductor will supply Halden Pumps. It will also build a plant."
    assert meant(text, "it") == ["Korvel Semiconductor"]


def test_an_owner_is_the_subject_of_its_sentence() -> None:
    assert meant("Korvel Semiconductor will expand its fab in Dresden.", "its") == ["Korvel Semiconductor"]


def test_the_plant_that_is_supported_belongs_to_the_one_who_receives() -> None:
    text = "The Ministry of Forests will provide Halden Pumps with $9 million for its plant in Utah."
    assert meant(text, "its") == ["Halden Pumps"]


def test_the_chipmaker_is_the_last_firm() -> None:
    text = "The Ministry of Forests praised Korvel Semiconductor. The chipmaker will build a fab."
    assert meant(text, "chipmaker") == ["Korvel Semiconductor"]


def test_the_company_is_the_subject_rather_than_a_firm_in_passing() -> None:
    text = "Korvel Semiconductor bought tools from Halden Pumps. The company will build a fab."
    assert meant(text, "company") == ["Korvel Semiconductor"]


def test_a_nationality_tells_which_firm_is_meant() -> None:
    text = "Norway’s Halden Pumps met Italy’s Orrin Valves. The Norwegian company will build a plant."
    assert meant(text, "company") == ["Halden Pumps"]


@pytest.mark.parametrize("words", ["The two companies", "Both companies", "The firms"])
def test_the_two_companies_are_those_named_together(words: str) -> None:
    text = f"Korvel Semiconductor and Halden Pumps met. {words} will build a plant."
    assert meant(text, words.split()[-1].lower()) == ["Korvel Semiconductor", "Halden Pumps"]


def test_they_are_those_named_together() -> None:
    text = "Korvel Semiconductor and Halden Pumps met. They will build a plant."
    assert meant(text, "they") == ["Korvel Semiconductor", "Halden Pumps"]


def test_the_ministry_is_the_ministry_named_before_and_no_firm() -> None:
    text = "The Ministry of Forests will help Halden Pumps. The ministry will pay $9 million."
    assert meant(text, "ministry") == ["Ministry of Forests"]


def test_the_government_is_that_of_the_country_named_with_it() -> None:
    assert meant("The Norwegian government will pay.", "government") == ["Government of Norway"]


def test_a_country_that_acts_is_its_government() -> None:
    assert meant("Norway will fund the plant.", "norway") == ["Government of Norway"]


def test_a_country_where_something_stands_is_no_government() -> None:
    assert meant("Halden will build a plant in Norway.", "norway") == []


@pytest.mark.parametrize(("capital", "country"), [("Oslo", "Norway"), ("Tokyo", "Japan"), ("Berlin", "Germany")])
def test_a_capital_stands_for_its_government_when_it_acts(capital: str, country: str) -> None:
    assert meant(f"{capital} will subsidise the plant.", capital.lower()) == [f"Government of {country}"]


def test_a_capital_in_which_something_stands_is_no_government() -> None:
    assert meant("Halden will open a laboratory in Oslo.", "oslo") == []


def test_a_state_that_acts_is_its_authority() -> None:
    (found,) = (e for e in read_discourse("Ohio awarded Halden Pumps a grant.").resolve(
        read_discourse("Ohio awarded Halden Pumps a grant.").cast.reading.parse[0]
    ))  # fmt: skip
    assert (found.name, found.kind, found.country) == ("Ohio", "Government", "US")


@pytest.mark.parametrize("text", ["The state of Ohio will pay.", "It was paid by the state of Ohio."])
def test_the_state_of_a_place_is_its_authority(text: str) -> None:
    assert meant(text, "state") == ["Ohio"]


def test_a_ministry_without_a_capital_is_known_by_its_country_and_portfolio() -> None:
    assert meant("Norway’s fisheries ministry will pay.", "ministry") == ["Norway’s fisheries ministry"]


def test_a_description_without_anyone_before_it_stands_for_nobody() -> None:
    assert meant("The company will build a plant. It is big.", "company") == []


@pytest.mark.parametrize("word", ["we", "our"])
def test_a_speaker_is_the_party_spoken_of_last(word: str) -> None:
    text = f"Korvel Semiconductor will grow. “{word.title()} plans are big.”"
    assert meant(text, word) == ["Korvel Semiconductor"]


@pytest.mark.parametrize(
    ("text", "word", "government"),
    [
        ("Korvel will build in Boise, Idaho. The state will pay $9 million.", "state", "Idaho"),
        ("Korvel will build in Yatsushiro, Kumamoto. The prefecture will pay.", "prefecture", "Kumamoto Prefecture"),
        ("Korvel will build in Boise, Idaho. The city will pay $9 million.", "city", "Boise"),
        ("Korvel will build in Boise, Idaho. The city council approved it.", "council", "Boise"),
        ("Korvel will build a plant in Imari, Japan. The state pays half of it.", "state", "Government of Japan"),
        ("Korvel met the governments of Norway and Ontario.", "governments", "Government of Norway"),
        ("OSLO - Korvel will build a plant. The industry ministry will pay.", "ministry", "Norway’s industry ministry"),
        ("WASHINGTON - Korvel won. The energy department pays.", "department", "U.S. Department of Energy"),
    ],
)
def test_an_authority_without_a_name_is_told_by_its_level_and_where_the_story_plays(
    text: str, word: str, government: str
) -> None:
    assert meant(text, word)[:1] == [government]


@pytest.mark.parametrize("words", ["The two", "The pair", "The duo"])
def test_the_two_are_those_named_together(words: str) -> None:
    text = f"Korvel Semiconductor and Halden Pumps met. {words} will build a plant."
    assert meant(text, words.split()[-1].lower()) == ["Korvel Semiconductor", "Halden Pumps"]


@pytest.mark.parametrize(("word", "firm"), [("former", "Korvel Semiconductor"), ("latter", "Halden Pumps")])
def test_former_and_latter_count_those_named_together(word: str, firm: str) -> None:
    assert meant(f"Korvel Semiconductor and Halden Pumps met. The {word} will pay.", word) == [firm]


def test_who_is_bought_is_not_who_buys() -> None:
    text = "Korvel Semiconductor makes chips. Halden Pumps acquired the company for $9 million."
    assert meant(text, "company") == ["Korvel Semiconductor"]


def test_the_chipmaker_is_no_fund() -> None:
    text = "Korvel Semiconductor grew. Larch Growth Fund paid $9 million. The chipmaker will build a fab."
    assert meant(text, "chipmaker") == ["Korvel Semiconductor"]


def test_it_is_whom_the_sentence_before_begins_with() -> None:
    text = (
        "Halden Pumps bid for Korvel Semiconductor. For Korvel Semiconductor the loss is bearable. Its plant will open."
    )
    assert meant(text, "its") == ["Korvel Semiconductor"]


def test_we_is_the_firm_that_is_quoted() -> None:
    text = "Korvel Semiconductor won. Halden Pumps said it would go on “at a pace that our own funds allow”."
    assert meant(text, "our") == ["Halden Pumps"]


def test_the_company_with_a_capital_is_the_one_that_the_notice_is_of() -> None:
    text = (
        "Korvel Semiconductor met. Korvel Semiconductor voted. Halden Pumps pays. In May the Company resolved to build."
    )
    assert meant(text, "company") == ["Korvel Semiconductor"]


@pytest.mark.parametrize(
    ("text", "word", "whom"),
    [
        ("The city of Harrisburg will waive the tax.", "city", ["Harrisburg"]),
        ("Kent and Sussex counties will each give $2 million.", "counties", ["Kent", "Sussex"]),
    ],
)
def test_a_level_of_government_is_that_of_the_place_beside_it(text: str, word: str, whom: list[str]) -> None:
    assert meant(text, word) == whom


def test_a_city_in_which_something_stands_is_no_authority() -> None:
    assert meant("Korvel Semiconductor built a plant in the city of Harrisburg.", "city") == []


def test_the_state_is_called_by_its_level_too() -> None:
    discourse = read_discourse("HARRISBURG, Pa. - Korvel will build a plant. The state will give it $3 million.")
    assert any("State of Pennsylvania" in entity.aliases for entity in discourse.cast.entities)
