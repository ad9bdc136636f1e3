"""Two claims of different documents come in; how surely they tell of one facility or event goes out.

1 is the same content, 0 something else. What both state and share speaks for one event, what both state and do
not share against it; what one of them leaves out says nothing.
"""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from kgraph.identity.naming import broader_words
from kgraph.identity.places import is_one_town, is_there
from kgraph.identity.sums import agree, fits_bound
from kgraph.identity.telling import Told, date_of, dump_content
from kgraph.identity.ties import are_related
from kgraph.model import Agreement, Amount, Facility, Investment, Meeting, first_day, last_day
from kgraph.money import find_sums

SURE, LIKELY, POSSIBLE = 0.9, 0.6, 0.4
_PRIVATE = frozenset({"investment", "joint_venture", "acquisition"})
_SAME_NEWS = 45
"""Days within which papers tell of one announcement."""
_SAME_WEEK = 10
_PROJECT = 4 * 365
"""Days from the first word on a plant to its opening or its end."""
_AWARD = 2 * 365
"""Days from the preliminary terms of an award to the final ones."""
_SAME_BUDGET = 270
"""Days within which one sum is granted once: the next budget may grant it again."""
_SAME_MONTH = 28
_TRIP = 3
_SAME_SITE = 4
"""Years by which an opening may be put off; more, and it is that of another site."""
_GENERAL_SITE = "plant"
_MADE_THERE = frozenset({"fab", "packaging", "materials", "equipment", "battery", "assembly"})
"""Kinds of plants."""
_WORKING_TOGETHER = frozenset({"memorandum", "partnership", "joint_development"})
"""Kinds of agreements that papers take for one another."""
_LEAST_RATIO = 2
"""Of two sums that contradict each other: more than this, and they are of two things."""

_BEFORE = re.compile(
    r"\b(?:from|(?<!more )(?<!less )(?<!fewer )than|instead of|not|previous(?:ly)?|original(?:ly)?|initial(?:ly)?"
    r"|earlier|first|old|against|beyond|above|doubl\w+|tripl\w+)\b(?:[^\W\d]|[\s,'’-]){0,40}[^\w\s]{0,2}\Z",
    re.IGNORECASE,
)
"""What stands before a sum that no longer holds."""


def match_claims(one: Told, other: Told) -> float:
    """How surely two claims tell of one thing, from 0 to 1."""
    if one.day == other.day and dump_content(one.claim) == dump_content(other.claim):
        return 1
    match one.claim, other.claim:
        case Facility(), Facility():
            return _match_facilities(one, other)
        case Investment(), Investment():
            return _match_investments(*sorted((one, other), key=lambda told: (told.day, told.iri)))
        case Agreement() as deal, Agreement() as same:
            return _match_agreements(deal, same, count_days(one, other))
        case Meeting(), Meeting():
            return _match_meetings(one, other)
    return 0


def _match_facilities(first: Told, then: Told) -> float:
    """One operator, kind and place; a site that opens in another year, or far from it, is another one."""
    one, other = first.claim, then.claim
    if not isinstance(one, Facility) or not isinstance(other, Facility):
        return 0
    operators, same = _read_side(first, "operators"), _read_side(then, "operators")
    shared = _share(operators, same)
    years = _count_years(one, other)
    if not _may_be_one_site(one, other) or _exclude(operators, same) or (years or 0) > _SAME_SITE:
        return 0
    if one.place is None or other.place is None or not is_one_town(one.place, other.place):
        return _match_rough_place(one, other, shared, years == 0 or _is_one_news(first, then))
    if years or not (shared or one.kind == other.kind):
        return POSSIBLE if one.kind == other.kind else 0
    return SURE if shared and one.kind == other.kind else LIKELY


def _may_be_one_site(one: Facility, other: Facility) -> bool:
    """Whether kinds, countries, places and what is made there fit each other."""
    kinds = {one.kind, other.kind}
    is_one_kind = len(kinds) == 1 or (_GENERAL_SITE in kinds and not kinds.isdisjoint(_MADE_THERE))
    if not is_one_kind or _differ(one.country, other.country) or not _may_be_there(one.place, other.place):
        return False
    return not one.technologies or not other.technologies or _share_trade(one.technologies, other.technologies)


def _match_rough_place(one: Facility, other: Facility, shared: bool, is_one_time: bool) -> float:
    """A site of which one claim tells no place, or the state alone: the operator and the time have to tell it."""
    if one.kind != other.kind or not shared or None in {one.country, other.country}:
        return 0
    if one.place is None and other.place is None:
        return SURE if is_one_time or None in {one.opens, other.opens} else POSSIBLE
    return POSSIBLE if is_one_time else 0


def _count_years(one: Facility, other: Facility) -> int | None:
    """Years between two openings, None where one is not told."""
    return abs(int(one.opens[:4]) - int(other.opens[:4])) if one.opens and other.opens else None


def _is_one_news(one: Told, other: Told) -> bool:
    """Whether two claims about a place told roughly were published within a month."""
    places = getattr(one.claim, "place", None), getattr(other.claim, "place", None)
    if None in places or not one.published or not other.published:
        return False
    return count_days(one, other) <= _SAME_MONTH


def _share_trade(one: Collection[str], other: Collection[str]) -> bool:
    broader = ({above for word in words for above in broader_words(word)} for words in (one, other))
    return not next(broader).isdisjoint(next(broader))


def _match_investments(first: Told, then: Told) -> float:
    """Parties, country, place and kind have to fit; then sums and dates decide."""
    one, other = first.claim, then.claim
    if not isinstance(one, Investment) or not isinstance(other, Investment) or not _may_be_one(first, then, one, other):
        return 0
    gap = count_days(first, then)
    if one.amount is None or other.amount is None:
        return _match_without_sum(first, then, gap)
    if agree(one.amount, first.day, other.amount, then.day):
        return _match_same_sum(first, then, gap)
    return _match_other_sum(first, one.amount, then, other.amount, gap)


def _may_be_one(first: Told, then: Told, one: Investment, other: Investment) -> bool:
    if one.kind != other.kind and not {one.kind, other.kind} <= _PRIVATE:
        return False
    if _differ(one.country, other.country) or not _may_be_there(one.place, other.place):
        return False
    roles = [(_read_side(first, role), _read_side(then, role)) for role in ("investors", "recipients")]
    return not any(_exclude(*sides) for sides in roles) and any(_share(*sides) for sides in roles)


def _match_same_sum(first: Told, then: Told, gap: int) -> float:
    """Long after the news the sum is told again where one word is undated, of another status, or of the past."""
    one, other = first.claim, then.claim
    if not isinstance(one, Investment) or not isinstance(other, Investment):
        return 0
    if gap <= _SAME_WEEK:
        return SURE
    has_anchor = _has_anchor(first, then, one, other)
    if gap <= _SAME_NEWS:
        # A firm may announce one sum twice within weeks: what is told to the day needs more in common.
        return SURE if has_anchor or not (_is_day(one) and _is_day(other)) else 0
    if gap <= _SAME_BUDGET and _share_roles(first, then) and (_is_one_place(one, other) or _is_one_policy(one, other)):
        return LIKELY  # the terms of an award, and the award
    is_undated = one.announced is None or other.announced is None
    is_later_word = is_undated or one.status != other.status or is_superseded(then)
    return LIKELY if gap <= _PROJECT and is_later_word and has_anchor else 0


def _is_day(investment: Investment) -> bool:
    return len(investment.announced or "") == len("2024-01-01")


def _match_without_sum(first: Told, then: Told, gap: int) -> float:
    one, other = first.claim, then.claim
    if not isinstance(one, Investment) or not isinstance(other, Investment):
        return 0
    if not _has_anchor(first, then, one, other):
        return 0
    if gap <= _SAME_NEWS:
        return LIKELY
    return POSSIBLE if gap <= _PROJECT and one.status != other.status and _is_one_place(one, other) else 0


def _match_other_sum(first: Told, amount: Amount, then: Told, later: Amount, gap: int) -> float:
    """Another sum for one event: a revision that names the old sum, the end of "up to", or a contradiction."""
    one, other = first.claim, then.claim
    if not isinstance(one, Investment) or not isinstance(other, Investment):
        return 0
    if revises(then, amount, first) and gap <= _PROJECT:
        return SURE
    if (
        fits_bound(amount, later)
        and _share_roles(first, then)
        and not _differ(one.policy, other.policy)
        and gap <= _AWARD
    ):
        return LIKELY
    is_close = max(amount.value, later.value) < _LEAST_RATIO * min(amount.value, later.value)
    is_contradiction = amount.currency == later.currency and is_close and one.kind == other.kind
    if is_contradiction and gap <= _SAME_WEEK and _is_one_place(one, other) and first.original != then.original:
        return POSSIBLE
    return 0


def is_superseded(told: Told) -> bool:
    """Whether the words of a claim say that another sum holds now: "from 17 billion dollars to 37"."""
    amount = told.claim.amount if isinstance(told.claim, Investment) else None
    if amount is None or not told.evidence or not revises(told, amount, told):
        return False
    return any(not agree(found.amount, told.day, amount, told.day) for found in find_sums(told.evidence.quote))


def revises(told: Told, amount: Amount, earlier: Told) -> bool:
    """Whether the words of a claim name an earlier sum as what was meant before."""
    return any(agree(replaced, told.day, amount, earlier.day) for replaced in list_replaced(told))


def list_replaced(told: Told) -> Iterator[Amount]:
    """The sums that the words of a claim name as what was meant before."""
    quote = told.evidence.quote if told.evidence else ""
    return (found.amount for found in find_sums(quote) if _BEFORE.search(quote, 0, found.core[0]))


def _has_anchor(first: Told, then: Told, one: Investment, other: Investment) -> bool:
    """Whether a town, a programme or both roles are the same."""
    return _is_one_policy(one, other) or _is_one_place(one, other) or _share_roles(first, then)


def _is_one_policy(one: Investment, other: Investment) -> bool:
    return one.policy is not None and one.policy == other.policy


def _share_roles(first: Told, then: Told) -> bool:
    return all(_share(_read_side(first, role), _read_side(then, role)) for role in ("investors", "recipients"))


def _is_one_place(one: Investment, other: Investment) -> bool:
    return one.place is not None and other.place is not None and is_one_town(one.place, other.place)


def _match_agreements(one: Agreement, other: Agreement, gap: int) -> float:
    """Two parties at least, one kind, a technology where both name some, and about the same time."""
    if gap > _SAME_NEWS or len({*one.parties} & {*other.parties}) < 2:
        return 0
    if one.technologies and other.technologies and not _share_trade(one.technologies, other.technologies):
        return 0
    if one.kind != other.kind:
        is_one_day = one.date is not None and one.date == other.date and one.parties == other.parties
        return LIKELY if is_one_day and {one.kind, other.kind} <= _WORKING_TOGETHER else 0
    return SURE if one.parties == other.parties else LIKELY


def _match_meetings(first: Told, then: Told) -> float:
    """One country, days that fit, and two who take part or for whom somebody does, or one where only one is told."""
    one, other = first.claim, then.claim
    if not isinstance(one, Meeting) or not isinstance(other, Meeting):
        return 0
    here, there = _read_side(first, "participants"), _read_side(then, "participants")
    shared = (here.named & there.named) | (here.behind & there.named) | (here.named & there.behind)
    if _differ(one.country, other.country) or count_days(first, then) > _TRIP or not shared:
        return 0
    return SURE if len(shared) > 1 else LIKELY if 1 in {len(one.participants), len(other.participants)} else 0


def count_days(one: Told, other: Told) -> int:
    """How many days lie between two claims at least; none where neither date is known."""
    dates = [date_of(told.claim) or told.published for told in (one, other)]
    if dates[0] is None or dates[1] is None:
        return 0
    starts, ends = [first_day(date) for date in dates if date], [last_day(date) for date in dates if date]
    return max(0, (max(starts) - min(ends)).days)


class _Side(NamedTuple):
    """Who has a part in a claim, and who stands behind them by the words of the document."""

    named: frozenset[str]
    behind: frozenset[str]


def _read_side(told: Told, role: str) -> _Side:
    named = frozenset(getattr(told.claim, role))
    return _Side(
        named, frozenset(backer for party, backer in told.backers if party in named or party == told.claim.key)
    )


def _share(one: _Side, other: _Side) -> bool:
    """Whether one has a part on both sides, by itself, through whom it stands behind, or by the shipped tables."""
    if one.named & other.named or one.named & other.behind or one.behind & other.named:
        return True
    return any(are_related(name, same) for name in one.named for same in other.named)


def _exclude(one: _Side, other: _Side) -> bool:
    """Whether both name somebody, and not the same: nobody in common, or each a partner that the other lacks."""
    if not one.named or not other.named:
        return False
    return not _share(one, other) or (_names_another(one, other) and _names_another(other, one))


def _names_another(one: _Side, other: _Side) -> bool:
    return any(not _share(_Side(frozenset({name}), one.behind), other) for name in one.named)


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _may_be_there(one: str | None, other: str | None) -> bool:
    return one is None or other is None or is_there(one, other)
