"""Where people are signed in: found behind a cookie, listed, ended, and over after a while by themselves.

A session is a row; the cookie holds its secret and nothing else that counts. So ending it here ends it there.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from survey.database import begin_write, changed
from survey.errors import NotFoundError
from survey.models import Deed, Ending, How, RoleName, SignIn, User
from survey.policy import Actor, Operator
from survey.services import audit, one_person, session_ends
from survey.services.links import digest

COARSE = timedelta(minutes=5)
"""When somebody was seen last is kept no finer than this."""


class Limits(NamedTuple):
    """After how long a session is over: ``idle`` without a page or a save, ``whole`` after signing in.

    One that somebody asked to keep is over after ``kept``, idle or not.
    """

    idle: timedelta = timedelta(hours=4)
    whole: timedelta = timedelta(hours=14)
    kept: timedelta = timedelta(days=14)


class Here(NamedTuple):
    """The session behind a request; ``until`` says when it is over if nothing more is done."""

    key: int
    user_id: int
    made_at: datetime
    seen_at: datetime
    how: How
    kept: bool
    until: datetime


_OVER = select(SignIn.made_at, SignIn.seen_at, SignIn.kept).where(SignIn.digest == bindparam("digest"))


def begin(session: Session, *, user: User, how: How, kept: bool, browser: str, now: datetime) -> str:
    """Sign somebody in: return the secret for the cookie, which is kept nowhere else.

    The writing transaction must have begun. Whoever has a second factor is noted only once they have given its code.
    """
    secret = secrets.token_urlsafe(32)
    session.add(
        SignIn(digest=digest(secret), user_id=user.id, made_at=now, seen_at=now, how=how, kept=kept, browser=browser)
    )
    session.flush()
    if user.second_factor is None:
        audit.note(session, Deed.SIGNED_IN, by=user, now=now, person=user, how=how.value)
    return secret


def behind(session: Session, *, secret: str, limits: Limits, now: datetime) -> tuple[User, Here] | None:
    """Return the account and the session behind a cookie, by one statement; None if there is none or it is over."""
    row = one_person.signed_in(session, digest=digest(secret))
    if row is None:
        return None
    until = _until(row.made_at, row.seen_at, row.kept, limits)
    if now >= until or not row.user.active:
        return None
    return row.user, Here(row.id, row.user_id, row.made_at, row.seen_at, row.how, row.kept, until)


def _until(made_at: datetime, seen_at: datetime, kept: bool, limits: Limits) -> datetime:
    """Return when a session is over; that somebody was seen may be noted a little late, and is never held against
    them."""
    if kept:
        return made_at + limits.kept
    return min(made_at + limits.whole, seen_at + limits.idle + COARSE)


def until(here: Here, *, seen_at: datetime, limits: Limits) -> datetime:
    """Return when a session is over whose person was seen at a moment."""
    return _until(here.made_at, seen_at, here.kept, limits)


def at_least(here: Here, *, limits: Limits, now: datetime) -> datetime:
    """Return until when whoever is here now stays signed in at the least, although that is noted only later."""
    return max(here.until, min(until(here, seen_at=now, limits=limits), now + limits.idle))


def is_worth_noting(here: Here, *, now: datetime) -> bool:
    """Whether it is so long ago that somebody was noted as seen that it should be noted again."""
    return now - here.seen_at >= COARSE


def seen(session: Session, *, key: int, now: datetime) -> None:
    """Note that a session is in use."""
    begin_write(session)
    changed(session, update(SignIn).where(SignIn.id == key, SignIn.seen_at < now).values(seen_at=now))


def step_up(session: Session, *, user: User, key: int, now: datetime) -> str:
    """Note that somebody gave the code of their second factor, too; return the new secret of the session."""
    secret = renew(session, key=key)
    changed(session, update(SignIn).where(SignIn.id == key).values(how=How.SECOND_FACTOR))
    audit.note(session, Deed.SIGNED_IN, by=user, now=now, person=user, how=How.SECOND_FACTOR.value)
    return secret


def renew(session: Session, *, key: int) -> str:
    """Return a new secret for a session: the one before is worth nothing any more."""
    secret = secrets.token_urlsafe(32)
    begin_write(session)
    changed(session, update(SignIn).where(SignIn.id == key).values(digest=digest(secret)))
    return secret


def listed(session: Session, *, user: User, by: Actor, limits: Limits, now: datetime) -> Sequence[SignIn]:
    """Return where somebody is signed in, the latest first; NotFoundError if it is not for the reader to see."""
    _require(by, user)
    found = session.scalars(select(SignIn).where(SignIn.user_id == user.id).order_by(SignIn.seen_at.desc(), SignIn.id))
    return [one for one in found if now < _until(one.made_at, one.seen_at, one.kept, limits)]


def end(session: Session, *, user: User, key: int, by: Actor, now: datetime) -> None:
    """End one session of somebody; NotFoundError where there is none, or where it is not for this person to end."""
    _require(by, user)
    whose = user.id
    begin_write(session)
    mine = (SignIn.id == key) & (SignIn.user_id == whose)
    if not session_ends.end(session, mine, why=session_ends.by_whom(by, user), now=now):
        raise NotFoundError("session")
    audit.note(session, Deed.SIGN_IN_ENDED, by=by, now=now, person=user, count=1)


def end_all(session: Session, *, user: User, by: Actor, now: datetime, but: int | None = None) -> int:
    """End all sessions of somebody, ``but`` one, and return how many; for the person, administrators, the machine."""
    _require(by, user)
    begin_write(session)
    return forget_all(session, user=user, by=by, now=now, but=but)


def forget_all(
    session: Session, *, user: User, by: Actor, now: datetime, but: int | None = None, why: Ending | None = None
) -> int:
    """End all sessions because of something else that was done (a new password, an account that closes).

    Who may do that has been decided already, and the writing transaction has begun. ``why`` is what their browsers are
    told; without it, who did it.
    """
    which = (SignIn.user_id == user.id) & (SignIn.id != (but or 0))
    count = session_ends.end(session, which, why=why or session_ends.by_whom(by, user), now=now)
    if count:
        audit.note(session, Deed.SIGN_IN_ENDED, by=by, now=now, person=user, count=count)
    return count


def sign_out(session: Session, *, user: User, key: int, now: datetime) -> None:
    """End the session in which somebody signs out."""
    begin_write(session)
    if changed(session, delete(SignIn).where(SignIn.id == key)):
        audit.note(session, Deed.SIGNED_OUT, by=user, now=now, person=user)


def tidy(session: Session, *, limits: Limits, now: datetime) -> int:
    """Remove the rows of sessions that are over, and return how many; the writing transaction must have begun."""
    old = (SignIn.kept & (SignIn.made_at < now - limits.kept)) | (~SignIn.kept & (SignIn.made_at < now - limits.whole))
    unseen = ~SignIn.kept & (SignIn.seen_at < now - limits.idle - COARSE)
    session_ends.tidy(session, now=now)
    count = session_ends.end(session, old, why=Ending.WHOLE, now=now)
    return count + session_ends.end(session, unseen, why=Ending.IDLE, now=now)


def why_over(session: Session, *, secret: str, limits: Limits, now: datetime) -> Ending | None:
    """Return why the session behind a cookie is over; None where there was none, it goes on, or its person left it.

    Only who holds the secret learns anything, and nothing about whose it was.
    """
    row = session.execute(_OVER, {"digest": digest(secret)}).one_or_none()
    if row is None:
        return session_ends.of(session, digest=digest(secret))
    if now < _until(row.made_at, row.seen_at, row.kept, limits):
        return None
    whole = row.made_at + (limits.kept if row.kept else limits.whole)
    return Ending.WHOLE if now >= whole else Ending.IDLE


def _require(by: Actor, user: User) -> None:
    """Let the person, administrators and whoever works at the machine itself; NotFoundError for everybody else."""
    if isinstance(by, Operator) or by.id == user.id:
        return
    if RoleName.ADMINISTRATOR not in {role.name for role in by.roles}:
        raise NotFoundError("person")
