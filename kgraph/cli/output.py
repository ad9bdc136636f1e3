"""Data and words come in; the first go to standard output, the others to standard error, each as its terminal has it.

Words go by the log "kgraph", so that `--quiet` and `--verbose` are its levels: what could not be done is an error,
what was done is information, and the steps in between are for those who debug.
"""

import logging
import os
import shutil
import sys
import textwrap
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Literal

import typer

if TYPE_CHECKING:
    from kgraph.analysis import Findings
    from kgraph.store import Rows

Format = Literal["table", "csv", "json", "jsonl"]
LOG = logging.getLogger("kgraph")


class Words(logging.Handler):
    """Tells what comes by the log."""

    def emit(self, record: logging.LogRecord) -> None:
        tell(record.getMessage(), record.levelno >= logging.ERROR)


def tell(line: str, wrong: bool = False) -> None:
    """Words to standard error: a whole line for programs, as many as fit for people, what is wrong in red."""
    from kgraph.tables import clean_text

    line = clean_text(line)
    if sys.stderr.isatty():
        line = fit_line(line)
    if wrong and wants_colours():
        line = paint_head(line)
    typer.echo(line, err=True)


def set_loudness(quiet: bool, verbose: bool) -> None:
    """Let errors alone be said, or each step too, or what is between."""
    LOG.setLevel(logging.ERROR if quiet else logging.DEBUG if verbose else logging.INFO)
    LOG.handlers = [Words()]
    LOG.propagate = False  # what other logs show is none of ours


def tells_progress() -> bool:
    """Whether a bar may move: neither where nothing is to be said, nor among lines that tell each step."""
    return LOG.level == logging.INFO


def set_screen() -> None:
    """Let tables and sentences be as wide as the terminal, or as always where there is none."""
    from kgraph.tables import FILE, SCREEN, WIDTH, Screen

    if sys.stdout.isatty():
        heading = partial(typer.style, bold=True) if wants_colours() else str
        SCREEN.set(Screen(min(WIDTH, shutil.get_terminal_size().columns), heading))
    else:
        SCREEN.set(FILE)


def wants_colours() -> bool:
    """Whether colours may be shown (https://no-color.org); what goes to no terminal loses them as it is written."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def fit_line(line: str) -> str:
    """A line in as many as a terminal needs; words, such as addresses, are never broken."""
    width = shutil.get_terminal_size().columns
    return textwrap.fill(line, width, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def paint_head(line: str) -> str:
    """A line with what is before its first colon in red."""
    head, colon, rest = line.partition(":")
    return typer.style(head + colon, fg="red", bold=True) + rest


def write(text: str) -> None:
    """Data, or what was asked for in words."""
    typer.echo(text, nl=False)


def write_lines(lines: Iterable[str]) -> None:
    write("".join(f"{line}\n" for line in lines))


def say(line: str) -> None:
    """Words about what was done."""
    LOG.info("%s", line)


def complain(line: str) -> None:
    """Words about what could not be done."""
    LOG.error("%s", line)


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
