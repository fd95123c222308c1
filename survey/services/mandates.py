"""Mandates: what people do for one region, given and ended; changes about one region happen one after the other."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session, joinedload

from survey.database import begin_write, changed
from survey.errors import ClosedError, InvalidError, NotFoundError
from survey.models import Assessment, Assignment, Deed, Duty, Mandate, Region, User
from survey.policy import Action, Actor, may
from survey.services import audit, links, sessions
from survey.services.actors import begin_managing

ANSWERING = frozenset({Duty.COORDINATOR, Duty.CONTRIBUTOR})
"""The duties of people who answer for a region; none of them reviews it."""

_HOLD = select(Region.id).where(Region.id == bindparam("key")).with_for_update()


def begin(session: Session, *, region: Region, by: Actor, action: Action) -> None:
    """Begin the writing transaction about the people of a region; NotFoundError if the person may not do this.

    PostgreSQL lets one such transaction after the other change a region; SQLite has one writer at a time anyway.
    """
    key = region.id
    hold(session, key)
    begin_managing(session, by=by, action=action, subject=region)


def hold(session: Session, region_id: int) -> None:
    """Begin the writing transaction and keep the mandates of a region as they are until it ends."""
    begin_write(session)
    session.execute(_HOLD, {"key": region_id})


def of_region(session: Session, *, region: Region, duties: Collection[Duty]) -> Sequence[Mandate]:
    """Return the mandates in force for a region with their people, those who coordinate first, then by name."""
    wanted = (
        select(Mandate)
        .join(Mandate.user)
        .where(Mandate.region_id == region.id, Mandate.duty.in_(duties), Mandate.until.is_(None))
        .options(joinedload(Mandate.user))
        .order_by(Mandate.duty.desc(), User.name, Mandate.id)
    )
    return session.scalars(wanted).unique().all()


def find(session: Session, *, key: int, by: Actor, region: Region | None = None) -> Mandate:
    """Return a mandate that a person may end, of one region or of any; NotFoundError for every other one."""
    found = session.scalars(select(Mandate).where(Mandate.id == key)).unique().one_or_none()
    if found is None or not may_end(by, found) or (region is not None and found.region_id != region.id):
        raise NotFoundError("mandate")
    return found


def may_end(by: Actor, mandate: Mandate) -> bool:
    """Whether somebody may end a mandate: who runs the survey any, a coordinator those of the region's contributors."""
    return may(by, _ending(by, mandate), mandate.region)


def _ending(by: Actor, mandate: Mandate) -> Action:
    """Return as what somebody ends a mandate."""
    if mandate.duty is not Duty.CONTRIBUTOR or may(by, Action.MANAGE, mandate.region):
        return Action.MANAGE
    return Action.INVITE_COLLEAGUE


def give(session: Session, *, user: User, region_id: int, duty: Duty, now: datetime) -> None:
    """Give a person a mandate unless they have it; the writing transaction must have begun.

    Raises InvalidError(``email``): ``runs-the-survey`` for somebody of the project team, who answer for no region;
    ``answers`` and ``reviews`` where one person would review what they answer; ``coordinates`` for a contributor
    who coordinates the region already. A contributor who comes to coordinate is no contributor any more.
    """
    held = {each.duty: each for each in user.mandates if each.in_force and each.region_id == region_id}
    if duty in ANSWERING and user.roles:
        raise InvalidError(email="runs-the-survey")
    if duty in ANSWERING and Duty.REVIEWER in held:
        raise InvalidError(email="reviews")
    if duty is Duty.REVIEWER and not ANSWERING.isdisjoint(held):
        raise InvalidError(email="answers")
    if duty is Duty.CONTRIBUTOR and Duty.COORDINATOR in held:
        raise InvalidError(email="coordinates")
    if duty is Duty.COORDINATOR and Duty.CONTRIBUTOR in held:
        held[Duty.CONTRIBUTOR].until = now
    if duty not in held:
        user.mandates.append(Mandate(region_id=region_id, duty=duty, since=now))
    session.flush()


def end(session: Session, *, mandate: Mandate, by: Actor, now: datetime) -> Mandate:
    """End a mandate, and with it what the person was asked to answer; an invitation not yet used stops working.

    It holds at once: whoever writes is read anew first. Raises ClosedError if it was ended already, NotFoundError if
    it is not the person's to end.
    """
    begin(session, region=mandate.region, by=by, action=_ending(by, mandate))
    parts = stop(session, mandate=mandate, by=by, now=now)
    audit.note(
        session,
        Deed.MANDATE_ENDED,
        by=by,
        now=now,
        region=mandate.region,
        person=mandate.user,
        duty=mandate.duty.value,
        parts=parts,
    )
    return mandate


def stop(session: Session, *, mandate: Mandate, by: Actor, now: datetime) -> int:
    """End a mandate within a transaction that has begun, and return how many parts the person had.

    Whoever has nothing left to do here is signed out, unless they ended it themselves. Raises ClosedError
    where it had ended already.
    """
    swap = update(Mandate).where(Mandate.id == mandate.id, Mandate.until.is_(None)).values(until=now)
    if changed(session, swap) != 1:
        raise ClosedError("mandate-ended")
    session.refresh(mandate)
    user = mandate.user
    answers = [each for each in user.mandates if each.in_force and each.duty in ANSWERING]
    parts = 0
    if not any(each.region_id == mandate.region_id for each in answers):
        here = select(Assessment.id).where(Assessment.region_id == mandate.region_id)
        given = update(Assignment).where(
            Assignment.user_id == user.id, Assignment.until.is_(None), Assignment.assessment_id.in_(here)
        )
        parts = changed(session, given.values(until=now))
    left = bool(user.roles) or any(each.in_force for each in user.mandates)
    if user.password or not left:
        links.withdraw(session, user=user, now=now)
    if not left and by != user:
        sessions.forget_all(session, user=user, by=by, now=now)
    session.expire_all()
    return parts
