"""Columns and rows in, text out: a table for people, CSV and JSON for programs."""

import csv
import io
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

Cell = str | int | float | Decimal | bool | date | None
Format = Literal["table", "csv", "json"]
WIDTH = 100


def format_rows(columns: Sequence[str], rows: Iterable[Sequence[Cell]], style: Format = "table") -> str:
    """The rows as a table of at most 100 columns' width, as CSV (RFC 4180) or as a JSON array of objects."""
    if style == "csv":
        return format_csv(columns, rows)
    if style == "json":
        found = [dict(zip(columns, map(plain_number, row), strict=True)) for row in rows]
        return json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    return format_table(columns, list(rows))


def format_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([disarm(cell) for cell in row] for row in rows)
    return out.getvalue()


def disarm(cell: Cell) -> Cell:
    """Keep a spreadsheet from running a text as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def plain_number(cell: Cell) -> str | int | float | bool | None:
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def format_table(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for index, column in enumerate(columns):
        numeric = any(is_number(row[index]) for row in rows)
        table.add_column(column, justify="right" if numeric else "left", overflow="ellipsis", no_wrap=True)
    for row in rows:
        table.add_row(*(Text(show_cell(cell)) for cell in row))
    colour = sys.stdout.isatty()
    console = Console(file=io.StringIO(), width=WIDTH, force_terminal=colour, color_system="auto" if colour else None)
    console.print(table)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)


def show_cell(cell: Cell) -> str:
    """A cell as people read it: separators in numbers, no line breaks or other control characters."""
    if cell is None:
        return ""
    if isinstance(cell, float | Decimal) and not isinstance(cell, bool):
        return f"{cell:,.0f}" if cell == int(cell) else f"{cell:,.3f}"
    if is_number(cell):
        return f"{cell:,}"
    return "".join(c if c.isprintable() else " " for c in str(cell))
