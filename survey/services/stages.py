"""The steps of an assessment: withdrawn, reopened, opened for review; each once, with who, when and why."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from survey.database import begin_write, changed
from survey.errors import ClosedError, InvalidError
from survey.models import Assessment, AuditEntry, Deed, Stage, Transition, User
from survey.policy import Action, Actor, Operator, ever, may
from survey.services import audit
from survey.services.actors import begin, named
from survey.services.one_assessment import locked
from survey.services.recording import require_stage

LONGEST_REASON = 2_000
"""Characters that fit into a reason."""

_STEPS = (
    select(Transition)
    .where(Transition.assessment_id == bindparam("key"))
    .options(named(Transition.taken_by))
    .order_by(Transition.number)
)
_EXTENSIONS = (
    select(AuditEntry)
    .where(AuditEntry.assessment_id == bindparam("key"), AuditEntry.deed == Deed.DEADLINE_EXTENDED)
    .options(named(AuditEntry.by))
    .order_by(AuditEntry.id)
)


def steps(session: Session, *, assessment: Assessment) -> Sequence[Transition]:
    """Return the steps that an assessment has taken, the first one first, each with who took it."""
    return session.scalars(_STEPS, {"key": assessment.id}).all()


def extensions(session: Session, *, assessment: Assessment) -> Sequence[AuditEntry]:
    """Return how often a region was given another last day, the first time first; ``due`` and ``reason`` say which."""
    return session.scalars(_EXTENSIONS, {"key": assessment.id}).all()


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
    """Give one region until another day; the wave's own last day takes an extension back.

    Raises InvalidError(``due``) where the day comes before the wave's last one or is over, InvalidError(``reason``)
    without one, ClosedError out of a draft, NotFoundError if it is not the person's.
    """
    words = checked_reason(reason)
    actor, found = _begin_extending(session, assessment, by)
    if due < found.wave.due:
        raise InvalidError(due="before-due")
    if found.wave.due < due < now.astimezone(ZoneInfo(found.wave.time_zone)).date():
        raise InvalidError(due="past")
    found.extended_due = due if due != found.wave.due else None
    audit.note(session, Deed.DEADLINE_EXTENDED, by=actor, now=now, assessment=found, due=due.isoformat(), reason=words)
    session.flush()
    return found


def _begin_extending(session: Session, assessment: Assessment, by: Actor) -> tuple[Actor, Assessment]:
    if not isinstance(by, Operator):
        return begin_step(session, assessment=assessment, action=Action.EXTEND, by=by)
    key = assessment.id
    begin_write(session)
    found = locked(session, key, to_change=True)
    if found.stage is not Stage.DRAFT:
        raise ClosedError(found.stage.value)
    return by, found


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

    Raises ClosedError where another stage would allow it (``draft``: somebody took it back already), NotFoundError
    where none would.
    """
    key = assessment.id
    actor = begin(session, by=by)
    found = locked(session, key, to_change=True)
    if found.stage is Stage.DRAFT and may(actor, Action.VIEW, found) and _is_late(actor, action, found):
        raise ClosedError(found.stage.value)
    require_stage(found, by=actor, action=action)
    return actor, found


def _is_late(actor: User, action: Action, found: Assessment) -> bool:
    """Whether the person could have done this before the assessment became a draft again, or will later."""
    return ever(actor, action, found) and not may(actor, action, found)


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
    _keep(session, assessment, old, by, now, reason)


def _keep(session: Session, assessment: Assessment, old: Stage, by: User, now: datetime, reason: str | None) -> None:
    """Keep the step that was just taken from an old stage, in the assessment's own list and in the log."""
    latest = select(func.max(Transition.number)).where(Transition.assessment_id == assessment.id)
    session.add(
        Transition(
            assessment_id=assessment.id,
            number=1 + (session.scalar(latest) or 0),
            from_stage=old,
            to_stage=assessment.stage,
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
        to_stage=assessment.stage.value,
        reason=reason,
    )
    session.flush()
