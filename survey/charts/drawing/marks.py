"""The symbols that mark points, each as wide as its size says."""

from collections.abc import Callable
from math import cos, pi, sin

from survey.charts.drawing import pen
from survey.charts.drawing.pen import Figure

Points = list[tuple[float, float]]


def _star(points: int, inner: float, turn: float = 0.0) -> Points:
    """Return the corners of a star or, with ``inner`` 1, of a polygon, around the middle; the first points up."""
    steps = points if inner == 1 else points * 2
    reach = [1.0 if inner == 1 or at % 2 == 0 else inner for at in range(steps)]
    return [
        (far * sin(turn + 2 * pi * at / steps), -far * cos(turn + 2 * pi * at / steps)) for at, far in enumerate(reach)
    ]


OUTLINES: dict[str, Points] = {
    "square": [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
    "diamond": [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)],
    "triangle-up": [(0, -1.15), (1.15, 0.7), (-1.15, 0.7)],
    "triangle-down": [(0, 1.15), (1.15, -0.7), (-1.15, -0.7)],
    "triangle-left": [(-1.15, 0), (0.7, -1.15), (0.7, 1.15)],
    "triangle-right": [(1.15, 0), (-0.7, -1.15), (-0.7, 1.15)],
    "pentagon": _star(5, 1),
    "hexagon": _star(6, 1),
    "hexagon2": _star(6, 1, pi / 6),
    "star": [(x * 1.35, y * 1.35) for x, y in _star(5, 0.382)],
    "x": [
        (0, -0.5), (0.6, -1.1), (1.1, -0.6), (0.5, 0), (1.1, 0.6), (0.6, 1.1),
        (0, 0.5), (-0.6, 1.1), (-1.1, 0.6), (-0.5, 0), (-1.1, -0.6), (-0.6, -1.1),
    ],
    "cross": [
        (-0.4, -1.2), (0.4, -1.2), (0.4, -0.4), (1.2, -0.4), (1.2, 0.4), (0.4, 0.4),
        (0.4, 1.2), (-0.4, 1.2), (-0.4, 0.4), (-1.2, 0.4), (-1.2, -0.4), (-0.4, -0.4),
    ],
}  # fmt: skip
"""The corners of each symbol around its middle, for a size of 2."""
STROKES: dict[str, list[Points]] = {
    "cross-thin": [[(-1.4, 0), (1.4, 0)], [(0, -1.4), (0, 1.4)]],
    "x-thin": [[(-1, -1), (1, 1)], [(-1, 1), (1, -1)]],
    "line-ns": [[(0, -1.4), (0, 1.4)]],
    "line-ew": [[(-1.4, 0), (1.4, 0)]],
}
"""Symbols that are lines only."""


def mark(x: float, y: float, symbol: str, size: float, look: Figure) -> str:
    """Return one symbol; ``look`` holds ``color``, and ``line`` with ``color`` and ``width``.

    Raises ValueError for a symbol that is not drawn here.
    """
    opened = "-open" in symbol
    shape = symbol.replace("-open", "").removesuffix("-dot")
    line = look.get("line") or {}
    edge, width = line.get("color"), line.get("width", 1 if opened else 0)
    colour = look.get("color")
    if opened or shape in STROKES:
        edge, colour = (edge or colour) if shape in STROKES else (colour or edge), None
    given = {"fill": pen.paint(colour)}
    if width and edge:
        given |= {"stroke": pen.paint(edge), "stroke_width": width}
    return _drawn(shape)(x, y, size / 2, given)


def _drawn(shape: str) -> Callable[[float, float, float, Figure], str]:
    if shape == "circle":
        return lambda x, y, half, look: pen.element("circle", cx=x, cy=y, r=half, **look)
    if shape in OUTLINES:
        return lambda x, y, half, look: pen.element("path", d=_path(OUTLINES[shape], x, y, half, closed=True), **look)
    if shape in STROKES:
        return lambda x, y, half, look: pen.element(
            "path", d="".join(_path(line, x, y, half, closed=False) for line in STROKES[shape]), **look
        )
    raise ValueError(f"No drawing knows the symbol {shape!r}: add it to survey/charts/drawing/marks.py.")


def _path(points: Points, x: float, y: float, half: float, *, closed: bool) -> str:
    return pen.path([(x + right * half, y + down * half) for right, down in points], closed=closed)
