"""How regions stand from wave to wave, on the questions that can be compared in all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from survey.models import Edition, Wave
from survey.policy import Actor
from survey.questionnaires.model import Questionnaire
from survey.scoring import trends
from survey.scoring.scorecard import Floats
from survey.scoring.trends import Course
from survey.services import editions, results
from survey.services.behind import Behind, Key, behind
from survey.services.results import Result

MOST_KEPT = 50
"""So many courses are kept in each process; the oldest make room."""


@dataclass(frozen=True)
class Waves:
    """The waves up to one, the earliest first, with the results that the reader may see of each.

    ``scores`` of ``course`` are NaN also where a component may not be seen in a wave.
    """

    waves: tuple[Wave, ...]
    results: tuple[tuple[Result, ...], ...]
    course: Course

    @cached_property
    def places(self) -> dict[str, int]:
        """The row of each region, by key."""
        return {unit: place for place, unit in enumerate(self.course.units)}


_kept: WeakKeyDictionary[Engine, dict[tuple[tuple[str, tuple[Key, ...]], ...], Course]] = WeakKeyDictionary()


def up_to(session: Session, *, wave: Wave, by: Actor) -> Waves:
    """Return how the regions stood in each wave of the questionnaire up to this one, by the rules of this one.

    Waves in which this person sees no results are left out, this one excepted. Computed once for each state of all
    answers.
    """
    found = [(one, results.submitted(session, wave=one, by=by)) for one in _earlier(session, wave)]
    pairs = [*((one, seen) for one, seen in found if seen), (wave, results.submitted(session, wave=wave, by=by))]
    rows = [behind(session, edition=one.edition, found=seen) for one, seen in pairs]
    kept, key = _kept.setdefault(session.get_bind().engine, {}), _state(pairs, rows)
    if key not in kept:
        kept[key] = _shown(rows, trends.over([_of(row) for row in rows], _between(session, wave.edition)))
    course = kept[key]
    while len(kept) > MOST_KEPT:
        kept.pop(next(iter(kept)))
    return Waves(tuple(one for one, _seen in pairs), tuple(tuple(seen) for _one, seen in pairs), course)


def _state(
    pairs: Sequence[tuple[Wave, Sequence[Result]]], rows: Sequence[Behind]
) -> tuple[tuple[str, tuple[Key, ...]], ...]:
    return tuple((wave.edition.structure_hash, row.keys) for (wave, _seen), row in zip(pairs, rows, strict=True))


def _earlier(session: Session, wave: Wave) -> Sequence[Wave]:
    """Return the waves of the same questionnaire before this one, the earliest first."""
    before = (
        select(Wave)
        .join(Wave.edition)
        .where(Edition.key == wave.edition.key, Wave.opens < wave.opens)
        .order_by(Wave.opens, Wave.id)
    )
    return session.scalars(before).all()


def _between(session: Session, last: Edition) -> list[Questionnaire]:
    """Return the stored editions of the questionnaire; of those of one name the newest."""
    found = session.scalars(select(Edition).where(Edition.key == last.key).order_by(Edition.id))
    return [editions.load(session, edition=one) for one in {one.edition: one for one in found}.values()]


def _of(row: Behind) -> trends.Wave:
    return trends.Wave(row.questionnaire, row.units, row.matrix)


def _shown(rows: Sequence[Behind], course: Course) -> Course:
    """Return the course without the components that may not be seen in a wave."""
    scores: Floats = course.scores.copy()
    places = {unit: place for place, unit in enumerate(course.units)}
    for at, row in enumerate(rows):
        for one in row.results:
            hidden = [place for place, code in enumerate(course.codes) if not _seen_in(one, code, row, rows[-1])]
            scores[at, places[one.assessment.region.key], hidden] = np.nan
    return Course(course.units, course.codes, course.levels, course.comparable, scores)


def _seen_in(one: Result, code: str, row: Behind, last: Behind) -> bool:
    """Whether a component may be seen in a wave.

    By the rules of another edition it may hold questions of any section, so there all of the region must be open.
    """
    if row.framework is last.framework:
        return code in one.card
    return all(each in one.card for each in row.framework.published)
