"""Roles and accounts as an administrator gives and takes them: there is always somebody left who administers."""

import uuid
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.errors import NotFoundError, RefusedError
from survey.models import AnswerChange, AuditEntry, Deed, Mandate, Purpose, Role, RoleName, Token, User
from survey.policy import Action, Actor
from survey.services import audit, links
from survey.services.actors import begin_managing
from survey.services.links import Link, make
from survey.services.mandates import ANSWERING


def find(session: Session, *, key: int) -> User:
    """Return the account of a number; NotFoundError if there is none."""
    found = session.scalars(select(User).where(User.id == key)).unique().one_or_none()
    if found is None:
        raise NotFoundError("account")
    return found


def give(session: Session, *, user: User, role: RoleName, by: Actor, now: datetime) -> bool:
    """Give a person a role, and say whether it is new to them.

    Raises RefusedError: ``answers`` for somebody who answers for a region, since whoever runs the survey answers for
    none; ``closed`` for a closed account. NotFoundError unless an administrator does it.
    """
    begin_managing(session, by=by, action=Action.ADMINISTER)
    session.refresh(user)
    if not user.active:
        raise RefusedError("closed")
    if any(each.in_force and each.duty in ANSWERING for each in user.mandates):
        raise RefusedError("answers")
    if has(user, role):
        return False
    user.roles.append(session.scalars(select(Role).where(Role.name == role)).one())
    session.flush()
    audit.note(session, Deed.ROLE_GIVEN, by=by, now=now, person=user, role=role.value)
    return True


def take(session: Session, *, user: User, role: RoleName, by: Actor, now: datetime) -> bool:
    """Take a role away, at once, and say whether they had it; RefusedError(``last``) for the last administrator."""
    begin_managing(session, by=by, action=Action.ADMINISTER)
    _hold(session)
    session.refresh(user)
    if not has(user, role):
        return False
    if role is RoleName.ADMINISTRATOR:
        _others(session, user)
    user.roles = [each for each in user.roles if each.name != role]
    session.flush()
    audit.note(session, Deed.ROLE_TAKEN, by=by, now=now, person=user, role=role.value)
    return True


def close(session: Session, *, user: User, by: Actor, now: datetime) -> bool:
    """Close an account, and say whether it was open: the person is signed out everywhere, unused links stop working.

    What they wrote stays, and so do roles and mandates, which count again if it is opened. Raises RefusedError:
    ``last`` for the last administrator, ``own`` for one's own account.
    """
    begin_managing(session, by=by, action=Action.ADMINISTER)
    _hold(session)
    session.refresh(user)
    if isinstance(by, User) and by.id == user.id:
        raise RefusedError("own")
    if not user.active:
        return False
    if has(user, RoleName.ADMINISTRATOR):
        _others(session, user)
    user.active = False
    user.fs_uniquifier = uuid.uuid4().hex  # cookies carry it: those of before open nothing, even once it is open again
    links.withdraw(session, user=user, now=now)
    session.flush()
    audit.note(session, Deed.ACCOUNT_CLOSED, by=by, now=now, person=user)
    return True


def reopen(session: Session, *, user: User, by: Actor, now: datetime) -> bool:
    """Open a closed account again, and say whether it was closed; who has no password needs a new invitation."""
    begin_managing(session, by=by, action=Action.ADMINISTER)
    session.refresh(user)
    if user.active:
        return False
    user.active = True
    session.flush()
    audit.note(session, Deed.ACCOUNT_OPENED, by=by, now=now, person=user)
    return True


def invite_again(session: Session, *, user: User, by: Actor, now: datetime) -> Link:
    """Make a new invitation for somebody who has never come, in place of earlier ones.

    Raises RefusedError: ``has-come`` for somebody with a password, who asks for a new one by themselves; ``closed``
    for a closed account; ``no-part`` for somebody with neither role nor mandate.
    """
    begin_managing(session, by=by, action=Action.ADMINISTER)
    session.refresh(user)
    if user.password:
        raise RefusedError("has-come")
    if not user.active:
        raise RefusedError("closed")
    if not user.roles and not any(each.in_force for each in user.mandates):
        raise RefusedError("no-part")
    audit.note(session, Deed.INVITED, by=by, now=now, person=user)
    return make(session, user=user, purpose=Purpose.INVITATION, now=now)


def has(user: User, role: RoleName) -> bool:
    """Whether somebody holds a role."""
    return any(each.name == role for each in user.roles)


def first_mandate(user: User) -> Mandate | None:
    """Return the mandate in force that a person was given first: what an invitation speaks of."""
    return next((each for each in user.mandates if each.in_force), None)


def last_deeds(session: Session) -> dict[int, datetime]:
    """Return when each person last did something that is kept (an answer, a line of the log), by account.

    When somebody signed in is kept nowhere.
    """
    written = select(AnswerChange.changed_by_id, func.max(AnswerChange.changed_at)).group_by(AnswerChange.changed_by_id)
    noted = select(AuditEntry.by_id, func.max(AuditEntry.done_at)).group_by(AuditEntry.by_id)
    found: dict[int, datetime] = {}
    for key, moment in (*session.connection().execute(written), *session.connection().execute(noted)):
        if key is not None and moment is not None:
            found[key] = max(moment, found.get(key, moment))
    return found


def invitation(session: Session, *, user: User) -> Token | None:
    """Return the latest invitation of a person, None where there was none."""
    wanted = select(Token).where(Token.user_id == user.id, Token.purpose == Purpose.INVITATION)
    return session.scalars(wanted.order_by(Token.id.desc()).limit(1)).one_or_none()


def _hold(session: Session) -> None:
    """Let one after the other take the role of administrator away; SQLite has one writer at a time anyway."""
    session.execute(select(Role.id).where(Role.name == RoleName.ADMINISTRATOR).with_for_update())


def _others(session: Session, user: User) -> None:
    """Refuse to go on unless somebody else administers: an open account with a password."""
    other = select(User.id).where(
        User.id != user.id,
        User.active,
        User.password.is_not(None),
        User.roles.any(Role.name == RoleName.ADMINISTRATOR),
    )
    if session.execute(other.limit(1)).first() is None:
        raise RefusedError("last")
