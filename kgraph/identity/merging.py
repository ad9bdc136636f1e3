"""The claims of one thing come in, the thing as the knowledge layer holds it goes out: one value for each field.

Copies of a text count as one source. What most sources say counts; where they disagree on what cannot both be
true, the field is named as disputed. A sum that was revised and a status that moved on leave stages behind.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from operator import attrgetter
from typing import TypeVar, cast

from kgraph.gazetteer import OrganizationEntry
from kgraph.identity.matching import is_superseded, revises
from kgraph.identity.naming import find_entry
from kgraph.identity.places import lies_within
from kgraph.identity.sums import agree, fits_bound, list_sums
from kgraph.identity.telling import Told
from kgraph.identity.ties import are_related, list_parents
from kgraph.model import (
    Amount,
    Dollars,
    Investment,
    Merged,
    Money,
    Organization,
    Person,
    Stage,
    Status,
    Value,
    last_day,
)
from kgraph.rates import convert_to_dollars
from kgraph.triples import claim_iri

_PROGRESS: tuple[Status, ...] = ("considered", "announced", "completed", "cancelled")
"""Statuses, the furthest along last."""
_DATES = frozenset({"opens", "date"})
_WIKIDATA = "http://www.wikidata.org/entity/"
_NEXT_DAY = 1
_SAME_WEEK = 7
_ONE_NEWS = 30
"""Days by which two sources date one announcement apart at most."""
_SHARE = 3
"""A party or technology counts if one in so many of the sources that name any names it."""

Mention = Organization | Person
T = TypeVar("T", bound=Hashable)


def merge_mentions(iri: str, mentions: Mapping[Mention, int], renamed: str | None = None) -> Merged:
    """An organization or person, from how many documents mention it under which name, country ... each."""
    votes = Counter(mentions)
    kinds = Counter[type[Mention]]()
    for mention, count in votes.items():
        kinds[type(mention)] += count
    kind = min(kinds, key=lambda kind: (-kinds[kind], kind.__name__))
    said = Counter({mention: count for mention, count in votes.items() if isinstance(mention, kind)})
    entry = _find_entry(said)
    values: dict[str, object] = {name: _vote(said, attrgetter(name)) for name in kind.model_fields if name != "aliases"}
    values |= {"key": iri, "evidence": None, "start": None, "end": None}
    if entry:
        values |= {"name": entry.name, "country": entry.country or values.get("country")}
    values["name"] = renamed or values["name"]
    names = {name for mention in votes for name in (mention.name, *mention.aliases)}
    merged = kind.model_validate({**values, "aliases": tuple(sorted(names - {values["name"]}))})
    return Merged(claim=merged, same_as=_list_identifiers(entry) if entry else ())


def _vote(said: Mapping[Mention, int], read: Callable[[Mention], T | None]) -> T | None:
    votes: Counter[T] = Counter()
    for mention, count in said.items():
        value = read(mention)
        if value is not None:
            votes[value] += count
    return _choose(votes)


def _choose(votes: Mapping[T, int]) -> T | None:
    """The value with the most votes; of several the smallest."""
    return min(votes, key=lambda value: (-votes[value], _order(value)), default=None)


def _order(value: object) -> str:
    return value.model_dump_json() if isinstance(value, Value) else str(value)


def _find_entry(mentions: Iterable[Mention]) -> OrganizationEntry | None:
    """The row of the shipped tables that the thing is."""
    found = {find_entry(mention) for mention in mentions if isinstance(mention, Organization)}
    return min(filter(None, found), key=lambda entry: (entry.name, entry.country or ""), default=None)


def _list_identifiers(entry: OrganizationEntry) -> tuple[str, ...]:
    wikidata = f"{_WIKIDATA}{entry.wikidata}" if entry.wikidata else None
    return tuple(sorted(filter(None, [wikidata, entry.ror])))


def merge_claims(
    iri: str, told: Sequence[Told], find_thing: Callable[[str], str | None], wholes: Mapping[str, str]
) -> Merged:
    """A facility or event from its claims in the order of time.

    `find_thing` leads from a claim to its thing, `wholes` from a claim to that of whose sum its own is a part.
    """
    kind = type(told[0].claim)
    said = [one for one in told if type(one.claim) is kind]
    fields = {name: _merge_field(name, said) for name in kind.model_fields}
    fields |= {"key": iri, "evidence": None, "start": None, "end": None}
    fields["optional"] = all(one.claim.optional for one in said)
    sources = len({one.original for one in said})
    if kind is not Investment:
        claim = kind.model_validate(fields)
        return Merged(claim=claim, sources=sources, disputed=tuple(_list_disputes(said)))
    stages = list_stages(said)
    fields["facility"] = _count_votes(said, lambda one: _find_site(one, find_thing))
    fields |= {"amount": _merge_sum(said, stages), "status": _last_status(said), "announced": _merge_day(said)}
    investment = Investment.model_validate(fields)
    return Merged(
        claim=investment,
        sources=sources,
        part_of=_choose(Counter(filter(None, (find_thing(wholes[one.iri]) for one in said if one.iri in wholes)))),
        stages=stages if len(stages) > 1 else (),
        disputed=tuple(_list_disputes(said)),
        usd=_value_in_dollars(investment, said),
    )


def _merge_field(name: str, said: Sequence[Told]) -> object:
    """Lists as one source in three has them, single values as most sources have them, dates as precise as told."""
    if name in _DATES:
        return _refine(_count_votes(said, lambda one: getattr(one.claim, name)), said, name)
    if not isinstance(getattr(said[0].claim, name), tuple):
        return _count_votes(said, lambda one: getattr(one.claim, name))
    told = {(one.original, value) for one in said for value in getattr(one.claim, name)}
    votes, sources = Counter(value for _, value in told), {source for source, _ in told}
    kept = {value for value, count in votes.items() if _SHARE * count >= len(sources)}
    return tuple(sorted(value for value in kept if not _is_vague(value, kept, said, name)))


def _refine(when: str | None, said: Iterable[Told], name: str) -> str | None:
    """The most precise date that sources give for what another gives as a year or month."""
    dates = [(one, date) for one in said if when and (date := getattr(one.claim, name) or "").startswith(when)]
    longest = max((len(date) for _, date in dates), default=0)
    return _count_votes((one for one, date in dates if len(date) == longest), lambda one: getattr(one.claim, name))


def _is_vague(value: str, kept: Iterable[str], said: Iterable[Told], name: str) -> bool:
    """Whether another source names the part of it that is meant: the ministry for the state."""
    parts = {other for other in kept if (parent := list_parents().get(other)) and parent.iri == value}
    groups = [set(getattr(one.claim, name)) for one in said]
    return bool(parts) and not any(value in group and group & parts for group in groups)


def _find_site(one: Told, find_thing: Callable[[str], str | None]) -> str | None:
    key = cast(Investment, one.claim).facility
    return find_thing(claim_iri(one.document, key)) if key else None


def _count_votes(said: Iterable[Told], read: Callable[[Told], T | None]) -> T | None:
    """The value that most sources give; of several the smallest."""
    told = {(one.original, read(one)) for one in said}
    return _choose(Counter(value for _, value in told if value is not None))


def list_named(told: Iterable[Told]) -> set[str]:
    """The IRIs of things that claims name."""
    roles = ("operators", "investors", "recipients", "parties", "participants")
    named = {iri for one in told for role in roles for iri in getattr(one.claim, role, ())}
    return named | {iri for one in told for part in ("place", "policy") if (iri := getattr(one.claim, part, None))}


def list_stages(said: Sequence[Told]) -> tuple[Stage, ...]:
    """How an investment went: each step to another sum or a later status, by the first who told it."""
    stages: list[Stage] = []
    for one in [one for one in said if not is_superseded(one)] or said:
        claim = cast(Investment, one.claim)
        before = stages[-1] if stages else None
        amount = claim.amount or (before.amount if before else None)
        status = max(claim.status, before.status, key=_PROGRESS.index) if before else claim.status
        if before and status == before.status and not _is_revised(one, before, said):
            continue
        if before and amount and before.amount and status != before.status and not _is_revised(one, before, said):
            amount = before.amount
        when = _date_stage(claim, one, before)
        stages.append(Stage(status=status, date=when, amount=amount, documents=(one.document,), evidence=one.evidence))
    return tuple(stages)


def _date_stage(claim: Investment, told: Told, before: Stage | None) -> str | None:
    """When a step was taken: a claim may date the whole deal, then the day of its telling counts."""
    is_later = before is None or claim.announced is None or before.date is None or claim.announced > before.date
    return (claim.announced if is_later else None) or told.published or claim.announced


def _is_revised(one: Told, before: Stage, said: Sequence[Told]) -> bool:
    """Whether a claim gives another sum than the stage before, and not one that only contradicts it."""
    amount = cast(Investment, one.claim).amount
    if amount is None or before.amount is None:
        return amount is not None
    day = last_day(before.date) if before.date else one.day
    if agree(amount, one.day, before.amount, day):
        return False
    earlier = [other for other in said if other.day < one.day and cast(Investment, other.claim).amount]
    return fits_bound(before.amount, amount) or any(
        revises(one, amount, other) for other in earlier for amount in [cast(Investment, other.claim).amount] if amount
    )


def _merge_sum(said: Sequence[Told], stages: Sequence[Stage]) -> Amount | None:
    """The sum of the last stage as most sources write it, with the same in other words beside it."""
    last = next((stage for stage in reversed(stages) if stage.amount), None)
    if last is None or last.amount is None:
        return None
    day = last_day(last.date) if last.date else said[-1].day
    current = [
        (one, amount)
        for one in said
        if (amount := cast(Investment, one.claim).amount) and agree(amount, one.day, last.amount, day)
    ]
    votes = {(one.original, amount.value, amount.currency) for one, amount in current}
    counts = Counter((value, currency) for _, value, currency in votes)
    kept = min((amount for _, amount in current), key=lambda amount: _prefer(amount, counts))
    others = {(money.currency, money.value) for _, amount in current for money in list_sums(amount)}
    best = sorted(others - {(kept.currency, kept.value)})
    alternatives = tuple(Money(value=value, currency=currency) for currency, value in best if currency != kept.currency)
    return kept.model_copy(update={"alternatives": alternatives})


def _prefer(amount: Amount, counts: Mapping[tuple[Decimal, str], int]) -> tuple[object, ...]:
    """What most write first, then exact before rounded, and another currency before what may be converted dollars."""
    rough = amount.qualifier == "approximately"
    return -counts[amount.value, amount.currency], rough, amount.currency == "USD", _order(amount)


def _last_status(said: Sequence[Told]) -> Status:
    return max((cast(Investment, one.claim).status for one in said), key=_PROGRESS.index)


def _merge_day(said: Sequence[Told]) -> str | None:
    """The day of the announcement: as the first source that announces it gives it, and the most precise."""
    dated = [one for one in said if cast(Investment, one.claim).announced]
    announced = [one for one in dated if cast(Investment, one.claim).status == "announced"] or dated
    first = cast(Investment, announced[0].claim).announced if announced else None
    return _refine(first, announced, "announced")


def _value_in_dollars(investment: Investment, said: Sequence[Told]) -> Dollars | None:
    """Its worth on the day of its announcement, else on the day when the first document told it."""
    first = min((last_day(one.published) for one in said if one.published), default=None)
    announced = investment.announced
    day = last_day(announced) if announced else first
    if announced and day and first and len(announced) < len("2024-01-01"):
        day = min(day, first)
    return convert_to_dollars(investment.amount, day) if investment.amount else None


def _list_disputes(said: Sequence[Told]) -> Iterator[str]:
    """The fields on which sources disagree: values that cannot both be true."""
    for name, may_both_be in _RIVALS.items():
        values = sorted({value for one in said if (value := getattr(one.claim, name, None))})
        if not all(may_both_be(one, other) for one, other in combinations(values, 2)):
            yield name
    for name in ("investors", "recipients", "parties", "operators"):
        groups = {frozenset(value) for one in said if (value := getattr(one.claim, name, None))}
        if not all(_hold(one, other) or _hold(other, one) for one, other in combinations(groups, 2)):
            yield name
    if isinstance(said[0].claim, Investment):
        yield from (["amount"] if _disagree_on_sum(said) else [])
        yield from (["announced"] if _disagree_on_day(said) else [])
        yield from (["status"] if _disagree_on_status(said) else [])


def _hold(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether one list names all parties of another, or those to whom they belong."""
    return all(any(party == known or are_related(party, known) for known in one) for party in other)


def _is_one_time(one: str, other: str) -> bool:
    """Whether a date is another, told less precisely, or a day beside it."""
    return one.startswith(other) or other.startswith(one) or abs((last_day(one) - last_day(other)).days) <= _NEXT_DAY


def _is_one_place(one: str, other: str) -> bool:
    return lies_within(one, other) or lies_within(other, one)


_RIVALS: Mapping[str, Callable[[str, str], bool]] = {
    "country": lambda one, other: False,
    "date": _is_one_time,
    "opens": lambda one, other: one[:4] == other[:4],
    "place": _is_one_place,
}
"""Fields of one value, with what tells whether two values may both be true."""


def _disagree_on_day(said: Sequence[Told]) -> bool:
    """Whether two sources date one announcement differently; one long after another is a step of its own."""
    days = {
        (one.original, day)
        for one in said
        if cast(Investment, one.claim).status == "announced" and not is_superseded(one)
        if (day := cast(Investment, one.claim).announced)
    }
    return any(
        source != other
        and not _is_one_time(day, another)
        and abs((last_day(day) - last_day(another)).days) <= _ONE_NEWS
        for (source, day), (other, another) in combinations(sorted(days), 2)
    )


def _disagree_on_status(said: Sequence[Told]) -> bool:
    """Whether an investment goes on after a source called it cancelled, or is told both ways within days."""
    ended = min((one.day for one in said if cast(Investment, one.claim).status == "cancelled"), default=None)
    done = [one.day for one in said if cast(Investment, one.claim).status == "completed"]
    return ended is not None and any(abs((day - ended).days) <= _SAME_WEEK or day > ended for day in done)


def _disagree_on_sum(said: Sequence[Told]) -> bool:
    """Whether two sources state sums of which none explains the other."""
    stated = [(one, amount) for one in said if (amount := cast(Investment, one.claim).amount)]
    return any(
        one.original != other.original
        and not agree(amount, one.day, another, other.day)
        and not fits_bound(amount, another)
        and not any(revises(late, sum_, early) for late in said for sum_, early in ((amount, one), (another, other)))
        for place, (one, amount) in enumerate(stated)
        for other, another in stated[place + 1 :]
    )
