"""Heat maps: one cell for each pair of places, coloured by the class of its value."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from survey.charts.drawing import pen, shades
from survey.charts.drawing.axes import Axis
from survey.charts.drawing.pen import Figure, each


def drawn(trace: Figure, x: Axis, y: Axis, font: Figure) -> Iterator[str]:
    """Give the cells of a heat map, those of one colour together, and its texts where it has any."""
    rows = trace["z"]
    width = max(map(len, rows), default=0)
    across, down = places(trace.get("x"), width, x), places(trace.get("y"), len(rows), y)
    values = [value for row in rows for value in row if value is not None]
    low, high = shades.ends(trace, values, "zmin", "zmax")
    colours: dict[str, list[str]] = {}
    for row, (top, bottom) in zip(rows, down, strict=False):
        for value, (left, right) in zip(row, across, strict=False):
            if value is not None:
                box = _box(left, right, top, bottom, trace.get("xgap", 0), trace.get("ygap", 0))
                colours.setdefault(shades.shade(value, trace["colorscale"], low, high), []).append(box)
    for colour, boxes in colours.items():
        yield pen.element("path", d="".join(boxes), fill=colour)
    if "texttemplate" in trace or "text" in trace:
        yield from _texts(trace, across, down, font)


def places(given: Sequence[Any] | None, count: int, axis: Axis) -> list[tuple[float, float]]:
    """Return where each of some columns or rows begins and ends in pixels: half way to the next one."""
    values = [axis.value(value) for value in given] if given else [float(at) for at in range(count)]
    edges = [(one + other) / 2 for one, other in pairwise(values)]
    half = (values[1] - values[0]) / 2 if len(values) > 1 else 0.5
    every = [values[0] - half, *edges, values[-1] + half] if values else []
    return [(axis.at(one), axis.at(other)) for one, other in pairwise(every)]


def _box(left: float, right: float, top: float, bottom: float, xgap: float, ygap: float) -> str:
    (x0, x1), (y0, y1) = sorted((left, right)), sorted((top, bottom))
    width, height = pen.number(x1 - x0 - xgap), pen.number(y1 - y0 - ygap)
    return f"M{pen.number(x0 + xgap / 2)} {pen.number(y0 + ygap / 2)}h{width}v{height}h-{width}z"


def _texts(
    trace: Figure, across: list[tuple[float, float]], down: list[tuple[float, float]], font: Figure
) -> Iterator[str]:
    look = font | (trace.get("textfont") or {})
    for at, (top, bottom) in enumerate(down):
        line = each(trace.get("text"), at) or []
        for column, (left, right) in enumerate(across):
            said = each(line, column, "")
            given = {"size": look["size"], "fill": each(look["color"], column)}
            yield pen.text((left + right) / 2, (top + bottom) / 2, str(said), at="center", **given)
