"""Degrees on the globe in, points on the page's map out: an equal-area world with the Pacific in its middle."""

import csv
import math
from importlib.resources import files

MIDDLE = 150.0
"""The meridian in the middle, so that Korea, Japan and the United States stand beside each other."""
WEST = -30.0
"""Where the coastlines are cut: they run from here eastwards once round."""
RADIUS = 200.0
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796


def project_point(latitude: float, longitude: float) -> tuple[float, float]:
    """x and y in pixels, y downwards, from the middle of the map.

    Equal Earth: Šavrič, Patterson and Jenny, International Journal of Geographical Information Science 33(3),
    2019, https://doi.org/10.1080/13658816.2018.1504949.
    """
    turn = math.radians((longitude if longitude >= WEST else longitude + 360) - MIDDLE)
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    square = theta * theta
    sixth = square**3
    slope = A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square)
    x = 2 * math.sqrt(3) * turn * math.cos(theta) / (3 * slope)
    y = theta * (A1 + A2 * square + sixth * (A3 + A4 * square))
    return round(RADIUS * x, 1), round(-RADIUS * y, 1)


def draw_coastlines() -> str:
    """The path of all land, as SVG writes it."""
    text = (files("kgraph") / "data" / "coastlines.csv").read_text(encoding="utf-8")
    rows = csv.reader(line for line in text.splitlines()[2:])
    return "".join(draw_ring(points) for (points,) in rows)


def draw_ring(points: str) -> str:
    """One closed line; `points` are "longitude latitude", with | between."""
    degrees = (map(float, point.split()) for point in points.split("|"))
    places = [project_point(latitude, longitude) for longitude, latitude in degrees]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in places) + "Z"
