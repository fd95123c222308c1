"""Links that work once: made with a secret of which only a digest is kept, looked at by GET, used up by a
button."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey.database import begin_write, changed
from survey.errors import LinkError
from survey.models import Purpose, Token, User

LIFETIMES = {Purpose.INVITATION: timedelta(days=14), Purpose.SIGN_IN: timedelta(hours=1)}


@dataclass(frozen=True)
class Link:
    """A link that was just made: whose it is, its secret (kept nowhere else), and until when it works."""

    user: User
    token: str
    expires_at: datetime


def make(session: Session, *, user: User, purpose: Purpose, now: datetime) -> Link:
    """Make a link for a person; earlier unused ones for the same purpose stop working."""
    key = user.id
    begin_write(session)
    unused = update(Token).where(
        Token.user_id == key,
        Token.purpose == purpose,
        Token.used_at.is_(None),
        Token.replaced_at.is_(None),
    )
    session.execute(unused.values(replaced_at=now))
    secret = secrets.token_urlsafe(32)
    expires_at = now + LIFETIMES[purpose]
    session.add(Token(purpose=purpose, digest=digest(secret), user_id=key, created_at=now, expires_at=expires_at))
    session.flush()
    return Link(user, secret, expires_at)


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
        raise LinkError("replaced")
    if found.expires_at <= now:
        raise LinkError("expired")
    return found


def accept(session: Session, *, token: str, now: datetime) -> User:
    """Use a link up and return its person; of two who try at once one gets LinkError(``used``)."""
    begin_write(session)
    found = peek(session, token=token, now=now)
    free = update(Token).where(Token.id == found.id, Token.used_at.is_(None), Token.replaced_at.is_(None))
    if changed(session, free.values(used_at=now)) != 1:
        raise LinkError("used")
    session.refresh(found)
    return found.user
