"""The questions in which a region has most to gain."""

from collections.abc import Sequence

from survey.charts import rounding, theme, words
from survey.charts.axes import around_zero
from survey.charts.improvements import Improvement, bars, effort, ends, frame
from survey.charts.readings import Readings, Title
from survey.charts.rounding import signed
from survey.charts.sheets import Sheet, SheetChart
from survey.charts.specification import Cell, Facts, Table, Value
from survey.charts.theme import Figure
from survey.languages import gettext, quoted

NAMED = 3
MOST = 10
"""So many questions are drawn and listed; the file holds all."""

COLUMNS = ("unit", "wave", "component", "question", "text", "gain", "effort", "set_by_region")
"""Public, so they only grow at the end."""


def gains(component: Title, found: Sequence[Improvement], readings: Readings, facts: Facts, unit: str) -> SheetChart:
    """Return the chart of what single questions would bring, the most first."""
    shown = [one for one in found if one.gain is not None and rounding.rounded(one.gain)][:MOST]
    figure = _figure(shown) if shown else None
    return SheetChart(
        code="gains",
        title=gettext("What would raise it most"),
        sentence=_sentence(component, shown),
        facts=facts,
        readings=readings,
        table=_table(shown, any(one.set for one in found)),
        figure=theme.marked(figure, facts.demonstration) if figure else None,
        notes=(_note(),) if shown else (),
        sheet=Sheet(COLUMNS, [_row(unit, facts.wave, readings, one) for one in found]),
    )


def _sentence(component: Title, shown: Sequence[Improvement]) -> str:
    if not shown:
        return gettext("No single answer would raise %(component)s by a tenth of a point.", component=component.text)
    listed = "; ".join(f"{quoted(one.title.text)} {signed(one.gain or 0.0)}" for one in shown[:NAMED])
    return gettext(
        "With all points in one more question, %(component)s would gain most by: %(questions)s.",
        component=component.text,
        questions=listed,
    )


def _note() -> str:
    return gettext(
        "Gain: what the score would gain if this one answer earned all its points and nothing else changed. Several "
        "gains add up where all answers are known."
    )


def _table(shown: Sequence[Improvement], weighed: bool) -> Table:
    """Return the rows; the column of efforts only where the region has set one."""
    heads = [
        gettext("Question"),
        gettext("Area"),
        gettext("Answer today"),
        gettext("It would become"),
        gettext("Gain"),
    ]
    rows = (
        (
            Cell(one.title.text, lang=one.title.lang),
            Cell(one.area, "words"),
            Cell(one.today, "words"),
            Cell(one.full, "words"),
            words.number_cell(signed(one.gain or 0.0)),
            *([effort(one)] if weighed else []),
        )
        for one in shown
    )
    return Table(tuple(map(Cell, [*heads, gettext("Effort")] if weighed else heads)), tuple(rows))


def _row(unit: str, wave: str, readings: Readings, one: Improvement) -> tuple[Value, ...]:
    component = readings.all[0].component if readings.all else None
    return (unit, wave, component, one.code, one.title.text, one.gain, one.effort, "yes" if one.set else "no")


def _figure(shown: Sequence[Improvement]) -> Figure:
    numbers = [one.gain or 0.0 for one in shown]
    axis, place = around_zero(numbers)
    layout, narrow = frame([one.title.text for one in shown], axis, place)
    drawn = bars(shown, [0.0] * len(shown), numbers)
    return {
        "data": [drawn, ends(shown, place, [signed(number) for number in numbers])],
        "layout": layout,
        "narrow": narrow,
    }
