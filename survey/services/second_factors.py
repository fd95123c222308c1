"""The second factor: an app that makes a code every half minute (TOTP, RFC 6238), set up, asked for, switched off.

A code is good for its half minute, the one before and the one after, since clocks differ; and it works once, whichever
worker it is given to: the half minute that was used is kept by compare-and-swap.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from passlib.exc import TokenError
from passlib.totp import TOTP
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from survey.database import begin_write, changed
from survey.errors import InvalidError, NotFoundError
from survey.models import Deed, RecoveryCode, SecondFactor, User
from survey.policy import Action, Actor
from survey.services import accounts, actors, audit, recovery_codes, sealing
from survey.services.sealing import Keys

PERIOD = 30
"""Seconds for which the app shows a code."""
DRIFT = PERIOD
"""So many seconds may the clock of a phone be before or behind ours."""
LASTING = 3600
"""Seconds within which a set-up that was begun can be finished."""


@dataclass(frozen=True)
class Proposal:
    """A secret that nobody has confirmed yet: as text to type, as address for the app, and sealed for the form."""

    secret: str
    address: str
    sealed: str


def demanded(user: User, parts: Collection[str]) -> bool:
    """Whether somebody must have a second factor, as one of these roles or with one of these mandates."""
    if not parts:
        return False
    held = {role.name for role in user.roles} | {one.duty.value for one in user.mandates if one.in_force}
    return not held.isdisjoint(parts)


def propose(user: User, *, issuer: str, keys: Keys, sealed: str | None = None) -> Proposal:
    """Return a new secret for somebody's app, or the one that a form brings back ``sealed``; nothing is kept.

    RefusedError(``sealed``) where what comes back is too old, or is not this person's.
    """
    made = _of_form(user, sealed, keys) if sealed else TOTP.new()
    mark = sealed or sealing.seal(f"{user.id} {made.base32_key}", keys=keys)
    return Proposal(made.pretty_key(), made.to_uri(label=user.email, issuer=issuer), mark)


def _of_form(user: User, sealed: str, keys: Keys) -> TOTP:
    whose, _space, secret = sealing.unseal(sealed, keys=keys, seconds=LASTING).partition(" ")
    if whose != str(user.id):
        raise NotFoundError("secret")
    return TOTP(key=secret)


def switch_on(session: Session, *, user: User, sealed: str, code: str, keys: Keys, now: datetime) -> list[str]:
    """Keep somebody's app after it has shown a right code, and return their recovery codes, which are shown once.

    InvalidError(``code``) for a wrong code, and where there is a second factor already (``on``).
    """
    made = _of_form(user, sealed, keys)
    step = _step(made, code, now)
    secret = sealing.seal(made.base32_key, keys=keys)
    if step is None:
        raise InvalidError(code="wrong")
    found = actors.begin(session, by=user)
    if found.second_factor is not None:
        raise InvalidError(code="on")
    session.add(SecondFactor(user_id=found.id, secret=secret, since=now, last_step=step))
    session.flush()
    session.refresh(found)
    audit.note(session, Deed.SECOND_FACTOR_ON, by=found, now=now, person=found)
    return recovery_codes.make(session, user=found, now=now)


def check(session: Session, *, user: User, code: str, keys: Keys, now: datetime) -> bool:
    """Whether this is the code that somebody's app shows now; a right one is used up. The caller commits.

    RefusedError(``sealed``) where the secret cannot be opened: the installation's key was changed.
    """
    kept = user.second_factor
    if kept is None:
        return False
    key = kept.id
    made = TOTP(key=sealing.unseal(kept.secret, keys=keys))
    step = _step(made, code, now)
    if step is None:
        return False
    begin_write(session)
    unused = update(SecondFactor).where(SecondFactor.id == key, SecondFactor.last_step < step)
    return changed(session, unused.values(last_step=step)) == 1


def _step(totp: TOTP, code: str, now: datetime) -> int | None:
    """Return of which half minute a code is, if it is of one that may be; spaces in it do not matter."""
    typed = "".join(code.split()).replace("-", "")
    if not (typed.isascii() and typed.isdigit()):
        return None
    try:
        return int(totp.match(typed, time=now, window=DRIFT).counter)
    except TokenError:
        return None


def switch_off(session: Session, *, user: User, now: datetime) -> None:
    """Switch somebody's second factor off, their recovery codes with it; who they are was asked before."""
    found = actors.begin(session, by=user)
    _remove(session, found)
    audit.note(session, Deed.SECOND_FACTOR_OFF, by=found, now=now, person=found)


def reset(session: Session, *, email: str, by: Actor, now: datetime) -> User:
    """Switch the second factor off for somebody who has lost app and codes, and return them.

    InvalidError(``email``) where there is no such account, or no second factor; NotFoundError if the person may not.
    """
    actors.begin_managing(session, by=by, action=Action.INVITE)  # as only an administrator may
    found = accounts.of_address(session, email=email.strip().lower())
    if found is None:
        raise InvalidError(email="unknown")
    if found.second_factor is None:
        raise InvalidError(email="off")
    _remove(session, found)
    audit.note(session, Deed.SECOND_FACTOR_RESET, by=by, now=now, person=found)
    return found


def _remove(session: Session, user: User) -> None:
    for model in (RecoveryCode, SecondFactor):
        session.execute(delete(model).where(model.user_id == user.id))
    session.refresh(user)


def renew(session: Session, *, keys: Keys) -> int:
    """Seal all secrets with the present key, and return how many there are; then former keys are needed no more."""
    begin_write(session)
    found = session.scalars(select(SecondFactor)).all()
    for one in found:
        one.secret = sealing.renew(one.secret, keys=keys)
    session.flush()
    return len(found)
