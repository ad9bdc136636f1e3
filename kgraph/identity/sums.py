"""Two sums of money with the days on which they were told come in; how they agree goes out.

A sum agrees with another of its currency within what was rounded, and with one of another currency at the rate
of the day within what newspapers round and rates move.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from kgraph.model import Amount, Money
from kgraph.rates import convert_to_dollars

EQUAL = Decimal("0.01")
"""Of one currency: what the second of two newspapers rounds."""
ROUNDED = Decimal("0.05")
"""Of one currency, where a document says "about"; and of two currencies: rates of a week or a month's mean."""
SLIGHTLY = Decimal("0.025")
"""Of "up to": the final terms may add a little."""
LEAST_PART = Decimal("0.4")
"""Of "up to": what is granted in the end is seldom less."""
STEP = math.log(1.2)
"""Wider than what sums that agree differ by, together with what rates move while papers tell of one announcement."""


def agree(one: Amount, day: date, other: Amount, other_day: date) -> bool:
    """Whether two amounts state one sum, exactly, rounded, in another currency, or within a range."""
    if _covers(one, other) or _covers(other, one):
        return True
    rough = "approximately" in {one.qualifier, other.qualifier}
    return any(_are_close(money, day, same, other_day, rough) for money in list_sums(one) for same in list_sums(other))


def _covers(amount: Amount, other: Money) -> bool:
    """Whether a sum lies between the two ends of another: "700 million to 900 million dollars"."""
    ends = [money.value for money in list_sums(amount) if money.currency == other.currency]
    return len(ends) > 1 and min(ends) <= other.value <= max(ends)


def list_sums(amount: Amount) -> Iterator[Money]:
    """A sum and the same in other words."""
    yield amount
    yield from amount.alternatives


def _are_close(one: Money, day: date, other: Money, other_day: date, rough: bool) -> bool:
    if one.currency == other.currency:
        return _differ(one.value, other.value) <= (ROUNDED if rough else max(EQUAL, _rounding(one, other)))
    # A later paper may have converted at the rate of the first day.
    days = {(day, other_day), (day, day), (other_day, other_day)}
    values = ((value_sum(one, first), value_sum(other, then)) for first, then in days)
    return any(a is not None and b is not None and _differ(a, b) <= ROUNDED for a, b in values)


def _rounding(one: Money, other: Money) -> Decimal:
    """Half a unit of the last digit that the rounder of two sums states: 17 against 17.4 billion; of one digit none."""
    rounder = min((one.value, other.value), key=_count_digits)
    digits = _count_digits(rounder)
    unit = Decimal(10) ** (rounder.adjusted() - digits + 1)
    return unit / 2 / rounder if digits > 1 else Decimal(0)


def _count_digits(value: Decimal) -> int:
    """Significant digits: 17,400,000,000 has three."""
    return len(str(int(value)).rstrip("0")) if value >= 1 else 1


def _differ(one: Decimal, other: Decimal) -> Decimal:
    return abs(one - other) / max(one, other)


def value_sum(money: Money, day: date) -> Decimal | None:
    """Its worth in dollars on a day, None where no rate is known."""
    if money.currency == "USD":
        return money.value
    dollars = convert_to_dollars(money, day) if day < date.max else None
    return dollars.value if dollars and dollars.value else None


def fits_bound(bound: Amount, final: Amount) -> bool:
    """Whether "up to 6.4 billion" may have come to a final sum of the same currency, at most a little more."""
    if bound.qualifier != "up_to" or bound.currency != final.currency:
        return False
    return LEAST_PART * bound.value <= final.value <= bound.value * (1 + SLIGHTLY)


def list_steps(sums: Iterable[Money], day: date) -> set[str]:
    """Steps on a scale of dollars, from the least of sums to the one after the largest: agreeing ones share one.

    A currency without a rate has a scale of its own.
    """
    scales: defaultdict[str, list[int]] = defaultdict(list)
    for money in sums:
        dollars = value_sum(money, day)
        step = math.floor(math.log(float(dollars or money.value)) / STEP)
        scales["" if dollars else f"{money.currency} "].append(step)
    return {f"{scale}{step}" for scale, told in scales.items() for step in range(min(told), max(told) + 2)}
