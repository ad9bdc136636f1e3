"""What names in documents mean: organizations, people, places and policies, and who stands behind them."""

from collections.abc import Collection

import pytest

from kgraph.gazetteer import list_places, spell_name
from kgraph.identity.backing import find_backers
from kgraph.identity.keys import list_keys, list_standing_keys
from kgraph.identity.matching import match_claims
from kgraph.identity.naming import Introduced
from kgraph.identity.telling import Told, name_mentions, tell_claims
from kgraph.model import Document, Facility, Facts, Investment, Organization, Person
from kgraph.triples import document_iri


def _facts(name: str = "a", text: str = "", **told: object) -> Facts:
    return Facts.model_validate({"document": Document(id=name, text=text, published="2024-04-23"), **told})


def _firm(name: str, *aliases: str, key: str = "o1", country: str | None = None) -> Organization:
    return Organization(key=key, name=name, aliases=aliases, country=country)


def _authority(name: str, country: str | None) -> Organization:
    return Organization(key="o1", name=name, class_="Government", country=country)


def _site(technology: str, country: str = "US", **told: object) -> Facility:
    fields = {"key": "f1", "kind": "plant", "operators": ("o1",), "country": country, "technologies": (technology,)}
    return Facility.model_validate({**fields, **told})


def _introduced(*documents: Facts) -> Introduced:
    """What documents introduce names for."""
    told: dict[str, set[str]] = {}
    for facts in documents:
        for thing, key in list_standing_keys(facts):
            told.setdefault(key, set()).add(thing)

    def find(name: str) -> Collection[str]:
        return told.get(f"alias {name}", set())

    return find


def _mean(facts: Facts, *others: Facts, key: str = "o1") -> str:
    return name_mentions(facts, _introduced(facts, *others)).things[key].rpartition("/")[2]


def _tell(facts: Facts) -> list[Told]:
    return tell_claims(facts, name_mentions(facts, _introduced(facts)), document_iri(facts.document))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("다온로보틱스", "Daon Robotics"),
        ("(주)서라온셀", "Seoraon Cell"),
        ("タマシロデバイス", "Tamashiro Device"),
        ("Ardley Fibre Works", "Ardley Fiber Works"),
        ("Zyx Photonics, Inc.", "ZYX Photonics"),
    ],
)
def test_one_name_in_two_scripts_or_spellings_is_one(one: str, other: str) -> None:
    assert spell_name(one) == spell_name(other)


def test_names_that_only_begin_alike_are_two() -> None:
    assert spell_name("하늘빛케미칼") != spell_name("하늘빛바이오")


def test_a_name_in_brackets_in_another_script_is_the_same_firm_elsewhere() -> None:
    told = _facts(organizations=[_firm("雪白電機", "Yukishiro Denki")])
    assert _mean(told) == _mean(_facts("b", organizations=[_firm("雪白電機")]), told) == "yukishiro-denki"


def test_an_umlaut_may_be_written_in_two_letters() -> None:
    told = _facts(organizations=[_firm("Präzisionswerk Kändler AG")])
    assert _mean(_facts("b", organizations=[_firm("Praezisionswerk Kaendler")]), told) == _mean(told)


def test_a_common_word_is_no_other_name_of_a_firm() -> None:
    told = _facts(organizations=[_firm("Zyx Photonics", "German firm", "the company", "회사")])
    assert _mean(_facts("b", organizations=[_firm("회사")]), told) != "zyx-photonics"
    assert _mean(_facts("b", organizations=[_firm("German firm")]), told) == "german-firm"


def test_an_acronym_counts_in_documents_on_the_same_matter_only() -> None:
    told = _facts(organizations=[_firm("Seoraon Brannock Materials", "SBM")], facilities=[_site("batteries")])
    near = _facts("b", organizations=[_firm("SBM")], facilities=[_site("batteries")])
    far = _facts("c", organizations=[_firm("SBM")], facilities=[_site("steel", "ES")])
    assert _mean(near, told) == "seoraon-brannock-materials"
    assert _mean(far, told) == "sbm"


def test_an_acronym_of_two_firms_is_neither_unless_the_trade_tells() -> None:
    wind = _facts("a", organizations=[_firm("Norvane Power", "Norvane")], facilities=[_site("wind")])
    chips = _facts("b", organizations=[_firm("Norvane Semiconductor", "Norvane")], facilities=[_site("memory")])
    asking = _facts("c", organizations=[_firm("Norvane")], facilities=[_site("wind")])
    assert _mean(_facts("d", organizations=[_firm("Norvane")]), wind, chips) == "norvane"
    assert _mean(asking, wind, chips) == "norvane-power"


def _micro(country: str, trade: str) -> Facts:
    firm = _firm("Zelkova Micro", country=country)
    return _facts(country + trade, organizations=[firm], facilities=[_site(trade, country)])


def test_one_name_in_two_countries_and_trades_is_two_firms_only_where_both_are_told() -> None:
    here, there = _micro("SG", "memory"), _micro("NL", "biotech")
    assert _mean(here) == "zelkova-micro"
    assert (_mean(here, there), _mean(there, here)) == ("zelkova-micro-sg", "zelkova-micro-nl")


def test_one_name_in_one_trade_is_one_firm_whatever_its_country_is_told_to_be() -> None:
    here, there = _micro("SG", "memory"), _micro("NL", "memory")
    assert _mean(here, there) == _mean(there, here) == "zelkova-micro"


@pytest.mark.parametrize(
    ("one", "other", "country"),
    [
        ("Ontario", "Government of Ontario", "CA"),
        ("熊本県", "Kumamoto Prefecture", "JP"),
        ("Ohio", "State of Ohio", "US"),
        ("United States", "US government", "US"),
    ],
)
def test_a_land_that_acts_is_its_government(one: str, other: str, country: str) -> None:
    first, second = (_facts(organizations=[_authority(name, country)]) for name in (one, other))
    assert _mean(first) == _mean(second)


def test_a_land_is_not_a_town_nor_another_land_of_its_name() -> None:
    lands = [("Georgia", "US"), ("Georgia", "GE"), ("New York State", "US"), ("New York City", "US")]
    assert len({_mean(_facts(organizations=[_authority(*land)])) for land in lands}) == len(lands)


def test_a_surname_is_the_one_person_of_the_firm_who_has_that_role() -> None:
    firm = _firm("Nordic Cell Works")
    full = Person(key="p1", name="Aulis Rantakorpi", role="chief executive", affiliation="o1")
    told = _facts(organizations=[firm], people=[full])

    def mean(name: str, role: str | None, at: Organization = firm) -> str:
        person = Person(key="p1", name=name, role=role, affiliation="o1")
        return _mean(_facts("b", organizations=[at], people=[person]), told, key="p1")

    assert mean("Rantakorpi", "CEO") == mean("A. Rantakorpi", None) == "aulis-rantakorpi"
    assert mean("Rantakorpi", "research head") != "aulis-rantakorpi"
    assert mean("Rantakorpi", "chief executive", _firm("Zyx Photonics")) != "aulis-rantakorpi"


def test_korean_names_are_one_in_either_order() -> None:
    names = [_facts(people=[Person(key="p1", name=name)]) for name in ("Bae Seo-jun", "Seo-jun Bae", "Bae Seo Jun")]
    assert {_mean(facts, key="p1") for facts in names} == {"bae-seo-jun"}


@pytest.mark.parametrize(
    ("name", "country", "town"),
    [
        ("仙台市", "JP", "Sendai"),
        ("용인", "KR", "Yongin"),
        ("Kunsan", "KR", "Gunsan"),
        ("三重", "JP", "Mie Prefecture"),
    ],
)
def test_places_are_known_by_their_names_in_other_writing(name: str, country: str, town: str) -> None:
    assert list_places(name, country)[0].name == town


def _policy(name: str, country: str | None) -> str:
    deal = Investment(key="i1", kind="grant", policy=name, country=country)
    return name_mentions(_facts(investments=[deal]), _introduced()).policies[name].rpartition("/")[2]


def test_a_law_is_one_under_its_titles_and_short_forms() -> None:
    titles = ["CHIPS Act", "CHIPS and Science Act", "the CHIPS and Science Act of 2022", "반도체지원법"]
    assert {_policy(title, "US") for title in titles} == {"chips-and-science-act"}
    assert _policy("Inflation Reduction Act (IRA)", "US") == _policy("IRA", "US")
    assert _policy("Chip Test Scheme 2022", "SG") == _policy("the Chip Test Scheme", "SG")


def test_a_plain_title_in_two_countries_is_two_policies() -> None:
    assert _policy("National Battery Strategy", "FI") != _policy("National Battery Strategy", "AU")
    assert _policy("Chips Act", "DE") == _policy("European Chips Act", "FR") != _policy("Chips Act", "US")


@pytest.mark.parametrize(
    "text",
    [
        "Aomine Korea, a unit of Aomine Kogyo, will make foil.",
        "Aomine Korea, the local arm of Japan's Aomine Kogyo, will make foil.",
        "Aomine Kogyo's Korean subsidiary Aomine Korea will make foil.",
    ],
)
def test_a_text_tells_to_whom_a_firm_belongs(text: str) -> None:
    firms = [_firm("Aomine Korea"), _firm("Aomine Kogyo", key="o2")]
    assert find_backers(_facts(text=text, organizations=firms)) == {"o1": frozenset({"o2"})}


def test_firms_that_are_named_side_by_side_belong_to_nobody() -> None:
    text = "Aomine Korea and Aomine Kogyo will make foil, said a unit of another firm."
    firms = [_firm("Aomine Korea"), _firm("Aomine Kogyo", key="o2")]
    assert find_backers(_facts(text=text, organizations=firms)) == {}


@pytest.mark.parametrize("child, parent", [("Halim On", "Halim"), ("Halim", "Halim Holdings")])
def test_a_name_may_be_a_part_of_the_owner_s_and_the_other_way_round(child: str, parent: str) -> None:
    firms = (Organization(key="o1", name=child), Organization(key="o2", name=parent))
    text = f"{child}, a battery unit of {parent}, will build a plant."
    assert find_backers(_facts(text=text, organizations=firms)) == {"o1": frozenset({"o2"})}


def _plant(name: str, **told: object) -> Told:
    site = _site("batteries", place="Tulsa", **told)
    return _tell(_facts(name, organizations=[_firm("Pellings Robotics")], facilities=[site]))[0]


def test_a_plant_told_generally_is_the_one_told_by_its_kind() -> None:
    one, other = _plant("a"), _plant("b", kind="materials")
    assert match_claims(one, other) > 0
    assert set(list_keys(one)) & set(list_keys(other))
    assert match_claims(one, _plant("c", kind="research")) == 0


def test_an_opening_may_be_put_off_but_not_by_ten_years() -> None:
    assert match_claims(_plant("a", opens="2024"), _plant("b", opens="2026")) > 0
    assert match_claims(_plant("a", opens="2009"), _plant("b", opens="2026")) == 0


def test_sites_of_two_trades_in_one_town_are_two() -> None:
    assert match_claims(_plant("a", technologies=("solar",)), _plant("b", technologies=("wind",))) == 0
