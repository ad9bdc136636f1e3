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


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        ("Halden Industries will build a plant in Graz. Construction starts in March 2025.", None),
        ("Halden Industries will build a plant in Graz and start building in 2025, running it from 2027.", "2027"),
        ("Halden Industries will open its plant in Graz in 2028 rather than in 2027.", "2028"),
        ("Halden Industries opened a plant in Graz in 2015. The extension is to start up in 2026.", "2026"),
        ("Halden Industries will complete a plant in Graz in 2026. Mass production begins in 2027.", "2027"),
        ("Halden Industries will build a plant in Graz. It signed the lease in 2023.", None),
    ],
)
def test_works_contracts_and_older_dates_are_no_openings(text: str, opens: str | None) -> None:
    assert site(text).opens == opens


def test_an_outline_tells_a_site_without_a_noun() -> None:
    text = (
        "1. Halden Industries Co., Ltd.\n- Item: cathode foil\n- Location: Himeji City\n- Start of supply: April 2026"
    )
    assert operators(text) == ["Halden Industries Co., Ltd."]
    assert (site(text).kind, site(text).location.place, site(text).opens) == ("materials", "Himeji", "2026-04")


@pytest.mark.parametrize("lender", ["Norden Bank", "Tessaly Growth Fund", "Graz Daily News"])
def test_a_bank_a_fund_or_a_paper_runs_no_plant(lender: str) -> None:
    text = f"Halden Industries has borrowed $9 million from {lender} for its plant in Kobe, Japan."
    assert operators(text) == ["Halden Industries"]


def test_who_is_said_to_run_a_plant_comes_before_who_builds_it() -> None:
    text = "Halden Industries will build a plant in Graz. The plant will be operated by Tessaly Holdings."
    assert operators(text) == ["Tessaly Holdings"]


def test_a_named_venture_runs_the_plant_of_its_partners() -> None:
    text = (
        "Halden Industries and Tessaly Holdings will build a plant in Graz. "
        "It will belong to their joint venture Norden Metals."
    )
    assert operators(text) == ["Norden Metals"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Halden Industries will build a plant in Graz that will make battery cells.", "battery"),
        ("Halden Industries will build a plant in Graz to produce photoresist.", "materials"),
        ("Halden Industries, a maker of etching tools, will build a plant in Graz.", "equipment"),
        ("Halden Industries, a maker of window blinds, will build a plant in Graz. Chip demand grows.", "plant"),
        ("Halden Industries runs a cathode works in Graz.", "materials"),
    ],
)
def test_what_is_made_there_tells_the_kind(text: str, kind: str) -> None:
    assert site(text).kind == kind


def test_works_and_halls_are_sites_beside_what_they_make() -> None:
    assert operators("Halden Industries will extend its pump works in Graz.") == ["Halden Industries"]
    assert operators("Halden Industries will add an assembly hall in Graz.") == ["Halden Industries"]


@pytest.mark.parametrize(
    "text",
    [
        "As for a plant of Halden Industries in Graz, nothing has been decided.",
        "Halden Industries was asked whether it would revive a plant in Graz.",
        "Halden Industries spoke at the city hall in Graz.",
    ],
)
def test_what_is_only_asked_or_open_is_no_site(text: str) -> None:
    assert read_sites(text) == []


def test_a_town_of_the_state_that_was_named_first_is_the_same_site() -> None:
    text = (
        "Halden Industries will build a chip plant in Ohio. The plant of Halden Industries in Columbus will be large."
    )
    assert site(text).location.place == "Columbus"


def test_what_is_to_be_made_in_a_town_tells_a_site_without_a_noun() -> None:
    text = "Halden Industries will produce battery cells in Graz from 2027."
    assert operators(text) == ["Halden Industries"]
    assert (site(text).kind, site(text).location.place, site(text).opens) == ("battery", "Graz", "2027")


def kind(text: str) -> str:
    return site(text).kind


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Halden Industries will build a plant for battery separators in Graz.", "materials"),
        ("Halden Industries will build a factory for battery cases in Graz.", "plant"),
        ("Halden Industries will build a wind-turbine blade factory in Graz.", "plant"),
        ("Halden Industries will build a pilot line for silicon ingots in Graz.", "materials"),
        ("Halden Industries will build a plant in Graz that will stack memory chips.", "packaging"),
        ("Halden Industries, a maker of chip test systems, will build a factory in Graz.", "equipment"),
        ("Halden Industries will build a hydrogen-fired steel mill in Graz.", "plant"),
    ],
)
def test_the_last_word_of_what_is_made_tells_the_kind(text: str, told: str) -> None:
    assert kind(text) == told


def test_what_a_site_was_before_tells_no_kind() -> None:
    assert kind("Halden Industries, a maker of battery cells, will convert a former paper mill in Graz.") == "battery"


@pytest.mark.parametrize(
    "text",
    [
        "Halden Industries plans to make magnets for electric cars in Graz.",
        "Halden Industries will raise turbine output at Graz.",
        "Halden Industries will set up a forge making large bolts in Graz.",
        "Halden Industries will build a dry dock in Graz.",
    ],
)
def test_work_at_a_place_tells_a_site(text: str) -> None:
    assert (operators(text), site(text).location.place) == (["Halden Industries"], "Graz")


def test_another_is_one_more_site_of_its_sort() -> None:
    text = "Halden Industries runs a battery plant in Graz. It will construct another in Linz."
    assert [(each.kind, each.location.place) for each in read_sites(text)] == [("battery", "Graz"), ("battery", "Linz")]


@pytest.mark.parametrize(
    "text",
    [
        "Halden Industries was not planning a chip plant in Graz, it said.",
        "Halden Industries drew on its credit facility with Tessaly Bank.",
        "Halden Industries sends valves by truck to factories in Graz.",
        "The minister visited a laboratory of Halden Industries in Graz.",
    ],
)
def test_denials_credit_customers_and_visits_tell_no_site(text: str) -> None:
    assert not read_sites(text)


@pytest.mark.parametrize(
    "text",
    [
        "Utah has handed Halden Industries $9 million to convert a plant in Graz.",
        "Tessaly Bank will support Halden Industries in building a plant in Graz.",
        "Utah will give Halden Industries, a unit of Tessaly Holdings, $9 million toward a plant in Graz.",
        "Tessaly Bank will lend $9 million to Halden Industries, whose plant in Graz makes valves.",
    ],
)
def test_who_is_helped_runs_the_site(text: str) -> None:
    assert operators(text) == ["Halden Industries"]


def test_who_builds_together_with_another_runs_it_too() -> None:
    text = "Halden Industries will build a plant in Graz together with Tessaly Holdings."
    assert operators(text) == ["Halden Industries", "Tessaly Holdings"]


@pytest.mark.parametrize(
    "then",
    [
        "First oxide is promised for 2027.",
        "It will receive its first cargo in 2027.",
        "From early 2027 it will make 400 tons of valves a year.",
        "It is to begin sintering magnets in mid-2027.",
        "The furnaces will be lit in 2027.",
        "Completion is planned for 2026 and mass production for 2027.",
    ],
)
def test_first_products_and_making_tell_when_a_site_opens(then: str) -> None:
    assert site(f"Halden Industries will build a plant in Graz. {then}").opens == "2027"


def test_a_site_is_to_be_built_by_its_opening() -> None:
    assert site("Halden Industries will add a laboratory in Graz by 2027.").opens == "2027"


def test_each_row_of_a_table_tells_a_site() -> None:
    text = (
        "The ministry approved these plans.\n\nCompany | Item | Location | Subsidy | Start\n"
        "Halden Industries | Cathode material | Graz | $9 million | January 2027\n"
        "Tessaly Holdings | Battery cells | Linz | $8 million | March 2028"
    )
    found = [(each.kind, [e.name for e in each.operators], each.location.place) for each in read_sites(text)]
    assert found == [
        ("materials", ["Halden Industries"], "Graz"),
        ("battery", ["Tessaly Holdings"], "Linz"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Halden Industries has chosen Graz for a plant.",
        "Halden Industries runs a mill in Graz. Tessaly Holdings will build a laboratory in the town.",
    ],
)
def test_a_chosen_place_and_the_town_tell_where_a_site_stands(text: str) -> None:
    assert read_sites(text)[-1].location.place == "Graz"


def test_a_site_stands_in_no_park() -> None:
    assert site("Halden Industries will build a plant at Trang Due Industrial Park.").location.place is None


@pytest.mark.parametrize(
    ("text", "place", "country"),
    [
        ("Halden Industries will establish a plant in Greer for valves.", "Greer", "US"),
        ("Halden Industries will build a blade line at Esbjerg.", "Esbjerg", "DK"),
        ("Halden Industries will build a furnace at Port Hedland.", "Port Hedland", None),
        ("Halden Industries will build a wafer plant at the Kulim Hi-Tech Park.", "Kulim", "MY"),
        ("Halden Industries will build a plant in Malta, New York.", "Malta", "US"),
        ("• Hillsboro, Oregon: Construction of a new fab of Halden Industries.", "Hillsboro", "US"),
        ("Halden Industries will build a plant in Sector 10 of Greater Noida.", "Greater Noida", "IN"),
    ],
)
def test_a_site_stands_in_the_town_that_its_line_names(text: str, place: str, country: str | None) -> None:
    assert site(text).location.place == place
    assert country is None or site(text).location.country == country


@pytest.mark.parametrize(
    "text",
    [
        "RINCON, Ga. -- Halden Industries of Kobe has chosen Effingham County for its first factory abroad.",
        "RINCON, Ga. -- Halden Industries of Kobe has chosen Georgia for its first factory abroad.",
        "RINCON, Ga. -- Halden Industries of Kobe will build its first factory abroad.",
    ],
)
def test_the_dateline_of_local_news_tells_the_town(text: str) -> None:
    assert site(text).location.place == "Rincon"


def test_the_dateline_of_a_capital_tells_no_town() -> None:
    text = "COLUMBUS, Ohio -- Halden Industries of Kobe will build a factory in Licking County."
    assert site(text).location.place == "Licking County"


def test_a_town_that_no_table_knows_is_in_the_country_told_beside_it() -> None:
    text = "TOKYO - Sweden will help Halden Industries of Kobe to build a plant in Qvarnabo."
    assert site(text).location.country == "SE"


@pytest.mark.parametrize(
    "text",
    [
        "Halden Industries makes parts that go by pipeline to a mill in Graz.",
        "Halden Industries is one of the suppliers to the battery works at Graz.",
        "A report that Halden Industries would build a plant in Graz was unfounded.",
        "Halden Industries said it was not considering a plant in Graz.",
    ],
)
def test_a_customers_or_a_denied_site_is_none(text: str) -> None:
    assert read_sites(text) == []


def test_a_new_plant_with_a_town_of_its_own_is_another() -> None:
    text = (
        "Halden Industries is putting up a plant. The plant needs no kiln.\n\n"
        "A commercial plant of Halden Industries would follow in Graz."
    )
    assert len(read_sites(text)) == 2


def test_a_site_in_a_state_is_the_one_in_its_town() -> None:
    text = (
        "Halden Industries will get help for a silicon carbide fab in Lordstown, Ohio.\n\n"
        "The company will hire many.\n\nHalden Industries will build a second silicon carbide fab in Ohio."
    )
    assert [found.location.place for found in read_sites(text)] == ["Lordstown"]


def test_a_warehouse_for_chemicals_is_no_works() -> None:
    assert site("Halden Industries will build a chemicals warehouse in Graz.").kind == "other"


def test_the_name_of_a_former_mill_is_not_its_operators() -> None:
    text = "Halden Industries will spend $387 million on the former Tessaly Holdings textile mill in Graz."
    assert operators(text) == ["Halden Industries"]
