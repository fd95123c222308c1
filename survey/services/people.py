"""People: everybody with an account, the roles there are, the first administrator, and the ways in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from survey.database import begin_write
from survey.errors import NotFoundError
from survey.models import Duty, Mandate, Purpose, Role, RoleName, User
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


class AccountState(StrEnum):
    """Whether somebody can sign in: has come, was invited and has not come, or the account is closed."""

    IN_USE = "in_use"
    INVITED = "invited"
    CLOSED = "closed"


NO_PART = "none"
PARTS = (*(each.value for each in RoleName), *(each.value for each in Duty), NO_PART)
"""As what people can be looked for: by role, by duty in force, or with neither."""


@dataclass(frozen=True)
class Wanted:
    """Which people are wanted: whose name or address holds a text, of a part, for a region (its key), of a state.

    What is empty does not matter. With a region, the part is what somebody does for that one.
    """

    text: str = ""
    part: str = ""
    region: str = ""
    state: str = ""


def state_of(user: User) -> AccountState:
    """Return whether somebody can sign in."""
    if not user.active:
        return AccountState.CLOSED
    return AccountState.IN_USE if user.password else AccountState.INVITED


def fits(user: User, wanted: Wanted) -> bool:
    """Whether a person is among those wanted."""
    text = wanted.text.casefold().strip()
    if text and text not in user.name.casefold() and text not in user.email:
        return False
    if wanted.state and state_of(user) != wanted.state:
        return False
    held = [each for each in user.mandates if each.in_force]
    here = [each for each in held if wanted.region in ("", each.region.key)]
    if wanted.region and not here:
        return False
    if wanted.part == NO_PART:
        return not held and not user.roles
    return not wanted.part or wanted.part in {*(one.name for one in user.roles), *(one.duty.value for one in here)}


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


def listing(session: Session, *, by: Actor, wanted: Wanted | None = None) -> Sequence[User]:
    """Return people with roles, mandates and their regions, by name; NotFoundError if the person may not.

    Without ``wanted`` these are all people with an account.
    """
    if not may(by, Action.MANAGE):
        raise NotFoundError("people")
    everybody = (
        select(User).where(User.deleted_at.is_(None)).options(joinedload(User.mandates).joinedload(Mandate.region))
    )
    found = session.scalars(everybody.order_by(User.name, User.id)).unique().all()
    return found if wanted is None else [one for one in found if fits(one, wanted)]
