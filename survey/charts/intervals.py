"""Rows of intervals: for each row a bar from low to high, the score as a symbol on it, the number at the
end.
"""

from collections.abc import Sequence

from survey.charts import axes, theme, words
from survey.charts.readings import TIE, Reading
from survey.charts.specification import Cell, Table
from survey.charts.theme import Accent, Figure
from survey.languages import format_number, gettext

NUMBERS = 116
"""Where on the axis the column of numbers ends; the scores end at 100."""
DOT = Accent(theme.ACT, "circle", "●")


def intervals(readings: Sequence[Reading], names: Sequence[str], accents: Sequence[Accent] | None = None) -> Figure:
    """Return the figure of one row per reading, named by ``names``; ``accents`` default to the neutral
    one.
    """
    marks = list(accents or [DOT] * len(readings))
    wide = [theme.wrapped(name, theme.LABEL, 2) for name in names]
    slim = [theme.wrapped(name, 18, 2) for name in names]
    ticks = theme.score_axis()
    axis = ticks | {"range": [-2, NUMBERS + 2], "side": "top"}
    layout = theme.layout(
        height=theme.row(wide) * len(names) + 40,
        left=theme.room(wide),
        top=30,
        bottom=10,
        xaxis=axis,
        yaxis=theme.name_axis(wide),
        shapes=theme.rules([reading.level for reading in readings]),
    )
    narrow = {
        "height": theme.row(slim) * len(names) + 40,
        "margin": {"l": theme.room(slim, 12), "r": 4, "t": 30, "b": 10},
        "yaxis": {"ticktext": slim, "tickfont": {"size": 12}},
        "xaxis": axes.fewer(ticks) | {"range": [-4, NUMBERS + 32]},
    }
    data = [_bars(readings, marks), _planned(readings, marks), _scores(readings, marks)]
    scores = [theme.score_text(reading.score) for reading in readings]
    data.append(axes.column(scores, NUMBERS, [words.hover(reading) for reading in readings]))
    return {
        "data": data,
        "layout": layout,
        "narrow": {"layout": narrow, "data": [{}, {}, {}, {"x": [NUMBERS + 28] * len(names)}]},
    }


def _bars(readings: Sequence[Reading], marks: Sequence[Accent]) -> Figure:
    """Return thin bars with hard ends, of no length where everything is known."""
    lows = [reading.low if reading.low is not None else 0.0 for reading in readings]
    highs = [reading.high if reading.high is not None else low for reading, low in zip(readings, lows, strict=True)]
    return {
        "type": "bar",
        "orientation": "h",
        "base": lows,
        "x": [high - low for low, high in zip(lows, highs, strict=True)],
        "y": list(range(len(readings))),
        "width": 0.32,
        "marker": {
            "color": [mark.colour for mark in marks],
            "opacity": 0.28,
            "line": {"width": 0},
            "cornerradius": 5,
        },
        "hoverinfo": "text",
        "hovertext": [theme.hover(words.hover(reading)) for reading in readings],
    }


def _scores(readings: Sequence[Reading], marks: Sequence[Accent]) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [reading.score for reading in readings],
        "y": list(range(len(readings))),
        "marker": {
            "color": [mark.colour for mark in marks],
            "symbol": [mark.symbol for mark in marks],
            "size": 13,
            "line": {"color": theme.CARD, "width": 1.5},
        },
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": [theme.hover(words.hover(reading)) for reading in readings],
    }


def _planned(readings: Sequence[Reading], marks: Sequence[Accent]) -> Figure:
    """Return an open symbol where the score would stand if all that is planned were done."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [reading.planned if has_plan(reading) else None for reading in readings],
        "y": list(range(len(readings))),
        "marker": {
            "color": [mark.colour for mark in marks],
            "symbol": [f"{mark.symbol}-open" for mark in marks],
            "size": 11,
            "line": {"width": 1.5},
        },
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": [
            theme.hover(gettext("With everything planned: %(score)s", score=theme.score_text(reading.planned)))
            for reading in readings
        ],
    }


def has_plan(reading: Reading) -> bool:
    """Whether what is planned would raise the score."""
    return reading.score is not None and reading.planned is not None and reading.planned - reading.score > TIE


def table(head: str, readings: Sequence[Reading], names: Sequence[Cell]) -> Table:
    """Return the same rows as a table: score, interval, planned layer, coverage, questions."""
    heads = (
        head,
        gettext("Score"),
        gettext("Interval"),
        gettext("With everything planned"),
        gettext("Coverage"),
        gettext("Questions answered"),
    )
    rows = tuple(_line(reading, name) for reading, name in zip(readings, names, strict=True))
    return Table(tuple(map(Cell, heads)), rows)


def _line(reading: Reading, name: Cell) -> tuple[Cell, ...]:
    answered, applicable = format_number(reading.answered, 0), format_number(reading.applicable, 0)
    return (
        name,
        words.score_cell(reading),
        words.number_cell(words.interval(reading)),
        words.number_cell(theme.score_text(reading.planned)),
        words.number_cell(words.coverage_text(reading)),
        words.number_cell(gettext("%(answered)s of %(total)s", answered=answered, total=applicable)),
    )


def reading_note(readings: Sequence[Reading]) -> tuple[str, ...]:
    """Return how to read the symbols that the figure shows."""
    note = gettext("Symbol: the score today. Bar: where it can still end up, as some answers are unknown.")
    ring = gettext("Open symbol: the score once everything planned is done.")
    return (note, ring) if any(has_plan(reading) for reading in readings) else (note,)
