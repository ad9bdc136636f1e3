"""The words of a date and the day of publication go in; ISO dates come out, looking back and looking ahead.

Each reader takes the match of a rule of `dates`, the publication and the date mentioned before.
"""

import re
from datetime import date, timedelta
from typing import NamedTuple


class Now(NamedTuple):
    """The publication, as far as it is known."""

    year: int
    month: int | None
    day: date | None


def read_published(published: str) -> Now:
    parts = [int(part) for part in published.split("-")]
    return Now(parts[0], parts[1] if parts[1:] else None, date(*parts) if len(parts) == 3 else None)


Reading = tuple[str | None, str | None]
"""Back and ahead; None where the words are no date, or none that can be told."""
NONE: Reading = (None, None)


def iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """The ISO date, or None where the calendar has no such day."""
    try:
        whole = date(year, month or 1, day or 1)
    except ValueError:
        return None
    return whole.isoformat()[: 10 if day else 7 if month else 4]


def once(said: str | None) -> Reading:
    return said, said


def read_day(match: re.Match[str], now: Now | None, said: str | None) -> Reading:
    """April 23, 2024; 23rd of April last year; March 3 of that year; Apr. 23."""
    month, day = number_month(match["month"]), number_of(match["day"])
    if year := read_year(match, now, said):
        return once(iso(year, month, day))
    if group(match, "year") or not now or not now.day:
        return NONE
    return nearest([iso(now.year + step, month, day) for step in range(-8, 9)], now.day.isoformat())


def read_month(match: re.Match[str], now: Now | None, said: str | None) -> Reading:
    """March 2028; October last year; in May; last December; next July."""
    month, which = number_month(match["month"]), group(match, "which")
    if group(match, "year"):
        year = read_year(match, now, said)
        return once(iso(year, month) if year else None)
    if not now or not now.month:
        return NONE
    published = iso(now.year, now.month) or ""
    months = [iso(now.year + step, month) for step in (-1, 0, 1)]
    if not which:
        return nearest(months, published)
    if not step_of(which):
        return once(months[1])
    others = [other for other in months if other != published]
    return once(nearest(others, published)[0 if step_of(which) < 0 else 1])


def nearest(dates: list[str | None], published: str) -> Reading:
    """The last of the dates not after the publication and the first not before it."""
    behind = [day for day in dates if day and day <= published]
    ahead = [day for day in dates if day and day >= published]
    return (behind[-1], ahead[0]) if behind and ahead else NONE


def read_year(match: re.Match[str], now: Now | None, said: str | None) -> int | None:
    """The year that `match` names in digits, from the publication (last year) or the text (that year)."""
    words = group(match, "year")
    if digits := re.search(r"\d{4}", words):
        return int(digits[0])
    if short := re.search(r"\d\d", words):
        return 2000 + int(short[0])
    if re.search("that|same|following", words):
        return int(said[:4]) + ("following" in words) if said else None
    return now.year + step_of(words) if now and words else None


def step_of(words: str) -> int:
    """-1 for last and previous, 1 for next and coming, 0 for this."""
    if re.search("last|past|previous|지난|작|昨|去|先", words):
        return -1
    return int(bool(re.search("next|coming|다음|내|来", words)))


def group(match: re.Match[str], name: str) -> str:
    """What a group matched, folded; "" where the pattern has no such group."""
    return (match.groupdict().get(name) or "").casefold()


def read_numbers(match: re.Match[str], now: Now | None, said: str | None) -> Reading:
    """2024-04-23; 2024/4/23; 2025年4月; 2030년 3월."""
    day = group(match, "day")
    return once(iso(int(match["year"]), int(match["month"]), int(day) if day else None))


def read_slashes(match: re.Match[str], now: Now | None, said: str | None) -> Reading:
    """8/26/2024 and 26/8/2024; of 8/6/2024 only the year is certain."""
    first, second, year = int(match[1]), int(match[2]), int(match[3])
    if max(first, second) <= 12 and first != second:
        return once(iso(year))
    return once(iso(year, second, first) if first > 12 else iso(year, first, second))


def read_period(match: re.Match[str], now: Now | None, said: str | None) -> Reading:
    """First half of 2027; Q3 2025; spring next year; last autumn; the second quarter; FY25: the year."""
    if group(match, "year"):
        year = read_year(match, now, said)
        return once(iso(year) if year else None)
    if not now or not now.month:
        return NONE
    (first, last), which = months_of(match), group(match, "which")
    if not which:
        return iso(now.year - (now.month < first)), iso(now.year + (now.month > last))
    if not step_of(which):
        return once(iso(now.year))
    return once(iso(now.year - (now.month <= last) if step_of(which) < 0 else now.year + (now.month >= first)))


def months_of(match: re.Match[str]) -> tuple[int, int]:
    """The first and last month of a season, quarter, half or span of months; a winter is its December."""
    if season := group(match, "season"):
        return SEASONS[season]
    if months := group(match, "months"):
        named = [number_month(name) for name in re.split(r"\s?[-–]\s?", months)]
        return named[0], max(named)
    part = group(match, "part")
    length = 6 if re.search(r"half|h\d|\dh", match[0].casefold()) else 3
    number = min(ORDINALS.get(part) or number_of(part), 12 // length)
    return number * length - length + 1, number * length


def read_relative(match: re.Match[str], now: Now | None, said: str | None) -> Reading:
    """Last week, this month, next quarter, the coming year, the end of the year; 지난달, 来年."""
    unit, step = group(match, "unit"), step_of(group(match, "which"))
    if not now:
        return NONE
    if unit.endswith(("year", "年", "해", "년")):
        return once(iso(now.year + step))
    if unit == "week":
        return once(shift_days(now, 7 * step, 7))
    return once(shift_months(now, 3 * step, 4) if unit == "quarter" else shift_months(now, step, 7))


def shift_days(now: Now, days: int, precision: int) -> str | None:
    try:
        return (now.day + timedelta(days)).isoformat()[:precision] if now.day else None
    except OverflowError:
        return None


def shift_months(now: Now, months: int, precision: int) -> str | None:
    if not now.month:
        return None
    year, month = divmod(now.year * 12 + now.month - 1 + months, 12)
    shifted = iso(year, month + 1)
    return shifted[:precision] if shifted else None


def read_weekday(match: re.Match[str], now: Now | None, said: str | None) -> Reading:
    """Monday; last Friday; next Tuesday; Tuesday of last week."""
    if not now or not now.day:
        return NONE
    days = WEEKDAYS.index(group(match, "weekday")) - now.day.weekday()
    which, week = group(match, "which"), group(match, "week")
    if week or which in ("this", "next"):
        return once(shift_days(now, days + 7 * step_of(week or which), 10))
    if step_of(which) < 0:
        return once(shift_days(now, -((-days - 1) % 7) - 1, 10))
    ahead = shift_days(now, days % 7, 10)
    return (ahead if which else shift_days(now, -(-days % 7), 10)), ahead


def read_near_day(match: re.Match[str], now: Now | None, said: str | None) -> Reading:
    """Yesterday, today, tomorrow, the previous day."""
    word = match[0].casefold()
    step = -1 if re.search("yesterday|previous|before|어제|昨日", word) else 0
    step += bool(re.search("tomorrow|내일|明日", word))
    return once(shift_days(now, step, 10)) if now else NONE


def read_ago(match: re.Match[str], now: Now | None, said: str | None) -> Reading:
    """Two years ago, half a year ago, a week ago, two days earlier, three years from now."""
    count, unit = group(match, "count"), group(match, "unit")
    number = (COUNTS[count] if count in COUNTS else number_of(count)) * (1 if "now" in match[0].casefold() else -1)
    if not now:
        return NONE
    if unit in ("day", "week"):
        return once(shift_days(now, number * (7 if unit == "week" else 1), 10 if unit == "day" else 7))
    if unit == "month":
        return once(shift_months(now, number, 7))
    half = "half" in match[0].casefold()
    return once(shift_months(now, 12 * number - 6, 4 if number else 7) if half else iso(now.year + number))


def read_ordinal(match: re.Match[str], now: Now | None, said: str | None) -> Reading:
    """On the 6th, the 30th of last month: a day of the month of publication, or of one beside it."""
    if not now or not now.day:
        return NONE
    months = [shift_months(now, step, 7) for step in (-2, -1, 0, 1, 2)]
    days = [day_of(month, number_of(match["day"])) for month in months]
    if which := group(match, "which"):
        return once(days[2 + step_of(which)])
    return nearest(days, now.day.isoformat())


def day_of(month: str | None, day: int) -> str | None:
    return iso(int(month[:4]), int(month[5:]), day) if month else None


def read_same(match: re.Match[str], now: Now | None, said: str | None) -> Reading:
    """That year, the same day, the following month: by the date mentioned before."""
    unit = {"year": 4, "month": 7, "day": 10}[group(match, "unit")]
    if not said or len(said) < unit:
        return NONE
    before = read_published(said[:unit])
    if group(match, "which") in ("that", "the same"):
        return once(said[:unit])
    if unit == 10:
        return once(shift_days(before, 1, 10))
    return once(iso(before.year + 1) if unit == 4 else shift_months(before, 1, 7))


def read_bare_year(match: re.Match[str], now: Now | None, said: str | None) -> Reading:
    """In 2026, a 2005 treaty, its 2025 forecast; but neither 2000 workers nor Vision 2030."""
    before = LAST_WORD.search(match.string, max(0, match.start() - 30), match.start())
    word = before[1] if before else ""
    ends = word.endswith(("'s", "’s")) or (word.endswith(".") and len(word) > 4)
    named = word[:1].isupper() and not LEADS.fullmatch(word) and not ends
    counts = COUNTED.match(match.string, match.end())
    some = QUANTITIES.fullmatch(word.casefold()) and NOUN.match(match.string, match.end())
    return NONE if named or counts or some else once(match["year"])


def number_month(name: str) -> int:
    return int(name) if name.isdecimal() else MONTHS.index(name[:3].casefold()) + 1


def number_of(digits: str) -> int:
    return int(re.sub("[^0-9]", "", digits))


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS = {"spring": (3, 5), "summer": (6, 8), "fall": (9, 11), "autumn": (9, 11), "winter": (12, 12)}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4}
COUNTS = {
    "half a": 0, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20,
}  # fmt: skip
LAST_WORD = re.compile(r"([^\W_][\w'’&.-]*),?\s$")
# A year may follow these words even where they are capitalised.
LEADS = re.compile(
    """in|by|since|from|until|till|of|for|during|through|before|after|late|early|mid|end|to|and|or|between|than
    |its|the|a|an|with|as|on|but|around|about|year|years|month""",
    re.VERBOSE | re.IGNORECASE,
)
QUANTITIES = re.compile("some|nearly|almost|roughly|approximately|over|than|least|another|exactly|about")
COUNTED = re.compile(
    r"""\s(?:(?:new|more|other|full-time|local|skilled)\s)?(?:workers|people|persons|employees|jobs|staff|engineers
      |researchers|hours|tons|tonnes|kilo\w+|meters|metres|square|cubic|miles|km|mw|mwh|gw|gwh|kwh|nm|mm|hp|units
      |pieces|wafers|vehicles|cars|trucks|buses|houses|homes|households|residents|members|shares|yen|won|dollars
      |euros|points|companies|firms|villages|towns|schools|stores|shops|servers|patents|students|visitors
      |customers|models|items|cases|times|days|years|degrees|percent|per\scent|pct|or\sso)\b""",
    re.VERBOSE | re.IGNORECASE,
)
NOUN = re.compile(
    r"""\s(?!(?:and|or|to|in|on|at|by|as|for|from|with|when|while|after|but|if|that|which|is|was|are|were|will)\b)
    [a-z]""",
    re.VERBOSE,
)
