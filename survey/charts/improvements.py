"""What could be gained in a question, as rows that two charts share: names, bars, numbers at the end."""

from collections.abc import Sequence
from dataclasses import dataclass

from survey.charts import axes, theme, words
from survey.charts.readings import Title
from survey.charts.rounding import signed
from survey.charts.specification import Cell
from survey.charts.theme import Figure
from survey.languages import format_number, gettext

SLIM_LINES = 4
"""Questions often begin alike, so that two short lines on a phone would not tell one from the other."""


@dataclass(frozen=True)
class Improvement:
    """A question that could have more points: what is answered, what would earn all, what that brings and takes.

    ``gain`` is in points of the component, None where it cannot be told; ``effort`` is the usual one unless the region
    has ``set`` it. ``today`` and ``full`` are plain text.
    """

    code: str
    title: Title
    area: str
    today: str
    full: str
    gain: float | None
    effort: int
    set: bool


def effort(one: Improvement) -> Cell:
    """Return the cell of an effort; one that nobody has set says so."""
    shown = format_number(one.effort, 0)
    return words.number_cell(shown if one.set else gettext("%(effort)s (not set)", effort=shown))


def frame(titles: Sequence[str], axis: Figure, end: float) -> tuple[Figure, Figure]:
    """Return the layout of rows with long names, and what differs on a phone, for bars with a column of numbers.

    ``end`` is where on the axis the numbers end.
    """
    slim_axis, slim_end = axes.slim(axis, end)
    wide = [theme.wrapped(title, theme.LABEL, 2) for title in titles]
    slim = [theme.wrapped(title, 18, SLIM_LINES) for title in titles]
    layout = theme.layout(
        height=theme.row(wide) * len(titles) + 40,
        left=theme.room(wide),
        top=30,
        bottom=10,
        xaxis=axis | {"side": "top"},
        yaxis=theme.name_axis(wide),
    )
    narrow_layout: Figure = {
        "height": theme.row(slim) * len(titles) + 40,
        "margin": {"l": theme.room(slim, 12), "r": 4, "t": 30, "b": 10},
        "yaxis": {"ticktext": slim, "tickfont": {"size": 12}},
        "xaxis": slim_axis,
    }
    return layout, {"layout": narrow_layout, "data": [{}, {"x": [slim_end] * len(titles)}]}


def bars(rows: Sequence[Improvement], starts: Sequence[float], numbers: Sequence[float]) -> Figure:
    """Return a bar for each row, from where it begins and as long as what it gains."""
    return {
        "type": "bar",
        "orientation": "h",
        "base": list(starts),
        "x": list(numbers),
        "y": list(range(len(rows))),
        "width": 0.5,
        "marker": {"color": theme.ACT, "line": {"width": 0}, "cornerradius": 3},
        "hoverinfo": "text",
        "hovertext": [theme.hover(_hover(one)) for one in rows],
    }


def ends(rows: Sequence[Improvement], place: float, texts: Sequence[str]) -> Figure:
    """Return a column of texts that ends at this place of the axis."""
    return axes.column(texts, place, list(map(_hover, rows)))


def _hover(one: Improvement) -> str:
    lines = [one.title.text, gettext("Today: %(answer)s", answer=one.today)]
    lines.append(gettext("All points: %(answer)s", answer=one.full))
    if one.gain is not None:
        lines.append(gettext("Gain: %(points)s", points=signed(one.gain)))
    return "\n".join(lines)
