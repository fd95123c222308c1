"""``survey remind``: mails to people who have something open, as a timer runs it."""

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

import click
from sqlalchemy.orm import Session

from survey.cli.database import application
from survey.cli.recorded import recorded
from survey.database import db
from survey.errors import FaultsError, MailError
from survey.policy import OPERATOR
from survey.services import links, mail, reminder_letters, reminders, runs
from survey.services.reminders import Open
from survey.settings import Settings
from survey.settings import read as read_settings


@click.command("remind")
@click.option("--dry-run", is_flag=True, help="Say who would get a mail, and send none.")
@click.option(
    "--days-before",
    default=",".join(map(str, reminders.DAYS_BEFORE)),
    show_default=True,
    help="So many days before the last one, separated by commas.",
)
@click.option("--now", "disturb", is_flag=True, help="Send also at weekends, before 7 and from 20 o'clock.")
@click.option(
    "--at",
    type=click.DateTime(["%Y-%m-%dT%H:%M"]),
    help="Look from this moment, in the time zone of the installation; with --dry-run only.",
)
def remind(dry_run: bool, days_before: str, disturb: bool, at: datetime | None) -> None:
    """Remind people by mail of what is open, never those who have finished, at most once a day.

    \b
    Let a timer run it every hour of the day; errors alone are written then:
      0 * * * * survey remind > /dev/null

    \b
    Who would get a mail now, and who on a Friday morning?
      survey remind --dry-run
      survey remind --dry-run --at 2026-12-18T09:00

    \b
    Remind three days before the last one and on it, whatever the hour:
      survey remind --days-before 3,0 --now

    It keeps quiet at weekends, before 7 and from 20 o'clock in the time zone of the wave, and says on Monday what
    fell on a weekend. A mail that could not be sent is tried again by the next run; the command then ends with 1.
    """
    days = _days(days_before)
    if at is not None and not dry_run:
        raise click.UsageError("--at needs --dry-run: reminders are sent at the moment that it is.")
    try:
        settings = read_settings()
    except FaultsError as error:
        raise click.ClickException(str(error)) from error
    with application(settings.database_url).app_context():
        now = at.replace(tzinfo=ZoneInfo(settings.time_zone)) if at else datetime.now(UTC)
        found = reminders.due_now(db.session, now=now, days_before=days, disturb=disturb)
        groups = [list(items) for _user, items in groupby(found, key=lambda one: one.user.id)]
        with nullcontext(dict[str, int]()) if dry_run else recorded(db.engine, runs.REMIND) as counts:
            lost = [items for items in groups if not _handle(db.session, settings, items, now, dry_run=dry_run)]
            counts |= {"sent": len(groups) - len(lost), "not_sent": len(lost)}
            click.echo(f"{'Would be sent' if dry_run else 'Sent'}: {len(groups) - len(lost)}.")
            if lost:
                raise click.ClickException(f"Not sent: {len(lost)}. The next run tries again.")


def _handle(session: Session, settings: Settings, items: Sequence[Open], now: datetime, *, dry_run: bool) -> bool:
    """Remind one person of everything that is open; False if the mail could not be sent."""
    who, where = items[0].user.email, ", ".join(f"{_place(one)} ({len(one.codes)} open)" for one in items)
    if dry_run:
        click.echo(f"{who}: {where}")
        return True
    kept = reminders.keep(session, items=items, by=OPERATOR, now=now)
    way_in = links.first(session, user=items[0].user, now=now) if kept else None
    session.commit()
    if not kept:
        return True
    try:
        about = [one.item for one in kept]
        made = reminder_letters.letter(session, items=about, settings=settings, way_in=way_in)
        mail.send(made, settings=settings)
    except MailError:
        reminders.failed(session, kept=kept)
        session.commit()
        click.echo(f"{who}: the mail could not be sent.", err=True)
        return False
    reminders.sent(session, kept=kept, by=OPERATOR, now=now)
    session.commit()
    click.echo(f"{who}: {where}")
    return True


def _place(item: Open) -> str:
    return f"{item.assessment.region.key} {item.assessment.wave.key}"


def _days(text: str) -> list[int]:
    """Return the days; an error that names what is none."""
    try:
        days = [int(one) for one in text.split(",") if one.strip()]
    except ValueError:
        days = []
    if not days or not all(0 <= one <= 365 for one in days):
        raise click.BadParameter("Give numbers from 0 to 365, such as 14,7,2,0.", param_hint="--days-before")
    return days
