"""A text comes in, the day in its dateline goes out: "TOKYO (Dec. 2, 2024) — ", "SEOUL, 2 December 2024 /Wire/ -- "."""

import re

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = r"(?P<month>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6})\.?"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?P<year>(?:19|20)\d\d)"
# A town before it, a wire's name and a dash after it: a day in a sentence is no dateline.
OPENING = r"\s*[A-Z][^\n.!?]{1,60}?[\s(]"
CLOSING = r"\)?,?(?: ?(?:\([^)\n]{2,40}\)|/[^/\n]{2,40}/))? ?(?:—|–|--|- )"
DATELINES = tuple(
    re.compile(OPENING + order + CLOSING)
    for order in (rf"{MONTH} {DAY},? {YEAR}", rf"{DAY} {MONTH},? {YEAR}", r"(?P<iso>\d{4}-\d\d-\d\d)")
)


def read_dateline(text: str) -> str | None:
    """The day in the dateline that opens a text, in ISO order; None where there is none with its year."""
    found = next((match for dateline in DATELINES if (match := dateline.match(text))), None)
    if found is None:
        return None
    parts = found.groupdict()
    if "iso" in parts:
        return parts["iso"]
    return f"{parts['year']}-{MONTHS.index(parts['month'][:3].lower()) + 1:02}-{int(parts['day']):02}"
