"""How connections begin transactions, on SQLite and on PostgreSQL: reading is the rule, writing is said before.

What reads cannot write: the statement is refused. On SQLite both kinds are real transactions, and one that writes
begins by locking the file. On PostgreSQL what only reads needs none.
"""

from functools import partial
from math import inf
from time import monotonic
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from survey.locking import COMMAND, lock, milliseconds
from survey.reading import READS, Read

PURPOSE = "survey_purpose"
"""The execution option of a connection that says what its transaction does: read, write or migrate."""
READS_BY = frozenset({"SELECT", "WITH", "PRAGMA", "SHOW", "EXPLAIN", "BEGIN", "ROLLBACK", "SAVEPOINT", "RELEASE"})
"""What a statement may begin with in a transaction that reads."""
REST = 1.0
"""Seconds."""


def reaching(url: str | sa.URL, patience: float = COMMAND) -> dict[str, object]:
    """Return how a server is reached: given up after two seconds.

    ``patience`` is how many seconds to wait for a row that others are writing. SQLite is a file and needs none of it.
    """
    latest: dict[str, object] = {"pool_use_lifo": True}  # the last one used has pages and statements still at hand
    where = sa.make_url(url)
    if where.get_backend_name() == "sqlite":
        return latest if where.database not in {None, "", ":memory:"} else {}  # one in memory has one connection
    waiting = f"-c lock_timeout={milliseconds(patience)}"
    return latest | {"connect_args": {"connect_timeout": 2, "options": waiting}}


def prepare(bare: sa.Engine, patience: float = COMMAND) -> None:
    """Set the transaction rules of this module on an engine."""
    event.listen(bare, "before_cursor_execute", _before)
    if bare.dialect.name == "sqlite":
        event.listen(bare, "connect", partial(_set_up, patience=patience))
        event.listen(bare, "begin", begin)
    else:
        event.listen(bare, "begin", begin_on_server)
        event.listen(bare, "checkin", _left)
        event.listen(bare, "checkout", partial(_still_there, bare.dialect))


def _set_up(connection: DBAPIConnection, entry: ConnectionPoolEntry, *, patience: float) -> None:
    """Set one new SQLite connection up: transactions are ours to begin, foreign keys hold, a commit is on the disk."""
    entry.info["patience"] = patience
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={milliseconds(patience)}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def begin(connection: sa.Connection) -> None:
    """Begin a transaction on SQLite; the pragma comes first, since it does nothing inside one."""
    purpose = _purpose(connection)
    migrating = purpose == "migrating"
    if migrating != connection.info.get("migrating", False):
        connection.exec_driver_sql(f"PRAGMA foreign_keys={'OFF' if migrating else 'ON'}")
        connection.info["migrating"] = migrating
    if purpose == "reading":
        connection.connection.driver_connection.execute("BEGIN DEFERRED")  # type: ignore[union-attr]
    else:
        lock(connection, connection.info["patience"])


def _left(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    """Note when a connection was given back."""
    entry.info["left"] = monotonic()


def _still_there(dialect: sa.Dialect, connection: DBAPIConnection, entry: ConnectionPoolEntry, _proxy: object) -> None:
    """Ask whether the server is still there before a connection is used that has rested for longer than :data:`REST`.

    One that is gone is replaced, here or by the request that finds out; to ask each time was a tenth of a short page.
    """
    if monotonic() - entry.info.get("left", inf) > REST:
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as error:
            raise sa.exc.DisconnectionError from error


def begin_on_server(connection: sa.Connection) -> None:
    """Begin a transaction on PostgreSQL: one that writes, or nothing where each statement only reads for itself.

    There, a reading transaction would show no more of one state (unless it asks for it by its isolation level), and
    ending it makes the driver forget the statements that it has prepared: the server would plan each of them anew,
    which takes it six times as long as to carry them out.
    """
    driver: Any = connection.connection.driver_connection
    alone = _purpose(connection) == "reading" and "isolation_level" not in connection.get_execution_options()
    if driver.autocommit != alone:
        driver.autocommit = alone


def _purpose(connection: sa.Connection) -> str:
    """Return what the connection's transaction does: read, unless somebody has said otherwise."""
    return str(connection.get_execution_options().get(PURPOSE, "reading"))


def _before(
    connection: sa.Connection, _cursor: object, statement: str, parameters: object, context: Any, _many: bool
) -> None:
    """Refuse to write where only reading was begun, on both databases: RuntimeError; and note what is read.

    SQLite could refuse it (``query_only``), but each change of that switch makes it compile all statements of a
    connection anew: of a save, that took a sixth.
    """
    word = statement.lstrip("( \n").partition(" ")[0].upper()
    writes = context.isinsert or context.isupdate or context.isdelete or word not in READS_BY
    if writes and _purpose(connection) == "reading":
        raise RuntimeError("A reading transaction cannot write: begin_write first.")
    known = READS.get()
    if known is not None:
        known.append(Read(statement, parameters))
