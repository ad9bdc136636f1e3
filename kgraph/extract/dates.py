"""Text and its day of publication go in; the dates that it mentions come out, no more precise than said.

A weekday, a day of a month or a month without its year may lie behind the publication or ahead of it: a
mention holds both readings. A week is read as its month; a season, quarter, half or fiscal year as its year.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from kgraph.extract.days import (
    COUNTS,
    Now,
    Reading,
    read_ago,
    read_bare_year,
    read_day,
    read_month,
    read_near_day,
    read_numbers,
    read_ordinal,
    read_period,
    read_published,
    read_relative,
    read_same,
    read_slashes,
    read_weekday,
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """The words text[start:end] as ISO dates (2024, 2024-04, 2024-04-16), equal where there is one reading.

    `back` is the latest such date not after the publication, `ahead` the first one not before it.
    """

    start: int
    end: int
    back: str
    ahead: str


def find_dates(text: str, published: str | None) -> list[DateMention]:
    """The dates in `text`, in order, not overlapping; without `published` only absolute ones."""
    now = read_published(published) if published else None
    found = [
        (match.start(), -match.end(), order, match)
        for order, (pattern, _) in enumerate(RULES)
        for match in pattern.finditer(text)
    ]
    mentions: list[DateMention] = []
    for start, end, order, match in sorted(found, key=lambda candidate: candidate[:3]):
        if mentions and start < mentions[-1].end:
            continue
        said = mentions[-1].back if mentions else None
        back, ahead = RULES[order][1](match, now, said)
        if back and ahead:
            mentions.append(DateMention(start, -end, back, ahead))
    return mentions


NAMES = "January February March April May June July August September October November December"
LONG_MONTH = "(?:" + "|".join(f"{name}|{name.upper()}" for name in NAMES.split()) + r")\b"
SHORT_MONTH = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
MONTH = rf"(?:{LONG_MONTH}|{SHORT_MONTH})"
DAY = r"(?:[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![0-9A-Za-z])"
WEEKDAY = r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
DIGITS = r"(?:19[5-9]|20[0-6])[0-9]"
FIGURES = rf"{DIGITS}(?![0-9A-Za-z%]|[.,:][0-9]|\s?%|[-–][a-z])"
WHICH = r"(?i:last|previous|past|this\scoming|this\spast|this|current|next|coming)"
YEAR = rf"""(?:{FIGURES}
    |(?:last|this|next|that|the\s(?:same|following|previous|current|coming))\syear(?![-\w]))"""
OF_YEAR = rf"(?:,?\s(?:of\s)?(?P<year>(?:fiscal\s(?:year\s)?|FY\s?)?{YEAR}|(?<=of\s)the\syear\b))"
SEASON = r"(?P<season>spring|summer|fall|autumn|winter)\b(?!-)"
PART = r"(?P<part>first|second|third|fourth|final|last)[\s-](?:half|quarter)\b"
COUNT = "|".join(word.replace(" ", r"\s") for word in sorted(COUNTS, key=len, reverse=True))
ENDS = r"(?:$|\n|[.,;:()\]\"”])"
# What may follow "on the 6th"; a noun there is a floor, a century, an anniversary.
GOES_ON = rf"""(?=\s?{ENDS}|\s(?:that|at|a|an|the|in|to|and|with|it|by|for|after|when|as|from|while|which|its
    |their|local|between|through|via|under|were|was|is|are|will|would|he|she|they|held)\b)"""


def after_any(words: str) -> str:
    """A pattern for the place behind one of `words` and a space."""
    return "(?:" + "|".join(rf"(?<=\b(?i:{word})\s)" for word in words.split()) + ")"


IN = after_any("in by since from until till of for during through before after to and between early late")
ON = after_any("on from by until since")

Reader = Callable[[re.Match[str], Now | None, str | None], Reading]


def rule(pattern: str, reader: Reader, flags: re.RegexFlag = re.IGNORECASE) -> tuple[re.Pattern[str], Reader]:
    return re.compile(pattern, re.VERBOSE | flags), reader


WRITTEN = re.VERBOSE  # names of months and days keep their capital: they may march on
# A lookahead comes before lookbehinds, which would else be tried at every letter.
# Where two rules match at one place the longer match is tried first, then the rule that stands first.
RULES: tuple[tuple[re.Pattern[str], Reader], ...] = (
    rule(
        rf"""\b(?P<month>{MONTH})\s(?P<day>{DAY})(?:\s?(?:[-–]|to|and)\s?{DAY})?
        (?!\s?%|[.,][0-9]){OF_YEAR}?""",
        read_day,
        WRITTEN,
    ),
    rule(
        rf"(?<![0-9.,$-])(?P<day>{DAY})(?:\s?[-–]\s?{DAY})?\s(?:of\s)?(?P<month>{MONTH}){OF_YEAR}?",
        read_day,
        WRITTEN,
    ),
    rule(rf"\b(?P<month>{MONTH}){OF_YEAR}", read_month, WRITTEN),
    rule(rf"\b(?P<which>{WHICH})\s(?P<month>{LONG_MONTH})(?!\s[0-9])", read_month, WRITTEN),
    rule(rf"\b(?!May\b)(?P<month>{LONG_MONTH})", read_month, WRITTEN),
    rule(rf"\b(?=[A-Z])(?:{IN}|(?<=mid-))(?P<month>May\b|{SHORT_MONTH})", read_month, WRITTEN),
    rule(
        rf"""(?<![0-9.,/-])(?P<year>{DIGITS})(?P<mark>[-/.])(?P<month>[01]?[0-9])(?P=mark)(?P<day>[0-3]?[0-9])
        (?![0-9])""",
        read_numbers,
    ),
    rule(rf"(?<![0-9.,/-])(?P<year>{DIGITS})[-/.](?P<month>0[1-9])(?![0-9]|[-/.][0-9])", read_numbers),
    rule(
        rf"(?P<year>{DIGITS})[년年]\s?(?P<month>[01]?[0-9])[월月](?:\s?(?P<day>[0-3]?[0-9])[일日])?",
        read_numbers,
    ),
    rule(rf"(?P<year>{DIGITS})\s?[년年]", read_period),
    rule(rf"(?<![0-9/.])([0-3]?[0-9])/([0-3]?[0-9])/({DIGITS})(?![0-9/])", read_slashes),
    rule(r"(?<![0-9])(?P<month>1[0-2]|[1-9])[월月]\s?(?P<day>[0-3]?[0-9])[일日]", read_day),
    rule(r"(?<![0-9])(?P<month>1[0-2]|[1-9])[월月](?!\s?[0-9])", read_month),
    rule(
        r"""(?P<which>올(?=해)|지난(?=해|\s?달)|작(?=년)|내(?=년)|이번?(?=\s?달)|다음(?=\s?달)|[今昨去来](?=年)
        |[今先来](?=月))\s?(?P<unit>[해달년年月])""",
        read_relative,
    ),
    rule(
        r"""\b(?P<which>last|previous|this|current|next|coming)\s
        (?P<unit>week|month|quarter|(?:(?:fiscal|financial|business|calendar)\s)?year)(?![\w-])""",
        read_relative,
    ),
    rule(
        r"""\b(?:end|rest|remainder|later|late|early|beginning|start|middle)\s(?:of|in)\s
        (?P<which>the)\s(?P<unit>year|month)\b""",
        read_relative,
    ),
    rule(r"\bby\s(?P<unit>year)[\s-]end\b", read_relative),
    rule(rf"\b{PART}(?:\s(?:of|in))?{OF_YEAR}?", read_period),
    rule(
        rf"""\b(?P<part>[QH][1-4]|[1-4][QH])
        (?P<year>\s?(?:of\s)?(?:FY|CY|fiscal\s)?\s?{YEAR}|(?:'|(?<=[QH]))[0-9]{{2}}\b)""",
        read_period,
    ),
    rule(rf"\b(?=Q){IN}(?P<part>Q[1-4])\b", read_period),
    rule(rf"\b(?P<which>{WHICH})\s{SEASON}", read_period),
    rule(rf"\b{SEASON}{OF_YEAR}", read_period),
    rule(
        rf"\b(?=[stfaw]){after_any('in by since until before after')}(?:the\s)?{SEASON}(?!\s(?:of|in)\b)", read_period
    ),
    rule(
        rf"\b(?P<months>{LONG_MONTH}\s?[-–]\s?{LONG_MONTH})(?:\s(?:quarter|period))?{OF_YEAR}?",
        read_period,
        WRITTEN,
    ),
    rule(rf"\b(?P<months>{LONG_MONTH})\squarter{OF_YEAR}?", read_period, WRITTEN),
    rule(
        rf"\b(?:fiscal|financial|business)\s(?:year\s)?(?P<year>{FIGURES}|{DIGITS}(?=[-/][0-9]{{2}}))",
        read_period,
    ),
    rule(rf"\b[FC]Y\s?'?(?P<year>{FIGURES}|[0-9]{{2}}\b)", read_period),
    rule(
        rf"""\b(?:(?:fiscal|financial|business)\s)?(?:year|term|period)\s(?:ending|ended|ends|to|through)
        (?:\sin)?\s{MONTH}(?:\s{DAY},?)?\s(?P<year>{FIGURES})""",
        read_period,
    ),
    rule(
        rf"""(?<!Black\s)(?<!Cyber\s)(?<!every\s)(?<!each\s)\b(?:(?P<which>{WHICH})\s)?{WEEKDAY}
        (?:,?\s(?:of\s)?(?P<week>(?:last|this|next)\sweek\b))?""",
        read_weekday,
        WRITTEN,
    ),
    rule(
        rf"""\b(?:yesterday|today|tomorrow|tonight|this\s(?:morning|afternoon|evening)|the\sprevious\sday
        |the\sday\sbefore(?={ENDS}))\b""",
        read_near_day,
    ),
    rule("오늘|어제|내일|今日|昨日|明日", read_near_day),
    rule(
        rf"""\b(?P<count>[0-9]{{1,2}}|{COUNT})\s(?:and\sa\shalf\s)?(?P<unit>day|week|month|year)s?
        (?:\sand\sa\shalf)?\s(?:ago|from\snow|(?<!year\s)(?<!years\s)earlier)\b""",
        read_ago,
    ),
    rule(
        rf"""\b(?=the\s){ON}the\s(?P<day>(?:[12]?[0-9]|3[01])(?:st|nd|rd|th)\b)
        (?:\sof\s(?P<which>(?:this|last|next)\smonth)\b|{GOES_ON})""",
        read_ordinal,
    ),
    rule(
        r"\b(?P<which>that|the\ssame|the\sfollowing|the\snext(?=\sday))\s(?P<unit>year|month|day)\b",
        read_same,
    ),
    # Either bound of 2018-2020, the first of 2024-25, but no part of a telephone number.
    rule(
        rf"""(?:(?<![\w.,$€£¥₩₹/:+\#–-])|(?<=\b(?:19|20)[0-9][0-9][-–]))(?:(?:early|mid|late|end)[\s-])?
        (?P<year>{FIGURES}|{DIGITS}(?=[-–/][0-9]{{2}}\b))(?![-–/](?!(?:19|20)?[0-9]{{2}}\b(?![-/])))""",
        read_bare_year,
    ),
)
