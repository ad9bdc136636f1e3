"""Columns and rows in, text out: a table for people, CSV and JSON for programs."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from math import isfinite
from textwrap import indent
from typing import Literal, NamedTuple

from rich.cells import cell_len, set_cell_size

Cell = str | int | float | Decimal | bool | date | None
Format = Literal["table", "csv", "json", "jsonl"]
WIDTH = 100
"""Columns of a terminal that a table takes at most; a wide letter takes two."""
NARROW = 16
"""Texts are cut to fit, though not below this width."""
HEADING = 8
"""On a narrow terminal headings of numbers are cut to this."""
GAP = "  "
DOLLARS = 1_000
"""Above this a number is shown without fractions."""
UNITS = ((10**12, "tn"), (10**9, "bn"), (10**6, "mn"))
"""What long numbers are told in on a narrow terminal."""
MOST = 10**18
"""From here on they are no sums."""


class Screen(NamedTuple):
    """What tables and sentences are shown on: its columns, and what makes a heading stand out."""

    width: int = WIDTH
    heading: Callable[[str], str] = str


FILE = Screen()
SCREEN = ContextVar("screen", default=FILE)
"""The screen of whoever reads."""


def format_rows(columns: Sequence[str], rows: Iterable[Sequence[Cell]], style: Format = "table") -> str:
    """The rows as a table, as CSV (RFC 4180), as a JSON array of objects or as an object a line."""
    return "".join(write_rows(columns, rows, style))


def write_rows(columns: Sequence[str], rows: Iterable[Sequence[Cell]], style: Format = "table") -> Iterator[str]:
    """The same piece by piece: only a table, which is as wide as its cells, holds all rows at once."""
    match style:
        case "table":
            yield format_table(columns, list(rows))
        case "csv":
            yield format_csv_line(columns)
            yield from (format_csv_line([write_cell(cell) for cell in row]) for row in rows)
        case "json":
            yield from write_json(columns, rows)
        case "jsonl":
            yield from (json.dumps(make_object(columns, row), ensure_ascii=False) + "\n" for row in rows)


def format_csv_line(cells: Sequence[Cell]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def write_json(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """What json.dumps makes of the whole array, object by object."""
    before = "["
    for row in rows:
        text = json.dumps(make_object(columns, row), ensure_ascii=False, indent=1)
        yield f"{before}\n{indent(text, ' ')}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def make_object(columns: Sequence[str], row: Sequence[Cell]) -> dict[str, str | int | float | bool | None]:
    return dict(zip(columns, map(plain_value, row), strict=True))


def write_cell(cell: Cell) -> Cell:
    """A cell of CSV: decimals without exponent, and no text that a spreadsheet would run as a formula."""
    match cell:
        case bool():
            return str(cell).lower()
        case Decimal():
            return f"{cell:f}"
        case float() if cell % 1 == 0:
            return int(cell)
        case str() if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")):
            return f"'{cell}"
    return cell


def plain_value(cell: Cell) -> str | int | float | bool | None:
    """A cell of JSON, which knows no infinity and no dates."""
    match cell:
        case float() | Decimal() if cell % 1 == 0:
            return int(cell)
        case Decimal():
            return float(cell)
        case float() if not isfinite(cell):
            return str(cell)
        case date():
            return cell.isoformat()
    return cell


def format_table(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Cells in columns, numbers to the right.

    What is too wide for a terminal narrower than others is told with short numbers, and then closer together, long
    headings of numbers cut; what is too wide all the same, row by row.
    """
    screen = SCREEN.get()
    numeric = [any(is_number(row[index]) for row in rows) for index in range(len(columns))]
    wide, narrow = [(show_cell, GAP, WIDTH)], [(shorten_cell, GAP, WIDTH), (shorten_cell, " ", HEADING)]
    for show, gap, most in wide if screen.width >= WIDTH else wide + narrow:
        heads = [cut_text(column, most) if number else column for column, number in zip(columns, numeric, strict=True)]
        shown = [heads, *(list(map(show, row)) for row in rows)]
        widths = fit_widths(shown, numeric, screen.width - len(gap) * (len(columns) - 1))
        if widths or not columns:
            head, *lines = (gap.join(map(place_text, line, widths, numeric)).rstrip() for line in shown)
            return "".join(f"{line}\n" for line in (screen.heading(head), *lines))
    return "\n".join(format_record(columns, list(map(show_cell, row))) for row in rows)


def fit_widths(lines: Iterable[Sequence[str]], numeric: Sequence[bool], room: int) -> list[int]:
    """The width of each column, long texts cut alike; none where this does not fit. Numbers are never cut."""
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    for limit in range(room, NARROW - 1, -1):
        cut = [width if number else min(width, limit) for width, number in zip(widths, numeric, strict=True)]
        if sum(cut) <= room:
            return cut
    return []


def format_record(columns: Sequence[str], row: Sequence[str]) -> str:
    """A line for each cell that holds something, its column's name before it."""
    screen = SCREEN.get()
    margin = max(map(cell_len, columns))
    lines = (
        screen.heading(place_text(column, margin)) + GAP + cut_text(text, screen.width - margin - len(GAP))
        for column, text in zip(columns, row, strict=True)
        if text
    )
    return "".join(f"{line.rstrip()}\n" for line in lines)


def place_text(text: str, width: int, to_the_right: bool = False) -> str:
    shown = cut_text(text, width)
    space = " " * (width - cell_len(shown))
    return space + shown if to_the_right else shown + space


def cut_text(text: str, width: int) -> str:
    """The text, ended by "…" where it takes more columns than there are."""
    return text if cell_len(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"


def is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)


def show_cell(cell: Cell) -> str:
    """A cell as people read it: separators in numbers, in texts no line breaks nor what steers a terminal."""
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).lower()
        case float() | Decimal():
            return f"{cell:,.0f}" if cell % 1 == 0 or not -DOLLARS < cell < DOLLARS else f"{cell:,.3f}"
        case int():
            return f"{cell:,}"
    return clean_text(str(cell))


def shorten_cell(cell: Cell) -> str:
    """A cell as people read it on a narrow terminal: long numbers in millions, billions or trillions."""
    if isinstance(cell, int | float | Decimal):
        size = abs(float(cell))
        for unit, word in UNITS:
            if unit <= size < MOST:
                return f"{float(cell) / unit:,.1f} {word}"
    return show_cell(cell)


def clean_text(text: str) -> str:
    """A text in one line: control characters and marks that turn the direction of writing become spaces."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def wrap_lines(text: str, margin: str = "") -> Iterator[str]:
    """The words of a text in lines that fit, each behind a margin; a word is never broken."""
    line, width = margin, SCREEN.get().width
    for word in clean_text(text).split():
        if line != margin and cell_len(line) + 1 + cell_len(word) > width:
            yield line
            line = margin
        line += word if line == margin else f" {word}"
    yield line


def wrap_text(text: str) -> str:
    """A sentence in lines that fit, each with its line end."""
    return "".join(f"{line}\n" for line in wrap_lines(text))
