"""The sheet of a drawing: its size, its letters, its name, and which plane its traces lie on."""

import re
from collections.abc import Mapping, Sequence

from survey.charts.drawing import cartesian, legend, notes, pen, polar, triangle
from survey.charts.drawing.axes import Area
from survey.charts.drawing.fit import fitted
from survey.charts.drawing.pen import Figure

PLANES: Mapping[frozenset[str], cartesian.Drawn] = {
    cartesian.KINDS: cartesian.drawn,
    triangle.KINDS: triangle.drawn,
    polar.KINDS: polar.drawn,
}
"""What draws each kind of traces."""
PRINTED = "FiraGO, 'Noto Sans', sans-serif"
"""The letters of a drawing that stands alone: those of our reports, else any without serifs."""
COLOURS = ("var(--series-1)", "var(--series-2)", "var(--series-3)")
_NAMED = re.compile(r'(?<==")var\(--([\w-]+)\)(?=")')


class NotDrawnError(ValueError):
    """A figure holds what no drawing knows: a chart must have all of its outputs."""


def svg(
    figure: Figure,
    *,
    narrow: bool = False,
    colours: Mapping[str, str] | None = None,
    name: str | None = None,
    description: str | None = None,
) -> str:
    """Return a figure as the text of an SVG.

    ``figure`` is a Plotly figure as a plain dict with ``data`` and ``layout``; ``narrow`` takes what it says of
    phones. Colours stay names of the stylesheet (``var(--ink)``) unless ``colours`` gives their values by name
    (``{"ink": "#1d2129"}``). With a ``name`` the drawing says what it is; without one it is hidden from screen
    readers, as the table beside it says the same. Where it has colours it stands alone, with letters and a size.

    Raises NotDrawnError for traces, shapes or symbols that no drawing knows, and for a colour that ``colours`` lacks.
    """
    traces, layout, width = fitted(figure, narrow=narrow)
    shown = [trace for trace in traces if trace.get("visible", True) is True]
    height = layout["height"]
    inner = _inner(shown, layout, width, height)
    sheet = pen.element(
        "svg",
        _named(name, description) + inner,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {pen.number(width)} {pen.number(height)}",
        width=width if colours or (narrow and (figure.get("narrow") or {}).get("least")) else "100%",
        height=height,
        preserveAspectRatio=None if colours else "xMinYMin",
        fill=_font(layout)["color"],
        font_size=_font(layout)["size"],
        font_family=PRINTED if colours else None,
        direction="ltr",
        **({"role": "img"} if name else {"aria_hidden": "true", "focusable": "false"}),
    )
    return _painted(sheet, colours) if colours else sheet


def _inner(traces: Sequence[Figure], layout: Figure, width: float, height: float) -> str:
    margin = {"l": 80, "r": 80, "t": 100, "b": 80} | (layout.get("margin") or {})
    area = Area(margin["l"], margin["t"], width - margin["l"] - margin["r"], height - margin["t"] - margin["b"])
    font = _font(layout)
    area = legend.fitting(traces, layout, area, margin["b"], font)
    way = layout.get("colorway") or COLOURS
    colours = [_colour(trace, way[at % len(way)]) for at, trace in enumerate(traces)]
    try:
        parts = [
            *_plane(traces)(traces, colours, layout, area, font),
            *legend.drawn(traces, colours, layout, area, Area(0, 0, width, height), font),
            notes.heading(layout, width, font),
        ]
    except (KeyError, TypeError, ValueError) as fault:
        raise NotDrawnError(f"This figure has no drawing: {fault}") from fault
    return "".join(parts)


def _plane(traces: Sequence[Figure]) -> cartesian.Drawn:
    kinds = {trace.get("type", "scatter") for trace in traces}
    for known, drawn in PLANES.items():
        if kinds <= known:
            return drawn
    raise ValueError(f"traces of the kinds {', '.join(sorted(kinds))} do not lie on one plane that is drawn here")


def _font(layout: Figure) -> Figure:
    return {"color": "var(--ink)", "size": 14} | (layout.get("font") or {})


def _colour(trace: Figure, usual: str) -> str:
    """Return the colour of a trace that names it once, for all its marks or its line."""
    for part in ("line", "marker"):
        colour = (trace.get(part) or {}).get("color")
        if isinstance(colour, str):
            return colour
    return usual


def _named(name: str | None, description: str | None) -> str:
    if not name:
        return ""
    said = pen.element("title", pen.escaped(name))
    return said + (pen.element("desc", pen.escaped(description)) if description else "")


def _painted(sheet: str, colours: Mapping[str, str]) -> str:
    """Put the values of colours in; only attributes are looked at, since a quotation mark in a text is escaped."""
    lacking = {found[1] for found in _NAMED.finditer(sheet)} - colours.keys()
    if lacking:
        raise NotDrawnError(f"No value for the colours {', '.join(sorted(lacking))}")
    return _NAMED.sub(lambda found: colours[found[1]], sheet)
