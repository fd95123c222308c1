"""Why a score is what it is: what each question contributes, what it could still bring, and the tree in between.

The weight of a question is the derivative of the component's value by the question's: e = d value / d x. All means
are homogeneous of degree one, so the contributions x * e sum to the value (Euler) and nest level by level.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isnan, nan
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from survey.scoring import derivatives
from survey.scoring.aggregation import score
from survey.scoring.derivatives import Standing
from survey.scoring.framework import Framework, Level
from survey.scoring.points import KNOWN, NOT_APPLICABLE, Matrix
from survey.scoring.scorecard import Floats

ROWS = 4096
"""So many rows go through the engine at once, which keeps memory small."""


@dataclass(frozen=True)
class Effects:
    """What each question contributes to one component, for many units; arrays (units, questions) unless said.

    ``value`` (units,) is 0-100, NaN where there is none; it is explained also where the score is ``withheld``
    (units,) for its low coverage. ``x`` are the values of the questions, 0-100, NaN where not known. ``weight`` is
    e = d value / d x, 0 where a question does not count; one that is unknown and has a weight counts as 0.
    ``contribution`` is x * e, 0 where a question does not count; the contributions of a unit sum to its value.
    """

    code: str
    questions: tuple[str, ...]
    value: Floats
    withheld: NDArray[np.bool_]
    x: Floats
    weight: Floats
    contribution: Floats


def effects(framework: Framework, matrix: Matrix, code: str) -> Effects:
    """What each question contributes to a component, or to itself, for all units.

    Without a value nothing counts. In a geometric or harmonic mean with a part at 0 the value is 0 and so are all
    weights. KeyError for an unknown code, ValueError for a matrix of another framework.
    """
    check(framework, matrix, code)
    shape, inside = matrix.states.shape, derivatives.below(framework, code)
    value, withheld = np.empty(len(matrix)), np.empty(len(matrix), dtype=np.bool_)
    x, weight = np.empty(shape), np.empty(shape)
    for start in range(0, len(matrix), ROWS):
        units = slice(start, start + ROWS)
        stands = derivatives.standing(framework, _part(matrix, units))
        whole, published = stands.places[code], len(framework.published)
        weights = np.zeros(stands.value.shape)
        weights[:, whole] = stands.known[:, whole]
        derivatives.descend(inside, stands, weights)
        value[units], withheld[units] = stands.scores.value[:, whole], _withheld(stands, whole)
        x[units], weight[units] = stands.scores.value[:, published:], weights[:, published:]
    return Effects(code, framework.questions, value, withheld, x, weight, np.nan_to_num(x) * weight)


def headroom(framework: Framework, matrix: Matrix, code: str) -> Floats:
    """What each question would bring: the value with this question full, minus the value; (units, questions), 0-100.

    An unknown question becomes known and full; every other answer stays. NaN where the question does not apply or
    the component has no value to compare with; 0 for a question that is no part of it. KeyError for an unknown
    code, ValueError for a matrix of another framework.
    """
    check(framework, matrix, code)
    asked = np.array([question in framework.effective_weights(code) for question in framework.questions])
    places = np.flatnonzero(asked)
    gained = np.where(matrix.states == NOT_APPLICABLE, np.nan, 0)
    step = max(1, ROWS // (1 + places.size))
    for start in range(0, len(matrix), step):
        units = slice(start, start + step)
        before, after = _filled(framework, _part(matrix, units), code, places)
        gained[units, places] += after - before
    return gained


@dataclass(frozen=True)
class Node:
    """A component or question as part of what is explained, for one unit; None says that there is no such number.

    ``nominal`` is its share of its whole's nominal weight, ``local`` the derivative of its whole's value by its own,
    ``weight`` the product of these down this path: all 1 at the top, or 0 where the top has no value. ``value``,
    ``low`` and ``high`` are 0-100; ``withheld`` says that the coverage (0-1) is too low for the value to be
    published as a score. ``contribution`` is value x weight, 0 where it does not count, and the sum of those of its
    ``parts``. ``headroom`` is that of the question in the top component, over all paths.
    """

    code: str
    level: Level
    nominal: float
    local: float
    weight: float
    value: float | None
    withheld: bool
    low: float | None
    high: float | None
    coverage: float | None
    applies: bool
    contribution: float
    headroom: float | None
    parts: tuple["Node", ...]


class Line(NamedTuple):
    """A node of the tree in reading order, with its depth below the top (0) and the codes on the way to it."""

    depth: int
    path: tuple[str, ...]
    node: Node


def tree(framework: Framework, matrix: Matrix, unit: int, code: str) -> Node:
    """The explanation of one unit's value in a component, down to the questions; parts in the order of the file.

    What is part of several components stands under each. ``unit`` is its row, from 0. KeyError for an unknown code,
    ValueError for a unit that is not there or a matrix of another framework.
    """
    one = row(matrix, unit)
    check(framework, one, code)
    stands = derivatives.standing(framework, one)
    gains = dict(zip(framework.questions, headroom(framework, one, code)[0].tolist(), strict=True))
    counts = float(stands.known[0, stands.places[code]])
    return _Grower(framework, stands, gains).grow(code, nominal=1.0, local=counts, weight=counts)


def lines(node: Node, path: tuple[str, ...] = ()) -> Iterator[Line]:
    """A tree as a table reads it: each node before its parts, with its depth and the path to it."""
    here = (*path, node.code)
    yield Line(len(path), here, node)
    for part in node.parts:
        yield from lines(part, here)


def row(matrix: Matrix, unit: int) -> Matrix:
    """The matrix of one unit alone; ValueError for a unit that is not there."""
    if not 0 <= unit < len(matrix):
        raise ValueError(f"There is no unit {unit} in a matrix of {len(matrix)}; count from 0.")
    return _part(matrix, slice(unit, unit + 1))


class _Grower:
    """Grows the tree of one unit from where it stands and what each question would bring."""

    def __init__(self, framework: Framework, stands: Standing, gains: Mapping[str, float]) -> None:
        self.framework = framework
        self.stands = stands
        self.gains = gains

    def grow(self, code: str, *, nominal: float, local: float, weight: float) -> Node:
        """Return the node of a component or question: its score from 0 to 100, shares of weight, and parts."""
        scores, place = self.stands.scores, self.stands.places[code]
        return Node(
            code=code,
            level=scores.levels[place],
            nominal=nominal,
            local=local,
            weight=weight,
            value=_number(scores.value[0, place]),
            withheld=bool(_withheld(self.stands, place)[0]),
            low=_number(scores.low[0, place]),
            high=_number(scores.high[0, place]),
            coverage=_number(scores.coverage[0, place]),
            applies=bool(self.stands.applies[0, place]),
            contribution=float(self.stands.value[0, place]) * weight,
            headroom=_number(self.gains.get(code, nan)),
            parts=tuple(self._parts(code, weight)),
        )

    def _parts(self, code: str, weight: float) -> Iterator[Node]:
        component = self.framework.by_code.get(code)
        if component is not None:
            nominals = derivatives.nominal(component).tolist()
            locals_ = derivatives.local(component, self.stands)[0].tolist()
            for (part, _), nominal, local in zip(component.parts, nominals, locals_, strict=True):
                yield self.grow(part, nominal=nominal, local=local, weight=weight * local)


def _filled(framework: Framework, matrix: Matrix, code: str, places: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """The values as they are (units, 1), and with each of these questions full (units, questions)."""
    units, asked = matrix.states.shape
    rows = (units, 1 + places.size, asked)
    shares = np.repeat(matrix.shares[:, np.newaxis], rows[1], axis=1)
    states = np.repeat(matrix.states[:, np.newaxis], rows[1], axis=1)
    turned = np.arange(1, rows[1])
    shares[:, turned, places], states[:, turned, places] = 1, KNOWN
    many = Matrix(shares.reshape(-1, asked), states.reshape(-1, asked))
    scores = score(framework, many, questions=code in framework.questions)
    values = scores.value[:, scores.places[code]].reshape(rows[:2])
    return values[:, :1], values[:, 1:]


def check(framework: Framework, matrix: Matrix, code: str) -> None:
    """Raise KeyError for an unknown code, ValueError for a matrix of another framework, both with a cure."""
    derivatives.check(framework, code)
    asked, given = len(framework.questions), matrix.states.shape[1]
    if given != asked:
        what = f"The matrix has {given} columns for {asked} scored questions."
        raise ValueError(f"{what} Make it by the questionnaire of this framework.")


def _part(matrix: Matrix, units: slice) -> Matrix:
    return Matrix(matrix.shares[units], matrix.states[units])


def _withheld(stands: Standing, place: int) -> NDArray[np.bool_]:
    """Whether there is a value, but no score to publish."""
    withheld: NDArray[np.bool_] = stands.known[:, place] & np.isnan(stands.scores.score[:, place])
    return withheld


def _number(number: float) -> float | None:
    return None if isnan(number) else float(number)
