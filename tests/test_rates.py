"""Sums in US dollars."""

from datetime import date
from decimal import Decimal

import pytest

from kgraph.model import Dollars, Money
from kgraph.rates import convert_to_dollars


def test_a_sum_is_converted_at_the_rate_of_the_day() -> None:
    # The bank: one euro is 156.79 yen and 1.0983 dollars.
    dollars = convert_to_dollars(Money(value=Decimal(40_000_000_000), currency="JPY"), date(2023, 12, 21))
    assert dollars == Dollars(value=Decimal(280_196_441), rate_date="2023-12-21")


def test_a_weekend_takes_the_last_rate_before_it() -> None:
    won = Money(value=Decimal(1_000_000_000_000), currency="KRW")
    assert convert_to_dollars(won, date(2024, 3, 3)) == convert_to_dollars(won, date(2024, 3, 1))
    dollars = convert_to_dollars(won, date(2024, 3, 3))
    assert dollars is not None
    assert dollars.rate_date == "2024-03-01"


def test_dollars_stay_as_they_are() -> None:
    money = Money(value=Decimal("135700000.50"), currency="USD")
    assert convert_to_dollars(money, date(1990, 1, 6)) == Dollars(value=money.value, rate_date="1990-01-06")


def test_dollars_need_no_day_and_other_money_does() -> None:
    assert convert_to_dollars(Money(value=Decimal(7), currency="USD"), None) == Dollars(
        value=Decimal(7), rate_date=None
    )
    assert convert_to_dollars(Money(value=Decimal(7), currency="JPY"), None) is None


def test_euros_are_converted_too() -> None:
    dollars = convert_to_dollars(Money(value=Decimal(100), currency="EUR"), date(2014, 3, 28))
    assert dollars == Dollars(value=Decimal(138), rate_date="2014-03-28")


@pytest.mark.parametrize(
    ("currency", "day"),
    [
        ("TWD", date(2024, 3, 1)),
        ("JPY", date(1998, 12, 31)),
        ("JPY", date(2999, 1, 1)),
        ("XXX", date(2024, 3, 1)),
    ],
)
def test_without_a_recent_rate_there_is_no_value(currency: str, day: date) -> None:
    assert convert_to_dollars(Money(value=Decimal(1), currency=currency), day) is None
