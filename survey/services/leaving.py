"""Deleting an account: what is in the way, and what is left afterwards, a number in place of a name."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session, aliased

from survey import names
from survey.database import begin_write
from survey.errors import NotFoundError, RefusedError
from survey.models import (
    Assessment,
    AuditEntry,
    Comment,
    Deed,
    Duty,
    Mandate,
    Mention,
    Region,
    Role,
    RoleName,
    User,
    Wave,
)
from survey.policy import Actor, Operator
from survey.services import audit, mandates
from survey.services.actors import begin
from survey.services.personal import Fate, references

ADDRESS = "former-{number}@deleted.invalid"
"""What stands in place of an address: nobody can have one of this kind."""


@dataclass(frozen=True)
class Left:
    """Who is gone: the address and name as they were, and the language of the mail that says so."""

    number: int
    email: str
    name: str
    language: str | None


def alone(session: Session, *, user: User) -> Sequence[Region]:
    """Return the regions that nobody else coordinates: they must be handed over first."""
    other, also = aliased(Mandate), aliased(User)
    coordinates = (Mandate.duty == Duty.COORDINATOR, Mandate.until.is_(None))
    others = exists().where(
        other.region_id == Mandate.region_id,
        other.duty == Duty.COORDINATOR,
        other.until.is_(None),
        other.user_id == also.id,
        also.id != user.id,
        also.active,
    )
    own = select(Mandate.region_id).where(Mandate.user_id == user.id, *coordinates, ~others)
    return session.scalars(select(Region).where(Region.id.in_(own)).order_by(Region.name)).all()


def only_administrator(session: Session, *, user: User) -> bool:
    """Whether somebody is an administrator and nobody else is."""
    wanted = select(User.id).where(User.roles.any(Role.name == RoleName.ADMINISTRATOR), User.active)
    return set(session.scalars(wanted)) == {user.id}


def delete_account(session: Session, *, user: User, by: Actor, now: datetime) -> Left:
    """Delete an account, one's own or, as operator of the machine, somebody's; return who it was.

    Name, address, password, ways in and roles go; what the person wrote and did stays, under a number. The account
    cannot be opened again. Raises RefusedError(``alone``, ``regions``) for the only coordinator of a region and
    RefusedError(``only-administrator``); NotFoundError for an account that is not one's own, or is gone.
    """
    key = user.id
    _hold(session, key)
    if not isinstance(by, Operator) and (by.id != key or not begin(session, by=by).active):
        raise NotFoundError("account")
    found = session.get(User, key, populate_existing=True)
    if found is None or found.deleted_at is not None:
        raise NotFoundError("account")
    _require_replaced(session, found)
    left = Left(key, found.email, found.name, found.language)
    for each in [one for one in found.mandates if one.in_force]:
        mandates.stop(session, mandate=each, by=by, now=now)
    _forget_words(session, left)
    _erase(session, key)
    _anonymise(session, key, now)
    whom = session.get(User, key, populate_existing=True)
    audit.note(session, Deed.ACCOUNT_DELETED, by=by, now=now, person=whom)
    session.expire_all()
    return left


def _hold(session: Session, key: int) -> None:
    """Begin the writing transaction and hold what decides whether somebody may go: their regions, and the roles."""
    begin_write(session)
    regions = select(Mandate.region_id).where(Mandate.user_id == key, Mandate.until.is_(None))
    for region in sorted(set(session.scalars(regions))):
        mandates.hold(session, region)
    session.execute(select(Role.id).order_by(Role.id).with_for_update())


def _require_replaced(session: Session, user: User) -> None:
    regions = alone(session, user=user)
    if regions:
        raise RefusedError("alone", regions=[each.key for each in regions])
    if only_administrator(session, user=user):
        raise RefusedError("only-administrator")


def _erase(session: Session, key: int) -> None:
    """Delete the rows that go with an account."""
    for each in references():
        if each.fate is Fate.GOES:
            session.execute(delete(each.table).where(each.column == key))


def _anonymise(session: Session, key: int, now: datetime) -> None:
    """Leave nothing of an account but its number; the new mark ends all its sessions at once."""
    values = {
        "email": ADDRESS.format(number=key),
        "name": names.former(key),
        "language": None,
        "password": None,
        "active": False,
        "fs_uniquifier": uuid.uuid4().hex,
        "deleted_at": now,
    }
    session.execute(update(User).where(User.id == key).values(values))


def _forget_words(session: Session, left: Left) -> None:
    """Put the number where comments call the person by name, and where the log holds name or address."""
    mentioned = select(Mention.comment_id).where(Mention.user_id == left.number)
    for key, words in session.execute(select(Comment.id, Comment.words).where(Comment.id.in_(mentioned))).all():
        others = select(User.name).join(Mention, Mention.user_id == User.id).where(Mention.comment_id == key)
        told = _uncalled(words, left, session.scalars(others.where(User.id != left.number)).all())
        session.execute(update(Comment).where(Comment.id == key).values(words=told))
    about = (AuditEntry.by_id == left.number) | (AuditEntry.person_id == left.number)
    for key, detail in session.execute(select(AuditEntry.id, AuditEntry.detail).where(about)).all():
        kept = {name: value for name, value in detail.items() if not _tells(value, left)}
        if kept != detail:
            session.execute(update(AuditEntry).where(AuditEntry.id == key).values(detail=kept))


def _uncalled(words: str, left: Left, others: Sequence[str]) -> str:
    """Return words that call somebody by their number, whether by the whole name or by a part that nobody else has."""
    shared = {part.casefold() for name in others for part in name.split()}
    parts = [part for part in left.name.split() if part.casefold() not in shared]
    for part in (left.name, *parts):
        words = re.sub(rf"@{re.escape(part)}(?!\w)", f"@{names.former(left.number)}", words, flags=re.IGNORECASE)
    return words


def _tells(value: Any, left: Left) -> bool:
    return isinstance(value, str) and (left.email in value.lower() or left.name in value)


def handed_over_in(session: Session, *, user: User) -> dict[str, str]:
    """Return by the key of each region that somebody coordinates the latest wave in whose pages it is handed over."""
    held = select(Mandate.region_id).where(
        Mandate.user_id == user.id, Mandate.duty == Duty.COORDINATOR, Mandate.until.is_(None)
    )
    found = (
        select(Region.key, Wave.key)
        .join(Assessment, Assessment.region_id == Region.id)
        .join(Wave, Wave.id == Assessment.wave_id)
        .where(Region.id.in_(held))
        .order_by(Wave.opens, Wave.id)
    )
    return {row[0]: row[1] for row in session.execute(found)}
