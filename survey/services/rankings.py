"""How regions stand to each other over many drawn assumptions, drawn once for each state of their answers."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from survey.scoring.groups import groups
from survey.scoring.robustness import Ranking, Settings, robust
from survey.services.behind import Behind, Key

MOST_KEPT = 100
"""So many rankings are kept in each process; the oldest make room."""
SETTINGS = Settings()
"""What is drawn, for everybody alike: who wants other settings has the command line."""


@dataclass(frozen=True)
class Ranked:
    """The ranking of some regions in one component; arrays are in the order of ``units``, keys of regions.

    ``alike`` are pairs of places that cannot be told apart, ``groups`` the largest groups in which no two can.
    """

    units: tuple[str, ...]
    ranking: Ranking
    settings: Settings
    alike: tuple[tuple[int, int], ...]
    groups: tuple[tuple[int, ...], ...]


_kept: WeakKeyDictionary[Engine, dict[tuple[str, tuple[Key, ...]], Ranked]] = WeakKeyDictionary()


def ranked(session: Session, *, behind: Behind, component: str) -> Ranked:
    """Return how those regions stand in a component whose score in it may be seen; KeyError for no component."""
    seen = behind.showing([component])
    kept, key = _kept.setdefault(session.get_bind().engine, {}), (component, seen.keys)
    if key not in kept:
        kept[key] = _drawn(seen, component)
    found = kept[key]
    while len(kept) > MOST_KEPT:
        kept.pop(next(iter(kept)))
    return found


def _drawn(seen: Behind, component: str) -> Ranked:
    ranking = robust(seen.framework, seen.matrix, SETTINGS, [component]).rankings[component]
    alike = ranking.pairs
    return Ranked(seen.units, ranking, SETTINGS, alike, groups(alike))
