"""Sums that somebody commits: of what kind, by whom, to whom, and what is no commitment."""

from functools import cache

import pytest

from kgraph.demo import list_samples
from kgraph.extract import extract_facts
from kgraph.model import Document, Facts, Investment
from kgraph.sources import read_documents


@cache
def read_facts(text: str, title: str = "") -> Facts:
    return extract_facts(Document(id="d", title=title, text=text, published="2024-06-14"), gated=False)


def describe(text: str) -> list[tuple[str, list[str], list[str], str]]:
    """Kind, investors, recipients and sum of each investment, in reading order."""
    facts = read_facts(text)
    names = {each.key: each.name for each in facts.organizations}
    return [
        (
            found.kind,
            [names[key] for key in found.investors],
            [names[key] for key in found.recipients],
            write_sum(found),
        )
        for found in facts.investments
    ]


def write_sum(found: Investment) -> str:
    assert found.amount is not None
    return f"{found.amount.currency} {found.amount.value / 1_000_000:f}m"


def investment(text: str) -> Investment:
    (found,) = read_facts(text).investments
    return found


@pytest.mark.parametrize(
    "text",
    [
        "Halden Industries will invest $90 million in a plant in Ohio.",
        "Halden Industries plans to spend $90 million on a plant in Ohio.",
        "Halden Industries said it would put $90 million into a plant in Ohio.",
        "Halden Industries announced an investment of $90 million in Ohio.",
        "Halden Industries will build a plant in Ohio at a cost of $90 million.",
        "Halden Industries will build a plant in Ohio for $90 million.",
        "Halden Industries pledged $90 million for a plant in Ohio.",
        "A plant in Ohio will be built by Halden Industries for $90 million.",
        "Halden Industries’ $90 million plant in Ohio will open in May 2026.",
        "The plant of Halden Industries in Ohio will cost $90 million.",
        "Halden Industries is ready to commit $90 million to a new line in Ohio.",
        "The investment by Halden Industries in Ohio amounts to $90 million.",
    ],
)
def test_a_firms_own_money_is_its_investment(text: str) -> None:
    assert describe(text) == [("investment", ["Halden Industries"], [], "USD 90m")]
    assert (investment(text).place, investment(text).country) == ("Ohio", "US")


def test_a_sum_that_modifies_a_plant_is_its_operators_investment() -> None:
    text = "Halden Industries is building a €300 million plant in Graz."
    assert describe(text) == [("investment", ["Halden Industries"], [], "EUR 300m")]
    (site,) = read_facts(text).facilities
    assert investment(text).facility == site.key


def test_of_which_gives_the_second_sum_to_the_government_that_funds_it() -> None:
    text = (
        "Halden Industries plans to build a plant in Graz with a total investment of €300 million,"
        " of which Austria will fund up to €40 million."
    )
    assert describe(text) == [
        ("investment", ["Halden Industries"], [], "EUR 300m"),
        ("grant", ["Government of Austria"], ["Halden Industries"], "EUR 40m"),
    ]
    own, public = read_facts(text).investments
    assert own.facility == public.facility is not None


@pytest.mark.parametrize(
    "text",
    [
        "Halden Industries was promised $90 million by the Ministry of Forests.",
        "Halden Industries has been granted $90 million by the Ministry of Forests.",
        "Halden Industries was awarded $90 million by the Ministry of Forests for a plant in Ohio.",
    ],
)
def test_a_passive_promise_is_a_grant_to_its_subject(text: str) -> None:
    assert describe(text) == [("grant", ["Ministry of Forests"], ["Halden Industries"], "USD 90m")]


@pytest.mark.parametrize(
    "text",
    [
        "The Ministry of Forests will give Halden Industries $90 million.",
        "The Ministry of Forests will provide Halden Industries with $90 million in subsidies.",
        "The Ministry of Forests will grant $90 million to Halden Industries.",
        "The Ministry of Forests awarded Halden Industries a grant of $90 million.",
        "The Ministry of Forests will subsidise a plant of Halden Industries with $90 million.",
        "The Ministry of Forests said it would support Halden Industries with $90 million.",
        "Halden Industries will receive $90 million from the Ministry of Forests.",
        "Halden Industries won a $90 million grant from the Ministry of Forests.",
        "Halden Industries will get a subsidy of $90 million from the Ministry of Forests.",
        "A grant of $90 million to Halden Industries was approved by the Ministry of Forests.",
        "Under the Clean Rivers Act, the Ministry of Forests will pay Halden Industries $90 million.",
    ],
)
def test_public_money_is_a_grant_from_the_authority_to_the_firm(text: str) -> None:
    assert describe(text) == [("grant", ["Ministry of Forests"], ["Halden Industries"], "USD 90m")]


@pytest.mark.parametrize(
    ("text", "giver"),
    [
        ("Oslo will subsidise the Halden Industries plant in Bergen with $90 million.", "Government of Norway"),
        ("Norway will give Halden Industries $90 million for a plant in Bergen.", "Government of Norway"),
        ("Ohio awarded Halden Industries a $90 million grant for its plant in Toledo.", "Ohio"),
        ("The state of Ohio awarded Halden Industries a grant of $90 million for its plant in Toledo.", "Ohio"),
        (
            "Norway’s fisheries ministry said it would give Halden Industries $90 million.",
            "Norway’s fisheries ministry",
        ),
    ],
)
def test_countries_states_and_ministries_give_grants(text: str, giver: str) -> None:
    assert describe(text) == [("grant", [giver], ["Halden Industries"], "USD 90m")]


@pytest.mark.parametrize(
    "text",
    [
        "The Ministry of Forests will lend Halden Industries $90 million.",
        "The Ministry of Forests will give Halden Industries a loan of $90 million.",
        "Halden Industries received a $90 million loan from the Ministry of Forests.",
        "The Ministry of Forests will provide Halden Industries with $90 million in loans.",
        "The Ministry of Forests offered Halden Industries a loan guarantee of $90 million.",
    ],
)
def test_what_is_paid_back_is_a_loan(text: str) -> None:
    assert describe(text) == [("loan", ["Ministry of Forests"], ["Halden Industries"], "USD 90m")]


@pytest.mark.parametrize(
    "text",
    [
        "The Ministry of Forests will give Halden Industries tax credits of $90 million.",
        "Ohio will grant Halden Industries $90 million in tax breaks.",
    ],
)
def test_taxes_that_are_not_asked_for_are_a_tax_credit(text: str) -> None:
    ((kind, _, recipients, amount),) = describe(text)
    assert (kind, recipients, amount) == ("tax_credit", ["Halden Industries"], "USD 90m")


def test_grant_and_loan_of_one_award_are_two() -> None:
    text = (
        "The Ministry of Forests will provide Halden Industries with up to $90 million in grants"
        " and $70 million in loans under the Clean Rivers Act for its plant in Ohio."
    )
    assert describe(text) == [
        ("grant", ["Ministry of Forests"], ["Halden Industries"], "USD 90m"),
        ("loan", ["Ministry of Forests"], ["Halden Industries"], "USD 70m"),
    ]
    grant, loan = read_facts(text).investments
    assert grant.amount is not None and loan.amount is not None
    assert (grant.amount.qualifier, loan.amount.qualifier) == ("up_to", "exact")
    assert grant.policy == loan.policy == "Clean Rivers Act"
    assert grant.facility == loan.facility is not None


@pytest.mark.parametrize(
    "text",
    [
        "Halden Industries bought Tessaly Holdings for $90 million.",
        "Halden Industries agreed to buy Tessaly Holdings for $90 million.",
        "Halden Industries will acquire Tessaly Holdings for $90 million.",
        "Tessaly Holdings was acquired by Halden Industries for $90 million.",
        "Halden Industries paid $90 million for Tessaly Holdings.",
        "Halden Industries will take over Tessaly Holdings for $90 million.",
        "Halden Industries completed the $90 million acquisition of Tessaly Holdings.",
    ],
)
def test_who_buys_a_firm_acquires_it(text: str) -> None:
    assert describe(text) == [("acquisition", ["Halden Industries"], ["Tessaly Holdings"], "USD 90m")]


@pytest.mark.parametrize(
    "text",
    [
        "Halden Industries invested $90 million in Tessaly Holdings.",
        "Tessaly Holdings raised $90 million from investors led by Halden Industries.",
        "Halden Industries took a 20% stake in Tessaly Holdings for $90 million.",
        "Halden Industries will buy a minority stake in Tessaly Holdings for $90 million.",
    ],
)
def test_a_small_stake_is_an_investment_in_the_firm(text: str) -> None:
    assert describe(text) == [("investment", ["Halden Industries"], ["Tessaly Holdings"], "USD 90m")]


@pytest.mark.parametrize("firm", ["Tessaly Holdings", "Equity Motors", "Grant Electronics", "Loan Star Energy"])
def test_a_word_within_a_name_tells_nothing_of_the_kind(firm: str) -> None:
    assert describe(f"{firm} will invest $90 million in a plant in Ohio.") == [("investment", [firm], [], "USD 90m")]


def test_partners_found_a_venture_together() -> None:
    text = "Halden Industries and Tessaly Holdings will invest $90 million in a joint venture in Ohio."
    assert describe(text) == [("joint_venture", ["Halden Industries", "Tessaly Holdings"], [], "USD 90m")]


def test_two_firms_invest_together() -> None:
    text = "Halden Industries and Tessaly Holdings will invest $90 million in a plant in Ohio."
    assert describe(text) == [("investment", ["Halden Industries", "Tessaly Holdings"], [], "USD 90m")]


@pytest.mark.parametrize(
    "text",
    [
        "Halden Industries said it would grow. It will invest $90 million in Ohio.",
        "Halden Industries met the press. The company will invest $90 million in Ohio.",
        "Halden Industries will build a plant in Ohio. The project will cost $90 million.",
        "Halden Industries will build a plant in Ohio. Its total cost is $90 million.",
    ],
)
def test_a_sentence_without_a_name_is_about_the_firm_before(text: str) -> None:
    assert describe(text) == [("investment", ["Halden Industries"], [], "USD 90m")]


@pytest.mark.parametrize(
    "text",
    [
        "Halden Industries reported revenue of $4.2 billion and a profit of $300 million.",
        "Halden Industries’ sales rose to $900 million last year.",
        "Halden Industries earned $90 million in the first quarter.",
    ],
)
def test_revenue_is_no_investment(text: str) -> None:
    assert describe(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Halden Industries was fined $200 million by the Ministry of Forests.",
        "Shares of Halden Industries fell 3%, wiping out $2 billion in market value.",
        "The market for pumps will be worth $30 billion by 2030, Halden Industries said.",
        "Halden Industries exported pumps worth $700 million.",
        "Halden Industries won an order worth $700 million from Tessaly Holdings.",
        "Halden Industries has a market capitalization of $7 billion.",
        "Halden Industries will pay a dividend of $70 million.",
        "Halden Industries has debts of $700 million.",
        "A pump of Halden Industries costs $90,000.",
        "Trade between Norway and Japan reached $9 billion.",
    ],
)
def test_what_nobody_commits_is_no_investment(text: str) -> None:
    assert describe(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Halden Industries denied a report that it would invest $2 billion in Ohio.",
        "Halden Industries said it has no plan to invest $2 billion in Ohio.",
        "Halden Industries has no intention to spend $2 billion in Ohio.",
    ],
)
def test_what_is_denied_is_no_investment(text: str) -> None:
    assert describe(text) == []


def test_the_difference_between_two_sums_is_no_investment() -> None:
    [article] = read_documents([next(file for file in list_samples() if "2024-12-23" in file)])
    assert isinstance(article, Document)
    assert "about $1.7 billion less than was planned" in article.text
    sums = [found.amount.value for found in extract_facts(article).investments if found.amount]
    assert 4_745_000_000 in sums
    assert 1_700_000_000 not in sums


def test_an_order_book_is_no_investment_though_the_spending_beside_it_is() -> None:
    text = "Halden Industries put its order backlog at $9 billion and plans capital expenditure of $90 million."
    assert [amount for _, _, _, amount in describe(text)] == ["USD 90m"]


def test_a_consortium_invests_through_its_leader() -> None:
    text = "A consortium led by Halden Industries will invest $90 million in Ohio."
    assert describe(text) == [("investment", ["Halden Industries"], [], "USD 90m")]


def test_who_only_approves_a_grant_does_not_give_it() -> None:
    text = "The European Commission approved a 90 million euro grant by Austria for Halden Industries."
    assert describe(text) == [("grant", ["Government of Austria"], ["Halden Industries"], "EUR 90m")]


def test_a_description_before_the_bought_firm_does_not_hide_it() -> None:
    text = "Halden Industries agreed to acquire Danish sensor maker Lindqvist Optik for $90 million."
    assert describe(text) == [("acquisition", ["Halden Industries"], ["Lindqvist Optik"], "USD 90m")]


def test_a_meetings_town_is_not_where_the_plant_goes() -> None:
    text = (
        "Halden Industries and Tessaly Holdings met in Oslo. The two firms will invest $90 million in a mill in Japan."
    )
    assert [(found.place, found.country) for found in read_facts(text).investments] == [(None, "JP")]


def test_a_reporting_ministry_pays_nothing() -> None:
    text = "Halden Industries will invest $90 million in Ohio, the Ministry of Forests said."
    assert describe(text) == [("investment", ["Halden Industries"], [], "USD 90m")]


def test_the_same_money_told_twice_is_one_investment() -> None:
    text = (
        "Halden Industries will invest $90 million in a plant in Ohio.\n\n"
        "Halden chairman Otto Wahl said the $90 million plant would open in 2027."
    )
    assert describe(text) == [("investment", ["Halden Industries"], [], "USD 90m")]


def test_other_sums_of_one_firm_are_other_investments() -> None:
    text = "Halden Industries will invest $90 million in Ohio. It will also build a laboratory in Graz for $20 million."
    assert [amount for _, _, _, amount in describe(text)] == ["USD 90m", "USD 20m"]
    assert [found.place for found in read_facts(text).investments] == ["Ohio", "Graz"]


def test_a_sum_in_the_title_alone_is_told_by_the_text_or_not_at_all() -> None:
    facts = read_facts("Halden Industries will build a plant in Ohio.", "Halden to invest $90 million")
    assert all(found.amount is None for found in facts.investments)


@pytest.mark.parametrize(
    ("words", "qualifier"),
    [
        ("$90 million", "exact"),
        ("up to $90 million", "up_to"),
        ("as much as $90 million", "up_to"),
        ("more than $90 million", "at_least"),
        ("at least $90 million", "at_least"),
        ("about $90 million", "approximately"),
        ("some $90 million", "approximately"),
    ],
)
def test_a_sum_keeps_its_qualifier(words: str, qualifier: str) -> None:
    amount = investment(f"Halden Industries will invest {words} in a plant in Ohio.").amount
    assert amount is not None
    assert (amount.value, amount.qualifier) == (90_000_000, qualifier)


def test_a_conversion_in_brackets_is_an_alternative() -> None:
    amount = investment("Halden Industries will invest 13 billion yen ($90 million) in a plant in Kobe.").amount
    assert amount is not None
    assert (amount.value, amount.currency) == (13_000_000_000, "JPY")
    assert [(other.value, other.currency) for other in amount.alternatives] == [(90_000_000, "USD")]


def test_the_policy_is_the_law_that_the_text_names() -> None:
    text = "The Ministry of Forests will give Halden Industries $90 million under the Clean Rivers Act."
    assert investment(text).policy == "Clean Rivers Act"


def test_a_gapped_clause_gives_the_second_sum_to_its_own_party() -> None:
    text = "Halden Industries will invest $90 million in the plant in Ohio and Tessaly Holdings $70 million."
    assert describe(text) == [
        ("investment", ["Halden Industries"], [], "USD 90m"),
        ("investment", ["Tessaly Holdings"], [], "USD 70m"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "A jury found against Halden Industries. It must pay $90 million to Tessaly Holdings.",
        "Halden Industries raised its forecast of operating profit for the year by $90 million.",
        "Halden Industries will buy back shares for $90 million.",
        "Halden Industries denied a report that it would spend $90 million on a plant in Ohio.",
        "Halden Industries has no plan to invest $90 million in Ohio.",
        "Halden Industries put its order backlog at $900 million.",
    ],
)
def test_money_that_nobody_puts_up_is_no_investment(text: str) -> None:
    assert read_facts(text).investments == ()


def test_the_difference_to_another_sum_is_no_sum_of_its_own() -> None:
    text = (
        "The Ministry of Forests awarded Halden Industries $90 million for its plant in Ohio, "
        "about $20 million less than was planned."
    )
    assert [amount for _, _, _, amount in describe(text)] == ["USD 90m"]


def test_a_ministers_portfolio_is_the_ministry_that_gives() -> None:
    text = (
        "Subsidies of up to $90 million have been approved for Halden Industries, "
        "Economy, Trade and Industry Minister Lena Brandt said."
    )
    ((_, givers, receivers, _),) = describe(text)
    assert (givers, receivers) == (["Ministry of Economy, Trade and Industry"], ["Halden Industries"])
