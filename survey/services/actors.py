"""Who acts: re-read when the writing transaction begins, so that a role taken away counts at once."""

from typing import Any

from sqlalchemy.orm import Load, Session, joinedload, lazyload

from survey.database import begin_write
from survey.errors import NotFoundError
from survey.models import User
from survey.policy import Action, Actor, Operator, Subject, may
from survey.services import one_person


def named(relation: Any) -> Load:
    """Return the option that loads a person together with a row, without roles and mandates: for the name alone."""
    return joinedload(relation).options(lazyload(User.roles), lazyload(User.mandates), lazyload(User.second_factor))  # type: ignore[return-value]


def begin(session: Session, *, by: User) -> User:
    """Begin the writing transaction and return the person as the database has them now.

    Raises NotFoundError where the account is gone.
    """
    key = by.id
    begin_write(session)
    found = one_person.find(session, key=key)
    if found is None:
        raise NotFoundError("account")
    return found


def begin_managing(session: Session, *, by: Actor, action: Action = Action.MANAGE, subject: Subject = None) -> None:
    """Begin the writing transaction for somebody who runs the survey; NotFoundError if they may not."""
    actor: Actor = by if isinstance(by, Operator) else begin(session, by=by)
    begin_write(session)
    if not may(actor, action, subject):
        raise NotFoundError(action.value)
