"""The database: engine, session and transactions, the same on SQLite and on PostgreSQL.

Reading is the rule: a transaction begins deferred, and a statement that writes is refused in it. Whatever writes
opens its own transaction by :func:`begin_write`, late, when everything is parsed and hashed. A reading transaction is
never upgraded to a writing one: two that try at once would answer "database is locked", whatever the timeout.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import event, orm

from survey import transactions
from survey.locking import COMMAND
from survey.moments import UtcDateTime
from survey.transactions import PURPOSE, prepare, reaching

MIGRATIONS = Path(__file__).parent / "migrations"


class Base(orm.DeclarativeBase):
    """What all tables share: names of constraints that migrations can rely on, and how Python types are kept."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: sa.String(), datetime: UtcDateTime(), date: sa.Date()}  # noqa: RUF012


def engine(url: str | sa.URL) -> sa.Engine:
    """Return an engine for this address with the transaction rules of this module."""
    made = sa.create_engine(url, **reaching(url))
    prepare(made)
    return made


class Session(orm.Session):
    """A session whose every flush happens in a writing transaction."""


def sessions(bind: sa.Engine) -> orm.sessionmaker[Session]:
    """Return a maker of sessions on an engine, for commands and tests without the web application."""
    return orm.sessionmaker(bind, class_=Session, expire_on_commit=False)


def is_writing(session: orm.Session) -> bool:
    """Whether the session's present transaction is one that writes."""
    transaction = session.get_transaction()
    return transaction is not None and session.info.get(PURPOSE) is transaction


def begin_write(session: orm.Session) -> None:
    """Begin the transaction that writes; nothing happens if it has begun already.

    The reading transaction ends first and everything loaded in it expires, so that what is read from now on
    is what holds while we write. RuntimeError if objects were changed before: those changes would be lost.
    """
    if is_writing(session):
        return
    if session.new or session.deleted or any(session.is_modified(each) for each in session.dirty):
        raise RuntimeError("Objects were changed before begin_write: begin first, then change.")
    session.rollback()
    session.expire_all()
    session.connection(execution_options={PURPOSE: "writing"})
    session.info[PURPOSE] = session.get_transaction()


def changed(session: orm.Session, statement: sa.Update | sa.Delete, values: Mapping[str, object] | None = None) -> int:
    """Return how many rows an UPDATE or DELETE changed; objects in the session are left as they are."""
    return session.connection().execute(statement, values).rowcount


@event.listens_for(Session, "before_flush")
def _carry_over(session: orm.Session, _context: object, _instances: object) -> None:
    """Give changes made outside our services a writing transaction of their own.

    Flask-Security changes accounts by itself (a new password, a renewed hash). The reading transaction ends, where
    there is one, and a writing one begins below the session, which keeps the changes; only the changed columns are
    written.
    """
    if is_writing(session):
        return
    connection = session.connection().execution_options(**{PURPOSE: "writing"})
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("ROLLBACK")
        transactions.begin(connection)
    else:
        transactions.begin_on_server(connection)
    session.info[PURPOSE] = session.get_transaction()


class Database(SQLAlchemy):
    """One session per request, on an engine with the transaction rules of this module."""

    def init_app(self, app: Any) -> None:
        """Register with an application whose ``SQLALCHEMY_ENGINES`` is set."""
        super().init_app(app)
        # No asynchronous sessions here: to close none of them would start a thread for every request.
        app.teardown_appcontext_funcs = [one for one in app.teardown_appcontext_funcs if not iscoroutinefunction(one)]
        with app.app_context():
            prepare(self.engine, app.config["SURVEY_PATIENCE"])


db = Database(session_options={"class_": Session, "expire_on_commit": False})


def install(app: Flask, url: str, *, patience: float = COMMAND) -> None:
    """Give the application its database; nothing is connected yet.

    ``patience`` is how many seconds to wait for others that write.
    """
    app.config["SURVEY_PATIENCE"] = patience
    options = {"url": url, "hide_parameters": True, **reaching(url, patience)}  # no answers in the log
    app.config["SQLALCHEMY_ENGINES"] = {"default": options}
    db.init_app(app)


@cache
def heads() -> tuple[str, ...]:
    """Return the revision that this version needs: the newest migration, by the names of their files.

    Alembic knows it, too, and would take 10 MB of every process that serves pages.
    """
    return (max(path.name.removeprefix("r").partition("_")[0] for path in MIGRATIONS.glob("r[0-9]*.py")),)


def one_of(words: type[Any]) -> sa.Enum:
    """Return the column type of a StrEnum, kept as its words; the CHECK constraint is the table's own, named one."""
    return sa.Enum(words, native_enum=False, length=32, values_callable=list, create_constraint=False)


def among(column: str, words: Iterable[StrEnum], *, name: str) -> sa.CheckConstraint:
    """Return the named constraint that a column holds one of a StrEnum's words."""
    listed = ", ".join(f"'{each}'" for each in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=name)
