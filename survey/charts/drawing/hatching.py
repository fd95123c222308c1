"""Lines over a bar or a patch of the key, so that colour is not the only sign of what it is."""

from survey.charts.drawing import pen
from survey.charts.drawing.pen import Figure

Rect = tuple[float, float, float, float]
"""Left, top, width and height, in pixels."""
SIZE, SOLIDITY = 8, 0.3
"""What plotly.js takes where a figure says nothing: pixels from line to line, share of them that a line covers."""


def hatched(rect: Rect, marker: Figure) -> str:
    """Return the lines of a marker's pattern over a rectangle: ``/`` rising, ``x`` crossing; nothing for no pattern.

    Raises ValueError for a shape that is not drawn yet, so that no chart loses a sign in silence.
    """
    pattern = marker.get("pattern") or {}
    shape = pattern.get("shape") or ""
    if shape not in {"", "/", "x"}:
        raise ValueError(f"The pattern {shape!r} is not drawn yet.")
    size = pattern.get("size") or SIZE
    ways = [_rising(rect, size)] if shape else []
    if shape == "x":
        ways.append(_falling(rect, size))
    drawn = "".join(pen.path(line) for way in ways for line in way)
    if not drawn:
        return ""
    wide = size * pattern.get("solidity", SOLIDITY) / 2**0.5
    return pen.element("path", d=drawn, fill="none", stroke=pen.paint(pattern.get("fgcolor")), stroke_width=wide)


def _rising(rect: Rect, size: float) -> list[list[tuple[float, float]]]:
    """Return lines of one sum of x and y each, cut off at the edges."""
    left, top, width, height = rect
    found, total = [], left + top + size / 2
    while total < left + top + width + height:
        first, last = max(left, total - top - height), min(left + width, total - top)
        found.append([(first, total - first), (last, total - last)])
        total += size
    return found


def _falling(rect: Rect, size: float) -> list[list[tuple[float, float]]]:
    """Return the lines of :func:`_rising` in a mirror."""
    left, _, width, _ = rect
    return [[(2 * left + width - x, y) for x, y in line] for line in _rising(rect, size)]
