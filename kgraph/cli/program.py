"""What is typed comes in; a command is run, and help or an error comes out as people read them in a terminal."""

import errno
import os
import re
import sys
from contextlib import suppress
from difflib import get_close_matches
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from kgraph.cli.output import complain, tell, wants_colours
from kgraph.errors import KgraphError
from kgraph.steps import time_step

HEADING = re.compile(r"^(?:Usage|Arguments|Options|Commands):", re.MULTILINE)
NAME = re.compile(r"^  (?:(?:-\w, )?--[\w-]+|[a-z]+(?=  )|[A-Z][A-Za-z.|]+(?=  ))", re.MULTILINE)
"""What a line of help explains: an option, a command, an argument."""
BRACES = re.compile(r"[{}]")
TYPE = re.compile(r" <[\w\[\]]+>$")
"""What Python makes of an argument, which its help says in words."""
CHOICE = re.compile(r"'([^']*)' is not one of (.*)\.$", re.DOTALL)
DATE = re.compile(r" does not match the formats? .*", re.DOTALL)
LOUDNESS = ("--quiet", "--verbose")
USAGE_ERROR: type[Exception] = typer.BadParameter.__bases__[0]
"""Wrong use of any kind; the class is typer's own, or click's, by typer's version."""


class Command(TyperCommand):
    """A command: its help names arguments as its usage does, and stands out in colours."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:  # typer brings a Context of its own, or click's
        return [BRACES.sub("", piece) for piece in super().collect_usage_pieces(ctx)]

    def format_options(self, ctx: Any, formatter: Any) -> None:
        for heading, kind in (("Arguments", "argument"), ("Options", "option")):
            records = (one.get_help_record(ctx) for one in self.get_params(ctx) if one.param_type_name == kind)
            if rows := [(TYPE.sub("", name), text) for name, text in filter(None, records)]:
                with formatter.section(heading):
                    formatter.write_dl(rows)

    def get_help(self, ctx: Any) -> str:
        return paint_help(super().get_help(ctx))


class Commands(TyperGroup):
    """The commands, with the one place where an error becomes words and an exit code."""

    def get_help(self, ctx: Any) -> str:
        return paint_help(super().get_help(ctx))

    def invoke(self, ctx: Any) -> object:
        try:
            with time_step("done"):
                answer = super().invoke(ctx)
                sys.stdout.flush()
                return answer
        except KgraphError as error:
            complain(f"kgraph: {error}")
            raise typer.Exit(1) from error
        except USAGE_ERROR as error:
            raise Misuse(error) from error
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever reads has enough
                raise
            complain(f"kgraph: {describe_failure(error)}")
            raise typer.Exit(1) from error


class Misuse(typer.BadParameter):
    """Wrong use, told with what to do instead."""

    def __init__(self, error: Any) -> None:
        super().__init__(describe_misuse(error), ctx=error.ctx)

    def format_message(self) -> str:
        return self.message

    def show(self, file: Any = None) -> None:
        command = self.ctx.command if self.ctx else None
        if self.ctx and command:
            for line in (self.ctx.get_usage(), command.epilog, f"All options: {self.ctx.command_path} --help"):
                if line:
                    tell(line)
        tell(f"Error: {self.message}", wrong=True)


def describe_misuse(error: Any) -> str:
    """What was wrong, with the nearest of the words that may stand there."""
    option = getattr(error, "option_name", None)
    if option in LOUDNESS:
        return f"{option} stands before the command: kgraph {option} {error.ctx.info_name} ..."
    said: str = error.format_message().replace("Value error, ", "").removeprefix("Invalid value: ")
    said = DATE.sub(" is no date: write a year, month or day, such as 2024, 2024-04 or 2024-04-15", said)
    if found := CHOICE.search(said):
        close = get_close_matches(found[1], re.findall(r"'(\w+)'", found[2]), n=1)
        said += "".join(f" Did you mean '{word}'?" for word in close)
    return said


def describe_failure(error: OSError) -> str:
    """What the system could not do; where that was to write the answer, no more of it is tried."""
    why = error.strerror or str(error)
    if error.filename is not None:
        return f"{error.filename}: {why}"
    with suppress(OSError):  # in tests, standard output is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return f"not all could be written: {why}"


def paint_help(text: str) -> str:
    """Help with its headings in bold and in colour what it explains; in a pipe, typer takes both away."""
    if not wants_colours():
        return text
    text = HEADING.sub(lambda found: typer.style(found[0], bold=True), text)
    return NAME.sub(lambda found: typer.style(found[0], fg="cyan"), text)
