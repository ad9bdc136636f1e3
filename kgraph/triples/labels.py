"""Facilities, events and sums come in, readable names for them go out."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from kgraph import ontology
from kgraph.model import Agreement, Amount, Claim, Facility, Investment, Meeting, Money

QUALIFIERS = {"exact": "", "up_to": "up to ", "at_least": "at least ", "approximately": "about "}


def make_label(claim: Claim, names: Mapping[str, str]) -> str:
    """What to call a claim: "Samsung Electronics: 281,000,000 USD in Yokohama, 2023-12".

    `names` tells what organizations, people and places are called, by key.
    """
    match claim:
        case Facility():
            return _label_facility(claim, names)
        case Investment():
            return _label_investment(claim, names)
        case Agreement():
            kind = claim.kind.replace("_", " ")
            return _join(f"{_list(claim.parties, names)}: {kind}", claim.date)
        case Meeting():
            where = f" in {claim.country}" if claim.country else ""
            return _join(f"{_list(claim.participants, names)}: meeting{where}", claim.date)
    return names[claim.key]


def _label_facility(facility: Facility, names: Mapping[str, str]) -> str:
    kind = facility.kind.replace("_", " ")
    who = f"{_list(facility.operators, names)} {kind}" if facility.operators else f"{kind} site".capitalize()
    return _join(who, names.get(facility.place or "", facility.place), facility.country)


def _label_investment(investment: Investment, names: Mapping[str, str]) -> str:
    site = names.get(investment.place or "", investment.place) or investment.country
    where = f" in {site}" if site else ""
    whom = f" for {_list(investment.recipients, names)}" if investment.recipients else ""
    who = _list(investment.investors, names)
    return _join(f"{who}: {_name_money(investment)}{whom}{where}", investment.announced)


def _name_money(investment: Investment) -> str:
    """What is given: "281,000,000 USD", "grant of up to 458,000,000 USD", "loan"."""
    kind = ontology.label(ontology.class_of(investment.kind))
    if investment.amount is None:
        return kind
    amount = label_sum(investment.amount)
    return amount if investment.kind == "investment" else f"{kind} of {amount}"


def label_sum(money: Money) -> str:
    """What to call a sum: "up to 458,000,000 USD"."""
    qualifier = QUALIFIERS[money.qualifier] if isinstance(money, Amount) else ""
    return f"{qualifier}{Decimal(write_decimal(money.value)):,f} {money.currency}"


def write_decimal(value: Decimal) -> str:
    """A decimal in one form, so that 1.50, 1.5 and 15E-1 are the same: no exponent, no zeros at the end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _list(keys: Iterable[str], names: Mapping[str, str]) -> str:
    """The names of up to three, in order; how many more there are."""
    known = sorted(names[key] for key in set(keys))
    if not known:
        return "Unnamed"
    more = f" and {len(known) - 3} more" if len(known) > 3 else ""
    return ", ".join(known[:3]) + more


def _join(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)
