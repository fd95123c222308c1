"""Peer groups: the regions that are alike in country, language, level, or in a figure about their population."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from survey.models import ContextFigure, Region
from survey.services.regions import MEASURES

ALIKE = ("country", "language", "nuts")
"""What regions can have in common besides a figure: country, an official language, the level of statistical units."""
NEAREST = "nearest"
MOST = 50
"""So many nearest regions can be asked for."""


@dataclass(frozen=True)
class Wish:
    """A peer group as an address asks for it, such as ``country:ES``, ``population:1000000-3000000`` or
    ``nearest:population:4:salzburg``.

    ``by`` is one of :data:`ALIKE` with its ``value``, or one of the measures with ``low`` and ``high``, or with the
    ``count`` regions nearest to that of the key ``value``.
    """

    text: str
    by: str
    value: str = ""
    low: float = -inf
    high: float = inf
    count: int = 0


@dataclass(frozen=True)
class Peers:
    """The regions of a group by key, those left out for want of a figure, and the figures that it was made by."""

    wish: Wish
    members: tuple[str, ...]
    lacking: tuple[str, ...]
    figures: Mapping[str, ContextFigure]

    @property
    def dates(self) -> list[str]:
        """The days of the members' figures, each once, the earliest first."""
        return sorted({self.figures[key].as_of for key in self.members if key in self.figures})

    @property
    def units(self) -> list[str]:
        """The units of the members' figures, each once."""
        return sorted({self.figures[key].unit for key in self.members if key in self.figures})

    @property
    def noted(self) -> dict[str, str]:
        """Notes on members' figures that measure something else than their name says, by key of the region."""
        found = {key: self.figures[key].note for key in self.members if key in self.figures}
        return {key: note for key, note in found.items() if note}


def parse(text: str) -> Wish | None:
    """Return the group that an address asks for; None for a text that asks for none."""
    parts = text.split(":")
    match parts:
        case [by, value] if by in ALIKE and value:
            return Wish(text, by, value)
        case [by, span] if by in MEASURES and span.count("-") == 1:
            low, high = (_number(end, usual) for end, usual in zip(span.split("-"), (-inf, inf), strict=True))
            if low is None or high is None or low > high or (low, high) == (-inf, inf):
                return None
            return Wish(text, by, low=low, high=high)
        case ["nearest", by, count, value] if by in MEASURES and value:
            number = int(count) if count.isascii() and count.isdigit() else 0
            return Wish(text, by, value, count=number) if 0 < number <= MOST else None
    return None


def _number(text: str, usual: float) -> float | None:
    if not text:
        return usual
    return float(text) if text.isascii() and text.replace(".", "", 1).isdigit() else None


def group(regions: Sequence[Region], wish: Wish) -> Peers:
    """Return those of these regions that belong to a group.

    Where it is made by a figure, each region counts with its latest one, and those without are left out. The region
    that others are near to belongs to them; without a figure of it, nobody does. Equally near ones count by key.
    """
    if wish.by in ALIKE:
        return Peers(wish, tuple(one.key for one in regions if wish.value in alike(one, wish.by)), (), {})
    figures = {one.key: latest for one in regions if (latest := figure(one, wish.by)) is not None}
    lacking = tuple(one.key for one in regions if one.key not in figures)
    if wish.count:
        members = _nearest(figures, wish)
    else:
        members = [key for key, one in figures.items() if wish.low <= one.value <= wish.high]
    return Peers(wish, tuple(one.key for one in regions if one.key in members), lacking, figures)


def _nearest(figures: Mapping[str, ContextFigure], wish: Wish) -> list[str]:
    middle = figures.get(wish.value)
    if middle is None:
        return []
    order = sorted(figures, key=lambda key: (abs(figures[key].value - middle.value), key))
    return [wish.value, *(key for key in order if key != wish.value)][: wish.count + 1]


def alike(region: Region, by: str) -> list[str]:
    """Return what a region has of country, official languages, or level."""
    every = {"country": [region.country], "language": region.languages.split(";"), "nuts": [str(region.nuts_level)]}
    return every[by]


def figure(region: Region, measure: str) -> ContextFigure | None:
    """Return the latest figure of a region, None where there is none."""
    found = [one for one in region.context if one.measure == measure]
    return max(found, key=lambda one: one.as_of, default=None)


def regions_of(session: Session, *, keys: Sequence[str]) -> Sequence[Region]:
    """Return the regions of these keys with their figures, in the order of the keys."""
    wanted = select(Region).where(Region.key.in_(keys)).options(selectinload(Region.context))
    found = {one.key: one for one in session.scalars(wanted)}
    return [found[key] for key in keys if key in found]
