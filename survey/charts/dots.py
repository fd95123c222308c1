"""The dot plot: one component, every region with its score and interval, the highest score first."""

from statistics import median

from survey.charts import intervals, theme, words
from survey.charts.intervals import DOT
from survey.charts.readings import TIE, Reading, Readings, ranked, regions_at, scored
from survey.charts.specification import Cell, Chart, Facts
from survey.charts.theme import Accent
from survey.languages import format_number, gettext, ngettext


def dot_plot(readings: Readings, facts: Facts, accent: Accent = DOT, *, closed: int = 0) -> Chart:
    """Return the dot plot of the one component that the readings hold; regions without a score come last.

    ``closed`` counts the regions that have not opened it, which are told and not drawn.
    """
    order = tuple(reading for reading, _ in ranked(readings.all))
    order += tuple(reading for reading in readings if reading.score is None)
    names = [reading.region_name for reading in order]
    figure = intervals.intervals(order, names, [accent] * len(order)) if order else None
    return Chart(
        code="dots",
        title=_title(readings),
        sentence=" ".join((_sentence(readings), *words.closed_sentence(closed))),
        facts=facts,
        readings=Readings(order),
        table=intervals.table(gettext("Region"), order, list(map(Cell, names))),
        figure=theme.marked(figure, facts.demonstration) if figure else None,
        notes=(*(intervals.reading_note(order) if order else ()), *words.dash_note(readings)),
    )


def _title(readings: Readings) -> str:
    title = next(iter(readings.components.values()), gettext("One component"))
    return gettext("%(component)s, region by region", component=title)


def _sentence(readings: Readings) -> str:
    if not len(readings):
        return words.nothing_submitted()
    order = ranked(readings.all)
    if not order:
        return words.no_scores()
    said = _alone(order[0][0]) if len(order) == 1 else _spread(readings)
    return " ".join((said, *words.missing_sentence(readings.all)))


def _alone(reading: Reading) -> str:
    said = gettext("%(region)s reaches %(score)s.", region=reading.region_name, score=theme.score_text(reading.score))
    if reading.low is None or reading.high is None or reading.high - reading.low <= TIE:
        return said
    return f"{said} " + gettext(
        "Answers that are still unknown could bring it to anything from %(low)s to %(high)s.",
        low=format_number(reading.low),
        high=format_number(reading.high),
    )


def _spread(readings: Readings) -> str:
    order = ranked(readings.all)
    high, low = order[0][1], order[-1][1]
    if high - low <= TIE:
        return ngettext(
            "%(num)s region reaches %(score)s.",
            "All %(num)s regions reach %(score)s.",
            len(order),
            score=format_number(high),
        )
    middle = format_number(median(score for _, score in scored(readings.all)))
    return ngettext(
        "%(num)s region lies between %(low)s (%(last)s) and %(high)s (%(first)s); the median is %(middle)s.",
        "%(num)s regions lie between %(low)s (%(last)s) and %(high)s (%(first)s); the median is %(middle)s.",
        len(order),
        low=format_number(low),
        last=regions_at(order, low),
        high=format_number(high),
        first=regions_at(order, high),
        middle=middle,
    )
