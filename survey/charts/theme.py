"""One look for all figures: colours by name, symbols, axes, numbers and texts in the reader's format.

A figure never holds a colour value but names a custom property of the stylesheet (``var(--equality)``). The
page's script puts the value in, so light, dark and forced colours need one figure only.
"""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from survey import languages
from survey.charts.readings import TIE
from survey.languages import format_number, gettext

Figure = dict[str, Any]

INK, SOFT, LINE, CARD, ACT = "var(--ink)", "var(--soft)", "var(--line)", "var(--card)", "var(--act)"
CLEAR = "rgba(0,0,0,0)"
LABEL = 40
"""The longest line of a label on a wide page, in characters."""
CLASSES = 10
"""Heat maps colour a score by its class of ten points: 0 for less than 10, 9 from 90 upwards."""


@dataclass(frozen=True)
class Accent:
    """What marks a series besides its name: a colour, a symbol in figures, the same symbol in text, a
    dash.
    """

    colour: str
    symbol: str
    sign: str
    dash: str = "solid"


DIMENSIONS: Mapping[str, Accent] = {
    "equality": Accent("var(--equality)", "circle", "●"),
    "diversity": Accent("var(--diversity)", "diamond", "◆"),
    "interaction": Accent("var(--interaction)", "triangle-up", "▲"),
}
FURTHER = (
    Accent("var(--series-2)", "square", "■"),
    Accent("var(--series-3)", "star", "★"),
    Accent("var(--series-1)", "hexagon", "⬢"),
)
SERIES = (
    Accent("var(--series-1)", "circle", "●"),
    Accent("var(--series-2)", "square", "■", "dash"),
    Accent("var(--series-3)", "x", "✕", "dot"),
)


def accents(dimensions: Sequence[str]) -> dict[str, Accent]:
    """Return the accent of each dimension: the project's three keep theirs, further ones take the next."""
    further = [code for code in dimensions if code not in DIMENSIONS]
    return {
        code: DIMENSIONS[code] if code in DIMENSIONS else FURTHER[further.index(code) % len(FURTHER)]
        for code in dimensions
    }


def settled(score: float) -> float:
    """Return a score without the last bits of its sums: 49.99999999999999 is 50, and belongs to the step above."""
    whole = round(score)
    return float(whole) if abs(score - whole) < TIE else score


def heat_class(score: float) -> int:
    """Return the class of ten points that a score from 0 to 100 falls into, 0 to 9."""
    return min(int(settled(score) // (100 / CLASSES)), CLASSES - 1)


def heat_scale() -> list[list[float | str]]:
    """Return the colour scale of heat maps over 0 to 100: ten flat steps, as in the table."""
    return [[edge / CLASSES, f"var(--heat-{step})"] for step in range(CLASSES) for edge in (step, step + 1)]


def plain(text: str) -> str:
    """Return a text that a figure shows as it is: plotly.js reads a few HTML tags in labels."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def hover(text: str) -> str:
    """Return the lines of a text as a figure shows them at a point."""
    return plain(text).replace("\n", "<br>")


def wrapped(text: str, width: int, lines: int = 3, most: int | None = None) -> str:
    """Return a label broken into lines of about ``width`` characters; what does not fit ends in an ellipsis.

    A word, and so a line, may be half as long again; a longer one is broken. Where no line may have more
    than ``most`` characters, it ends in an ellipsis, too.
    """
    words = " ".join(_broken(word, width) for word in text.split())
    parts = textwrap.wrap(words, width, break_long_words=False)
    if len(parts) > lines:
        parts[lines - 1 :] = [f"{parts[lines - 1]} …"]
    return "<br>".join(clipped(part, most or round(width * 1.5)) for part in parts)


def _broken(word: str, width: int) -> str:
    """Break a word that is too long: at its own hyphens where it has some, else into parts of about equal length."""
    if len(word) <= width * 1.5:
        return word
    head, hyphen, tail = word.partition("-")
    if head and tail:
        return f"{_broken(head, width)}{hyphen} {_broken(tail, width)}"
    count = ceil(len(word) / (width - len("- …")))
    part = ceil(len(word) / count)
    return "- ".join(word[at : at + part] for at in range(0, len(word), part))


def clipped(text: str, width: int) -> str:
    """Return a label of one line and at most ``width`` characters; what does not fit ends in an ellipsis."""
    return plain(text if len(text) <= width else f"{text[: width - 1].rstrip()}…")


def longest(labels: Sequence[str]) -> int:
    """Return the length of the longest line of all labels, in characters."""
    return max((len(line) for label in labels for line in label.split("<br>")), default=0)


def room(labels: Sequence[str], size: int = 14) -> int:
    """Return the width that labels at the side need in pixels, for a size of letters in pixels."""
    return (24 if size >= 14 else 12) + round(longest(labels) * size * 0.58)


def row(labels: Sequence[str]) -> int:
    """Return the height of each row in pixels: more where a label takes two lines, and for each line after these."""
    most = max((label.count("<br>") for label in labels), default=0)
    return (34, 40)[most] if most < 2 else 40 + 16 * (most - 1)


def score_text(score: float | None) -> str:
    """Return a score as people read it: one decimal in their format, a dash where there is none."""
    return "–" if score is None else format_number(score)


def separators() -> str:
    """Return the decimal and grouping signs of the reader's locale, as plotly.js wants them (``,.``)."""
    signs = languages.locale(languages.current()).number_symbols["latn"]
    return f"{signs['decimal']}{signs['group']}"


def score_axis(**more: Any) -> Figure:
    """Return an axis that always runs from 0 to 100, so that charts can be laid side by side."""
    ticks = [0, 25, 50, 75, 100]
    return {
        "range": [-2, 102],
        "tickvals": ticks,
        "ticktext": [format_number(tick, 0) for tick in ticks],
        "gridcolor": LINE,
        "linecolor": LINE,
        "tickfont": {"color": SOFT},
        "zeroline": False,
        "fixedrange": True,
    } | more


def name_axis(labels: Sequence[str], **more: Any) -> Figure:
    """Return an axis of names, the first on top; positions are numbers, so two equal names stay two."""
    return {
        "range": [len(labels) - 0.5, -0.5],
        "tickvals": list(range(len(labels))),
        "ticktext": list(labels),
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "ticks": "",
        "ticklabelstandoff": 8,
    } | more


def layout(*, height: int, left: int = 8, top: int = 8, bottom: int = 32, **more: Any) -> Figure:
    """Return what all figures share: clear ground, the page's ink, no dragging, numbers of the locale.
    Sizes in pixels.
    """
    return {
        "height": height,
        "margin": {"l": left, "r": 12, "t": top, "b": bottom, "pad": 0},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"color": INK, "size": 14},
        "hoverlabel": {
            "bgcolor": CARD,
            "bordercolor": LINE,
            "font": {"color": INK, "size": 14},
            "align": "left",
        },
        "hovermode": "closest",
        "dragmode": False,
        "showlegend": False,
        "separators": separators(),
        "colorway": [accent.colour for accent in SERIES],
    } | more


def rules(levels: Sequence[str]) -> list[Figure]:
    """Return a line between one level and the next in rows from above, such as below the index."""
    return [
        {
            "type": "line",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": at - 0.5,
            "y1": at - 0.5,
            "line": {"color": SOFT, "width": 1},
        }
        for at in range(1, len(levels))
        if levels[at] != levels[at - 1]
    ]


def marked(figure: Figure, demonstration: bool) -> Figure:
    """Return the figure with the words that it shows synthetic data, where it does; a picture of it keeps
    them.
    """
    if not demonstration:
        return figure
    title = {
        "text": gettext("Demonstration: synthetic answers"),
        "font": {"size": 12, "color": SOFT},
        "x": 1,
        "xanchor": "right",
        "xref": "container",
        "y": 1,
        "yanchor": "top",
        "yref": "container",
        "pad": {"t": 4, "r": 4},
    }
    grown = _grown(figure["layout"]) | {"title": title}
    narrow = dict(figure["narrow"], layout=_grown(figure["narrow"]["layout"]))
    return figure | {"layout": grown, "narrow": narrow}


def _grown(layout: Figure, by: int = 22) -> Figure:
    """Return a layout with room for one more line on top; a layout without sizes stays as it is."""
    more: Figure = {}
    if "height" in layout:
        more["height"] = layout["height"] + by
    if "t" in layout.get("margin", {}):
        more["margin"] = layout["margin"] | {"t": layout["margin"]["t"] + by}
    return layout | more
