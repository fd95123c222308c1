"""A person with roles, mandates and second factor: read by one statement, made into objects once for each state.

Every page asks who is asking. Making a person's objects takes four times as long as reading their rows, and the rows of
most people stay the same for weeks. So the objects are kept beside the rows that they were made from, and a session
gets copies of them where the database has just given the same rows again.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from survey.models import Mandate, Role, SecondFactor, User
from survey.models.user import account_role

MOST = 512
"""People whom one process keeps; when there are more, it begins anew."""

_TABLES = [User.metadata.tables[model.__tablename__] for model in (User, Role, Mandate, SecondFactor)]
WIDTH = sum(len(table.columns) for table in _TABLES)
"""So many columns of a row are the person's; those that were asked for besides follow."""
_OBJECTS = sa.select(User).where(User.id == sa.bindparam("key"))

_made: dict[int, tuple[frozenset[tuple[Any, ...]], User]] = {}


def rows(source: sa.FromClause, *more: Any) -> sa.Select[Any]:
    """Return the statement that reads people from a source with their accounts, and ``more`` columns of it."""
    people = (
        source.outerjoin(account_role, account_role.c.account_id == User.id)
        .outerjoin(Role, Role.id == account_role.c.role_id)
        .outerjoin(Mandate, Mandate.user_id == User.id)
        .outerjoin(SecondFactor, SecondFactor.user_id == User.id)
    )
    return sa.select(*(column for table in _TABLES for column in table.columns), *more).select_from(people)


_BY_KEY = rows(_TABLES[0]).where(User.id == sa.bindparam("key"))


def find(session: Session, *, key: int) -> User | None:
    """Return the person with a number as the database has them now; None where the account is gone."""
    found = session.connection().execute(_BY_KEY, {"key": key}).all()
    return made(session, found) if found else None


def made(session: Session, found: Sequence[sa.Row[Any]]) -> User:
    """Return the person of these rows, of :func:`rows`, in the session, which must have read them just now."""
    state, key = _state(found), found[0][0]
    known = _made.get(key)
    if known is None or known[0] != state:
        known = (state, _apart(session, key))
        # PostgreSQL may have let others write between the two statements: then it is another state that was read.
        if state == _state(session.connection().execute(_BY_KEY, {"key": key}).all()):
            if len(_made) >= MOST:
                _made.clear()
            _made[key] = known
    return session.merge(known[1], load=False)


def _state(found: Sequence[sa.Row[Any]]) -> frozenset[tuple[Any, ...]]:
    return frozenset(tuple(row)[:WIDTH] for row in found)


def _apart(session: Session, key: int) -> User:
    """Return the objects of a person that no session has; they are read in the transaction of this one."""
    with Session(session.connection(), join_transaction_mode="rollback_only") as own:
        found = own.scalars(_OBJECTS, {"key": key}).unique().one()
        own.expunge_all()
    return found
