"""Objects kept beside the rows that they were made from, so that they are made once for each state of these rows.

To make the objects of a person or of an assessment takes four times as long as to read their rows, and most rows stay
the same for days. So the rows are read each time, and a session gets copies of the objects where they are the same
rows again; nothing is seen later than the database has it.
"""

from time import monotonic
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import ColumnProperty, Mapper, Session
from sqlalchemy.orm.util import identity_key

from survey.reading import Prepared, Rows

MOST = 512
"""Objects of one kind that one process keeps; when there are more, it begins anew."""
HOUR = 3600.0
"""Seconds for which they are kept at most: what is gone from the database goes from memory, too."""

T = TypeVar("T")
State = frozenset[tuple[Any, ...]]


class KeptObjects(Generic[T]):
    """The objects of one kind, each with those that hang on it.

    ``source`` joins the tables of ``models``, of which the first is the kind; ``objects`` reads the same by the ORM.
    """

    def __init__(self, source: Any, *models: type[Any], objects: sa.Select[T]) -> None:
        mappers: list[Mapper[Any]] = [sa.inspect(model) for model in models]
        columns = [column for each in mappers for column in _at_once(each)]
        self._kind, self._key = models[0], columns[0]
        self._objects = objects.where(self._key == sa.bindparam("key"))
        self._rows = sa.select(*columns).select_from(source)
        self._again = Prepared(self.by_key)
        self.made: dict[int, tuple[State, T, float]] = {}

    def where(self, *conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
        """Return the statement that reads the rows of which one object is made."""
        return self._rows.where(*conditions)

    @property
    def by_key(self) -> sa.Select[Any]:
        """The statement that reads them by the ``key`` of the object."""
        return self.where(self._key == sa.bindparam("key"))

    def find(self, session: Session, statement: Prepared, *, anew: bool = False, **values: object) -> T | None:
        """Return the object that a statement of :meth:`where` finds, in the session; None without one.

        One that the session has already is left as it is, unless it is asked for ``anew``.
        """
        rows = statement.rows(session, **values)
        return self.of(session, rows, anew=anew) if rows else None

    def of(self, session: Session, rows: Rows, *, anew: bool = False) -> T | None:
        """Return the object of these rows in the session, which has read them just now; None if it is gone since."""
        state, key = frozenset(rows), rows[0][0]
        here: Any = session.identity_map.get(identity_key(self._kind, key))
        if here is not None and not sa.inspect(here).expired_attributes:
            if not anew:
                return here  # type: ignore[no-any-return]
            session.expire(here)
        known = self.made.get(key)
        if known is not None and known[0] == state and monotonic() - known[2] < HOUR:
            return session.merge(known[1], load=False)
        apart = self._apart(session, key)
        # PostgreSQL may have let others write between the two statements: then it is another state that was read.
        if apart is not None and state == frozenset(self._again.rows(session, key=key)):
            self._keep(key, state, apart)
        return None if apart is None else session.merge(apart, load=False)

    def _keep(self, key: int, state: State, made: T) -> None:
        now = monotonic()
        young = {} if len(self.made) >= MOST else {at: one for at, one in self.made.items() if now - one[2] < HOUR}
        self.made = young | {key: (state, made, now)}

    def _apart(self, session: Session, key: int) -> T | None:
        """Return the objects as a session of its own reads them in the same transaction, and leaves them."""
        with Session(session.connection(), join_transaction_mode="rollback_only") as own:
            found = own.scalars(self._objects, {"key": key}).unique().one_or_none()
            own.expunge_all()
        return found


def _at_once(mapper: Mapper[Any]) -> list[sa.ColumnElement[Any]]:
    """Return the columns of a table but those that are only read when they are asked for."""
    known: list[ColumnProperty[Any]] = list(mapper.column_attrs)
    return [each.columns[0] for each in known if not each.deferred]
