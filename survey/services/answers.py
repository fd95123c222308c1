"""Answers between rows and values: how an answer is kept, and how it is read again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from survey.errors import BadValueError, NotFoundError
from survey.models import AnswerChange, Assessment, StoredAnswer, User
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.questionnaires.kinds import allowed, parse_value, state_of, value_text
from survey.questionnaires.model import Question, Questionnaire
from survey.reading import Prepared


@dataclass(frozen=True)
class Kept:
    """An answer as it is kept: its version (0: nothing was ever written), when it was written and by whom (a name)."""

    answer: Answer
    version: int
    changed_at: datetime | None
    changed_by: str | None


NOTHING_KEPT = Kept(NOT_ANSWERED, 0, None, None)


class Columns(NamedTuple):
    """What the tables keep of an answer; two answers are the same exactly when these are."""

    state: State
    value: str | None
    reason: str | None
    planned_date: date | None


_ALL = (
    sa.select(
        StoredAnswer.question,
        StoredAnswer.state,
        StoredAnswer.value,
        StoredAnswer.reason,
        StoredAnswer.planned_date,
        StoredAnswer.version,
        StoredAnswer.changed_at,
        User.name,
    )
    .outerjoin(User, User.id == StoredAnswer.changed_by_id)
    .where(StoredAnswer.assessment_id == sa.bindparam("key"))
)
_WHOLE = Prepared(_ALL)


@lru_cache
def _some(count: int) -> Prepared:
    """Return the statement that reads so many answers."""
    return Prepared(_ALL.where(StoredAnswer.question.in_([sa.bindparam(f"code_{number}") for number in range(count)])))


def question(questionnaire: Questionnaire, code: str) -> Question:
    """Return the question of this code; NotFoundError if the questionnaire does not ask it."""
    found = questionnaire.questions.get(code)
    if found is None:
        raise NotFoundError("question", question=code)
    return found


def columns(asked: Question, answer: Answer) -> Columns:
    """Return an answer as the tables keep it.

    Only what belongs to the state is kept: a reason with *not applicable*, a date with *planned*. Raises
    BadValueError for a value that could not be read again, for *not applicable* where the question always
    applies, and for *hidden*, which follows from other answers and is never kept.
    """
    if answer.state is State.HIDDEN or (answer.state is State.NOT_APPLICABLE and asked.not_applicable == "never"):
        raise BadValueError(f"This question always applies: {allowed(asked)}")
    if not answer.has_value:
        reason = _line(answer.reason) if answer.state is State.NOT_APPLICABLE else None
        return Columns(answer.state, None, reason, None)
    text = (_line(value_text(answer.value)) or "").strip()
    if not text:
        return Columns(State.NOT_ANSWERED, None, None, None)
    value = parse_value(asked, text)
    state = state_of(asked, value)
    return Columns(state, value_text(value), None, answer.planned_date if state is State.PLANNED else None)


def _line(text: str | None) -> str | None:
    """Return a text without what no database keeps (NUL, halves of characters); None where nothing is left."""
    return (text or "").encode("utf-8", "ignore").decode("utf-8").replace("\x00", "").strip() or None


def answer_of(asked: Question, row: StoredAnswer | AnswerChange | Columns | sa.Row[*tuple[Any, ...]]) -> Answer:
    """Return the answer that a row keeps."""
    value = None if row.value is None else parse_value(asked, row.value)
    return Answer(row.state, value, row.reason, row.planned_date)


def kept(
    session: Session,
    *,
    assessment: Assessment,
    questionnaire: Questionnaire,
    codes: Iterable[str] | None = None,
) -> dict[str, Kept]:
    """Return what is kept for an assessment, by question code, in one statement; all questions, or only some."""
    if codes is None:
        found = _WHOLE.values(session, key=assessment.id)
    else:
        which = {f"code_{number}": code for number, code in enumerate(codes)}
        if not which:
            return {}
        found = _some(len(which)).values(session, key=assessment.id, **which)
    return {
        code: Kept(answer_of(questionnaire.questions[code], Columns._make(kept)), version, changed_at, name)
        for code, *kept, version, changed_at, name in found
    }


def given(found: Mapping[str, Kept]) -> dict[str, Answer]:
    """Return the answers alone, as progress and scores read them."""
    return {code: each.answer for code, each in found.items()}
