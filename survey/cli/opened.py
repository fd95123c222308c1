"""The installation as a command finds it: its settings and its database, and in a line what is in the way."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from survey import database
from survey.cli import troubles
from survey.database import db, heads
from survey.errors import FaultsError
from survey.services import contents, health
from survey.settings import Settings
from survey.settings import read as read_settings

NO_TABLES = "The database has no tables yet. Run: survey migrate"
CURES = {
    health.DATABASE: "The database does not answer: {}. Is it running, and is SURVEY_DATABASE_URL its address?",
    health.TABLES: "Tables: {}. Run: survey migrate",
    health.READ_ONLY: "SURVEY_DATABASE_URL: the database {}. Is its disk, or its folder, read-only?",
    health.FOLDER: "SURVEY_INSTANCE: the folder {}. Give it to the account that serves.",
}
"""What to do about each fault of :func:`survey.services.health.faults`."""


def in_force(port: int = 8000) -> Settings:
    """Return the settings in force; ClickException, which names each that cannot be, where one is wrong."""
    try:
        return read_settings(port=port)
    except FaultsError as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def opened(*, as_it_is: bool = False) -> Iterator[Settings]:
    """Yield the settings inside an application with nothing but its database, which has the tables of this version.

    With ``as_it_is``, tables may be older or missing, and are named once the block fails. ClickException, with the
    cure, for what is in the way.
    """
    settings = in_force()
    with reached(settings.database_url):
        try:
            if not as_it_is:
                require_tables()
            yield settings
        except SQLAlchemyError:
            if health.DATABASE not in _faults():
                require_tables()
            raise


@contextmanager
def reached(url: str) -> Iterator[None]:
    """Do a block inside an application with nothing but the database at an address, whatever tables it has.

    ClickException, with the cure, where the database does not answer or cannot be written. What else goes wrong is a
    fault of ours, and raised as it is.
    """
    try:
        app = application(url)
    except SQLAlchemyError as error:
        raise click.ClickException("This is no address of a database, such as sqlite:////var/lib/survey.db.") from error
    with app.app_context():
        try:
            yield
        except SQLAlchemyError as error:
            found = _faults()
            for what in (health.DATABASE, health.READ_ONLY):
                if what in found:
                    said = troubles.in_one_line(error) if isinstance(error, DBAPIError) else found[what]
                    why = said if what == health.DATABASE else found[what]
                    raise click.ClickException(CURES[what].format(why)) from error
            raise
        finally:
            db.session.close()
            db.engine.dispose()


def application(url: str) -> Flask:
    """Return an application with nothing but its database: pages and charts would take a second to load."""
    app = Flask("survey")
    database.install(app, url)
    return app


def revision() -> str | None:
    """Return at which migration the tables are, None where there are none."""
    with db.engine.connect() as connection:
        return contents.revision(connection)


def require_tables(*, of_any_version: bool = False) -> None:
    """ClickException, with the cure, unless the tables are there, and those of this version."""
    found = revision()
    if found is None:
        raise click.ClickException(NO_TABLES)
    if found not in heads() and not of_any_version:
        raise click.ClickException("The tables are not those of this version. Run: survey migrate")


def _faults() -> dict[str, str]:
    return health.faults(db.engine, instance=Path(), heads=heads())
