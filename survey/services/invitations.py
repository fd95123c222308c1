"""Invitations: by a link in a mail into the project team, or to coordinate, contribute to or review one region."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.errors import InvalidError
from survey.models import Deed, Duty, Purpose, Region, Role, RoleName, User
from survey.policy import Action, Actor
from survey.services import accounts, audit, mandates
from survey.services.actors import begin_managing
from survey.services.links import Link, make

INVITING = {
    Duty.COORDINATOR: Action.INVITE,
    Duty.REVIEWER: Action.INVITE,
    Duty.CONTRIBUTOR: Action.INVITE_COLLEAGUE,
}
"""What somebody must be allowed to do to invite people for a duty."""


def invite(
    session: Session,
    *,
    duty: Duty,
    email: str,
    name: str,
    region: Region,
    by: Actor,
    now: datetime,
    language: str | None = None,
) -> Link:
    """Invite somebody to do something for a region: account, mandate and a link of fourteen days.

    Inviting the same address again makes a new link in place of the old one. Raises InvalidError for a name
    or address that cannot be, and for somebody who cannot have this mandate (:func:`survey.services.mandates.give`);
    NotFoundError if the person may not invite.
    """
    email, name = accounts.checked(email, name)
    key = region.id
    mandates.begin(session, region=region, by=by, action=INVITING[duty])
    user = accounts.account(session, email=email, name=name, language=language, now=now)
    mandates.give(session, user=user, region_id=key, duty=duty, now=now)
    audit.note(session, Deed.INVITED, by=by, now=now, region=region, person=user, duty=duty.value)
    return make(session, user=user, purpose=Purpose.INVITATION, now=now)


def invite_coordinator(
    session: Session,
    *,
    email: str,
    name: str,
    region: Region,
    by: Actor,
    now: datetime,
    language: str | None = None,
) -> Link:
    """Invite somebody to answer for a region, as :func:`invite` does."""
    return invite(
        session, duty=Duty.COORDINATOR, email=email, name=name, region=region, by=by, now=now, language=language
    )


def invite_to_team(
    session: Session,
    *,
    email: str,
    name: str,
    by: Actor,
    now: datetime,
    role: RoleName = RoleName.TEAM,
    language: str | None = None,
) -> Link:
    """Invite somebody into the project team, or as administrator, as :func:`invite` does for a region."""
    email, name = accounts.checked(email, name)
    begin_managing(session, by=by, action=Action.INVITE)
    user = accounts.account(session, email=email, name=name, language=language, now=now)
    give_role(session, user, role)
    audit.note(session, Deed.INVITED, by=by, now=now, person=user, role=role.value)
    return make(session, user=user, purpose=Purpose.INVITATION, now=now)


def give_role(session: Session, user: User, name: RoleName) -> None:
    """Give a person a role unless they have it; the writing transaction must have begun."""
    role = session.scalars(select(Role).where(Role.name == name)).one()
    if role not in user.roles:
        user.roles.append(role)
    session.flush()


def known(session: Session, *, email: str, region: Region | None, duty: Duty | None) -> User | None:
    """Return the account that an address has already and that is something else than it would be invited for.

    Then whoever invites is asked back: an address mistyped could give a stranger a region's draft. ``region`` and
    ``duty`` say what for; without them it is the project team.
    """
    try:
        found = accounts.of_address(session, email=accounts.address(email))
    except InvalidError:
        return None
    if found is None or not found.active:
        return None
    if region is None:
        return None if found.roles else found
    here = (each for each in found.mandates if each.in_force and each.region_id == region.id)
    return None if any(each.duty is duty for each in here) else found
