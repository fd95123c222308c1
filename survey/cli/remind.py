"""``survey remind``: mails to people who have something open, as a timer runs it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

import click
from sqlalchemy.orm import Session

from survey.cli.opened import opened
from survey.cli.recorded import recorded
from survey.database import db
from survey.models import MailState
from survey.policy import OPERATOR
from survey.services import reminder_letters, reminders, runs, sending
from survey.services.reminders import Open
from survey.settings import Settings


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
    fell on a weekend. A mail that cannot be sent now stays in the queue, and survey mail send tries it again.
    """
    days = _days(days_before)
    if at is not None and not dry_run:
        raise click.UsageError("--at needs --dry-run: reminders are sent at the moment that it is.")
    with opened() as settings:
        now = at.replace(tzinfo=ZoneInfo(settings.time_zone)) if at else datetime.now(UTC)
        found = reminders.due_now(db.session, now=now, days_before=days, disturb=disturb)
        groups = [list(items) for _user, items in groupby(found, key=lambda one: one.user.id)]
        if not dry_run:
            _send(groups, settings, now)
            return
        for items in groups:
            click.echo(_said(items))
        click.echo(f"Would be sent: {len(groups)}.")


def _send(groups: Sequence[Sequence[Open]], settings: Settings, now: datetime) -> None:
    """Remind each person, keep that it was done, and say how many mails have left and how many wait."""
    with recorded(db.engine, runs.REMIND) as counts:
        handled = [_handle(db.session, settings, items, now) for items in groups]
        left = [one for one in handled if one is not None]
        waiting = len(left) - sum(left)
        counts |= {"sent": sum(left), "waiting": waiting}
    click.echo(f"Sent: {sum(left)}.")
    if waiting:
        click.echo(f"In the queue: {waiting}. survey mail send tries them again.", err=True)


def _handle(session: Session, settings: Settings, items: Sequence[Open], now: datetime) -> bool | None:
    """Remind one person of everything that is open: whether the mail has left; None where nothing was to be said."""
    said = _said(items)
    kept = reminders.keep(session, items=items, by=OPERATOR, now=now)
    made = (
        reminder_letters.put(session, items=[one.item for one in kept], settings=settings, by=OPERATOR, now=now)
        if kept
        else None
    )
    session.commit()
    if made is None:
        return None
    for tried in sending.send(session, keys=[made.id], settings=settings, clock=lambda: datetime.now(UTC)):
        if tried.state is MailState.SENT:
            click.echo(said)
            return True
        click.echo(f"{tried.to}: the mail could not be sent now ({tried.trouble}).", err=True)
    return False


def _said(items: Sequence[Open]) -> str:
    """Return whom a mail goes to, and about what."""
    return f"{items[0].user.email}: {', '.join(f'{_place(one)} ({len(one.codes)} open)' for one in items)}"


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
