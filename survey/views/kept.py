"""Charts of a comparison, kept for as long as what they are made of stays the same."""

from collections.abc import Callable, Hashable

from survey import languages
from survey.charts.specification import Chart

MOST_KEPT = 16
"""So many views are kept in each process, with their drawings; the oldest make room."""

_kept: dict[Hashable, tuple[object, dict[str, Chart]]] = {}


def charts(key: Hashable, make: Callable[[], dict[str, Chart]], *, held: object = None) -> dict[str, Chart]:
    """Return the charts that ``make`` makes, made once for each key and language.

    The key holds all that the charts follow from: the readings themselves and not how old they are, so that a change of
    any answer that somebody may see makes another key. What it names by ``id`` has to be ``held``.
    """
    known = (languages.current(), key)
    if known not in _kept:
        _kept[known] = (held, make())
    found = _kept[known][1]
    while len(_kept) > MOST_KEPT:
        _kept.pop(next(iter(_kept)), None)
    return found
