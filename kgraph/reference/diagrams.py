"""A class and the properties around it come in, a picture in SVG goes out: what leads to it, what it leads to."""

from collections.abc import Iterable
from html import escape

from kgraph.reference.terms import Term

ROW, WIDTH, BOX, REACH = 24, 920, 190, 90
"""In pixels: the height of a line, the widths of the picture, of the class in its middle and of the arrows."""

Way = tuple[str, str]
"""A property by its label, and the class at its other end."""


def draw_class(class_: Term, incoming: Iterable[Way], outgoing: Iterable[Way]) -> str:
    """The class in the middle, on its left what leads to it, on its right what it leads to."""
    left, right = sorted(set(incoming)), sorted(set(outgoing))
    height = (max(len(left), len(right), 1) + 1) * ROW
    box = (WIDTH - BOX) / 2
    parts = [
        *(draw_incoming(box, height / 2, y, way) for y, way in place_rows(left, height)),
        *(draw_outgoing(box + BOX, height / 2, y, way) for y, way in place_rows(right, height)),
        f'<rect x="{box:g}" y="{height / 2 - 17:g}" width="{BOX}" height="34" rx="5"/>',
        f'<text class="name" x="{WIDTH / 2:g}" y="{height / 2 + 5:g}" text-anchor="middle">{class_.anchor}</text>',
    ]
    words = f"{class_.name}: what leads to it, and what it leads to"
    return f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{words}">{"".join(parts)}</svg>'


def place_rows(ways: list[Way], height: float) -> list[tuple[float, Way]]:
    """Each with the height of its middle, all of them around the middle of the picture."""
    top = (height - (len(ways) - 1) * ROW) / 2
    return [(top + number * ROW, way) for number, way in enumerate(ways)]


def draw_incoming(box: float, middle: float, y: float, way: Way) -> str:
    start, bend = box - REACH, box - REACH / 2
    curve = f"M{start:g} {y:g}C{bend:g} {y:g} {bend:g} {middle:g} {box:g} {middle:g}"
    return draw_way(f"{curve}{head(box, middle)}", start - 8, y, "end", f"{bold(way[1])} {escape(way[0])}")


def draw_outgoing(box: float, middle: float, y: float, way: Way) -> str:
    end, bend = box + REACH, box + REACH / 2
    curve = f"M{box:g} {middle:g}C{bend:g} {middle:g} {bend:g} {y:g} {end:g} {y:g}"
    return draw_way(f"{curve}{head(end, y)}", end + 8, y, "start", f"{escape(way[0])} {bold(way[1])}")


def head(x: float, y: float) -> str:
    """An arrow's head that points to the right."""
    return f"M{x - 6:g} {y - 4:g}L{x:g} {y:g}L{x - 6:g} {y + 4:g}"


def draw_way(path: str, x: float, y: float, anchor: str, words: str) -> str:
    return f'<path d="{path}"/><text x="{x:g}" y="{y + 4:g}" text-anchor="{anchor}">{words}</text>'


def bold(name: str) -> str:
    return f'<tspan font-weight="600">{escape(name.removeprefix("kg:"))}</tspan>'
