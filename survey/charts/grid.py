"""Squares in rows and columns, each coloured by a number from 0 to 100 that is also written into it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey.charts import theme
from survey.charts.theme import Figure

SPACIOUS = 3
"""Up to so many columns, a phone has room for level names and decimals."""
WIDEST = 140
"""Width in pixels beyond which a column wastes room."""
SLIMMEST = 16
"""Width in pixels below which a column cannot be read."""
FEW = 7
"""Up to so many columns, their names stand level above them; more are turned."""


@dataclass(frozen=True)
class Square:
    """One square: its number from 0 to 100 (None: no colour), its text, a shorter one for phones, and its hover."""

    number: float | None
    text: str
    short: str
    hover: str = ""


Squares = Sequence[Sequence[Square]]


def grid(rows: Mapping[str, str], columns: Mapping[str, str], squares: Squares, bands: Sequence[str]) -> Figure:
    """Return the figure of the squares; rows and columns are names by key.

    ``bands`` say of each row what it belongs to: a line stands where that changes.
    """
    names = list(columns.values())
    labels = [theme.wrapped(title, theme.LABEL, 2) for title in rows.values()]
    level = len(names) <= FEW
    heads = [theme.wrapped(name, 12) if level else theme.wrapped(name, 24, 1) for name in names]
    top = 12 + 17 * max(head.count("<br>") + 1 for head in heads) if level else 20 + theme.longest(heads) * 7
    layout = theme.layout(
        height=theme.row(labels) * len(labels) + 8 + top,
        left=theme.room(labels),
        top=top,
        bottom=8,
        yaxis=theme.name_axis(labels),
        xaxis=_head_axis(heads, level),
        shapes=theme.rules(bands),
    )
    return {
        "data": [_colours(squares), _numbers(squares)],
        "layout": layout,
        "narrow": _narrow(list(rows.values()), names, squares),
        "widest": theme.room(labels) + WIDEST * len(names),
    }


def _narrow(titles: Sequence[str], names: Sequence[str], squares: Squares) -> Figure:
    """Return what differs on a phone: turned names, whole numbers; many columns are scrolled sideways."""
    labels = [theme.wrapped(title, 16, 2) for title in titles]
    turned = len(names) > SPACIOUS
    heads = [theme.wrapped(name, 20, 1) if turned else theme.wrapped(name, 10) for name in names]
    top = 20 + theme.longest(heads) * 7 if turned else 8 + 17 * max(head.count("<br>") + 1 for head in heads)
    left = theme.room(labels, 12) + 12
    layout = {
        "height": theme.row(labels) * len(squares) + 8 + top,
        "margin": {"l": left, "r": 2, "t": top, "b": 8},
        "yaxis": {"ticktext": labels, "tickfont": {"size": 12}},
        "xaxis": {"ticktext": heads, "tickangle": -90 if turned else 0, "tickfont": {"size": 12}},
    }
    if not turned:
        return {"least": 0, "layout": layout, "data": [{}, {}]}
    return {
        "least": left + len(heads) * SLIMMEST,
        "layout": layout,
        "data": [{"xgap": 2}, {"text": [one.short for line in squares for one in line], "textfont": {"size": 10}}],
    }


def _head_axis(labels: list[str], level: bool) -> Figure:
    return {
        "range": [-0.5, len(labels) - 0.5],
        "tickvals": list(range(len(labels))),
        "ticktext": labels,
        "tickangle": 0 if level else -90,
        "side": "top",
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "ticks": "",
        "tickfont": {"size": 13},
    }


def _colours(squares: Squares) -> Figure:
    return {
        "type": "heatmap",
        "x": list(range(len(squares[0]))),
        "y": list(range(len(squares))),
        "z": [[None if one.number is None else theme.settled(one.number) for one in line] for line in squares],
        "zmin": 0,
        "zmax": 100,
        "colorscale": theme.heat_scale(),
        "showscale": False,
        "xgap": 3,
        "ygap": 3,
        "hoverongaps": True,
        "hoverinfo": "text",
        "hovertext": [[theme.hover(one.hover) for one in line] for line in squares],
    }


def _numbers(squares: Squares) -> Figure:
    """Return the texts over the colours, in the ink that each class of colour asks for."""
    places = [(x, y, one) for y, line in enumerate(squares) for x, one in enumerate(line)]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [x for x, _, _ in places],
        "y": [y for _, y, _ in places],
        "text": [one.text for _, _, one in places],
        "textfont": {"color": [ink(one.number) for _, _, one in places], "size": 13},
        "hoverinfo": "skip",
    }


def ink(number: float | None) -> str:
    """Return the ink for a text over the colour of a number."""
    if number is None:
        return theme.SOFT
    return "var(--heat-ink-low)" if theme.heat_class(number) < theme.CLASSES // 2 else "var(--heat-ink-high)"
