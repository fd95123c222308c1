"""``survey retention``: lets go of what is old enough, as a timer runs it."""

from datetime import UTC, datetime

import click

from survey import periods
from survey.cli.opened import opened
from survey.cli.recorded import recorded
from survey.database import db
from survey.services import retention as letting_go
from survey.services import runs
from survey.services.retention import Done
from survey.settings import Settings

WORDS = {
    "links": "links sent by mail that work no more: deleted",
    "mails": "mails that are files: deleted",
    "invitations": "accounts of people who never came: deleted",
    "files": "files of evidence that was removed: deleted",
    "log": "entries of the log: the people in them forgotten",
}
UNFINISHED = "unfinished files of uploads and backups that were killed: deleted (after 1 day)"


@click.command("retention")
@click.option("--dry-run", is_flag=True, help="Say what would go, and change nothing.")
def retention(dry_run: bool) -> None:
    """Let go of what is older than its period: links, mails, invitations, files, names in the log.

    \b
    Let a timer run it once a day, or look first:
      0 4 * * * survey retention
      survey retention --dry-run

    \b
    Each period is a setting; 0 keeps for good:
      SURVEY_RETENTION_LOG_YEARS=10 survey retention --dry-run

    Answers, and who gave them, are not touched: they belong to the region. Files that evidence still has are never
    deleted. Everything in the database goes in one transaction, files after it.
    """
    with opened() as settings:
        done = _looked(settings) if dry_run else _done(settings)
    for each in periods.PERIODS:
        length = settings.kept[each.code]
        after = f"after {length} {each.unit}" if length else "kept for good"
        click.echo(f"{done.counts[each.code]:6}  {WORDS[each.code]} ({after}; {each.name})")
    click.echo(f"{done.counts[letting_go.UNFINISHED]:6}  {UNFINISHED}")
    for email in done.kept:
        click.echo(f"Never came, and nobody else coordinates the region or administrates: {email}", err=True)
    if dry_run:
        click.echo("Nothing was changed: this was a dry run.")


def _looked(settings: Settings) -> Done:
    """Say what would go, and change nothing."""
    found = letting_go.clear(db.session, settings=settings, now=datetime.now(UTC))
    db.session.rollback()
    return found


def _done(settings: Settings) -> Done:
    """Let everything go, keep that it was done, and return how much went."""
    with recorded(db.engine, runs.RETENTION) as counts:
        done = letting_go.clear(db.session, settings=settings, now=datetime.now(UTC))
        db.session.commit()
        letting_go.remove(done, settings=settings)
        counts.update(done.counts)
    return done
