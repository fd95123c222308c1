"""Which form of a figure is drawn: the wide one, or the one for phones."""

from survey.charts.drawing.pen import Figure

WIDE, NARROW = 960, 330
"""Widths of the two drawings in pixels: the column of a desktop page, and the column of a phone."""


PLOT = 120
"""So much room in pixels has what is drawn beside names, whatever the width, as in ``charts.js``; more is scrolled."""


def merged(base: Figure, over: Figure) -> Figure:
    """Lay what differs over a figure, as ``charts.js`` does: objects are merged, everything else is replaced."""
    result = dict(base)
    for key, value in over.items():
        here = base.get(key)
        result[key] = merged(here, value) if isinstance(here, dict) and isinstance(value, dict) else value
    return result


def fitted(figure: Figure, *, narrow: bool) -> tuple[list[Figure], Figure, float]:
    """Return traces, layout and width in pixels of one form of a figure."""
    data, layout, slim = figure["data"], figure["layout"], figure.get("narrow") or {}
    if not narrow:
        return data, layout, min(WIDE, figure.get("widest") or WIDE)
    patches = [*slim.get("data", []), *({} for _ in data)]
    traces = [merged(trace, patch) for trace, patch in zip(data, patches, strict=False)]
    patch = slim.get("layout", {})
    least = patch["margin"]["l"] + patch["margin"]["r"] + PLOT if "yaxis" in patch and "margin" in patch else 0
    return traces, merged(layout, patch), max(NARROW, slim.get("least") or 0, least)
