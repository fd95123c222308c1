"""One's own account: name, password, and an e-mail address that changes only once the new one is confirmed."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey.database import begin_write, changed
from survey.errors import InvalidError, LinkError
from survey.models import Deed, EmailChange, Ending, Token, User
from survey.services import accounts, actors, audit, sessions
from survey.services.links import digest

WITHIN = timedelta(days=1)
"""How long the link works by which a new address is confirmed."""


@dataclass(frozen=True)
class Asked:
    """A new address that somebody asked for; ``token`` goes there by mail, None where an account has it already."""

    user: User
    email: str
    token: str | None


@dataclass(frozen=True)
class Moved:
    """An account whose address has changed, and the address that it had before."""

    user: User
    before: str


def rename(session: Session, *, name: str, by: User) -> None:
    """Change one's own name; InvalidError(``name``) without one."""
    if not name.strip():
        raise InvalidError(name="missing")
    actors.begin(session, by=by).name = name.strip()
    session.flush()


def change_password(session: Session, *, hashed: str, by: User, now: datetime, but: int | None = None) -> None:
    """Keep the hash of a new password and end all other sessions, ``but`` the one in which it was changed."""
    user = actors.begin(session, by=by)
    user.password = hashed
    user.fs_uniquifier = uuid.uuid4().hex  # links for a new password that are still on their way work no more
    password_was_set(session, user=user, by=user, way="changed", now=now, but=but)
    session.flush()


def password_was_set(
    session: Session, *, user: User, by: User, way: str, now: datetime, but: int | None = None
) -> None:
    """Note a new password, and end what somebody else may have begun: sessions, and a change of the address."""
    begin_write(session)
    session.execute(delete(EmailChange).where(EmailChange.user_id == user.id))
    audit.note(session, Deed.PASSWORD_CHANGED, by=by, now=now, person=user, way=way)
    sessions.forget_all(session, user=user, by=by, now=now, but=but, why=Ending.PASSWORD)


def ask_email(session: Session, *, email: str, by: User, now: datetime) -> Asked:
    """Note which address somebody wants; nothing changes before it is confirmed, and a later wish replaces this one.

    Raises InvalidError(``email``): ``address`` for what is none, ``same`` for the address that the account has.
    """
    wanted = accounts.address(email)
    user = actors.begin(session, by=by)
    if wanted == user.email:
        raise InvalidError(email="same")
    session.execute(delete(EmailChange).where(EmailChange.user_id == user.id))
    audit.note(session, Deed.EMAIL_ASKED, by=user, now=now, person=user)
    if accounts.of_address(session, email=wanted) is not None:
        return Asked(user, wanted, None)
    secret = secrets.token_urlsafe(32)
    session.add(EmailChange(user_id=user.id, email=wanted, digest=digest(secret), asked_at=now))
    session.flush()
    return Asked(user, wanted, secret)


def waiting(session: Session, *, user: User, now: datetime) -> str | None:
    """Return the address that somebody asked for and that waits to be confirmed; None without one."""
    wanted = select(EmailChange.email).where(EmailChange.user_id == user.id, EmailChange.asked_at > now - WITHIN)
    return session.scalar(wanted)


def peek_email(session: Session, *, token: str, now: datetime) -> EmailChange:
    """Return what a link confirms, without using it up; LinkError: ``unknown`` (also used or replaced), ``expired``."""
    found = session.scalar(select(EmailChange).where(EmailChange.digest == digest(token)))
    if found is None or not found.user.active:
        raise LinkError("unknown")
    if found.asked_at <= now - WITHIN:
        raise LinkError("expired")
    return found


def confirm_email(session: Session, *, token: str, now: datetime) -> Moved:
    """Change the address as the link says, which works once; links sent to the old one work no more.

    Raises LinkError as :func:`peek_email`, also where another account has taken the address meanwhile.
    """
    begin_write(session)
    found = peek_email(session, token=token, now=now)
    user, before, after = found.user, found.user.email, found.email
    session.delete(found)
    session.flush()
    mine = update(User).where(User.id == user.id).values(email=after, fs_uniquifier=uuid.uuid4().hex)
    try:
        with session.begin_nested():
            changed(session, mine)
    except IntegrityError as error:
        raise LinkError("unknown") from error
    session.refresh(user)
    unused = update(Token).where(Token.user_id == user.id, Token.used_at.is_(None), Token.replaced_at.is_(None))
    changed(session, unused.values(replaced_at=now))
    audit.note(session, Deed.EMAIL_CHANGED, by=user, now=now, person=user)
    return Moved(user, before)
