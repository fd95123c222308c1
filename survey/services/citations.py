"""Citations: which pieces of evidence an answer names, who sees which of them, and who may name more."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from survey.errors import NotFoundError
from survey.models import Assessment, Citation, Evidence, Stage, User
from survey.policy import Action, Standing, may, standings
from survey.questionnaires.model import Questionnaire
from survey.reading import Prepared
from survey.services import answers, parts
from survey.services.actors import named
from survey.services.recording import require_stage
from survey.services.waves import require_open

_SEEN = or_(Evidence.confidential.is_(False), bindparam("sees_all"))
_IN_FORCE = (
    select(Citation)
    .join(Citation.evidence)
    .where(
        Citation.assessment_id == bindparam("assessment"),
        Citation.until.is_(None),
        Evidence.removed_at.is_(None),
        _SEEN,
    )
    .options(
        contains_eager(Citation.evidence).options(joinedload(Evidence.file), named(Evidence.added_by)),
        named(Citation.cited_by),
    )
    .order_by(Evidence.added_at, Evidence.id)
    .execution_options(populate_existing=True)
)
_AT = _IN_FORCE.where(Citation.question == bindparam("code"))
_COUNTS = Prepared(
    select(Citation.question, func.count())
    .join(Evidence, Evidence.id == Citation.evidence_id)
    .where(
        Citation.assessment_id == bindparam("assessment"),
        Citation.until.is_(None),
        Evidence.removed_at.is_(None),
        _SEEN,
    )
    .group_by(Citation.question)
)


def _which(assessment: Assessment, by: User) -> dict[str, object]:
    return {"assessment": assessment.id, "sees_all": may(by, Action.SEE_CONFIDENTIAL, assessment)}


def citations_of(session: Session, *, assessment: Assessment, by: User) -> dict[str, list[Citation]]:
    """Return what each answer cites that a person may see, by question code, with the pieces and who added them."""
    found: dict[str, list[Citation]] = defaultdict(list)
    for each in session.scalars(_IN_FORCE, _which(assessment, by)):
        found[each.question].append(each)
    return dict(found)


def of_question(session: Session, *, assessment: Assessment, code: str, by: User) -> Sequence[Citation]:
    """Return what one answer cites that a person may see, in the order in which it was added."""
    return session.scalars(_AT, {**_which(assessment, by), "code": code}).all()


def counts(session: Session, *, assessment: Assessment, by: User) -> dict[str, int]:
    """Return how many pieces each answer cites that a person may see, by question code; in one statement."""
    return {str(code): int(pieces) for code, pieces in _COUNTS.rows(session, **_which(assessment, by))}


def in_force(session: Session, *, assessment: Assessment, code: str) -> Sequence[Citation]:
    """Return everything that one answer cites, for services: nobody is asked whether they may see it."""
    return session.scalars(_AT, {"assessment": assessment.id, "sees_all": True, "code": code}).all()


def one(session: Session, *, assessment: Assessment, code: str, piece: int, by: User) -> Citation:
    """Return the citation of a piece by an answer; NotFoundError for what is not there or not for this person."""
    for each in of_question(session, assessment=assessment, code=code, by=by):
        if each.evidence_id == piece:
            return each
    raise NotFoundError("evidence")


def citable(session: Session, *, assessment: Assessment, questionnaire: Questionnaire, by: User) -> frozenset[str]:
    """Return the codes of the questions for which a person may cite evidence at this stage.

    A coordinator may for all, in review too: a reply may need it. A contributor may for what was given to them.
    """
    if not may(by, Action.CITE, assessment):
        return frozenset()
    if Standing.COORDINATOR in standings(by, assessment):
        return frozenset(questionnaire.questions)
    return parts.given(session, assessment=assessment, questionnaire=questionnaire, to=by)


def may_take_away(citation: Citation, *, assessment: Assessment) -> bool:
    """Whether a citation can be changed at this stage: in review, what was submitted with an answer stays with it."""
    submitted = assessment.submitted_at
    return assessment.stage is not Stage.IN_REVIEW or submitted is None or citation.cited_at > submitted


def require(
    session: Session, *, assessment: Assessment, questionnaire: Questionnaire, code: str, by: User, now: datetime
) -> None:
    """Raise unless a person may cite evidence for an answer now: NotFoundError or ClosedError."""
    answers.question(questionnaire, code)
    require_stage(assessment, by=by, action=Action.CITE)
    if assessment.stage is Stage.DRAFT:
        require_open(assessment, now)
    if code not in citable(session, assessment=assessment, questionnaire=questionnaire, by=by):
        raise NotFoundError("question")
