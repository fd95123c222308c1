"""Axes: where a value lies in pixels, and which ticks stand beside it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil, floor, log10
from typing import Any

from survey.charts.drawing.pen import Figure

STEPS = (1, 2, 2.5, 5, 10)
"""Ticks that nobody chose stand at round numbers: these, times a power of ten."""
WISHED = 5
"""About so many ticks stand on an axis whose figure names none."""


@dataclass(frozen=True)
class Area:
    """Where things are drawn, in pixels: the area between the margins of a drawing."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where the area ends on the right."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Where the area ends below."""
        return self.top + self.height

    def x(self, share: float) -> float:
        """Return the place of a share of the width, from the left."""
        return self.left + share * self.width

    def y(self, share: float) -> float:
        """Return the place of a share of the height, from below, as figures count."""
        return self.bottom - share * self.height


@dataclass(frozen=True)
class Axis:
    """One axis: it runs over ``low`` to ``high`` from pixel ``start`` to ``end``; ``names`` where it has categories."""

    name: str
    spec: Figure
    start: float
    end: float
    low: float
    high: float
    names: tuple[str, ...] = field(default=())

    def at(self, value: Any) -> float:
        """Return the pixel of a value or of the name of a category."""
        place = self.value(value)
        return self.start + (place - self.low) / (self.high - self.low) * (self.end - self.start)

    def value(self, value: Any) -> float:
        """Return a value as a number: a category is its place among the names."""
        if isinstance(value, str):
            return float(self.names.index(value)) if value in self.names else float(value)
        return float(value)

    def share(self, share: float) -> float:
        """Return the pixel of a share of the axis from 0 to 1."""
        return self.start + share * (self.end - self.start)

    def holds(self, value: Any) -> bool:
        """Whether a value lies on the axis, with a hair of tolerance."""
        low, high = sorted((self.low, self.high))
        return low - 1e-9 <= self.value(value) <= high + 1e-9

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """The ticks on the axis: pixel and text of each."""
        places = self.spec.get("tickvals")
        if places is None:
            found: Iterable[tuple[Any, str]] = enumerate(self.names) if self.names else _round(self.low, self.high)
        else:
            texts = self.spec.get("ticktext") or [str(place) for place in places]
            found = zip(places, texts, strict=False)
        return [(self.at(place), str(text)) for place, text in found if self.holds(place)]


def axis(name: str, spec: Figure, area: Area, values: Sequence[Any], *, bars: bool) -> Axis:
    """Return an axis by its name (``x``, ``y2``), with the ``values`` of the traces on it, which may be missing.

    ``bars`` says that bars stand along it, so that a category needs half a step of room on each side.
    """
    known = [value for value in values if value is not None]
    names = _names(spec, known)
    low, high = _range(spec, known, names, bars=bars)
    begin, end = spec.get("domain") or (0, 1)
    across = name.startswith("x")
    start, stop = (area.x(begin), area.x(end)) if across else (area.y(begin), area.y(end))
    return Axis(name, spec, start, stop, low, high if high != low else low + 1, names)


def _names(spec: Figure, values: Sequence[Any]) -> tuple[str, ...]:
    words = [value for value in values if isinstance(value, str)]
    if not words or (spec.get("type") != "category" and all(_numeric(word) for word in words)):
        return ()
    return tuple(dict.fromkeys([*(spec.get("categoryarray") or ()), *words]))


def _numeric(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def _range(spec: Figure, values: Sequence[Any], names: tuple[str, ...], *, bars: bool) -> tuple[float, float]:
    if spec.get("range"):
        low, high = spec["range"]
        return float(low), float(high)
    numbers = [float(names.index(one)) if one in names else float(one) for one in values]
    low, high = min(numbers, default=0.0), max(numbers, default=1.0)
    if spec.get("rangemode") == "tozero" or bars:
        low, high = min(low, 0.0), max(high, 0.0)
    room = 0.5 if names else (high - low or 1) * 0.05
    low, high = low - room, high + room
    return (high, low) if spec.get("autorange") == "reversed" else (low, high)


def _round(low: float, high: float) -> Iterator[tuple[float, str]]:
    """Give round numbers between two values, each with its text."""
    low, high = sorted((low, high))
    size = 10 ** floor(log10((high - low) / WISHED))
    step = next(part * size for part in STEPS if (high - low) / (part * size) <= WISHED)
    digits = max(0, -floor(log10(step))) + (1 if step / 10 ** floor(log10(step)) == STEPS[2] else 0)
    for at in range(ceil(low / step), floor(high / step) + 1):
        yield at * step, f"{at * step:.{digits}f}"
