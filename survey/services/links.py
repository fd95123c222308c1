"""Links that work once: made with a secret of which only a digest is kept, looked at by GET, used up by a
button."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Update, select, update
from sqlalchemy.orm import Session

from survey.database import begin_write, changed
from survey.errors import LinkError
from survey.models import Purpose, Token, User

LIFETIMES = {Purpose.INVITATION: timedelta(days=14), Purpose.SIGN_IN: timedelta(hours=1)}


@dataclass(frozen=True)
class Link:
    """A link that was just made: whose it is, its secret (kept nowhere else), and until when it works.

    ``again`` says that it took the place of an earlier one, which works no more; ``key`` is its row.
    """

    user: User
    token: str
    expires_at: datetime
    again: bool = False
    key: int | None = None


def make(session: Session, *, user: User, purpose: Purpose, now: datetime) -> Link:
    """Make a link for a person; earlier unused ones for the same purpose stop working."""
    key = user.id
    begin_write(session)
    again = changed(session, _unused(key, purpose).values(replaced_at=now)) > 0
    secret = secrets.token_urlsafe(32)
    expires_at = now + LIFETIMES[purpose]
    made = Token(purpose=purpose, digest=digest(secret), user_id=key, created_at=now, expires_at=expires_at)
    session.add(made)
    session.flush()
    return Link(user, secret, expires_at, again, made.id)


def first(session: Session, *, user: User, now: datetime) -> Link | None:
    """Make a new invitation for somebody who has never come, so that a mail about work does not end at a password.

    None for everybody who has a password.
    """
    return None if user.password else make(session, user=user, purpose=Purpose.INVITATION, now=now)


def withdraw(session: Session, *, user: User, now: datetime) -> None:
    """Let a person's unused invitations stop working; the writing transaction must have begun."""
    session.execute(_unused(user.id, Purpose.INVITATION).values(replaced_at=now))


def _unused(user_id: int, purpose: Purpose) -> Update:
    return update(Token).where(
        Token.user_id == user_id, Token.purpose == purpose, Token.used_at.is_(None), Token.replaced_at.is_(None)
    )


def digest(secret: str) -> str:
    """Return what is kept of a secret: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def peek(session: Session, *, token: str, now: datetime) -> Token:
    """Return what a link is and whose, without using it up; LinkError says why it does not work."""
    found = session.scalar(select(Token).where(Token.digest == digest(token)))
    if found is None or not found.user.active:
        raise LinkError("unknown")
    if found.used_at is not None:
        raise LinkError("used")
    if found.replaced_at is not None:
        raise LinkError("replaced" if _followed(session, found) else "withdrawn")
    if found.expires_at <= now:
        raise LinkError("expired")
    return found


def _followed(session: Session, old: Token) -> bool:
    """Whether a later link came in place of this one."""
    later = select(Token.id).where(Token.user_id == old.user_id, Token.purpose == old.purpose, Token.id > old.id)
    return session.scalar(later.limit(1)) is not None


def accept(session: Session, *, token: str, now: datetime) -> User:
    """Use a link up and return its person; of two who try at once one gets LinkError(``used``)."""
    begin_write(session)
    found = peek(session, token=token, now=now)
    free = update(Token).where(Token.id == found.id, Token.used_at.is_(None), Token.replaced_at.is_(None))
    if changed(session, free.values(used_at=now)) != 1:
        raise LinkError("used")
    session.refresh(found)
    return found.user
