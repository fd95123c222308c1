"""Bars to both sides of zero: what raises and what lowers, each with its number and sign."""

from collections.abc import Sequence

from survey.charts import axes, theme
from survey.charts.rounding import signed
from survey.charts.theme import Figure
from survey.languages import format_number

LEAST = 1.0
"""The axis reaches at least so many points to each side."""


def figure(names: Sequence[str], values: Sequence[float], hovers: Sequence[str]) -> Figure:
    """Return the figure of one bar for each name, with the number in a column at the side."""
    wide, slim = ([theme.wrapped(name, width, 2) for name in names] for width in (theme.LABEL, 18))
    reach = max([abs(value) for value in values] + [LEAST]) * 1.08
    end = reach * 1.45
    layout = theme.layout(
        height=theme.row(wide) * len(names) + 40,
        left=theme.room(wide),
        top=30,
        bottom=10,
        xaxis=_axis(reach, end),
        yaxis=theme.name_axis(wide),
    )
    narrow = {
        "height": theme.row(slim) * len(names) + 40,
        "margin": {"l": theme.room(slim, 12), "r": 4, "t": 30, "b": 10},
        "yaxis": {"ticktext": slim, "tickfont": {"size": 12}},
        "xaxis": {"range": [-reach, reach * 1.7]} | _ticks(reach, 1),
    }
    numbers: Figure = {"x": [reach * 1.68] * len(names)}
    return {
        "data": [_bars(values, hovers), axes.column([signed(value) for value in values], end * 0.99)],
        "layout": layout,
        "narrow": {"layout": narrow, "data": [{}, numbers]},
    }


def _axis(reach: float, end: float) -> Figure:
    return theme.score_axis() | {"range": [-reach, end], "side": "top", "tickangle": 0} | _ticks(reach, 4)


def _ticks(reach: float, most: int) -> Figure:
    """Return whole numbers of points, at most so many to each side."""
    step = next((each for each in (1, 2, 5, 10, 20, 25) if reach / each < most + 1), 50)
    places = [place * step for place in range(-int(reach // step), int(reach // step) + 1)]
    return {
        "tickvals": places,
        "ticktext": [f"{'+' if place > 0 else ''}{format_number(place, 0)}" for place in places],
    }


def _bars(values: Sequence[float], hovers: Sequence[str]) -> Figure:
    colours = ["var(--series-1)" if value >= 0 else "var(--series-2)" for value in values]
    return {
        "type": "bar",
        "orientation": "h",
        "base": [0.0] * len(values),
        "x": list(values),
        "y": list(range(len(values))),
        "width": 0.5,
        "marker": {"color": colours, "line": {"width": 0}},
        "hoverinfo": "text",
        "hovertext": [theme.hover(text) for text in hovers],
    }
