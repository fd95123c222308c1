"""``survey settings``: what is in force, and whether the platform can serve with it."""

import os
import shlex
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import click
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from survey.cli import troubles
from survey.cli.opened import CURES, application
from survey.database import db, heads
from survey.errors import FaultsError
from survey.services import health
from survey.services.settings_in_force import Row, Source, rows
from survey.settings import Settings, read


@click.command("settings")
@click.option("--check", is_flag=True, help="Also look whether the platform can serve; ends with 1 if it cannot.")
@click.option("--explain", is_flag=True, help="Also say what each setting does, and how to change it.")
def settings(check: bool, explain: bool) -> None:
    """Show the settings in force and where each comes from. Passwords are not shown.

    \b
    Settings stand in the environment, or in a file of lines NAME=value:
      SURVEY_SETTINGS=/etc/survey.env survey settings --check
      survey settings --explain
    """
    try:
        found, wrong_settings = read(), None
    except FaultsError as error:
        found, wrong_settings = None, error
    for row in rows(os.environ, found):
        click.echo(f"{row.name}: {_shown(row)}")
        if explain:
            click.echo(f"  {row.purpose}\n  {row.change}")
    if found is None:
        raise click.ClickException(f"This cannot be:\n{wrong_settings}") from wrong_settings
    if not check:
        return
    wrong = list(_wrong(found))
    for words in _worth_knowing(found):
        click.echo(f"Worth knowing: {words}")
    if wrong:
        raise click.ClickException("\n".join(["The platform cannot serve:", *wrong]))
    click.echo("The platform can serve.")


def _shown(row: Row) -> str:
    if row.source is Source.DEFAULT:
        return f"{row.value}  [default]" if row.value else "(not set)"
    source = row.where if row.source is Source.FILE else row.source.value
    return f"{'(set, not shown)' if row.secret else row.value or ''}  [{source}]"


def _wrong(found: Settings) -> Iterator[str]:
    with application(found.database_url).app_context():
        for what, why in health.faults(db.engine, instance=found.instance, heads=heads()).items():
            yield CURES[what].format(_unanswered(db.engine) if what == health.DATABASE else why)
        db.engine.dispose()
    command = shlex.split(found.scanner or "")
    if command and shutil.which(command[0]) is None:
        yield f"SURVEY_SCANNER: there is no program {command[0]} on this machine. Install it, or leave the setting out."


def _unanswered(engine: sa.Engine) -> str:
    """Return in its own words why a database does not answer, asked once more; it names host and account at most."""
    try:
        with engine.connect():
            return "it does again"
    except DBAPIError as error:
        return troubles.in_one_line(error)


def _worth_knowing(found: Settings) -> Iterator[str]:
    if not found.secure and urlsplit(found.base_url).hostname not in {"127.0.0.1", "localhost"}:
        yield "people come by http. Put a proxy with TLS before the platform, and give its https address."
    if found.smtp_url is None:
        yield f"no mail server is set. Mails are files in {found.instance / 'mail'}."
    if found.database_url.startswith("sqlite"):
        yield "answers are kept in SQLite, which is good for one machine. PostgreSQL serves more people at once."
