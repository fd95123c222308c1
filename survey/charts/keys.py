"""The key of a figure: which sign is whose. On a wide page it stands in columns below; on a phone line by line."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from survey.charts import theme
from survey.charts.theme import Figure

LINE = 20
"""Height of one line of the key, in pixels."""

STACKED: Mapping[str, Any] = MappingProxyType(
    {
        "x": 0,
        "xref": "container",
        "y": 0,
        "yref": "container",
        "yanchor": "bottom",
        "entrywidth": 220,
        "entrywidthmode": "pixels",
    }
)
"""What differs on a phone: the whole width of the figure, not only that of its marks, so that long names fit."""


def across(*, y: float, columns: int = 4) -> Figure:
    """Return a key below the figure and in columns, ``y`` heights of the marks away from them.

    A click there must not take a region away.
    """
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": y,
        "yanchor": "top",
        "entrywidthmode": "fraction",
        "entrywidth": 1 / columns - 0.01,
        "itemclick": False,
        "itemdoubleclick": False,
        "bgcolor": theme.CLEAR,
        "font": {"size": 13},
    }


def room(lines: int) -> int:
    """Return the height that a key of so many lines takes at the foot of a phone's figure, in pixels."""
    return LINE * lines + 16
