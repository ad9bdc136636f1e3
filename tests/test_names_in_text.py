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


@pytest.mark.parametrize(
    "text",
    [
        "Officials met Orrin Substrate in May. Orrin Substrate will invest $9 million.",
        "Germany sends Brandt Vakuum, which repairs pumps.",
        "Tessa Vorne of Graz said that Lindel Arvo of Ulsan will build a plant.",
        "The money went to Halden Epitaxy, Korvel Harness and Orrin Brake.",
        "Orrin America is adding a line to its plant.",
    ],
)
def test_a_firm_with_a_name_like_a_persons_is_told_by_its_words_and_its_deeds(text: str) -> None:
    firms = {"Orrin Substrate", "Brandt Vakuum", "Lindel Arvo", "Korvel Harness", "Orrin America"}
    found = [each for each in read_cast(text).entities if each.name in firms]
    assert [each.kind for each in found] == ["Organization"]


@pytest.mark.parametrize(
    "text",
    [
        "“We are late,” said Keiko Brandt.",
        "Tessa Vorne, who runs the plant, will leave. Vorne has built three.",
        "Tessa Vorne, an analyst at Halden Securities, disagreed.",
    ],
)
def test_a_person_stays_one(text: str) -> None:
    people = [each for each in read_cast(text).entities if each.name in {"Keiko Brandt", "Tessa Vorne"}]
    assert [each.kind for each in people] == ["Person"]


@pytest.mark.parametrize("home", ["Boise", "Ohio", "New Delhi-based", "The Norwegian", "Graz-registered"])
def test_the_home_before_a_description_is_no_part_of_the_name(home: str) -> None:
    found = entity(f"Officials said that {home} payments firm Paralux raised $40 million.", "Paralux")
    assert found.kind == "Organization"


@pytest.mark.parametrize(
    ("home", "seat", "country"), [("Boise venture firm", "Boise", "US"), ("Graz-based toolmaker", "Graz", "AT")]
)
def test_the_home_before_a_description_is_where_the_firm_sits(home: str, seat: str, country: str) -> None:
    found = entity(f"The money came from {home} Sawpeak Holdings.", "Sawpeak Holdings")
    assert (found.seat, found.country) == (seat, country)


@pytest.mark.parametrize("words", ["Cooling specialist", "Chip equipment maker", "State utility", "Trade insurer"])
def test_a_description_that_begins_a_sentence_is_no_part_of_the_name(words: str) -> None:
    assert names(f"{words} Korvel Thermal will build a plant.") == ["Korvel Thermal"]


def test_no_name_runs_over_a_description() -> None:
    assert "Haller & Kurz" in names("It builds with Swabian toolmaker Haller & Kurz in Ohio.")


def test_a_name_may_begin_with_a_number() -> None:
    assert "Three Hills Capital" in names("A fund of Colorado’s Three Hills Capital paid $9 million.")


def test_a_portfolio_behind_a_title_ends_where_the_minister_begins() -> None:
    text = "Minister of Trade, Industry and Energy Park Il-su met Halden Pumps."
    assert entity(text, "Park Il-su").kind == "Person"
    assert entity(text, "Ministry of Trade, Industry and Energy").kind == "Government"


def test_a_legal_form_with_a_full_stop_may_end_a_sentence() -> None:
    assert "Korvel Gallium Pty Ltd." in names(
        "It will own a tenth of Korvel Gallium Pty Ltd. Norway's share is a loan."
    )


def test_a_states_department_is_not_the_nations() -> None:
    found = entity("Alabama's Department of Labor has put together incentives.", "Alabama's Department of Labor")
    assert found.kind == "Government"


def test_a_department_may_be_called_by_its_field() -> None:
    text = "The U.S. Commerce Department withdrew an offer. Commerce has paid $9 million so far."
    assert entity(text, "Commerce").name == "U.S. Commerce Department"


@pytest.mark.parametrize(
    "text", ["The Board of Directors resolved to invest.", "Spared were two awards of $9 million."]
)
def test_boards_and_first_words_are_nobody(text: str) -> None:
    assert not [each for each in read_cast(text).entities if each.is_party()]


def test_a_site_stands_in_a_place_even_where_the_recognizer_sees_a_person() -> None:
    assert entity("Halden will build a plant in De Marlo next year.", "De Marlo").kind == "Place"


@pytest.mark.parametrize("form", ["K.K.", "B.V.", "Pty Ltd", "Pvt Ltd"])
def test_a_legal_form_makes_a_firm(form: str) -> None:
    assert entity(f"Officials met Tessa Arvo {form} in May.", f"Tessa Arvo {form}").kind == "Organization"


def test_a_first_word_that_is_no_nationality_belongs_to_its_name() -> None:
    assert "Deccan Arvo Aero Pvt Ltd" in names("Deccan Arvo Aero Pvt Ltd, a joint venture, will open in 2026.")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "The Department of Labor and Economic Development gave it a grant.",
            "Department of Labor and Economic Development",
        ),
        (
            "It is paid by the Maritime Safety and Technology Fund of Norway.",
            "Maritime Safety and Technology Fund of Norway",
        ),
        ("It signed with the University of Harrow at Milton last week.", "University of Harrow at Milton"),
        ("The gift went to the University of Harrow–Milton.", "University of Harrow–Milton"),
        ("A dock is leased from the Port of Harrow.", "Port of Harrow"),
        ("It took over Halden Networks of America, Inc. in May.", "Halden Networks of America, Inc."),
        ("Backers include Oslo-based Front Line Capital.", "Front Line Capital"),
        ("The gift came from the Edward King Orrin Foundation.", "Edward King Orrin Foundation"),
    ],
)
def test_words_that_end_other_names_stand_inside_of_some(text: str, name: str) -> None:
    assert name in names(text)


def test_a_research_institute_ends_before_and() -> None:
    assert "Norwegian Silicon Research Institute" in names(
        "The Norwegian Silicon Research Institute and Harrow Polytechnic agreed to develop a sensor."
    )


def test_a_sum_in_one_word_is_no_name() -> None:
    assert names("Korvel Semiconductor will spend RM210mil in FY23.") == ["Korvel Semiconductor"]


def test_a_firm_named_after_a_town_is_called_by_the_town_where_it_acts() -> None:
    text = "Osaka Photonics opened a works in Osaka. Osaka will build another plant in Norway."
    assert len(entity(text, "Osaka Photonics").tokens) == 2
    assert [each.name for each in read_cast(text).entities if each.kind == "Place"] == ["Osaka"]


def test_a_firm_with_a_legal_form_is_no_short_form() -> None:
    text = "The mill belongs to Halden Korvel, a venture. Halden Corp. owns half of it."
    assert {"Halden Korvel", "Halden Corp."} <= set(names(text))


def test_a_parent_named_with_its_home_is_not_its_branch() -> None:
    text = "Korvel Pumps America, a unit of Oslo's Korvel Pumps, will build a plant."
    assert {"Korvel Pumps America", "Korvel Pumps"} <= set(names(text))


def test_the_short_form_is_that_of_the_firm_named_first() -> None:
    text = "Halden Pumps will expand. Its partner is Halden Semiconductor Holdings. Halden will hire."
    assert "Halden" in entity(text, "Halden Pumps").aliases


@pytest.mark.parametrize("name", ["Weber Qubits", "Fenner Mikro", "Weber Folien"])
def test_a_name_of_trade_words_is_a_firm(name: str) -> None:
    assert entity(f"The offer of {name} lapsed.", name).kind == "Organization"


@pytest.mark.parametrize("name", ["Warwick Road", "Norvik Science Park"])
def test_an_address_is_neither_firm_nor_town(name: str) -> None:
    assert entity(f"Korvel Semiconductor will build halls on {name} in Ohio.", name).kind == "Other"


def test_a_prefecture_behind_a_town_is_a_place() -> None:
    assert entity("Korvel will build a plant in Kitakami, Iwate Prefecture.", "Iwate Prefecture").kind == "Place"


def test_what_a_program_is_called_is_no_party() -> None:
    text = "Korvel got $3 million under the Solar Morning program."
    assert entity(text, "Solar Morning").kind == "Policy"


def test_an_unknown_town_after_at_is_a_place() -> None:
    assert entity("Korvel got the nod for a unit at Nakkavoor costing $3 million.", "Nakkavoor").kind == "Place"


@pytest.mark.parametrize("word", ["EUV", "DRAM", "LNG"])
def test_capitals_of_the_trade_name_nobody(word: str) -> None:
    assert entity(f"Korvel Semiconductor will buy {word} tools, as {word} sells well.", word).kind == "Other"
