"""The key of a figure: the sign and the name of each trace, in columns or below each other."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from survey.charts.drawing import pen
from survey.charts.drawing.axes import Area
from survey.charts.drawing.pen import Figure
from survey.charts.drawing.points import legend_mark

ROW, SIGN = 20, 40
"""Height of a line and width of its sign, in pixels."""


def drawn(
    traces: Sequence[Figure], colours: Sequence[str], layout: Figure, area: Area, sheet: Area, font: Figure
) -> Iterator[str]:
    """Give the entries of the key; nothing where the layout shows none.

    It stands in the ``area`` of the marks or, where it refers to the container, on the whole ``sheet``.
    """
    entries = [(trace, colour) for trace, colour in zip(traces, colours, strict=True) if _named(trace)]
    if not layout.get("showlegend") or not entries:
        return
    key = layout.get("legend") or {}
    look = font | (key.get("font") or {})
    across, down = (sheet if key.get(ref) == "container" else area for ref in ("xref", "yref"))
    columns, wide = _columns(key, across, [trace["name"] for trace, _ in entries], look["size"])
    rows = -(-len(entries) // columns)
    left = across.x(key.get("x", 1.02)) - _back(key.get("xanchor", "left"), wide * min(columns, len(entries)))
    top = down.y(key.get("y", 1)) - _back(key.get("yanchor", "top"), rows * ROW)
    said = []
    for at, (trace, colour) in enumerate(entries):
        x, y = left + at % columns * wide, top + at // columns * ROW + ROW / 2
        said.append(legend_mark(trace, x + SIGN / 2, y, colour))
        said.append(pen.text(x + SIGN, y, trace["name"], letters=look["size"]))
    size = look["size"] if look["size"] != font["size"] else None
    yield pen.element("g", "".join(said), font_size=size)


def fitting(traces: Sequence[Figure], layout: Figure, area: Area, below: float, font: Figure) -> Area:
    """Return the area with so much less height that a key below it fits on the sheet, as plotly.js makes room.

    ``below`` is the room below the area, in pixels.
    """
    names = [trace["name"] for trace in traces if _named(trace)]
    key = layout.get("legend") or {}
    down = -key.get("y", 1)
    if not layout.get("showlegend") or not names or down < 0 or key.get("yref") == "container":
        return area
    columns, _ = _columns(key, area, names, (font | (key.get("font") or {}))["size"])
    rows = -(-len(names) // columns)
    need = (down * (area.height + below) + rows * ROW) / (1 + down)
    return replace(area, height=area.height - max(0, need - below))


def _named(trace: Figure) -> bool:
    return bool(trace.get("name") and trace.get("showlegend", True))


def _columns(key: Figure, area: Area, names: Sequence[str], size: float) -> tuple[int, float]:
    """Return how many columns a key has and how wide each is, in pixels."""
    if key.get("orientation", "v") == "v":
        return 1, area.width
    if key.get("entrywidthmode") == "fraction":
        wide = key.get("entrywidth", 1) * area.width
    else:
        wide = key.get("entrywidth") or SIGN + 16 + max(len(name) for name in names) * size * 0.54
    return max(1, int(area.width / wide + 0.05)), wide


def _back(anchor: str, size: float) -> float:
    return {"center": size / 2, "middle": size / 2, "right": size, "bottom": size}.get(anchor, 0)
