"""Accounts at a provider, linked to accounts here: by issuer and subject alone, and only by whoever is signed in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey.errors import InvalidError, NotFoundError
from survey.models import Deed, Identity, User
from survey.services import actors, audit
from survey.services.provider import Found


def whose(session: Session, found: Found) -> User | None:
    """Return the account that belongs to an account at the provider, if it is open; None where none is linked.

    The address that the provider tells plays no part: an address is not proof of who somebody is.
    """
    wanted = select(User).join(Identity).where(Identity.issuer == found.issuer, Identity.subject == found.subject)
    user = session.scalars(wanted).unique().one_or_none()
    return user if user is not None and user.active else None


def linked(session: Session, *, user: User) -> Sequence[Identity]:
    """Return the accounts at providers that somebody has linked, the oldest first."""
    return session.scalars(select(Identity).where(Identity.user_id == user.id).order_by(Identity.id)).all()


def link(session: Session, *, user: User, found: Found, now: datetime) -> Identity:
    """Let somebody sign in by an account at the provider from now on.

    InvalidError(``identity``) where it belongs to an account here already (``taken``), or where this person has linked
    another one of the same provider (``another``).
    """
    by = actors.begin(session, by=user)
    if any(one.issuer == found.issuer for one in linked(session, user=by)):
        raise InvalidError(identity="another")
    made = Identity(user_id=by.id, issuer=found.issuer, subject=found.subject, shown=found.shown, linked_at=now)
    try:
        with session.begin_nested():
            session.add(made)
            session.flush()
    except IntegrityError as error:
        raise InvalidError(identity="taken") from error
    audit.note(session, Deed.IDENTITY_LINKED, by=by, now=now, person=by, issuer=found.issuer)
    return made


def unlink(session: Session, *, user: User, key: int, now: datetime) -> None:
    """Let somebody no longer sign in by an account at the provider.

    NotFoundError where it is not theirs; InvalidError(``identity``) where it is their only way in.
    """
    by = actors.begin(session, by=user)
    found = session.get(Identity, key)
    if found is None or found.user_id != by.id:
        raise NotFoundError("identity")
    if by.password is None and len(linked(session, user=by)) == 1:
        raise InvalidError(identity="only")
    audit.note(session, Deed.IDENTITY_UNLINKED, by=by, now=now, person=by, issuer=found.issuer)
    session.delete(found)
    session.flush()
