"""Reviewing: how far the review of each answer is, what is open until it can be concluded, what reviewers let stand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from survey.errors import ObstaclesError
from survey.models import Assessment, Cause, Consent, ReviewedAnswer, Stage, Submission, User
from survey.policy import Action
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.kinds import parse_value
from survey.questionnaires.model import Question, Questionnaire
from survey.questionnaires.progress import resolve
from survey.scoring.lenses import Review, Verdict, Verified, verified
from survey.services.actors import named
from survey.services.answers import Kept, given, kept
from survey.services.stages import begin_step, step
from survey.services.submissions import freeze

REVIEWED = frozenset({State.ANSWERED, State.PLANNED, State.NOT_APPLICABLE})
"""The states of an answer that somebody can check; what a region cannot tell, nobody can."""

UNDER_REVIEW = frozenset({Stage.IN_REVIEW, Stage.CONCLUDED})
"""The stages in which there is something to see through the reviewers' lens."""

_IN_FORCE = (
    select(ReviewedAnswer)
    .where(ReviewedAnswer.assessment_id == bindparam("key"), ReviewedAnswer.replaced_at.is_(None))
    .options(named(ReviewedAnswer.reviewer), named(ReviewedAnswer.replied_by))
)
_EARLIER = (
    select(ReviewedAnswer)
    .where(
        ReviewedAnswer.assessment_id == bindparam("key"),
        ReviewedAnswer.question == bindparam("code"),
        ReviewedAnswer.replaced_at.is_not(None),
    )
    .options(named(ReviewedAnswer.reviewer), named(ReviewedAnswer.replied_by))
    .order_by(ReviewedAnswer.id.desc())
)


class Status(StrEnum):
    """How far the review of one answer is: whose turn it is, or how it was settled."""

    OPEN = "open"
    CHANGED = "changed"
    RETURNED = "returned"
    TOLD = "told"
    DISPUTED = "disputed"
    ACCEPTED = "accepted"
    AGREED = "agreed"
    UPHELD = "upheld"


REVIEWERS_TURN = frozenset({Status.OPEN, Status.CHANGED, Status.DISPUTED})
REGIONS_TURN = frozenset({Status.RETURNED, Status.TOLD})
SETTLED = frozenset({Status.ACCEPTED, Status.AGREED, Status.UPHELD})


@dataclass(frozen=True)
class Item:
    """One answer to review: what the region reported, and the verdict in force, if there is one."""

    code: str
    kept: Kept
    review: ReviewedAnswer | None
    status: Status

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something before the review can be concluded."""
        return self.status not in SETTLED


def in_force(session: Session, *, assessment: Assessment) -> dict[str, ReviewedAnswer]:
    """Return the verdicts in force by question code."""
    return {each.question: each for each in session.scalars(_IN_FORCE, {"key": assessment.id})}


def earlier(session: Session, *, assessment: Assessment, code: str) -> Sequence[ReviewedAnswer]:
    """Return the verdicts on one question that later ones replaced, the latest first."""
    return session.scalars(_EARLIER, {"key": assessment.id, "code": code}).all()


def mark(review: ReviewedAnswer | None) -> str:
    """Return by what a page tells that somebody has seen a verdict and the region's reply to it; empty without one."""
    if review is None:
        return ""
    return f"{review.id} {review.replied_at.isoformat()}" if review.replied_at else f"{review.id}"


def items(session: Session, *, assessment: Assessment, questionnaire: Questionnaire) -> list[Item]:
    """Return the answers that are to be reviewed, in the order of the questionnaire; hidden ones are not."""
    found = kept(session, assessment=assessment, questionnaire=questionnaire)
    return items_of(questionnaire, found, in_force(session, assessment=assessment))


def items_of(
    questionnaire: Questionnaire, found: Mapping[str, Kept], reviews: Mapping[str, ReviewedAnswer]
) -> list[Item]:
    """Return the answers that are to be reviewed, of what is kept and the verdicts in force."""
    states = resolve(questionnaire, given(found))
    return [
        Item(code, found[code], reviews.get(code), status(found[code], reviews.get(code)))
        for code, state in states.items()
        if state in REVIEWED
    ]


def status(answer: Kept, review: ReviewedAnswer | None) -> Status:
    """Return how far the review of an answer is; a verdict counts for the version that it was given on."""
    if review is None:
        return Status.OPEN
    if review.version != answer.version:
        return Status.CHANGED
    if review.verdict is Verdict.ACCEPTED:
        return Status.ACCEPTED
    if review.consent is Consent.DISPUTED:
        return Status.UPHELD if review.upheld_at else Status.DISPUTED
    if review.consent is Consent.AGREED and review.verdict is Verdict.ADJUSTED:
        return Status.AGREED
    return Status.RETURNED if review.verdict is Verdict.RETURNED else Status.TOLD


def conclude(
    session: Session, *, assessment: Assessment, questionnaire: Questionnaire, by: User, now: datetime
) -> Submission:
    """Conclude the review and freeze the answers once more; ObstaclesError names every item that is open."""
    actor, found = begin_step(session, assessment=assessment, action=Action.CONCLUDE, by=by)
    waiting = [item for item in items(session, assessment=found, questionnaire=questionnaire) if item.is_open]
    if waiting:
        raise ObstaclesError(waiting)
    step(session, assessment=found, to=Stage.CONCLUDED, by=actor, now=now)
    return freeze(session, assessment=found, questionnaire=questionnaire, cause=Cause.CONCLUDED, by=actor, now=now)


def standing(asked: Question, review: ReviewedAnswer) -> Answer | None:
    """Return the answer that stands instead of the reported one; None unless the verdict adjusts it."""
    if review.adjusted_state is None:
        return None
    value = None if review.adjusted_value is None else parse_value(asked, review.adjusted_value)
    return Answer(review.adjusted_state, value, review.adjusted_reason, review.adjusted_date)


def verified_row(found: Mapping[str, Kept], reviews: Iterable[ReviewedAnswer], asked: Questionnaire) -> Verified:
    """Return one region's answers as reviewers let them stand, from what is kept and the verdicts in force."""
    said = {
        one.question: Review(one.verdict, one.version, standing(asked.questions[one.question], one)) for one in reviews
    }
    return verified(given(found), {code: each.version for code, each in found.items()}, said)
