"""Readings: one region's score of one component, the rows that every chart is made from."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from survey.languages import region_name
from survey.models.assessment import Assessment
from survey.scoring.scorecard import ComponentScore, Scorecard

TIE = 1e-9
"""Scores closer than this are equal: ranks and extremes must not hinge on a last bit."""


class Title(NamedTuple):
    """The title of a component, and its language where a missing translation left it as it was written."""

    text: str
    lang: str | None = None


@dataclass(frozen=True)
class Reading:
    """What one region reached in one component.

    ``score``, ``low``, ``high`` and ``planned`` run from 0 to 100, None where there is none; ``coverage`` and
    ``not_applicable`` are shares of the weight from 0 to 1; ``answered`` and ``applicable`` count questions.
    ``submitted`` is the day of submitting, None for a draft. ``lang`` is the language of the title where it is not
    the reader's, because a translation is missing.
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
    lang: str | None = None


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
    def langs(self) -> dict[str, str | None]:
        """The language of each component's title where it is not the reader's, by code."""
        return {reading.component: reading.lang for reading in self.all}

    @cached_property
    def _places(self) -> dict[tuple[str, str], Reading]:
        return {(reading.region, reading.component): reading for reading in self.all}

    def at(self, region: str, component: str) -> Reading | None:
        """Return the reading of one region in one component, None where there is none."""
        return self._places.get((region, component))

    def of(self, component: str) -> tuple[Reading, ...]:
        """Return the readings of one component, one for each region."""
        return tuple(reading for reading in self.all if reading.component == component)

    def within(self, regions: Collection[str]) -> "Readings":
        """Return the readings of these regions only, by key."""
        return Readings(tuple(reading for reading in self.all if reading.region in regions))

    def ordered(self, regions: Sequence[str] | None = None, components: Sequence[str] | None = None) -> "Readings":
        """Return the readings of these regions and components only, in this order; None: as they stand."""
        wanted = list(self.regions if regions is None else regions)
        codes = list(self.components if components is None else components)
        found = (self.at(region, code) for region in wanted for code in codes)
        return Readings(tuple(reading for reading in found if reading is not None))

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


def regions_at(order: Sequence[tuple[Reading, float]], score: float) -> str:
    """Return the names of all regions that have this score: at an end of a range, none may stand for its equals."""
    return ", ".join(reading.region_name for reading, own in order if round(own / TIE) == round(score / TIE))


def of_cards(cards: Sequence[tuple[Assessment, Scorecard]], titles: Mapping[str, Title], zone: str) -> Readings:
    """Return the readings of some assessments in all components of their cards.

    ``titles`` are those of the components in the reader's language; ``zone`` is the time zone that says which
    day an assessment was submitted on. Regions stand in the order of their names in the reader's language.
    """
    ordered = sorted(cards, key=lambda pair: region_name(pair[0].region).casefold())
    return Readings(
        tuple(
            _reading(assessment, one, titles[one.code], zone) for assessment, card in ordered for one in card.values()
        )
    )


def _reading(assessment: Assessment, one: ComponentScore, title: Title, zone: str) -> Reading:
    at = assessment.submitted_at
    return Reading(
        region=assessment.region.key,
        region_name=region_name(assessment.region),
        component=one.code,
        title=title.text,
        level=one.level,
        score=one.score,
        low=one.low,
        high=one.high,
        coverage=one.coverage,
        not_applicable=one.not_applicable,
        planned=one.planned,
        answered=one.answered,
        applicable=one.applicable,
        stage=assessment.stage.value,
        submitted=at.astimezone(ZoneInfo(zone)).date() if at else None,
        lang=title.lang,
    )
