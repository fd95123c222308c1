"""``survey sessions``: where somebody is signed in, and signing them out."""

from datetime import UTC, datetime, timedelta

import click

from survey.cli import meant
from survey.cli.opened import opened
from survey.database import db
from survey.errors import NotFoundError
from survey.policy import OPERATOR
from survey.services import sessions
from survey.services.sessions import Limits
from survey.settings import Settings


@click.group("sessions")
def group() -> None:
    """Show where somebody is signed in, and sign them out.

    \b
    Somebody has lost a laptop:
      survey sessions list clara@example.org
      survey sessions end clara@example.org --all
    """


@group.command("list")
@click.argument("email")
def listing(email: str) -> None:
    """List the browsers in which the person with this address is signed in, the latest first."""
    with opened() as settings:
        user = meant.person(db.session, email)
        found = sessions.listed(db.session, user=user, by=OPERATOR, limits=_limits(settings), now=datetime.now(UTC))
        for one in found:
            seen, made = (f"{moment:%Y-%m-%d %H:%M}" for moment in (one.seen_at, one.made_at))
            where = one.browser or "unknown"
            click.echo(f"{one.id}: {where}, in use until {seen}, since {made} UTC, by {one.how.value}")
        click.echo(f"Signed in: {len(found)}.")


@group.command("end")
@click.argument("email")
@click.option("--session", "key", type=int, help="The number of one session, as the list has it.")
@click.option("--all", "everywhere", is_flag=True, help="Sign the person out everywhere.")
def end(email: str, key: int | None, everywhere: bool) -> None:
    """Sign the person with this address out of one browser or of all; it holds at their next click."""
    if (key is None) is not everywhere:
        raise click.UsageError("Name one session by --session, or say --all.")
    with opened():
        known = {"user": meant.person(db.session, email), "by": OPERATOR, "now": datetime.now(UTC)}
        count = 1
        try:
            if key is None:
                count = sessions.end_all(db.session, **known)  # type: ignore[arg-type]
            else:
                sessions.end(db.session, key=key, **known)  # type: ignore[arg-type]
        except NotFoundError as error:
            raise click.ClickException(f"There is no session {key} of {email}.") from error
        db.session.commit()
    click.echo(f"Signed out: {count}.")


def _limits(settings: Settings) -> Limits:
    hours = (timedelta(hours=settings.idle_hours), timedelta(hours=settings.signed_in_hours))
    return Limits(*hours, timedelta(days=settings.kept_days))
