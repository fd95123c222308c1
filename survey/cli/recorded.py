"""Keeps that a command ran, as a timer runs it, so that the administrator's pages can tell when it last did."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from survey import database
from survey.services import runs


@contextmanager
def recorded(engine: sa.Engine, name: str) -> Iterator[dict[str, int]]:
    """Run a block, which fills in what it counted, and keep when it ran and what went wrong.

    What the block raises is raised on; a database that cannot keep the run is only said, since the work is done.
    """
    started, counts = datetime.now(UTC), dict[str, int]()
    try:
        yield counts
    except Exception as error:
        _keep(engine, name, started, counts, _told(error))
        raise
    _keep(engine, name, started, counts, None)


def _told(error: Exception) -> str:
    """Return what went wrong in a line that names nobody: the words of our own errors, the kind of all others."""
    if isinstance(error, click.ClickException):
        return error.message.partition("\n")[0]
    return type(error).__name__


def _keep(engine: sa.Engine, name: str, started: datetime, counts: dict[str, int], fault: str | None) -> None:
    try:
        with database.sessions(engine)() as session:
            runs.keep(session, name=name, started=started, ended=datetime.now(UTC), counts=counts, fault=fault)
            session.commit()
    except SQLAlchemyError as error:
        click.echo(f"That {name} ran could not be kept: {type(error).__name__}.", err=True)
