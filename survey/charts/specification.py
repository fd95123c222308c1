"""A chart as one frozen specification: figure, table, sentence and file of the same rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from survey.charts.readings import COLUMNS, Readings, Value, row
from survey.languages import format_date, format_percent, gettext, ngettext

MARK = ("wave", "data")
"""The columns that close each row of a file: the wave, and whether the answers are real or a
demonstration.
"""


@dataclass(frozen=True)
class Facts:
    """What stands with every chart: wave, stage, date of the data, and how many of how many.

    ``counted`` of ``out_of`` are regions in a comparison, answered questions in one region's chart.
    ``as_of`` is the day of the newest answer or submission shown, never today's date.
    """

    wave: str
    stage: str
    counted: int
    out_of: int
    unit: Literal["regions", "questions"] = "regions"
    as_of: date | None = None
    demonstration: bool = False


@dataclass(frozen=True)
class Cell:
    """One cell of a table: its text as shown, a class for its look, and a note where the text alone is not
    enough.
    """

    text: str
    look: str = ""
    note: str | None = None


@dataclass(frozen=True)
class Table:
    """A chart as a table: heads of the columns, and rows whose first cell is the head of the row."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    look: str = "plain"


@dataclass(frozen=True)
class Chart:
    """A chart in the reader's language.

    ``code`` names it in addresses and files. ``figure`` is a Plotly figure as a plain dict with ``data``,
    ``layout``, and ``narrow``: what differs on a phone (``layout``, and one patch for each trace under
    ``data``); None where there is nothing to draw. ``notes`` say how to read it. All of it is made from
    ``readings``.
    """

    code: str
    title: str
    sentence: str
    facts: Facts
    readings: Readings
    table: Table
    figure: dict[str, Any] | None
    notes: tuple[str, ...] = field(default=())

    @property
    def columns(self) -> tuple[str, ...]:
        """The head of the chart's file."""
        return COLUMNS + MARK

    @property
    def rows(self) -> tuple[tuple[Value, ...], ...]:
        """The one source: a row for each reading, unrounded, with wave and kind of data at the end."""
        mark = (self.facts.wave, "demonstration" if self.facts.demonstration else "reported")
        return tuple((*row(reading), *mark) for reading in self.readings)

    @property
    def caption(self) -> tuple[str, ...]:
        """Wave, stage, how many, coverage and date, each as a few words in the reader's language."""
        return tuple(_caption(self.facts, self.readings))


def _caption(facts: Facts, readings: Readings) -> Iterator[str]:
    if facts.demonstration:
        yield gettext("Demonstration: synthetic answers")
    yield gettext("Wave %(wave)s", wave=facts.wave)
    yield facts.stage
    yield _counted(facts)
    known = [reading.coverage for reading in readings if reading.coverage is not None]
    if known:
        yield gettext("coverage %(share)s", share=span(min(known), max(known)))
    if facts.as_of:
        yield gettext("as of %(date)s", date=format_date(facts.as_of))


def _counted(facts: Facts) -> str:
    if facts.unit == "regions":
        return ngettext(
            "%(num)s of %(total)s region", "%(num)s of %(total)s regions", facts.counted, total=facts.out_of
        )
    return ngettext(
        "%(num)s of %(total)s question answered",
        "%(num)s of %(total)s questions answered",
        facts.counted,
        total=facts.out_of,
    )


def span(low: float, high: float) -> str:
    """Return two shares from 0 to 1 as ``82–97 %``, or one where both read the same."""
    ends = (format_percent(low), format_percent(high))
    return ends[0] if ends[0] == ends[1] else gettext("%(low)s to %(high)s", low=ends[0], high=ends[1])
