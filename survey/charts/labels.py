"""Where the labels of points stand, so that they cover neither each other nor the points."""

from collections.abc import Callable, Iterator, Sequence

Point = tuple[float, float]

AROUND: tuple[Point, ...] = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
"""Where a label can stand beside its point, the best first; steps to the right and upwards."""
FARTHER: tuple[Point, ...] = (
    *AROUND,
    (1, 0.5),
    (1, -0.5),
    (-1, 0.5),
    (-1, -0.5),
    (0.5, 1),
    (-0.5, 1),
    (0.5, -1),
    (-0.5, -1),
)
"""The same further out, where there is room for more."""
RINGS = 4
"""A label stands at most so many steps away."""


def places(points: Sequence[Point], step: Point, clear: Point, fits: Callable[[Point], bool]) -> list[Point]:
    """Return for each point where the middle of its label stands: as near as it covers nothing that stands already.

    All lengths in pixels, upwards: ``step`` is how far the middle of a label lies from its point, ``clear`` how far
    apart two middles must lie to the side or up and down; ``fits`` tells whether a place is one for labels at all.
    """
    taken = list(points)
    chosen = []
    for point in points:
        spots = list(_spots(point, step))
        best = min(spots, key=lambda spot: _covered(spot, taken, clear) + 2 * (not fits(spot)))
        taken.append(best)
        chosen.append(best)
    return chosen


def _spots(point: Point, step: Point) -> Iterator[Point]:
    for ring in range(1, RINGS + 1):
        for right, up in AROUND if ring == 1 else FARTHER:
            yield point[0] + right * ring * step[0], point[1] + up * ring * step[1]


def away(point: Point, label: Point, step: Point) -> bool:
    """Whether a label stands so far from its point that a line has to lead to it."""
    return abs(label[0] - point[0]) > 1.2 * step[0] or abs(label[1] - point[1]) > 1.2 * step[1]


def _covered(spot: Point, taken: Sequence[Point], clear: Point) -> int:
    """Count what a label at this spot would cover or touch."""
    return sum(abs(spot[0] - x) < clear[0] and abs(spot[1] - y) < clear[1] for x, y in taken)
