"""Whether an installation can serve: its database answers, has this version's tables, and takes what is written; its
folder can be written.
"""

import os
import sqlite3
from collections.abc import Callable, Collection
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from survey.services import contents

_NOTHING = "DELETE FROM alembic_version WHERE 0"
"""Writes nothing, and is refused where nothing can be written; to begin alone is not."""

DATABASE, TABLES, READ_ONLY, FOLDER = "database", "tables", "read_only", "folder"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: what keeps the installation from serving (None: nothing), in how many seconds."""

    what: str
    fault: str | None
    seconds: float


def checks(engine: sa.Engine, *, instance: Path, heads: Collection[str]) -> list[Check]:
    """Look at everything that serving needs; ``heads`` are the migrations that this version needs.

    Of a database that does not answer, nothing else is looked at. Nothing is written.
    """
    found: list[str | None] = []
    made = [_timed(DATABASE, lambda: _revision(engine, found))]
    if made[0].fault is None:
        made.append(_timed(TABLES, lambda: _behind(found[0], heads)))
        made.append(_timed(READ_ONLY, lambda: "takes nothing that is written" if _is_read_only(engine) else None))
    return [*made, _timed(FOLDER, lambda: None if os.access(instance, os.W_OK | os.X_OK) else "cannot be written")]


def faults(engine: sa.Engine, *, instance: Path, heads: Collection[str]) -> dict[str, str]:
    """Return what keeps the installation from serving, by what is at fault; nothing where all is well."""
    looked = checks(engine, instance=instance, heads=heads)
    return {one.what: one.fault for one in looked if one.fault is not None}


def _timed(what: str, look: Callable[[], str | None]) -> Check:
    began = perf_counter()
    fault = look()
    return Check(what, fault, perf_counter() - began)


def _revision(engine: sa.Engine, found: list[str | None]) -> str | None:
    """Ask the database at which migration it is, and put it into ``found``; what it is that does not answer."""
    try:
        with engine.connect() as connection:
            found.append(contents.revision(connection))
    except SQLAlchemyError as error:
        return type(error).__name__
    return None


def _behind(revision: str | None, heads: Collection[str]) -> str | None:
    wanted = ", ".join(sorted(heads))
    if revision in heads:
        return None
    return f"none yet, not at {wanted}" if revision is None else f"at {revision}, not at {wanted}"


def _is_read_only(engine: sa.Engine) -> bool:
    """Whether a writing transaction cannot begin; one that must only wait for another can."""
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            return str(connection.exec_driver_sql("SHOW transaction_read_only").scalar()) == "on"
    with closing(engine.raw_connection()) as file:
        file.detach()  # closed afterwards and not given back: what is set here is not for the others
        try:
            for each in ("PRAGMA busy_timeout=0", "BEGIN IMMEDIATE", _NOTHING, "ROLLBACK"):
                file.execute(each)
        except sqlite3.OperationalError as error:
            return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY
    return False
