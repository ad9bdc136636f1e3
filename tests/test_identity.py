"""Claims of many documents, merged into things and events."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.identity import merge_claims, resolve_claims
from kgraph.model import (
    Agreement,
    Amount,
    Document,
    Facility,
    Facts,
    Investment,
    Knowledge,
    Meeting,
    Merged,
    Organization,
    Person,
)
from kgraph.triples import document_iri, thing_iri


def _document(number: int = 1, published: str | None = "2024-04-23", text: str = "") -> Document:
    return Document(id=f"doc-{number}", title=f"Title {number}", published=published, text=text)


def _facts(*names: str, number: int = 1, published: str | None = "2024-04-23", **claims: object) -> Facts:
    """Facts of organizations o1, o2 ... by these names, and other claims."""
    organizations = tuple(Organization(key=f"o{i}", name=name) for i, name in enumerate(names, 1))
    return Facts.model_validate({"document": _document(number, published), "organizations": organizations, **claims})


def _merged(knowledge: Knowledge, kind: type) -> list[Merged]:
    return [one for one in knowledge.merged if isinstance(one.claim, kind)]


def _organization(*facts: Facts) -> Organization:
    [one] = _merged(merge_claims(facts), Organization)
    assert isinstance(one.claim, Organization)
    return one.claim


def test_names_of_one_organization_in_three_languages_meet() -> None:
    facts = _facts("삼성전자", "サムスン電子", "Samsung Electronics Co., Ltd.")
    assert set(resolve_claims(facts).values()) == {thing_iri("samsung-electronics")}
    [one] = merge_claims([facts]).merged
    assert isinstance(one.claim, Organization)
    assert one.claim.name == "Samsung Electronics"
    assert one.claim.aliases == ("Samsung Electronics Co., Ltd.", "サムスン電子", "삼성전자")
    assert one.same_as == ("http://www.wikidata.org/entity/Q20718", "https://ror.org/020m7t761")
    assert one.claim.country == "KR"


def test_what_no_table_knows_meets_by_its_normalized_name_and_has_no_identifiers() -> None:
    knowledge = merge_claims([_facts("Zyx Photonics, Inc."), _facts("ZYX Photonics", number=2)])
    [one] = knowledge.merged
    assert (one.same_as, len(one.documents)) == ((), 2)


def test_ministries_of_one_name_in_two_countries_stay_apart() -> None:
    organizations = [
        Organization(key=country, name=name, class_="Government", country=country)
        for name, country in [
            ("Ministry of Finance", "JP"),
            ("Ministry of Finance", "KR"),
            ("Ministry of Health", "FR"),
        ]
    ]
    facts = Facts(document=_document(), organizations=tuple(organizations))
    assert len(set(resolve_claims(facts).values())) == 3


def test_a_government_is_one_by_its_country_and_its_adjective() -> None:
    facts = _facts("Thai government", "Government of Thailand", "South Korean government", "Government of South Korea")
    things = resolve_claims(facts)
    assert things["o1"] == things["o2"]
    assert things["o3"] == things["o4"]
    assert things["o1"] != things["o3"]


def test_one_name_in_two_countries_is_two_firms() -> None:
    firms = (
        Organization(key="a", name="Micron", country="US"),
        Organization(key="b", name="Micron", country="JP"),
    )
    things = resolve_claims(Facts(document=_document(), organizations=firms))
    assert things["a"] == thing_iri("micron-technology")
    assert things["b"] == thing_iri("micron-jp")


def test_a_surname_alone_meets_nobody_elsewhere() -> None:
    first, second = (
        resolve_claims(Facts(document=_document(i), people=(Person(key="p1", name="Kim"),))) for i in (1, 2)
    )
    assert first["p1"] != second["p1"]


def test_facilities_differ_by_operator_kind_place_or_country_only() -> None:
    sites = [
        Facility(key="f1", kind="fab", operators=("o1",), place="Taylor", country="US"),
        Facility(key="f2", kind="fab", operators=("o1",), place="Taylor, Texas", country="US", opens="2026"),
        Facility(key="f3", kind="research", operators=("o1",), place="Taylor", country="US"),
        Facility(key="f4", kind="fab", operators=("o2",), place="Taylor", country="US"),
        Facility(key="f5", kind="fab", operators=("o1",), place="Austin", country="US"),
    ]
    things = resolve_claims(_facts("Samsung Electronics", "SK hynix", facilities=sites))
    assert things["f1"] == things["f2"]
    assert len({things[site.key] for site in sites}) == 4


def test_sites_of_nobody_nowhere_meet_in_their_document_only() -> None:
    one, other = (resolve_claims(_facts(number=i, facilities=[Facility(key="f1", kind="fab")])) for i in (1, 2))
    assert one["f1"] != other["f1"]


def _investment(**changes: object) -> Investment:
    amount = Amount(value=Decimal(40_000_000_000), currency="JPY")
    fields = {
        "key": "i1",
        "kind": "investment",
        "investors": ("o1",),
        "amount": amount,
        "announced": "2023-12-21",
    }
    return Investment.model_validate({**fields, **changes})


def test_the_same_investment_told_twice_is_one_with_all_its_evidence() -> None:
    text = "Samsung will invest 40 billion yen."
    told = _investment(evidence=text, start=0, end=len(text), technologies=("semiconductors",))
    first = Facts(
        document=_document(1, text=text),
        organizations=(Organization(key="o1", name="Samsung Electronics"),),
        investments=(told,),
    )
    again = _investment(technologies=("advanced packaging",), status="completed")
    knowledge = merge_claims([first, _facts("삼성전자", number=2, investments=[again])])
    [one] = _merged(knowledge, Investment)
    assert isinstance(one.claim, Investment)
    assert one.claim.technologies == ("advanced packaging", "semiconductors")
    assert one.claim.status == "completed"
    assert one.claim.investors == (thing_iri("samsung-electronics"),)
    assert [(span.document, span.quote) for span in one.evidence] == [(document_iri(first.document), text)]
    assert one.documents == tuple(sorted(document_iri(_document(i)) for i in (1, 2)))
    assert one.usd is not None
    assert one.usd.rate_date == "2023-12-21"


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "grant"},
        {"amount": None},
        {"amount": Amount(value=Decimal(40_000_000_000), currency="KRW")},
        {"announced": "2023-12"},
        {"place": "Yokohama"},
        {"country": "JP"},
        {"policy": "CHIPS Act"},
        {"recipients": ("o1",)},
    ],
)
def test_investments_that_differ_in_content_stay_apart(changes: dict[str, object]) -> None:
    things = resolve_claims(_facts("Rapidus", investments=[_investment(), _investment(key="i2", **changes)]))
    assert things["i1"] != things["i2"]


def test_a_sum_written_in_two_ways_is_one_sum() -> None:
    same = Amount(value=Decimal("4E+10"), currency="JPY")
    things = resolve_claims(_facts("Rapidus", investments=[_investment(), _investment(key="i2", amount=same)]))
    assert things["i1"] == things["i2"]


@pytest.mark.parametrize(
    ("announced", "published", "rate_date"),
    [
        ("2023-12-21", "2024-04-23", "2023-12-21"),
        ("2023-11", "2024-04-23", "2023-11-30"),
        ("2024", "2024-04-23", "2024-04-23"),
        (None, "2024-04-23", "2024-04-23"),
        (None, None, None),
    ],
)
def test_a_sum_is_valued_on_the_day_that_is_known_best(
    announced: str | None, published: str | None, rate_date: str | None
) -> None:
    facts = _facts("Rapidus", published=published, investments=[_investment(announced=announced)])
    [one] = _merged(merge_claims([facts]), Investment)
    assert (one.usd and one.usd.rate_date) == rate_date


def test_where_documents_differ_most_of_them_count_and_the_smallest_of_equals() -> None:
    def named(number: int, country: str | None, name: str = "Zyx Photonics") -> Facts:
        firm = Organization(key="o1", name=name, country=country)
        return Facts(document=_document(number), organizations=(firm,))

    assert _organization(named(1, "US"), named(2, "JP"), named(3, "US")).country == "US"
    assert _organization(named(1, "US"), named(2, "JP"), named(3, None)).country == "JP"
    merged = _organization(named(1, None), named(2, None), named(3, None, "ZYX Photonics Inc."))
    assert (merged.name, merged.aliases) == ("Zyx Photonics", ("ZYX Photonics Inc.",))


def test_keys_of_the_knowledge_layer_are_iris_throughout() -> None:
    facts = _facts(
        "Toray",
        people=[Person(key="p1", name="Ahn Duk-geun", affiliation="o1")],
        meetings=[Meeting(key="m1", participants=("p1", "o1"), country="JP")],
        agreements=[Agreement(key="a1", kind="memorandum", parties=("o1", "p1"))],
        investments=[_investment(facility="f1", recipients=("p1",))],
        facilities=[Facility(key="f1", kind="fab", operators=("o1",))],
    )
    knowledge = merge_claims([facts])
    keys = [one.claim.key for one in knowledge.merged]
    assert keys == sorted(keys)
    [person] = _merged(knowledge, Person)
    assert isinstance(person.claim, Person)
    assert person.claim.affiliation == thing_iri("toray-industries")
    [investment] = _merged(knowledge, Investment)
    assert isinstance(investment.claim, Investment)
    assert investment.claim.facility in keys


def test_documents_come_without_their_texts_in_the_order_of_iris() -> None:
    facts = [Facts(document=_document(number, text="Words.")) for number in (2, 1)]
    documents = merge_claims(facts).documents
    assert [(document.id, document.text) for document in documents] == [("doc-1", ""), ("doc-2", "")]


_NAMES = st.sampled_from(["Toray", "東レ", "Samsung", "Zyx Photonics", "ZYX Photonics, Inc.", "METI", "Micron", "Kim"])
_COUNTRIES = st.sampled_from([None, "US", "JP", "KR"])
_DATES = st.sampled_from([None, "2023", "2023-12", "2023-12-21"])


@st.composite
def _any_facts(draw: st.DrawFn) -> Facts:
    organizations = [
        Organization(key=f"o{i}", name=draw(_NAMES), country=draw(_COUNTRIES), class_=draw(_CLASSES))
        for i in range(draw(st.integers(1, 3)))
    ]
    keys = st.lists(st.sampled_from([each.key for each in organizations]), max_size=2)
    return Facts(
        document=_document(draw(st.integers(1, 3)), draw(_DATES)),
        organizations=tuple(organizations),
        people=(Person(key="p1", name=draw(_NAMES), affiliation="o0", role=draw(st.sampled_from([None, "a", "b"]))),),
        facilities=(Facility(key="f1", kind="fab", operators=tuple(draw(keys)), country=draw(_COUNTRIES)),),
        investments=(
            _investment(investors=tuple(draw(keys)), announced=draw(_DATES), status=draw(_STATUSES), facility="f1"),
        ),
        agreements=(Agreement(key="a1", kind="supply", parties=tuple(draw(keys)), date=draw(_DATES)),),
    )


_CLASSES = st.sampled_from(["Organization", "Government"])
_STATUSES = st.sampled_from(["considered", "announced", "completed", "cancelled"])


@settings(max_examples=60, deadline=None)
@given(st.lists(_any_facts(), max_size=4), st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_changes_the_knowledge(all_facts: Sequence[Facts], random: object) -> None:
    shuffled = [*all_facts, *all_facts[:1]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert merge_claims([_turn(facts) for facts in shuffled]) == merge_claims(all_facts)


def _turn(facts: Facts) -> Facts:
    """The same facts, told in the other order."""
    return facts.model_copy(update={"organizations": facts.organizations[::-1]})
