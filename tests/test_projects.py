"""Sites that only their money tells of."""

from functools import cache

import pytest

from kgraph.extract import extract_facts
from kgraph.model import Document, Facility, Facts


@cache
def read_facts(text: str) -> Facts:
    return extract_facts(Document(id="d", title="", text=text, published="2024-06-14"))


def sites(text: str) -> list[Facility]:
    return list(read_facts(text).facilities)


@pytest.mark.parametrize(
    "text",
    [
        "Halden Industries will spend $90 million to double turbine output at Takasago, Hyogo Prefecture, by 2027.",
        "Halden Industries of Kobe is putting $90 million into Rockville, Maryland.",
    ],
)
def test_money_spent_in_a_town_has_a_site(text: str) -> None:
    (found,) = sites(text)
    (sum_,) = read_facts(text).investments
    assert found.place in ("Takasago", "Rockville")
    assert sum_.facility == found.key


def test_sums_of_one_firm_in_one_town_share_a_site() -> None:
    text = (
        "Halden Industries of Kobe is putting $90 million into Rockville, Maryland.\n\n"
        "Maryland will give Halden Industries a $6 million grant for Rockville."
    )
    assert len(sites(text)) == 1


def test_a_stake_in_a_firm_of_a_town_has_none() -> None:
    text = "Halden Industries raised $90 million in a Series B round led by Tessaly Holdings of Rockville, Maryland."
    assert sites(text) == []
