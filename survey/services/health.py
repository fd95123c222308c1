"""Whether an installation can serve: its database answers, has this version's tables, and takes what is written; its
folder can be written.
"""

import os
import sqlite3
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from survey.services import contents

_NOTHING = "DELETE FROM alembic_version WHERE 0"
"""Writes nothing, and is refused where nothing can be written; to begin alone is not."""

DATABASE, TABLES, READ_ONLY, FOLDER = "database", "tables", "read_only", "folder"


def faults(engine: sa.Engine, *, instance: Path, heads: Collection[str]) -> dict[str, str]:
    """Return what keeps the installation from serving, by what is at fault; nothing where all is well.

    ``heads`` are the migrations that this version needs. Nothing is written.
    """
    found: dict[str, str] = {}
    try:
        with engine.connect() as connection:
            revision = contents.revision(connection)
    except SQLAlchemyError as error:
        found[DATABASE] = type(error).__name__
    else:
        if revision not in heads:
            found[TABLES] = f"at {revision}, not at {', '.join(sorted(heads))}"
        if _is_read_only(engine):
            found[READ_ONLY] = "takes nothing that is written"
    if not os.access(instance, os.W_OK | os.X_OK):
        found[FOLDER] = "cannot be written"
    return found


def _is_read_only(engine: sa.Engine) -> bool:
    """Whether a writing transaction cannot begin; one that must only wait for another can."""
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            return str(connection.exec_driver_sql("SHOW transaction_read_only").scalar()) == "on"
    with closing(engine.raw_connection()) as file:
        file.detach()  # closed afterwards and not given back: what is set here is not for the others
        try:
            for each in ("PRAGMA busy_timeout=0", "PRAGMA query_only=OFF", "BEGIN IMMEDIATE", _NOTHING, "ROLLBACK"):
                file.execute(each)
        except sqlite3.OperationalError as error:
            return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY
    return False
