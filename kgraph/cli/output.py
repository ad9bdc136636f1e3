"""Data and words come in; the first go to standard output, the others to standard error."""

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

import typer

if TYPE_CHECKING:
    from kgraph.analysis import Findings
    from kgraph.store import Rows

Format = Literal["table", "csv", "json", "jsonl"]


def write(text: str) -> None:
    """Data, or what was asked for in words."""
    typer.echo(text, nl=False)


def write_lines(lines: Iterable[str]) -> None:
    write("".join(f"{line}\n" for line in lines))


def say(line: str) -> None:
    """Words about what was done."""
    from kgraph.tables import clean_text

    typer.echo(clean_text(line), err=True)


def write_pieces(pieces: Iterable[str]) -> None:
    """Data that may be too much to hold."""
    sys.stdout.writelines(pieces)


def write_rows(rows: "Rows", style: Format) -> None:
    from kgraph import tables
    from kgraph.questions import shorten_addresses

    shown = shorten_addresses(rows) if style == "table" else rows
    write_pieces(tables.write_rows(rows.columns, shown, style))


def write_findings(findings: "Findings", style: Format) -> None:
    """Text for people, rows for programs."""
    from kgraph import tables

    if style == "table":
        write_pieces(findings.text)
    else:
        write_pieces(tables.write_rows(findings.columns, findings.rows, style))
