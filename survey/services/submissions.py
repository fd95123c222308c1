"""Submitting: what is in the way, and the one moment in which a draft becomes what the region reported."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey.errors import ClosedError, ObstaclesError
from survey.models import Assessment, Cause, Stage, Submission, User
from survey.policy import Action
from survey.questionnaires.kinds import value_text
from survey.questionnaires.model import Questionnaire
from survey.services import checks, explaining
from survey.services.answers import Kept, kept
from survey.services.stages import begin_step, step
from survey.services.waves import require_open


def submit(
    session: Session,
    *,
    assessment: Assessment,
    questionnaire: Questionnaire,
    by: User,
    now: datetime,
    words: Mapping[str, str] = MappingProxyType({}),
) -> Submission:
    """Submit a draft: freeze its answers under its number and end the draft.

    ``words`` are what the region says about warnings of the checks, by the key of the finding; they are kept as
    comments at the questions. Raises ObstaclesError with all findings that are in the way: errors, and warnings
    without a word; InvalidError for words that are too long, by their keys; ClosedError if it was submitted already
    or the wave is not open; NotFoundError if it is not the person's. Two that submit at once make one submission: the
    number of a draft stands in the table once.
    """
    actor, draft = begin_step(session, assessment=assessment, action=Action.SUBMIT, by=by)
    require_open(draft, now)
    found = checks.look(session, assessment=draft, questionnaire=questionnaire, now=now)
    said = explaining.checked({one.finding.key: words.get(one.finding.key, "") for one in found if one.asks})
    in_the_way = checks.in_the_way(found, said)
    if in_the_way:
        raise ObstaclesError(in_the_way)
    explained = [(one.finding, said[one.finding.key]) for one in found if one.asks]
    explaining.keep(session, assessment=draft, said=explained, by=actor, now=now)
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
