"""Readings: one region's score of one component, the rows that every chart is made from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

TIE = 1e-9
"""Scores closer than this are equal: ranks and extremes must not hinge on a last bit."""

Value = str | float | int | None


@dataclass(frozen=True)
class Reading:
    """What one region reached in one component.

    ``score``, ``low``, ``high`` and ``planned`` run from 0 to 100, None where there is none; ``coverage`` and
    ``not_applicable`` are shares of the weight from 0 to 1; ``answered`` and ``applicable`` count questions.
    ``submitted`` is the day of submitting, None for a draft.
    """

    region: str
    region_name: str
    component: str
    title: str
    level: str
    score: float | None
    low: float | None
    high: float | None
    coverage: float | None
    not_applicable: float | None
    planned: float | None
    answered: int
    applicable: int
    stage: str
    submitted: date | None = None


COLUMNS = (
    "region",
    "region_name",
    "component",
    "title",
    "level",
    "score",
    "low",
    "high",
    "coverage",
    "not_applicable",
    "planned",
    "answered",
    "applicable",
    "stage",
    "submitted",
)
"""The columns of a chart's file; public, so they only ever grow at the end."""


def row(reading: Reading) -> tuple[Value, ...]:
    """Return a reading's values in the order of :data:`COLUMNS`, unrounded; a day as in ISO 8601."""
    values: dict[str, Value] = {
        **vars(reading),
        "submitted": reading.submitted.isoformat() if reading.submitted else None,
    }
    return tuple(values[column] for column in COLUMNS)


@dataclass(frozen=True)
class Readings:
    """Readings of some regions in some components; both keep the order in which they first come."""

    all: tuple[Reading, ...]

    def __iter__(self) -> Iterator[Reading]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    @cached_property
    def regions(self) -> dict[str, str]:
        """The name of each region, by key."""
        return {reading.region: reading.region_name for reading in self.all}

    @cached_property
    def components(self) -> dict[str, str]:
        """The title of each component, by code."""
        return {reading.component: reading.title for reading in self.all}

    @cached_property
    def _places(self) -> dict[tuple[str, str], Reading]:
        return {(reading.region, reading.component): reading for reading in self.all}

    def at(self, region: str, component: str) -> Reading | None:
        """Return the reading of one region in one component, None where there is none."""
        return self._places.get((region, component))

    def of(self, component: str) -> tuple[Reading, ...]:
        """Return the readings of one component, one for each region."""
        return tuple(reading for reading in self.all if reading.component == component)

    def level(self, *levels: str) -> "Readings":
        """Return the readings of these levels only (``index``, ``dimension``, ``composite``, ``area``,
        ``group``).
        """
        return Readings(tuple(reading for reading in self.all if reading.level in levels))


def scored(readings: Sequence[Reading]) -> list[tuple[Reading, float]]:
    """Return the readings that have a score, each with it."""
    return [(reading, reading.score) for reading in readings if reading.score is not None]


def ranked(readings: Sequence[Reading]) -> list[tuple[Reading, float]]:
    """Return the readings that have a score, the highest first; equal ones stay in their order."""
    return sorted(scored(readings), key=lambda pair: -round(pair[1] / TIE))
