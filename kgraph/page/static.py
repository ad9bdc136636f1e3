"""A network in; the same picture as the page's, for reports and without a browser, as an SVG or PNG file out.

Needs matplotlib (`pip install 'kgraph[plot]'`). The same network gives the same bytes with the same versions and fonts.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

import networkx
import numpy as np

from kgraph.errors import KgraphError
from kgraph.page.drawing import Json, draw_links, draw_nodes, list_countries
from kgraph.page.grouping import rank_nodes
from kgraph.page.layout import NAME_WIDTH
from kgraph.page.rows import NOTHING
from kgraph.page.telling import list_untold_facts

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Format = Literal["svg", "png"]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in the layout's pixels."""

MOST_NODES = 300
"""Larger networks show those with most facts: more of them would have no names."""
MARKERS = {"Organization": "o", "Government": "s", "Facility": "D", "Person": "^", "Country": "h"}
FONTS = ("Helvetica Neue", "Arial", "Noto Sans", "DejaVu Sans", "Noto Sans CJK KR", "Noto Sans CJK JP")
INK, SOFT, CROSS, HOME = "#1b2530", "#4a5563", "#b01669", "#8d97a3"
DOTS = 100
"""Pixels of the layout to an inch."""
MARGIN = 70
PAPER: dict[str, Any] = {"boxstyle": "square,pad=0.05", "fc": "white", "ec": "none", "alpha": 0.65}
"""Behind words, so that lines do not cross them."""
LINE = 15.0
"""Height of a line of a name."""


def draw_network(network: networkx.MultiDiGraph, title: str, form: Format) -> bytes:
    """The file's content; the picture is as large as the layout needs for its names to be read.

    Nodes and edges have the attributes that `render_page` needs. Raises KgraphError without matplotlib.
    """
    try:
        import matplotlib as mpl
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
        from matplotlib.font_manager import get_font_names
    except ModuleNotFoundError as error:
        raise KgraphError(f"{error.name} is missing: pip install 'kgraph[plot]'") from error

    fonts = [font for font in FONTS if font in get_font_names()]
    settings: dict[Any, Any] = {
        "svg.hashsalt": "kgraph",
        "svg.fonttype": "none",
        "font.family": fonts,
        "text.parse_math": False,
    }
    with mpl.rc_context(settings):
        nodes, links = describe_network(network)
        left, top, right, bottom = measure_box(nodes)
        figure = Figure(figsize=((right - left) / DOTS, (bottom - top) / DOTS))
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0, 0, 1, 1), xlim=(left, right), ylim=(bottom, top))
        axes.set_axis_off()
        draw_picture(axes, nodes, links, list_countries(network, []))
        axes.text(left + 20, top + 26, clean(title), size=15, weight="bold", color=INK, va="center")
        axes.text(left + 20, bottom - 18, describe_key(len(nodes), len(network)), size=8, color=SOFT, va="center")
        file = BytesIO()
        figure.savefig(
            file, format=form, dpi=2 * DOTS, metadata={"Date": None} if form == "svg" else {"Software": None}
        )
        return file.getvalue()


def describe_network(network: networkx.MultiDiGraph) -> tuple[list[Json], list[Json]]:
    """Nodes and links as the page has them, of the nodes with most facts."""
    shown = network.subgraph(rank_nodes(network)[:MOST_NODES])
    names = sorted(shown)
    rows = sorted(list_untold_facts(shown, []), key=lambda row: row.event)
    number = {name: place for place, name in enumerate(names)}
    return draw_nodes(shown, names, NOTHING), draw_links(shown, number, rows)


def measure_box(nodes: Sequence[Json]) -> Box:
    xs, ys = ([node[axis] for node in nodes] or [0] for axis in ("x", "y"))
    return min(xs) - 1.2 * MARGIN, min(ys) - 1.8 * MARGIN, max(xs) + 1.2 * MARGIN, max(ys) + 1.6 * MARGIN


def describe_key(shown: int, everything: int) -> str:
    left_out = "" if shown == everything else f" The {shown} things with most facts, of {everything}."
    return (
        "Pink lines cross a border, grey ones do not; wider: more money; dashed: no money; a number counts facts."
        f" Circle: organization, square: government, diamond: site, triangle: person, hexagon: country.{left_out}"
    )


def draw_picture(axes: "Axes", nodes: Sequence[Json], links: Sequence[Json], countries: Sequence[Json]) -> None:
    colours = {country["code"]: country["colour"] for country in countries}
    names = {country["code"]: country["name"] or country["code"] or "Country not known" for country in countries}
    for code in sorted({node["country"] for node in nodes}):
        draw_region(axes, [node for node in nodes if node["country"] == code], clean(names[code]), colours[code])
    for link in links:
        draw_link(axes, nodes[link["from"]], nodes[link["to"]], link["parts"])
    for node in nodes:
        marker = MARKERS.get(node["kind"], "*")
        size = ((1.1 if marker == "D" else 1.44) * node["sizes"][0]) ** 2
        axes.scatter(
            node["x"],
            node["y"],
            s=size,
            marker=marker,
            color=colours[node["country"]],
            edgecolors=INK,
            lw=0.7,
            zorder=3,
        )
    draw_names(axes, nodes)


def draw_region(axes: "Axes", members: Sequence[Json], name: str, colour: str) -> None:
    """A tinted shape behind a country's nodes, with its name on the outer side."""
    from matplotlib.patches import Polygon

    points = np.array([(node["x"], node["y"]) for node in members], dtype=float)
    tint = mix(colour, "#ffffff", 0.91)
    round_off: dict[str, Any] = {"joinstyle": "round", "capstyle": "round"}
    axes.add_patch(Polygon(find_hull(points), closed=True, fc=tint, ec=tint, lw=43, zorder=0, **round_off))
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    half = measure_text(name.upper()) * 1.1
    x = min(max((left + right) / 2, axes.get_xlim()[0] + half), axes.get_xlim()[1] - half)
    y = top - 44 if top + bottom <= 0 else bottom + 62
    look: dict[str, Any] = {"color": mix(colour, "#000000", 0.42), "size": 11, "weight": "bold"}
    axes.text(x, y, name.upper(), ha="center", va="center", zorder=5, **look)


def mix(colour: str, other: str, share: float) -> str:
    """A colour with a share of another in it, both as #rrggbb."""
    parts = ((int(colour[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(own * (1 - share) + added * share):02x}" for own, added in parts)


def find_hull(points: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The corners of the convex hull; of fewer than three points, or of points in a line, all of them."""
    from scipy.spatial import ConvexHull, QhullError

    try:
        return points[ConvexHull(points).vertices] if len(points) > 2 else np.repeat(points, 2, axis=0)
    except QhullError:
        return points


def draw_link(axes: "Axes", first: Json, second: Json, parts: Sequence[Sequence[Any]]) -> None:
    """A bent line, with arrows where money goes and the number of its facts."""
    from matplotlib.patches import FancyArrowPatch

    ways = {way for _, _, way in parts}
    usd = sum(part or 0 for _, part, _ in parts)
    cross = bool(first["country"] and second["country"] and first["country"] != second["country"])
    colour = CROSS if cross else HOME
    style = ("<" if -1 in ways else "") + "-" + ("|>" if 1 in ways else "")
    ends = [(node["x"], node["y"]) for node in (first, second)]
    axes.add_patch(
        FancyArrowPatch(
            *ends,
            arrowstyle={"<-|>": "<|-|>", "<-": "<|-"}.get(style, style),
            connectionstyle="arc3,rad=0.08",
            shrinkA=0.72 * first["sizes"][0],
            shrinkB=0.72 * second["sizes"][0],
            mutation_scale=9,
            lw=0.8 + 0.7 * max(0.0, np.log10(max(usd, 1)) - 6.5),
            ls="-" if ways & {1, -1} else (0, (4, 3)),
            color=colour,
            alpha=0.6,
            zorder=1,
        )
    )
    if len(facts := {fact for fact, _, _ in parts}) > 1:
        bend = ((ends[1][1] - ends[0][1]) * 0.04, (ends[0][0] - ends[1][0]) * 0.04)
        middle = [(ends[0][axis] + ends[1][axis]) / 2 - bend[axis] for axis in (0, 1)]
        axes.text(
            middle[0],
            middle[1],
            str(len(facts)),
            size=7.5,
            color=colour,
            ha="center",
            va="center",
            zorder=2,
            bbox=PAPER,
        )


def draw_names(axes: "Axes", nodes: Sequence[Json]) -> None:
    """Names below or above their nodes, the largest nodes first, where they cover no other node or name."""
    taken = [box_around(node["x"], node["y"], 2 * node["sizes"][0], 2 * node["sizes"][0]) for node in nodes]
    for node in sorted(nodes, key=lambda node: (-node["sizes"][0], node["iri"])):
        lines = break_lines(clean(node["name"]))
        height, width = LINE * len(lines), max(map(measure_text, lines)) + 4
        for away in (1, -1):
            y = node["y"] + away * (node["sizes"][0] + 4 + height / 2)
            box = box_around(node["x"], y, width, height)
            if not any(overlap(box, other) for other in taken):
                taken.append(box)
                weight = "bold" if node["sizes"][0] >= 15 else "normal"
                look: dict[str, Any] = {"color": SOFT if node["kind"] == "Facility" else INK, "weight": weight}
                axes.text(
                    node["x"], y, "\n".join(lines), size=8, ha="center", va="center", zorder=4, bbox=PAPER, **look
                )
                break


def break_lines(name: str) -> list[str]:
    """One line, or two where it is too long; what does not fit into these is cut."""
    if measure_text(name) <= NAME_WIDTH:
        return [name]
    words = name.split(" ")
    kept = next((at for at in range(len(words), 0, -1) if measure_text(" ".join(words[:at])) <= NAME_WIDTH), 0)
    first = " ".join(words[:kept]) or cut_text(name)
    rest = name[len(first) :].strip() if kept else ""
    return [first, rest if measure_text(rest) <= NAME_WIDTH else cut_text(rest)] if rest else [first]


def cut_text(text: str) -> str:
    while measure_text(f"{text}…") > NAME_WIDTH:
        text = text[:-1]
    return f"{text.rstrip()}…"


def measure_text(text: str) -> float:
    return sum(6.2 if letter < "\u1100" else 11.5 for letter in text)


def clean(text: str) -> str:
    """One line without control and direction marks, which SVG forbids or which rearrange a picture."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def box_around(x: float, y: float, width: float, height: float) -> Box:
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
