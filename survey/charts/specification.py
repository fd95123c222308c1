"""A chart as one frozen specification: figure, table, sentence, file and drawing of the same rows."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal

from survey.charts import drawing, palette
from survey.charts.readings import Reading, Readings
from survey.languages import format_date, format_number, format_percent, gettext, ngettext

Value = str | float | date | None
NUMBERS = ("score", "low", "high", "coverage", "not_applicable", "planned", "answered", "applicable")
COLUMNS = (
    *("unit", "component", "level", *NUMBERS, "title", "region", "wave", "stage", "data", "submitted", "lens", "peers"),
)
"""The columns of a chart's file, as in an exported score table; public, so they only grow at the end."""


@dataclass(frozen=True)
class Facts:
    """What stands with every chart: wave, stage, date of the data, and how many of how many.

    ``wave`` is its key, ``title`` what people call it. ``counted`` of ``out_of`` are regions in a comparison,
    answered questions in one region's chart. ``as_of`` is the day of the newest answer or submission shown,
    never today's date. ``lens`` is whose eyes the scores are seen through; ``peers`` names the group of regions that
    was chosen, as its address has it, and ``peers_named`` in words; both are empty for all regions.
    """

    wave: str
    title: str
    stage: str
    counted: int
    out_of: int
    unit: Literal["regions", "questions"] = "regions"
    as_of: date | None = None
    demonstration: bool = False
    lens: str = "reported"
    peers: str = ""
    peers_named: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell of a table: its text, a class for its look, and a note where the text is not enough.

    ``lang`` is the text's language where it is not the reader's. ``of`` is the region and the component whose score
    the text is: it links to how that was computed. A head with ``sort`` links to the same table in the order of that
    code; ``order`` says how the table is ordered by it now, in the words of ``aria-sort``.
    """

    text: str
    look: str = ""
    note: str | None = None
    lang: str | None = None
    of: tuple[str, str] | None = None
    sort: str | None = None
    order: Literal["ascending", "descending"] | None = None


@dataclass(frozen=True)
class Table:
    """A chart as a table: heads of the columns, and rows whose first cell is the head of the row."""

    heads: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    look: str = "plain"


@dataclass(frozen=True)
class File:
    """The file of a chart whose rows are no readings: heads, and rows as long as they are."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True)
class Chart:
    """A chart in the reader's language.

    ``code`` names it in addresses and files. ``figure`` is a Plotly figure as a plain dict with ``data`` and
    ``layout``; beside them ``narrow`` says what differs on a phone (``layout``, one patch for each trace under
    ``data``, and the ``least`` width before it is scrolled), and ``widest`` how far it may grow, in pixels. It is
    None where there is nothing to draw. ``notes`` say how to read it. All of it is made from ``readings``; a chart
    that shows what follows from several of them, such as ranks, has a ``file`` of its own.
    """

    code: str
    title: str
    sentence: str
    facts: Facts
    readings: Readings
    table: Table
    figure: dict[str, Any] | None
    notes: tuple[str, ...] = field(default=())
    file: File | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The heads of the chart's file."""
        return self.file.columns if self.file else COLUMNS

    @property
    def rows(self) -> tuple[tuple[Value, ...], ...]:
        """The rows of the chart's file, unrounded, in the order of the columns; else one for each reading."""
        if self.file:
            return self.file.rows
        return tuple(_row(reading, self.facts) for reading in self.readings)

    @cached_property
    def script(self) -> str:
        """The figure as JSON that may stand inside of HTML, for plotly.js."""
        text = json.dumps(self.figure, separators=(",", ":"))
        return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")

    @cached_property
    def drawing(self) -> str | None:
        """The figure as an SVG for a wide page, in the page's colours; None where there is nothing to draw."""
        return drawing.svg(self.figure) if self.figure else None

    @cached_property
    def slim_drawing(self) -> str | None:
        """The same for a phone."""
        return drawing.svg(self.figure, narrow=True) if self.figure else None

    def printed(self, *, narrow: bool = False) -> str | None:
        """Return the figure as an SVG that stands alone: colours of the light theme, named by title and sentence.

        It is what print, PDF and the downloaded file hold; None where there is nothing to draw.
        """
        if not self.figure:
            return None
        said = {"name": self.title, "description": self.sentence}
        return drawing.svg(self.figure, narrow=narrow, colours=palette.light(), **said)

    @property
    def caption(self) -> tuple[str, ...]:
        """Wave, stage, how many, coverage and date, each as a few words in the reader's language."""
        return tuple(_caption(self.facts, self.readings))


def counted(chart: Chart) -> Chart:
    """Return a chart that says of how many regions it is made: not each has opened every score."""
    return replace(chart, facts=replace(chart.facts, counted=len(chart.readings.regions)))


def _row(reading: Reading, facts: Facts) -> tuple[Value, ...]:
    numbers = (getattr(reading, name) for name in NUMBERS)
    named = (reading.title, reading.region_name, facts.wave, reading.stage, kind(facts), reading.submitted)
    return (reading.region, reading.component, reading.level, *numbers, *named, facts.lens, facts.peers)


def kind(facts: Facts) -> str:
    """Return what a file says of its data: that they are invented, or that regions reported them."""
    return "demonstration" if facts.demonstration else "reported"


def _caption(facts: Facts, readings: Readings) -> Iterator[str]:
    if facts.demonstration:
        yield gettext("Demonstration: synthetic answers")
    yield facts.title
    yield facts.stage
    yield _counted(facts)
    if facts.peers_named:
        yield gettext("peers: %(group)s", group=facts.peers_named)
    known = [reading.coverage for reading in readings if reading.coverage is not None]
    if known:
        yield gettext("coverage %(share)s", share=span(min(known), max(known)))
    if facts.as_of:
        yield gettext("as of %(date)s", date=format_date(facts.as_of))


def _counted(facts: Facts) -> str:
    counted = format_number(facts.counted, 0)
    if facts.unit == "regions":
        return ngettext(
            "%(counted)s of %(num)s region", "%(counted)s of %(num)s regions", facts.out_of, counted=counted
        )
    return ngettext(
        "%(counted)s of %(num)s scored question answered",
        "%(counted)s of %(num)s scored questions answered",
        facts.out_of,
        counted=counted,
    )


def span(low: float, high: float) -> str:
    """Return two shares from 0 to 1 as ``82–97 %``, or one where both read the same."""
    ends = (format_percent(low), format_percent(high))
    return ends[0] if ends[0] == ends[1] else gettext("%(low)s to %(high)s", low=ends[0], high=ends[1])
