"""Dumbbells: two values a row on one line from 0 to 100, each with its symbol, and their difference at the end."""

from collections.abc import Sequence
from dataclasses import dataclass

from survey.charts import axes, theme
from survey.charts.intervals import NUMBERS
from survey.charts.theme import Figure

LOOKS = (theme.SERIES[0], theme.SERIES[1])


@dataclass(frozen=True)
class Pair:
    """One row: its name, two values from 0 to 100 (None where there is none), the text at its end, the lines at it."""

    name: str
    a: float | None
    b: float | None
    end: str
    hover: str


def dumbbells(pairs: Sequence[Pair], names: tuple[str, str]) -> Figure:
    """Return the figure of these rows; ``names`` are what the two values are called in its key."""
    wide = [theme.wrapped(pair.name, theme.LABEL, 2) for pair in pairs]
    slim = [theme.wrapped(pair.name, 18, 2) for pair in pairs]
    layout = theme.layout(
        height=theme.row(wide) * len(pairs) + 90,
        left=theme.room(wide),
        top=30,
        bottom=60,
        xaxis=theme.score_axis() | {"range": [-2, NUMBERS + 2], "side": "top"},
        yaxis=theme.name_axis(wide),
        showlegend=True,
        legend=theme.key(y=-20 / (theme.row(wide) * len(pairs)), columns=3),
    )
    narrow = {
        "height": theme.row(slim) * len(pairs) + 110,
        "margin": {"l": theme.room(slim, 12), "r": 4, "t": 30, "b": 80},
        "yaxis": {"ticktext": slim, "tickfont": {"size": 12}},
        "xaxis": {"range": [-4, NUMBERS + 12]},
        "legend": {"entrywidth": 0.99},
    }
    data = [
        _lines(pairs),
        _dots(pairs, 1, names[1]),
        _dots(pairs, 0, names[0]),
        axes.column([pair.end for pair in pairs], NUMBERS),
    ]
    patches: list[Figure] = [{}, {}, {}, {"x": [NUMBERS + 10] * len(pairs)}]
    return {"data": data, "layout": layout, "narrow": {"layout": narrow, "data": patches}}


def _lines(pairs: Sequence[Pair]) -> Figure:
    """Return the lines between both values, as bars: of no length where one of them is missing."""
    ends = [(pair.a, pair.b) if pair.a is not None and pair.b is not None else (0.0, 0.0) for pair in pairs]
    return {
        "type": "bar",
        "orientation": "h",
        "showlegend": False,
        "base": [min(a, b) for a, b in ends],
        "x": [abs(a - b) for a, b in ends],
        "y": list(range(len(pairs))),
        "width": 0.12,
        "marker": {"color": theme.LINE, "line": {"width": 0}},
        "hoverinfo": "skip",
    }


def _dots(pairs: Sequence[Pair], which: int, name: str) -> Figure:
    accent = LOOKS[which]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [(pair.a, pair.b)[which] for pair in pairs],
        "y": list(range(len(pairs))),
        "marker": {
            "color": accent.colour,
            "symbol": accent.symbol,
            "size": 12,
            "line": {"color": theme.CARD, "width": 1.5},
        },
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": [theme.hover(pair.hover) for pair in pairs],
    }
