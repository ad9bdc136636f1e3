"""Sums of money as news writes them; money_forms.csv is the table of forms, without a value where none is."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.money import Sum, find_sums, guess_dollar

FORMS = Path(__file__).with_name("money_forms.csv")


def read_forms() -> list[dict[str, str]]:
    with FORMS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def describe(found: Sum) -> tuple[Decimal, str, str, list[tuple[str, Decimal]]]:
    amount = found.amount
    alternatives = [(other.currency, other.value) for other in amount.alternatives]
    return amount.value, amount.currency, amount.qualifier, alternatives


STATED = [form for form in read_forms() if form["value"]]
NONE = [form["text"] for form in read_forms() if not form["value"]]


def test_the_table_is_long() -> None:
    assert len(STATED) >= 250
    assert len(NONE) >= 60


@pytest.mark.parametrize("form", STATED, ids=[form["text"] for form in STATED])
@pytest.mark.parametrize("frame", ["{}", "It will put {} into the plant.", "The city (see {}) agreed"])
def test_a_form_states_one_sum(form: dict[str, str], frame: str) -> None:
    pairs = [pair.split() for pair in form["alternatives"].split("; ") if pair]
    expected = (
        Decimal(form["value"]),
        form["currency"],
        form["qualifier"],
        [(currency, Decimal(value)) for currency, value in pairs],
    )
    assert [describe(found) for found in find_sums(frame.format(form["text"]))] == [expected]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_money_states_no_sum(text: str) -> None:
    assert find_sums(text) == []
    assert find_sums(f"It said {text}, and more.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It put in $5 million and then 3 million.", ["5000000 USD", "3000000 USD"]),
        ("Asked for $100 million, it lent 85 million. And", ["100000000 USD", "85000000 USD"]),
        ("It gives €276 million. The remaining 118 million comes later.", ["276000000 EUR", "118000000 EUR"]),
        ("It lost 31 billion won on sales of 2.7 billion.", ["31000000000 KRW", "2700000000 KRW"]),
        ("It gives €276 million. Its lines number 118 million at most.", ["276000000 EUR"]),
        ("It sold 3 million shares for $5 million to 2 million people.", ["5000000 USD"]),
        ("For $5 million it built 2 million square feet and 3 million wafers.", ["5000000 USD"]),
        ("With $5 million it employs 30 and makes 2.5 million cells.", ["5000000 USD"]),
        ("For $2 billion\n\n3 billion came", ["2000000000 USD"]),
        ("raised from 70 billion won to 110 billion won", ["70000000000 KRW", "110000000000 KRW"]),
        ("cut its budget from $6 billion to $4 billion", ["6000000000 USD", "4000000000 USD"]),
        ("panels rose by $1.20 to $52", ["1.2 USD", "52 USD"]),
        ("to 1.1 trillion won from 300 billion won", ["1100000000000 KRW", "300000000000 KRW"]),
        ("its bid of $5 million won the day", ["5000000 USD"]),
        ("since 2024 EUR 5 million", ["5000000 EUR"]),
        ("in 2025 W5 billion and in 2026 ¥6 billion", ["5000000000 KRW", "6000000000 JPY"]),
        ("50 billion won, $20 million and €5 million", ["50000000000 KRW", "20000000 USD", "5000000 EUR"]),
        ("$8 million ($6 million in cash)", ["8000000 USD", "6000000 USD"]),
        ("5 million euros ($5.5 million, of which $2 million in cash)", ["5000000 EUR", "2000000 USD"]),
        ("$10 million or more than $12 million", ["10000000 USD", "12000000 USD"]),
        ("| 3.8 billion yen\n| 2.2 billion yen", ["3800000000 JPY", "2200000000 JPY"]),
    ],
)
def test_sums_beside_each_other_are_kept_apart(text: str, expected: list[str]) -> None:
    assert [f"{found.amount.value:f} {found.amount.currency}" for found in find_sums(text)] == expected


def test_a_sum_spans_its_qualifiers_and_conversions_and_its_core_the_first_figure() -> None:
    text = "Daon will spend up to about 40 billion yen ($278 million) on it."
    (found,) = find_sums(text)
    assert text[found.start : found.end] == found.amount.text == "up to about 40 billion yen ($278 million)"
    assert text[slice(*found.core)] == "40 billion yen"


def test_a_range_spans_both_bounds() -> None:
    text = "at between $960 million and $1 billion in sales"
    (found,) = find_sums(text)
    assert text[found.start : found.end] == "between $960 million and $1 billion"
    assert text[slice(*found.core)] == "$960 million"


@pytest.mark.parametrize("text", ["$90m each", "US$90 million apiece", "2 billion yen ($14 million) each was paid"])
def test_each_tells_that_several_give_it(text: str) -> None:
    (found,) = find_sums(text)
    assert found.each


@pytest.mark.parametrize(
    "text",
    [
        "4,300 yen a share",
        "$55 a kilowatt hour",
        "$3,300 per tonne",
        "$640,000 a year",
        "29,870 won ($20) a month",
        "$12/kg",
        "$5-a-share",
        "€5 million annually",
        "$690 to $820 a tonne",
        "14,200 yen per tsubo",
    ],
)
def test_a_price_or_rate_is_per_something(text: str) -> None:
    (found,) = find_sums(text)
    assert found.per
    assert not found.each


@pytest.mark.parametrize("text", ["$5 million a year ago", "€9.8 million a year earlier", "$90m each", "$5 million"])
def test_a_sum_beside_a_time_is_no_rate(text: str) -> None:
    (found,) = find_sums(text)
    assert not found.per


def test_a_bare_dollar_is_the_document_s() -> None:
    text = "$5 million, 3 million dollars, US$2 million and C$4 million"
    assert [found.amount.currency for found in find_sums(text, "AUD")] == ["AUD", "AUD", "USD", "CAD"]


@pytest.mark.parametrize(
    ("text", "dollar"),
    [
        ("A plant for $5 million.", "USD"),
        ("No money here, in Ottawa, Ontario.", "USD"),
        ("Ottawa and Quebec give $48 million each.", "CAD"),
        ("Ottawa gives C$48 million, and Quebec $5 million.", "USD"),
        ("Ottawa and Quebec give $48 million, the U.S. government $2 million.", "USD"),
        ("Ottawa gives $48 million to an American company in Ontario.", "USD"),
        ("Canberra lends $100 million to a mine in Queensland.", "AUD"),
        ("The lender gives $100 million. All figures are in Canadian dollars.", "CAD"),
        ("Prices are in U.S. dollars: Ottawa gives $48 million, Quebec $5 million.", "USD"),
        ("Taipei gives $5 million. All amounts in New Taiwan dollars.", "TWD"),
    ],
)
def test_a_text_tells_whose_dollars_it_means(text: str, dollar: str) -> None:
    assert guess_dollar(text) == dollar


PIECES = sorted({piece for form in read_forms() for piece in form["text"].split()}) + list("0123456789.,-$€¥ ()")


SOUPS = st.lists(st.sampled_from(PIECES), max_size=20).map(" ".join)


@given(SOUPS | st.text("0123456789,.$¥kmbn ()-조억円\n") | st.text())
def test_sums_lie_in_order_in_any_text(text: str) -> None:
    place = 0
    for found in find_sums(text):
        assert place <= found.start <= found.core[0] < found.core[1] <= found.end <= len(text)
        assert text[found.start : found.end] == found.amount.text
        place = found.end
    guess_dollar(text)


@pytest.mark.parametrize(
    "piece",
    [
        "7",
        "$1,",
        "$1,1,1,1",
        "1조",
        "about ",
        "$5 ",
        "$5 (",
        "$5 to ",
        "one million ",
        "3 million ",
        "between ",
    ],
)
def test_long_soups_are_read(piece: str) -> None:
    assert find_sums(piece * (100_000 // len(piece))) is not None
