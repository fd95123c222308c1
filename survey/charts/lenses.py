"""Lenses side by side: what a region reported of itself, what its reviewers let stand, and what stakeholders say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from survey.charts import theme, trails, words
from survey.charts.beside import Beside
from survey.charts.readings import Reading, Readings
from survey.charts.rounding import signed
from survey.charts.sheets import Sheet, SheetChart
from survey.charts.specification import Cell, Facts, Table, Value
from survey.charts.theme import Figure, score_text
from survey.languages import format_number, gettext, ngettext
from survey.scoring.stakeholders import LEAST


@dataclass(frozen=True)
class Lenses:
    """The table of the lenses with its title, and in sentences how far the review is and where the index stands.

    ``headline`` are those of the sentences that belong beside the scores.
    """

    title: str
    sentences: tuple[str, ...]
    table: Table
    headline: tuple[str, ...] = ()


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
OF_STAKEHOLDERS = (*(f"stakeholders_{name}" for name in NUMBERS), "stakeholders_people")
"""Further columns of the file where stakeholders were asked."""


def lenses(reported: Readings, beside: Beside, facts: Facts) -> SheetChart:
    """Return the chart of the lenses of one region, a row for each component of the reported one."""
    rows = [(mine, [lens.at(mine.region, mine.component) for _name, lens in beside.lenses]) for mine in reported]
    told = side_by_side(reported, beside)
    figure = _figure(rows, [name for name, _lens in beside.lenses]) if rows else None
    others = Readings(tuple(one for _mine, theirs in rows for one in theirs if one))
    return SheetChart(
        code="lenses",
        title=told.title,
        sentence=" ".join(told.sentences),
        facts=facts,
        readings=reported,
        table=_with_differences(told.table, rows, beside),
        figure=theme.marked(figure, facts.demonstration) if figure else None,
        notes=(_at_the_end(beside), *_explained(beside), *words.dash_note(others)) if rows else (),
        sheet=_sheet(reported, beside, facts.wave),
    )


Others = Sequence[Reading | None]
"""The readings of one component through the other lenses, the verified one first."""


def _figure(rows: Sequence[tuple[Reading, Others]], names: Sequence[str]) -> Figure:
    values = [[mine.score, *(one.score if one else None for one in theirs)] for mine, theirs in rows]
    ends = [_apart(mine, theirs) for mine, *_between, theirs in values]
    return trails.trails([mine.title for mine, _theirs in rows], [gettext("Reported"), *names], values, ends)


def _with_differences(table: Table, rows: Sequence[tuple[Reading, Others]], beside: Beside) -> Table:
    """Return the table with what the figure says at the end of a row, of each lens that there is."""
    heads = [gettext("Verified minus reported")] if beside.verified is not None else []
    heads += [gettext("Stakeholders minus reported")] if beside.stakeholders is not None else []
    more = [
        tuple(words.number_cell(_apart(mine.score, one.score if one else None)) for one in theirs)
        for mine, theirs in rows
    ]
    lines = tuple((*cells, *ends) for cells, ends in zip(table.rows, more, strict=True))
    return replace(table, heads=(*table.heads, *map(Cell, heads)), rows=lines)


def _apart(mine: float | None, theirs: float | None) -> str:
    return score_text(None) if mine is None or theirs is None else signed(theirs - mine)


def _at_the_end(beside: Beside) -> str:
    if beside.stakeholders is None:
        return gettext("At the end of a row: verified minus reported.")
    return gettext("At the end of a row: stakeholders minus reported.")


def _explained(beside: Beside) -> tuple[str, ...]:
    if beside.stakeholders is None:
        return ()
    return (
        gettext(
            "Stakeholders: the mean of what they said, of each question that %(least)s or more of them know.",
            least=format_number(LEAST, 0),
        ),
    )


def _sheet(reported: Readings, beside: Beside, wave: str) -> Sheet:
    """Return the file: the verified columns always, empty where there is no such lens; the others where there are."""
    shown = [beside.verified] if beside.stakeholders is None else [beside.verified, beside.stakeholders]
    more: tuple[Value, ...] = () if beside.stakeholders is None else (beside.people,)
    rows = [
        (*_row(mine, [lens.at(mine.region, mine.component) if lens else None for lens in shown], wave), *more)
        for mine in reported
    ]
    return Sheet(COLUMNS if beside.stakeholders is None else (*COLUMNS, *OF_STAKEHOLDERS), rows)


def _row(mine: Reading, others: Others, wave: str) -> tuple[Value, ...]:
    numbers = [getattr(one, name, None) for one in (mine, *others) for name in NUMBERS]
    return (mine.region, wave, mine.component, mine.level, mine.title, *numbers)


def side_by_side(reported: Readings, beside: Beside) -> Lenses:
    """Return the lenses of one region, a row for each component of the reported one."""
    heads = [
        gettext("Component"),
        gettext("Reported"),
        gettext("Reported: interval"),
        gettext("Reported: coverage"),
    ]
    if beside.verified is not None:
        heads += [gettext("Verified"), gettext("Verified: interval"), gettext("Verified: coverage")]
    if beside.stakeholders is not None:
        heads += [gettext("Stakeholders"), gettext("Stakeholders: interval"), gettext("Stakeholders: coverage")]
    rows = []
    for name, mine in zip(words.title_cells(reported), reported, strict=True):
        more = [cell for _name, lens in beside.lenses for cell in _cells(lens.at(mine.region, mine.component))]
        rows.append((name, *_cells(mine), *(replace(cell, of=None) for cell in more)))
    table = Table(tuple(map(Cell, heads)), tuple(rows))
    return Lenses(_title(beside), sentences(reported, beside), table, headline(reported, beside))


def _title(beside: Beside) -> str:
    if beside.stakeholders is None:
        return gettext("As reported, and as verified")
    if beside.verified is None:
        return gettext("As reported, and as stakeholders see it")
    return gettext("Through three lenses")


def sentences(reported: Readings, beside: Beside) -> tuple[str, ...]:
    """Return what :func:`headline` says, and in which component stakeholders lie furthest from the report."""
    told = headline(reported, beside)
    return told if beside.stakeholders is None else (*told, *_furthest(reported, beside.stakeholders))


def headline(reported: Readings, beside: Beside) -> tuple[str, ...]:
    """Return how far the review is, how many stakeholders answered, and where the index stands through each lens."""
    said: list[str] = []
    mine = _score(reported)
    if beside.verified is not None:
        said += [*_progress(beside.standing, beside.to_review), *_verified(mine, _score(beside.verified))]
    if beside.stakeholders is not None:
        said += [_answered(beside.people), *_perceived(mine, _score(beside.stakeholders))]
    return tuple(said)


def _answered(people: int) -> str:
    return ngettext("%(num)s stakeholder answered.", "%(num)s stakeholders answered.", people)


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


def _score(lens: Readings) -> float | None:
    return next((one.score for one in lens.level("index")), None)


def _verified(reported: float | None, verified: float | None) -> tuple[str, ...]:
    if reported is None:
        return ()
    if verified is None:
        return (gettext("Too little is reviewed yet for an index as verified."),)
    mine, theirs = score_text(reported), score_text(verified)
    return (
        gettext("The index is %(reported)s as reported and %(verified)s as verified.", reported=mine, verified=theirs),
    )


def _perceived(reported: float | None, perceived: float | None) -> tuple[str, ...]:
    if reported is None or perceived is None:
        return ()
    mine, theirs = score_text(reported), score_text(perceived)
    return (
        gettext(
            "The index is %(reported)s as reported and %(perceived)s as stakeholders see it.",
            reported=mine,
            perceived=theirs,
        ),
    )
