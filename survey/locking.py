"""Waiting for others that write: SQLite has one writer at a time, and PostgreSQL one for a row.

A page waits :data:`PAGE` seconds, since it answers within two, and what was typed comes back with the answer; a command
waits :data:`COMMAND`. At most six pages are under way at once (two workers, three threads) and each holds the lock for
some ten milliseconds, so that only a stranger with the file open makes a page wait that long.
"""

import sqlite3
from time import monotonic, sleep

import sqlalchemy as sa

PAGE = 1.5
COMMAND = 10.0
STEP = 0.005
"""So often it is looked whether others have done.

SQLite's own waiting looks ever less often, and lets those go first who came last: with eight writers that never pause,
the longest wait falls from 4.6 to 0.8 seconds, and 109 instead of 87 of them write in a second.
"""


def milliseconds(patience: float) -> int:
    """Return a number of seconds as both databases want it."""
    return round(patience * 1000)


def lock(connection: sa.Connection, patience: float) -> None:
    """Wait until nobody else writes into an SQLite file, then begin a transaction that does.

    OperationalError where that takes longer than ``patience`` seconds, or cannot be at all.
    """
    file = connection.connection.driver_connection
    assert isinstance(file, sqlite3.Connection)  # noqa: S101 - only SQLite is locked
    file.execute("PRAGMA busy_timeout=0")
    try:
        if not _waited(file, monotonic() + patience):
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # once more, for its error to be told as all others are
    finally:
        file.execute(f"PRAGMA busy_timeout={milliseconds(patience)}")


def _waited(file: sqlite3.Connection, until: float) -> bool:
    """Whether the transaction has begun in time."""
    while monotonic() < until:
        try:
            file.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                return False
            sleep(STEP)
        else:
            return True
    return False
