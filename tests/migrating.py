"""Builders for migrations: an application with nothing but a database, what its tables are and hold, full databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from survey import database
from survey.cli import database as initialise
from survey.database import db, engine
from survey.migrating import alembic
from survey.services import (
    contents,
    demonstration_disclosures,
    demonstration_stakeholders,
    demonstration_teamwork,
    restoring,
    waves,
)
from survey.services import demonstration as invented
from tests import postgresql
from tests.installations import NOW, settings

Row = dict[str, object]
Rows = dict[str, dict[object, Row]]
"""What a database holds: by table and key, each row by its columns, as plain JSON."""


@contextmanager
def application(url: str) -> Iterator[Flask]:
    """Yield an application with nothing but the database at an address, inside its context."""
    app = Flask("migrations")
    database.install(app, url)
    with app.app_context():
        yield app
        db.session.close()
        db.engine.dispose()


def described(connection: sa.Connection) -> dict[str, object]:
    """Return every table with columns, types, nullability, keys, constraints and indexes, in no order."""
    found = sa.inspect(connection)
    return {
        table: {
            "columns": {(each["name"], str(each["type"]), each["nullable"]) for each in found.get_columns(table)},
            "checks": {(each["name"], each["sqltext"]) for each in found.get_check_constraints(table)},
            "unique": {(each["name"], tuple(each["column_names"])) for each in found.get_unique_constraints(table)},
            "references": {
                (each["name"], *each["constrained_columns"], each["referred_table"], str(each["options"]))
                for each in found.get_foreign_keys(table)
            },
            "indexes": {
                (each["name"], tuple(each["column_names"]), each["unique"], *map(str, each["dialect_options"].values()))
                for each in found.get_indexes(table)
            },
            "key": found.get_pk_constraint(table),
        }
        for table in found.get_table_names()
        if table != "alembic_version"
    }


def rows(url: str) -> Rows:
    """Return everything that a database holds, as plain JSON."""
    made = engine(url)
    try:
        with made.connect() as connection:
            return {table.name: _keyed(connection, table) for table in contents.tables(connection)}
    finally:
        made.dispose()


def _keyed(connection: sa.Connection, table: sa.Table) -> dict[object, Row]:
    columns, keys = [one.name for one in table.columns], [one.name for one in table.primary_key.columns]
    found = [dict(zip(columns, line, strict=True)) for line in contents.lines(connection, table)]
    return {tuple(row[each] for each in keys or columns): row for row in found}


def gone(before: Rows, after: Rows) -> list[tuple[str, Row]]:
    """Return the rows that one of two databases lacks, or has otherwise, of the tables and columns that both know."""
    return [
        (table, row)
        for table in before.keys() & after.keys()
        for key, row in before[table].items()
        if key not in after[table] or _differs(row, after[table][key])
    ]


def _differs(row: Row, other: Row) -> bool:
    return any(row[name] != other[name] for name in row.keys() & other.keys())


def revisions() -> list[str]:
    """Return all migrations, the first one first."""
    return [one.revision for one in reversed(list(alembic.script_directory.walk_revisions()))]


def demonstration(folder: Path) -> str:
    """Fill a demonstration on SQLite with the present wave of ``survey demo``, and return its address."""
    url = f"sqlite:///{folder / 'survey.db'}"
    with application(url):
        alembic.upgrade()
        initialise.fill(db.session, settings(folder, demonstration=True), now=NOW)
        wave = waves.current(db.session, now=NOW)
        assert wave is not None
        for fill in (
            invented.fill,
            demonstration_teamwork.work_together,
            demonstration_disclosures.open_up,
            demonstration_stakeholders.ask,
        ):
            fill(db.session, wave=wave, now=NOW)
        db.session.commit()
    return url


def moved_to_postgresql(url: str) -> str:
    """Return the address of a PostgreSQL database with the same rows."""
    target, source = postgresql.database(), engine(url)
    with application(target):
        restoring.move(source, db.engine, upgrade=alembic.upgrade)
    source.dispose()
    return target
