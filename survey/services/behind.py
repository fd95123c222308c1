"""The answers behind scores that somebody may see, as the engine reads them, without those that they may not see."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from survey.models import Edition
from survey.questionnaires.model import Questionnaire
from survey.scoring.framework import Framework
from survey.scoring.points import NOT_APPLICABLE, Matrix, matrix
from survey.services import answers, editions, results
from survey.services.results import MOST_KEPT, Result, Version

Key = tuple[int, Version, frozenset[str]]
"""An assessment, the state of its answers, and the components that may be seen of it."""


@dataclass(frozen=True)
class Behind:
    """The results of one wave, and behind them the answers: one row of the matrix for each, in the same order.

    A question below no component that may be seen does not apply, so that nothing computed from here can tell of it.
    ``keys`` say which state of the answers it is: what is computed is good for as long as they are the same.
    """

    results: tuple[Result, ...]
    questionnaire: Questionnaire
    framework: Framework
    matrix: Matrix
    keys: tuple[Key, ...]

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The keys of the regions, in the order of the rows."""
        return tuple(one.assessment.region.key for one in self.results)

    def showing(self, codes: Sequence[str]) -> "Behind":
        """Those alone of whom each of these components may be seen."""
        return self._rows([row for row, one in enumerate(self.results) if all(code in one.card for code in codes)])

    def within(self, regions: Sequence[str]) -> "Behind":
        """Those alone of these regions, by key."""
        return self._rows([row for row, unit in enumerate(self.units) if unit in regions])

    def _rows(self, rows: Sequence[int]) -> "Behind":
        if len(rows) == len(self.results):
            return self
        shares, states, planned = self.matrix.shares, self.matrix.states, self.matrix.planned
        some = Matrix(shares[rows], states[rows], None if planned is None else planned[rows])
        kept = tuple(self.results[row] for row in rows)
        return Behind(kept, self.questionnaire, self.framework, some, tuple(self.keys[row] for row in rows))


_rows: WeakKeyDictionary[Engine, dict[Key, Matrix]] = WeakKeyDictionary()


def behind(session: Session, *, edition: Edition, found: Sequence[Result]) -> Behind:
    """Return what stands behind these results of one wave; answers are read once for each state that they are in."""
    questionnaire = editions.load(session, edition=edition)
    framework = results.framework(session, edition=edition)
    versions = results.answered(session, edition=edition, seen=[one.assessment for one in found])
    keys = tuple((one.assessment.id, versions[one.assessment.id], frozenset(one.card)) for one in found)
    kept = _rows.setdefault(session.get_bind().engine, {})
    for key, one in zip(keys, found, strict=True):
        if key not in kept:
            known = answers.kept(session, assessment=one.assessment, questionnaire=questionnaire)
            whole = matrix(questionnaire, [answers.given(known)])
            kept[key] = _narrowed(framework, whole, key[2])
    rows = [kept[key] for key in keys]
    while len(kept) > MOST_KEPT:
        kept.pop(next(iter(kept)))
    return Behind(tuple(found), questionnaire, framework, _stacked(rows, len(framework.questions)), keys)


def _narrowed(framework: Framework, whole: Matrix, shown: frozenset[str]) -> Matrix:
    """Return the answers alone that lie below a component that is shown."""
    below = {code for component in shown for code in framework.effective_weights(component)}
    open_ones = np.array([code in below for code in framework.questions], dtype=np.bool_)
    return Matrix(
        np.where(open_ones, whole.shares, 0.0),
        np.where(open_ones, whole.states, NOT_APPLICABLE).astype(np.int8),
        None if whole.planned is None else np.where(open_ones, whole.planned, 0.0),
    )


def _stacked(rows: Sequence[Matrix], questions: int) -> Matrix:
    if not rows:
        return Matrix(np.zeros((0, questions)), np.zeros((0, questions), dtype=np.int8))
    planned = [row.shares if row.planned is None else row.planned for row in rows]
    shares, states = np.vstack([row.shares for row in rows]), np.vstack([row.states for row in rows])
    return Matrix(shares, states, np.vstack(planned))
