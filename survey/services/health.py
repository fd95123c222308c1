"""Whether an installation can serve: its database answers and has this version's tables, its folder can be written."""

import os
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from survey.services import contents

DATABASE, TABLES, FOLDER = "database", "tables", "folder"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: what keeps the installation from serving (None: nothing), in how many seconds."""

    what: str
    fault: str | None
    seconds: float


def checks(engine: sa.Engine, *, instance: Path, heads: Collection[str]) -> list[Check]:
    """Look at everything that serving needs; ``heads`` are the migrations that this version needs.

    Without a database its tables are not looked at. Nothing is written.
    """
    found: list[str | None] = []
    made = [_timed(DATABASE, lambda: _revision(engine, found))]
    if made[0].fault is None:
        made.append(_timed(TABLES, lambda: _behind(found[0], heads)))
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
    return None if revision in heads else f"at {revision}, not at {', '.join(sorted(heads))}"
