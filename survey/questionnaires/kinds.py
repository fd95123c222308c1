"""The six kinds of question: which replies they take, and how many points a reply earns."""

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from survey.errors import BadValueError
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State, Value
from survey.questionnaires.model import (
    MultipleOption,
    MultipleQuestion,
    NumberQuestion,
    Question,
    ScaleQuestion,
    Scoring,
    ShareQuestion,
    SingleOption,
    SingleQuestion,
    TextQuestion,
)

NOT_APPLICABLE_CELL = "NA"
DOES_NOT_KNOW_CELL = "DK"
JOINT = "|"

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


class Points(NamedTuple):
    """What a reply earns: ``today``, and once the ``planned`` has come; equal where nothing is planned."""

    today: float
    planned: float


def possible(question: Question) -> float | None:
    """The most points a reply can earn; None where the kind or a missing ``score`` gives no points at all."""
    match question:
        case SingleQuestion():
            return max(option.points for option in question.options)
        case MultipleQuestion():
            return _possible_of_multiple(question)
        case ScaleQuestion():
            return question.points
        case NumberQuestion() | ShareQuestion() if question.score is not None:
            return _possible_of_number(question.score, question.points)
        case _:
            return None


def is_scored(question: Question) -> bool:
    """Whether the question can move a score: it has a weight and there are points to earn."""
    return question.weight > 0 and (possible(question) or 0) > 0


def earned(question: Question, value: Value) -> Points:
    """The points of a value, from 0 to :func:`possible`; nothing for a question without points."""
    if isinstance(question, SingleQuestion):
        option = _option(question, value)
        return Points(option.points, option.points if option.planned is None else option.planned)
    points = _earned_today(question, value)
    return Points(points, points)


def state_of(question: Question, value: Value) -> State:
    """*Planned* for an option with ``planned`` points ("not yet, but decided"), else *answered*."""
    planned = isinstance(question, SingleQuestion) and _option(question, value).planned is not None
    return State.PLANNED if planned else State.ANSWERED


def parse(question: Question, cell: str) -> Answer:
    """The answer that a cell of the answers table stands for: a value, ``NA``, ``DK``, or nothing.

    Raises :class:`BadValueError` that names what is allowed.
    """
    if cell == DOES_NOT_KNOW_CELL:
        return Answer(State.DOES_NOT_KNOW)
    if cell == NOT_APPLICABLE_CELL:
        if question.not_applicable == "never":
            raise BadValueError(f"This question always applies: {allowed(question)}")
        return Answer(State.NOT_APPLICABLE)
    if not cell.strip():
        return NOT_ANSWERED
    value = parse_value(question, cell)
    return Answer(state_of(question, value), value)


def cell(answer: Answer) -> str:
    """The cell of an answer in the answers table, the inverse of :func:`parse`."""
    if answer.has_value:
        text = value_text(answer.value)
        # A text that reads like a missing code stays a text by the space that parsing takes away again.
        return text + " " if text in (NOT_APPLICABLE_CELL, DOES_NOT_KNOW_CELL) else text
    return {State.NOT_APPLICABLE: NOT_APPLICABLE_CELL, State.DOES_NOT_KNOW: DOES_NOT_KNOW_CELL}.get(answer.state, "")


def parse_value(question: Question, text: str) -> Value:
    """The value that a reply stands for; missing codes mean nothing here, ``NA`` is a text like any other.

    Raises :class:`BadValueError` that names what is allowed.
    """
    match question:
        case SingleQuestion():
            return _choice(question, text.strip())
        case MultipleQuestion():
            return _choices(question, [code.strip() for code in text.split(JOINT)])
        case ScaleQuestion():
            return _step(question, text.strip())
        case TextQuestion():
            return text.strip()
        case _:
            return _number(question, text.strip())


def value_text(value: Value | None) -> str:
    """The canonical text of a value: codes joined by ``|``, numbers as short as can be; None is empty."""
    if isinstance(value, tuple):
        return JOINT.join(value)
    return repr(value + 0.0).removesuffix(".0") if isinstance(value, float) else str("" if value is None else value)


def allowed(question: Question) -> str:
    """What a reply may be, as a sentence in plain words."""
    match question:
        case SingleQuestion():
            return f"One of {_listed(question.options)} is allowed."
        case MultipleQuestion():
            return f"One or several of {_listed(question.options)} are allowed, joined by |."
        case ScaleQuestion():
            return f"A whole number from {question.lowest} to {question.highest} is allowed."
        case TextQuestion():
            return "Any text is allowed."
        case _ if question.whole:
            return f"A whole number{_bounds(*limits(question))} is allowed."
        case _:
            return f"A number{_bounds(*limits(question))} is allowed, with a decimal point."


def options(question: Question) -> tuple[SingleOption | MultipleOption, ...]:
    """The options of a choice in file order; none for other kinds."""
    return question.options if isinstance(question, SingleQuestion | MultipleQuestion) else ()


def limits(question: NumberQuestion | ShareQuestion) -> tuple[float | None, float | None]:
    """The lowest and the highest number that may be answered, None where there is no limit."""
    return (0.0, 100.0) if isinstance(question, ShareQuestion) else (question.minimum, question.maximum)


def _possible_of_multiple(question: MultipleQuestion) -> float:
    if question.points is not None:
        return question.points
    total = sum(option.points for option in question.options)
    # Parts of a whole need no points of their own; without any they share one, as the steps of a scale do.
    return 1.0 if not total and question.score != "sum" else total


def _possible_of_number(score: Scoring, points: float | None) -> float:
    if points is not None:
        return points
    return max(worth for _, worth in score.bands) if score.bands else 1.0


def _earned_today(question: Question, value: Value) -> float:
    most = possible(question) or 0.0
    match question:
        case MultipleQuestion() if isinstance(value, tuple):
            return _earned_by_choices(question, value, most)
        case ScaleQuestion() if isinstance(value, int | float):
            part = (value - question.lowest) / (question.highest - question.lowest)
            return most * (1 - part if question.reversed else part)
        case NumberQuestion() | ShareQuestion() if question.score and isinstance(value, int | float):
            return _earned_by_number(question.score, value, most)
        case _:
            return 0.0


def _earned_by_choices(question: MultipleQuestion, chosen: tuple[str, ...], most: float) -> float:
    plain = [option for option in question.options if not option.exclusive]
    count = sum(option.code in chosen for option in plain)
    if not count or question.score == "sum":
        return min(most, sum(option.points for option in question.options if option.code in chosen))
    if question.score == "share":
        return most * count / len(plain)
    return most if question.score == "any" or count == len(plain) else 0.0


def _earned_by_number(score: Scoring, number: float, most: float) -> float:
    if score.linear is not None:
        start, end = score.linear
        return most * min(1.0, max(0.0, (number - start) / (end - start)))
    bands = score.bands or ()
    below = bisect_right([start for start, _ in bands], number)
    return min(most, bands[below - 1][1]) if below else 0.0


def _option(question: SingleQuestion, code: Value) -> SingleOption:
    return next(option for option in question.options if option.code == code)


def _choice(question: SingleQuestion, code: str) -> str:
    if all(option.code != code for option in question.options):
        raise BadValueError(f'There is no option "{code}". {allowed(question)}')
    return code


def _choices(question: MultipleQuestion, codes: Sequence[str]) -> tuple[str, ...]:
    chosen = [option for option in question.options if option.code in codes]
    for code in codes:
        if all(option.code != code for option in chosen):
            raise BadValueError(f'There is no option "{code}". {allowed(question)}')
    if len(chosen) < len(codes):
        raise BadValueError(f"An option is chosen twice. {allowed(question)}")
    alone = next((option.code for option in chosen if option.exclusive), None)
    if alone is not None and len(chosen) > 1:
        raise BadValueError(f'The option "{alone}" may not stand with another. {allowed(question)}')
    return tuple(option.code for option in chosen)


def _step(question: ScaleQuestion, text: str) -> int:
    number = float(text) if _NUMBER.fullmatch(text) else math.nan
    if not question.lowest <= number <= question.highest or number != math.floor(number):
        raise BadValueError(f'"{text}" is no step of the scale. {allowed(question)}')
    return int(number)


def _number(question: NumberQuestion | ShareQuestion, text: str) -> float:
    number = float(text) if _NUMBER.fullmatch(text) else math.nan
    low, high = limits(question)
    if not math.isfinite(number) or not _within(number, low, high) or (question.whole and number % 1):
        raise BadValueError(f'"{text}" does not fit. {allowed(question)}')
    return number + 0.0


def _within(number: float, low: float | None, high: float | None) -> bool:
    return (low is None or number >= low) and (high is None or number <= high)


def _bounds(low: float | None, high: float | None) -> str:
    parts = [f" {word} {value_text(limit)}" for word, limit in (("from", low), ("to", high)) if limit is not None]
    return "".join(parts)


def _listed(options: Sequence[object]) -> str:
    return ", ".join(f'"{getattr(option, "code", "")}"' for option in options)
