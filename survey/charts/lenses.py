"""Two lenses side by side: what a region reported of itself, and what its reviewers let stand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from survey.charts import theme, trails, words
from survey.charts.readings import Reading, Readings
from survey.charts.rounding import signed
from survey.charts.sheets import Sheet, SheetChart
from survey.charts.specification import Cell, Facts, Table, Value
from survey.charts.theme import Figure, score_text
from survey.languages import format_number, gettext


@dataclass(frozen=True)
class Lenses:
    """The table of both lenses with its title, and in sentences how far the review is and where the index stands."""

    title: str
    sentences: tuple[str, ...]
    table: Table


NUMBERS = ("score", "low", "high", "coverage")
COLUMNS = (
    "unit",
    "wave",
    "component",
    "level",
    "title",
    *(f"reported_{name}" for name in NUMBERS),
    *(f"verified_{name}" for name in NUMBERS),
)
"""Public, so they only grow at the end."""


def lenses(reported: Readings, verified: Readings, facts: Facts, *, standing: int, to_review: int) -> SheetChart:
    """Return the chart of both lenses of one region, a row for each component of the reported one."""
    both = [(mine, verified.at(mine.region, mine.component)) for mine in reported]
    told = side_by_side(reported, verified, standing=standing, to_review=to_review)
    figure = _figure(both) if both else None
    return SheetChart(
        code="lenses",
        title=told.title,
        sentence=" ".join(told.sentences),
        facts=facts,
        readings=reported,
        table=told.table,
        figure=theme.marked(figure, facts.demonstration) if figure else None,
        notes=(gettext("At the end of a row: verified minus reported."), *words.dash_note(verified)) if both else (),
        sheet=Sheet(COLUMNS, [_row(mine, theirs, facts.wave) for mine, theirs in both]),
    )


def _figure(both: Sequence[tuple[Reading, Reading | None]]) -> Figure:
    stops = (gettext("Reported"), gettext("Verified"))
    values = [(mine.score, theirs.score if theirs else None) for mine, theirs in both]
    return trails.trails([mine.title for mine, _theirs in both], stops, values, [_apart(*scores) for scores in values])


def _apart(mine: float | None, theirs: float | None) -> str:
    return score_text(None) if mine is None or theirs is None else signed(theirs - mine)


def _row(mine: Reading, theirs: Reading | None, wave: str) -> tuple[Value, ...]:
    numbers = [getattr(mine, name) for name in NUMBERS] + [getattr(theirs, name, None) for name in NUMBERS]
    return (mine.region, wave, mine.component, mine.level, mine.title, *numbers)


def side_by_side(reported: Readings, verified: Readings, *, standing: int, to_review: int) -> Lenses:
    """Return both lenses of one region, a row for each component of the reported one.

    ``standing`` of ``to_review`` answers count for reviewers, as reported or adjusted.
    """
    heads = (
        gettext("Component"),
        gettext("Reported"),
        gettext("Reported: interval"),
        gettext("Reported: coverage"),
        gettext("Verified"),
        gettext("Verified: interval"),
        gettext("Verified: coverage"),
    )
    names = words.title_cells(reported)
    rows = (
        (name, *_cells(mine), *(replace(cell, of=None) for cell in _cells(verified.at(mine.region, mine.component))))
        for name, mine in zip(names, reported, strict=True)
    )
    return Lenses(
        title=gettext("As reported, and as verified"),
        sentences=(*_progress(standing, to_review), *_index(*_scores(reported, verified))),
        table=Table(tuple(map(Cell, heads)), tuple(rows)),
    )


def _cells(reading: Reading | None) -> tuple[Cell, Cell, Cell]:
    """Return score, interval and coverage; the explanation of a score is that of the reported one."""
    if reading is None:
        return words.score_cell(None), words.number_cell(score_text(None)), words.number_cell(score_text(None))
    interval, coverage = words.interval(reading), words.coverage_text(reading)
    return words.score_cell(reading), words.number_cell(interval), words.number_cell(coverage)


def _progress(standing: int, to_review: int) -> tuple[str, ...]:
    said = gettext(
        "Reviewers have accepted or adjusted %(standing)s of %(total)s answers.",
        standing=format_number(standing, 0),
        total=format_number(to_review, 0),
    )
    return (said,) if standing == to_review else (said, gettext("To the verified lens the others are unknown."))


def sentence(mine: float | None, theirs: float | None, *, standing: int, to_review: int) -> str:
    """Return how far the review is, and where the index stands through both lenses."""
    return " ".join((*_progress(standing, to_review), *_index(mine, theirs)))


def _scores(reported: Readings, verified: Readings) -> tuple[float | None, float | None]:
    mine, theirs = (next((one.score for one in lens.level("index")), None) for lens in (reported, verified))
    return mine, theirs


def _index(reported: float | None, verified: float | None) -> tuple[str, ...]:
    if reported is None or verified is None:
        return ()
    mine, theirs = score_text(reported), score_text(verified)
    return (
        gettext("The index is %(reported)s as reported and %(verified)s as verified.", reported=mine, verified=theirs),
    )
