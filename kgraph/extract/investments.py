"""A discourse and its sites in, the commitments of money out: each sum that somebody puts up, with its roles.

Every sum is judged on its own: whether somebody commits it and as what, who pays and who gets it, into which site and
where, how far it has come and when it was announced. Sums that tell the same are then one commitment.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple, cast

from spacy.tokens import Span, Token

from kgraph.extract.cases import (
    read_date_cases,
    read_month_case,
    read_party_cases,
    read_place_cases,
    read_site_cases,
    read_status_case,
)
from kgraph.extract.contexts import is_bought_back, is_difference, tell_public_kind
from kgraph.extract.coreference import Discourse
from kgraph.extract.destinations import guess_place
from kgraph.extract.entities import Entity
from kgraph.extract.features import Scene, describe_sum, set_scene
from kgraph.extract.features.parties import Parties
from kgraph.extract.judging import judge_answers, judge_yes
from kgraph.extract.locations import Location
from kgraph.extract.policies import find_policy, find_programmes
from kgraph.extract.sites import Site
from kgraph.extract.timing import is_refused
from kgraph.model import InvestmentKind, Status
from kgraph.money import Sum

LIKELY = {
    "committed": 0.5,
    "surely committed": 0.8,
    "investor": 0.4,
    "lone investor": 0.15,
    "recipient": 0.35,
    "lone recipient": 0.15,
    "site": 0.4,
    "place": 0.25,
}
"""The probabilities from which a verdict counts; those that cross-validation on gold articles favours."""
NEAR_BEST = 0.7
"""The share of the likeliest party's probability that another one must have."""
DATED, NEWS = 0.6, 0.5
"""The probabilities from which a date, or the month of publication, counts as that of a commitment."""


@dataclass(slots=True, eq=False)
class Commitment:
    """Money that somebody commits, as a document tells of it."""

    kind: InvestmentKind
    investors: list[Entity]
    recipients: list[Entity]
    sum: Sum
    site: Site | None
    location: Location
    policy: str | None
    announced: str | None
    status: Status
    token: int
    sentence: Span


class Committed(NamedTuple):
    """A sum that somebody seems to commit: its token and features, as what, and how likely."""

    token: Token
    features: list[str]
    kind: InvestmentKind
    likely: float


def find_commitments(discourse: Discourse, sites: list[Site]) -> list[Commitment]:
    """One commitment for each sum that somebody puts up, each told once."""
    scene, found = set_scene(discourse, sites), list[Commitment]()
    programmes = find_programmes(scene.reading)
    for told in find_committed(scene):
        commitment = judge_sum(scene, told)
        if commitment is not None:
            who = commitment.investors
            commitment.policy = find_policy(discourse.cast, programmes, told.token, commitment.kind, who)
            for each in split_commitment(commitment):
                merge_commitment(found, each)
    return found


def find_committed(scene: Scene) -> list[Committed]:
    """The sums that are no price, revenue, market, difference to another, or nobody's.

    A document full of figures of which none is surely committed is about something else.
    """
    sums = [scene.reading.parse[i] for i in sorted(scene.reading.sums)]
    told = [token for token in sums if not scene.reading.is_title(token) and not is_difference(token)]
    judged = [judge_kind(scene, token) for token in told]
    sure = any(told.likely > LIKELY["surely committed"] for told in judged)
    return [told for told in judged if told.likely > LIKELY["committed"]] if sure or len(judged) < MANY else []


MANY = 3
"""Sums of a document full of figures."""


def judge_sum(scene: Scene, told: Committed) -> Commitment | None:
    """The commitment that a sum tells, or None where nobody pays or gets it."""
    token, kind = told.token, told.kind
    investors, recipients = judge_parties(scene, token, kind)
    if not investors and not recipients:
        return None
    site = judge_site(scene, token, kind, (investors, recipients))
    status = judge_status(told)
    return Commitment(
        kind=kind,
        investors=investors,
        recipients=recipients,
        sum=scene.reading.sums[token.i],
        site=site,
        location=judge_place(scene, token, kind, site, (investors, recipients)),
        policy=None,
        announced=judge_date(scene, token, kind, status),
        status=status,
        token=token.i,
        sentence=token.sent,
    )


def judge_kind(scene: Scene, token: Token) -> Committed:
    """As what a sum is most likely committed, and how likely it is at all."""
    features = describe_sum(scene, token)
    likely = judge_answers("kind", features)
    nobody = likely.pop("none")
    context = scene.context_of(token)
    if is_bought_back(context):
        nobody = 1.0
    kind = tell_public_kind(context) or cast(InvestmentKind, max(likely, key=likely.__getitem__))
    return Committed(token, features, kind, 1 - nobody)


def judge_status(told: Committed) -> Status:
    if is_refused(told.token):
        return "cancelled"
    likely = judge_answers("status", read_status_case(told.features, told.kind))
    return cast(Status, max(likely, key=likely.__getitem__))


def judge_parties(scene: Scene, token: Token, kind: InvestmentKind) -> Parties:
    """Who pays and who gets: all that are likely to, else the likeliest; nobody does both."""
    cases = [
        (judge_yes("investor", features, kind), judge_yes("recipient", features, kind), entity)
        for entity, features in read_party_cases(scene, token, kind)
    ]
    investors = choose_parties([(p, e) for p, gets, e in cases if p >= gets], "investor", LIKELY["lone investor"])
    lone = LIKELY["lone recipient"] if kind != "investment" else LIKELY["recipient"]
    return investors, choose_parties([(p, e) for _, p, e in cases if e not in investors], "recipient", lone)


def choose_parties(cases: list[tuple[float, Entity]], role: str, lone: float) -> list[Entity]:
    """All that are likely and not far behind the likeliest; if none is, the likeliest where that will do."""
    best, first = max(cases, key=lambda case: case[0], default=(0.0, None))
    found = [entity for likely, entity in cases if likely > LIKELY[role] and likely > best * NEAR_BEST]
    return found or ([first] if first is not None and best > lone else [])


def judge_site(scene: Scene, token: Token, kind: InvestmentKind, parties: Parties) -> Site | None:
    cases = [
        (judge_yes("site", features, kind), site) for site, features in read_site_cases(scene, token, kind, parties)
    ]
    likely, site = max(cases, key=lambda case: case[0], default=(0.0, None))
    return site if likely > LIKELY["site"] else None


def judge_place(scene: Scene, token: Token, kind: InvestmentKind, site: Site | None, parties: Parties) -> Location:
    """The likeliest place, else the country that the rules tell."""
    cases = [
        (judge_yes("place", features, kind), place)
        for place, features in read_place_cases(scene, token, kind, site, parties)
    ]
    likely, place = max(cases, key=lambda case: case[0], default=(0.0, None))
    is_abroad = place is not None and site is not None and _differ(place.country, site.location.country)
    if place is not None and likely > LIKELY["place"] and not is_abroad:
        return Location(place.place, place.country)
    return Location(None, guess_place(scene.discourse, scene.context_of(token), kind, site, parties[1]).country)


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def judge_date(scene: Scene, token: Token, kind: InvestmentKind, status: Status) -> str | None:
    """The likeliest date of the text, else the month of publication where the sum is its news."""
    cases = [(judge_yes("date", f, kind), date.back) for date, f in read_date_cases(scene, token, status)]
    likely, date = max(cases, key=lambda case: case[0], default=(0.0, None))
    if likely > DATED:
        return date
    published, month = scene.reading.document.published, read_month_case(scene, token, status)
    return published[:7] if published and judge_yes("month", month, kind) > NEWS else None


def split_commitment(found: Commitment) -> list[Commitment]:
    """ "Each put in N" is a commitment of each, "N each to A and B" one to each."""
    if not found.sum.each:
        return [found]
    if len(found.recipients) > 1:
        return [replace(found, recipients=[entity]) for entity in found.recipients]
    return [replace(found, investors=[entity]) for entity in found.investors] or [found]


def merge_commitment(found: list[Commitment], new: Commitment) -> None:
    """Add a commitment, or complete the one that told the same before."""
    for old in found:
        if is_same(old, new):
            old.investors = old.investors or new.investors
            old.recipients = old.recipients or new.recipients
            old.site = old.site or new.site
            old.location = old.location.narrow(new.location)
            old.policy = old.policy or new.policy
            old.announced = old.announced or new.announced
            return
    found.append(new)


def is_same(old: Commitment, new: Commitment) -> bool:
    """Whether two commitments are one: of one sum, and of the same payers or takers."""
    if old.token == new.token:
        return False
    sums = {(m.currency, m.value) for m in (old.sum.amount, *old.sum.amount.alternatives)}
    told = any((m.currency, m.value) in sums for m in (new.sum.amount, *new.sum.amount.alternatives))
    pay = bool(set(old.investors) & set(new.investors)) or not old.investors or not new.investors
    get = bool(set(old.recipients) & set(new.recipients)) or not old.recipients or not new.recipients
    return told and pay and get
