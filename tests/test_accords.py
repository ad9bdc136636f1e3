"""Agreements and meetings: who signs what with whom, and who sees whom where."""

from functools import cache

import pytest

from kgraph.extract import extract_facts
from kgraph.model import Document, Facts


@cache
def read_facts(text: str, title: str = "") -> Facts:
    return extract_facts(Document(id="d", title=title, text=text, published="2024-06-14"), gated=False)


def accords(text: str) -> list[tuple[str, set[str]]]:
    """Kind and parties of each agreement."""
    facts = read_facts(text)
    names = {each.key: each.name for each in facts.organizations}
    return [(found.kind, {names[key] for key in found.parties}) for found in facts.agreements]


def meetings(text: str) -> list[set[str]]:
    """The participants of each meeting."""
    facts = read_facts(text)
    names = {each.key: each.name for each in (*facts.organizations, *facts.people)}
    return [{names[key] for key in found.participants} for found in facts.meetings]


TWO = {"Halden Industries", "Tessaly Holdings"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Halden Industries and Tessaly Holdings signed a memorandum of understanding on hydrogen.", "memorandum"),
        ("Halden Industries signed an MOU with Tessaly Holdings on hydrogen.", "memorandum"),
        ("A memorandum of understanding was signed by Halden Industries and Tessaly Holdings.", "memorandum"),
        ("Halden Industries signed a supply agreement with Tessaly Holdings.", "supply"),
        ("Halden Industries signed a deal to supply pumps to Tessaly Holdings.", "supply"),
        ("Tessaly Holdings signed a licensing agreement with Halden Industries.", "license"),
        ("Halden Industries signed an agreement with Tessaly Holdings to jointly develop pumps.", "joint_development"),
        ("Halden Industries and Tessaly Holdings agreed to jointly develop pumps.", "joint_development"),
        ("Halden Industries entered into a partnership with Tessaly Holdings.", "partnership"),
        ("Halden Industries and Tessaly Holdings announced a strategic partnership.", "partnership"),
        ("Halden Industries and Tessaly Holdings agreed to cooperate on pumps.", "partnership"),
        ("Halden Industries will partner with Tessaly Holdings on pumps.", "partnership"),
    ],
)
def test_an_agreement_is_of_the_kind_that_its_words_tell(text: str, kind: str) -> None:
    assert accords(text) == [(kind, TWO)]


def test_a_firm_and_an_institute_sign_together() -> None:
    text = "The Halvor Institute of Technology and Halden Industries signed a memorandum of understanding."
    assert accords(text) == [("memorandum", {"Halvor Institute of Technology", "Halden Industries"})]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Norway and Japan signed a treaty on hydrogen.", "treaty"),
        ("Norway and Japan signed a memorandum of understanding on hydrogen.", "memorandum"),
        ("Oslo and Tokyo signed a memorandum of understanding on hydrogen.", "memorandum"),
        ("Norway and Japan agreed to cooperate on hydrogen.", "partnership"),
    ],
)
def test_states_make_a_treaty_only_by_that_word(text: str, kind: str) -> None:
    assert accords(text) == [(kind, {"Government of Norway", "Government of Japan"})]


@pytest.mark.parametrize(
    "text",
    [
        "Halden Industries may sign a memorandum of understanding with Tessaly Holdings.",
        "Halden Industries is considering a partnership with Tessaly Holdings.",
        "Halden Industries ended its partnership with Tessaly Holdings last year.",
        "Halden Industries signed a loan agreement with Tessaly Holdings.",
        "Halden Industries signed a wage agreement.",
        "Halden Industries agreed to buy Tessaly Holdings for $90 million.",
        "Halden Industries and Tessaly Holdings agreed that it rained.",
    ],
)
def test_what_is_not_agreed_or_no_common_work_is_no_agreement(text: str) -> None:
    assert accords(text) == []


def test_the_same_agreement_told_twice_is_one() -> None:
    text = (
        "Halden Industries signed a memorandum of understanding with Tessaly Holdings.\n\n"
        "The memorandum of Halden Industries and Tessaly Holdings covers pumps."
    )
    assert accords(text) == [("memorandum", TWO)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Halden Industries signed a supply agreement with Tessaly Holdings on Monday.", "2024-06-10"),
        ("Halden Industries signed a supply agreement with Tessaly Holdings on May 6, 2024.", "2024-05-06"),
        ("Halden Industries signed a supply agreement with Tessaly Holdings.", "2024-06"),
    ],
)
def test_an_agreement_is_dated_by_its_sentence_or_the_month_of_the_news(text: str, day: str) -> None:
    (found,) = read_facts(text).agreements
    assert found.date == day


def test_an_agreement_knows_its_technologies() -> None:
    (found,) = read_facts(
        "Halden Industries and Tessaly Holdings signed a memorandum of understanding on hydrogen."
    ).agreements
    assert found.technologies == ("hydrogen",)


@pytest.mark.parametrize(
    ("text", "participants"),
    [
        ("Economy Minister Lena Brandt visited Halden Industries on Monday.", {"Lena Brandt", "Halden Industries"}),
        (
            "Trade minister Seo Min-jae visited the Halden Industries plant in Graz.",
            {"Seo Min-jae", "Halden Industries"},
        ),
        (
            "Trade minister Seo Min-jae toured a plant of Halden Industries in Graz.",
            {"Seo Min-jae", "Halden Industries"},
        ),
        (
            "Prime Minister Anders Holmqvist met Halden Industries chairman Otto Wahl in Graz.",
            {"Anders Holmqvist", "Otto Wahl"},
        ),
        (
            "Anders Holmqvist, the prime minister, held talks with Otto Wahl, chairman of Halden Industries.",
            {"Anders Holmqvist", "Otto Wahl"},
        ),
        (
            "President Lena Brandt and Prime Minister Anders Holmqvist met in Oslo on Monday.",
            {"Lena Brandt", "Anders Holmqvist"},
        ),
        (
            "President Lena Brandt was received by Prime Minister Anders Holmqvist in Oslo.",
            {"Lena Brandt", "Anders Holmqvist"},
        ),
        (
            "Officials of Halden Industries met with the Ministry of Forests on Monday.",
            {"Halden Industries", "Ministry of Forests"},
        ),
        (
            "A delegation of Tessaly Holdings visited the Halden Industries plant in Graz.",
            {"Tessaly Holdings", "Halden Industries"},
        ),
    ],
)
def test_who_meets_or_visits_whom_takes_part(text: str, participants: set[str]) -> None:
    assert meetings(text) == [participants]


@pytest.mark.parametrize(
    "text",
    [
        "Trade minister Seo Min-jae will meet Otto Wahl, chairman of Halden Industries, next month.",
        "Trade minister Seo Min-jae may visit Halden Industries.",
        "Trade minister Seo Min-jae cancelled a visit to Halden Industries.",
        "Trade minister Seo Min-jae visited Graz.",
        "Halden Industries met the deadline.",
        "Tourists visited Graz.",
    ],
)
def test_what_has_not_taken_place_or_has_one_side_is_no_meeting(text: str) -> None:
    assert meetings(text) == []


@pytest.mark.parametrize(
    ("text", "country", "day"),
    [
        ("Trade minister Seo Min-jae visited the Halden Industries plant in Graz on June 3.", "AT", "2024-06-03"),
        ("Trade minister Seo Min-jae met Halden Industries chairman Otto Wahl in Kobe last week.", "JP", "2024-06"),
        ("Economy Minister Lena Brandt visited Norwegian pump maker Halden Industries.", "NO", "2024-06"),
    ],
)
def test_a_meeting_has_a_day_and_a_country(text: str, country: str, day: str) -> None:
    (found,) = read_facts(text).meetings
    assert (found.country, found.date) == (country, day)


@pytest.mark.parametrize(
    ("text", "role", "affiliation"),
    [
        ("Seo Min-jae, the trade minister, visited Halden Industries.", "trade minister", None),
        ("Seo Min-jae met Otto Wahl, chairman of Halden Industries, in Graz.", "chairman", "Halden Industries"),
        ("Seo Min-jae met Halden Industries chairman Otto Wahl in Graz.", "chairman", "Halden Industries"),
        ("Seo Min-jae met Halden Industries’ chairman Otto Wahl in Graz.", "chairman", "Halden Industries"),
    ],
)
def test_a_persons_role_and_house_are_told_beside_the_name(text: str, role: str, affiliation: str | None) -> None:
    facts = read_facts(text)
    names = {each.key: each.name for each in facts.organizations}
    roles = [(each.role, names.get(each.affiliation or "")) for each in facts.people if each.role]
    assert roles == [(role, affiliation)]


@pytest.mark.parametrize(("title", "role"), [("Prime Minister", "Prime Minister")])
def test_a_role_is_told_whole(title: str, role: str) -> None:
    facts = read_facts(f"{title} Lena Brandt visited Halden Industries in Graz.")
    assert [(each.name, each.role) for each in facts.people] == [("Lena Brandt", role)]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Halden Industries will supply pumps to Tessaly Holdings.", "supply"),
        ("Halden Industries licensed a coating process from Tessaly Holdings.", "license"),
        ("Halden Industries is developing a hydrogen valve with Tessaly Holdings.", "joint_development"),
    ],
)
def test_some_verbs_tell_a_deal_without_the_word(sentence: str, kind: str) -> None:
    (found,) = read_facts(sentence).agreements
    assert (found.kind, len(found.parties)) == (kind, 2)


def test_two_firms_that_supply_nobody_named_have_no_deal() -> None:
    text = "Halden Industries and Tessaly Holdings will supply pumps to makers of chips."
    assert read_facts(text).agreements == ()
