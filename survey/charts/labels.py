"""Where the labels of points stand, so that they cover neither each other nor the points."""

from collections.abc import Sequence

Point = tuple[float, float]

PLACES: dict[str, Point] = {
    "middle right": (1, 0),
    "middle left": (-1, 0),
    "top center": (0, 1),
    "bottom center": (0, -1),
    "top right": (1, 1),
    "top left": (-1, 1),
    "bottom right": (1, -1),
    "bottom left": (-1, -1),
}
"""Where a label can stand beside its point, in plotly.js' words, the best first; steps to the right and
upwards.
"""


def places(points: Sequence[Point], step: Point, clear: Point) -> list[str]:
    """Return for each point the place of its label, chosen one after the other.

    All lengths in pixels: ``step`` is how far the middle of a label lies from its point, ``clear`` how far
    apart two middles must lie to the side or up and down.
    """
    taken = list(points)
    chosen = []
    for x, y in points:
        spots = {name: (x + right * step[0], y + up * step[1]) for name, (right, up) in PLACES.items()}
        best = min(spots, key=lambda name: _covered(spots[name], taken, clear))
        taken.append(spots[best])
        chosen.append(best)
    return chosen


def _covered(spot: Point, taken: Sequence[Point], clear: Point) -> int:
    """Count what a label at this spot would cover or touch."""
    return sum(abs(spot[0] - x) < clear[0] and abs(spot[1] - y) < clear[1] for x, y in taken)
