"""Submitting: what is in the way, and the one moment in which a draft becomes what the region reported."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from survey.database import changed
from survey.errors import ClosedError, ObstaclesError
from survey.models import Assessment, Stage, Submission, User
from survey.policy import Action
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.questionnaires.kinds import value_text
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.progress import resolve
from survey.services.actors import begin
from survey.services.answers import Kept, given, kept
from survey.services.recording import locked, require_draft


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
    """Submit a draft: freeze its answers under the next number and end the draft.

    Raises ObstaclesError with all that is in the way; ClosedError if it was submitted already or the wave is
    not open; NotFoundError if it is not the person's. Two that submit at once make one submission.
    """
    key = assessment.id
    actor = begin(session, by=by)
    draft = locked(session, key, to_change=True)
    require_draft(draft, by=actor, action=Action.SUBMIT, now=now)
    found = kept(session, assessment=draft, questionnaire=questionnaire)
    in_the_way = obstacles(questionnaire, given(found))
    if in_the_way:
        raise ObstaclesError(in_the_way)
    _end_draft(session, draft, actor, now)
    submission = Submission(
        assessment_id=key,
        number=1 + _latest(session, key),
        submitted_at=now,
        submitted_by_id=actor.id,
        structure_hash=draft.wave.edition.structure_hash,
        answers=frozen(questionnaire, found),
    )
    session.add(submission)
    session.flush()
    return submission


def _end_draft(session: Session, draft: Assessment, by: User, now: datetime) -> None:
    """Compare and swap the stage, so that a draft ends once."""
    change = update(Assessment).where(Assessment.id == draft.id, Assessment.stage == Stage.DRAFT)
    values = {"stage": Stage.SUBMITTED, "submitted_at": now, "submitted_by_id": by.id}
    if changed(session, change.values(values)) != 1:
        raise ClosedError("submitted")
    session.refresh(draft, ["stage", "submitted_at", "submitted_by_id", "submitted_by"])


def _latest(session: Session, key: int) -> int:
    wanted = select(func.max(Submission.number)).where(Submission.assessment_id == key)
    return session.scalar(wanted) or 0


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
