"""Handing a region over: a coordinator names who follows, or the project team replaces one who has left."""

from datetime import datetime

from sqlalchemy.orm import Session

from survey.errors import InvalidError, NotFoundError
from survey.models import Deed, Duty, Mandate, Purpose, Region, User
from survey.policy import Action
from survey.services import accounts, audit, mandates
from survey.services.links import Link, make


def hand_over(session: Session, *, region: Region, to: int, by: User, now: datetime) -> Link:
    """Make a colleague of the region, by account, its coordinator in place of the one who hands over.

    The own mandate ends; the new one is told by a link. Raises InvalidError(``to``) for somebody who does not answer
    for the region, or for oneself; NotFoundError if the person does not coordinate it.
    """
    mandates.begin(session, region=region, by=by, action=Action.HAND_OVER)
    people = {each.user_id: each.user for each in mandates.of_region(session, region=region, duties=mandates.ANSWERING)}
    if to not in people or to == by.id:
        raise InvalidError(to="unknown")
    return _follow(session, _own(by, region), people[to], by, now)


def hand_over_to_address(
    session: Session, *, region: Region, email: str, name: str, by: User, now: datetime, language: str | None = None
) -> Link:
    """Invite a new coordinator by address in place of the one who hands over, as :func:`hand_over`."""
    email, name = accounts.checked(email, name)
    mandates.begin(session, region=region, by=by, action=Action.HAND_OVER)
    user = accounts.account(session, email=email, name=name, language=language, now=now)
    return _follow(session, _own(by, region), user, by, now)


def replace(
    session: Session, *, mandate: Mandate, email: str, name: str, by: User, now: datetime, language: str | None = None
) -> Link:
    """Invite a new coordinator in place of one who has left; who runs the survey does.

    Raises ClosedError if the old mandate has ended, InvalidError(``email``) for somebody who cannot coordinate,
    NotFoundError for another duty, or where the person may not.
    """
    email, name = accounts.checked(email, name)
    if mandate.duty is not Duty.COORDINATOR:
        raise NotFoundError("mandate")
    mandates.begin(session, region=mandate.region, by=by, action=Action.MANAGE)
    user = accounts.account(session, email=email, name=name, language=language, now=now)
    return _follow(session, mandate, user, by, now)


def _own(by: User, region: Region) -> Mandate:
    for each in by.mandates:
        if each.in_force and each.region_id == region.id and each.duty is Duty.COORDINATOR:
            return each
    raise NotFoundError("mandate")


def _follow(session: Session, old: Mandate, user: User, by: User, now: datetime) -> Link:
    """Give the mandate to who follows, end the old one, and make the link; so a region always has a coordinator."""
    left, region = old.user, old.region
    if user.id == left.id:
        raise InvalidError(email="same")
    mandates.give(session, user=user, region_id=region.id, duty=Duty.COORDINATOR, now=now)
    mandates.stop(session, mandate=old, by=by, now=now)
    audit.note(session, Deed.MANDATE_ENDED, by=by, now=now, region=region, person=left, duty=old.duty.value)
    audit.note(session, Deed.HANDED_OVER, by=by, now=now, region=region, person=user, before=left.id)
    return make(session, user=user, purpose=Purpose.INVITATION, now=now)
