"""The steps of an assessment: withdrawn, reopened, opened for review; each once, with who, when and why."""

from datetime import date, datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from survey.database import begin_write, changed
from survey.errors import ClosedError, InvalidError, NotFoundError
from survey.models import Assessment, Deed, Stage, Transition, User
from survey.policy import Action, Actor, Operator, may
from survey.services import audit
from survey.services.actors import begin
from survey.services.recording import locked, require_stage

LONGEST_REASON = 2_000
"""Characters that fit into a reason."""


def withdraw(session: Session, *, assessment: Assessment, reason: str, by: User, now: datetime) -> Assessment:
    """Take a submission back while no reviewer has opened it; the answers become a draft again.

    Raises InvalidError(``reason``) without one, ClosedError once it is in review, NotFoundError if it is not
    the person's.
    """
    return _back(session, assessment, Action.WITHDRAW, reason, by, now)


def reopen(session: Session, *, assessment: Assessment, reason: str, by: User, now: datetime) -> Assessment:
    """Give a submitted, reviewed or concluded assessment back to its region; as :func:`withdraw`, by the team."""
    return _back(session, assessment, Action.REOPEN, reason, by, now)


def _back(session: Session, assessment: Assessment, action: Action, reason: str, by: User, now: datetime) -> Assessment:
    words = checked_reason(reason)
    actor, found = begin_step(session, assessment=assessment, action=action, by=by)
    step(session, assessment=found, to=Stage.DRAFT, by=actor, now=now, reason=words)
    return found


def open_review(session: Session, *, assessment: Assessment, by: User, now: datetime) -> Assessment:
    """Open a submission for review; from then on the region cannot withdraw it."""
    actor, found = begin_step(session, assessment=assessment, action=Action.OPEN_REVIEW, by=by)
    step(session, assessment=found, to=Stage.IN_REVIEW, by=actor, now=now)
    return found


def extend(session: Session, *, assessment: Assessment, due: date, reason: str, by: Actor, now: datetime) -> Assessment:
    """Give one region until another day; InvalidError where the day is before the wave begins or no reason is given."""
    words = checked_reason(reason)
    key = assessment.id
    actor = by if isinstance(by, Operator) else begin(session, by=by)
    begin_write(session)
    found = locked(session, key, to_change=True)
    if not may(actor, Action.EXTEND, found):
        raise NotFoundError("extend")
    if due < found.wave.opens:
        raise InvalidError(due="before-opens")
    found.extended_due = due if due != found.wave.due else None
    audit.note(session, Deed.DEADLINE_EXTENDED, by=actor, now=now, assessment=found, due=due.isoformat(), reason=words)
    session.flush()
    return found


def checked_reason(reason: str) -> str:
    """Return a reason as it is kept; InvalidError(``reason``) where there is none, or too much."""
    words = reason.replace("\x00", "").strip()
    if not words:
        raise InvalidError(reason="missing")
    if len(words) > LONGEST_REASON:
        raise InvalidError(reason="long")
    return words


def begin_step(session: Session, *, assessment: Assessment, action: Action, by: User) -> tuple[User, Assessment]:
    """Begin the writing transaction and return person and assessment as they are now.

    Raises ClosedError where another stage would allow it, NotFoundError where none would.
    """
    key = assessment.id
    actor = begin(session, by=by)
    found = locked(session, key, to_change=True)
    require_stage(found, by=actor, action=action)
    return actor, found


def step(
    session: Session,
    *,
    assessment: Assessment,
    to: Stage,
    by: User,
    now: datetime,
    reason: str | None = None,
) -> None:
    """Take one step: compare and swap the stage, and keep who took it, when and why.

    A draft that was submitted and comes back has the next number. ClosedError where somebody was faster.
    """
    old = assessment.stage
    values: dict[str, object] = {"stage": to}
    if to is Stage.DRAFT:
        values |= {"submitted_at": None, "submitted_by_id": None, "draft_number": assessment.draft_number + 1}
    elif to is Stage.SUBMITTED:
        values |= {"submitted_at": now, "submitted_by_id": by.id}
    change = update(Assessment).where(Assessment.id == assessment.id, Assessment.stage == old)
    if changed(session, change.values(values)) != 1:
        raise ClosedError(old.value)
    session.refresh(assessment, ["stage", "submitted_at", "submitted_by_id", "submitted_by", "draft_number"])
    latest = select(func.max(Transition.number)).where(Transition.assessment_id == assessment.id)
    session.add(
        Transition(
            assessment_id=assessment.id,
            number=1 + (session.scalar(latest) or 0),
            from_stage=old,
            to_stage=to,
            reason=reason,
            taken_at=now,
            taken_by_id=by.id,
        )
    )
    audit.note(
        session,
        Deed.STAGE_CHANGED,
        by=by,
        now=now,
        assessment=assessment,
        from_stage=old.value,
        to_stage=to.value,
        reason=reason,
    )
    session.flush()
