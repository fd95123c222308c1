"""People: everybody with an account, the roles there are, the first administrator, and the ways in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from survey.database import begin_write
from survey.errors import NotFoundError
from survey.models import Mandate, Purpose, Role, RoleName, User
from survey.policy import Action, Actor, may
from survey.services.accounts import account, checked
from survey.services.invitations import give_role, invite_coordinator, invite_to_team
from survey.services.links import Link, accept, make, peek

__all__ = [
    "Link",
    "accept",
    "add_roles",
    "administrator",
    "invite_coordinator",
    "invite_to_team",
    "listing",
    "peek",
    "sign_in_link",
]


def administrator(session: Session, *, email: str, name: str, now: datetime) -> User:
    """Return the first administrator, made with this address and name if there is none yet."""
    email, name = checked(email, name)
    begin_write(session)
    wanted = select(User).where(User.roles.any(Role.name == RoleName.ADMINISTRATOR), User.active).order_by(User.id)
    found = session.scalars(wanted).unique().first()
    if found is not None:
        return found
    user = account(session, email=email, name=name, language=None, now=now)
    give_role(session, user, RoleName.ADMINISTRATOR)
    return user


def sign_in_link(session: Session, *, user: User, now: datetime) -> Link:
    """Make a link of one hour with which a person signs in once."""
    return make(session, user=user, purpose=Purpose.SIGN_IN, now=now)


def add_roles(session: Session) -> None:
    """Add the roles that are not there yet."""
    begin_write(session)
    known = set(session.scalars(select(Role.name)))
    session.add_all([Role(name=name.value) for name in RoleName if name.value not in known])
    session.flush()


def listing(session: Session, *, by: Actor) -> Sequence[User]:
    """Return everybody with an account, with roles, mandates and regions, by name; NotFoundError if one may not ask."""
    if not may(by, Action.MANAGE):
        raise NotFoundError("people")
    wanted = select(User).where(User.deleted_at.is_(None)).options(joinedload(User.mandates).joinedload(Mandate.region))
    return session.scalars(wanted.order_by(User.name, User.id)).unique().all()
