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
