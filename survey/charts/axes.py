"""Axes that do not run from 0 to 100, and the column of numbers at the end of an axis."""

from collections.abc import Sequence
from math import ceil, floor

from survey.charts import theme
from survey.charts.theme import Figure
from survey.languages import format_plain

STEPS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 25.0, 50.0)
"""Distances between two ticks, the finest first."""
TICKS = 3
"""At most so many ticks on either side."""
SLIM_TICKS = 3
"""At most so many ticks in all on a phone."""
SLIM_NUMBERS = 0.4
"""So much more of the way between the first and the last tick goes to a column of numbers on a phone."""


def around_zero(values: Sequence[float]) -> tuple[Figure, float]:
    """Return an axis of points that holds these values and 0, and where on it a column of numbers ends."""
    reach = max((abs(value) for value in values), default=0.0) or 1.0
    step = next((step for step in STEPS if reach <= step * TICKS), STEPS[-1])
    below = -ceil(-min(0.0, *values) / step) if values else 0
    above = ceil(max(0.0, *values) / step) if values else 0
    ticks = [step * count for count in range(below, max(above, below + 1) + 1)]
    room = (ticks[-1] - ticks[0]) * 0.22
    end = ticks[-1] + room
    axis = {
        "range": [ticks[0] - room * 0.1, end + room * 0.05],
        "tickvals": ticks,
        "ticktext": [_signed(tick) for tick in ticks],
        "gridcolor": theme.LINE,
        "zeroline": True,
        "zerolinecolor": theme.SOFT,
        "tickfont": {"color": theme.SOFT},
        "fixedrange": True,
    }
    return axis, end


def within(low: float, high: float) -> tuple[Figure, float]:
    """Return an axis of scores from somewhat below ``low`` to somewhat above ``high``, and where numbers end on it."""
    step = next((step for step in STEPS if high - low <= step * (TICKS + 1)), STEPS[-1])
    first, last = floor(low / step), max(ceil(high / step), floor(low / step) + 1)
    ticks = [step * count for count in range(first, last + 1)]
    room = (ticks[-1] - ticks[0]) * 0.2
    axis = {
        "range": [ticks[0] - room * 0.1, ticks[-1] + room * 1.05],
        "tickvals": ticks,
        "ticktext": [format_plain(tick) for tick in ticks],
        "gridcolor": theme.LINE,
        "zeroline": False,
        "tickfont": {"color": theme.SOFT},
        "fixedrange": True,
    }
    return axis, ticks[-1] + room


def fewer(axis: Figure) -> Figure:
    """Return the ticks of an axis that a phone has room for: every second one, counted from 0, where there are many."""
    values, texts = axis["tickvals"], axis["ticktext"]
    if len(values) <= SLIM_TICKS:
        return {"tickvals": values, "ticktext": texts, "tickangle": 0}
    first = (values.index(0) if 0 in values else 0) % 2
    return {"tickvals": values[first::2], "ticktext": texts[first::2], "tickangle": 0}


def slim(axis: Figure, end: float) -> tuple[Figure, float]:
    """Return what differs of an axis on a phone, where a column of numbers needs more of the width, and where it ends.

    ``end`` is where the numbers end on a wide page, see :func:`around_zero`.
    """
    first, last = axis["range"]
    more = (axis["tickvals"][-1] - axis["tickvals"][0]) * SLIM_NUMBERS
    return fewer(axis) | {"range": [first, last + more]}, end + more


def column(texts: Sequence[str], end: float, hovers: Sequence[str] = ()) -> Figure:
    """Return texts, one for each row of a figure, that end at a place of its axis; ``hovers`` say more of each."""
    told = {"hoverinfo": "text", "hovertext": [theme.hover(one) for one in hovers]} if hovers else {"hoverinfo": "skip"}
    return {
        "type": "scatter",
        "mode": "text",
        "x": [end] * len(texts),
        "y": list(range(len(texts))),
        "text": list(texts),
        "textposition": "middle left",
        "textfont": {"color": theme.INK},
        "cliponaxis": False,
        "showlegend": False,
        **told,
    }


def _signed(tick: float) -> str:
    return f"+{format_plain(tick)}" if tick > 0 else format_plain(tick)
