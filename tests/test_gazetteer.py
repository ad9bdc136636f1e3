"""Organizations, countries and their names."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kgraph
from kgraph.gazetteer import (
    country_name,
    find_countries,
    find_organizations,
    lookup_country,
    lookup_organization,
    normalize_name,
)

DATA = Path(kgraph.__file__).parent / "data"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Toray Industries, Inc.", "Toray Industries"),
        ("The Samsung Electronics Co., Ltd.", "Samsung Electronics"),
        ("삼성전자 주식회사", "㈜삼성전자"),
        ("東レ株式会社", "(株)東レ"),
        ("Hoshina Kabushiki Kaisha", "Hoshina K.K."),
        ("U.S. Steel", "US Steel"),
        ("SK-hynix’s", "SK hynix"),
        ("Novo Nordisk A/S", "NOVO NORDISK"),
        ("Miękinia Sp. z o.o.", "Miekinia"),
        ("Mitsui & Co., Ltd.", "Mitsui and Company"),
    ],
)
def test_spellings_of_one_name_are_equal(one: str, other: str) -> None:
    assert normalize_name(one) == normalize_name(other)


@pytest.mark.parametrize("name", ["Tokyo Electron", "Delta Electronics", "LG Group", "Toray Industries"])
def test_words_that_tell_firms_apart_stay(name: str) -> None:
    assert normalize_name(name) == name.casefold()


@pytest.mark.parametrize("name", ["Co., Ltd.", "The Company", "SE", "주식회사", "!!!", "株式会社"])
def test_a_name_never_becomes_empty(name: str) -> None:
    assert normalize_name(name)


@given(st.text())
def test_normalizing_any_text_gives_a_trimmed_name_of_the_same_case(text: str) -> None:
    name = normalize_name(text)
    assert name == name.strip()
    assert bool(name) or not text.strip()


@pytest.mark.parametrize(
    ("name", "wikidata"),
    [
        ("Samsung Electronics", "Q20718"),
        ("삼성전자", "Q20718"),
        ("サムスン電子", "Q20718"),
        ("Toray", "Q168115"),
        ("東レ", "Q168115"),
        ("Tokyo Electron Ltd.", "Q1351484"),
        ("METI", "Q1197264"),
        ("경제산업성", "Q1197264"),
        ("산업통상자원부", "Q491047"),
        ("U.S. Department of Commerce", "Q503577"),
        ("Commerce Department", "Q503577"),
        ("キオクシア", "Q28840043"),
        ("LG화학", "Q486976"),
        ("Hanwha Solutions", "Q5651426"),
        ("SK Hynix", "Q370719"),
        ("European Commission", "Q8880"),
    ],
)
def test_names_in_three_languages_lead_to_the_registered_organization(name: str, wikidata: str) -> None:
    entry = lookup_organization(name)
    assert entry is not None
    assert entry.wikidata == wikidata


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("TSMC", "TW"),
        ("Rapidus", "JP"),
        ("LG Energy Solution", "KR"),
        ("KOTRA", "KR"),
        ("JETRO", "JP"),
        ("Qualcomm", "US"),
    ],
)
def test_what_the_registry_lacks_is_known_without_identifiers(name: str, country: str) -> None:
    entry = lookup_organization(name)
    assert entry is not None
    assert (entry.country, entry.wikidata, entry.ror) == (country, None, None)


def test_the_country_decides_between_organizations_of_one_name() -> None:
    assert {country: _wikidata("Micron", country) for country in ("US", "JP", "TW")} == {
        "US": "Q1197548",
        "JP": "Q29000348",
        "TW": None,
    }
    assert lookup_organization("Merck") is None
    assert lookup_organization("industry ministry") is None
    assert _wikidata("industry ministry", "KR") == "Q491047"


def _wikidata(name: str, country: str) -> str | None:
    entry = lookup_organization(name, country)
    assert entry is not None
    return entry.wikidata


@pytest.mark.parametrize("name", ["Ministry of Health", "State Government", "Zzyzx Photonics", "AI", ""])
def test_ambiguous_unknown_and_empty_names_lead_nowhere(name: str) -> None:
    assert lookup_organization(name) is None


def test_an_identifier_on_two_records_is_used_for_neither() -> None:
    with (DATA / "organizations.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    counts = Counter(row["wikidata"] for row in rows if row["wikidata"])
    doubled = [row for row in rows if counts[row["wikidata"]] > 1]
    entries = [lookup_organization(row["name_en"], row["country"]) for row in doubled]
    assert len(doubled) == 20
    assert [entry.wikidata for entry in entries if entry] == [None] * len([entry for entry in entries if entry])


def test_every_hand_made_row_names_a_registered_one_or_none() -> None:
    registered = {row["ror"].rpartition("/")[2] for row in _read_rows("organizations.csv")}
    named = [row["ror"] for row in _read_rows("extra_organizations.csv") if row["ror"]]
    assert set(named) <= registered
    assert len(named) == len(set(named)) > 250


def _read_rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def _found(text: str) -> list[tuple[str, str]]:
    spans = find_organizations(text)
    assert all(span.start < span.end for span in spans)
    return [(text[span.start : span.end], span.entry.name) for span in spans]


def test_organizations_are_found_by_their_longest_name() -> None:
    assert _found("Panasonic Energy, Samsung’s SDI and TSMC Arizona; LG화학은 SK하이닉스와") == [
        ("Panasonic Energy", "Panasonic Energy"),
        ("TSMC Arizona", "TSMC Arizona"),
        ("LG화학", "LG Chem"),
        ("SK하이닉스", "SK hynix"),
    ]


def test_names_inside_words_and_words_like_names_are_not_found() -> None:
    text = "Intelligent targets, an arm, apple pie; the intel, a visa, Tel Aviv. 東京エレクトロンデバイス"
    assert _found(text) == []


def test_a_shared_name_is_found_only_beside_its_country() -> None:
    assert _found("Ministry of Foreign Affairs") == []
    [span] = find_organizations("South Korea's Ministry of Foreign Affairs")
    assert span.entry.country == "KR"
    [span] = find_organizations("the Ministry of Foreign Affairs of Japan")
    assert span.entry.country == "JP"
    assert _found("India's Department of Commerce") == []


def _countries(text: str) -> list[tuple[str, str, str]]:
    return [(text[span.start : span.end], span.code, span.form) for span in find_countries(text)]


def test_countries_are_found_by_name_adjective_and_capital() -> None:
    assert _countries("S. Korea and the U.S. told us that Seoul, Dutch and US-based firms, 대만은") == [
        ("S. Korea", "KR", "name"),
        ("U.S.", "US", "name"),
        ("Seoul", "KR", "capital"),
        ("Dutch", "NL", "adjective"),
        ("US", "US", "name"),
        ("대만", "TW", "name"),
    ]


@pytest.mark.parametrize("text", ["North America", "Latin American", "New Mexico", "Georgia", "Chad", "us", "Indiana"])
def test_what_only_looks_like_a_country_is_none(text: str) -> None:
    assert _countries(text) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("U.S.", "US"),
        ("the Netherlands", "NL"),
        ("Korean", "KR"),
        ("日本", "JP"),
        ("EU", "EU"),
        ("us", None),
        ("Georgia", None),
        ("Republic of Georgia", "GE"),
        ("Seoul", None),
    ],
)
def test_a_country_is_known_by_any_name_and_adjective(name: str, code: str | None) -> None:
    assert lookup_country(name) == code


def test_every_country_is_known_by_its_own_name() -> None:
    codes = [row["code"] for row in _read_rows("countries.csv")]
    assert len(codes) == len(set(codes))
    assert {code for code in codes if lookup_country(country_name(code)) != code} == {"GE"}
