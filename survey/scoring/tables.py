"""The public tables: results, and answers in the long layout. Columns and order only ever grow at the end."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import repeat
from typing import IO, NamedTuple

from survey.questionnaires import kinds, progress
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State, Value
from survey.questionnaires.model import (
    MultipleQuestion,
    Question,
    Questionnaire,
    ScaleQuestion,
    SingleQuestion,
)
from survey.scoring.framework import Level
from survey.scoring.scorecard import Scores
from survey.scoring.spreadsheets import neutralise


class ResultRow(NamedTuple):
    """What one unit reached in one component: see :class:`survey.scoring.scorecard.Scores`; None = no number."""

    unit: str
    component: str
    level: Level
    score: float | None
    low: float | None
    high: float | None
    coverage: float | None
    not_applicable: float
    planned: float | None
    answered: int
    applicable: int


class AnswerRow(NamedTuple):
    """What one unit answered to one question, and what it earns today; None = nothing.

    ``value`` is as in the answers table, a number where the question takes one; ``label`` says it in words. A
    hidden question shows no value; it has points only where it counts as 0.
    """

    unit: str
    question: str
    state: str
    value: str | float | None
    label: str | None
    points: float | None
    possible: float | None
    reason: str | None
    planned_date: date | None
    lens: str


def result_rows(units: Sequence[str], scores: Scores) -> Iterator[ResultRow]:
    """The results in the public order: units as given, and within a unit the components as published."""
    for place, unit in enumerate(units):
        yield from map(ResultRow, repeat(unit), scores.codes, scores.levels, *scores.columns(place))


def answer_rows(
    questionnaire: Questionnaire,
    unit: str,
    answers: Mapping[str, Answer],
    lens: str = "reported",
    *,
    asked: Mapping[str, Answer] | None = None,
) -> Iterator[AnswerRow]:
    """The answers of one unit in the long layout: all questions in file order, unscored and hidden ones
    included.

    Labels are in the language of the questionnaire given. ``asked`` are the answers by which it is told which
    questions apply, where these are others than those shown.
    """
    states = progress.resolve(questionnaire, answers if asked is None else asked)
    for code, question in questionnaire.questions.items():
        hidden = states[code] is State.HIDDEN
        given = Answer(State.HIDDEN) if hidden else answers.get(code, NOT_ANSWERED)
        yield AnswerRow(
            unit=unit,
            question=code,
            state=given.state.value,
            value=_value(given.value),
            label=label_of(question, given.value),
            points=_points(question, given),
            possible=kinds.possible(question),
            reason=given.reason,
            planned_date=given.planned_date,
            lens=lens,
        )


def write(stream: IO[str], columns: type[NamedTuple], rows: Iterable[Sequence[object]]) -> None:
    """Write a table as CSV: a header, numbers in full precision, texts that could start a formula neutralised.

    No number is an empty cell.
    """
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns._fields)
    writer.writerows(map(_cells, rows))


def _cells(row: Sequence[object]) -> list[object]:
    """The cells of a row; the writer gives numbers all their digits, and None an empty cell."""
    return [neutralise(value) if isinstance(value, str) else None if value != value else value for value in row]


def _value(value: Value | None) -> str | float | None:
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return kinds.value_text(value) if isinstance(value, tuple) else value


def label_of(question: Question, value: Value | None) -> str | None:
    """Return a value in the words of the questionnaire given; None where it has none, as a number."""
    match question:
        case SingleQuestion():
            return next((option.label for option in question.options if option.code == value), None)
        case MultipleQuestion() if isinstance(value, tuple):
            return "; ".join(option.label for option in question.options if option.code in value)
        case ScaleQuestion() if isinstance(value, int):
            return question.labels.get(value)
        case _:
            return None


def _points(question: Question, answer: Answer) -> float | None:
    if kinds.possible(question) is None:
        return None
    if answer.value is not None and answer.has_value:
        return kinds.earned(question, answer.value).today
    return 0.0 if answer.state is State.HIDDEN and question.hidden == "zero" else None
