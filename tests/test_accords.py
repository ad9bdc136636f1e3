"""Agreements: who signs what with whom, and when."""

from functools import cache

import pytest

from kgraph.extract import extract_facts
from kgraph.model import Document, Facts


@cache
def read_facts(text: str, title: str = "") -> Facts:
    return extract_facts(Document(id="d", title=title, text=text, published="2024-06-14"), gated=False)


def accords(text: str) -> list[tuple[str, set[str]]]:
    """Kind and parties of each agreement."""
    facts = read_facts(text)
    names = {each.key: each.name for each in facts.organizations}
    return [(found.kind, {names[key] for key in found.parties}) for found in facts.agreements]


TWO = {"Halden Industries", "Tessaly Holdings"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Halden Industries and Tessaly Holdings signed a memorandum of understanding on hydrogen.", "memorandum"),
        ("Halden Industries signed an MOU with Tessaly Holdings on hydrogen.", "memorandum"),
        ("A memorandum of understanding was signed by Halden Industries and Tessaly Holdings.", "memorandum"),
        ("Halden Industries signed a supply agreement with Tessaly Holdings.", "supply"),
        ("Halden Industries signed a deal to supply pumps to Tessaly Holdings.", "supply"),
        ("Tessaly Holdings signed a licensing agreement with Halden Industries.", "license"),
        ("Halden Industries signed an agreement with Tessaly Holdings to jointly develop pumps.", "joint_development"),
        ("Halden Industries and Tessaly Holdings agreed to jointly develop pumps.", "joint_development"),
        ("Halden Industries entered into a partnership with Tessaly Holdings.", "partnership"),
        ("Halden Industries and Tessaly Holdings announced a strategic partnership.", "partnership"),
        ("Halden Industries and Tessaly Holdings agreed to cooperate on pumps.", "partnership"),
        ("Halden Industries will partner with Tessaly Holdings on pumps.", "partnership"),
    ],
)
def test_an_agreement_is_of_the_kind_that_its_words_tell(text: str, kind: str) -> None:
    assert accords(text) == [(kind, TWO)]


def test_a_firm_and_an_institute_sign_together() -> None:
    text = "The Halvor Institute of Technology and Halden Industries signed a memorandum of understanding."
    assert accords(text) == [("memorandum", {"Halvor Institute of Technology", "Halden Industries"})]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Norway and Japan signed a treaty on hydrogen.", "treaty"),
        ("Norway and Japan signed a memorandum of understanding on hydrogen.", "memorandum"),
        ("Oslo and Tokyo signed a memorandum of understanding on hydrogen.", "memorandum"),
        ("Norway and Japan agreed to cooperate on hydrogen.", "partnership"),
    ],
)
def test_states_make_a_treaty_only_by_that_word(text: str, kind: str) -> None:
    assert accords(text) == [(kind, {"Government of Norway", "Government of Japan"})]


@pytest.mark.parametrize(
    "text",
    [
        "Halden Industries may sign a memorandum of understanding with Tessaly Holdings.",
        "Halden Industries is considering a partnership with Tessaly Holdings.",
        "Halden Industries ended its partnership with Tessaly Holdings last year.",
        "Halden Industries signed a loan agreement with Tessaly Holdings.",
        "Halden Industries signed a wage agreement.",
        "Halden Industries agreed to buy Tessaly Holdings for $90 million.",
        "Halden Industries and Tessaly Holdings agreed that it rained.",
    ],
)
def test_what_is_not_agreed_or_no_common_work_is_no_agreement(text: str) -> None:
    assert accords(text) == []


def test_the_same_agreement_told_twice_is_one() -> None:
    text = (
        "Halden Industries signed a memorandum of understanding with Tessaly Holdings.\n\n"
        "The memorandum of Halden Industries and Tessaly Holdings covers pumps."
    )
    assert accords(text) == [("memorandum", TWO)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Halden Industries signed a supply agreement with Tessaly Holdings on Monday.", "2024-06-10"),
        ("Halden Industries signed a supply agreement with Tessaly Holdings on May 6, 2024.", "2024-05-06"),
        ("Halden Industries signed a supply agreement with Tessaly Holdings.", "2024-06"),
    ],
)
def test_an_agreement_is_dated_by_its_sentence_or_the_month_of_the_news(text: str, day: str) -> None:
    (found,) = read_facts(text).agreements
    assert found.date == day


def test_an_agreement_knows_its_technologies() -> None:
    (found,) = read_facts(
        "Halden Industries and Tessaly Holdings signed a memorandum of understanding on hydrogen."
    ).agreements
    assert found.technologies == ("hydrogen",)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Halden Industries and Tessaly Holdings exchanged letters of intent on the supply of pumps.", "supply"),
        ("A memorandum of understanding was exchanged between Halden Industries and Tessaly Holdings.", "memorandum"),
        ("Halden Industries has signed an investment agreement (MOU) with Tessaly Holdings.", "memorandum"),
        ("Halden Industries announced a tie-up with Tessaly Holdings in robotics.", "partnership"),
        ("Halden Industries said it has signed a cross-licensing agreement with Tessaly Holdings.", "license"),
        ("Halden Industries signed a binding offtake agreement with Tessaly Holdings for lithium.", "supply"),
        ("Halden Industries signed a non-binding term sheet with Tessaly Holdings for the supply of nickel.", "supply"),
        ("Halden Industries signed a power purchase agreement with Tessaly Holdings.", "supply"),
        ("Halden Industries and Tessaly Holdings signed a joint research agreement on sensors.", "joint_development"),
        ("Halden Industries won a contract from Tessaly Holdings to supply pumps.", "supply"),
        ("Halden Industries has granted Tessaly Holdings an exclusive licence to make its pumps.", "license"),
        ("Halden Industries obtained the right to manufacture pumps of Tessaly Holdings under licence.", "license"),
        ("Halden Industries and Tessaly Holdings formed a consortium to develop a valve.", "joint_development"),
        ("Halden Industries and Tessaly Holdings issued a joint statement on pumps.", "partnership"),
    ],
)
def test_the_noun_of_an_agreement_and_its_clause_tell_the_kind(text: str, kind: str) -> None:
    assert accords(text) == [(kind, TWO)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Halden Industries has teamed up with Tessaly Holdings to develop robots.", "joint_development"),
        ("Halden Industries and Tessaly Holdings have joined forces to bring trucks to Norway.", "partnership"),
        ("Halden Industries is working with Tessaly Holdings on a new valve.", "joint_development"),
        ("Halden Industries is working with Tessaly Holdings on valves.", "partnership"),
        ("Halden Industries said it would work with Tessaly Holdings on pumps.", "partnership"),
        ("Halden Industries and Tessaly Holdings agreed to bid together for ferries.", "partnership"),
        ("Halden Industries has committed to buy nickel from Tessaly Holdings.", "supply"),
        ("Halden Industries will source battery cells from Tessaly Holdings.", "supply"),
        ("Halden Industries is to deliver pumps to Tessaly Holdings.", "supply"),
        ("Halden Industries has been selected by Tessaly Holdings to supply pumps.", "supply"),
        ("Tessaly Holdings has picked Halden Industries as its pump supplier.", "supply"),
        ("Halden Industries will co-develop a battery with Tessaly Holdings.", "joint_development"),
        ("The valve is being jointly developed by Halden Industries with Tessaly Holdings.", "joint_development"),
    ],
)
def test_verbs_of_dealing_tell_an_agreement_by_themselves(text: str, kind: str) -> None:
    assert accords(text) == [(kind, TWO)]


@pytest.mark.parametrize(
    "text",
    [
        "Halden Industries signed a deal to buy a 20 percent stake in Tessaly Holdings.",
        "Halden Industries agreed to buy Brevik Marine from Tessaly Holdings.",
        "Halden Industries signed a lease agreement with Tessaly Holdings.",
        "Halden Industries has no agreement with Tessaly Holdings.",
        "Halden Industries is in talks with Tessaly Holdings on a supply agreement.",
        "Halden Industries obtained an export licence from the Ministry of Trade.",
        "Halden Industries and Tessaly Holdings agreed to build a plant in Graz.",
        "Halden Industries said in a statement that Tessaly Holdings had grown.",
    ],
)
def test_purchases_permits_and_hopes_are_no_agreement(text: str) -> None:
    assert accords(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Otto Wahl, chairman of Halden Industries, and Lena Brandt, head of Tessaly Holdings, signed an MOU.",
        "Halden Industries CEO Otto Wahl signed an MOU with Tessaly Holdings president Lena Brandt.",
        "Halden Industries met Tessaly Holdings. The two companies signed an MOU.",
        "Halden Industries has grown. On Monday it signed an MOU with Tessaly Holdings.",
        "Tessaly Holdings, with which Halden Industries signed an MOU, makes pumps.",
        "Norway's Halden Industries and Japan's Tessaly Holdings signed an MOU.",
    ],
)
def test_parties_are_told_by_who_signs_for_them_and_by_what_stands_for_them(text: str) -> None:
    assert accords(text) == [("memorandum", TWO)]


@pytest.mark.parametrize(
    "text",
    [
        "Norway's energy minister Lena Brandt and her Japanese counterpart Seo Kenji signed a treaty.",
        "Japan met Norway in Oslo. The two governments signed a treaty.",
        "Norway is host to Japan this week. A treaty was signed by the two ministries.",
    ],
)
def test_ministers_sign_for_their_governments(text: str) -> None:
    assert accords(text) == [("treaty", {"Government of Norway", "Government of Japan"})]


def test_two_agreements_in_one_sentence_have_their_own_partners() -> None:
    text = "Halden Industries signed an MOU with Tessaly Holdings and a supply contract with Brevik Marine."
    assert accords(text) == [("memorandum", TWO), ("supply", {"Halden Industries", "Brevik Marine"})]


def test_what_a_later_sentence_says_of_an_agreement_is_told_of_the_same_one() -> None:
    text = (
        "Halden Industries announced a partnership with Tessaly Holdings on Monday. "
        "The two companies will jointly develop a valve."
    )
    assert accords(text) == [("joint_development", TWO)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Halden Industries met Tessaly Holdings on June 3. There they signed an MOU.", "2024-06-03"),
        ("Halden Industries and Tessaly Holdings extended a 2005 treaty on pumps.", "2024-06"),
        ("Halden Industries has a supply contract with Tessaly Holdings.", None),
        ("Halden Industries, which opened a plant in 2019, signed an MOU with Tessaly Holdings in May.", "2024-05"),
    ],
)
def test_an_agreement_is_dated_by_its_own_verb(text: str, day: str | None) -> None:
    (found,) = read_facts(text).agreements
    assert found.date == day


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Halden Industries will supply pumps to Tessaly Holdings.", "supply"),
        ("Halden Industries licensed a coating process from Tessaly Holdings.", "license"),
        ("Halden Industries is developing a hydrogen valve with Tessaly Holdings.", "joint_development"),
    ],
)
def test_some_verbs_tell_a_deal_without_the_word(sentence: str, kind: str) -> None:
    (found,) = read_facts(sentence).agreements
    assert (found.kind, len(found.parties)) == (kind, 2)


def test_two_firms_that_supply_nobody_named_have_no_deal() -> None:
    text = "Halden Industries and Tessaly Holdings will supply pumps to makers of chips."
    assert read_facts(text).agreements == ()


@pytest.mark.parametrize(
    "text",
    [
        "Halden Industries has bought Tessaly Holdings for $9 million, the two companies said in a joint statement.",
        "Halden Industries took over Tessaly Holdings in a $90 million deal.",
        "Halden Industries agreed to take over Tessaly Holdings.",
        "Nordbank signed a contract to extend $90 million in loans to Tessaly Holdings.",
        "Nordbank and Tessaly Holdings have signed a finance contract for a pump plant.",
        "The U.S. Navy awarded a contract for pumps to Halden Industries.",
        "Halden Industries hired more people, in partnership with Tessaly Holdings.",
    ],
)
def test_purchases_loans_procurement_and_standing_ties_are_no_agreement(text: str) -> None:
    assert accords(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Halden Industries has won an order for pumps from Japan's Tessaly Holdings.", "supply"),
        ("Halden Industries placed orders with Tessaly Holdings for pumps.", "supply"),
        ("Halden Industries has supplied pumps to Tessaly Holdings since 2016.", "supply"),
        (
            "Halden Industries of Graz and Norway's Tessaly Holdings agreed to develop a valve together.",
            "joint_development",
        ),
        ("Halden Industries has undertaken with Tessaly Holdings to develop a valve.", "joint_development"),
        ("▲ Halden Industries – Tessaly Holdings (Oslo): offtake of 800 tons of nickel a year", "supply"),
        ("▲ Halden Industries – Tessaly Holdings: MOU on joint exploration", "memorandum"),
    ],
)
def test_orders_lasting_deliveries_and_lines_of_lists_tell_an_agreement(text: str, kind: str) -> None:
    assert accords(text) == [(kind, TWO)]


def test_who_signs_several_of_a_kind_signs_with_each_partner() -> None:
    text = "Halden Industries and Tessaly Holdings placed orders with Brevik Marine for pumps."
    pairs = [("supply", {"Halden Industries", "Brevik Marine"}), ("supply", {"Tessaly Holdings", "Brevik Marine"})]
    assert accords(text) == pairs


def test_partners_of_which_only_the_number_is_told_are_those_of_whom_the_text_goes_on_to_tell() -> None:
    text = (
        "Oslo Harbour Agency signed memoranda of understanding with two companies on Monday. "
        "Halden Industries will build a plant in Graz. Tessaly Holdings will build another in Oslo."
    )
    assert [parties - {"Oslo Harbour Agency"} for _, parties in accords(text)] == [{name} for name in sorted(TWO)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "Halden Industries opened a plant on June 12.\n\nIt will jointly develop a valve with Tessaly Holdings.",
            True,
        ),
        ("Halden Industries opened a plant on June 12.\n\nA.\n\nIt has signed an MOU with Tessaly Holdings.", False),
    ],
)
def test_what_will_be_done_is_news_and_what_has_been_done_is_undated(text: str, day: bool) -> None:
    (found,) = read_facts(text).agreements
    assert (found.date == "2024-06-12") == day


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Halden Industries will sell Tessaly Holdings 1,200 tonnes of nickel a year.", "supply"),
        ("Halden Industries is to provide Tessaly Holdings with pumps.", "supply"),
        ("Halden Industries is to build three satellites for Tessaly Holdings.", "supply"),
        ("Halden Industries has chosen Norway's Tessaly Holdings to make its towers.", "supply"),
        ("Halden Industries has secured 40 per cent of the output from Tessaly Holdings.", "supply"),
        ("Halden Industries will reserve 800 wafers a month for Tessaly Holdings.", "supply"),
        ("The nickel comes from Halden Industries under a contract with Tessaly Holdings.", "supply"),
        ("Halden Industries will supply the pumps for Tessaly Holdings' plant.", "supply"),
        ("Halden Industries will develop a robot for ships with Tessaly Holdings.", "joint_development"),
        ("Together with Tessaly Holdings, Halden Industries will design a valve.", "joint_development"),
        ("Halden Industries and Tessaly Holdings are to design a valve.", "joint_development"),
        ("Halden Industries and Tessaly Holdings will make pumps together.", "partnership"),
        ("Halden Industries and Tessaly Holdings have begun joint research on pumps.", "partnership"),
    ],
)
def test_deals_are_told_without_a_noun(text: str, kind: str) -> None:
    assert accords(text) == [(kind, TWO)]


@pytest.mark.parametrize(
    "told",
    [
        "Tessaly Holdings is to take the power for 20 years.",
        "Tessaly Holdings secures 40 per cent of the metal for 15 years.",
        "Tessaly Holdings has signed up for 3,000 tonnes a year.",
        "Tessaly Holdings will offtake 70 per cent of it.",
        "Tessaly Holdings has agreed to take the gas.",
        "Tessaly Holdings will supply the turbines.",
    ],
)
def test_a_side_that_a_sentence_leaves_out_is_the_firm_spoken_of_before(told: str) -> None:
    assert accords(f"Halden Industries will build a plant in Graz. {told}") == [("supply", TWO)]


@pytest.mark.parametrize(
    "text",
    [
        "Halden Industries secured 40 per cent of the shares of Tessaly Holdings for three years.",
        "Halden Industries used to deliver pumps to Tessaly Holdings.",
        "Halden Industries has won a contract to build a vessel for Tessaly Holdings.",
        "Halden Industries will provide Tessaly Holdings with funds.",
        "Managers of Halden Industries and Tessaly Holdings met to agree on prices.",
        "Halden Industries and Tessaly Holdings agreed to increase their loans to Brevik Marine.",
        "Halden Industries and Tessaly Holdings will together lease 24 hectares.",
        "Halden Industries has supplied 310,000 robots. Tessaly Holdings grows.",
    ],
)
def test_shares_orders_help_loans_and_what_is_past_are_no_agreements(text: str) -> None:
    assert accords(text) == []


def test_the_parties_are_those_of_the_agreement_told_before() -> None:
    text = (
        "Halden Industries signed a supply contract with Tessaly Holdings. Brevik Marine and Vestre Bank rose. "
        "The parties will jointly develop a valve."
    )
    assert accords(text) == [("supply", TWO), ("joint_development", TWO)]


@pytest.mark.parametrize(
    "text",
    [
        "A memorandum was signed by Brevik Marine, Halden Industries and Tessaly Holdings.",
        "A memorandum was signed by the Norwegian institute Brevik Marine, Halden Industries and Tessaly Holdings.",
    ],
)
def test_all_of_a_list_sign_whatever_the_parse_makes_of_it(text: str) -> None:
    assert accords(text) == [("memorandum", {"Brevik Marine", *TWO})]


def test_a_clause_of_signing_behind_the_partner_is_that_of_the_contract() -> None:
    text = (
        "Halden Industries will build a plant in Graz. Conditions include an offtake contract with Tessaly Holdings, "
        "which was signed in May."
    )
    (found,) = read_facts(text).agreements
    assert (found.kind, found.date) == ("supply", "2024-05")


def test_the_same_day_is_the_day_told_before() -> None:
    text = (
        "Halden Industries opened a plant on June 12.\n\nA.\n\n"
        "On the same occasion Halden Industries entered into a contract with Tessaly Holdings to supply pumps."
    )
    (found,) = read_facts(text).agreements
    assert found.date == "2024-06-12"
