"""Which questions apply and how far a reply has come: the one rule for page, gate, score and export."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from survey.questionnaires import conditions
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State, Value
from survey.questionnaires.conditions import COMPARE, Operator
from survey.questionnaires.model import Questionnaire


@dataclass(frozen=True)
class Progress:
    """How many of the questions that are not hidden are done, in any state but *not answered*."""

    done: int
    total: int


class GivenReplies:
    """The values of one assessment as conditions see them, by question code."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self.values = values

    def has(self, code: str) -> bool:
        """Whether the question has a value."""
        return code in self.values

    def equals(self, code: str, option: str) -> bool:
        """Whether this option of a single choice is the value."""
        return self.values.get(code) == option

    def contains(self, code: str, option: str) -> bool:
        """Whether this option of a multiple choice is among those chosen."""
        value = self.values.get(code)
        return isinstance(value, tuple) and option in value

    def compares(self, code: str, operator: Operator, number: float) -> bool:
        """Whether the number answered stands in this relation to ``number``."""
        value = self.values.get(code)
        return isinstance(value, int | float) and bool(COMPARE[operator](value, number))

    def compares_question(self, code: str, operator: Operator, other: str) -> bool:
        """Whether two numbers answered stand in this relation."""
        value = self.values.get(other)
        return isinstance(value, int | float) and self.compares(code, operator, value)


def needed(questionnaire: Questionnaire, codes: Iterable[str]) -> tuple[str, ...]:
    """The questions without which the states of these cannot be told: they, and what their conditions read, and so on.

    In the order of the file, which is the order in which states follow from each other.
    """
    found = set(codes)
    for question in reversed(tuple(questionnaire.questions.values())):
        if question.code in found and question.condition is not None:
            found.update(conditions.codes(conditions.parse(question.condition)))
    return tuple(code for code in questionnaire.questions if code in found)


def resolve(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], codes: Sequence[str] | None = None
) -> dict[str, State]:
    """The state of every question, in the order of the file; or only of ``codes``, as :func:`needed` gives them.

    A question whose condition is not met is *hidden*, whatever is stored for it, and has no value for other
    conditions. Answers to unknown codes are left out.
    """
    values: dict[str, Value] = {}
    replies = GivenReplies(values)
    states: dict[str, State] = {}
    for code in questionnaire.questions if codes is None else codes:
        question = questionnaire.questions[code]
        asked = question.condition is None or conditions.evaluate(conditions.parse(question.condition), replies)
        answer = answers.get(code, NOT_ANSWERED)
        states[code] = answer.state if asked else State.HIDDEN
        if asked and answer.value is not None and answer.has_value:
            values[code] = answer.value
    return states


def progress(questionnaire: Questionnaire, states: Mapping[str, State]) -> dict[str, Progress]:
    """The progress of each section, by section code, from the states that :func:`resolve` gives."""
    return {
        section.code: count(states[question.code] for question in section.questions)
        for section in questionnaire.sections
    }


def overall(parts: Mapping[str, Progress]) -> Progress:
    """The progress of all sections together."""
    return Progress(sum(part.done for part in parts.values()), sum(part.total for part in parts.values()))


def count(states: Iterable[State]) -> Progress:
    """The progress over questions in these states."""
    every = list(states)
    total = len(every) - every.count(State.HIDDEN)
    return Progress(total - every.count(State.NOT_ANSWERED), total)
