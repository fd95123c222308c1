"""Figures around a middle: lines over axes that all begin there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians, sin
from typing import Any

from survey.charts.drawing import notes, pen, points
from survey.charts.drawing.axes import Area
from survey.charts.drawing.pen import Figure

KINDS = frozenset({"scatterpolar"})
LINE = "var(--line)"


@dataclass(frozen=True)
class Disc:
    """The plane: its middle and reach in pixels, what lies in the middle and at the edge, and how it turns."""

    x: float
    y: float
    reach: float
    low: float
    high: float
    first: float
    clockwise: bool
    names: tuple[str, ...]

    def angle(self, theta: Any) -> float:
        """Return the angle of an axis in degrees, against the clock from the right."""
        turned = 360 * self.names.index(theta) / len(self.names) if theta in self.names else float(theta)
        return self.first - turned if self.clockwise else self.first + turned

    def at(self, value: float, theta: Any) -> tuple[float, float]:
        """Return the pixel of a value on an axis."""
        far = (value - self.low) / (self.high - self.low) * self.reach
        turn = radians(self.angle(theta))
        return self.x + far * cos(turn), self.y - far * sin(turn)


def drawn(traces: Sequence[Figure], colours: Sequence[str], layout: Figure, area: Area, font: Figure) -> Iterator[str]:
    """Give the rings and spokes, the lines with their symbols, and what names the axes."""
    spec = layout.get("polar") or {}
    disc = _disc(traces, spec, area)
    yield from _rings(disc, spec, font)
    for trace, colour in zip(traces, colours, strict=True):
        places = [
            None if value is None else disc.at(value, theta)
            for value, theta in zip(trace["r"], trace["theta"], strict=True)
        ]
        if trace.get("fill") in {"toself", "tonext"}:
            ways = "".join(pen.path(part, closed=True) for part in points.runs(places))
            shown = trace.get("fillcolor")
            yield pen.element("path", d=ways, fill=shown or colour, fill_opacity=None if shown else ".2")
        yield from points.lines(trace, places, colour)
        yield from points.symbols(trace, places, colour)
        yield from points.texts(trace, places, font)
    yield from _names(disc, spec, font)
    yield from notes.annotations(layout, area, {}, font)


def _disc(traces: Sequence[Figure], spec: Figure, area: Area) -> Disc:
    radial, angular = spec.get("radialaxis") or {}, spec.get("angularaxis") or {}
    words = dict.fromkeys(theta for trace in traces for theta in trace["theta"] if isinstance(theta, str))
    known = [value for trace in traces for value in trace["r"] if value is not None]
    low, high = radial.get("range") or (0, max(known, default=1))
    clockwise = angular.get("direction") == "clockwise"
    return Disc(
        x=area.left + area.width / 2,
        y=area.top + area.height / 2,
        reach=min(area.width, area.height) / 2,
        low=low,
        high=high,
        first=angular.get("rotation", 90 if clockwise else 0),
        clockwise=clockwise,
        names=tuple(words),
    )


def _thetas(disc: Disc, spec: Figure) -> list[tuple[Any, str]]:
    angular = spec.get("angularaxis") or {}
    if angular.get("tickvals") is not None:
        return list(zip(angular["tickvals"], angular.get("ticktext") or map(str, angular["tickvals"]), strict=False))
    return [(name, name) for name in disc.names]


def _rings(disc: Disc, spec: Figure, font: Figure) -> Iterator[str]:
    radial, angular = spec.get("radialaxis") or {}, spec.get("angularaxis") or {}
    ticks = radial.get("tickvals") or [disc.low, (disc.low + disc.high) / 2, disc.high]
    given = {"fill": "none", "stroke": radial.get("gridcolor", LINE)}
    rings = [
        pen.element("circle", cx=disc.x, cy=disc.y, r=(tick - disc.low) / (disc.high - disc.low) * disc.reach)
        for tick in ticks
        if tick > disc.low
    ]
    yield pen.element("g", "".join(rings), **given)
    spokes = [pen.path([(disc.x, disc.y), disc.at(disc.high, theta)]) for theta, _ in _thetas(disc, spec)]
    yield pen.element("path", d="".join(spokes), stroke=angular.get("gridcolor", LINE))
    yield _numbers(disc, radial, ticks, font)


def _numbers(disc: Disc, radial: Figure, ticks: Sequence[float], font: Figure) -> str:
    """Return the numbers of the rings, beside the spoke that the figure says; by default the one upwards."""
    look = font | (radial.get("tickfont") or {})
    texts = radial.get("ticktext") or [f"{tick:g}" for tick in ticks]
    turn = radians(radial.get("angle", 90))
    said = []
    for tick, text in zip(ticks, texts, strict=False):
        far = (tick - disc.low) / (disc.high - disc.low) * disc.reach
        x, y = disc.x + far * cos(turn), disc.y - far * sin(turn)
        said.append(pen.text(x + 7, y, str(text), letters=look["size"]))
    return pen.element("g", "".join(said), fill=look["color"], font_size=look["size"])


def _names(disc: Disc, spec: Figure, font: Figure) -> Iterator[str]:
    angular = spec.get("angularaxis") or {}
    look = font | (angular.get("tickfont") or {})
    given = {"fill": look["color"], "font_size": look["size"]}
    said = [_name(disc, theta, str(text), look["size"]) for theta, text in _thetas(disc, spec)]
    yield pen.element("g", "".join(said), **given)


def _name(disc: Disc, theta: Any, text: str, size: float) -> str:
    """Return the name of an axis just outside the disc, on the side that leads away from it."""
    turn = radians(disc.angle(theta))
    right, up = cos(turn), sin(turn)
    x, y = disc.x + (disc.reach + 8) * right, disc.y - (disc.reach + 8) * up
    at = "left" if right > 0.1 else "right" if right < -0.1 else "center"
    return pen.text(x, y, text, at=at, up="bottom" if up > 0.9 else "top" if up < -0.9 else "middle", letters=size)
