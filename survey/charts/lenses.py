"""Lenses side by side: what a region reported of itself, what its reviewers let stand, and what stakeholders say."""

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
OF_STAKEHOLDERS = tuple(f"stakeholders_{name}" for name in NUMBERS)
"""Further columns of the file where stakeholders were asked."""


def lenses(
    reported: Readings,
    verified: Readings,
    facts: Facts,
    *,
    standing: int,
    to_review: int,
    stakeholders: Readings | None = None,
) -> SheetChart:
    """Return the chart of the lenses of one region, a row for each component of the reported one.

    ``stakeholders`` are the readings of those who were asked besides, None where nobody was: then two lenses stand.
    """
    others = [verified] if stakeholders is None else [verified, stakeholders]
    rows = [(mine, [lens.at(mine.region, mine.component) for lens in others]) for mine in reported]
    told = side_by_side(reported, verified, standing=standing, to_review=to_review, stakeholders=stakeholders)
    figure = _figure(rows) if rows else None
    return SheetChart(
        code="lenses",
        title=told.title,
        sentence=" ".join(told.sentences),
        facts=facts,
        readings=reported,
        table=told.table,
        figure=theme.marked(figure, facts.demonstration) if figure else None,
        notes=(gettext("At the end of a row: verified minus reported."), *words.dash_note(verified)) if rows else (),
        sheet=Sheet(
            COLUMNS if stakeholders is None else (*COLUMNS, *OF_STAKEHOLDERS),
            [_row(mine, theirs, facts.wave) for mine, theirs in rows],
        ),
    )


Others = Sequence[Reading | None]
"""The readings of one component through the other lenses, the verified one first."""


def _figure(rows: Sequence[tuple[Reading, Others]]) -> Figure:
    stops = [gettext("Reported"), gettext("Verified"), gettext("Stakeholders")][: 1 + len(rows[0][1])]
    values = [[mine.score, *(one.score if one else None for one in theirs)] for mine, theirs in rows]
    ends = [_apart(mine, theirs) for mine, theirs, *_more in values]
    return trails.trails([mine.title for mine, _theirs in rows], stops, values, ends)


def _apart(mine: float | None, theirs: float | None) -> str:
    return score_text(None) if mine is None or theirs is None else signed(theirs - mine)


def _row(mine: Reading, others: Others, wave: str) -> tuple[Value, ...]:
    numbers = [getattr(one, name, None) for one in (mine, *others) for name in NUMBERS]
    return (mine.region, wave, mine.component, mine.level, mine.title, *numbers)


def side_by_side(
    reported: Readings,
    verified: Readings,
    *,
    standing: int,
    to_review: int,
    stakeholders: Readings | None = None,
) -> Lenses:
    """Return the lenses of one region, a row for each component of the reported one.

    ``standing`` of ``to_review`` answers count for reviewers, as reported or adjusted; ``stakeholders`` are None where
    nobody else was asked.
    """
    heads = [
        gettext("Component"),
        gettext("Reported"),
        gettext("Reported: interval"),
        gettext("Reported: coverage"),
        gettext("Verified"),
        gettext("Verified: interval"),
        gettext("Verified: coverage"),
    ]
    others = [verified]
    if stakeholders is not None:
        heads += [gettext("Stakeholders"), gettext("Stakeholders: interval"), gettext("Stakeholders: coverage")]
        others.append(stakeholders)
    rows = []
    for name, mine in zip(words.title_cells(reported), reported, strict=True):
        more = [cell for lens in others for cell in _cells(lens.at(mine.region, mine.component))]
        rows.append((name, *_cells(mine), *(replace(cell, of=None) for cell in more)))
    said = (*_progress(standing, to_review), *_index(*_scores(reported, verified)))
    return Lenses(
        title=gettext("As reported, and as verified") if stakeholders is None else gettext("Through three lenses"),
        sentences=said if stakeholders is None else (*said, *_furthest(reported, stakeholders)),
        table=Table(tuple(map(Cell, heads)), tuple(rows)),
    )


def _furthest(reported: Readings, stakeholders: Readings) -> tuple[str, ...]:
    """Say where stakeholders lie furthest from what was reported, the first of equal ones; nothing where nowhere."""
    both = [(mine, stakeholders.at(mine.region, mine.component)) for mine in reported]
    apart = [
        (mine.title, other.score - mine.score)
        for mine, other in both
        if other is not None and other.score is not None and mine.score is not None
    ]
    title, points = max(apart, key=lambda one: round(abs(one[1]), 1), default=("", 0.0))
    if round(abs(points), 1) == 0:
        return ()
    said = {"component": title, "points": format_number(abs(points))}
    if points < 0:
        return (gettext("Stakeholders differ most in %(component)s: they see it %(points)s points lower.", **said),)
    return (gettext("Stakeholders differ most in %(component)s: they see it %(points)s points higher.", **said),)


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
