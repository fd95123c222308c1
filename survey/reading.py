"""Small statements that nearly every request asks, and by which statements a request has read.

SQLAlchemy takes a tenth of a millisecond to carry a statement out and to make its row; the database takes a tenth of
that for those by which we know who is asking, and where.
"""

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

Rows = list[tuple[Any, ...]]


class Read(NamedTuple):
    """One statement as the driver of the database takes it."""

    statement: str
    parameters: Any


READS: ContextVar[list[Read] | None] = ContextVar("reads", default=None)
"""By which statements this thread has read since somebody put a list here; None where nobody asks."""


def rows(connection: sa.Connection, read: Read) -> Rows:
    """Return the rows of a statement as the driver has them; what goes wrong is raised as SQLAlchemy raises it."""
    known = READS.get()
    if known is not None:
        known.append(read)
    cursor = connection.connection.cursor()
    dbapi = connection.dialect.loaded_dbapi
    try:
        cursor.execute(*read)
        return list(cursor.fetchall())
    except dbapi.Error as error:
        lost = connection.dialect.is_disconnect(error, connection.connection.driver_connection, cursor)
        if lost:
            connection.invalidate(error)
        text, given = read
        raise sa.exc.DBAPIError.instance(
            text,
            given,
            error,
            dbapi.Error,
            hide_parameters=True,
            connection_invalidated=lost,
            dialect=connection.dialect,
        ) from error
    finally:
        cursor.close()


class Compiled(NamedTuple):
    """A statement for one kind of database: its text, what it is asked with in which order, and how rows are read."""

    text: str
    fixed: dict[str, Any]
    order: Sequence[str] | None
    readers: Sequence[Callable[[Any], Any] | None]


class Prepared:
    """A statement that is compiled once for each kind of database.

    What it is asked with are words and whole numbers; ValueError for other parameters, and for lists.
    """

    def __init__(self, statement: sa.Select[*tuple[Any, ...]]) -> None:
        self._statement = statement
        self._compiled: dict[str, Compiled] = {}

    def rows(self, session: Session, **values: object) -> Rows:
        """Return the rows as the driver has them, in the transaction of a session.

        What the session has changed is written before.
        """
        return self._rows(session, values)[0]

    def values(self, session: Session, **values: object) -> Rows:
        """Return the same rows with the values that the types of their columns make of them."""
        found, readers = self._rows(session, values)
        return [
            tuple(value if read is None else read(value) for read, value in zip(readers, row, strict=True))
            for row in found
        ]

    def _rows(self, session: Session, values: dict[str, Any]) -> tuple[Rows, Sequence[Callable[[Any], Any] | None]]:
        if session.new or session.dirty or session.deleted:
            session.flush()
        connection = session.connection()
        known = self._compiled.get(connection.dialect.name)
        if known is None:
            known = self._compiled[connection.dialect.name] = self._compile(connection.dialect)
        given = known.fixed | values
        ordered = given if known.order is None else tuple(given[name] for name in known.order)
        return rows(connection, Read(known.text, ordered)), known.readers

    def _compile(self, dialect: sa.Dialect) -> Compiled:
        made = self._statement.compile(dialect=dialect)
        for name, bind in made.binds.items():
            if bind.expanding or bind.type.dialect_impl(dialect).bind_processor(dialect) is not None:
                raise ValueError(f"{name} cannot stand in a prepared statement.")
        readers = [
            column.type.dialect_impl(dialect).result_processor(dialect, None)
            for column in self._statement.selected_columns
        ]
        order = made.positiontup if made.positional else None
        return Compiled(str(made), dict(made.params), order, readers)
