"""Numbers with names in; pictures of them out, as SVG or PNG: heatmap, bars, stacked bars, ranks over time.

They read in black and white, and to the colour-blind (the colours are Okabe's and Ito's): every mark has its name or a
pattern. The same numbers give the same bytes with the same version of matplotlib and the same fonts: DejaVu, which
matplotlib brings, and for Chinese, Japanese and Korean letters Noto Sans CJK where it is installed.
"""

import io
import warnings
from collections.abc import Sequence
from contextlib import AbstractContextManager
from math import log10, nan
from pathlib import Path
from typing import Any, NamedTuple

from matplotlib import font_manager, style
from matplotlib.figure import Figure

from kgraph.errors import KgraphError
from kgraph.files import write_file
from kgraph.palette import COLOURS, OTHER_COLOUR

ROLES = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9")
PATTERNS = ("", "///", "...", "\\\\\\", "xxx")
LINES = ("-", "--", "-.", ":")
FONTS = ("DejaVu Sans", "Noto Sans CJK JP")
ENDINGS = ("svg", "png")
DPI = 150
SIDE = 12
"""Countries that a heatmap shows each way."""
NAME = 34
"""Letters of a name that are shown."""


class Bar(NamedTuple):
    """A name with its country's code and a value; `error` is the value's standard error."""

    name: str
    country: str | None
    value: float
    error: float | None = None


class Stack(NamedTuple):
    """A name with its country's code and the lengths of its parts."""

    name: str
    country: str | None
    parts: Sequence[float]


class Course(NamedTuple):
    """A name with its country's code and a rank from 1 up for each period, None where it has none yet."""

    name: str
    country: str | None
    ranks: Sequence[int | None]


class Flow(NamedTuple):
    """Dollars from one country to another, by name."""

    source: str
    target: str
    usd: float


def check_picture(path: Path) -> str:
    """The format that a file's ending names. Raises KgraphError for another than ENDINGS."""
    ending = path.suffix.lower().removeprefix(".")
    if ending not in ENDINGS:
        raise KgraphError(f"{path}: the ending {path.suffix!r} names no format of pictures: use .svg or .png")
    return ending


def write_picture(figure: Figure, path: Path) -> None:
    """Write a picture in the format that the file's ending names. Raises KgraphError."""
    ending = check_picture(path)
    out = io.BytesIO()
    metadata = {"Date": None, "Creator": None} if ending == "svg" else {"Software": None}
    with use_style(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing", UserWarning)  # no font for it is installed: boxes
        figure.savefig(out, format=ending, metadata=metadata, dpi=DPI)
    write_file(path, out.getvalue())


def use_style() -> AbstractContextManager[None]:
    """The style of all pictures, whatever the user's own is. Text stays text in SVG: it can be found and read out."""
    installed = set(font_manager.get_font_names())
    own: dict[str, Any] = {
        "font.family": [font for font in FONTS if font in installed],
        "font.size": 9,
        "svg.hashsalt": "kgraph",
        "svg.fonttype": "none",
        "hatch.linewidth": 0.6,
        "text.parse_math": False,
    }
    return style.context(["default", own])


def open_figure(title: str, width: float, height: float) -> tuple[Figure, Any]:
    """An empty picture of so many inches, and its axes."""
    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.add_subplot()
    axes.set_title(title, loc="left", fontsize=11)
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def draw_flows(flows: Sequence[Flow], title: str) -> Figure:
    """A heatmap of dollars, from rows to columns, those countries first that give and take most; darker is more."""
    names = order_countries(flows)[:SIDE]
    usd = {(flow.source, flow.target): flow.usd for flow in flows}
    with use_style():
        figure, axes = open_figure(title, 2.6 + 0.75 * len(names), 1.8 + 0.5 * len(names))
        cells = [[log10(max(usd.get((row, column), 0.0), 1.0)) for column in names] for row in names]
        if names:
            axes.pcolormesh(
                range(len(names)), range(len(names)), cells, cmap="Blues", vmin=4, vmax=12.5, edgecolor="white"
            )
            axes.invert_yaxis()
        for place, row in enumerate(names):
            for other, column in enumerate(names):
                colour = "white" if cells[place][other] > 9.5 else "black"
                text = shorten_dollars(usd.get((row, column), 0.0))
                axes.text(other, place, text, ha="center", va="center", color=colour, fontsize=8)
        axes.set_xticks(range(len(names)), names, rotation=35, ha="right")
        axes.set_yticks(range(len(names)), names)
        axes.set_xlabel("to")
        axes.set_ylabel("from")
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
    return figure


def order_countries(flows: Sequence[Flow]) -> list[str]:
    """Who gives and takes most first, then by name."""
    total: dict[str, float] = {}
    for flow in flows:
        for name in {flow.source, flow.target}:
            total[name] = total.get(name, 0.0) + flow.usd
    return sorted((name for name in total if total[name] > 0), key=lambda name: (-total[name], name))


def shorten_dollars(usd: float) -> str:
    """ "$5.3bn", "$120m"; nothing for nothing."""
    for unit, size in (("bn", 1e9), ("m", 1e6), ("k", 1e3)):
        if usd >= 0.95 * size:
            number = usd / size
            return f"${number:.1f}{unit}" if number < 10 else f"${number:,.0f}{unit}"
    return ""


def draw_ranking(bars: Sequence[Bar], title: str) -> Figure:
    """Bars from the top down, in the colours of their countries, with error bars where values are sampled."""
    with use_style():
        figure, axes = open_figure(title, 8, 1.2 + 0.26 * len(bars))
        places = range(len(bars))
        values = [bar.value for bar in bars]
        errors = [bar.error or 0.0 for bar in bars]
        drawn = axes.barh(
            places, values, xerr=errors if any(errors) else None, color=[find_colour(bar.country) for bar in bars]
        )
        axes.bar_label(drawn, [show_value(value) for value in values], padding=3, fontsize=8)
        axes.margins(x=0.12, y=0.01)
        name_rows(axes, bars)
    return figure


def draw_stacks(stacks: Sequence[Stack], parts: Sequence[str], title: str) -> Figure:
    """Stacked bars from the top down, each part in its colour and pattern."""
    with use_style():
        figure, axes = open_figure(title, 8, 1.6 + 0.26 * len(stacks))
        start = [0.0] * len(stacks)
        for place, (part, colour, pattern) in enumerate(zip(parts, ROLES, PATTERNS, strict=True)):
            widths = [stack.parts[place] for stack in stacks]
            axes.barh(
                range(len(stacks)),
                widths,
                left=start,
                label=part,
                color=colour,
                hatch=pattern,
                edgecolor="white",
                linewidth=0.5,
            )
            start = [before + width for before, width in zip(start, widths, strict=True)]
        name_rows(axes, stacks)
        figure.legend(loc="outside lower center", ncols=len(parts), frameon=False)
    return figure


def draw_ranks(courses: Sequence[Course], periods: Sequence[str], title: str) -> Figure:
    """A line for each name from period to period, the first place on top; names stand at the ends of the lines."""
    with use_style():
        figure, axes = open_figure(title, min(14, 4.5 + 0.55 * len(periods)), 1.4 + 0.34 * len(courses))
        for place, course in enumerate(courses):
            draw_course(axes, course, LINES[place % len(LINES)])
        step = 1 + len(periods) // 12
        axes.set_xticks(range(0, len(periods), step), periods[::step], rotation=45, ha="right")
        lowest = max((rank for course in courses for rank in course.ranks if rank), default=1)
        axes.set_yticks([1, *range(5, lowest + 1, 5)])
        axes.set_ylim(lowest + 0.5, 0.5)
        axes.set_ylabel("rank")
        axes.spines[["left", "bottom"]].set_visible(False)
    return figure


def draw_course(axes: Any, course: Course, line: str) -> None:
    ranks = [nan if rank is None else rank for rank in course.ranks]
    axes.plot(range(len(ranks)), ranks, line, marker="o", markersize=4, color=find_colour(course.country))
    end = (len(ranks) - 1, ranks[-1])
    if ranks[-1] == ranks[-1]:
        axes.annotate(f"{ranks[-1]}  {label_row(course)}", end, (8, 0), textcoords="offset points", va="center")


def find_colour(country: str | None) -> str:
    return COLOURS.get(country or "", OTHER_COLOUR)


def name_rows(axes: Any, rows: Sequence[Bar] | Sequence[Stack]) -> None:
    axes.set_yticks(range(len(rows)), [label_row(row) for row in rows])
    axes.tick_params(axis="y", length=0)
    axes.invert_yaxis()


def label_row(row: Bar | Stack | Course) -> str:
    name = row.name if len(row.name) <= NAME else row.name[: NAME - 1].rstrip() + "…"
    return f"{name} ({row.country})" if row.country else name


def show_value(value: float) -> str:
    return f"{value:,.0f}" if value % 1 == 0 or abs(value) >= 1000 else f"{value:.3f}"
