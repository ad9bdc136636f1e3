"""The claims of one document come in; which sums are a part of another goes out: adding both would count twice."""

import re
from collections.abc import Iterable

from kgraph.identity.sums import value_sum
from kgraph.identity.telling import Told
from kgraph.model import Amount, Investment
from kgraph.money import find_sums

_OF_WHICH = re.compile(
    r"\b(?:of which|including|includes?|out of which|of (?:that|this|the) (?:total|sum|amount)|thereof)\b[^.;]{0,80}\Z",
    re.IGNORECASE,
)
"""What stands between a sum and its part."""


_TOTAL = re.compile(r"\b(?:total|in all|altogether|combined|cumulative|so far|to date)\b", re.IGNORECASE)
_NEAR = 40
"""Letters before and behind a sum within which it is called a total."""


def find_wholes(claims: Iterable[Told]) -> dict[str, str]:
    """Claim -> the claim of the same document of whose sum its own is a part."""
    money = [(told, told.claim) for told in claims if isinstance(told.claim, Investment) and told.claim.amount]
    wholes: dict[str, str] = {}
    for part, smaller in money:
        for whole, larger in money:
            if part is not whole and _is_part(part, smaller, whole, larger):
                wholes.setdefault(part.iri, whole.iri)
    return wholes


def _is_part(part: Told, smaller: Investment, whole: Told, larger: Investment) -> bool:
    """A partner's share in what several pay for one site or venture, or a sum that the words call a part."""
    if smaller.amount is None or larger.amount is None or not _is_less(part, smaller.amount, whole, larger.amount):
        return False
    is_share = {*smaller.investors} < {*larger.investors} and bool(smaller.investors)
    is_one_site = smaller.facility is not None and smaller.facility == larger.facility
    is_one_venture = bool({*smaller.recipients} & {*larger.recipients})
    if is_share and (is_one_site or is_one_venture or smaller.place == larger.place is not None):
        return smaller.kind in {"investment", "joint_venture"} and larger.kind in {"investment", "joint_venture"}
    is_one_way = (smaller.investors, smaller.recipients) == (larger.investors, larger.recipients)
    if not is_one_way or smaller.kind != larger.kind or smaller.country != larger.country:
        return False
    return _says_part(part, whole) or (smaller.place == larger.place and _says_total(whole, larger.amount))


def _is_less(part: Told, small: Amount, whole: Told, large: Amount) -> bool:
    values = value_sum(small, part.day), value_sum(large, whole.day)
    return values[0] is not None and values[1] is not None and values[0] < values[1]


def _says_total(whole: Told, amount: Amount) -> bool:
    """Whether the words call a sum the total of what was told before."""
    quote = whole.evidence.quote if whole.evidence else ""
    stated = [found for found in find_sums(quote) if found.amount.value == amount.value]
    return any(_TOTAL.search(quote[max(0, found.start - _NEAR) : found.end + _NEAR]) for found in stated)


def _says_part(part: Told, whole: Told) -> bool:
    """Whether both sums stand in one sentence, the smaller behind "of which"."""
    quote = part.evidence.quote if part.evidence else ""
    if whole.evidence is None or part.evidence != whole.evidence or not isinstance(part.claim, Investment):
        return False
    amount = part.claim.amount
    stated = (found for found in find_sums(quote) if amount and found.amount.value == amount.value)
    return any(_OF_WHICH.search(quote, 0, found.core[0]) for found in stated)
