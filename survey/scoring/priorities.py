"""What would raise a score most for the least effort: the cheapest set of changes that reaches a target.

A region sets a whole-number effort for each change it could make. Applicability is held: a change makes an answer
better, never a question go away. Where all means are arithmetic and all answers to be changed are known, a score is
linear in the answers, and the cheapest set is found by dynamic programming, exactly. Where each question counts in
one way only, so is it for all means and unknown answers (:mod:`survey.scoring.budgets`). Otherwise sets are tried in
the order of their effort (:mod:`survey.scoring.search`). Method: section 4.7.
"""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from math import gcd
from operator import attrgetter

import numpy as np

from survey.scoring import derivatives, explanation, peaks, search
from survey.scoring.aggregation import TOLERANCE
from survey.scoring.budgets import Budget
from survey.scoring.framework import Framework
from survey.scoring.frontiers import Frontiers, TooWideError, counts_once
from survey.scoring.points import KNOWN, NOT_APPLICABLE, Matrix
from survey.scoring.scorecard import Floats
from survey.scoring.search import Change, Field, Found, Group

__all__ = ["Change", "Plan", "Priorities", "cheapest"]
MOST_EFFORT = 1_000_000
"""All efforts together; in whole days of work, a few thousand years."""
MOST_CELLS = 20_000_000
"""Of the table of dynamic programming, questions x efforts: 160 MB. Larger ones are searched instead."""


@dataclass(frozen=True)
class Plan:
    """Changes in the order of the questionnaire, their effort in all, and the value 0-100 that they reach.

    It is ``withheld`` where it is not published as a score, since too little is known even with these changes.
    """

    changes: tuple[Change, ...]
    effort: int
    value: float
    withheld: bool


@dataclass(frozen=True)
class Priorities:
    """How to reach ``target`` in a component, from ``before`` (None: no value yet).

    ``plans`` all have the least effort found and are distinct; none where the target is out of reach, and ``highest``
    then tells how far the best of all changes lead. ``exact`` says that no cheaper plan exists; if not, none exists
    below ``least`` effort, and the gap is what lies between.
    """

    code: str
    target: float
    before: float | None
    plans: tuple[Plan, ...]
    exact: bool
    least: int
    highest: float | None

    @property
    def gap(self) -> int:
        """The effort that could perhaps be saved; 0 where the plans are known to be the cheapest."""
        return self.plans[0].effort - self.least if self.plans else 0


def cheapest(
    framework: Framework,
    matrix: Matrix,
    code: str,
    target: float,
    changes: Sequence[Change],
    *,
    alternatives: int = 5,
    nodes: int = search.NODES,
) -> Priorities:
    """The cheapest changes by which one unit (a matrix of one row) reaches a target value in a component.

    Of several changes to one question a plan takes one at most. Up to ``alternatives`` plans of equal effort are
    named: first the one that reaches most, then others in a fixed order. ``nodes`` is how many sets are tried where
    the answer cannot be computed.

    KeyError for an unknown component; ValueError for a target outside 0-100, for no alternatives, and for a change to
    a question that does not exist, is not part of the component or does not apply, that does not make it better, or
    whose effort is not a whole number from 1.
    """
    field = Field(framework, matrix, code)
    groups = _groups(field, changes)
    if not 0 <= target <= 100:
        raise ValueError(f"The target {target} is no score. Choose one from 0 to 100.")
    if alternatives < 1:
        raise ValueError(f"There are no {alternatives} plans to name. Ask for 1 or more.")
    [before] = field.values([()])
    if before >= target - TOLERANCE:
        return Priorities(code, target, before, (_plan(field, ()),), True, 0, None)
    highest = peaks.highest(field, groups)
    known = highest if counts_once(field, groups) else field.best(groups)
    if known is None or known < target - TOLERANCE:
        return Priorities(code, target, _number(before), (), True, 0, highest)
    found = _computed(field, groups, target - before, alternatives) or _bought(field, groups, target, alternatives)
    found = found or search.search(field, groups, target, alternatives=alternatives, nodes=nodes)
    plans = tuple(_plan(field, chosen) for chosen in found.sets)
    least = found.least if found.least is not None else plans[0].effort if plans else 0
    exact, beyond = found.least is None, None if plans else highest
    return Priorities(code, target, _number(before), plans, exact, least, beyond)


def _plan(field: Field, chosen: Sequence[Change]) -> Plan:
    [value] = field.values([chosen])
    ordered = sorted(chosen, key=lambda change: field.places[change.question])
    effort = sum(change.effort for change in chosen)
    return Plan(tuple(ordered), effort, value, field.is_withheld(chosen))


def _groups(field: Field, changes: Sequence[Change]) -> list[Group]:
    """The changes by question, in the order of the questionnaire; each must be possible and make something better."""
    inside = field.framework.effective_weights(field.code)
    for change in changes:
        _check(field, change, inside)
    if sum(change.effort for change in changes) > MOST_EFFORT:
        raise ValueError(f"The efforts sum to more than {MOST_EFFORT}. Count them in a larger unit.")
    by_question: dict[str, dict[float, Change]] = {}
    for change in sorted(changes, key=lambda one: (field.places[one.question], one.share, one.effort)):
        by_question.setdefault(change.question, {}).setdefault(change.share, change)
    return [tuple(steps.values()) for steps in by_question.values()]


def _check(field: Field, change: Change, inside: Mapping[str, float]) -> None:
    where = f'Change of "{change.question}":'
    if change.question not in field.places:
        near = difflib.get_close_matches(change.question, field.places, n=1)
        cure = f'Did you mean "{near[0]}"?' if near else "Leave it out."
        raise ValueError(f"{where} no scored question has this code. {cure}")
    place = field.places[change.question]
    if change.question not in inside:
        raise ValueError(f"{where} it is no part of {field.code}. Leave it out.")
    if field.matrix.states[0, place] == NOT_APPLICABLE:
        raise ValueError(f"{where} the question does not apply. Leave it out.")
    if isinstance(change.effort, bool) or not isinstance(change.effort, int) or change.effort < 1:
        raise ValueError(f"{where} the effort {change.effort!r} is no whole number from 1.")
    today = field.matrix.shares[0, place] if field.matrix.states[0, place] == KNOWN else -1.0
    if not today < change.share <= 1:
        raise ValueError(f"{where} the share {change.share!r} is not above today's and at most 1.")


def _is_linear(field: Field, groups: Sequence[Group]) -> bool:
    """Whether the value is linear in these changes, and the table of all efforts small enough."""
    arithmetic = all(one.mean == "arithmetic" for one in derivatives.below(field.framework, field.code))
    known = all(field.matrix.states[0, field.places[group[0].question]] == KNOWN for group in groups)
    total = sum(max(change.effort for change in group) for group in groups)
    return arithmetic and known and (len(groups) + 1) * (total + 1) <= MOST_CELLS


def _computed(field: Field, groups: Sequence[Group], need: float, alternatives: int) -> Found | None:
    """The cheapest sets, from how much the groups from each on can gain for each effort; None where not linear."""
    if not _is_linear(field, groups):
        return None
    weights = explanation.effects(field.framework, field.matrix, field.code).weight[0]
    unit = gcd(*(change.effort for group in groups for change in group))
    steps = [[(change, change.effort // unit, _gain(field, weights, change)) for change in group] for group in groups]
    tables = [np.zeros(1 + sum(max(effort for _, effort, _ in group) for group in steps))]
    for group in reversed(steps):
        rest = tables[-1]
        best = rest.copy()
        for _, effort, gain in group:
            best[effort:] = np.maximum(best[effort:], rest[: len(rest) - effort] + gain)
        tables.append(best)
    tables.reverse()
    least = int(np.argmax(tables[0] >= need - TOLERANCE))
    most = next(_backtracked(steps, tables, least, float(tables[0][least]) - TOLERANCE))
    return Found(_first(most, _backtracked(steps, tables, least, need - TOLERANCE), alternatives), None)


def _first(
    best: Sequence[Change], others: Iterator[tuple[Change, ...]], alternatives: int
) -> tuple[tuple[Change, ...], ...]:
    """So many sets, the best before all others."""
    return (tuple(best), *islice((one for one in others if set(one) != set(best)), alternatives - 1))


def _bought(field: Field, groups: Sequence[Group], target: float, alternatives: int) -> Found | None:
    """The cheapest sets by frontiers; None where a question counts in several ways, or there are too many sums."""
    if not counts_once(field, groups):
        return None
    known = search.greedy(field, groups, target) or [[max(group, key=attrgetter("effort")) for group in groups]]
    most = sum(change.effort for change in known[0])
    try:
        reaching = _reaching(field, groups, target, most)
        first = next(reaching, None)
        if first is None:
            return None
        return Found(_first(_best(field, groups, first), chain([first], reaching), alternatives), None)
    except TooWideError:
        return None


def _reaching(field: Field, groups: Sequence[Group], target: float, most: int) -> Iterator[tuple[Change, ...]]:
    sets = Budget(field, groups, target, most).sets()
    return (chosen for chosen in sets if field.values([chosen])[0] >= target - TOLERANCE)


def _best(field: Field, groups: Sequence[Group], chosen: tuple[Change, ...]) -> tuple[Change, ...]:
    """Of the sets that take as much effort as a chosen one, that which reaches most."""
    effort = sum(change.effort for change in chosen)
    highest = Frontiers(field, groups, effort).of(field.code, {}).curve.gains[-1] * 100
    [reached] = field.values([chosen])
    if highest <= reached + TOLERANCE:
        return chosen
    return next(_reaching(field, groups, highest, effort), chosen)


Step = tuple[Change, int, float]


def _backtracked(
    steps: Sequence[Sequence[Step]], tables: Sequence[Floats], effort: int, need: float
) -> Iterator[tuple[Change, ...]]:
    """The sets that gain what is needed for this effort; no way is entered in vain."""
    waiting: list[tuple[tuple[Change, ...], int, int, float]] = [((), 0, effort, need)]
    while waiting:
        chosen, at, left, lacking = waiting.pop()
        if at == len(steps):
            yield chosen
            continue
        ways = [((*chosen, change), at + 1, left - cost, lacking - gain) for change, cost, gain in steps[at]]
        ways.append((chosen, at + 1, left, lacking))
        waiting += [way for way in reversed(ways) if way[2] >= 0 and tables[at + 1][way[2]] >= way[3]]


def _gain(field: Field, weights: Floats, change: Change) -> float:
    place = field.places[change.question]
    return float(weights[place] * 100 * (change.share - field.matrix.shares[0, place]))


def _number(value: float) -> float | None:
    return value if value > -np.inf else None
