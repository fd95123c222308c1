"""``survey migrate``, ``survey initialise``, ``survey migrations check``: the database made, filled and compared."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.cli import refused
from survey.cli.opened import application, in_force, reached, require_tables, revision
from survey.database import db
from survey.errors import RefusedError
from survey.migrating import alembic
from survey.models import Edition, InstallationKind, User, Wave
from survey.policy import OPERATOR
from survey.questionnaires.reader import library, read, read_rules
from survey.services import editions, installation, people, regions, waves
from survey.settings import Settings

OPEN_FOR = timedelta(days=120)
"""How long the first wave is open unless a due date is given."""


@click.command("migrate")
def migrate() -> None:
    """Make the tables, or change them to those of this version; nothing in them is lost."""
    with reached(in_force().database_url):
        click.echo(_migrated())


@click.group("migrations")
def migrations() -> None:
    """Compare the migrations with the models."""


@migrations.command("check")
def check() -> None:
    """Fail if the models have changed and no migration says how, or if there are two ways up."""
    with application("sqlite://").app_context():
        ends = len(alembic.heads())
        alembic.upgrade()
        lacking = alembic.compare_metadata()
    if ends != 1 or lacking:
        raise click.ClickException(f"{ends} ways up (one is right); not in any migration: {lacking or 'nothing'}")
    click.echo("The migrations make exactly what the models describe.")


@click.command("initialise")
@click.option("--questionnaire", help="The questionnaire of the library that the wave asks; default: the newest.")
@click.option("--due", type=click.DateTime(["%Y-%m-%d"]), help="Last day of the wave, as YYYY-MM-DD.")
@click.option("--email", default="administrator@example.org", show_default=True, help="Address of the administrator.")
@click.option(
    "--migrate", "first", is_flag=True, help="Migrate first, in the same process: starting Python takes longest."
)
@click.option("--port", default=8000, help="The port on this machine that links lead to, without SURVEY_BASE_URL.")
def initialise(questionnaire: str | None, due: datetime | None, email: str, first: bool, port: int) -> None:
    """Add what a new installation needs: regions, roles, a questionnaire, an open wave, an administrator.

    What is there already stays as it is, so this can be run at every start.
    """
    settings = in_force(port)
    with reached(settings.database_url):
        if first:
            click.echo(_migrated())
        require_tables()
        try:
            said = fill(db.session, settings, questionnaire=questionnaire, due=due.date() if due else None, email=email)
        except RefusedError as error:
            raise click.ClickException(refused.words(error)) from error
        db.session.commit()
    click.echo("\n".join(said))


def fill(
    session: Session,
    settings: Settings,
    *,
    questionnaire: str | None = None,
    due: date | None = None,
    email: str = "administrator@example.org",
    now: datetime | None = None,
) -> list[str]:
    """Add what is missing and return, line by line, what was done; the caller commits.

    Raises RefusedError where the database is for the other kind of answers or a value cannot be.
    """
    moment = now or datetime.now(UTC)
    kind = InstallationKind.DEMONSTRATION if settings.demonstration else InstallationKind.REAL
    installation.claim(session, kind=kind, now=moment)
    people.add_roles(session)
    return [
        f"Database: for {'invented' if settings.demonstration else 'real'} answers.",
        f"Regions: {regions.load(session)} added.",
        _wave(session, settings, questionnaire, due, moment),
        _way_in(session, settings, email, moment),
    ]


def _wave(session: Session, settings: Settings, wanted: str | None, due: date | None, now: datetime) -> str:
    """Open a wave with an edition of the library, named after it, unless there is one."""
    path = _in_library(wanted)
    key = path.stem.rpartition("-")[2]
    there = session.scalar(select(Edition).join(Wave, Wave.edition_id == Edition.id).where(Wave.key == key))
    if there is not None:
        return f"Wave {key}: there already{_new_rules(session, there, path)}."
    asked = read(path)
    edition = editions.store(session, questionnaire=asked, now=now, rules=read_rules(path))
    today = now.astimezone(ZoneInfo(settings.time_zone)).date()
    wave = waves.create(
        session,
        key=key,
        title=asked.edition,
        edition=edition,
        opens=today,
        due=due or today + OPEN_FOR,
        time_zone=settings.time_zone,
        by=OPERATOR,
        now=now,
    )
    members = len(regions.members(session, on=today))
    return f"Wave {wave.key}: {asked.title}, {wave.opens} to {wave.due}, {members} regions."


def _new_rules(session: Session, edition: Edition, path: Path) -> str:
    """Give the edition the rules of the library where it has other ones or none; return what to say about it."""
    rules = read_rules(path, form_only=True)
    if rules is None or (rules.questionnaire, rules.edition) != (edition.key, edition.edition):
        return ""
    return ", its rules are new" if editions.keep_rules(session, edition=edition, rules=rules) else ""


def _in_library(wanted: str | None) -> Path:
    found = library()
    if wanted is not None and wanted not in found:
        raise RefusedError("no-such-questionnaire", wanted=wanted, known=sorted(found))
    return found[wanted or max(found, key=lambda name: name.rpartition("-")[2])]


def _way_in(session: Session, settings: Settings, email: str, now: datetime) -> str:
    """Return how the administrator signs in: by password, or by a link of one hour until there is one.

    The link is printed and kept nowhere: not in the database, not in a log.
    """
    user: User = people.administrator(session, email=email, name="Administrator", now=now)
    if user.password is not None:
        return f"Administrator: {user.email} signs in at {settings.base_url}/sign-in"
    link = people.sign_in_link(session, user=user, now=now)
    return f"Administrator: open this within an hour, it works once:\n  {settings.base_url}/welcome/{link.token}"


def _migrated() -> str:
    """Bring the tables up to date and return what changed."""
    before = revision()
    alembic.upgrade()
    after = revision()
    changed = "as before" if before == after else f"before: {before or 'none'}"
    return f"Tables: {after} ({changed})."
