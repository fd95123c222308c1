"""The numbers beside the points of a triangle, and lines to those for which there is no room close by."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from survey.charts import labels, theme
from survey.charts.labels import Point
from survey.charts.theme import Figure
from survey.languages import format_number

STEP, CLEAR = (16, 14), (15, 13)
"""How far a number stands from its point, and two of them from each other, in pixels."""
EDGE = 6
"""So far from the sides of the triangle, where other numbers stand, in pixels."""
CORNERS = 3

Shares = tuple[float, ...]


@dataclass(frozen=True)
class Plane:
    """A triangle of three shares that begin at ``start``; its ``side`` in pixels."""

    start: float
    side: float

    def pixel(self, shares: Shares) -> Point:
        """Return where three shares lie, from the left corner to the right and upwards."""
        a, _b, c = ((share - self.start) / (1 - CORNERS * self.start) * self.side for share in shares)
        return c + a / 2, a * sqrt(3) / 2

    def shares(self, pixel: Point) -> Shares:
        """Return the three shares that lie there; outside of the triangle some are below its start."""
        up = pixel[1] * 2 / sqrt(3)
        a, c = (self.start + part / self.side * (1 - CORNERS * self.start) for part in (up, pixel[0] - up / 2))
        return a, 1 - a - c, c

    def holds(self, pixel: Point) -> bool:
        """Whether a number there keeps clear of the sides."""
        edge = self.start + EDGE / self.side * (1 - CORNERS * self.start)
        return min(self.shares(pixel)) >= edge


def numbers(points: Sequence[Shares], wide: Plane, narrow: Plane) -> tuple[list[Figure], list[Figure]]:
    """Return the traces of lines and of numbers, counted from 1, and what differs on a phone."""
    lines, texts = _placed(points, wide)
    beside = {"mode": "lines", "line": {"color": theme.SOFT, "width": 1}, "connectgaps": False} | lines
    said = [format_number(number, 0) for number in range(1, len(points) + 1)]
    told = {"mode": "text", "text": said, "textfont": {"color": theme.INK, "size": 13}, "cliponaxis": False} | texts
    shared = {"type": "scatterternary", "showlegend": False, "hoverinfo": "skip"}
    return [shared | beside, shared | told], list(_placed(points, narrow))


def _placed(points: Sequence[Shares], plane: Plane) -> tuple[Figure, Figure]:
    """Return the ends of all lines, and where the numbers stand."""
    pixels = [plane.pixel(one) for one in points]
    spots = labels.places(pixels, STEP, CLEAR, plane.holds)
    ways: list[Shares | None] = []
    for shares, pixel, spot in zip(points, pixels, spots, strict=True):
        if labels.away(pixel, spot, STEP):
            ways += [shares, plane.shares(_before(pixel, spot)), None]
    return _columns(ways), _columns([plane.shares(spot) for spot in spots])


def _before(pixel: Point, spot: Point) -> Point:
    """Return where a line ends that leads to a number without touching it."""
    share = 0.72
    return pixel[0] + (spot[0] - pixel[0]) * share, pixel[1] + (spot[1] - pixel[1]) * share


def _columns(places: Sequence[Shares | None]) -> Figure:
    return {axis: [None if one is None else one[at] for one in places] for at, axis in enumerate("abc")}
