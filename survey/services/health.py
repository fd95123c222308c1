"""Whether an installation can serve: its database answers and has this version's tables, its folder can be written."""

import os
from collections.abc import Collection
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from survey.services import contents

DATABASE, TABLES, FOLDER = "database", "tables", "folder"


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
    if not os.access(instance, os.W_OK | os.X_OK):
        found[FOLDER] = "cannot be written"
    return found
