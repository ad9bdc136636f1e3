import random
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kgraph.errors import GraphError
from kgraph.model import (
    Agreement,
    Amount,
    Document,
    Dollars,
    Evidence,
    Facility,
    Facts,
    Investment,
    Meeting,
    Merged,
    Money,
    Organization,
    Person,
)
from kgraph.ontology import concept_labels, iri
from kgraph.triples import (
    claim_iri,
    content_hash,
    document_iri,
    event_iri,
    facility_iri,
    make_slug,
    place_iri,
    policy_iri,
    read_claims,
    read_value,
    thing_iri,
    write_claims,
    write_identity,
)

TEXT = "Samsung will invest about 40 billion yen in Yokohama. Tokyo adds 20 billion."
ARTICLE = Document(id="a", url="https://example.org/a", title="Samsung in Yokohama", published="2023-12", text=TEXT)
FACTS = Facts(
    document=ARTICLE,
    organizations=(
        Organization(key="o1", name="Samsung Electronics", aliases=("Samsung",), country="KR"),
        Organization(key="o2", name="Government of Japan", class_="Government", country="JP"),
    ),
    people=(Person(key="p1", name="Ahn Duk-geun", role="industry minister", affiliation="o2"),),
    facilities=(Facility(key="f1", kind="research", operators=("o1",), place="Yokohama", country="JP", opens="2025"),),
    investments=(
        Investment(
            key="i1",
            evidence=TEXT[:52],
            start=0,
            end=52,
            kind="investment",
            investors=("o1",),
            amount=Amount(
                value=Decimal(40_000_000_000),
                currency="JPY",
                qualifier="approximately",
                alternatives=(Money(value=Decimal(278_000_000), currency="USD"),),
                text="about 40 billion yen",
            ),
            facility="f1",
            place="Yokohama",
            country="JP",
            technologies=("advanced packaging",),
            announced="2023-12-21",
        ),
        Investment(key="i2", kind="grant", investors=("o2",), recipients=("o1",), policy="Chips Act"),
    ),
    agreements=(Agreement(key="a1", kind="joint_development", parties=("o1", "o2"), date="2023"),),
    meetings=(Meeting(key="m1", participants=("p1", "o1"), country="JP", date="2024-04"),),
)


def write(facts: Facts) -> list[Quad]:
    document = document_iri(facts.document)
    things = [(claim_iri(document, claim.key), "kg:sameThing", thing_iri(claim.key)) for claim in facts.claims()]
    return sorted([*write_claims(facts, "rules-1"), *write_identity(document, things)], key=str)


def values(quads: list[Quad], node: str, prop: str) -> set[str]:
    """What quads say of a node, nodes by their IRIs without kgraph's start."""
    found = (quad.object for quad in quads if quad.subject.value == node and quad.predicate.value == iri(prop))
    return {term.value.removeprefix("https://w3id.org/kgraph/") for term in found}


# --- IRIs


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a?b=1&c=%20", "https://example.org/a?b=1&c=%20"),
        ('https://example.org/a b"<>', "https://example.org/a%20b%22%3C%3E"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/東レ", "https://example.org/%E6%9D%B1%E3%83%AC"),
        ("https://example.org/a#part", "https://example.org/a%23part"),
        ("https://user:secret@example.org/", "https://w3id.org/kgraph/document/x%2Fy"),
        ("https://[::1]/", "https://w3id.org/kgraph/document/x%2Fy"),
        ("https://example.org:80x/", "https://w3id.org/kgraph/document/x%2Fy"),
        ("file:///home/x", "https://w3id.org/kgraph/document/x%2Fy"),
        (None, "https://w3id.org/kgraph/document/x%2Fy"),
    ],
)
def test_a_document_goes_by_its_web_address_made_valid_or_by_its_id(url: str | None, expected: str) -> None:
    assert document_iri(Document(id="x/y", url=url)) == expected


@given(st.text(min_size=1), st.text())
def test_every_document_gets_a_valid_iri(id_: str, address: str) -> None:
    for url in (address, f"https://{address}", f"https://example.org/{address}"):
        assert NamedNode(document_iri(Document(id=id_, url=url)))


@given(st.text(min_size=1))
def test_every_name_gets_valid_iris(name: str) -> None:
    for node in (
        thing_iri(make_slug(name)),
        facility_iri(make_slug(name)),
        policy_iri(name),
        place_iri("JP", name),
    ):
        assert NamedNode(node)
        assert not node.endswith("/")
    assert make_slug(make_slug(name)) == make_slug(name)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Samsung Electronics Co., Ltd.", "samsung-electronics-co-ltd"),
        ("  LG화학 ", "lg화학"),
        ("Straße", "strasse"),
        ("Cafe\u0301", "café"),
    ],
)
def test_a_slug_is_made_of_letters_and_digits(name: str, slug: str) -> None:
    assert make_slug(name) == slug


def test_names_without_letters_have_slugs_of_their_own() -> None:
    assert make_slug("!!!") != make_slug("???")


def test_non_ascii_letters_are_percent_encoded_in_iris() -> None:
    assert thing_iri("東レ") == "https://w3id.org/kgraph/thing/%E6%9D%B1%E3%83%AC"


def test_a_place_without_a_country_is_none_of_any_country() -> None:
    assert place_iri(None, "Springfield") == "https://w3id.org/kgraph/place/ZZ/springfield"


def test_a_key_cannot_be_the_node_of_a_sum_a_place_or_a_span() -> None:
    keys = ["i1-amount", "place-yokohama", "char=1,2", "a#b", "a b", "1"]
    nodes = [claim_iri("https://example.org/a", key) for key in keys]
    assert all(NamedNode(node) and "-" not in node and "=" not in node for node in nodes)
    assert len(set(nodes)) == len(keys)


def test_the_same_content_is_the_same_event() -> None:
    assert event_iri("x") == event_iri("x") != event_iri("y")


def test_the_hash_of_a_document_follows_its_content_but_not_the_remarks_on_its_reading() -> None:
    assert content_hash(ARTICLE) == content_hash(ARTICLE.model_copy(update={"notes": ("guessed",)}))
    for change in ({"text": "x"}, {"title": "x"}, {"published": "2024"}, {"truncated": True}):
        assert content_hash(ARTICLE) != content_hash(ARTICLE.model_copy(update=change))


# --- claims


def test_claims_stand_in_the_named_graph_of_their_document() -> None:
    assert {quad.graph_name for quad in write(FACTS)} == {NamedNode("https://example.org/a")}


def test_a_claim_states_its_class_and_every_class_above_it() -> None:
    classes = {
        term.rpartition("#")[2].rpartition("/")[2] for term in values(write(FACTS), f"{ARTICLE.url}#i2", "rdf:type")
    }
    assert classes == {"Grant", "PublicSupport", "Investment", "Event", "MonetaryGrant"}


def test_an_investment_is_told_in_the_properties_of_the_contract() -> None:
    quads, node = write(FACTS), "https://example.org/a#i1"
    assert {quad.predicate.value.rpartition("#")[2] for quad in quads if quad.subject.value == node} == {
        "type", "label", "investor", "amount", "facility", "place", "country", "technology", "date", "status",
        "evidence", "sameThing",
    }  # fmt: skip
    assert values(quads, node, "kg:technology") == {"technology/advanced-packaging"}
    assert values(quads, node, "kg:status") == {"ontology#Announced"}
    assert values(quads, node, "kg:country") == {"country/JP"}
    assert values(quads, node, "kg:sameThing") == {"thing/i1"}


def test_a_sum_keeps_its_words_and_the_same_sum_in_other_words() -> None:
    quads, node = write(FACTS), "https://example.org/a#i1-amount"
    assert values(quads, node, "schema:value") == {"40000000000"}
    assert values(quads, node, "kg:qualifier") == {"approximately"}
    assert values(quads, node, "kg:text") == {"about 40 billion yen"}
    assert values(quads, node, "kg:alternative") == {f"{node}-2"}
    assert values(quads, f"{node}-2", "schema:currency") == {"USD"}


def test_evidence_is_the_span_of_the_document() -> None:
    quads, node = write(FACTS), "https://example.org/a#char=0,52"
    assert values(quads, f"{ARTICLE.url}#i1", "kg:evidence") == {node}
    assert values(quads, node, "kg:quote") == {TEXT[:52]}
    assert values(quads, node, "oa:hasSource") == {ARTICLE.url}
    assert (values(quads, node, "kg:start"), values(quads, node, "kg:end")) == ({"0"}, {"52"})


def test_a_document_is_stored_with_its_text_its_hash_and_who_read_it() -> None:
    quads, node = write(FACTS), "https://example.org/a"
    assert values(quads, node, "schema:text") == {TEXT}
    assert values(quads, node, "kg:contentHash") == {content_hash(ARTICLE)}
    assert values(quads, node, "prov:wasGeneratedBy") == {"extractor/rules-1"}
    assert values(quads, "https://w3id.org/kgraph/extractor/rules-1", "rdfs:label") == {"rules-1"}


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("f1", "Samsung Electronics research, Yokohama, JP"),
        ("i1", "Samsung Electronics: about 40,000,000,000 JPY in Yokohama, 2023-12-21"),
        ("i1-amount", "about 40,000,000,000 JPY"),
        ("i2", "Government of Japan: grant for Samsung Electronics"),
        ("a1", "Government of Japan, Samsung Electronics: joint development, 2023"),
        ("m1", "Ahn Duk-geun, Samsung Electronics: meeting in JP, 2024-04"),
    ],
)
def test_what_has_no_name_gets_a_readable_label(key: str, label: str) -> None:
    assert values(write(FACTS), f"{ARTICLE.url}#{key}", "rdfs:label") == {label}


def test_a_label_names_three_and_counts_the_rest() -> None:
    parties = tuple(Organization(key=f"o{number}", name=f"Firm {number}") for number in range(5))
    agreement = Agreement(key="a1", kind="treaty", parties=tuple(party.key for party in parties))
    facts = Facts(document=ARTICLE, organizations=parties, agreements=(agreement,))
    assert values(write(facts), f"{ARTICLE.url}#a1", "rdfs:label") == {"Firm 0, Firm 1, Firm 2 and 2 more: treaty"}


def test_every_node_that_is_described_has_one_label() -> None:
    quads = write(FACTS)
    for node in {quad.subject.value for quad in quads}:
        assert len(values(quads, node, "rdfs:label")) == 1, node


@pytest.mark.parametrize(("date", "datatype"), [("2023", "gYear"), ("2023-12", "gYearMonth"), ("2023-12-21", "date")])
def test_a_date_is_typed_as_precisely_as_it_was_said(date: str, datatype: str) -> None:
    quads = write(Facts(document=ARTICLE, meetings=(Meeting(key="m1", date=date),)))
    dates = [quad.object for quad in quads if quad.predicate.value == iri("kg:date")]
    assert dates == [Literal(date, datatype=NamedNode(iri(f"xsd:{datatype}")))]


def test_places_that_share_a_slug_stay_apart() -> None:
    sites = [("Cambridge", "US"), ("Cambridge", "GB"), ("CAMBRIDGE", "GB"), ("Cambridge", None)]
    facilities = tuple(
        Facility(key=f"f{number}", kind="fab", place=place, country=country)
        for number, (place, country) in enumerate(sites)
    )
    facts = Facts(document=ARTICLE, facilities=facilities)
    assert read_claims(write(facts)) == facts
    nodes = {node for number in range(4) for node in values(write(facts), f"{ARTICLE.url}#f{number}", "kg:place")}
    assert nodes == {f"{ARTICLE.url}#place-cambridge{end}" for end in ("", ".2", ".3", ".4")}


def test_words_quoted_without_their_place_are_kept() -> None:
    facts = Facts(document=ARTICLE, meetings=(Meeting(key="m1", evidence="They met."),))
    assert read_claims(write(facts)) == facts


def test_quads_without_a_document_are_refused() -> None:
    with pytest.raises(GraphError, match="describes one document, this one 0"):
        read_claims([])


# --- facts -> quads -> facts

HOSTILE = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
        st.sampled_from("\"'\\<>{}|^`#%?&\n\r\t -.\u202e\u2066\u200f\ufeff\u0301İß東한"),
    ),
    min_size=1,
    max_size=8,
)
NAMES = HOSTILE | st.sampled_from(["Act", "ACT", "act!"])  # some share a slug
COUNTRIES = st.none() | st.sampled_from(["KR", "JP", "US"])
DATES = st.none() | st.sampled_from(["2023", "2023-12", "2023-12-21", "0001"])
SUMS = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(10) ** 14, places=2)
MONEY = st.builds(Money, value=SUMS, currency=st.sampled_from(["USD", "KRW"]))
AMOUNTS = st.builds(
    Amount,
    value=SUMS,
    currency=st.sampled_from(["USD", "JPY"]),
    qualifier=st.sampled_from(["exact", "up_to", "at_least", "approximately"]),
    alternatives=st.lists(MONEY, max_size=12).map(tuple),
    text=st.none() | HOSTILE,
)


@st.composite
def make_facts(draw: st.DrawFn) -> Facts:
    text = "".join(draw(st.lists(HOSTILE, max_size=4)))
    keys = iter(draw(st.lists(HOSTILE, min_size=14, max_size=14, unique=True)))

    def some(*choices: str) -> tuple[str, ...]:
        return tuple(draw(st.lists(st.sampled_from(choices), max_size=3, unique=True))) if choices else ()

    def claim() -> dict[str, Any]:
        """A key, and a quote of the text or a quote without a place or none."""
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        if start < end:
            return {"key": next(keys), "evidence": text[start:end], "start": start, "end": end}
        return {"key": next(keys), "evidence": draw(st.none() | HOSTILE)}

    def named() -> dict[str, Any]:
        return {"name": draw(HOSTILE), "aliases": draw(st.lists(HOSTILE, max_size=2, unique=True)), **claim()}

    def told(places: list[str]) -> dict[str, Any]:
        technologies = some(*concept_labels("technology"))
        site = draw(st.none() | st.sampled_from(places))
        return {"technologies": technologies, "place": site, "country": draw(COUNTRIES), **claim()}

    def maybe(*choices: str) -> str | None:
        return draw(st.none() | st.sampled_from(choices)) if choices else None

    places = draw(st.lists(NAMES, min_size=1, max_size=3))
    classes = st.sampled_from(["Organization", "Government"])
    organizations = [Organization(**named(), class_=draw(classes), country=draw(COUNTRIES)) for _ in range(2)]
    firms = [organization.key for organization in organizations]
    people = [
        Person(
            **named(),
            role=draw(st.none() | st.text(max_size=3).filter(lambda t: "\0" not in t)),
            affiliation=maybe(*firms),
        )
    ]
    facilities = [
        Facility(
            **told(places),
            kind=draw(st.sampled_from([*concept_labels("facilityKind")])),
            operators=some(*firms),
            opens=draw(DATES),
        )
        for _ in range(2)
    ]
    investments = [
        Investment(
            **told(places),
            kind=draw(st.sampled_from(["investment", "grant", "loan", "tax_credit", "acquisition", "joint_venture"])),
            investors=some(*firms),
            recipients=some(*firms),
            amount=draw(st.none() | AMOUNTS),
            facility=maybe(*(facility.key for facility in facilities)),
            policy=draw(st.none() | NAMES),
            announced=draw(DATES),
            status=draw(st.sampled_from(["considered", "announced", "completed", "cancelled"])),
        )
        for _ in range(2)
    ]
    agreement = Agreement(
        **claim(),
        kind=draw(st.sampled_from([*concept_labels("agreementKind")])),
        parties=some(*firms),
        technologies=some("memory"),
        date=draw(DATES),
    )
    meeting = Meeting(**claim(), participants=some(*firms, people[0].key), country=draw(COUNTRIES), date=draw(DATES))
    document = Document(
        id=draw(HOSTILE),
        url=draw(st.none() | HOSTILE | HOSTILE.map("https://example.org/{}".format)),
        title=draw(st.just("") | HOSTILE),
        published=draw(DATES),
        language=draw(st.none() | HOSTILE),
        publisher=draw(st.none() | HOSTILE),
        text=text,
        truncated=draw(st.booleans()),
        notes=draw(st.lists(HOSTILE, max_size=2, unique=True)),
    )
    return Facts(
        document=document,
        organizations=organizations,
        people=people,
        facilities=facilities,
        investments=investments,
        agreements=(agreement,),
        meetings=(meeting,),
    )


ORDERED = {"alternatives"}


def in_order(value: object, name: str = "") -> object:
    """A dumped value with its sequences sorted where their order has no meaning."""
    if isinstance(value, dict):
        return {key: in_order(item, key) for key, item in value.items()}
    if isinstance(value, list | tuple):
        items = [in_order(item) for item in value]
        return items if name in ORDERED else sorted(items, key=repr)
    return value


@settings(max_examples=60, deadline=None)
@given(make_facts(), st.randoms(use_true_random=False))
def test_facts_come_back_from_their_quads_whatever_the_order(facts: Facts, order: random.Random) -> None:
    quads = write(facts)
    again = read_claims(quads)
    assert in_order(again.model_dump()) == in_order(facts.model_dump())
    assert write(again) == quads
    order.shuffle(quads)
    assert read_claims(quads) == again


@settings(max_examples=20, deadline=None)
@given(make_facts())
def test_there_are_no_blank_nodes_and_no_triple_terms(facts: Facts) -> None:
    for quad in write(facts):
        assert not {type(term) for term in quad.triple} & {BlankNode, Triple}


# --- the knowledge layer


@pytest.fixture(scope="module")
def known(state_layer: Callable[[Sequence[Document], Sequence[Merged]], list[Quad]]) -> list[Quad]:
    firm, agency, person = thing_iri("samsung"), thing_iri("japan"), thing_iri("ahn")
    site, event = facility_iri("samsung-yokohama"), event_iri("1")
    said = Evidence(document="https://example.org/a", quote=TEXT[:52], start=0, end=52)
    other = Evidence(document="https://example.org/b", quote="x" * 100, start=1, end=101)
    claims = [
        Merged(
            claim=Organization(key=firm, name="Samsung Electronics", aliases=("삼성전자",), country="KR"),
            same_as=("http://www.wikidata.org/entity/Q20718",),
            documents=(said.document,),
        ),
        Merged(claim=Organization(key=agency, name="Government of Japan", class_="Government", country="JP")),
        Merged(claim=Person(key=person, name="Ahn Duk-geun", affiliation=agency)),
        Merged(
            claim=Facility(key=site, kind="data_center", operators=(firm,), place="YOKOHAMA", country="JP"),
            documents=(other.document,),
        ),
        Merged(
            claim=FACTS.investments[0].model_copy(
                update={"key": event, "investors": (firm,), "facility": site, "policy": "Chips Act"}
            ),
            evidence=(said, other),
            documents=(said.document, other.document),
            usd=Dollars(value=Decimal("281000000.50"), rate_date="2023-12-21"),
        ),
        Merged(claim=Agreement(key=event_iri("2"), kind="treaty", parties=(firm, agency)), evidence=(said,)),
        Merged(claim=Meeting(key=event_iri("3"), participants=(firm, person), country="JP"), evidence=(said,)),
    ]
    documents = (ARTICLE, Document(id="b", url="https://example.org/b"))
    return state_layer(documents, claims)


def test_knowledge_stands_in_the_default_graph_without_texts_and_hashes(known: list[Quad]) -> None:
    assert {quad.graph_name for quad in known} == {DefaultGraph()}
    assert not values(known, "https://example.org/a", "schema:text")
    assert not values(known, "https://example.org/a", "kg:contentHash")
    assert values(known, "https://example.org/a", "rdfs:label") == {"Samsung in Yokohama"}
    assert values(known, "https://example.org/b", "rdfs:label") == {"https://example.org/b"}


def test_an_event_of_knowledge_names_all_its_evidence_its_documents_and_its_worth(known: list[Quad]) -> None:
    node = event_iri("1")
    assert values(known, node, "kg:evidence") == {
        "https://example.org/a#char=0,52",
        "https://example.org/b#char=1,101",
    }
    assert values(known, node, "prov:wasDerivedFrom") == {"https://example.org/a", "https://example.org/b"}
    assert values(known, node, "kg:amountUSD") == {"281000000.5"}
    assert values(known, node, "kg:rateDate") == {"2023-12-21"}
    assert values(known, f"{node}/amount", "kg:alternative") == {
        f"{node}/amount-2".removeprefix("https://w3id.org/kgraph/")
    }


def test_a_thing_of_knowledge_has_its_other_names_and_identifiers(known: list[Quad]) -> None:
    node = thing_iri("samsung")
    assert values(known, node, "skos:altLabel") == {"삼성전자"}
    assert values(known, node, "owl:sameAs") == {"http://www.wikidata.org/entity/Q20718"}


def test_a_place_of_knowledge_is_one_node_whatever_its_spelling(known: list[Quad]) -> None:
    node = place_iri("JP", "yokohama")
    assert values(known, node, "rdfs:label") == {"YOKOHAMA"}
    assert values(known, node, "skos:altLabel") == {"Yokohama"}
    assert values(known, node, "kg:country") == {"country/JP"}
    (latitude,) = values(known, node, "schema:latitude")
    assert 35 < float(latitude) < 36
    assert values(known, node, "prov:wasDerivedFrom") == {"https://example.org/a", "https://example.org/b"}


def test_countries_and_concepts_that_are_named_are_described(known: list[Quad]) -> None:
    base = "https://w3id.org/kgraph/"
    assert values(known, f"{base}country/KR", "rdfs:label") == {"South Korea"}
    assert values(known, f"{base}country/KR", "kg:isoCode") == {"KR"}
    assert values(known, f"{base}technology/advanced-packaging", "rdfs:label") == {"advanced packaging"}
    assert values(known, f"{base}facility-kind/data-center", "skos:notation") == {"data_center"}
    assert values(known, f"{base}facility-kind/data-center", "rdfs:label") == {"data center"}
    assert values(known, iri("kg:Announced"), "rdfs:label") == {"announced"}
    assert not values(known, f"{base}technology/memory", "rdfs:label")


def test_every_node_of_knowledge_has_a_label(known: list[Quad]) -> None:
    for node in {quad.subject.value for quad in known}:
        assert len(values(known, node, "rdfs:label")) == 1, node


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_term_as_n_triples_write_it_reads_as_its_text(text: str) -> None:
    integer = NamedNode(iri("xsd:integer"))
    terms = (Literal(text), Literal(text, language="ko"), Literal(text, datatype=integer))
    assert {read_value(str(term)) for term in terms} == {text}
    assert read_value("<https://example.org/a>") == "https://example.org/a"
