"""Options that several commands take, each written once; those of a selection come in, one Selection goes out."""

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kgraph.cli.completion import complete_countries, complete_kinds, complete_statuses, complete_technologies
from kgraph.cli.output import Format
from kgraph.errors import KgraphError

if TYPE_CHECKING:
    from kgraph.network import Selection

Graph = Annotated[
    Path,
    typer.Option(
        "--graph",
        "-g",
        envvar="KGRAPH_GRAPH",
        show_envvar=False,  # the help says it in fewer words
        metavar="DIR",
        help="The graph's folder; or set KGRAPH_GRAPH.",
    ),
]
GRAPH = Path("graph")
Style = Annotated[
    Format, typer.Option("--format", metavar="FORMAT", help="How rows are written: table, csv, json or jsonl.")
]
LAST = ("style", "graph")
"""What stands last in the help of every command that takes it."""
Top = Annotated[int, typer.Option(min=1, metavar="N", help="How many are shown.")]
Plot = Annotated[Path | None, typer.Option(metavar="FILE", help="Draw it too: .svg or .png (needs kgraph[plot]).")]
Explain = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Tell what makes the values of one, by any of its names: events and quotes."),
]


def read_selection(  # noqa: PLR0913 (an option for each thing that may be asked of an edge)
    focus: Annotated[
        str | None,
        typer.Option(
            metavar="COUNTRY,...",
            help="Of these countries and among them alone: ISO codes, such as US,KR,JP.",
            autocompletion=complete_countries,
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            metavar="KIND,...",
            help="investment (with acquisition, joint_venture), public_support (with grant, loan, tax_credit), "
            "agreement, meeting, venture, operation, affiliation.",
            autocompletion=complete_kinds,
        ),
    ] = None,
    technology: Annotated[
        str | None,
        typer.Option(
            metavar="NAME,...",
            help="For these technologies and what is below them.",
            autocompletion=complete_technologies,
        ),
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="From 2023, 2023-04 or 2023-04-15 on.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Up to it, itself included.")] = None,
    status: Annotated[
        str | None,
        typer.Option(
            metavar="STATUS,...",
            help="considered, announced, completed, cancelled; without it, all but cancelled.",
            autocompletion=complete_statuses,
        ),
    ] = None,
    support: Annotated[int, typer.Option(min=0, metavar="N", help="Told by so many documents at least.")] = 0,
) -> "Selection":
    """What of the network is asked for; without options all that is not cancelled."""
    from kgraph.network import Selection

    countries = tuple(code.upper() for code in split_list(focus))
    lists = (split_list(kind), split_list(technology))
    try:
        return Selection(countries, *lists, since, until, split_list(status), support)
    except KgraphError as error:
        raise typer.BadParameter(str(error)) from error


def split_list(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


def takes_selection(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the options of `read_selection` in place of its first parameter, a Selection.

    They stand before those that all commands end with.
    """
    own = [one for name, one in inspect.signature(command).parameters.items() if name != "selection"]
    filters = inspect.signature(read_selection).parameters
    at = next(index for index, one in enumerate(own) if one.name in LAST)

    @wraps(command)
    def select_first(**options: object) -> None:
        asked = {name: options.pop(name) for name in filters}
        command(read_selection(**asked), **options)  # type: ignore[arg-type]

    parameters = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in (*own[:at], *filters.values(), *own[at:])]
    select_first.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    select_first.__annotations__ = {one.name: one.annotation for one in parameters}
    return select_first
