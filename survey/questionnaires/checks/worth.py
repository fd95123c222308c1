"""What a single question is worth: points, scales, bands, limits, exclusive options."""

from collections.abc import Callable, Iterator
from typing import Any

from survey.errors import Fault
from survey.questionnaires.checks import choices, numbers
from survey.questionnaires.checks.names import questions
from survey.questionnaires.files.draft import Draft, Path
from survey.questionnaires.model import (
    MultipleQuestion,
    NumberQuestion,
    Question,
    ScaleQuestion,
    ShareQuestion,
    SingleQuestion,
)

_RULES: dict[type, Callable[[Draft, Path, Any], Iterator[Fault]]] = {
    SingleQuestion: choices.single,
    MultipleQuestion: choices.multiple,
    ScaleQuestion: numbers.scale,
    NumberQuestion: numbers.number,
    ShareQuestion: numbers.number,
}


def faults(draft: Draft) -> Iterator[Fault]:
    """What contradicts itself inside a question; nothing is said about a question that had to be mended."""
    for path, _, question in questions(draft):
        if question.code not in draft.mended:
            yield from _of_one(draft, path, question)


def is_sound(draft: Draft, path: Path, question: Question) -> bool:
    """Whether the points of a question can be worked out as its author meant them."""
    errors = (fault for fault in _of_one(draft, path, question) if fault.severity == "error")
    return question.code not in draft.unclear and not any(errors)


def _of_one(draft: Draft, path: Path, question: Question) -> Iterator[Fault]:
    rule = _RULES.get(type(question))
    if rule is not None:
        yield from rule(draft, path, question)
