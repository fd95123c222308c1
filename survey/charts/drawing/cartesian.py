"""Figures on straight axes: bars, points, lines, areas, heat maps, in one panel or several."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from survey.charts.drawing import bars, cells, grid, notes, pen, points
from survey.charts.drawing.axes import Area, Axis, axis
from survey.charts.drawing.pen import Figure

KINDS = frozenset({"scatter", "scattergl", "bar", "heatmap"})
_AXIS = re.compile(r"([xy])axis(\d*)")

Pair = tuple[Axis, Axis]
Drawn = Callable[[Sequence[Figure], Sequence[str], Figure, Area, Figure], Iterator[str]]
"""How a plane draws: traces, the colour of each, layout, area, and the font of the figure."""


def drawn(traces: Sequence[Figure], colours: Sequence[str], layout: Figure, area: Area, font: Figure) -> Iterator[str]:
    """Give the parts of a figure from the lowest to the uppermost: grid, shapes, marks, texts of the axes."""
    axes = _axes(traces, layout, area)
    pairs = [_pair(trace, axes) for trace in traces]
    unlike = list({(x.name, y.name): (x, y) for x, y in [*pairs, *_empty(axes)]}.values())
    for x, y in unlike:
        yield from grid.lines(x, y)
    yield from notes.shapes(layout, "below", area, axes)
    yield from _marks(traces, colours, pairs, layout, font)
    yield from notes.shapes(layout, "above", area, axes)
    for one in axes.values():
        if other := axes.get(_across(one)) or next((b if one is a else a for a, b in unlike if one in (a, b)), None):
            yield from grid.labels(one, other, font)
    yield from notes.annotations(layout, area, axes, font)


def _axes(traces: Sequence[Figure], layout: Figure, area: Area) -> dict[str, Axis]:
    named = {f"{found[1]}{found[2]}" for key in layout if (found := _AXIS.fullmatch(key))}
    named |= {trace.get(f"{letter}axis", letter) for trace in traces for letter in "xy"}
    return {name: _axis(name, traces, layout, area) for name in sorted(named)}


def _axis(name: str, traces: Sequence[Figure], layout: Figure, area: Area) -> Axis:
    spec = _spec(name, layout)
    letter = name[0]
    on = [trace for trace in traces if trace.get(f"{letter}axis", letter) == name]
    if twin := spec.get("matches"):
        on += [trace for trace in traces if trace.get(f"{letter}axis", letter) == twin]
        spec = {"range": _spec(twin, layout).get("range")} | spec
    values = [value for trace in on for value in _values(trace, letter)]
    standing = any(trace["type"] == "bar" and bars.upright(trace) == (letter == "y") for trace in on)
    return axis(name, spec, area, values, bars=standing)


def _spec(name: str, layout: Figure) -> Figure:
    return layout.get(f"{name[0]}axis{name[1:]}") or {}


def _values(trace: Figure, letter: str) -> list[Any]:
    found = list(trace.get(letter) or ())
    if trace["type"] == "heatmap" and not found:
        rows = trace["z"]
        return list(range(len(rows) if letter == "y" else max(map(len, rows), default=0)))
    return found


def _pair(trace: Figure, axes: Mapping[str, Axis]) -> Pair:
    return axes[trace.get("xaxis", "x")], axes[trace.get("yaxis", "y")]


def _across(one: Axis) -> str:
    """Return the name of the axis that an axis stands at."""
    letter = "y" if one.name.startswith("x") else "x"
    return str(one.spec.get("anchor") or f"{letter}{one.name[1:]}")


def _empty(axes: Mapping[str, Axis]) -> Iterator[Pair]:
    """Give the pairs of panels in which no trace lies."""
    for one in axes.values():
        if one.name.startswith("x") and (other := axes.get(_across(one))):
            yield one, other


def _marks(
    traces: Sequence[Figure], colours: Sequence[str], pairs: Sequence[Pair], layout: Figure, font: Figure
) -> Iterator[str]:
    boxes = _boxes(traces, pairs, layout)
    for at, (trace, colour, (x, y)) in enumerate(zip(traces, colours, pairs, strict=True)):
        if trace["type"] == "heatmap":
            yield from cells.drawn(trace, x, y, font)
        elif trace["type"] == "bar":
            yield from bars.drawn(trace, boxes[at], x, y, colour, font)
        else:
            yield from _points(trace, x, y, colour, font, traces[:at])


def _boxes(traces: Sequence[Figure], pairs: Sequence[Pair], layout: Figure) -> dict[int, list[bars.Box | None]]:
    """Return the bars of each trace by its number; those that share a pair of axes make room for each other."""
    panels: dict[tuple[str, str], list[int]] = {}
    for at, (x, y) in enumerate(pairs):
        if traces[at]["type"] == "bar":
            panels.setdefault((x.name, y.name), []).append(at)
    found: dict[int, list[bars.Box | None]] = {}
    for numbers in panels.values():
        made = bars.boxes([traces[at] for at in numbers], layout, [pairs[at] for at in numbers])
        found.update(zip(numbers, made, strict=True))
    return found


def _points(trace: Figure, x: Axis, y: Axis, colour: str, font: Figure, before: Sequence[Figure]) -> Iterator[str]:
    def place(one: Any, other: Any) -> points.Place:
        """Return where a point stands on the plane; None where one of its values is missing."""
        return None if one is None or other is None else (x.at(one), y.at(other))

    places = [place(*both) for both in zip(trace.get("x") or (), trace.get("y") or (), strict=False)]
    inner = "".join(
        (
            *_area(trace, places, x, y, colour, before),
            *points.lines(trace, places, colour),
            *points.errors(trace, place, colour),
            *points.symbols(trace, places, colour),
            *points.texts(trace, places, font),
        )
    )
    if inner and trace.get("opacity", 1) != 1:
        yield pen.element("g", inner, opacity=f"{trace['opacity']:g}")
    elif inner:
        yield inner


def _area(
    trace: Figure, places: Sequence[points.Place], x: Axis, y: Axis, colour: str, before: Sequence[Figure]
) -> Iterator[str]:
    """Give the area below a line, beside it, between it and the trace before, or inside it."""
    fill = trace.get("fill")
    if fill in {None, "none"}:
        return
    for part in points.runs(places):
        way = list(part)
        if fill == "tozeroy":
            way += [(part[-1][0], y.at(0)), (part[0][0], y.at(0))]
        elif fill == "tozerox":
            way += [(x.at(0), part[-1][1]), (x.at(0), part[0][1])]
        elif fill == "tonexty" and before:
            last = zip(before[-1].get("x") or (), before[-1].get("y") or (), strict=False)
            way += [(x.at(one), y.at(other)) for one, other in last if one is not None and other is not None][::-1]
        shown = trace.get("fillcolor")
        given: Figure = {"fill": pen.paint(shown or colour), "fill_opacity": None if shown else ".3"}
        yield pen.element("path", d=pen.path(way, closed=True), **given)
