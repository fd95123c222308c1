"""Why sessions ended, kept for the browsers that still hold their cookies; nothing here says whose they were."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.orm import Session

from survey.database import changed
from survey.models import EndedSignIn, Ending, SignIn, User
from survey.policy import Actor

KEPT = timedelta(days=30)
"""How long the reason is kept; whoever comes later just signs in."""


def end(session: Session, which: ColumnElement[bool], *, why: Ending, now: datetime) -> int:
    """Remove the rows of sessions, keep why, and return how many; the writing transaction must have begun."""
    connection = session.connection()
    gone = connection.scalars(delete(SignIn).where(which).returning(SignIn.digest)).all()
    if gone:
        connection.execute(insert(EndedSignIn), [{"digest": one, "why": why, "ended_at": now} for one in gone])
    return len(gone)


def by_whom(by: Actor, user: User) -> Ending:
    """Return the reason that a session has which somebody ended: its own person, or somebody else."""
    return Ending.SELF if isinstance(by, User) and by.id == user.id else Ending.ADMINISTRATOR


def of(session: Session, *, digest: str) -> Ending | None:
    """Return why the session with this digest was ended; None where that is not known, or it was not."""
    return session.scalar(select(EndedSignIn.why).where(EndedSignIn.digest == digest))


def tidy(session: Session, *, now: datetime) -> int:
    """Forget reasons that are too old, and return how many; the writing transaction must have begun."""
    return changed(session, delete(EndedSignIn).where(EndedSignIn.ended_at < now - KEPT))
