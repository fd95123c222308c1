"""Rows of trails: for each row several scores on one line, each with a symbol of its own, the last one filled."""

from collections.abc import Sequence

from survey.charts import axes, keys, theme
from survey.charts.intervals import NUMBERS
from survey.charts.theme import Accent, Figure

EARLIER = (
    Accent(theme.SOFT, "square", "□"),
    Accent(theme.SOFT, "diamond", "◇"),
    Accent(theme.SOFT, "triangle-up", "△"),
    Accent(theme.SOFT, "circle", "○"),
)
"""What marks the scores before the last one; with more of them, they come again."""
LAST = Accent(theme.ACT, "circle", "●")
KEY_ROW = 26
"""Height of one line of the key, in pixels."""
KEY_WIDTH = 15
"""Characters of a name in the key, beyond which two stand in a line and not three."""
SLIM_ROW = 40
"""Height of a row on a phone, where the text at its end takes two lines, in pixels."""

Values = Sequence[Sequence[float | None]]
"""For each row its scores 0-100, one for each stop; None where there is none."""


def accents(stops: int) -> list[Accent]:
    """Return what marks each stop of a trail."""
    return [*(EARLIER[at % len(EARLIER)] for at in range(stops - 1)), LAST]


def trails(names: Sequence[str], stops: Sequence[str], values: Values, numbers: Sequence[str]) -> Figure:
    """Return the figure: one row for each name, a symbol for each stop, and a text at the end of the row.

    ``numbers`` are these texts: a score with its change, or how far the stops lie apart.
    """
    wide, slim = ([theme.wrapped(name, width, 2) for name in names] for width in (theme.LABEL, 18))
    columns = max(len(stops), 3) if max(map(len, stops)) <= KEY_WIDTH else 2
    key = KEY_ROW * (-(-len(stops) // min(columns, 4))) + 16
    layout = theme.layout(
        height=theme.row(wide) * len(names) + 40 + key,
        left=theme.room(wide),
        top=30,
        bottom=key,
        xaxis=theme.score_axis() | {"range": [-2, NUMBERS + 12], "side": "top"},
        yaxis=theme.name_axis(wide),
        showlegend=True,
    )
    layout["legend"] = keys.across(y=-8 / (theme.row(wide) * len(names)), columns=columns)
    lines = keys.room(len(stops))
    slim_row = max(theme.row(slim), SLIM_ROW)
    narrow = {
        "height": slim_row * len(names) + 40 + lines,
        "margin": {"l": theme.room(slim, 12), "r": 4, "t": 30, "b": lines},
        "yaxis": {"ticktext": slim, "tickfont": {"size": 12}},
        "xaxis": {"range": [-6, NUMBERS + 44], **axes.fewer(theme.score_axis())},
        "legend": dict(keys.STACKED),
    }
    marks = [_marks(names, stops, values, at, accent) for at, accent in enumerate(accents(len(stops)))]
    hovers = [_row(*row, stops) for row in zip(names, values, numbers, strict=True)]
    data = [_lines(values), *marks, axes.column(numbers, NUMBERS + 10, hovers)]
    ends: Figure = {"x": [NUMBERS + 42] * len(names), "text": [number.replace(" ", "<br>", 1) for number in numbers]}
    patches: list[Figure] = [{}, *({} for _ in marks), ends]
    return {"data": data, "layout": layout, "narrow": {"layout": narrow, "data": patches}}


def _row(name: str, row: Sequence[float | None], number: str, stops: Sequence[str]) -> str:
    """Return what the end of a row says: the scores of all stops, and the text that stands there."""
    told = [f"{stop}: {theme.score_text(value)}" for stop, value in zip(stops, row, strict=True)]
    return "\n".join((name, *told, number))


def _lines(values: Values) -> Figure:
    """Return one line for each row, over the scores that it has."""
    x: list[float | None] = []
    y: list[float | None] = []
    for at, row in enumerate(values):
        known = [value for value in row if value is not None]
        x += [*known, None]
        y += [*([float(at)] * len(known)), None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": theme.SOFT, "width": 2},
        "connectgaps": False,
        "showlegend": False,
        "hoverinfo": "skip",
    }


def _marks(names: Sequence[str], stops: Sequence[str], values: Values, at: int, accent: Accent) -> Figure:
    found = [row[at] for row in values]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": theme.plain(stops[at]),
        "x": found,
        "y": list(range(len(values))),
        "marker": {
            "color": accent.colour if accent is LAST else theme.CARD,
            "symbol": accent.symbol,
            "size": 12,
            "line": {"color": accent.colour, "width": 1.8},
        },
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": [
            theme.hover(f"{name}\n{stops[at]}: {theme.score_text(value)}")
            for name, value in zip(names, found, strict=True)
        ],
    }
