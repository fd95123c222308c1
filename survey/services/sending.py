"""Sending what waits in the queue: each mail claimed by one sender, tried again ever later, its words deleted after.

A mail is claimed by compare-and-swap and committed before the server is asked, so that of two senders one sends it.
A sender that dies keeps its claim for :data:`CLAIM`; then the mail is tried again under the same Message-ID. If it
died between the server's "taken" and our note of it, the server gets it twice: losing it would be worse.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from survey.database import begin_write, changed
from survey.errors import BadValueError, MailError
from survey.models import Mail, MailState, Token, Trouble
from survey.services import mail, outbox
from survey.services.mail import MailSettings

PAUSES = tuple(timedelta(minutes=each) for each in (1, 5, 15, 60, 240))
"""How long a mail waits after its first try, its second and so on; the last one holds from then on."""
CLAIM = timedelta(minutes=10)
"""How long sending one mail can take: some fifteen answers of the server at 20 seconds, and room for more."""
AT_ONCE = 200
"""So many mails leave in one run."""

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Tried:
    """What became of a mail: where it stands now, why it did not leave, and when it is tried next."""

    key: int
    to: str
    state: MailState
    trouble: Trouble | None
    next_at: datetime


@dataclass(frozen=True)
class _Claimed:
    """A mail that is ours to send."""

    key: int
    to: str
    subject: str
    body: str
    mark: str
    attempts: int
    until: datetime


def due(session: Session, *, now: datetime, most: int = AT_ONCE) -> Sequence[int]:
    """Return which mails are to be sent at this moment, those that wait longest first."""
    wanted = select(Mail.id).where(Mail.state == MailState.WAITING, _timely(now), _free(now))
    return session.scalars(wanted.order_by(Mail.next_at, Mail.id).limit(most)).all()


def _timely(now: datetime) -> ColumnElement[bool]:
    """Whether it is time; a moment further ahead than any pause was set by a clock that has been put back since."""
    return or_(Mail.next_at <= now, Mail.next_at > now + PAUSES[-1] + CLAIM)


def _free(now: datetime) -> ColumnElement[bool]:
    """Whether nobody is sending it; a claim longer than any is of such a clock, too."""
    return or_(Mail.claimed_until.is_(None), Mail.claimed_until <= now, Mail.claimed_until > now + CLAIM)


def send(
    session: Session, *, keys: Sequence[int], settings: MailSettings, clock: Clock, seconds: float = mail.SECONDS
) -> Iterator[Tried]:
    """Send these mails one by one, and yield what became of each; one that somebody else sends is left out.

    Commits before and after each: nothing else may be waiting in the session.
    """
    for key in keys:
        claimed = _claim(session, key, clock())
        if isinstance(claimed, Tried):
            yield claimed
        elif claimed is not None:
            trouble = _leave(claimed, settings, clock(), seconds)
            yield _settle(session, claimed, trouble, clock())


def _claim(session: Session, key: int, now: datetime) -> _Claimed | Tried | None:
    """Claim one mail; what became of it where it is not to be sent at all; None where it is not ours."""
    begin_write(session)
    wanted = update(Mail).where(Mail.id == key, Mail.state == MailState.WAITING, _free(now))
    if changed(session, wanted.values(claimed_until=now + CLAIM, attempts=Mail.attempts + 1)) != 1:
        session.rollback()
        return None
    row = session.get_one(Mail, key, populate_existing=True)
    words = _words(session, row, now)
    if words is None or row.until <= now:
        trouble = Trouble.LINK if words is None else Trouble.LATE
        ended = MailState.WITHDRAWN if words is None else MailState.GIVEN_UP
        return _end(session, row.id, row.to, ended, trouble, now)
    claimed = _Claimed(row.id, row.to, row.subject, words, row.mark, row.attempts, row.until)
    session.commit()
    return claimed


def _words(session: Session, row: Mail, now: datetime) -> str | None:
    """Return what the mail says: without the link where that works no more; None where it says nothing without it."""
    if row.token_id is None:
        return row.body
    token = session.get_one(Token, row.token_id, populate_existing=True)
    works = token.used_at is None and token.replaced_at is None and token.expires_at > now and token.user.active
    return row.body if works else row.plain


def _leave(claimed: _Claimed, settings: MailSettings, now: datetime, seconds: float) -> Trouble | None:
    """Hand the mail over; return why that did not work."""
    try:
        made = mail.message(to=claimed.to, subject=claimed.subject, body=claimed.body, settings=settings)
        mail.send(made, settings=settings, now=now, mark=claimed.mark, seconds=seconds)
    except BadValueError:
        return Trouble.SENDER  # the address was checked when the mail was made; that of the sender may have changed
    except MailError as error:
        return Trouble(str(error.data["trouble"]))
    return None


def _settle(session: Session, claimed: _Claimed, trouble: Trouble | None, now: datetime) -> Tried:
    """Note what became of a mail that was ours."""
    begin_write(session)
    if trouble is None:
        return _end(session, claimed.key, claimed.to, MailState.SENT, None, now)
    next_at = now + PAUSES[min(claimed.attempts, len(PAUSES)) - 1]
    if trouble is Trouble.REFUSED or next_at > claimed.until:
        return _end(session, claimed.key, claimed.to, MailState.GIVEN_UP, trouble, now)
    values = {"trouble": trouble, "next_at": next_at, "claimed_until": None}
    changed(session, update(Mail).where(_ours(claimed.key)).values(values))
    session.commit()
    return Tried(claimed.key, claimed.to, MailState.WAITING, trouble, next_at)


def _end(session: Session, key: int, to: str, state: MailState, trouble: Trouble | None, now: datetime) -> Tried:
    """End a mail. Its words are deleted, unless it was given up: then an administrator can try once more. A farewell
    goes with its row."""
    values: dict[str, object] = {"state": state, "trouble": trouble, "ended_at": now, "claimed_until": None}
    if state is not MailState.GIVEN_UP:
        values |= {"body": None, "plain": None}
    changed(session, update(Mail).where(_ours(key)).values(values))
    outbox.forget_farewell(session, key)
    session.commit()
    return Tried(key, to, state, trouble, now)


def _ours(key: int) -> ColumnElement[bool]:
    return (Mail.id == key) & (Mail.state == MailState.WAITING)
