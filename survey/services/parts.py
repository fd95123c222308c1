"""Which questions of an assessment a person may answer now: all, those given to them, or those sent back."""

from collections.abc import Iterable

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from survey.models import Assessment, Assignment, ReviewedAnswer, Stage, User
from survey.policy import Action, Standing, may, standings
from survey.questionnaires.model import Questionnaire
from survey.scoring.lenses import Verdict

_GIVEN = select(Assignment.part).where(
    Assignment.assessment_id == bindparam("key"), Assignment.user_id == bindparam("person"), Assignment.until.is_(None)
)
_RETURNED = select(ReviewedAnswer.question).where(
    ReviewedAnswer.assessment_id == bindparam("key"),
    ReviewedAnswer.verdict == Verdict.RETURNED,
    ReviewedAnswer.replaced_at.is_(None),
)


def editable(session: Session, *, assessment: Assessment, questionnaire: Questionnaire, by: User) -> frozenset[str]:
    """Return the codes of the questions that a person may answer at this stage.

    A coordinator answers everything in a draft, and in review what a reviewer has sent back; a contributor
    answers what was given to them.
    """
    if not may(by, Action.EDIT, assessment):
        return frozenset()
    if assessment.stage is Stage.IN_REVIEW:
        return frozenset(session.scalars(_RETURNED, {"key": assessment.id}))
    if Standing.COORDINATOR in standings(by, assessment):
        return frozenset(questionnaire.questions)
    return given(session, assessment=assessment, questionnaire=questionnaire, to=by)


def given(session: Session, *, assessment: Assessment, questionnaire: Questionnaire, to: User) -> frozenset[str]:
    """Return the codes of the questions that were given to a person, one by one or as a section."""
    found = session.scalars(_GIVEN, {"key": assessment.id, "person": to.id})
    return frozenset(code for part in found for code in questions_of(questionnaire, part))


def questions_of(questionnaire: Questionnaire, part: str) -> Iterable[str]:
    """Return the codes of the questions of a part: a section's, or the one question; none for an unknown code."""
    for section in questionnaire.sections:
        if section.code == part:
            return [question.code for question in section.questions]
    return [part] if part in questionnaire.questions else []
