"""Failed ways in, counted in the database, so that all workers share the count: who tried too often has to wait.

An attempt is counted before it is judged and given back if it was right: however many arrive at once, no more of them
are judged than are free. Nothing is judged, and nothing written, while somebody has to wait.
"""

import hashlib
import hmac
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey.database import begin_write, changed
from survey.errors import TooManyError
from survey.models import Attempt, Deed
from survey.policy import OPERATOR
from survey.services import audit
from survey.services.accounts import of_address

SHORTEST, LONGEST = timedelta(minutes=1), timedelta(minutes=15)
"""How long one waits after the last free attempt, and at most; each failure after a wait doubles it."""
FORGOTTEN = timedelta(days=1)
"""After so long without an attempt a count begins anew."""


@dataclass(frozen=True)
class Counted:
    """What an attempt is counted by: a keyed digest, how many attempts are ``free``, and whether success ``clears``
    the count; else it only gives its own attempt back."""

    key: str
    free: int
    clears: bool = True


def key(secret: str, *words: str) -> str:
    """Return the keyed digest of words: the same for the same words, telling nothing without the secret."""
    return hmac.new(secret.encode(), "\x00".join(words).encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def wait(tries: int, free: int) -> timedelta | None:
    """Return how long nobody may try again after so many attempts; None while some are free."""
    if tries < free:
        return None
    doubled: int = 2 ** min(tries - free, 10)
    return min(SHORTEST * doubled, LONGEST)


def refuse(session: Session, *, counted: Sequence[Counted], now: datetime) -> None:
    """Raise TooManyError(``until``) where somebody has to wait; it only reads."""
    wanted = select(func.max(Attempt.blocked_until)).where(Attempt.key.in_([one.key for one in counted]))
    until = session.scalar(wanted)
    if until is not None and until > now:
        raise TooManyError(until=until)


def begin(session: Session, *, counted: Sequence[Counted], now: datetime) -> int:
    """Count an attempt and return the how-manieth of the first count it is; TooManyError as :func:`refuse`.

    The caller commits before it judges: judging takes long, and nobody else could write meanwhile.
    """
    refuse(session, counted=counted, now=now)
    begin_write(session)
    session.execute(delete(Attempt).where(Attempt.last_at < now - FORGOTTEN))
    tries = [_counted(session, one, now) for one in sorted(counted, key=lambda each: each.key)]
    return dict(tries)[counted[0].key]


def _counted(session: Session, one: Counted, now: datetime) -> tuple[str, int]:
    """Count one attempt more under a key, and let whoever has none left wait."""
    tries, until = count(session, key=one.key, now=now)
    if until is not None and until > now:
        raise TooManyError(until=until)
    waiting = wait(tries, one.free)
    if waiting:
        changed(session, update(Attempt).where(Attempt.key == one.key).values(blocked_until=now + waiting))
    return one.key, tries


def count(session: Session, *, key: str, now: datetime) -> tuple[int, datetime | None]:
    """Count one more under a key, whose row is ours until the commit; return how many, and until when one waits.

    The writing transaction must have begun.
    """
    mine = Attempt.key == key
    more = update(Attempt).where(mine).values(tries=Attempt.tries + 1, last_at=now)
    if not changed(session, more):
        try:
            with session.begin_nested():
                session.add(Attempt(key=key, tries=1, last_at=now))
                session.flush()
        except IntegrityError:  # another worker was faster
            changed(session, more)
    tries, until = session.execute(select(Attempt.tries, Attempt.blocked_until).where(mine)).one()
    return tries, until


def failed(
    session: Session, *, counted: Sequence[Counted], tries: int, email: str, now: datetime, what: str = "password"
) -> None:
    """Keep that an attempt was wrong; the log of an account tells of the first one and of the one that ends in a wait.

    An address without an account costs the same writing, so that nobody learns from the time which it is.
    """
    begin_write(session)
    changed(session, update(Attempt).where(Attempt.key == counted[0].key).values(last_at=now))
    user = of_address(session, email=email)
    if user is None:
        return
    if tries == 1:
        audit.note(session, Deed.SIGN_IN_FAILED, by=OPERATOR, now=now, person=user, what=what)
    elif tries == counted[0].free:
        audit.note(session, Deed.SIGN_IN_BLOCKED, by=OPERATOR, now=now, person=user, what=what, count=tries)


def passed(session: Session, *, counted: Collection[Counted], clear: bool = True) -> None:
    """Take back that an attempt was counted, since it was right; with ``clear`` forget those before it, too."""
    begin_write(session)
    for one in sorted(counted, key=lambda each: each.key):
        mine = Attempt.key == one.key
        if clear and one.clears:
            session.execute(delete(Attempt).where(mine))
            continue
        changed(session, update(Attempt).where(mine, Attempt.tries > 0).values(tries=Attempt.tries - 1))
        changed(session, update(Attempt).where(mine, Attempt.tries < one.free).values(blocked_until=None))


def forget(session: Session, *, keys: Collection[str]) -> None:
    """Forget counts: of an address whose person has just shown by mail who they are."""
    begin_write(session)
    session.execute(delete(Attempt).where(Attempt.key.in_(keys)))
