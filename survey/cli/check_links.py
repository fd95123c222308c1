"""``survey check-links``: visits the addresses that evidence names, as a timer runs it."""

from datetime import UTC, datetime, timedelta

import click

from survey import __version__
from survey.cli.opened import in_force, reached, require_tables
from survey.cli.recorded import recorded
from survey.database import db
from survey.policy import OPERATOR
from survey.services import link_check, link_visits, runs
from survey.services.link_check import Link
from survey.services.link_visits import Guard
from survey.settings import Settings


@click.command("check-links")
@click.option(
    "--days",
    type=click.IntRange(0, 365),
    default=7,
    show_default=True,
    help="Leave alone what was visited within so many days.",
)
@click.option(
    "--seconds", type=click.IntRange(1, 120), default=15, show_default=True, help="Time for one address, in all."
)
@click.option("--dry-run", is_flag=True, help="Say how many addresses would be visited, and visit none.")
def check_links(days: int, seconds: int, dry_run: bool) -> None:
    """Visit the addresses that evidence names, and keep which of them lead nowhere.

    \b
    Let a timer run it once a week, or by hand:
      0 3 * * 0 survey check-links
      survey check-links --days 0
      survey check-links --dry-run

    Only public addresses are visited, by http and https. The region sees at the question, and in the check before
    submitting, which address led nowhere. An address that somebody calls confidential is not printed here.
    """
    settings = in_force()
    run(settings, guard(settings, seconds), days=days, dry_run=dry_run)


def guard(settings: Settings, seconds: float) -> Guard:
    """Return how this installation visits: it says who it is and where people reach it."""
    return Guard(f"intercultural-survey/{__version__} (link check; +{settings.base_url})", seconds)


def run(settings: Settings, how: Guard, *, days: int, dry_run: bool = False) -> None:
    """Visit each address once and keep at once what was found, so that a broken-off run has done its part."""
    with reached(settings.database_url):
        require_tables()
        found = link_check.links(db.session, before=datetime.now(UTC) - timedelta(days=days))
        db.session.rollback()
        if dry_run:
            click.echo(f"Would be visited: {len(found)}.")
            return
        with recorded(db.engine, runs.CHECK_LINKS) as counts:
            broken = sum(_handle(link, how) for link in found)
            counts |= {"visited": len(found), "broken": broken}
        click.echo(f"Visited: {len(found)}. Led nowhere: {broken}.")


def _handle(link: Link, how: Guard) -> bool:
    """Visit one address; True if it leads nowhere."""
    fault = link_visits.visit(link.url, how)
    link_check.keep(db.session, link=link, fault=fault, by=OPERATOR, now=datetime.now(UTC))
    db.session.commit()
    if fault is not None:
        shown = "confidential" if any(confidential for _, _, confidential in link.pieces) else link.url
        where = ", ".join(f"{region} #{number}" for number, region, _ in link.pieces)
        click.echo(f"{fault}: {shown} ({where})")
    return fault is not None
