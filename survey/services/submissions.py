"""Submitting: what is in the way, and the one moment in which a draft becomes what the region reported."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey.errors import ClosedError, ObstaclesError
from survey.models import Assessment, Cause, Stage, Submission, User
from survey.policy import Action
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.questionnaires.kinds import value_text
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.progress import resolve
from survey.services.answers import Kept, given, kept
from survey.services.stages import begin_step, step
from survey.services.waves import require_open


class Lack(StrEnum):
    """What an answer lacks before it can be submitted."""

    ANSWER = "answer"
    REASON = "reason"
    DATE = "date"


@dataclass(frozen=True)
class Obstacle:
    """One answer that is in the way: the question's code, and what it lacks."""

    code: str
    lack: Lack


def obstacles(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> list[Obstacle]:
    """Return what is in the way of submitting, in the order of the questionnaire; a hidden question never is."""
    states = resolve(questionnaire, answers)
    found = ((code, _lack(state, answers.get(code, NOT_ANSWERED))) for code, state in states.items())
    return [Obstacle(code, lack) for code, lack in found if lack is not None]


def _lack(state: State, answer: Answer) -> Lack | None:
    if state is State.NOT_ANSWERED:
        return Lack.ANSWER
    if state is State.NOT_APPLICABLE and not answer.reason:
        return Lack.REASON
    return Lack.DATE if state is State.PLANNED and answer.planned_date is None else None


def submit(
    session: Session, *, assessment: Assessment, questionnaire: Questionnaire, by: User, now: datetime
) -> Submission:
    """Submit a draft: freeze its answers under its number and end the draft.

    Raises ObstaclesError with all that is in the way; ClosedError if it was submitted already or the wave is
    not open; NotFoundError if it is not the person's. Two that submit at once make one submission: the number of a
    draft stands in the table once.
    """
    actor, draft = begin_step(session, assessment=assessment, action=Action.SUBMIT, by=by)
    require_open(draft, now)
    found = kept(session, assessment=draft, questionnaire=questionnaire)
    in_the_way = obstacles(questionnaire, given(found))
    if in_the_way:
        raise ObstaclesError(in_the_way)
    step(session, assessment=draft, to=Stage.SUBMITTED, by=actor, now=now)
    return freeze(session, assessment=draft, questionnaire=questionnaire, cause=Cause.SUBMITTED, by=actor, now=now)


def freeze(
    session: Session,
    *,
    assessment: Assessment,
    questionnaire: Questionnaire,
    cause: Cause,
    by: User,
    now: datetime,
) -> Submission:
    """Keep the answers as they are under the number of the draft; ClosedError if that was done for this cause."""
    found = kept(session, assessment=assessment, questionnaire=questionnaire)
    submission = Submission(
        assessment_id=assessment.id,
        number=assessment.draft_number,
        cause=cause,
        submitted_at=now,
        submitted_by_id=by.id,
        structure_hash=assessment.wave.edition.structure_hash,
        answers=frozen(questionnaire, found),
    )
    try:
        with session.begin_nested():
            session.add(submission)
            session.flush()
    except IntegrityError as error:
        raise ClosedError(assessment.stage.value) from error
    return submission


def frozen(questionnaire: Questionnaire, found: Mapping[str, Kept]) -> list[dict[str, Any]]:
    """Return kept answers as plain JSON, in the order of the questionnaire."""
    return [_frozen(code, found[code]) for code in questionnaire.questions if code in found]


def _frozen(code: str, each: Kept) -> dict[str, Any]:
    answer = each.answer
    return {
        "question": code,
        "state": answer.state.value,
        "value": value_text(answer.value) if answer.has_value else None,
        "reason": answer.reason,
        "planned_date": answer.planned_date.isoformat() if answer.planned_date else None,
        "version": each.version,
    }
