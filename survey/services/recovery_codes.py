"""Recovery codes: for the day the app is lost. Shown when they are made, kept as digests, good once each."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from survey.database import begin_write, changed
from survey.models import Deed, RecoveryCode, User
from survey.services import actors, audit

COUNT = 10
"""So many codes somebody has at first."""
SIGNS = "23456789abcdefghijkmnpqrstuvwxyz"
"""Of what codes are made: 32 signs, without those that look like another (0 and o, 1 and l)."""
GROUPS, SIZE = 6, 4
"""A code is six groups of four signs, which is 120 random bits: a plain digest of them cannot be turned back."""


def make(session: Session, *, user: User, now: datetime) -> list[str]:
    """Make new codes in place of all earlier ones, and return them; they are kept nowhere."""
    found = actors.begin(session, by=user)
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == found.id))
    codes = ["-".join(_group() for _number in range(GROUPS)) for _number in range(COUNT)]
    session.add_all([RecoveryCode(user_id=found.id, digest=digest(code), made_at=now) for code in codes])
    session.flush()
    audit.note(session, Deed.RECOVERY_CODES_MADE, by=found, now=now, person=found, count=COUNT)
    return codes


def _group() -> str:
    return "".join(secrets.choice(SIGNS) for _sign in range(SIZE))


def bare(code: str) -> str:
    """Return the signs of a code as it was typed: spaces, hyphens and capitals do not matter."""
    return "".join(sign for sign in code.lower() if sign.isalnum())


def looks_like_one(code: str) -> bool:
    """Whether something that was typed can be a recovery code rather than one of the app."""
    return len(bare(code)) == GROUPS * SIZE and set(bare(code)) <= set(SIGNS)


def digest(code: str) -> str:
    """Return what is kept of a code."""
    return hashlib.sha256(bare(code).encode()).hexdigest()


def use(session: Session, *, user: User, code: str, now: datetime) -> bool:
    """Whether this is an unused code of somebody; if so it is used up. The caller commits, and sends a mail."""
    if not looks_like_one(code):
        return False
    key = user.id
    begin_write(session)
    unused = update(RecoveryCode).where(
        RecoveryCode.user_id == key, RecoveryCode.digest == digest(code), RecoveryCode.used_at.is_(None)
    )
    if changed(session, unused.values(used_at=now)) != 1:
        return False
    audit.note(session, Deed.RECOVERY_CODE_USED, by=user, now=now, person=user, count=left(session, user=user))
    return True


def left(session: Session, *, user: User) -> int:
    """Return how many codes of somebody have not been used."""
    unused = select(func.count()).where(RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None))
    return session.scalar(unused) or 0


def are_of(session: Session, *, user: User, codes: list[str]) -> bool:
    """Whether all of these are codes of somebody: what they may take away as a file."""
    kept = set(session.scalars(select(RecoveryCode.digest).where(RecoveryCode.user_id == user.id)))
    return bool(codes) and all(looks_like_one(code) and digest(code) in kept for code in codes)
