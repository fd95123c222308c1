"""Groups of units in which no two can be told apart."""

from collections.abc import Iterable, Iterator


def groups(pairs: Iterable[tuple[int, int]]) -> tuple[tuple[int, ...], ...]:
    """The largest groups of units in which each two are one of these pairs, each group and all of them in order.

    A pair cannot be told apart, which is not transitive: a unit may stand in several groups, and two units that share
    a group with a third may well be told apart. No group lies within another. A unit without a pair is in none.
    (Bron and Kerbosch 1973, with a pivot.)
    """
    near: dict[int, set[int]] = {}
    for one, other in pairs:
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    return tuple(sorted(tuple(sorted(found)) for found in _grown(set(), set(near), set(), near)))


def _grown(inside: set[int], left: set[int], done: set[int], near: dict[int, set[int]]) -> Iterator[set[int]]:
    if not left:
        if inside and not done:
            yield inside
        return
    pivot = max(left | done, key=lambda unit: len(near[unit] & left))
    for unit in sorted(left - near[pivot]):
        yield from _grown(inside | {unit}, left & near[unit], done & near[unit], near)
        left, done = left - {unit}, done | {unit}
