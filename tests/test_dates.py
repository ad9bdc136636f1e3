"""Dates as news writes them, against the publication on Tuesday, April 23, 2024."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.extract.dates import find_dates

PUBLISHED = "2024-04-23"

# One date a phrase: the words, the reading that looks back, the one that looks ahead where it differs.
PHRASES = """
on April 23, 2024 | 2024-04-23
the pact of April 23 2024 | 2024-04-23
Apr. 23, 2024 | 2024-04-23
on Sept. 5, 2023, in Seoul | 2023-09-05
Sept 5 2023 | 2023-09-05
SEOUL, JULY 14, 2021 | 2021-07-14
signed April 3rd, 2023 | 2023-04-03
April 16-18, 2024 | 2024-04-16
from April 16 to 18, 2024 | 2024-04-16
on 23 April 2024 | 2024-04-23
on 23rd of April 2024 | 2024-04-23
16–18 April 2024 | 2024-04-16
on the 2nd of May, 2023 | 2023-05-02
1 Dec. 2023 | 2023-12-01
2024-04-16 | 2024-04-16
Date of the event: 2024/08/26 | 2024-08-26
2024.4.3 | 2024-04-03
on 8/26/2023 | 2023-08-26
on 26/8/2023 | 2023-08-26
on 6/8/2023 | 2023
on 6/6/2023 | 2023-06-06
2023-04 | 2023-04
2025年4月 | 2025-04
2025年4月3日に | 2025-04-03
2030년 3월 | 2030-03
2030년 3월 15일 | 2030-03-15
2030년까지 | 2030
2027年度に | 2027
SEOUL, April 3 (Newswire) | 2024-04-03 | 2025-04-03
SEOUL, Apr 3 - | 2024-04-03 | 2025-04-03
Dec. 6, as planned | 2023-12-06 | 2024-12-06
on 6 December | 2023-12-06 | 2024-12-06
on April 23 | 2024-04-23
on Feb. 29 it closed | 2024-02-29 | 2028-02-29
April 3 last year | 2023-04-03
on May 3 next year | 2025-05-03
on March 3 of this year | 2024-03-03
3月15日に | 2024-03-15 | 2025-03-15
in December 2023 | 2023-12
in Dec. 2023 | 2023-12
by March 2028 | 2028-03
in March, 2028 | 2028-03
Start of supply: October 2026 | 2026-10
in May 2025 | 2025-05
mid-March 2025 | 2025-03
early May 2025 | 2025-05
in October last year | 2023-10
in October of last year | 2023-10
in July next year | 2025-07
since January of this year | 2024-01
in December | 2023-12 | 2024-12
in May | 2023-05 | 2024-05
In May it opened | 2023-05 | 2024-05
In April the board met | 2024-04
since January | 2024-01 | 2025-01
until December | 2023-12 | 2024-12
at the end of September | 2023-09 | 2024-09
agreed in March to develop | 2024-03 | 2025-03
in Aug. | 2023-08 | 2024-08
last December | 2023-12
last May | 2023-05
last January | 2024-01
last April | 2023-04
Last October | 2023-10
this past January | 2024-01
next July | 2024-07
next January | 2025-01
next April | 2025-04
this coming May | 2024-05
this November | 2024-11
this February | 2024-02
3월에 | 2024-03 | 2025-03
12月に | 2023-12 | 2024-12
last week | 2024-04
this week | 2024-04
next week | 2024-04
the previous month | 2024-03
last month | 2024-03
last month's framework | 2024-03
this month | 2024-04
later this month | 2024-04
next month | 2024-05
the end of the month | 2024-04
last year | 2023
the previous year | 2023
earlier this year | 2024
late last year | 2023
early next year | 2025
the end of next year | 2025
the coming year | 2025
the current year | 2024
the end of the year | 2024
later in the year | 2024
by year-end | 2024
last quarter | 2024
this quarter | 2024
next quarter | 2024
the current fiscal year | 2024
last fiscal year | 2023
next fiscal year | 2025
last business year | 2023
last summer | 2023
last autumn | 2023
last fall | 2023
last spring | 2023
last winter | 2023
next winter | 2024
this summer | 2024
this fall | 2024
next spring | 2025
next autumn | 2024
since autumn | 2023 | 2024
by the summer | 2023 | 2024
in spring | 2024
in the spring of 2028 | 2028
spring 2025 | 2025
in fall 2026 | 2026
the autumn of next year | 2025
winter 2025 | 2025
in the first half of 2027 | 2027
second half of 2028 | 2028
the second half of this year | 2024
the second half of the year | 2024
the third quarter of next year | 2025
first quarter of 2026 | 2026
the first quarter of fiscal 2026 | 2026
the last quarter of 2023 | 2023
fourth-quarter sales | 2023 | 2024
second-quarter output | 2024
in the first quarter | 2024 | 2025
in the second half | 2023 | 2024
Q3 2025 | 2025
3Q25 | 2025
3Q 2025 | 2025
Q4 FY2025 | 2025
Q1'26 | 2026
H1 2026 | 2026
1H26 | 2026
in Q2 of next year | 2025
in Q3 | 2023 | 2024
the March quarter of 2025 | 2025
the April-June quarter | 2024
January-March 2025 | 2025
fiscal 2029 | 2029
in fiscal year 2029 | 2029
FY2025 | 2025
FY 2025 | 2025
FY25 | 2025
financial year 2026 | 2026
fiscal 2025-26 | 2025
the fiscal year ending March 2026 | 2026
the fiscal year ended March 31, 2024 | 2024
the year to March 2026 | 2026
the term ended March 2024 | 2024
on Monday | 2024-04-22 | 2024-04-29
Monday | 2024-04-22 | 2024-04-29
on Tuesday | 2024-04-23
on Wednesday | 2024-04-17 | 2024-04-24
Sunday evening | 2024-04-21 | 2024-04-28
last Friday | 2024-04-19
last Tuesday | 2024-04-16
Last Monday | 2024-04-22
this Wednesday | 2024-04-24
next Monday | 2024-04-29
next Friday | 2024-05-03
this coming Friday | 2024-04-26
Tuesday last week | 2024-04-16
Thursday of last week | 2024-04-18
Monday next week | 2024-04-29
yesterday | 2024-04-22
today | 2024-04-23
tomorrow | 2024-04-24
this morning | 2024-04-23
the previous day | 2024-04-22
signed the day before. | 2024-04-22
어제 | 2024-04-22
本日ではなく昨日 | 2024-04-22
two days earlier | 2024-04-21
three days ago | 2024-04-20
a week ago | 2024-04
four weeks ago | 2024-03
two months earlier | 2024-02
six months ago | 2023-10
half a year ago | 2023-10
a year ago | 2023
a year and a half ago | 2022
one and a half years ago | 2022
two years ago | 2022
10 years ago | 2014
three years from now | 2027
announced on the 6th that | 2024-04-06 | 2024-05-06
on the 23rd | 2024-04-23
opened on the 30th (local time) | 2024-03-30 | 2024-04-30
on the 31st, | 2024-03-31 | 2024-05-31
on the 30th of last month | 2024-03-30
on the 1st of this month with RIKEN | 2024-04-01
on the 3rd of next month | 2024-05-03
until the 15th. | 2024-04-15 | 2024-05-15
2027 | 2027
in 2026 | 2026
by 2030 | 2030
In 2005 it paid | 2005
late 2025 | 2025
mid-2026 | 2026
end-2026 | 2026
early in 2026 | 2026
the end of 2027 | 2027
a 2005 treaty | 2005
its 2025 forecast | 2025
due in 2027 at a cost | 2027
around 2030, | 2030
(2022) | 2022
the company's 2024 budget | 2024
from 2024-25 | 2024
Feb. 30, 2024 | 2024
올해 | 2024
내년 | 2025
지난해 | 2023
지난달 | 2024-03
다음 달 | 2024-05
昨年 | 2023
来年 | 2025
来月 | 2024-05
"""

NOTHING = """
2,000 | 2000 workers | some 2000 shops | about 2000 new jobs | $2024 | 2024 won | ¥2025 | 2020 MW
2000% | 2025 km | the 2030s | the 1990s | Vision 2030 | Agenda 2030 | model X-2025 | ISO 2015:9
tel. 02-2025-1234 | version 2024.15.3 | it may close | they may march on | May they prosper
a fall in prices | the fall of prices | hot springs | spring water | on the 6th floor
the 3rd generation | in the 21st century | the 2nd Dialogue | on the 5th anniversary | two weeks after
over two years | ten years | for 30 days | every Monday | Black Friday | on Mondays | Jan van der Hoek
Feb. 30 | 2024-13-45 | 31/31/2024 | 2070-2080 | H2 plants | an H100 | a month | 100 years
"""


def read_phrases() -> list[tuple[str, str, str]]:
    rows = [line.split(" | ") for line in PHRASES.strip().splitlines()]
    return [(row[0], row[1], row[-1]) for row in rows]


@pytest.mark.parametrize(("phrase", "back", "ahead"), read_phrases())
def test_a_phrase_is_read_back_and_ahead(phrase: str, back: str, ahead: str) -> None:
    assert [(found.back, found.ahead) for found in find_dates(phrase, PUBLISHED)] == [(back, ahead)]


def test_the_table_is_long() -> None:
    assert len(read_phrases()) >= 150


WORDS = sorted({word for phrase, _, _ in read_phrases() for word in phrase.split()})


@pytest.mark.parametrize("phrase", [p.strip() for line in NOTHING.strip().splitlines() for p in line.split(" | ")])
def test_what_is_no_date_gives_none(phrase: str) -> None:
    assert find_dates(phrase, PUBLISHED) == []


def test_dates_come_in_order_with_the_places_of_their_words() -> None:
    text = "SEOUL, April 3 - The plant, announced in June 2022, opens next year, it said on Monday."
    found = [(text[date.start : date.end], date.back) for date in find_dates(text, "2024-04-03")]
    assert found == [
        ("April 3", "2024-04-03"),
        ("June 2022", "2022-06"),
        ("next year", "2025"),
        ("Monday", "2024-04-01"),
    ]


def test_a_range_of_years_gives_both() -> None:
    assert [found.back for found in find_dates("from 2018 to 2020, and 2021-2023", None)] == [
        "2018",
        "2020",
        "2021",
        "2023",
    ]


def test_without_publication_only_absolute_dates_are_found() -> None:
    text = "On Monday it said that last year, in May, two years ago, on the 6th, in Q3 - but by March 2028."
    assert [found.back for found in find_dates(text, None)] == ["2028-03"]


def test_a_partial_publication_tells_what_it_can() -> None:
    text = "last year, in May, on Monday, on the 6th, last month"
    assert [(found.back, found.ahead) for found in find_dates(text, "2024-04")] == [
        ("2023", "2023"),
        ("2023-05", "2024-05"),
        ("2024-03", "2024-03"),
    ]
    assert [found.back for found in find_dates(text, "2024")] == ["2023"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("presented in January 2019, it was dropped the following year", ["2019-01", "2020"]),
        ("since 2022 under a pact of March 3 of that year", ["2022", "2022-03-03"]),
        ("on December 31, 2022, and the following day", ["2022-12-31", "2023-01-01"]),
        ("in December 2022, paid the following month", ["2022-12", "2023-01"]),
        ("on May 9, 2023; the same day", ["2023-05-09", "2023-05-09"]),
        ("founded in 2015. That month", ["2015"]),
    ],
)
def test_that_year_is_the_one_mentioned_before(text: str, expected: list[str]) -> None:
    assert [found.back for found in find_dates(text, PUBLISHED)] == expected


@given(
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join) | st.text(),
    st.dates(date(1990, 1, 1), date(2060, 1, 1)),
)
def test_spans_lie_in_order_in_any_text_and_hold_calendar_dates(text: str, published: date) -> None:
    place = 0
    for found in find_dates(text, published.isoformat()):
        assert place <= found.start < found.end <= len(text)
        place = found.end
        for said in (found.back, found.ahead):
            date.fromisoformat(f"{said}-01-01"[:10])
        assert len(found.back) == len(found.ahead)


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join), st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_where_the_readings_differ_one_lies_behind_and_one_ahead(text: str, published: date) -> None:
    for found in find_dates(text, published.isoformat()):
        if found.back != found.ahead:
            assert found.back <= published.isoformat() <= f"{found.ahead}-99"


def test_long_texts_without_dates_are_read() -> None:
    for soup in ("2024-" * 20_000, "May " * 25_000, "0" * 100_000, "the 1st " * 12_000):
        find_dates(soup, PUBLISHED)
