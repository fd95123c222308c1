"""Two lenses side by side: what a region reported of itself, and what its reviewers let stand."""

from dataclasses import dataclass, replace

from survey.charts import words
from survey.charts.readings import Reading, Readings
from survey.charts.specification import Cell, Table
from survey.charts.theme import score_text
from survey.languages import format_number, gettext


@dataclass(frozen=True)
class Lenses:
    """The table of both lenses with its title, and in sentences how far the review is and where the index stands."""

    title: str
    sentences: tuple[str, ...]
    table: Table


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
        sentences=(*_progress(standing, to_review), *_index(reported, verified)),
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


def _index(reported: Readings, verified: Readings) -> tuple[str, ...]:
    scores = [reading.score for lens in (reported, verified) for reading in lens.level("index")]
    if len(scores) < 2 or None in scores:
        return ()
    mine, theirs = map(score_text, scores)
    return (
        gettext("The index is %(reported)s as reported and %(verified)s as verified.", reported=mine, verified=theirs),
    )
