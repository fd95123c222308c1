"""Traces of bars: beside each other, on each other, or from a base of their own."""

from collections.abc import Iterator, Sequence
from typing import Any

from survey.charts.drawing import pen
from survey.charts.drawing.axes import Axis
from survey.charts.drawing.hatching import hatched
from survey.charts.drawing.pen import Figure, each
from survey.charts.drawing.points import marker_colours

Box = tuple[float, float, float, float]
"""A bar: from and to on the axis of its values, from and to on the axis of its places."""


def boxes(traces: Sequence[Figure], layout: Figure, axes: Sequence[tuple[Axis, Axis]]) -> list[list[Box | None]]:
    """Return the bars of all bar traces that share a pair of axes, in the values of their axes, trace by trace."""
    mode, gap = layout.get("barmode", "group"), layout.get("bargap", 0.2)
    slots = len(traces) if mode == "group" else 1
    room = (1 - gap) / slots
    piled: dict[tuple[float, bool], float] = {}
    found = []
    for number, (trace, (x, y)) in enumerate(zip(traces, axes, strict=True)):
        along, across = (y, x) if upright(trace) is False else (x, y)
        slot = number if mode == "group" else 0
        middle = -(1 - gap) / 2 + room * (slot + 0.5)
        found.append(_boxes(trace, along, across, middle, room, piled if mode in {"stack", "relative"} else None))
    return found


def upright(trace: Figure) -> bool:
    """Whether the bars of a trace stand, or lie."""
    return bool(trace.get("orientation", "v") == "v")


def _boxes(
    trace: Figure, along: Axis, across: Axis, middle: float, room: float, piled: dict[tuple[float, bool], float] | None
) -> list[Box | None]:
    standing = upright(trace)
    values, places = (trace["y"], trace["x"]) if standing else (trace["x"], trace["y"])
    result: list[Box | None] = []
    for at, (value, spot) in enumerate(zip(values, places, strict=False)):
        if value is None or spot is None:
            result.append(None)
            continue
        place, size = along.value(spot), across.value(value)
        width = each(trace.get("width"), at, room)
        offset = each(trace.get("offset"), at)
        first = place + middle - width / 2 if offset is None else place + offset
        base = each(trace.get("base"), at, 0.0)
        if piled is not None:
            base = piled.get((place, size < 0), 0.0)
            piled[place, size < 0] = base + size
        result.append((base, base + size, first, first + width))
    return result


def drawn(trace: Figure, found: Sequence[Box | None], x: Axis, y: Axis, colour: str, font: Figure) -> Iterator[str]:
    """Give the bars of one trace, and the texts on or beside them."""
    marker, standing = trace.get("marker") or {}, upright(trace)
    shown = marker_colours(marker, len(found), colour)
    edge = marker.get("line") or {}
    written = []
    for at, box in enumerate(found):
        if box is None:
            continue
        left, top, width, height = _pixels(box, x, y, standing=standing)
        clear, line = each(marker.get("opacity"), at), each(edge.get("width"), at, 0)
        written.append(_text(trace, at, (left, top, width, height), box, font))
        if width <= 0 or height <= 0:
            continue
        yield pen.element(
            "rect",
            x=left,
            y=top,
            width=width,
            height=height,
            rx=min(marker.get("cornerradius") or 0, width / 2, height / 2) or None,
            fill=pen.paint(shown[at]),
            fill_opacity=None if clear in {None, 1} else f"{clear:g}",
            stroke=pen.paint(each(edge.get("color"), at)) if line else None,
            stroke_width=line or None,
        )
        yield hatched((left, top, width, height), marker)
    yield from written


def _pixels(box: Box, x: Axis, y: Axis, *, standing: bool) -> tuple[float, float, float, float]:
    across, along = (y, x) if standing else (x, y)
    a, b = sorted((across.at(box[0]), across.at(box[1])))
    c, d = sorted((along.at(box[2]), along.at(box[3])))
    return (c, a, d - c, b - a) if standing else (a, c, b - a, d - c)


def _text(trace: Figure, at: int, rect: tuple[float, float, float, float], box: Box, font: Figure) -> str:
    said, position = each(trace.get("text"), at, ""), each(trace.get("textposition"), at, "auto")
    if said in {None, ""} or position == "none":
        return ""
    left, top, width, height = rect
    outside = position == "outside"
    look = font | (trace.get("textfont") or {}) | ((trace.get("insidetextfont") or {}) if not outside else {})
    given: dict[str, Any] = {
        "size": each(look["size"], at) if each(look["size"], at) != font["size"] else None,
        "letters": font["size"],
        "fill": each(look["color"], at) if each(look["color"], at) != font["color"] else None,
    }
    back = box[1] < box[0]
    if not outside:
        anchor = trace.get("insidetextanchor", "end")
        if upright(trace):
            y = {"middle": top + height / 2, "start": top + height - 4}.get(anchor, top + 4)
            up = {"middle": "middle", "start": "bottom"}.get(anchor, "top")
            return pen.text(left + width / 2, y, str(said), at="center", up=up, **given)
        x = {"middle": left + width / 2, "start": left + 5}.get(anchor, left + width - 5)
        end = {"middle": "center", "start": "left"}.get(anchor, "right")
        return pen.text(x, top + height / 2, str(said), at=end, **given)
    if upright(trace):
        edge, up = (top + height + 4, "top") if back else (top - 3, "bottom")
        return pen.text(left + width / 2, edge, str(said), at="center", up=up, **given)
    edge, end = (left - 5, "right") if back else (left + width + 5, "left")
    return pen.text(edge, top + height / 2, str(said), at=end, **given)
