"""The rows of all tables as they are: read in one look, written in one transaction, compared by fingerprint.

Tables are those that the database has, not those of today's models: a backup is read back at the revision that it was
made at. What is kept is plain JSON, the same whichever database it came from.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from survey.transactions import PURPOSE

REVISION = "alembic_version"
"""The table in which the migrations keep how far they are; it is no content."""
AT_ONCE = 1000
"""So many rows are written by one statement."""

Line = list[Any]
"""A row as JSON has it: its values in the order of the columns."""


@dataclass(frozen=True)
class Fingerprint:
    """What a table holds, told in short: how many rows, and the SHA-256 of all of them in the order of their keys."""

    rows: int
    sha256: str


def revision(connection: sa.Connection) -> str | None:
    """Return at which migration a database is, None where it has no tables of ours."""
    if not sa.inspect(connection).has_table(REVISION):
        return None
    found = connection.scalar(sa.select(sa.column("version_num")).select_from(sa.table(REVISION)))
    return None if found is None else str(found)


def tables(connection: sa.Connection) -> list[sa.Table]:
    """Return the tables of a database, those that others refer to first."""
    found = sa.MetaData()
    found.reflect(connection)
    for column in (column for table in found.tables.values() for column in table.columns):
        if isinstance(column.type, sa.JSON):
            column.type.none_as_null = True  # an empty cell stays one, and does not become JSON's null
    return [table for table in found.sorted_tables if table.name != REVISION]


def reading(engine: sa.Engine) -> sa.Connection:
    """Return a connection that sees one moment of the database, whatever others write; whoever asked closes it."""
    connection = engine.connect()
    if connection.dialect.name == "postgresql":
        connection.execution_options(isolation_level="REPEATABLE READ")
    return connection


def lines(connection: sa.Connection, table: sa.Table) -> Iterator[Line]:
    """Yield the rows of a table in the order of its key, as JSON has them; some at a time, where it can be done."""
    order = list(table.primary_key.columns) or list(table.columns)
    # PostgreSQL hands rows over bit by bit in a transaction only: of ``reading`` and ``writing``.
    driver: Any = connection.connection.driver_connection
    whole = connection.dialect.name == "postgresql" and driver.autocommit
    options = {} if whole else {"yield_per": AT_ONCE}
    found = connection.execute(sa.select(table).order_by(*order), execution_options=options)
    for row in found:
        yield [_plain(value) for value in row]


def fingerprint(rows: Iterable[Line]) -> Fingerprint:
    """Return the fingerprint of rows in their order."""
    count, digest = 0, hashlib.sha256()
    for row in rows:
        digest.update(written(row))
        count += 1
    return Fingerprint(count, digest.hexdigest())


def written(row: Line) -> bytes:
    """Return a row as one line of UTF-8, the same for the same values."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def fill(connection: sa.Connection, table: sa.Table, columns: list[str], rows: Iterable[Line]) -> None:
    """Write rows into an empty table, given the names of their columns; the writing transaction must have begun.

    Columns by which a table refers to itself are filled in a second pass, when all rows are there.
    """
    own = [column.name for column in table.columns if any(key.column.table is table for key in column.foreign_keys)]
    later: list[dict[str, Any]] = []
    naive = connection.dialect.name == "sqlite"
    for some in _batches(rows):
        values = [_typed(table, columns, row, naive=naive) for row in some]
        later += [{f"_{name}": row[name] for name in ("id", *own)} for row in values if any(row[name] for name in own)]
        connection.execute(table.insert(), [row | dict.fromkeys(own) for row in values])
    if later:
        again = table.update().where(table.c.id == sa.bindparam("_id"))
        connection.execute(again.values({name: sa.bindparam(f"_{name}") for name in own}), later)
    _count_on(connection, table)


def _batches(rows: Iterable[Line]) -> Iterator[list[Line]]:
    batch: list[Line] = []
    for row in rows:
        batch.append(row)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _count_on(connection: sa.Connection, table: sa.Table) -> None:
    """Let PostgreSQL number the next row after the last one; SQLite does so by itself."""
    if connection.dialect.name != "postgresql" or "id" not in table.c:
        return
    last = connection.scalar(sa.select(sa.func.max(table.c.id)))
    sequence = connection.scalar(sa.select(sa.func.pg_get_serial_sequence(f'"{table.name}"', "id")))
    if last is not None and sequence is not None:
        connection.execute(sa.select(sa.func.setval(sequence, last)))


def _plain(value: Any) -> Any:
    """Return a value as JSON has it; moments in UTC, whether or not the database says so."""
    if isinstance(value, datetime):
        moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return moment.isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def _typed(table: sa.Table, columns: list[str], row: Line, *, naive: bool) -> dict[str, Any]:
    return {name: _value(table.c[name].type, value, naive=naive) for name, value in zip(columns, row, strict=True)}


def _value(kind: sa.types.TypeEngine[Any], value: Any, *, naive: bool) -> Any:
    """Return a value as the database wants it: SQLite keeps moments without their zone, which is always UTC."""
    if value is None:
        return None
    if isinstance(kind, sa.DateTime):
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=None) if naive else moment
    return date.fromisoformat(value) if isinstance(kind, sa.Date) else value


def is_empty(connection: sa.Connection) -> bool:
    """Whether no table holds a row; a database without tables is empty, too."""
    return all(
        connection.execute(sa.select(sa.literal(1)).select_from(one).limit(1)).first() is None
        for one in tables(connection)
    )


def writing(engine: sa.Engine) -> sa.Connection:
    """Return a connection for filling tables in one transaction: references are looked at once, at its end."""
    return engine.connect().execution_options(**{PURPOSE: "migrating"})


def broken(connection: sa.Connection) -> Mapping[str, int]:
    """Return how many rows of each table refer to nothing; PostgreSQL would have refused them already."""
    if connection.dialect.name != "sqlite":
        return {}
    found: dict[str, int] = {}
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        found[str(row[0])] = found.get(str(row[0]), 0) + 1
    return found
