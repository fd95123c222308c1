"""Bars to both sides of zero: what raises and what lowers, each with its number and sign."""

from collections.abc import Sequence

from survey.charts import axes, theme
from survey.charts.rounding import signed
from survey.charts.theme import Figure


def figure(names: Sequence[str], values: Sequence[float], hovers: Sequence[str]) -> Figure:
    """Return the figure of one bar for each name, with the number in a column at the side."""
    wide, slim = ([theme.wrapped(name, width, 2) for name in names] for width in (theme.LABEL, 18))
    axis, end = axes.around_zero(values)
    slim_axis, slim_end = axes.slim(axis, end)
    layout = theme.layout(
        height=theme.row(wide) * len(names) + 40,
        left=theme.room(wide),
        top=30,
        bottom=10,
        xaxis=axis | {"side": "top", "tickangle": 0},
        yaxis=theme.name_axis(wide),
    )
    narrow = {
        "height": theme.row(slim) * len(names) + 40,
        "margin": {"l": theme.room(slim, 12), "r": 4, "t": 30, "b": 10},
        "yaxis": {"ticktext": slim, "tickfont": {"size": 12}},
        "xaxis": slim_axis,
    }
    numbers = axes.column([signed(value) for value in values], end, hovers)
    ends: Figure = {"x": [slim_end] * len(values)}
    return {
        "data": [_bars(values, hovers), numbers],
        "layout": layout,
        "narrow": {"layout": narrow, "data": [{}, ends]},
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
