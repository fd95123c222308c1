"""Sets of changes tried in the order of their effort, where what they reach cannot be computed from its parts.

A set and everything that can be added to it is left out as soon as even the best additions stay below the target;
what is left is tried by effort, so the first that reaches the target is the cheapest.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np

from survey.scoring import explanation
from survey.scoring.aggregation import TOLERANCE, score
from survey.scoring.framework import Framework
from survey.scoring.points import KNOWN, NOT_APPLICABLE, Matrix
from survey.scoring.scorecard import Floats

NODES = 200_000
"""So many sets are tried before the search ends with the best it has."""
ROWS = 1024


class Change(NamedTuple):
    """A question, the share of its points it would reach (0-1], and what that costs: a whole number from 1."""

    question: str
    share: float
    effort: int


Group = tuple[Change, ...]
"""The changes to one question, of which one can be made."""


class Found(NamedTuple):
    """Sets of equal effort; ``least`` is None where none is cheaper, else the effort below which there is none."""

    sets: tuple[tuple[Change, ...], ...]
    least: int | None


@dataclass(frozen=True)
class Field:
    """One unit's answers, and the component in which they are to get better; ValueError for more than one row."""

    framework: Framework
    matrix: Matrix
    code: str

    def __post_init__(self) -> None:
        explanation.check(self.framework, self.matrix, self.code)
        if len(self.matrix) != 1:
            raise ValueError(f"Plans are made for one unit; the matrix has {len(self.matrix)} rows.")

    @cached_property
    def places(self) -> dict[str, int]:
        """The column of each question."""
        return {code: place for place, code in enumerate(self.framework.questions)}

    def applies(self, code: str) -> bool:
        """Whether a component or question applies."""
        inside = self.framework.effective_weights(code)
        return any(self.matrix.states[0, self.places[question]] != NOT_APPLICABLE for question in inside)

    def values(self, sets: Iterable[Iterable[Change]]) -> list[float]:
        """The value 0-100 that each set of changes reaches, through the engine; minus infinity for none."""
        return self._scored([self._cells(chosen) for chosen in sets])

    def is_withheld(self, chosen: Iterable[Change]) -> bool:
        """Whether so little is known with these changes made that the value is not published as a score."""
        return bool(np.isnan(self._column([self._cells(chosen)], "score")[0]))

    def bounds(self, sets: Iterable[tuple[Iterable[Change], Sequence[Group]]]) -> list[float]:
        """A value that no set reaches with any of the changes in its groups added.

        Known answers take their best change; unknown ones are full, since a full answer never lowers a mean, and a
        lower one may.
        """
        return self._scored(
            [
                self._cells(chosen) + [(self.places[group[0].question], self._most(group)) for group in groups]
                for chosen, groups in sets
            ]
        )

    def best(self, groups: Sequence[Group]) -> float:
        """A value that no set of changes exceeds."""
        return self.bounds([((), groups)])[0]

    def _cells(self, chosen: Iterable[Change]) -> list[tuple[int, float]]:
        return [(self.places[one.question], one.share) for one in chosen]

    def _most(self, group: Group) -> float:
        return group[-1].share if self.matrix.states[0, self.places[group[0].question]] == KNOWN else 1.0

    def _scored(self, rows: Sequence[Sequence[tuple[int, float]]]) -> list[float]:
        found: list[float] = []
        for start in range(0, len(rows), ROWS):
            values = self._column(rows[start : start + ROWS], "value")
            found += np.where(np.isnan(values), -np.inf, values).tolist()
        return found

    def _column(self, rows: Sequence[Sequence[tuple[int, float]]], name: Literal["value", "score"]) -> Floats:
        """One number of the component for each row of cells to be filled."""
        shares = np.repeat(self.matrix.shares, len(rows), axis=0)
        states = np.repeat(self.matrix.states, len(rows), axis=0)
        for row, cells in enumerate(rows):
            for place, share in cells:
                shares[row, place], states[row, place] = share, KNOWN
        scores = score(self.framework, Matrix(shares, states), questions=self.code in self.places)
        column: Floats = getattr(scores, name)[:, scores.places[self.code]]
        return column


Node = tuple[tuple[Change, ...], int]
"""A set, and the first group from which it may still take a change."""


def search(field: Field, groups: Sequence[Group], target: float, *, alternatives: int, nodes: int) -> Found:
    """The cheapest sets that reach the target; after so many tried, the best one known, and how cheap one could be."""
    waiting: dict[int, list[Node]] = defaultdict(list, {0: [((), 0)]})
    tried = 0
    while waiting:
        effort = min(waiting)
        here = waiting.pop(effort)
        values = field.values(chosen for chosen, _ in here)
        reached = {
            chosen: value for (chosen, _), value in zip(here, values, strict=True) if value >= target - TOLERANCE
        }
        if reached:
            ordered = sorted(reached, key=lambda chosen: _order(field, chosen))
            best = next(chosen for chosen in ordered if reached[chosen] >= max(reached.values()) - TOLERANCE)
            return Found((best, *(chosen for chosen in ordered if chosen != best))[:alternatives], None)
        grown = _grown(groups, here)
        tried += len(grown)
        if tried > nodes:
            return Found(greedy(field, groups, target), effort + 1)
        bounds = field.bounds((chosen, groups[first:]) for chosen, first in grown)
        for node, bound in zip(grown, bounds, strict=True):
            if bound >= target - TOLERANCE:
                waiting[sum(change.effort for change in node[0])].append(node)
    return Found((), None)


def _grown(groups: Sequence[Group], nodes: Sequence[Node]) -> list[Node]:
    """The sets with one change more, each once."""
    return [
        ((*chosen, change), at + 1)
        for chosen, first in nodes
        for at in range(first, len(groups))
        for change in groups[at]
    ]


def greedy(field: Field, groups: Sequence[Group], target: float) -> tuple[tuple[Change, ...], ...]:
    """One set that reaches the target: what gains most for its effort, again and again, less what is then idle.

    No set where that leads nowhere.
    """
    chosen: dict[str, Change] = {}
    [value] = field.values([()])
    while value < target - TOLERANCE:
        tries = [{**chosen, one.question: one} for group in groups for one in group if one != chosen.get(one.question)]
        values = field.values(one.values() for one in tries)
        spent = sum(change.effort for change in chosen.values())
        costs = [sum(change.effort for change in one.values()) - spent for one in tries]
        rates = [(new - max(value, 0)) / max(cost, 0.5) for new, cost in zip(values, costs, strict=True)]
        if not rates or max(rates) <= 0:
            return ()
        best = int(np.argmax(rates))
        chosen, value = tries[best], values[best]
    for change in sorted(chosen.values(), key=lambda one: -one.effort):
        less = {code: one for code, one in chosen.items() if code != change.question}
        if field.values([less.values()])[0] >= target - TOLERANCE:
            chosen = less
    return (tuple(sorted(chosen.values(), key=lambda one: field.places[one.question])),)


def _order(field: Field, chosen: Sequence[Change]) -> list[tuple[int, float]]:
    return [(field.places[change.question], change.share) for change in chosen]
