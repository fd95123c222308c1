"""The triangle of three shares: the first corner on top, the second on the left, the third on the right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from survey.charts.drawing import notes, pen, points
from survey.charts.drawing.axes import Area
from survey.charts.drawing.pen import Figure

KINDS = frozenset({"scatterternary"})
LINE, SOFT = "var(--line)", "var(--soft)"


@dataclass(frozen=True)
class Triangle:
    """The plane: its three starts, and where it lies in pixels."""

    starts: tuple[float, float, float]
    whole: float
    left: float
    bottom: float
    side: float

    def at(self, a: float, b: float, c: float) -> tuple[float, float]:
        """Return the pixel of three shares, of whatever sum."""
        total = a + b + c
        room = self.whole - sum(self.starts)
        up = (a / total * self.whole - self.starts[0]) / room
        right = (c / total * self.whole - self.starts[2]) / room
        return self.left + (right + up / 2) * self.side, self.bottom - up * self.side * sqrt(3) / 2


def drawn(traces: Sequence[Figure], colours: Sequence[str], layout: Figure, area: Area, font: Figure) -> Iterator[str]:
    """Give the triangle with its lines, its points, and what names its corners."""
    spec = layout.get("ternary") or {}
    plane = _plane(spec, area)
    for at, letter in enumerate("abc"):
        yield from _lines(plane, at, spec.get(f"{letter}axis") or {}, font)
    yield _edge(plane, spec.get("aaxis") or {})
    for trace, colour in zip(traces, colours, strict=True):
        places = [
            None if None in parts else plane.at(*parts)
            for parts in zip(trace["a"], trace["b"], trace["c"], strict=True)
        ]
        yield from points.lines(trace, places, colour)
        yield from points.symbols(trace, places, colour)
        yield from points.texts(trace, places, font)
    yield from _corners(plane, spec, font)
    yield from notes.annotations(layout, area, {}, font)


def _plane(spec: Figure, area: Area) -> Triangle:
    starts = tuple(float((spec.get(f"{letter}axis") or {}).get("min", 0)) for letter in "abc")
    side = min(area.width, area.height * 2 / sqrt(3))
    high = side * sqrt(3) / 2
    left, bottom = area.left + (area.width - side) / 2, area.bottom - (area.height - high) / 2
    return Triangle((starts[0], starts[1], starts[2]), float(spec.get("sum", 1)), left, bottom, side)


def _ends(plane: Triangle, at: int, value: float) -> list[tuple[float, float]]:
    """Return the line on which one share has a value; its label stands at the first end."""
    beside, after = (at + 1) % 3, (at + 2) % 3
    ends = []
    for least in (after, beside):
        parts = [0.0, 0.0, 0.0]
        parts[at], parts[least] = value, plane.starts[least]
        other = 3 - at - least
        parts[other] = plane.whole - value - plane.starts[least]
        ends.append(plane.at(*parts))
    return ends


def _lines(plane: Triangle, at: int, spec: Figure, font: Figure) -> Iterator[str]:
    """Give the lines of one share, and how much each stands for."""
    ticks = list(zip(spec.get("tickvals") or (), spec.get("ticktext") or (), strict=False))
    look = font | (spec.get("tickfont") or {})
    ways = [_ends(plane, at, value) for value, _ in ticks]
    yield pen.element("path", d="".join(map(pen.path, ways)), stroke=spec.get("gridcolor", LINE), stroke_width=1)
    side = ("right", "center", "left")[at]
    away = ((-7, 0), (0, 6), (7, 0))[at]
    said = [
        pen.text(way[0][0] + away[0], way[0][1] + away[1], text, at=side, up="top" if at == 1 else "middle",
                 letters=look["size"])
        for way, (_, text) in zip(ways, ticks, strict=True)
    ]  # fmt: skip
    yield pen.element("g", "".join(said), fill=look["color"], font_size=look["size"])


def _edge(plane: Triangle, spec: Figure) -> str:
    high = plane.side * sqrt(3) / 2
    ends = [
        (plane.left, plane.bottom),
        (plane.left + plane.side / 2, plane.bottom - high),
        (plane.left + plane.side, plane.bottom),
    ]
    return pen.element("path", d=pen.path(ends, closed=True), fill="none", stroke=spec.get("linecolor", SOFT))


def _corners(plane: Triangle, spec: Figure, font: Figure) -> Iterator[str]:
    high = plane.side * sqrt(3) / 2
    places = (
        (plane.left + plane.side / 2, plane.bottom - high - 16, "center", "bottom"),
        (plane.left, plane.bottom + 26, "center", "top"),
        (plane.left + plane.side, plane.bottom + 26, "center", "top"),
    )
    for letter, (x, y, at, up) in zip("abc", places, strict=True):
        title = (spec.get(f"{letter}axis") or {}).get("title") or {}
        if title.get("text"):
            look = font | (title.get("font") or {})
            weight = look.get("weight")
            yield pen.text(x, y, title["text"], size=look["size"], at=at, up=up, fill=look["color"], font_weight=weight)
