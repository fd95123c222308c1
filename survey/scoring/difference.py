"""Why two values differ: question by question, what was answered differently, what counted, what was asked.

The value of a component is the sum of e x over its questions (:mod:`survey.scoring.explanation`). So a question adds
e_a x_a - e_b x_b to the difference of two values, which is mean(e) (x_a - x_b) + (e_a - e_b) mean(x). In arithmetic
components the weights e sum to 1 on both sides, so mean(x) may be measured from any c, and the mean of the two values
says most: what came to count more raises a value only if it lies above it. The parts sum to the difference.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum, isclose, isnan

import numpy as np

from survey.scoring import lineage
from survey.scoring.framework import Framework
from survey.scoring.lineage import Link, Relation
from survey.scoring.scorecard import Floats
from survey.scoring.sides import Scored, Side, side

__all__ = ["Difference", "Row", "Scored", "Split", "Subtotal", "between"]

SAME_WEIGHT = 1e-9
"""Nominal weights of a question in two editions closer than this, relative to their size, are equal."""


@dataclass(frozen=True, kw_only=True)
class Split:
    """A part of a difference, in points of the component, by where it comes from.

    ``answered``: another answer. ``questionnaire``: the question, its nominal weight or the rules above it changed.
    ``state``: neither did, but what counted.
    """

    answered: float
    state: float
    questionnaire: float

    @property
    def total(self) -> float:
        """All three together."""
        return self.answered + self.state + self.questionnaire


@dataclass(frozen=True, kw_only=True)
class Row(Split):
    """What one question adds to the difference between a and b.

    ``question`` is its code in a, or in b where a does not ask it, and ``code_b`` that in b, None where b does not
    ask it; ``relation`` says what became of it between two editions, None where only one asks it. ``area`` is the
    area that holds it, None where none does. ``x_a`` and ``x_b`` are 0-100, None where not known or no part;
    ``e_a`` and ``e_b`` are the weights d value / d x, 0 where it does not count.
    """

    question: str
    code_b: str | None
    relation: Relation | None
    area: str | None
    x_a: float | None
    x_b: float | None
    e_a: float
    e_b: float


@dataclass(frozen=True, kw_only=True)
class Subtotal(Split):
    """What several questions add to a difference, under the code of the area or part that holds them."""

    code: str


@dataclass(frozen=True)
class Difference:
    """The difference between the values of a and b in one component, 0-100 each, and the parts that sum to it.

    ``rows`` are the questions below the component on either side, in the order of a and then of b; ``parts`` are
    the parts of the component itself, each with all that reaches it through them. Where a side has no value
    (``value_a``, ``value_b`` None) there is no difference, and both are empty. A value is explained also where the
    score is withheld for its low coverage (``withheld_a``, ``withheld_b``).
    """

    code: str
    value_a: float | None
    value_b: float | None
    withheld_a: bool
    withheld_b: bool
    rows: tuple[Row, ...]
    parts: tuple[Subtotal, ...]

    @property
    def total(self) -> float | None:
        """The value of a minus that of b; None where a side has none."""
        return None if self.value_a is None or self.value_b is None else self.value_a - self.value_b

    def largest(self) -> tuple[Row, ...]:
        """The rows by how much they add, up or down, the largest first; equal ones as they stand."""
        return tuple(sorted(self.rows, key=_size))

    def largest_parts(self) -> tuple[Subtotal, ...]:
        """The parts of the component by how much comes through them, the largest first."""
        return tuple(sorted(self.parts, key=_size))

    def by_area(self) -> tuple[Subtotal, ...]:
        """The rows added up by area, the largest first; a question in no area stands under its own code."""
        held: dict[str, list[Row]] = {}
        for row in self.rows:
            held.setdefault(row.area or row.question, []).append(row)
        return tuple(sorted((_added(code, rows) for code, rows in held.items()), key=_size))


def between(a: Scored, b: Scored, code: str, links: Sequence[Link] | None = None) -> Difference:
    """Split the difference between two units, waves or lenses in one component, a minus b, by questions.

    ``links`` say which question of b is which of a; across editions they are those of
    :func:`survey.scoring.lineage.links`, within one they may be left out.

    A question that does not count on one side takes the other side's x: nothing was answered differently. One that
    is unknown but counts as 0 (policy ``zero``) has no answer that could differ either, so all it adds is ``state``,
    or ``questionnaire`` where that changed. Reworded questions are of the same lineage; rescaled ones and those that
    only one side asks are not. c is 0 as soon as a component below is not arithmetic.

    Parts sum to the difference to 1e-9. Just above 0 geometric and harmonic means are so steep that the parts of a
    single question can be many times the difference: there, to 1e-15 of the largest of them.

    KeyError for a code that a side does not know; ValueError for a unit that is not there, a matrix of another
    framework, or two editions without links.
    """
    one, other = side(a, code), side(b, code)
    if links is None:
        if _rules(a.framework) != _rules(b.framework):
            cure = "Give the links of their questions, by survey.scoring.lineage.links."
            raise ValueError(f"The two sides are measured by different frameworks. {cure}")
        links = lineage.same(a.framework.questions, b.framework.questions)
    rows, parts = _split(one, other, _pairs(one, other, links)) if one.known and other.known else ((), ())
    return Difference(code, _number(one.value), _number(other.value), one.withheld, other.withheld, rows, parts)


Pair = tuple[str | None, str | None, Relation | None]
"""The code of a question in a and in b, and what became of it; None on the side that does not ask it."""


def _pairs(a: Side, b: Side, links: Iterable[Link]) -> list[Pair]:
    """The questions below the component on either side, in the order of a and then of b."""
    linked = {link.a: link for link in links if link.a in a.places and link.b in b.places}
    taken = {link.b for link in linked.values()}
    pairs: list[Pair] = [
        (code, linked[code].b, linked[code].relation) if code in linked else (code, None, None) for code in a.places
    ]
    pairs += [(None, code, None) for code in b.places if code not in taken]
    return [pair for pair in pairs if pair[0] in a.nominal or pair[1] in b.nominal]


def _split(a: Side, b: Side, pairs: Sequence[Pair]) -> tuple[tuple[Row, ...], tuple[Subtotal, ...]]:
    """The rows of the questions and the subtotals of the component's parts."""
    parts = tuple(dict.fromkeys(a.parts + b.parts))
    x_a, e_a = a.aligned([code for code, _, _ in pairs], parts)
    x_b, e_b = b.aligned([code for _, code, _ in pairs], parts)
    answered, rest = _cells((x_a, e_a), (x_b, e_b), (a.value + b.value) / 2 if a.is_linear and b.is_linear else 0)
    changed = np.array([_changed(a, b, pair) for pair in pairs])
    split = np.array([answered, np.where(changed, 0, rest), np.where(changed, rest, 0)])
    numbers = np.array([x_a, x_b, e_a.sum(axis=0), e_b.sum(axis=0), *split.sum(axis=1)])
    rows = tuple(_row(a, b, pair, *of_one) for pair, of_one in zip(pairs, numbers.T.tolist(), strict=True))
    return rows, tuple(map(_subtotal, parts, *split.sum(axis=2).tolist()))


def _cells(a: tuple[Floats, Floats], b: tuple[Floats, Floats], c: float) -> tuple[Floats, Floats]:
    """What is due to other answers, and the rest, for values (questions,) and weights (parts, questions)."""
    (x_a, e_a), (x_b, e_b) = a, b
    answers = ~np.isnan(x_a) & ~np.isnan(x_b)
    own_a, own_b = _counted(x_a, e_a), _counted(x_b, e_b)
    full_a, full_b = (np.nan_to_num(np.where(np.isnan(x), y, x)) for x, y in ((own_a, own_b), (own_b, own_a)))
    moved = (e_a + e_b) / 2 * (full_a - full_b)
    rest = (e_a - e_b) * ((full_a + full_b) / 2 - c)
    return np.where(answers, moved, 0), np.where(answers, rest, rest + moved)


def _counted(x: Floats, weights: Floats) -> Floats:
    """The values by which questions count: 0 where one is unknown and has a weight all the same."""
    return np.where(np.isnan(x) & (weights > 0).any(axis=0), 0, x)


def _changed(a: Side, b: Side, pair: Pair) -> bool:
    """Whether the questionnaire made a difference: the question's lineage, its nominal weight, the rules above it."""
    in_a, in_b, relation = pair
    if in_a is None or in_b is None or relation == "rescaled":
        return True
    weights = a.nominal.get(in_a, 0), b.nominal.get(in_b, 0)
    return not isclose(*weights, rel_tol=SAME_WEIGHT) or a.rules.get(in_a) != b.rules.get(in_b)


def _row(a: Side, b: Side, pair: Pair, x_a: float, x_b: float, e_a: float, e_b: float, *split: float) -> Row:
    in_a, in_b, relation = pair
    answered, state, questionnaire = split
    return Row(
        question=in_a if in_a is not None else str(in_b),
        code_b=in_b,
        relation=relation,
        area=a.areas.get(in_a or "") or b.areas.get(in_b or ""),
        x_a=_number(x_a),
        x_b=_number(x_b),
        e_a=e_a,
        e_b=e_b,
        answered=answered,
        state=state,
        questionnaire=questionnaire,
    )


def _subtotal(code: str, answered: float, state: float, questionnaire: float) -> Subtotal:
    return Subtotal(code=code, answered=answered, state=state, questionnaire=questionnaire)


def _added(code: str, rows: Sequence[Row]) -> Subtotal:
    sums = (fsum(getattr(row, name) for row in rows) for name in ("answered", "state", "questionnaire"))
    return _subtotal(code, *sums)


def _size(split: Split) -> float:
    return -abs(split.total)


def _number(number: float) -> float | None:
    return None if isnan(number) else number


def _rules(framework: Framework) -> object:
    """All that scores depend on: two languages of one edition differ in titles alone."""
    components = {(one.code, one.parts, one.mean, one.missing) for one in framework.components}
    return set(framework.questions), components
