"""Two scores of each region on one line: the published one, and the same seen in another way."""

from collections.abc import Sequence
from dataclasses import dataclass

from survey.charts import theme, trails, words
from survey.charts.readings import Reading, Readings, ranked
from survey.charts.rounding import signed
from survey.charts.specification import Cell, Chart, Facts, File, Table, Value, kind
from survey.languages import gettext


@dataclass(frozen=True)
class Couple:
    """A region's first and second reading of one component; the second is None where there is none."""

    first: Reading
    second: Reading | None

    @property
    def change(self) -> float | None:
        """The second score minus the first; None where one is missing."""
        if self.second is None or self.second.score is None or self.first.score is None:
            return None
        return self.second.score - self.first.score


@dataclass(frozen=True)
class Texts:
    """The words of such a chart: its code and title, what both scores are called, and what is said of them."""

    code: str
    title: str
    stops: tuple[str, str]
    sentence: str
    notes: tuple[str, ...]


def couples(firsts: Readings, seconds: Readings) -> list[Couple]:
    """Return both readings of each region, the highest first score on top; readings are of one component."""
    order = [reading for reading, _score in ranked(firsts.all)]
    order += [reading for reading in firsts if reading.score is None]
    by_region = {reading.region: reading for reading in seconds}
    return [Couple(reading, by_region.get(reading.region)) for reading in order]


def two_scores(found: Sequence[Couple], said: Texts, facts: Facts, file: File) -> Chart:
    """Return the chart of both scores of each region."""
    drawn = [one for one in found if one.first.score is not None or (one.second and one.second.score is not None)]
    figure = None
    if drawn:
        names = [one.first.region_name for one in drawn]
        values = [(one.first.score, one.second.score if one.second else None) for one in drawn]
        figure = trails.trails(names, said.stops, values, [_end(one) for one in drawn])
    return Chart(
        code=said.code,
        title=said.title,
        sentence=said.sentence,
        facts=facts,
        readings=Readings(tuple(one.first for one in found)),
        table=_table(found, said.stops),
        figure=theme.marked(figure, facts.demonstration) if figure else None,
        notes=said.notes,
        file=file,
    )


def _end(one: Couple) -> str:
    score = theme.score_text(one.second.score if one.second else None)
    return score if one.change is None else f"{score} ({signed(one.change)})"


def _table(found: Sequence[Couple], stops: tuple[str, str]) -> Table:
    first, second = (f"{mark.sign} {stop}" for mark, stop in zip(trails.accents(2), stops, strict=True))
    heads = (
        gettext("Region"),
        first,
        second,
        gettext("Difference"),
        gettext("%(score)s: interval", score=stops[1]),
        gettext("%(score)s: coverage", score=stops[1]),
    )
    return Table(tuple(map(Cell, heads)), tuple(_line(one) for one in found))


def _line(one: Couple) -> tuple[Cell, ...]:
    dash = theme.score_text(None)
    change = dash if one.change is None else signed(one.change)
    return (
        Cell(one.first.region_name),
        words.score_cell(one.first),
        words.number_cell(theme.score_text(one.second.score if one.second else None)),
        words.number_cell(change),
        words.number_cell(words.interval(one.second) if one.second else dash),
        words.number_cell(words.coverage_text(one.second) if one.second else dash),
    )


def rows(found: Sequence[Couple], second: str, facts: Facts, *more: Value) -> tuple[tuple[Value, ...], ...]:
    """Return the rows of the file, two for each region: as published, and as ``second`` has it."""
    made: list[tuple[Value, ...]] = []
    for one in found:
        for lens, reading in ((facts.lens, one.first), (second, one.second)):
            if reading is not None:
                made.append((*_numbers(reading), lens, facts.wave, kind(facts), facts.peers, *more))
    return tuple(made)


COLUMNS = ("unit", "component", "score", "low", "high", "coverage", "title", "region", "by", "wave", "data", "peers")
"""The columns of the file, and after them what :func:`rows` was given; public, so they only grow at the end."""


def _numbers(one: Reading) -> tuple[Value, ...]:
    return (one.region, one.component, one.score, one.low, one.high, one.coverage, one.title, one.region_name)
