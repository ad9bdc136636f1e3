"""The gold facts of an article and those found in it come in, which of them answer each other and how well go out.

Facts of a kind are paired one to one, so that the values that partners share are as many as can be. Optional gold
facts count neither way: what is paired with one is left out, an unpaired one is not asked for.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

from scipy.optimize import linear_sum_assignment

from kgraph.gazetteer import normalize_name
from kgraph.model import Agreement, Amount, Facility, Facts, Investment, Meeting, Money, Organization, Person

Fact = Investment | Facility | Agreement | Meeting
SLOTS = {
    "investments": (
        *("kind", "investors", "recipients", "amount", "qualifier", "facility", "place", "country", "policy"),
        *("technologies", "announced", "status"),
    ),
    "facilities": ("kind", "operators", "place", "country", "opens", "technologies"),
    "agreements": ("kind", "parties", "technologies", "date"),
    "meetings": ("participants", "country", "date"),
}
"""What is asked of each kind of fact."""
PARTIES = frozenset({"investors", "recipients", "operators", "parties", "participants"})
ANCHORS = PARTIES | {"place", "amount"}
"""Facts that share nothing in these slots are never one, however much else they share."""
ESSENTIALS = PARTIES | {"kind", "amount", "country"}
"""Where all of these are right, the fact is."""


class SlotValue(NamedTuple):
    """One value of a slot: how it reads, and the forms of which one must be among those of its partner."""

    text: str
    forms: tuple[str | Money, ...]


class Told(NamedTuple):
    """A fact with the values of its slots."""

    fact: Fact
    values: Mapping[str, tuple[SlotValue, ...]]


class Pair(NamedTuple):
    """A gold fact and the fact found for it; one of them is None where it has no partner."""

    kind: str
    gold: Told | None
    found: Told | None


class Comparison(NamedTuple):
    """An article's facts, paired; `quiet` where gold has none, not even an optional one."""

    article: str
    quiet: bool
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many were asked for, how many were found, and how many of these are right.

    A share of nothing is None.
    """

    gold: int = 0
    found: int = 0
    right: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.gold + other.gold, self.found + other.found, self.right + other.right)

    @property
    def precision(self) -> float | None:
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        return 2 * self.right / (self.gold + self.found) if self.gold or self.found else None


def compare_facts(gold: Facts, found: Facts) -> Comparison:
    """Pair what was found in an article with what gold asks for, in the order of SLOTS and of the facts."""
    asked, told = name_parties(gold), name_parties(found)
    sites = pair_facts("facilities", read_kind(gold, "facilities", asked), read_kind(found, "facilities", told))
    partners = {pair.found.fact.key: pair.gold.fact.key for pair in sites if pair.gold and pair.found}
    asked |= name_sites(gold, {site.key: site.key for site in gold.facilities})
    told |= name_sites(found, partners)
    pairs = [
        pair
        for kind in SLOTS
        for pair in pair_facts(kind, read_kind(gold, kind, asked), read_kind(found, kind, told))
        if not (pair.gold and pair.gold.fact.optional)
    ]
    return Comparison(gold.document.id, not any(getattr(gold, kind) for kind in SLOTS), tuple(pairs))


def name_parties(facts: Facts) -> dict[str, SlotValue]:
    """Each organization and person by key; names are compared as normalized, aliases stand beside them."""
    parties: tuple[Organization | Person, ...] = facts.organizations + facts.people
    return {
        party.key: SlotValue(party.name, tuple(normalize_name(name) for name in (party.name, *party.aliases) if name))
        for party in parties
    }


def name_sites(facts: Facts, partners: Mapping[str, str]) -> dict[str, SlotValue]:
    """Each facility by key; it is compared by the gold facility that it is paired with, if there is one."""
    return {
        site.key: SlotValue(f"{site.kind} in {site.place or 'no place'}", tuple(filter(None, [partners.get(site.key)])))
        for site in facts.facilities
    }


def read_kind(facts: Facts, kind: str, things: Mapping[str, SlotValue]) -> list[Told]:
    """The facts of a kind, their keys resolved."""
    return [
        Told(fact, {slot: tuple(read_values(fact, slot, things)) for slot in SLOTS[kind]})
        for fact in getattr(facts, kind)
    ]


def read_values(fact: Fact, slot: str, things: Mapping[str, SlotValue]) -> Iterator[SlotValue]:
    for said in read_slot(fact, slot):
        yield make_value(slot, said, things)


def read_slot(fact: Fact, slot: str) -> tuple[Any, ...]:
    """All that a fact says in a slot, nothing twice."""
    if slot == "qualifier":
        return tuple(amount.qualifier for amount in read_slot(fact, "amount"))
    said = getattr(fact, slot)
    if isinstance(said, tuple):
        return tuple(dict.fromkeys(said))
    return () if said is None else (said,)


def make_value(slot: str, said: Any, things: Mapping[str, SlotValue]) -> SlotValue:
    if isinstance(said, Amount):
        sums = (said, *said.alternatives)
        return SlotValue(" or ".join(f"{money.currency} {money.value.normalize():,f}" for money in sums), sums)
    if slot == "facility" or slot in PARTIES:
        return things.get(said, SlotValue(said, ()))  # a key may name what is no party, and then is right nowhere
    return SlotValue(said, (normalize_name(said) if slot in {"place", "policy"} else said,))


def pair_facts(kind: str, gold: Sequence[Told], found: Sequence[Told]) -> list[Pair]:
    """All facts of a kind: gold ones, each with its partner if it has one, then what was found beyond them."""
    # Shared values come first: all required facts together, which decide among equals, weigh less than one of them.
    partners = dict(assign([[weigh_pair(one, other, len(gold) + 1) for other in found] for one in gold]))
    extra = sorted(set(range(len(found))) - set(partners.values()))
    return [
        *(Pair(kind, one, found[partners[row]] if row in partners else None) for row, one in enumerate(gold)),
        *(Pair(kind, None, found[column]) for column in extra),
    ]


def weigh_pair(one: Told, other: Told, unit: int) -> int:
    shared = count_shared(one, other)
    return shared * unit + (not one.fact.optional) if shared else 0


def count_shared(one: Told, other: Told) -> int:
    """How many values two facts share; 0 where they have neither a party nor a place nor a sum in common."""
    shared = {slot: count_right(slot, one.values[slot], other.values[slot]) for slot in one.values}
    return sum(shared.values()) if any(shared[slot] for slot in ANCHORS & shared.keys()) else 0


def count_right(slot: str, gold: Sequence[SlotValue], found: Sequence[SlotValue]) -> int:
    """How many values of a slot find a partner of their own."""
    return len(assign([[int(is_right(slot, one, other)) for other in found] for one in gold]))


def is_right(slot: str, one: SlotValue, other: SlotValue) -> bool:
    same = SAME.get(slot, is_same_text)
    return any(same(*forms) for forms in product(one.forms, other.forms))


def is_same_sum(one: Money, other: Money) -> bool:
    """Whether two sums of one currency lie within 1 % of the larger."""
    return one.currency == other.currency and abs(one.value - other.value) * 100 <= max(one.value, other.value)


def is_same_date(one: str, other: str) -> bool:
    """Whether one date is the other, or less of it: at least the year is the same."""
    return one.startswith(other) or other.startswith(one)


def is_same_text(one: str, other: str) -> bool:
    return one == other


SAME: dict[str, Callable[[Any, Any], bool]] = {
    "amount": is_same_sum,
    "announced": is_same_date,
    "opens": is_same_date,
    "date": is_same_date,
}
"""How forms are compared where it is not letter by letter."""


def assign(weights: list[list[int]]) -> list[tuple[int, int]]:
    """Rows paired one to one with columns so that the sum of weights is greatest; a weight of 0 makes no pair."""
    if not any(map(any, weights)):
        return []
    rows, columns = linear_sum_assignment(weights, maximize=True)
    return [(int(row), int(column)) for row, column in zip(rows, columns, strict=True) if weights[row][column]]


def tally_slot(pairs: Iterable[Pair], slot: str) -> Tally:
    """The values of a slot in pairs of one kind."""
    return sum((tally_pair(pair, slot) for pair in pairs), Tally())


def tally_pair(pair: Pair, slot: str) -> Tally:
    gold, found = read_both(pair, slot)
    return Tally(len(gold), len(found), count_right(slot, gold, found))


def read_both(pair: Pair, slot: str) -> tuple[tuple[SlotValue, ...], tuple[SlotValue, ...]]:
    return pair.gold.values[slot] if pair.gold else (), pair.found.values[slot] if pair.found else ()


def tally_facts(pairs: Iterable[Pair], is_good: Callable[[Pair], bool]) -> Tally:
    """The facts themselves; those of a pair are right if it is good."""
    return sum((Tally(bool(pair.gold), bool(pair.found), is_good(pair)) for pair in pairs), Tally())


def is_found(pair: Pair) -> bool:
    """Whether a gold fact has a partner."""
    return bool(pair.gold and pair.found)


def is_exact(pair: Pair) -> bool:
    """Whether a fact was found with its kind, all its parties, its sum and its country, and no others."""
    return is_found(pair) and not any(slot in ESSENTIALS for slot in wrong_slots(pair))


def wrong_slots(pair: Pair) -> Iterator[str]:
    """The slots of a pair in which a value is missing or one too many."""
    for slot in SLOTS[pair.kind]:
        tally = tally_pair(pair, slot)
        if not tally.gold == tally.found == tally.right:
            yield slot
