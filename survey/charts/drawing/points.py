"""Traces of points: lines, areas, bars of error, symbols and texts, on whatever plane the caller maps them to."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from survey.charts.drawing import pen, shades
from survey.charts.drawing.grid import dashes
from survey.charts.drawing.hatching import hatched
from survey.charts.drawing.marks import mark
from survey.charts.drawing.pen import Figure, each

Place = tuple[float, float] | None
"""Where a point lies in pixels; None where it lacks a value."""


def lines(trace: Figure, places: Sequence[Place], colour: str) -> Iterator[str]:
    """Give the line of a trace, broken where a value is missing unless ``connectgaps``."""
    if "lines" not in trace.get("mode", "lines+markers"):
        return
    line = trace.get("line") or {}
    width = line.get("width", 2)
    steps = {"hv": True, "vh": True}.get(line.get("shape", ""), False)
    parts = [_stepped(part, line["shape"]) if steps else part for part in runs(places, trace.get("connectgaps", False))]
    ways = "".join(pen.path(part) for part in parts if len(part) > 1)
    if ways and width:
        yield pen.element(
            "path",
            d=ways,
            fill="none",
            stroke=pen.paint(line.get("color") or colour),
            stroke_width=width,
            stroke_dasharray=dashes(line.get("dash"), width),
            stroke_linejoin="round",
        )


def runs(places: Sequence[Place], connected: bool = False) -> list[list[tuple[float, float]]]:
    """Return the parts of a line between the points that are missing."""
    parts: list[list[tuple[float, float]]] = [[]]
    for place in places:
        if place is not None:
            parts[-1].append(place)
        elif not connected:
            parts.append([])
    return [part for part in parts if part]


def _stepped(part: list[tuple[float, float]], shape: str) -> list[tuple[float, float]]:
    """Return a line that goes across and then up or down (``hv``), or the other way round."""
    way = part[:1]
    for (x0, y0), (x1, y1) in pairwise(part):
        way += [(x1, y0) if shape == "hv" else (x0, y1), (x1, y1)]
    return way


def symbols(trace: Figure, places: Sequence[Place], colour: str) -> Iterator[str]:
    """Give the symbols of a trace."""
    if "markers" not in trace.get("mode", "lines+markers"):
        return
    marker = trace.get("marker") or {}
    shown = marker_colours(marker, len(places), colour)
    edge = marker.get("line") or {}
    for at, place in enumerate(places):
        if place is None:
            continue
        look = {
            "color": shown[at],
            "line": {"color": each(edge.get("color"), at), **_width(edge, at)},
        }
        drawn = mark(*place, each(marker.get("symbol"), at, "circle"), each(marker.get("size"), at, 6), look)
        clear = each(marker.get("opacity"), at)
        yield pen.element("g", drawn, opacity=_share(clear)) if clear is not None and clear != 1 else drawn


def _width(edge: Figure, at: int) -> Figure:
    width = each(edge.get("width"), at)
    return {} if width is None else {"width": width}


def _share(value: float | None) -> str | None:
    return None if value is None or value == 1 else f"{value:g}"


def marker_colours(marker: Figure, count: int, colour: str) -> list[str]:
    """Return the colour of each mark: named, or from a scale where the trace gives numbers."""
    given = marker.get("color")
    values = given if isinstance(given, list | tuple) else [given] * count
    numbers = [value for value in values if isinstance(value, int | float)]
    if not numbers or "colorscale" not in marker:
        return [str(each(given, at, colour)) for at in range(count)]
    low, high = shades.ends(marker, numbers, "cmin", "cmax")
    return [shades.shade(one, marker["colorscale"], low, high) if one is not None else "none" for one in values]


def texts(trace: Figure, places: Sequence[Place], font: Figure) -> Iterator[str]:
    """Give the texts of a trace, each beside or on its point."""
    if "text" not in trace.get("mode", "lines+markers"):
        return
    look = font | (trace.get("textfont") or {})
    for at, place in enumerate(places):
        said = each(trace.get("text"), at, "")
        if place is None or not said:
            continue
        up, across = str(each(trace.get("textposition"), at, "middle center")).split()
        marker = (trace.get("marker") or {}).get("size") if "markers" in trace.get("mode", "") else 0
        away = each(marker, at, 0) / 2 + 3 if marker or across != "center" or up != "middle" else 0
        x = place[0] + {"left": -away, "right": away}.get(across, 0)
        y = place[1] + {"top": -away, "bottom": away}.get(up, 0)
        yield pen.text(x, y, str(said), **_font(look, at, font), at=_opposite(across), up=_opposite(up))


def _opposite(side: str) -> str:
    """Return which end of a text lies at a point, when the text stands on this side of it."""
    return {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}.get(side, side)


def _font(look: Figure, at: int, font: Figure) -> Figure:
    size, colour = each(look["size"], at), each(look["color"], at)
    return {
        "size": size if size != font["size"] else None,
        "letters": font["size"],
        "fill": colour if colour != font["color"] else None,
        "font_weight": each(look.get("weight"), at),
    }


def errors(trace: Figure, place: Callable[[Any, Any], Place], colour: str) -> Iterator[str]:
    """Give the bars from low to high at each point that has them; ``place`` maps two values to pixels."""
    for letter in ("x", "y"):
        bars = trace.get(f"error_{letter}") or {}
        if bars.get("visible", True) is False or bars.get("array") is None:
            continue
        ways = []
        for at, (x, y) in enumerate(zip(trace.get("x", []), trace.get("y", []), strict=False)):
            more = each(bars["array"], at)
            less = each(bars.get("arrayminus"), at, None if bars.get("symmetric") is False else more)
            if x is None or y is None or more is None:
                continue
            ends = [place(x - (less or 0), y), place(x + more, y)] if letter == "x" else [
                place(x, y - (less or 0)), place(x, y + more)
            ]  # fmt: skip
            ways.append(pen.path([end for end in ends if end]))
        shown = bars.get("color") or colour
        yield pen.element("path", d="".join(ways), stroke=pen.paint(shown), stroke_width=bars.get("thickness", 2))


def legend_mark(trace: Figure, x: float, y: float, colour: str) -> str:
    """Return the sign of a trace in the key: its line, its symbol, or a patch of its colour."""
    mode = trace.get("mode", "lines+markers")
    if trace["type"] == "bar" or ("markers" not in mode and "lines" not in mode):
        marker = trace.get("marker") or {}
        shown = marker_colours(marker, 1, colour)[0]
        patch = pen.element("rect", x=x - 6, y=y - 6, width=12, height=12, rx=2, fill=pen.paint(shown))
        return patch + hatched((x - 6, y - 6, 12, 12), marker)
    ends = [(x - 14, y), (x + 14, y)]
    return "".join((*lines(trace, ends, colour), *symbols(trace, [(x, y)], colour)))
