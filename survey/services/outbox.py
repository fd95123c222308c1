"""The queue of mails: written in the transaction of the deed that they tell of, so that neither is without the other.

Sending is :mod:`survey.services.sending`, after the commit.
"""

import hashlib
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from survey.database import begin_write, changed
from survey.errors import ClosedError, NotFoundError
from survey.models import Deed, Mail, MailState, Topic, User
from survey.policy import Action, Actor, may
from survey.services import audit, mail
from survey.services.actors import begin_managing, named
from survey.services.links import Link

TRYING = timedelta(days=3)
"""How long a mail is tried before it is given up: longer than a weekend without anybody at the mail server."""
KEPT_WORDS, KEPT_ROWS = timedelta(days=14), timedelta(days=30)
"""How long the words of a mail that was given up are kept, for another try; and of any mail, that there was one."""


@dataclass(frozen=True)
class Words:
    """What a mail says; ``plain`` in place of ``body`` once the link in that works no more (None: then nothing)."""

    subject: str
    body: str
    plain: str | None = None


def put(
    session: Session,
    *,
    topic: Topic,
    to: User | None,
    words: Words,
    now: datetime,
    address: str | None = None,
    by: Actor | None = None,
    link: Link | None = None,
    until: datetime | None = None,
    once: str | None = None,
) -> Mail | None:
    """Put a mail into the queue; it is there once the caller commits, and gone with everything else if that fails.

    ``address`` is where it goes instead of the address of the account; without an account it goes there alone.
    ``link`` is the one in the words: when it is used, replaced or too old, they are not sent. ``until`` ends the
    trying earlier than :data:`TRYING`. ``once`` names what is told of (:func:`name`): a second mail with the same
    name is not made, and None is returned. Raises BadValueError for an address or a subject that cannot be.
    """
    goes_to = address or (to.email if to else "")
    mail.check(to=goes_to, subject=words.subject)
    ends = [now + TRYING, *([until] if until else []), *([link.expires_at] if link else [])]
    made = Mail(
        topic=topic,
        to=goes_to,
        subject=words.subject,
        body=words.body,
        plain=words.plain,
        mark=secrets.token_hex(16),
        once=once,
        state=MailState.WAITING,
        attempts=0,
        made_at=now,
        next_at=now,
        until=min(ends) if words.plain is None else now + TRYING,
        user_id=to.id if to else None,
        by_id=by.id if isinstance(by, User) else None,
        token_id=link.key if link else None,
    )
    begin_write(session)
    if once is not None and session.scalar(select(Mail.id).where(Mail.once == once)) is not None:
        return None
    session.add(made)
    session.flush()
    return made


def name(*what: object) -> str:
    """Return the name of what is told of once, as :func:`put` takes it: the SHA-256 of these words."""
    return hashlib.sha256("\x00".join(map(str, what)).encode()).hexdigest()


def supersede(session: Session, *, to: User, topic: Topic, now: datetime) -> int:
    """Withdraw the waiting mails of a topic to a person, since a later one takes their place; return how many."""
    waiting = update(Mail).where(Mail.user_id == to.id, Mail.topic == topic, Mail.state == MailState.WAITING)
    return changed(session, waiting.values(state=MailState.WITHDRAWN, body=None, plain=None, ended_at=now))


def listed(session: Session, *, by: Actor, states: Collection[MailState] = (), most: int = 500) -> Sequence[Mail]:
    """Return the mails of the queue, the newest first, at most so many; NotFoundError if the person may not see them.

    ``states`` narrows to some. Nobody is shown the words: they can hold a link that signs somebody in.
    """
    _require(by)
    wanted = select(Mail).options(named(Mail.user), named(Mail.by)).order_by(Mail.id.desc()).limit(most)
    if states:
        wanted = wanted.where(Mail.state.in_(states))
    return session.scalars(wanted).unique().all()


def find(session: Session, *, key: int, by: Actor) -> Mail:
    """Return one mail of the queue that may still be withdrawn; NotFoundError otherwise, or if the person may not."""
    _require(by)
    found = session.get(Mail, key)
    if found is None or found.state not in (MailState.WAITING, MailState.GIVEN_UP):
        raise NotFoundError("mail")
    return found


def counts(session: Session) -> Mapping[MailState, int]:
    """Return how many mails of the queue are in each state; a state without mails has 0."""
    found = session.execute(select(Mail.state, func.count()).group_by(Mail.state))
    return dict.fromkeys(MailState, 0) | {state: number for state, number in found}  # noqa: C416 - rows are no pairs


def waiting_since(session: Session) -> datetime | None:
    """Return when the oldest mail was made that waits; None where none does."""
    return session.scalar(select(func.min(Mail.made_at)).where(Mail.state == MailState.WAITING))


def retry(session: Session, *, key: int, by: Actor, now: datetime) -> Mail:
    """Let a mail that waits or was given up be tried at once, and for as long as a new one.

    ClosedError (the state) where it has left, is withdrawn, or has no words any more; NotFoundError without it, or if
    the person may not.
    """
    found = _to_change(session, key, by, now)
    if found.body is None:
        raise ClosedError(found.state.value)
    found.state, found.ended_at, found.next_at, found.until = MailState.WAITING, None, now, now + TRYING
    found.attempts, found.trouble = 0, None
    session.flush()
    audit.note(session, Deed.MAIL_RETRIED, by=by, now=now, person=found.user, topic=found.topic.value)
    return found


def withdraw(session: Session, *, key: int, by: Actor, now: datetime) -> Mail:
    """Let a mail that waits or was given up never be sent; errors as :func:`retry`."""
    found = _to_change(session, key, by, now)
    if found.state in (MailState.SENT, MailState.WITHDRAWN):
        raise ClosedError(found.state.value)
    found.state, found.ended_at, found.body, found.plain = MailState.WITHDRAWN, now, None, None
    session.flush()
    forget_farewell(session, key)
    audit.note(session, Deed.MAIL_WITHDRAWN, by=by, now=now, person=found.user, topic=found.topic.value)
    return found


def _to_change(session: Session, key: int, by: Actor, now: datetime) -> Mail:
    """Return a mail as it is now, for changing; ClosedError(``being_sent``) while somebody is sending it."""
    begin_managing(session, by=by)
    found = session.scalar(
        select(Mail).where(Mail.id == key).with_for_update().execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFoundError("mail")
    if found.state is MailState.WAITING and found.claimed_until is not None and found.claimed_until > now:
        raise ClosedError("being_sent")
    return found


def forget_farewell(session: Session, key: int) -> None:
    """Delete a mail that has ended if it is the last one to somebody whose account is gone: nothing keeps an address
    that nobody has any more."""
    changed(session, delete(Mail).where(Mail.id == key, Mail.topic == Topic.FAREWELL))


def unsent(session: Session, *, people: Collection[int]) -> Mapping[int, Mail]:
    """Return by person the last mail to each of these people, where it was given up or a try has failed."""
    latest = select(func.max(Mail.id)).where(Mail.user_id.in_(people), Mail.state != MailState.WITHDRAWN)
    failed = (Mail.state == MailState.GIVEN_UP) | ((Mail.state == MailState.WAITING) & Mail.trouble.is_not(None))
    found = session.scalars(select(Mail).where(Mail.id.in_(latest.group_by(Mail.user_id)), failed))
    return {one.user_id: one for one in found if one.user_id is not None}


def tidy(session: Session, *, now: datetime) -> int:
    """Forget the words of mails given up long ago, and mails that ended longer ago; return how many are gone."""
    begin_write(session)
    ended = Mail.state != MailState.WAITING
    changed(session, update(Mail).where(ended, Mail.ended_at < now - KEPT_WORDS).values(body=None, plain=None))
    gone = session.connection().execute(delete(Mail).where(ended, Mail.ended_at < now - KEPT_ROWS))
    return gone.rowcount


def _require(by: Actor) -> None:
    if not may(by, Action.MANAGE):
        raise NotFoundError("mail")
