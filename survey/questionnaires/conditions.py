"""Conditions: a small, safe language that says when a question is asked.

``housing_support in ["everywhere", "partly"] and not answered(housing_note)`` compares questions with
options, numbers and each other. A comparison with a question that has no value is false whatever the
operator; only ``answered`` and ``not`` see that a value is missing. Nothing is ever executed: a text becomes
a tree of the classes in :mod:`survey.questionnaires.syntax`, or an error.
"""

import operator as operators
from collections.abc import Iterator
from functools import reduce
from typing import Protocol, TypeVar

from survey.questionnaires.expressions import ConditionError, parse
from survey.questionnaires.kinds import value_text
from survey.questionnaires.syntax import (
    All,
    Answered,
    Any,
    Compares,
    ComparesQuestion,
    Comparison,
    Condition,
    Contains,
    Not,
    OneOf,
    Operator,
)

__all__ = [
    "COMPARE",
    "Condition",
    "ConditionError",
    "Operator",
    "Replies",
    "as_json",
    "as_text",
    "codes",
    "comparisons",
    "evaluate",
    "parse",
]

COMPARE = {
    "==": operators.eq,
    "!=": operators.ne,
    "<": operators.lt,
    "<=": operators.le,
    ">": operators.gt,
    ">=": operators.ge,
}
"""What each operator of comparison does with two numbers (or arrays of numbers)."""

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Replies(Protocol[T_co]):
    """The values that conditions look at: of one assessment as ``bool``, of many at once as boolean arrays.

    Each method is false where a question it names has no value.
    """

    def has(self, code: str) -> T_co:
        """Whether the question has a value."""

    def equals(self, code: str, option: str) -> T_co:
        """Whether this option of a single choice is the value."""

    def contains(self, code: str, option: str) -> T_co:
        """Whether this option of a multiple choice is among those chosen."""

    def compares(self, code: str, operator: Operator, number: float) -> T_co:
        """Whether the number answered stands in this relation to ``number``."""

    def compares_question(self, code: str, operator: Operator, other: str) -> T_co:
        """Whether two numbers answered stand in this relation."""


def evaluate(condition: Condition, replies: Replies[T]) -> T:
    """Whether the condition is met, for one assessment (``bool``) or for many (boolean arrays)."""
    match condition:
        case All(parts):
            return reduce(_both, (evaluate(part, replies) for part in parts))
        case Any(parts):
            return reduce(_either, (evaluate(part, replies) for part in parts))
        case Not(part):
            return _opposite(evaluate(part, replies))
        case Answered(code):
            return replies.has(code)
        case Compares(code, operator, value):
            return _compares(replies, code, operator, value)
        case Contains(code, option, negated):
            return _unless(negated, replies.contains(code, option), replies.has(code))
        case OneOf(code, values, negated):
            has = replies.has(code)
            found = (_compares(replies, code, "==", value) for value in values)
            return _unless(negated, reduce(_either, found, _both(has, _opposite(has))), has)
        case ComparesQuestion(code, operator, other):
            return replies.compares_question(code, operator, other)


def comparisons(condition: Condition) -> Iterator[Comparison]:
    """All comparisons in a condition, from left to right."""
    match condition:
        case All(parts) | Any(parts):
            for part in parts:
                yield from comparisons(part)
        case Not(part):
            yield from comparisons(part)
        case _:
            yield condition


def codes(condition: Condition) -> tuple[str, ...]:
    """The codes of all questions that a condition looks at, each once, from left to right."""
    found = [
        code
        for part in comparisons(condition)
        for code in ([part.code, part.other] if isinstance(part, ComparesQuestion) else [part.code])
    ]
    return tuple(dict.fromkeys(found))


def as_json(condition: Condition) -> list[object]:
    """The condition as nested lists for a script in the page; the first item of each list says what it is.

    ``["and", a, b, ...]``, ``["or", a, b, ...]``, ``["not", a]``, ``["answered", code]``,
    ``["==", code, option or number]`` (and the other operators), ``["in", code, [...]]``,
    ``["not in", code, [...]]``, ``["contains", code, option]``, ``["lacks", code, option]``,
    ``["questions", operator, code, code]``. Only ``answered`` and ``not`` can be true without a value.
    """
    match condition:
        case All(parts):
            return ["and", *map(as_json, parts)]
        case Any(parts):
            return ["or", *map(as_json, parts)]
        case Not(part):
            return ["not", as_json(part)]
        case Answered(code):
            return ["answered", code]
        case Compares(code, operator, value):
            return [operator, code, value]
        case OneOf(code, values, negated):
            return [_membership(negated), code, list(values)]
        case Contains(code, option, negated):
            return ["lacks" if negated else "contains", code, option]
        case ComparesQuestion(code, operator, other):
            return ["questions", operator, code, other]


def as_text(condition: Condition) -> str:
    """The condition in its canonical spelling, which parses to the same condition."""
    match condition:
        case All(parts):
            return " and ".join(_inside(part, All, Any) for part in parts)
        case Any(parts):
            return " or ".join(_inside(part, Any) for part in parts)
        case Not(part):
            return f"not {_inside(part, All, Any)}"
        case Answered(code):
            return f"answered({code})"
        case Compares(code, operator, value):
            return f"{code} {operator} {_literal(value)}"
        case OneOf(code, values, negated):
            return f"{code} {_membership(negated)} [{', '.join(map(_literal, values))}]"
        case Contains(code, option, negated):
            return f"{_literal(option)} {_membership(negated)} {code}"
        case ComparesQuestion(code, operator, other):
            return f"{code} {operator} {other}"


def _compares(replies: Replies[T], code: str, operator: Operator, value: str | float) -> T:
    if not isinstance(value, str):
        return replies.compares(code, operator, value)
    return _unless(operator == "!=", replies.equals(code, value), replies.has(code))


def _unless(negated: bool, truth: T, has: T) -> T:
    return _both(has, _opposite(truth)) if negated else truth


def _both(left: T, right: T) -> T:
    result: T = operators.and_(left, right)
    return result


def _either(left: T, right: T) -> T:
    result: T = operators.or_(left, right)
    return result


def _opposite(truth: T) -> T:
    result: T = operators.xor(True, truth)
    return result


def _inside(part: Condition, *loose: type) -> str:
    """The part, in parentheses where it would fall apart beside its neighbours."""
    return f"({as_text(part)})" if isinstance(part, loose) else as_text(part)


def _membership(negated: bool) -> str:
    return "not in" if negated else "in"


def _literal(value: str | float) -> str:
    return f'"{value}"' if isinstance(value, str) else value_text(value)
