"""Comparisons that cannot be: a text with a number, a choice by its order, an option that does not exist."""

from collections.abc import Mapping
from typing import NamedTuple

from survey.questionnaires.files.refusals import suggestion
from survey.questionnaires.kinds import limits, value_text
from survey.questionnaires.model import (
    MultipleQuestion,
    NumberQuestion,
    Question,
    ScaleQuestion,
    ShareQuestion,
    SingleQuestion,
    TextQuestion,
)
from survey.questionnaires.syntax import Answered, Compares, ComparesQuestion, Comparison, Contains, OneOf, Operator

Numeric = ScaleQuestion | NumberQuestion | ShareQuestion


class Complaint(NamedTuple):
    """What is wrong with a comparison: the code of the fault, the fault, and what to do."""

    code: str
    what: str
    cure: str


def complaint(part: Comparison, questions: Mapping[str, Question]) -> Complaint | None:
    """What is wrong with one comparison of known questions; None where it can be."""
    question = questions[part.code]
    match part:
        case Answered():
            return None
        case ComparesQuestion(_, _, other):
            return _pair(question, questions[other])
        case Contains(code, option):
            return _contains(code, option, question)
        case Compares(_, operator, value):
            return _compares(question, operator, (value,))
        case OneOf(_, values):
            return _compares(question, "==", values)


def _pair(question: Question, other: Question) -> Complaint | None:
    if question.code == other.code:
        what = f"{question.code} is compared with itself."
        return Complaint("comparison", what, "Compare two questions, or a question with a value.")
    for one in (question, other):
        if not isinstance(one, Numeric):
            what = f"{one.code} is a {one.kind} question, and only numbers are compared with one another."
            return Complaint("comparison", what, "Compare it with a value in quotation marks, or ask answered().")
    return None


def _contains(code: str, option: str, question: Question) -> Complaint | None:
    if isinstance(question, MultipleQuestion):
        return _option(option, question)
    what = f'"{option}" in {code} asks among several choices, and {code} is a {question.kind} question.'
    cure = f'Write {code} == "{option}".' if isinstance(question, SingleQuestion) else "Compare numbers by == or <."
    return Complaint("comparison", what, "Ask answered()." if isinstance(question, TextQuestion) else cure)


def _compares(question: Question, operator: Operator, values: tuple[str | float, ...]) -> Complaint | None:
    code = question.code
    if isinstance(question, TextQuestion):
        return Complaint("comparison", f"{code} is a text, and texts are not compared.", f"Write answered({code}).")
    if isinstance(question, MultipleQuestion):
        what = f"{code} is a multiple choice, which has no single value."
        return Complaint("comparison", what, f'Write "option" in {code}.')
    if isinstance(question, SingleQuestion) and operator not in ("==", "!="):
        what = f"{code} is a single choice, and its options have no order."
        return Complaint("comparison", what, "Compare by ==, !=, in or not in.")
    found = (_value(question, operator, value) for value in values)
    return next((trouble for trouble in found if trouble is not None), None)


def _value(question: SingleQuestion | Numeric, operator: Operator, value: str | float) -> Complaint | None:
    if isinstance(question, SingleQuestion):
        if isinstance(value, str):
            return _option(value, question)
        what = f"{question.code} is a single choice, and {value_text(value)} is a number."
        return Complaint("comparison", what, "Compare it with an option in quotation marks.")
    if isinstance(value, str):
        what = f'{question.code} is a {question.kind} question, and "{value}" is no number.'
        return Complaint("comparison", what, "Compare it with a number, without quotation marks.")
    if _can_be(question, operator, value):
        return None
    relation = "" if operator in ("==", "!=") else f"{operator} "
    what = f"No answer to {question.code} can be {relation}{value_text(value)}."
    return Complaint("comparison", what, "Compare it with what can be answered.")


def _option(option: str, question: SingleQuestion | MultipleQuestion) -> Complaint | None:
    known = [one.code for one in question.options]
    if option in known:
        return None
    return Complaint("unknown-option", f'{question.code} has no option "{option}".', suggestion(option, known))


def _can_be(question: Numeric, operator: Operator, number: float) -> bool:
    """Whether a number that can be answered stands in this relation; for != whether the number can be answered."""
    whole = isinstance(question, ScaleQuestion)
    low, high = (question.lowest, question.highest) if isinstance(question, ScaleQuestion) else limits(question)
    if operator in ("<", "<="):
        return low is None or low < number or (operator == "<=" and low == number)
    if operator in (">", ">="):
        return high is None or high > number or (operator == ">=" and high == number)
    return (low is None or low <= number) and (high is None or number <= high) and (not whole or number == int(number))
