"""People: invited by link, with a role for everything or a mandate for one region."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from survey.database import begin_write
from survey.errors import InvalidError, NotFoundError
from survey.models import Duty, Mandate, Purpose, Region, Role, RoleName, User
from survey.policy import Action, Actor, may
from survey.services.actors import begin_managing
from survey.services.links import Link, accept, make, peek

__all__ = [
    "Link",
    "accept",
    "add_roles",
    "address",
    "administrator",
    "invite_coordinator",
    "invite_to_team",
    "listing",
    "peek",
    "sign_in_link",
]


def address(text: str) -> str:
    """Return an e-mail address as it is kept, in lower case; InvalidError(``email``) if it is none."""
    try:
        return validate_email(text.strip(), check_deliverability=False, test_environment=True).normalized.lower()
    except EmailNotValidError as error:
        raise InvalidError(email="address") from error


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
    """Invite somebody to answer for a region: account, mandate and a link of fourteen days.

    Inviting the same address again makes a new link in place of the old one. Raises InvalidError for a name
    or address that cannot be, and for somebody of the project team, who would see drafts and answer for a region;
    NotFoundError if the person may not invite.
    """
    email, name = _checked(email, name)
    key = region.id
    begin_managing(session, by=by, action=Action.INVITE, subject=region)
    user = _account(session, email=email, name=name, language=language, now=now)
    if user.roles:
        raise InvalidError(email="runs-the-survey")
    held = (each for each in user.mandates if each.in_force and each.region_id == key)
    if not any(each.duty is Duty.COORDINATOR for each in held):
        user.mandates.append(Mandate(region_id=key, duty=Duty.COORDINATOR, since=now))
    session.flush()
    return make(session, user=user, purpose=Purpose.INVITATION, now=now)


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
    """Invite somebody into the project team, or as administrator, as :func:`invite_coordinator` does for a region."""
    email, name = _checked(email, name)
    begin_managing(session, by=by, action=Action.INVITE)
    user = _account(session, email=email, name=name, language=language, now=now)
    _give_role(session, user, role)
    return make(session, user=user, purpose=Purpose.INVITATION, now=now)


def administrator(session: Session, *, email: str, name: str, now: datetime) -> User:
    """Return the first administrator, made with this address and name if there is none yet."""
    email, name = _checked(email, name)
    begin_write(session)
    wanted = select(User).where(User.roles.any(Role.name == RoleName.ADMINISTRATOR), User.active).order_by(User.id)
    found = session.scalars(wanted).unique().first()
    if found is not None:
        return found
    user = _account(session, email=email, name=name, language=None, now=now)
    _give_role(session, user, RoleName.ADMINISTRATOR)
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
    """Return all people with roles, mandates and their regions, by name; NotFoundError if the person may not."""
    if not may(by, Action.MANAGE):
        raise NotFoundError("people")
    wanted = select(User).options(joinedload(User.mandates).joinedload(Mandate.region))
    return session.scalars(wanted.order_by(User.name, User.id)).unique().all()


def _checked(email: str, name: str) -> tuple[str, str]:
    """Return address and name as they are kept; InvalidError names both where both are wrong."""
    wrong = {} if name.strip() else {"name": "missing"}
    try:
        email = address(email)
    except InvalidError as error:
        wrong |= error.fields
    if wrong:
        raise InvalidError(**wrong)
    return email, name.strip()


def _account(session: Session, *, email: str, name: str, language: str | None, now: datetime) -> User:
    """Return the account of an address, made without a password if there is none; a closed one stays closed."""
    found = session.scalars(select(User).where(User.email == email)).unique().one_or_none()
    if found is not None and not found.active:
        raise InvalidError(email="account-closed")
    if found is not None:
        return found
    user = User(
        email=email,
        name=name,
        language=language,
        active=True,
        fs_uniquifier=uuid.uuid4().hex,
        created_at=now,
        roles=[],
        mandates=[],
    )
    session.add(user)
    session.flush()
    return user


def _give_role(session: Session, user: User, name: RoleName) -> None:
    role = session.scalars(select(Role).where(Role.name == name)).one()
    if role not in user.roles:
        user.roles.append(role)
    session.flush()
