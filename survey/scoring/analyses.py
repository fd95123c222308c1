"""Analyses as public tables: how a score comes about, why two differ, how firm ranks are, what changed between waves.

Columns only ever grow at the end.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import isnan
from typing import NamedTuple

from survey.questionnaires.answers import Answer
from survey.questionnaires.model import Questionnaire
from survey.scoring.difference import Difference, Row
from survey.scoring.explanation import Node, lines
from survey.scoring.framework import Level
from survey.scoring.robustness import Robustness
from survey.scoring.tables import AnswerRow, answer_rows
from survey.scoring.trends import Trends


class ExplanationRow(NamedTuple):
    """One component or question on the way from a unit's score in ``explained`` down to its answers.

    Rows stand in reading order: each before its parts, ``depth`` below the top, ``path`` the codes from the top
    joined by ``/``. ``value``, ``low``, ``high`` are 0-100; ``nominal_weight`` is the share in the whole above as
    written in the questionnaire, ``local_weight`` the one that counts among the parts used, ``effective_weight`` that
    in the top (d score / d value). ``contribution`` = value x effective weight: those of the parts sum to that of
    the whole. Questions have state, answer, points, possible and headroom: the score with it full, minus the score.
    """

    unit: str
    explained: str
    depth: int
    path: str
    part: str
    level: Level
    state: str | None
    answer: str | float | None
    points: float | None
    possible: float | None
    value: float | None
    low: float | None
    high: float | None
    coverage: float | None
    nominal_weight: float
    local_weight: float
    effective_weight: float
    contribution: float
    headroom: float | None


class DifferenceRow(NamedTuple):
    """What one question adds to the difference of ``a`` minus ``b`` in a component; the last row is their sum.

    ``x_a`` and ``x_b`` are the values 0-100, ``weight_a`` and ``weight_b`` the effective weights. ``answered``,
    ``state`` and ``questionnaire`` are points of the component that come from another answer, from what counted,
    and from what was asked; ``total`` is all three.
    """

    a: str
    b: str
    component: str
    area: str | None
    part: str
    level: Level
    x_a: float | None
    x_b: float | None
    weight_a: float | None
    weight_b: float | None
    answered: float
    state: float
    questionnaire: float
    total: float


class RankRow(NamedTuple):
    """How one unit stands in one component over many draws of what could have been chosen otherwise.

    ``score`` and ``rank`` are the official ones, None where the score is withheld; ``rank_low`` and ``rank_high``
    the 5th and the 95th percentile of its rank over the draws (1 is the best), ``rank_median`` the 50th;
    ``score_low`` and ``score_high`` those of its value. The settings of the draws stand in every row.
    """

    component: str
    unit: str
    score: float | None
    rank: int | None
    rank_low: int | None
    rank_median: int | None
    rank_high: int | None
    score_low: float | None
    score_high: float | None
    draws: int
    seed: int
    settings: str


class PairRow(NamedTuple):
    """How probable it is, over the draws, that ``a`` is above ``b`` in a component; a tie counts half.

    ``told_apart`` is False where the probability lies between 0.05 and 0.95; None where they never met.
    """

    component: str
    a: str
    b: str
    probability: float | None
    told_apart: bool | None
    draws: int
    seed: int
    settings: str


class TrendRow(NamedTuple):
    """The scores 0-100 of a unit in two waves on the questions that can be compared, and later minus earlier.

    ``comparable`` is the share of nominal weight that can be compared, 0-1; below 0.6 there is no trend.
    """

    unit: str
    component: str
    level: Level
    earlier: float | None
    later: float | None
    change: float | None
    comparable: float


def explanation_rows(
    questionnaire: Questionnaire, unit: str, answers: Mapping[str, Answer], top: Node
) -> Iterator[ExplanationRow]:
    """The tree of one unit in reading order, with the answers it was computed from."""
    given = {row.question: row for row in answer_rows(questionnaire, unit, answers)}
    for line in lines(top):
        yield _explained(unit, top.code, line.path, line.node, given.get(line.node.code))


def _explained(unit: str, top: str, path: tuple[str, ...], node: Node, given: AnswerRow | None) -> ExplanationRow:
    return ExplanationRow(
        unit=unit,
        explained=top,
        depth=len(path) - 1,
        path="/".join(path),
        part=node.code,
        level=node.level,
        state=given.state if given else None,
        answer=given.value if given else None,
        points=given.points if given else None,
        possible=given.possible if given else None,
        value=node.value,
        low=node.low,
        high=node.high,
        coverage=node.coverage,
        nominal_weight=node.nominal,
        local_weight=node.local,
        effective_weight=node.weight,
        contribution=node.contribution,
        headroom=node.headroom,
    )


def difference_rows(a: str, b: str, level: Level, found: Difference) -> Iterator[DifferenceRow]:
    """The questions of a difference, the largest first, and their sum; nothing where a side has no value."""
    if found.total is None:
        return
    for row in found.largest():
        yield _different(a, b, found.code, row)
    answered, state, questionnaire = (
        sum(getattr(row, name) for row in found.rows) for name in ("answered", "state", "questionnaire")
    )
    ends = (found.value_a, found.value_b, None, None)
    yield DifferenceRow(a, b, found.code, None, found.code, level, *ends, answered, state, questionnaire, found.total)


def _different(a: str, b: str, component: str, row: Row) -> DifferenceRow:
    sides = (row.x_a, row.x_b, row.e_a, row.e_b)
    split = (row.answered, row.state, row.questionnaire, row.total)
    return DifferenceRow(a, b, component, row.area, row.question, "question", *sides, *split)


def rank_rows(units: Sequence[str], found: Robustness) -> Iterator[RankRow]:
    """The units in every component asked for, in their order."""
    drawn = _drawn(found)
    for code, one in found.rankings.items():
        for row, unit in enumerate(units):
            low, high = map(_whole, one.ranks[row])
            score_low, score_high = map(_number, one.scores[row])
            official, rank, median = _number(one.official[row]), _whole(one.rank[row]), _whole(one.median_rank[row])
            yield RankRow(code, unit, official, rank, low, median, high, score_low, score_high, *drawn)


def pair_rows(units: Sequence[str], found: Robustness) -> Iterator[PairRow]:
    """Each unit with each that comes after it, in every component asked for."""
    drawn = _drawn(found)
    for code, one in found.rankings.items():
        unsure = set(one.pairs)
        for row, a in enumerate(units):
            for column in range(row + 1, len(units)):
                probability = _number(one.above[row, column])
                apart = None if probability is None else (row, column) not in unsure
                yield PairRow(code, a, units[column], probability, apart, *drawn)


def trend_rows(found: Trends) -> Iterator[TrendRow]:
    """The components of each unit in the public order."""
    shares, change = found.comparable.tolist(), found.change
    for row, unit in enumerate(found.units):
        for place, (code, level) in enumerate(zip(found.codes, found.levels, strict=True)):
            earlier, later, moved = (_number(array[row, place]) for array in (found.earlier, found.later, change))
            yield TrendRow(unit, code, level, earlier, later, moved, shares[place])


def _drawn(found: Robustness) -> tuple[int, int, str]:
    """The number of draws, the seed, and all other settings as one text."""
    chosen = found.settings
    told = [f"weights={chosen.weights}"]
    told += [f"spread={chosen.spread:g}"] if chosen.weights == "uniform" else []
    told += [f"concentration={chosen.concentration:g}"] if chosen.weights == "dirichlet" else []
    told += [f"means={'|'.join(chosen.means)} in {chosen.means_in}", f"unknown={'|'.join(chosen.unknown)}"]
    return chosen.draws, chosen.seed, "; ".join(told)


def _number(value: float) -> float | None:
    return None if isnan(value) else float(value)


def _whole(value: float) -> int | None:
    return None if isnan(value) else int(value)
