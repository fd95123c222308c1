"""``survey demo``: a database of its own with invented answers, and links to look around with."""

import secrets
from datetime import UTC, datetime
from functools import cache

import click
from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from survey.cli import refused
from survey.cli.database import fill
from survey.cli.opened import in_force, reached
from survey.database import db
from survey.errors import RefusedError
from survey.migrating import alembic
from survey.models import RoleName, User, Wave
from survey.policy import OPERATOR
from survey.services import (
    assessments,
    demonstration,
    demonstration_disclosures,
    demonstration_stakeholders,
    demonstration_teamwork,
    demonstration_waves,
    notices,
    people,
    waves,
)
from survey.settings import Settings

TEAM = "team@demonstration.example"
SHOWN = "donegal"
"""The region whose coordinator gets a link: its assessment is a draft, nearly finished."""


@click.command("demo")
@click.option("--port", type=int, default=8000, show_default=True, help="The port on this machine that links lead to.")
def demo(port: int) -> None:
    """Prepare the demonstration: regions, three waves with invented answers, and one-time links to sign in.

    \b
    Run it with SURVEY_DEMONSTRATION=1 and a folder of its own, as `make demo` does:
      SURVEY_DEMONSTRATION=1 SURVEY_INSTANCE=instance/demo survey demo

    A database with real answers is refused. What is there already stays as it is.
    """
    settings = in_force(port)
    if not settings.demonstration:
        raise click.ClickException("Set SURVEY_DEMONSTRATION=1, and SURVEY_INSTANCE to a folder of its own.")
    with reached(settings.database_url):
        alembic.upgrade()
        try:
            said = prepare(db.session, settings, datetime.now(UTC))
        except RefusedError as error:
            raise click.ClickException(refused.words(error)) from error
        db.session.commit()
    click.echo("\n".join(said))


def prepare(session: Session, settings: Settings, now: datetime) -> list[str]:
    """Fill a demonstration and return what was done, line by line, with links that work once within the hour."""
    lines = fill(session, settings, now=now)[:-1]
    wave = waves.current(session, now=now)
    if wave is None:
        return lines
    filled = demonstration.fill(session, wave=wave, now=now)
    if filled:
        demonstration_teamwork.work_together(session, wave=wave, now=now)
        demonstration_waves.go_back(session, wave=wave, now=now)
        demonstration_disclosures.open_up(session, wave=wave, now=now)
        demonstration_stakeholders.ask(session, wave=wave, now=now)
    links = [f"  as {who}: {_link(session, settings, user, now)}" for who, user in _shown(session, wave, now).items()]
    notices.all_have_read(session, now=now)  # invented people need not be asked
    return [
        *lines,
        f"Invented answers: {filled} assessments.",
        "Look around; each link works once, within an hour:",
        *links,
    ]


def _shown(session: Session, wave: Wave, now: datetime) -> dict[str, User]:
    """Return one invented person of each part, in the words of the list of links."""
    draft = assessments.find(session, wave=wave.key, region=SHOWN, by=OPERATOR)
    reviewed = assessments.find(session, wave=wave.key, region=demonstration_teamwork.IN_REVIEW, by=OPERATOR)
    name = draft.region.name
    return {
        "the project team": _team(session, now),
        f"the coordinator of {name}": demonstration.coordinator(session, assessment=draft, now=now),
        f"the colleague of {name}": demonstration_teamwork.colleague(session, assessment=draft, now=now),
        f"the reviewer of {reviewed.region.name}": demonstration_teamwork.reviewer(
            session, assessment=reviewed, now=now
        ),
    }


def _team(session: Session, now: datetime) -> User:
    return people.invite_to_team(
        session, email=TEAM, name="Project team (invented)", by=OPERATOR, now=now, role=RoleName.TEAM
    ).user


def _link(session: Session, settings: Settings, user: User, now: datetime) -> str:
    """Return a link that signs in; a password that nobody knows keeps it from asking for a new one."""
    user.password = user.password or _nobody_knows()
    return f"{settings.base_url}/welcome/{people.sign_in_link(session, user=user, now=now).token}"


@cache
def _nobody_knows() -> str:
    """Return the hash of a password that is forgotten at once: one for all, since making it is slow on purpose."""
    return PasswordHasher().hash(secrets.token_urlsafe(32))
