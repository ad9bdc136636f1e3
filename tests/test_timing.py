"""When something was announced, and how far it has come."""

from functools import cache

import pytest

from kgraph.extract import extract_facts
from kgraph.model import Document, Investment


@cache
def investment(text: str, published: str = "2024-06-14") -> Investment:
    """The one investment of a text, which was published on a Friday."""
    (found,) = extract_facts(Document(id="d", text=text, published=published or None), gated=False).investments
    return found


@pytest.mark.parametrize(
    ("text", "announced"),
    [
        ("Halden Pumps said on Monday it would build a $90 million plant in Ohio.", "2024-06-10"),
        ("Halden Pumps said yesterday it would build a $90 million plant in Ohio.", "2024-06-13"),
        ("Halden Pumps said last week it would build a $90 million plant in Ohio.", "2024-06"),
        ("Halden Pumps said last month it would build a $90 million plant in Ohio.", "2024-05"),
        ("Halden Pumps announced on June 3 that it would build a $90 million plant in Ohio.", "2024-06-03"),
        ("In November 2023, Halden Pumps announced a $90 million plant in Ohio.", "2023-11"),
        ("Halden Pumps invested $90 million in a plant in Ohio in 2021.", "2021"),
        ("Halden Pumps said on Monday it would build a $90 million plant in Ohio by 2027.", "2024-06-10"),
        (
            "Halden Pumps said on Monday it would build a $90 million plant in Ohio, to open in March 2026.",
            "2024-06-10",
        ),
    ],
)
def test_a_date_beside_the_report_dates_it(text: str, announced: str) -> None:
    assert investment(text).announced == announced


def test_news_without_a_hint_of_its_date_has_none() -> None:
    assert investment("Halden Pumps will build a $90 million plant in Ohio.").announced is None


def test_the_end_of_a_plan_does_not_date_its_announcement() -> None:
    assert investment("Halden Pumps will build a $90 million plant in Ohio by 2027.").announced is None


def test_without_any_date_there_is_none() -> None:
    assert investment("Halden Pumps will build a $90 million plant in Ohio.", published="").announced is None


def test_the_day_of_the_report_dates_what_it_tells_later() -> None:
    text = "Halden Pumps said on Monday it would grow. It will build a $90 million plant in Ohio."
    assert investment(text).announced == "2024-06-10"


@pytest.mark.parametrize(
    ("verb", "status"),
    [
        ("will invest", "announced"),
        ("plans to invest", "announced"),
        ("is to invest", "announced"),
        ("pledged to invest", "announced"),
        ("agreed to invest", "announced"),
        ("may invest", "considered"),
        ("might invest", "considered"),
        ("could invest", "considered"),
        ("is considering investing", "considered"),
        ("is in talks to invest", "considered"),
        ("proposed to invest", "considered"),
        ("is weighing whether to invest", "considered"),
        ("invested", "completed"),
        ("has invested", "completed"),
        ("spent", "completed"),
        ("abandoned plans to invest", "cancelled"),
        ("dropped a plan to invest", "cancelled"),
        ("has scrapped its plan to invest", "cancelled"),
        ("will no longer invest", "cancelled"),
        ("will not invest", "cancelled"),
    ],
)
def test_the_verb_tells_how_far_it_has_come(verb: str, status: str) -> None:
    assert investment(f"Halden Pumps {verb} $90 million in a plant in Ohio.").status == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Halden Pumps shelved a $90 million plant in Ohio.", "cancelled"),
        ("Halden Pumps said it had cancelled a $90 million plant in Ohio.", "cancelled"),
        ("Halden Pumps is considering a $90 million plant in Ohio.", "considered"),
        ("Halden Pumps is building a $90 million plant in Ohio.", "announced"),
        ("Halden Pumps completed a $90 million expansion of its plant in Ohio.", "completed"),
        ("The state of Ohio awarded Halden Pumps a grant of $90 million.", "announced"),
        ("Halden Pumps was granted $90 million by Ohio.", "announced"),
        ("Halden Pumps bought Orrin Valves for $90 million.", "completed"),
        ("Halden Pumps agreed to buy Orrin Valves for $90 million.", "announced"),
    ],
)
def test_nouns_and_verbs_of_a_project_tell_how_far_it_has_come(text: str, status: str) -> None:
    assert investment(text).status == status
