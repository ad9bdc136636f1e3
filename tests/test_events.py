"""Claims of many documents in terms of things: which tell of one facility or event, and what they make of it."""

from datetime import date
from decimal import Decimal
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.identity import Told, find_wholes, gather_claims, list_keys, merge_claims, order_told, split_claims
from kgraph.identity.matching import LIKELY, POSSIBLE, SURE, is_superseded, match_claims
from kgraph.identity.sums import agree, fits_bound, list_steps
from kgraph.model import Agreement, Amount, Evidence, Facility, Investment, Meeting, Merged
from kgraph.triples import place_iri, policy_iri, thing_iri

ZYX, NARA, MINISTRY = map(thing_iri, ("zyx-photonics", "nara-memory", "ministry-of-industry"))
SAMSUNG, DISPLAY = map(thing_iri, ("samsung-electronics", "samsung-display"))
TAYLOR, AUSTIN, TEXAS = (place_iri("US", name) for name in ("Taylor", "Austin", "Texas"))
CHIPS = policy_iri("chips act")
DAY = date(2024, 4, 16)


def usd(billions: float, currency: str = "USD", **fields: object) -> Amount:
    return Amount.model_validate({"value": Decimal(str(billions)) * 10**9, "currency": currency, **fields})


def told(claim: object, number: int = 1, published: str | None = "2024-04-16", quote: str = "", copy: int = 0) -> Told:
    """A claim as a document tells it, which may be a copy of another."""
    assert isinstance(claim, Facility | Investment | Agreement | Meeting)
    document = f"https://example.org/{number}"
    said = Evidence(document=document, quote=quote, start=0, end=len(quote)) if quote else None
    original = f"https://example.org/{copy or number}"
    return Told(f"{document}#{claim.key}", document, published, original, claim, said)


def invest(**changes: object) -> Investment:
    """Zyx invests 5 billion dollars in Taylor."""
    fields = {"key": "i1", "kind": "investment", "investors": (ZYX,), "country": "US", "place": TAYLOR}
    return Investment.model_validate({**fields, "amount": usd(5), "announced": "2024-04-16", **changes})


def grant(**changes: object) -> Investment:
    """The ministry grants Zyx up to 6.4 billion dollars."""
    fields = {"kind": "grant", "investors": (MINISTRY,), "recipients": (ZYX,), "amount": usd(6.4, qualifier="up_to")}
    return invest(**{**fields, **changes})


def match(one: object, other: object, quote: str = "") -> float:
    """How surely two claims of two documents tell of one thing; the words are those of the second."""
    first, then = told(one), told(other, 2, quote=quote)
    assert match_claims(first, then) == match_claims(then, first)
    return match_claims(first, then)


# --- sums


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        (usd(5), usd(5.05), True),
        (usd(5.0), usd(5.1), False),
        (usd(40), usd(41.9, qualifier="approximately"), True),
        (usd(40), usd(42.2, qualifier="approximately"), False),
        (usd(17), usd(17.4), True),
        (usd(17), usd(17.6), False),
        (usd(5), usd(5.4), False),
        (usd(40, "JPY"), usd(0.259), True),
        (usd(40, "JPY"), usd(0.281), False),
        (usd(5, alternatives=({"value": 7 * 10**9, "currency": "USD"},)), usd(7), True),
        (usd(150, "TWD"), usd(150, "TWD"), True),
        (usd(150, "TWD"), usd(4.6), False),
        (usd(150, "TWD", alternatives=({"value": 4_600_000_000, "currency": "USD"},)), usd(4.6), True),
    ],
    ids=str,
)
def test_sums_agree_within_what_is_rounded_and_by_the_rate_of_the_day(one: Amount, other: Amount, is_one: bool) -> None:
    assert agree(one, DAY, other, DAY) == agree(other, DAY, one, DAY) == is_one


def test_sums_of_two_currencies_are_valued_at_the_rate_of_either_day() -> None:
    yen, dollars = usd(40, "JPY"), usd(0.281)
    assert agree(yen, date(2023, 12, 21), dollars, DAY)
    assert agree(yen, DAY, dollars, date(2023, 12, 21))
    assert not agree(yen, DAY, dollars, DAY)


@pytest.mark.parametrize(
    ("bound", "final", "may_be"),
    [
        (usd(6.4, qualifier="up_to"), usd(4.745), True),
        (usd(6.4, qualifier="up_to"), usd(6.46), True),
        (usd(6.4, qualifier="up_to"), usd(6.6), False),
        (usd(6.4, qualifier="up_to"), usd(2.5), False),
        (usd(6.4), usd(4.745), False),
        (usd(6.4, qualifier="up_to"), usd(600, "JPY"), False),
    ],
    ids=str,
)
def test_up_to_a_sum_comes_to_one_that_is_not_much_less(bound: Amount, final: Amount, may_be: bool) -> None:
    assert fits_bound(bound, final) == may_be


@given(st.integers(1, 10**13), st.floats(0.95, 1))
def test_sums_that_agree_share_a_step(value: int, part: float) -> None:
    one = Amount(value=Decimal(value), currency="USD")
    other = Amount(value=max(Decimal(1), Decimal(value * part).quantize(Decimal(1))), currency="USD")
    assert list_steps([one], DAY) & list_steps([other], DAY)


# --- matching: investments


@pytest.mark.parametrize(
    ("changes", "sure"),
    [
        ({}, 1),
        ({"technologies": ("memory",)}, SURE),
        ({"amount": usd(5.02)}, SURE),
        ({"amount": usd(5.2, qualifier="approximately")}, SURE),
        ({"amount": usd(5.4)}, POSSIBLE),
        ({"announced": "2024-05-31"}, SURE),
        ({"announced": "2024-06-01"}, 0),
        ({"announced": "2024"}, SURE),
        ({"announced": "2026-04-16", "status": "completed"}, LIKELY),
        ({"announced": "2028-04-16", "status": "completed"}, 0),
        ({"announced": "2026-04-16", "status": "completed", "place": None}, 0),
        ({"kind": "joint_venture"}, SURE),
        ({"kind": "grant"}, 0),
        ({"country": None, "place": None}, SURE),
        ({"country": "JP", "place": None}, 0),
        ({"place": TEXAS}, SURE),
        ({"place": AUSTIN}, 0),
        ({"investors": (NARA,)}, 0),
        ({"investors": (NARA, ZYX)}, SURE),
        ({"investors": ()}, 0),
        ({"investors": (), "recipients": (ZYX,)}, 0),
        ({"amount": None}, LIKELY),
        ({"amount": None, "place": None}, 0),
        ({"amount": None, "announced": "2025-04-16"}, 0),
        ({"amount": None, "announced": "2025-04-16", "status": "cancelled"}, POSSIBLE),
        ({"amount": None, "announced": "2025-04-16", "status": "cancelled", "place": TEXAS}, 0),
        ({"amount": None, "announced": "2028-04-16", "status": "cancelled"}, 0),
    ],
    ids=str,
)
def test_investments_are_one_where_parties_place_kind_sum_and_time_fit(changes: dict[str, object], sure: float) -> None:
    assert match(invest(), invest(**changes)) == sure


def test_a_subsidiary_and_its_parent_may_be_the_investor_of_one_deal() -> None:
    assert match(invest(investors=(SAMSUNG,)), invest(investors=(DISPLAY,))) == SURE


def test_the_same_sum_long_after_needs_a_word_without_a_day_or_one_of_the_past() -> None:
    later = invest(announced="2024-07-16")
    undated = told(invest(announced=None), 2, published="2024-07-16")
    raised = "Zyx raised its investment from $5 billion to $7 billion."
    assert match(invest(), later) == 0
    assert match_claims(told(invest()), undated) == LIKELY
    assert match(invest(), later, quote=raised) == LIKELY


def test_long_after_a_word_without_a_sum_needs_the_same_town() -> None:
    ended = {"amount": None, "announced": "2025-04-16", "status": "cancelled", "policy": CHIPS}
    assert match(invest(policy=CHIPS), invest(**ended)) == POSSIBLE
    assert match(invest(policy=CHIPS), invest(**ended, place=None)) == 0


def test_two_grants_of_one_ministry_in_two_years_are_two() -> None:
    assert match(grant(announced="2023-04-03"), grant(announced="2024-04-02")) == 0


@pytest.mark.parametrize(
    ("quote", "announced", "sure"),
    [
        ("Zyx raised its investment from $5 billion to $9 billion.", "2024-10-01", SURE),
        ("Zyx will invest $9 billion instead of the $5 billion announced in April.", "2024-10-01", SURE),
        ("Zyx will invest $9 billion, up from an initially planned $5 billion.", "2028-04-14", SURE),
        ("Zyx raised its investment from $5 billion to $9 billion.", "2028-04-16", 0),
        ("Zyx raised its investment from $6 billion to $9 billion.", "2024-10-01", 0),
        ("Zyx will invest $9 billion and Nara $5 billion.", "2024-10-01", 0),
        ("", "2024-10-01", 0),
    ],
)
def test_another_sum_is_a_revision_where_its_words_name_the_old_one(quote: str, announced: str, sure: float) -> None:
    assert match(invest(), invest(amount=usd(9), announced=announced), quote) == sure


@pytest.mark.parametrize(
    ("changes", "sure"),
    [
        ({}, LIKELY),
        ({"announced": "2026-04-16"}, LIKELY),
        ({"announced": "2026-04-17"}, 0),
        ({"amount": usd(2.5)}, 0),
        ({"amount": usd(6.9)}, 0),
        ({"recipients": (), "place": AUSTIN}, 0),
        ({"recipients": ()}, 0),
        ({"policy": CHIPS}, LIKELY),
        ({"policy": policy_iri("science act")}, 0),
    ],
    ids=str,
)
def test_a_preliminary_award_and_the_final_one_are_one(changes: dict[str, object], sure: float) -> None:
    final = grant(**{"amount": usd(4.745), "announced": "2024-12-20", **changes})
    assert match(grant(policy=CHIPS), final) == sure


@pytest.mark.parametrize(
    ("changes", "sure"),
    [
        ({}, POSSIBLE),
        ({"announced": "2024-04-26"}, POSSIBLE),
        ({"announced": "2024-04-27"}, 0),
        ({"amount": usd(2.5)}, 0),
        ({"amount": usd(900, "JPY")}, 0),
        ({"kind": "acquisition"}, 0),
        ({"place": TEXAS}, 0),
    ],
    ids=str,
)
def test_sums_that_contradict_each_other_are_of_one_deal_in_one_town_and_week(
    changes: dict[str, object], sure: float
) -> None:
    assert match(invest(), invest(**{"amount": usd(4.1), **changes})) == sure


def test_a_copy_does_not_contradict_its_own_text() -> None:
    copied = told(invest(amount=usd(4.1)), 2, copy=1)
    assert match_claims(told(invest()), copied) == 0


def test_a_claim_knows_by_its_words_that_its_sum_no_longer_holds() -> None:
    quote = "Zyx raised its investment from $5 billion to $9 billion."
    assert is_superseded(told(invest(), quote=quote))
    assert not is_superseded(told(invest(amount=usd(9)), quote=quote))
    assert not is_superseded(told(invest()))


# --- matching: sites, agreements, meetings


def site(**changes: object) -> Facility:
    fields = {"key": "f1", "kind": "fab", "operators": (ZYX,), "place": TAYLOR, "country": "US"}
    return Facility.model_validate({**fields, **changes})


@pytest.mark.parametrize(
    ("one", "changes", "sure"),
    [
        (site(), {}, 1),
        (site(), {"opens": "2026"}, SURE),
        (site(opens="2026"), {"opens": "2026-07"}, SURE),
        (site(opens="2026"), {"opens": "2027"}, POSSIBLE),
        (site(), {"operators": ()}, LIKELY),
        (site(), {"operators": (NARA,)}, 0),
        (site(), {"kind": "research"}, 0),
        (site(), {"place": AUSTIN}, 0),
        (site(), {"place": None}, 0),
        (site(place=None), {"place": None, "technologies": ("memory",)}, SURE),
        (site(place=None), {"place": None, "operators": ()}, 0),
        (site(place=None), {"place": None, "country": "JP"}, 0),
        (site(place=None, country=None), {"place": None, "country": None, "technologies": ("memory",)}, 0),
    ],
    ids=str,
)
def test_sites_are_one_by_operator_kind_and_place(one: Facility, changes: dict[str, object], sure: float) -> None:
    assert match(one, site(**changes)) == sure


def pact(**changes: object) -> Agreement:
    fields = {"key": "a1", "kind": "supply", "parties": (NARA, ZYX), "date": "2024-04-16"}
    return Agreement.model_validate({**fields, **changes})


@pytest.mark.parametrize(
    ("changes", "sure"),
    [
        ({}, 1),
        ({"technologies": ("memory",)}, SURE),
        ({"parties": (MINISTRY, NARA, ZYX)}, LIKELY),
        ({"parties": (MINISTRY, ZYX)}, 0),
        ({"kind": "license"}, 0),
        ({"date": "2024-05-31"}, SURE),
        ({"date": "2024-06-01"}, 0),
    ],
    ids=str,
)
def test_agreements_are_one_by_parties_kind_and_time(changes: dict[str, object], sure: float) -> None:
    assert match(pact(), pact(**changes)) == sure


def test_agreements_on_different_technologies_are_two() -> None:
    assert match(pact(technologies=("memory",)), pact(technologies=("batteries",))) == 0
    assert match(pact(technologies=("memory",)), pact(technologies=("batteries", "memory"))) == SURE


def talk(**changes: object) -> Meeting:
    fields = {"key": "m1", "participants": (NARA, ZYX), "country": "JP", "date": "2024-04-16"}
    return Meeting.model_validate({**fields, **changes})


@pytest.mark.parametrize(
    ("changes", "sure"),
    [
        ({}, 1),
        ({"date": "2024-04-19"}, SURE),
        ({"date": "2024-04-20"}, 0),
        ({"date": "2024-04"}, SURE),
        ({"country": "KR"}, 0),
        ({"country": None}, SURE),
        ({"participants": (ZYX,)}, LIKELY),
        ({"participants": (MINISTRY, ZYX)}, 0),
        ({"participants": (MINISTRY,)}, 0),
    ],
    ids=str,
)
def test_meetings_are_one_by_who_takes_part_and_when(changes: dict[str, object], sure: float) -> None:
    assert match(talk(), talk(**changes)) == sure


def test_claims_of_different_kinds_are_of_different_things() -> None:
    assert {match(one, other) for one, other in combinations([invest(), site(), pact(), talk()], 2)} == {0}


# --- keys: claims that match are found


VARIANTS: list[dict[str, object]] = [
    {},
    {"place": None},
    {"place": TEXAS},
    {"amount": None},
    {"amount": usd(9)},
    {"amount": usd(150, "TWD"), "place": None},
    {"amount": usd(760, "JPY"), "place": None},
    {"recipients": (NARA,)},
    {"policy": CHIPS, "place": None},
    {"announced": None},
    {"announced": "2026-04-16", "status": "completed"},
    {"investors": (), "recipients": (ZYX,)},
    {"investors": (SAMSUNG,)},
    {"investors": (DISPLAY,), "place": None},
    {"kind": "grant"},
]


def test_claims_that_match_share_a_key_unless_they_say_too_little_to_have_one() -> None:
    raised = "Zyx raised its investment from $5 billion to $9 billion."
    money = [
        told(invest(**{**one, **other}), quote=quote)
        for one in VARIANTS
        for other in VARIANTS
        for quote in ("", raised)
    ]
    sites = [site(), site(opens="2026"), site(operators=()), site(operators=(NARA, ZYX))]
    sites += [site(place=None, operators=(operator,)) for operator in (ZYX, SAMSUNG, DISPLAY)]
    others = [pact(), pact(parties=(MINISTRY, NARA, ZYX)), talk(), talk(date="2024-04"), talk(date="2024-04-19")]
    keys = {one: set(keys) for one in [*money, *map(told, [*sites, *others])] if (keys := list_keys(one))}
    lost = [
        (one, other) for one, other in combinations(keys, 2) if match_claims(one, other) and not keys[one] & keys[other]
    ]
    assert lost == []


# --- clustering


def split(*claims: Told, apart: bool = False) -> list[list[str]]:
    """Which claims tell of one thing, by the numbers of their documents."""
    groups = split_claims(claims, lambda one, other: apart)
    return sorted([one.iri.removeprefix("https://example.org/") for one in group] for group in groups.values())


def test_claims_are_gathered_step_by_step_and_only_where_they_match() -> None:
    claims = [
        told(invest(announced=day), number) for number, day in enumerate(["2024-01-01", "2024-02-01", "2024-03-01"])
    ]
    other = told(invest(announced="2024-03-01", place=AUSTIN), 9)
    for start in claims:
        assert set(gather_claims(start, lambda one: [*claims, other])) == set(claims)


def test_claims_come_to_the_same_groups_in_whatever_order() -> None:
    claims = [told(invest(announced=f"2024-0{number}-20"), number) for number in (1, 2, 3, 6)]
    assert {str(split(*order)) for order in permutations(claims)} == {"[['1#i1', '2#i1', '3#i1'], ['6#i1']]"}


def test_two_deals_that_one_document_tells_beside_each_other_stay_two() -> None:
    beside = told(invest(key="i2", amount=usd(5.02)))
    assert split(told(invest()), beside) == [["1#i1"], ["1#i2"]]
    assert split(told(invest()), told(invest(key="i2"))) == [["1#i1", "1#i2"]]


def test_the_old_and_the_new_sum_of_one_document_are_one_deal() -> None:
    quote = "Zyx raised its investment from $5 billion to $9 billion."
    old, new = (told(invest(key=key, amount=usd(sum_)), quote=quote) for key, sum_ in (("i1", 5), ("i2", 9)))
    assert split(old, new) == [["1#i1", "1#i2"]]


def test_a_claim_joins_the_deal_that_it_fits_best() -> None:
    taylor, austin = told(invest(), 1), told(invest(place=AUSTIN, policy=CHIPS), 2)
    nowhere = told(invest(place=None, amount=None, policy=CHIPS), 3)
    assert split(taylor, austin, nowhere) == [["1#i1"], ["2#i1", "3#i1"]]


def test_a_claim_that_fits_two_deals_equally_stays_alone() -> None:
    opens = [told(site(opens=year), number, f"202{number}-01-01") for number, year in enumerate(["2024", "2026"], 3)]
    assert match_claims(*opens) == POSSIBLE
    two = [told(site(opens=year, key=f"f{number}"), 3) for number, year in enumerate(["2024", "2026"], 1)]
    third = told(site(opens="2028"), 5)
    assert split(*two, third) == [["3#f1"], ["3#f2"], ["5#f1"]]
    assert split(*opens, third) == [["3#f1", "4#f1", "5#f1"]]


def test_claims_that_a_person_keeps_apart_are_two() -> None:
    claims = told(invest(), 1), told(invest(), 2)
    assert split(*claims) == [["1#i1", "2#i1"]]
    assert split(*claims, apart=True) == [["1#i1"], ["2#i1"]]


def test_sites_of_one_operator_in_one_town_are_told_apart_by_their_opening() -> None:
    sites = [told(site(key=f"f{number}", opens=year)) for number, year in enumerate(["2026", "2028"], 1)]
    iris = split_claims(sites, lambda one, other: False)
    name = "zyx-photonics-fab-taylor-us"
    assert [iri.rpartition("/")[2] for iri in iris] == [name, f"{name}-2028"]


def test_what_meets_no_other_claim_is_named_by_its_document() -> None:
    alone = [told(site(operators=(), place=None), number) for number in (1, 2)]
    assert [list_keys(one) for one in alone] == [(), ()]
    [one], [other] = (split_claims([claim], lambda one, other: False) for claim in alone)
    assert one != other


# --- merging: values


def merge(*claims: Told, wholes: dict[str, str] | None = None) -> Merged:
    return merge_claims("iri", sorted(claims, key=order_told), lambda claim: f"{claim}-thing", wholes or {})


def merge_money(*claims: Told) -> Investment:
    claim = merge(*claims).claim
    assert isinstance(claim, Investment)
    return claim


def test_most_sources_count_and_the_smallest_value_of_equals() -> None:
    claims = [told(invest(policy=policy), number) for number, policy in enumerate(["b", "a", "b", None])]
    assert merge_money(*claims).policy == "b"
    assert merge_money(*claims[:2]).policy == "a"


def test_a_list_holds_what_one_source_in_three_names() -> None:
    lists = ["memory", "memory displays", "memory", "memory batteries"]
    claims = [told(invest(technologies=tuple(words.split())), number) for number, words in enumerate(lists)]
    assert merge_money(*claims[:3]).technologies == ("displays", "memory")
    assert merge_money(*claims).technologies == ("memory",)


def test_the_ministry_stands_for_the_state_that_others_name() -> None:
    state, ministry = map(thing_iri, ("government-of-japan", "ministry-of-economy-trade-and-industry"))
    claims = [told(grant(investors=(iri,)), number) for number, iri in enumerate([state, ministry])]
    assert merge_money(*claims).investors == (ministry,)
    both = told(grant(investors=(state, ministry)), 3)
    assert merge_money(*claims, both).investors == (state, ministry)


def test_copies_of_one_text_count_once() -> None:
    claims = [told(invest(policy="b"), 1), told(invest(policy="b"), 2, copy=1), told(invest(policy="a"), 3)]
    merged = merge(*claims)
    assert isinstance(merged.claim, Investment)
    assert (merged.sources, merged.claim.policy) == (2, "a")


def test_a_date_is_as_precise_as_any_source_gives_it() -> None:
    sites = [told(site(opens=opens), number) for number, opens in enumerate(["2026", "2026", "2026-07", "2027-01-15"])]
    opening = merge(*sites).claim
    assert isinstance(opening, Facility)
    assert opening.opens == "2026-07"
    days = [told(invest(announced=day), number) for number, day in enumerate(["2024-04", "2024-04-16", "2024-04"])]
    assert merge_money(*days).announced == "2024-04-16"


def test_the_sum_is_what_most_write_then_what_is_exact_then_what_is_no_conversion() -> None:
    yen, dollars, rough = usd(40, "JPY"), usd(0.259), usd(41, "JPY", qualifier="approximately")

    def write(*amounts: Amount) -> tuple[Decimal, str] | None:
        amount = merge_money(*(told(invest(amount=amount), number) for number, amount in enumerate(amounts))).amount
        return (amount.value / 10**9, amount.currency) if amount else None

    assert write(dollars, yen) == (40, "JPY")
    assert write(dollars, dollars, yen) == (Decimal("0.259"), "USD")
    assert write(rough, yen) == (40, "JPY")


def test_the_other_currencies_of_a_sum_stand_beside_it() -> None:
    amount = merge_money(told(invest(amount=usd(40, "JPY"))), told(invest(amount=usd(0.259)), 2)).amount
    assert amount
    assert [(money.value, money.currency) for money in amount.alternatives] == [(259_000_000, "USD")]


def test_a_deal_is_optional_where_all_call_it_so() -> None:
    claims = told(invest(optional=True), 1), told(invest(), 2)
    assert (merge_money(claims[0]).optional, merge_money(*claims).optional) == (True, False)


def test_the_site_of_a_deal_is_the_one_that_its_claim_names() -> None:
    assert merge_money(told(invest(facility="f1"))).facility == "https://example.org/1#f1-thing"


@pytest.mark.parametrize(
    ("announced", "published", "rate_date"),
    [
        ("2023-12-21", "2024-04-23", "2023-12-21"),
        ("2023-11", "2024-04-23", "2023-11-30"),
        ("2024", "2024-04-23", "2024-04-23"),
        (None, "2024-04-23", "2024-04-23"),
        (None, None, None),
    ],
)
def test_a_sum_is_valued_on_the_day_that_is_known_best(
    announced: str | None, published: str | None, rate_date: str | None
) -> None:
    merged = merge(told(invest(announced=announced, amount=usd(40, "JPY")), published=published))
    assert (merged.usd and merged.usd.rate_date) == rate_date


# --- merging: history


def list_steps_of(*claims: Told) -> list[tuple[object, ...]]:
    """Status, date, billions and the number of the document of each stage."""
    return [
        (stage.status, stage.date, stage.amount and stage.amount.value / 10**9, document[-1])
        for stage in merge(*claims).stages
        for document in stage.documents
    ]


def test_a_revised_sum_is_a_step_and_the_last_one_counts() -> None:
    quote = "Zyx raised its investment from $5 billion to $9 billion."
    claims = [
        told(invest(), 1),
        told(invest(amount=usd(5), announced="2024-10-01"), 2, quote=quote),
        told(invest(key="i2", amount=usd(9), announced="2024-10-01"), 2, quote=quote),
    ]
    assert list_steps_of(*claims) == [("announced", "2024-04-16", 5, "1"), ("announced", "2024-10-01", 9, "2")]
    amount = merge_money(*claims).amount
    assert amount
    assert amount.value == 9 * 10**9
    assert merge_money(*claims).announced == "2024-04-16"
    assert merge(*claims).disputed == ()


def test_a_preliminary_award_and_the_final_one_are_two_steps() -> None:
    claims = [told(grant(), 1), told(grant(amount=usd(4.745), announced="2024-12-20"), 2)]
    assert [step[1:3] for step in list_steps_of(*claims)] == [
        ("2024-04-16", Decimal("6.4")),
        ("2024-12-20", Decimal("4.745")),
    ]
    assert merge(*claims).disputed == ()


def test_a_status_only_moves_on_and_each_step_is_of_the_first_who_told_it() -> None:
    words = [("considered", "01"), ("announced", "03"), ("announced", "04"), ("considered", "05"), ("completed", "09")]
    claims = [
        told(invest(status=status, announced=f"2024-{month}-01"), number)
        for number, (status, month) in enumerate(words, 1)
    ]
    assert [(status, date, number) for status, date, _, number in list_steps_of(*claims)] == [
        ("considered", "2024-01-01", "1"),
        ("announced", "2024-03-01", "2"),
        ("completed", "2024-09-01", "5"),
    ]
    assert (merge_money(*claims).status, merge_money(*claims).announced) == ("completed", "2024-03-01")


def test_an_end_is_dated_by_its_telling_where_the_claim_dates_the_announcement() -> None:
    ended = told(invest(status="cancelled", announced="2024-04"), 2, published="2025-01-20")
    assert list_steps_of(told(invest()), ended)[-1] == ("cancelled", "2025-01-20", 5, "2")
    assert merge_money(told(invest()), ended).status == "cancelled"


def test_a_step_keeps_the_sum_that_a_later_word_gives_in_another_currency() -> None:
    done = told(invest(status="completed", amount=usd(0.259)), 2, published="2024-05-01")
    assert list_steps_of(told(invest(amount=usd(40, "JPY"))), done)[-1] == ("completed", "2024-05-01", 40, "2")


def test_what_was_told_once_has_no_history() -> None:
    assert merge(told(invest()), told(invest(), 2)).stages == ()


def test_a_step_shows_its_words() -> None:
    done = told(invest(status="completed", announced="2025-04-16"), 2, quote="Zyx has opened its fab.")
    [_, last] = merge(told(invest()), done).stages
    assert last.evidence == done.evidence


# --- merging: disputes


@pytest.mark.parametrize(
    ("changes", "disputed"),
    [
        ({}, ()),
        ({"amount": usd(4.1)}, ("amount",)),
        ({"amount": usd(5.02)}, ()),
        ({"amount": usd(760, "JPY")}, ()),
        ({"place": AUSTIN}, ("place",)),
        ({"place": TEXAS}, ()),
        ({"country": "JP"}, ("country",)),
        ({"investors": (ZYX, NARA)}, ()),
        ({"investors": (NARA,)}, ("investors",)),
        ({"status": "cancelled"}, ()),
    ],
    ids=str,
)
def test_a_field_is_disputed_where_two_values_cannot_both_be_true(
    changes: dict[str, object], disputed: tuple[str, ...]
) -> None:
    assert merge(told(invest()), told(invest(**changes), 2)).disputed == disputed


def test_an_opening_is_disputed_in_another_year_only() -> None:
    years = {
        opens: merge(told(site(opens="2026")), told(site(opens=opens), 2)).disputed for opens in ("2026-07", "2027")
    }
    assert years == {"2026-07": (), "2027": ("opens",)}


@pytest.mark.parametrize(
    ("day", "disputed"),
    [("2024-04-09", ("announced",)), ("2024-04-14", ()), ("2024-04", ()), ("2024-11-15", ()), (None, ())],
)
def test_the_day_of_an_announcement_is_disputed_if_it_is_another_one_of_that_month(
    day: str | None, disputed: tuple[str, ...]
) -> None:
    first = told(invest(announced="2024-04-15"))
    assert merge(first, told(invest(announced=day), 2)).disputed == disputed
    assert merge(first, told(invest(announced=day, status="completed"), 2)).disputed == ()


def test_a_deal_that_is_told_as_done_after_its_end_is_disputed() -> None:
    ended = told(invest(status="cancelled"), 1)
    done = told(invest(status="completed", announced="2024-06-16"), 2)
    before = told(invest(status="completed", announced="2024-03-16"), 2)
    assert (merge(ended, done).disputed, merge(ended, before).disputed) == (("status",), ())


def test_a_copy_disputes_nothing() -> None:
    assert merge(told(invest()), told(invest(amount=usd(4.1)), 2, copy=1)).disputed == ()


# --- parts


def test_a_partner_s_share_is_part_of_what_both_pay_for_one_site() -> None:
    both = told(invest(key="i1", investors=(NARA, ZYX), facility="f1"))
    share = told(invest(key="i2", amount=usd(2), facility="f1"))
    assert find_wholes([both, share]) == {share.iri: both.iri}
    assert merge(share, wholes=find_wholes([both, share])).part_of == f"{both.iri}-thing"
    assert find_wholes([both, told(invest(key="i2", amount=usd(2), place=AUSTIN, facility="f2"))]) == {}


@pytest.mark.parametrize(
    ("quote", "is_part"),
    [
        ("Zyx will invest $5 billion in Taylor, of which $2 billion this year.", True),
        ("Zyx will invest $5 billion in Taylor, including $2 billion for packaging.", True),
        ("Zyx will invest $2 billion in Taylor, bringing the total to $5 billion.", True),
        ("Zyx will invest $5 billion in Taylor and $2 billion more next year.", False),
    ],
)
def test_a_sum_is_part_of_another_where_the_words_say_so(quote: str, is_part: bool) -> None:
    whole, part = (told(invest(key=key, amount=usd(sum_)), quote=quote) for key, sum_ in (("i1", 5), ("i2", 2)))
    assert find_wholes([whole, part]) == ({part.iri: whole.iri} if is_part else {})
