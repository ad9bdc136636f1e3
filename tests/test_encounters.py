"""Meetings: who sees whom, where and when, and who these people are."""

from functools import cache

import pytest

from kgraph.extract import extract_facts
from kgraph.model import Document, Facts


@cache
def read_facts(text: str) -> Facts:
    return extract_facts(Document(id="d", title="", text=text, published="2024-06-14"), gated=False)


def meetings(text: str) -> list[set[str]]:
    """The participants of each meeting."""
    facts = read_facts(text)
    names = {each.key: each.name for each in (*facts.organizations, *facts.people)}
    return [{names[key] for key in found.participants} for found in facts.meetings]


LENA, OTTO, SEO = "Lena Brandt", "Otto Wahl", "Seo Min-jae"
HALDEN, TESSALY = "Halden Industries", "Tessaly Holdings"


@pytest.mark.parametrize(
    ("text", "participants"),
    [
        ("Economy Minister Lena Brandt visited Halden Industries on Monday.", {"Lena Brandt", "Halden Industries"}),
        (
            "Trade minister Seo Min-jae visited the Halden Industries plant in Graz.",
            {"Seo Min-jae", "Halden Industries"},
        ),
        (
            "Trade minister Seo Min-jae toured a plant of Halden Industries in Graz.",
            {"Seo Min-jae", "Halden Industries"},
        ),
        (
            "Prime Minister Anders Holmqvist met Halden Industries chairman Otto Wahl in Graz.",
            {"Anders Holmqvist", "Otto Wahl"},
        ),
        (
            "Anders Holmqvist, the prime minister, held talks with Otto Wahl, chairman of Halden Industries.",
            {"Anders Holmqvist", "Otto Wahl"},
        ),
        (
            "President Lena Brandt and Prime Minister Anders Holmqvist met in Oslo on Monday.",
            {"Lena Brandt", "Anders Holmqvist"},
        ),
        (
            "President Lena Brandt was received by Prime Minister Anders Holmqvist in Oslo.",
            {"Lena Brandt", "Anders Holmqvist"},
        ),
        (
            "Officials of Halden Industries met with the Ministry of Forests on Monday.",
            {"Halden Industries", "Ministry of Forests"},
        ),
        (
            "A delegation of Tessaly Holdings visited the Halden Industries plant in Graz.",
            {"Tessaly Holdings", "Halden Industries"},
        ),
    ],
)
def test_who_meets_or_visits_whom_takes_part(text: str, participants: set[str]) -> None:
    assert meetings(text) == [participants]


@pytest.mark.parametrize(
    "text",
    [
        "Trade minister Seo Min-jae may visit Halden Industries.",
        "Trade minister Seo Min-jae cancelled a visit to Halden Industries.",
        "Trade minister Seo Min-jae visited Graz.",
        "Halden Industries met the deadline.",
        "Tourists visited Graz.",
        "Trade minister Seo Min-jae refused to meet Otto Wahl.",
        "Seo Min-jae asked Otto Wahl to visit the Halden Industries plant in Graz.",
        "Halden Industries met the wishes of Tessaly Holdings.",
        "Economy Minister Lena Brandt called on Halden Industries to invest more.",
        "Halden Industries began talks with Tessaly Holdings about a merger.",
        "Halden Industries is in talks with Tessaly Holdings.",
        "The two governments undertook to hold a yearly meeting between Oslo and Vienna.",
        "Governor Otto Wahl welcomed Tessaly Holdings' decision to come to Graz.",
        "Halden Industries CEO Otto Wahl toured the factory of Halden Industries in Graz.",
        "Economy Minister Lena Brandt had a phone call with Otto Wahl, chairman of Halden Industries.",
    ],
)
def test_what_has_not_taken_place_or_has_one_side_is_no_meeting(text: str) -> None:
    assert meetings(text) == []


@pytest.mark.parametrize(
    ("text", "country", "day"),
    [
        ("Trade minister Seo Min-jae visited the Halden Industries plant in Graz on June 3.", "AT", "2024-06-03"),
        ("Trade minister Seo Min-jae met Halden Industries chairman Otto Wahl in Kobe last week.", "JP", "2024-06"),
        ("Economy Minister Lena Brandt visited Norwegian pump maker Halden Industries.", "NO", "2024-06"),
    ],
)
def test_a_meeting_has_a_day_and_a_country(text: str, country: str, day: str) -> None:
    (found,) = read_facts(text).meetings
    assert (found.country, found.date) == (country, day)


@pytest.mark.parametrize(
    ("text", "role", "affiliation"),
    [
        ("Seo Min-jae, the trade minister, visited Halden Industries.", "trade minister", None),
        ("Seo Min-jae met Otto Wahl, chairman of Halden Industries, in Graz.", "chairman", "Halden Industries"),
        ("Seo Min-jae met Halden Industries chairman Otto Wahl in Graz.", "chairman", "Halden Industries"),
        ("Seo Min-jae met Halden Industries’ chairman Otto Wahl in Graz.", "chairman", "Halden Industries"),
    ],
)
def test_a_persons_role_and_house_are_told_beside_the_name(text: str, role: str, affiliation: str | None) -> None:
    facts = read_facts(text)
    names = {each.key: each.name for each in facts.organizations}
    roles = [(each.role, names.get(each.affiliation or "")) for each in facts.people if each.role]
    assert roles == [(role, affiliation)]


@pytest.mark.parametrize(("title", "role"), [("Prime Minister", "Prime Minister")])
def test_a_role_is_told_whole(title: str, role: str) -> None:
    facts = read_facts(f"{title} Lena Brandt visited Halden Industries in Graz.")
    assert [(each.name, each.role) for each in facts.people] == [("Lena Brandt", role)]


@pytest.mark.parametrize(
    ("text", "participants"),
    [
        ("Mayor Lena Brandt greeted Tessaly Holdings president Kenji Mori at Narita.", {LENA, "Kenji Mori"}),
        ("Economy Minister Lena Brandt sat down with executives of Halden Industries.", {LENA, HALDEN}),
        ("Economy Minister Lena Brandt called on Chancellor Otto Wahl in Vienna.", {LENA, OTTO}),
        ("Economy Minister Lena Brandt walked through the plant of Halden Industries in Graz.", {LENA, HALDEN}),
        ("Economy Minister Lena Brandt was shown around the plant by chairman Otto Wahl.", {LENA, OTTO}),
        ("Economy Minister Lena Brandt spent the morning of June 3 with chairman Otto Wahl.", {LENA, OTTO}),
        ("Governor Lena Brandt discussed the project with chairman Otto Wahl in Graz.", {LENA, OTTO}),
        ("Lena Brandt joined Otto Wahl for lunch in Vienna.", {LENA, OTTO}),
        ("Economy Minister Lena Brandt hosted a dinner for chairman Otto Wahl in Oslo.", {LENA, OTTO}),
        ("Lena Brandt paid a courtesy call on Chancellor Otto Wahl in Vienna.", {LENA, OTTO}),
        ("At a dinner with Chancellor Otto Wahl in Vienna, Lena Brandt praised the plan.", {LENA, OTTO}),
        ("At their meeting in Oslo, Lena Brandt and Otto Wahl agreed to cooperate.", {LENA, OTTO}),
        ("Lena Brandt held talks with Otto Wahl and with Seo Min-jae in Oslo.", {LENA, OTTO, SEO}),
        ("The Ministry of Forests convened a round table with Halden Industries.", {"Ministry of Forests", HALDEN}),
    ],
)
def test_many_words_tell_a_meeting(text: str, participants: set[str]) -> None:
    assert meetings(text) == [participants]


@pytest.mark.parametrize(
    ("text", "participants"),
    [
        ("Economy Minister Lena Brandt received a Tessaly Holdings delegation led by Otto Wahl.", {LENA, OTTO}),
        ("Economy Minister Lena Brandt met the chairman of Halden Industries, Otto Wahl.", {LENA, OTTO}),
        ("Governor Lena Brandt, accompanied by chairman Otto Wahl, toured the site.", {LENA, OTTO}),
        ("Lena Brandt and Otto Wahl met in the presence of the mayor, Seo Min-jae.", {LENA, OTTO, SEO}),
        (
            "South Korean and Japanese officials met in Seoul on Monday.",
            {"Government of South Korea", "Government of Japan"},
        ),
        ("Representatives of Halden Industries and Tessaly Holdings met in Oslo.", {HALDEN, TESSALY}),
        ("Lena Brandt visited Halden Industries' plant in Graz and met CEO Otto Wahl.", {LENA, OTTO}),
        (
            "Lena Brandt toured the plant of Halden Industries, whose chairman, Otto Wahl, showed her a new press.",
            {LENA, OTTO},
        ),
    ],
)
def test_named_people_come_instead_of_those_they_are_sent_by(text: str, participants: set[str]) -> None:
    assert meetings(text) == [participants]


@pytest.mark.parametrize(
    ("before", "text", "participants"),
    [
        ("Minister Lena Brandt was in Oslo.", "She met Otto Wahl on Monday.", {LENA, OTTO}),
        ("Governor Lena Brandt was in Oslo.", "The governor met Otto Wahl on Monday.", {LENA, OTTO}),
        ("Minister Lena Brandt thanked Otto Wahl.", "The two met in Oslo on Monday.", {LENA, OTTO}),
        ("Minister Lena Brandt met Otto Wahl in Oslo.", "They were joined by Seo Min-jae.", {LENA, OTTO, SEO}),
        ("Minister Lena Brandt had a day in Oslo.", "Lunch was with executives of Halden Industries.", {LENA, HALDEN}),
        (
            "The Ministry of Forests held a meeting with Halden Industries in Oslo.",
            "At the meeting, chairman Otto Wahl of Halden Industries asked for help.",
            {"Ministry of Forests", OTTO},
        ),
    ],
)
def test_who_was_told_before_is_known_again(before: str, text: str, participants: set[str]) -> None:
    assert meetings(f"{before} {text}") == [participants]


@pytest.mark.parametrize(
    ("text", "country", "day"),
    [
        ("Minister Seo Min-jae will visit Halden Industries' plant in Graz on Tuesday.", "AT", "2024-06-18"),
        ("Minister Seo Min-jae is to meet chairman Otto Wahl in Graz next month.", "AT", "2024-07"),
        ("VIENNA - Minister Seo Min-jae met chairman Otto Wahl on Monday.", "AT", "2024-06-10"),
        ("Minister Seo Min-jae visited Oslo on June 3 and held a meeting with Otto Wahl.", "NO", "2024-06-03"),
        ("The trip led to Oslo. There Minister Seo Min-jae met Otto Wahl on June 3.", "NO", "2024-06-03"),
    ],
)
def test_a_visit_to_come_has_its_day_and_the_scene_its_country(text: str, country: str, day: str) -> None:
    (found,) = read_facts(text).meetings
    assert (found.country, found.date) == (country, day)


def test_a_meeting_told_twice_is_one_and_a_visit_after_it_another() -> None:
    text = "Minister Seo Min-jae met Otto Wahl on Monday. Seo Min-jae and Otto Wahl met in Graz on Monday."
    assert meetings(text) == [{SEO, OTTO}]
    assert meetings(f"{text} The two later visited the plant of Tessaly Holdings.") == [
        {SEO, OTTO},
        {SEO, OTTO, TESSALY},
    ]


@pytest.mark.parametrize(
    ("text", "participants"),
    [
        ("Minister Lena Brandt dined in Oslo with executives of Halden Industries.", {LENA, HALDEN}),
        ("Minister Lena Brandt accompanied chairman Otto Wahl around the site.", {LENA, OTTO}),
        ("Minister Lena Brandt spent a day at the headquarters of Halden Industries.", {LENA, HALDEN}),
        ("Minister Lena Brandt toured Halden Industries' plant with Halden Industries CEO Otto Wahl.", {LENA, OTTO}),
        ("Minister Lena Brandt settled the matter with chairman Otto Wahl during a meeting in Oslo.", {LENA, OTTO}),
    ],
)
def test_guides_meals_and_days_at_a_house_tell_a_meeting_of_people(text: str, participants: set[str]) -> None:
    assert meetings(text) == [participants]


def test_the_minister_is_not_the_chief_minister_who_was_told_of_last() -> None:
    text = "Minister Lena Brandt met Chief Minister Otto Wahl in Oslo. The Minister visited Halden Industries in Graz."
    assert meetings(text)[1] == {LENA, HALDEN}


def test_the_following_day_is_counted_from_the_last_day_told() -> None:
    text = "Lena Brandt met Otto Wahl on June 3. On the following day Lena Brandt met Seo Min-jae."
    assert [found.date for found in read_facts(text).meetings] == ["2024-06-03", "2024-06-04"]
