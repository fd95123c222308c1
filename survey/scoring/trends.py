"""How scores changed between two waves, on the questions that can be compared, by the rules of the later edition.

Only questions of one lineage are compared: the same, or the same in other words, never one on another scale. All
others leave both waves as if they did not apply, so that both are scored on the same ground and by the later
edition's weights. Method: section 4.8.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

import numpy as np
from numpy.typing import NDArray

from survey.questionnaires.editions import order
from survey.questionnaires.model import Questionnaire
from survey.scoring import lineage
from survey.scoring.aggregation import TOLERANCE, score
from survey.scoring.framework import Framework, Level, build
from survey.scoring.points import NOT_APPLICABLE, Matrix
from survey.scoring.scorecard import Floats

LEAST_COMPARABLE = 0.6
"""Below this share of comparable weight there is no trend."""


@dataclass(frozen=True)
class Wave:
    """The answers of a wave: its questionnaire, its units by name, and a row of the matrix for each of them."""

    questionnaire: Questionnaire
    units: Sequence[str]
    matrix: Matrix


@dataclass(frozen=True)
class Trends:
    """The scores of two waves on comparable questions; arrays are (units, components) unless said.

    ``units`` are those of both waves, in the order of the later; ``codes`` the components of the later edition in the
    public order. ``comparable`` (components,) is the share of nominal weight, 0-1, whose questions can be compared.
    ``earlier`` and ``later`` are scores 0-100 on these questions, NaN where there is none or too little can be
    compared; ``change`` is later minus earlier.
    """

    units: tuple[str, ...]
    codes: tuple[str, ...]
    levels: tuple[Level, ...]
    comparable: Floats
    earlier: Floats
    later: Floats

    @property
    def change(self) -> Floats:
        """Later minus earlier, in points; NaN where there is no trend."""
        return self.later - self.earlier


def linked(earlier: Wave, later: Wave, between: Sequence[Questionnaire] = ()) -> Trends:
    """The trend of each unit that took part in both waves, in each component of the later edition.

    A question that continues one of an edition in between needs that edition in ``between``, and is not comparable
    without. ValueError for two questionnaires that do not continue each other, an earlier wave with the later
    edition, a unit named twice in a wave, or matrices that do not fit their questionnaires.
    """
    columns = _continued(earlier, later, between)
    measured, taken = _framework(later), columns >= 0
    places = {unit: row for row, unit in enumerate(earlier.units)}
    both = [(row, places[unit]) for row, unit in enumerate(later.units) if unit in places]
    now, then = (np.array(rows, np.intp) for rows in (zip(*both, strict=True) if both else ((), ())))
    scores = score(measured, _narrowed(later.matrix, now, np.arange(len(columns)), taken))
    earlier_scores = score(measured, _narrowed(earlier.matrix, then, columns, taken))
    comparable = np.array([_share(measured, code, taken) for code in scores.codes])
    enough = np.where(comparable >= LEAST_COMPARABLE - TOLERANCE, 1, np.nan)
    return Trends(
        units=tuple(later.units[row] for row in now),
        codes=scores.codes,
        levels=scores.levels,
        comparable=comparable,
        earlier=earlier_scores.score * enough,
        later=scores.score * enough,
    )


@dataclass(frozen=True)
class Course:
    """The scores of several waves on the questions that can be compared in all of them, by the rules of the last.

    ``units`` are those of any wave, in the order of the last and then of those before it; ``codes`` the components of
    the last edition in the public order. ``comparable`` (components,) is the share of nominal weight, 0-1, whose
    questions can be compared in all waves. ``scores`` (waves, units, components) are 0-100, NaN where a unit took no
    part, where there is no score, or too little can be compared.
    """

    units: tuple[str, ...]
    codes: tuple[str, ...]
    levels: tuple[Level, ...]
    comparable: Floats
    scores: Floats


def over(waves: Sequence[Wave], between: Sequence[Questionnaire] = ()) -> Course:
    """The course of each unit over several waves, the earliest first; all are scored on the same ground.

    A question counts if every earlier wave asked it, too: the same, or in other words. ValueError as for
    :func:`linked`, and without a wave.
    """
    if not waves:
        raise ValueError("A course needs a wave. Give at least one.")
    last = waves[-1]
    measured = _framework(last)
    columns = [_continued(wave, last, between) for wave in waves[:-1]] + [np.arange(len(measured.questions))]
    taken = np.all([found >= 0 for found in columns], axis=0)
    units = tuple(dict.fromkeys(unit for wave in reversed(waves) for unit in wave.units))
    places = {unit: place for place, unit in enumerate(units)}
    codes, levels = measured.published, tuple(measured.by_code[code].level for code in measured.published)
    scores = np.full((len(waves), len(units), len(codes)), np.nan)
    for at, (wave, found) in enumerate(zip(waves, columns, strict=True)):
        rows = np.arange(len(wave.units))
        made = score(measured, _narrowed(wave.matrix, rows, found, taken)).score
        scores[at, [places[unit] for unit in wave.units]] = made
    comparable = np.array([_share(measured, code, taken) for code in codes])
    enough = np.where(comparable >= LEAST_COMPARABLE - TOLERANCE, 1, np.nan)
    return Course(units, codes, levels, comparable, scores * enough)


def _continued(earlier: Wave, later: Wave, between: Sequence[Questionnaire]) -> NDArray[np.intp]:
    """For each question of the later wave the column of the earlier one that it continues; -1 for none."""
    links = lineage.links(later.questionnaire, earlier.questionnaire, between)
    older, newer = earlier.questionnaire.edition, later.questionnaire.edition
    if order(older) > order(newer):
        raise ValueError(f"The earlier wave has the later edition, {older} after {newer}. Exchange the two.")
    return np.array(_comparable(_framework(later), _framework(earlier), links), np.intp)


def _framework(wave: Wave) -> Framework:
    """The framework of a wave, whose matrix must fit it and whose units must be told apart by their names."""
    built = build(wave.questionnaire)
    rows, columns = wave.matrix.states.shape
    if columns != len(built.questions) or rows != len(wave.units):
        what = f"The matrix is {rows} x {columns}, for {len(wave.units)} units and {len(built.questions)} questions."
        raise ValueError(f"Edition {wave.questionnaire.edition}: {what} Make it by this questionnaire.")
    seen: set[str] = set()
    for unit in wave.units:
        if unit in seen:
            raise ValueError(f'Edition {wave.questionnaire.edition}: "{unit}" stands twice. Name each unit once.')
        seen.add(unit)
    return built


def _comparable(later: Framework, earlier: Framework, links: Sequence[lineage.Link]) -> list[int]:
    """For each question of the later edition the column of the earlier one that it continues; -1 for none."""
    columns = {code: place for place, code in enumerate(earlier.questions)}
    origins = {link.a: columns.get(link.b, -1) for link in links if link.relation != "rescaled"}
    return [origins.get(code, -1) for code in later.questions]


def _narrowed(matrix: Matrix, rows: NDArray[np.intp], columns: NDArray[np.intp], taken: NDArray[np.bool_]) -> Matrix:
    """The answers of some units in these columns; what cannot be compared does not apply."""
    shares, states = matrix.shares[np.ix_(rows, columns)], matrix.states[np.ix_(rows, columns)]
    planned = None if matrix.planned is None else matrix.planned[np.ix_(rows, columns)]
    return Matrix(shares, np.where(taken, states, NOT_APPLICABLE).astype(np.int8), planned)


def _share(measured: Framework, code: str, taken: NDArray[np.bool_]) -> float:
    """The share of a component's nominal weight whose questions are comparable."""
    weights = measured.effective_weights(code)
    shares = (weights.get(question, 0) for question, one in zip(measured.questions, taken, strict=True) if one)
    return min(fsum(shares), 1.0)
