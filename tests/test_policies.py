"""A law or programme goes with the public money that is paid under it, and with no other."""

import pytest

from kgraph.extract import extract_facts
from kgraph.extract.policies import find_programmes
from kgraph.extract.reading import read_document
from kgraph.model import Document


def names_in(text: str) -> list[str]:
    return [p.name for p in find_programmes(read_document(Document(id="x", title="", text=text)))]


def policies_of(text: str) -> dict[int, str | None]:
    facts = extract_facts(Document(id="x", title="", text=text, published="2024-05-01"))
    return {int(i.amount.value): i.policy for i in facts.investments if i.amount}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The ministry pays it under the Harbour Renewal Act.", "Harbour Renewal Act"),
        ("The aid comes from the European Union's Clean Ports Fund.", "Clean Ports Fund"),
        ("It was approved under its Nordic Start scheme.", "Nordic Start"),
        ("The money comes from its regional resettlement programme.", "regional resettlement programme"),
        ("The loan is guaranteed through InvestEU.", "InvestEU"),
        ("The firm won a BuildRight grant from the state.", "BuildRight"),
        ("The bank lends under the Rare Metals Stockpile Policy 2021-26.", "Rare Metals Stockpile Policy 2021-26"),
    ],
)
def test_programmes_are_found_by_their_heads_or_by_the_way_money_takes(text: str, name: str) -> None:
    assert names_in(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "The money comes from a new loan programme.",
        "The sale was cleared under the Export Control Act.",
        "It was paid under a Japanese scheme.",
    ],
)
def test_common_words_and_laws_about_other_things_are_no_programme(text: str) -> None:
    assert names_in(text) == []


def test_a_short_form_in_brackets_is_the_programme_again() -> None:
    text = "The Lakeside Robotics Innovation Fund (LRIF) was set up in May. The LRIF has made two grants."
    assert names_in(text) == ["Lakeside Robotics Innovation Fund"] * 2


def test_only_the_sum_before_a_programme_is_paid_under_it() -> None:
    text = (
        "Halden Cells will invest $900 million in a battery plant in Ohio. The state will give Halden Cells $30 million"
        " in tax credits under the Buckeye Works Program and a further $7 million grant for roads."
    )
    found = policies_of(text)
    assert found[30_000_000] == "Buckeye Works Program"
    assert found[900_000_000] is None
    assert found.get(7_000_000) is None


def test_a_sentence_that_goes_on_about_the_award_names_its_law() -> None:
    text = (
        "The U.S. Department of Commerce awarded Halden Chips a grant of $50 million for a fab in Ohio."
        " The award, made under the Silicon Renewal Act, was signed on Monday."
    )
    assert policies_of(text) == {50_000_000: "Silicon Renewal Act"}


def test_the_law_of_a_list_of_awards_goes_with_each_of_them() -> None:
    text = (
        "The U.S. Department of Energy today selected two projects for grants under the Clean Harbour Act.\n\n"
        "The Department of Energy will give Halden Cells a grant of $50 million for a plant in Ohio.\n\n"
        "It will give Norvik Foil a grant of $20 million for a plant in Georgia."
    )
    assert policies_of(text) == {50_000_000: "Clean Harbour Act", 20_000_000: "Clean Harbour Act"}


def test_a_citys_money_is_not_paid_under_the_nations_law() -> None:
    text = (
        "The U.S. Department of Energy gave Halden Cells a grant of $50 million. The grant was made under the Clean"
        " Harbour Act.\n\nThe city of Dayton gave Halden Cells a grant of $2 million for a road."
    )
    assert policies_of(text).get(2_000_000) is None


def test_a_tax_credits_name_goes_with_no_grant() -> None:
    text = (
        "The U.S. Treasury published its allocations of the Clean Harbour Investment Credit.\n\n"
        "The U.S. Treasury will give Halden Cells a grant of $50 million for a plant in Ohio."
    )
    assert policies_of(text) == {50_000_000: None}
