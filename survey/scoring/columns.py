"""The answers of many units to one question, and what conditions see in them.

A column keeps each distinct answer once, so that everything a reply can mean is worked out once for each
distinct reply and then looked up for all units.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from survey.questionnaires import conditions, kinds
from survey.questionnaires.answers import Answer
from survey.questionnaires.conditions import COMPARE, Operator
from survey.questionnaires.model import Question

Index = NDArray[np.intp]
Truths = NDArray[np.bool_]
T = TypeVar("T")


@dataclass(frozen=True)
class Column:
    """One question's answers: the distinct ones, and which of them each unit gave (``index``, one per unit)."""

    answers: tuple[Answer, ...]
    index: Index

    def truths(self, test: Callable[[Answer], bool]) -> Truths:
        """For each unit, whether its answer passes the test."""
        return np.fromiter(map(test, self.answers), np.bool_, len(self.answers))[self.index]

    def numbers(self) -> NDArray[np.float64]:
        """For each unit, the number it answered; NaN where it answered none."""
        values = [one.value if isinstance(one.value, int | float) else np.nan for one in self.answers]
        return np.array(values, dtype=np.float64)[self.index]


class Distinct(Generic[T]):
    """The different items seen so far, each with its place in the order of first appearance."""

    def __init__(self) -> None:
        self.places: dict[T, int] = {}

    def index(self, items: Sequence[T]) -> Index:
        """The place of each item; new ones get the next places."""
        for item in dict.fromkeys(items):
            self.places.setdefault(item, len(self.places))
        return np.fromiter(map(self.places.__getitem__, items), np.intp, len(items))


def of_answers(answers: Sequence[Answer]) -> Column:
    """The column of one question from one answer per unit."""
    different: Distinct[Answer] = Distinct()
    index = different.index(answers)
    return Column(tuple(different.places), index)


def of_cells(question: Question, cells: Sequence[str]) -> Column:
    """The column of one question from one cell of the answers table per unit.

    Raises BadValueError for the first cell that is no reply to the question.
    """
    different: Distinct[str] = Distinct()
    index = different.index(cells)
    return Column(tuple(kinds.parse(question, cell) for cell in different.places), index)


class ColumnReplies:
    """The values of many units as conditions see them; every truth is one boolean per unit.

    Questions are shown in the order of the file, each by :meth:`show`; one not yet shown, or not in the
    table, has no value.
    """

    def __init__(self, columns: Mapping[str, Column], units: int) -> None:
        self.columns = columns
        self.nothing = np.zeros(units, dtype=np.bool_)
        self.given: dict[str, Truths] = {}

    def show(self, question: Question) -> Truths:
        """Which units are asked the question; from now on conditions see the answers of those."""
        shown = ~self.nothing
        if question.condition is not None:
            shown = conditions.evaluate(conditions.parse(question.condition), self)
        if question.code in self.columns:
            has_value = self.columns[question.code].truths(lambda answer: answer.has_value)
            self.given[question.code] = has_value & shown
        return shown

    def has(self, code: str) -> Truths:
        """Which units have a value."""
        return self.given.get(code, self.nothing)

    def equals(self, code: str, option: str) -> Truths:
        """Which units chose this option of a single choice."""
        return self._tests(code, lambda answer: answer.value == option)

    def contains(self, code: str, option: str) -> Truths:
        """Which units have this option among those chosen in a multiple choice."""
        return self._tests(code, lambda answer: isinstance(answer.value, tuple) and option in answer.value)

    def compares(self, code: str, operator: Operator, number: float) -> Truths:
        """Which units answered a number that stands in this relation to ``number``."""
        if code not in self.given:
            return self.nothing
        related: Truths = COMPARE[operator](self.columns[code].numbers(), number)
        return related & self.given[code]

    def compares_question(self, code: str, operator: Operator, other: str) -> Truths:
        """Which units answered two numbers that stand in this relation."""
        if code not in self.given or other not in self.given:
            return self.nothing
        related: Truths = COMPARE[operator](self.columns[code].numbers(), self.columns[other].numbers())
        return related & self.given[code] & self.given[other]

    def _tests(self, code: str, test: Callable[[Answer], bool]) -> Truths:
        return self.columns[code].truths(test) & self.given[code] if code in self.given else self.nothing
