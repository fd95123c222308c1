"""``survey log``: who did what in the whole installation, as the administrator's page tells it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import click

from survey.cli import meant
from survey.cli.opened import opened
from survey.database import db
from survey.models import Deed
from survey.policy import OPERATOR
from survey.services import administration_tables, audit_log, tables
from survey.services.audit_streams import Wanted

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("log")
@click.option("--deed", type=click.Choice([each.value for each in Deed]), metavar="DEED", help="Only this deed.")
@click.option("--person", help="Only what somebody did, or what was done about them: their address.")
@click.option("--region", help="Only what concerns a region: its key, such as salzburg.")
@click.option("--from", "first", type=DAY, help="From this day on, as YYYY-MM-DD.")
@click.option("--to", "last", type=DAY, help="Up to this day and on it.")
@click.option("--csv", "as_file", is_flag=True, help="All lines that fit, as CSV.")
def log(
    deed: str | None,
    person: str | None,
    region: str | None,
    first: datetime | None,
    last: datetime | None,
    as_file: bool,
) -> None:
    """Say who did what, the latest first: fifty lines, or all of them as CSV.

    \b
      survey log
      survey log --deed role_given --from 2026-11-01
      survey log --person ana@example.org --csv > ana.csv

    Answers, and what concerns confidential evidence, are left out. Days and hours are those of the installation.
    """
    with opened() as settings:
        zone = ZoneInfo(settings.time_zone)
        wanted = Wanted(
            code=deed,
            person=meant.person(db.session, person).id if person else None,
            region=meant.region(db.session, region).id if region else None,
            since=first.replace(tzinfo=zone).astimezone(UTC) if first else None,
            until=(last + timedelta(days=1)).replace(tzinfo=zone).astimezone(UTC) if last else None,
        )
        _say(wanted, zone, as_file)


def _say(wanted: Wanted, zone: ZoneInfo, as_file: bool) -> None:
    """Write the lines that are wanted: one page of them, or all as a file."""
    scope = audit_log.whole(by=OPERATOR)
    if as_file:
        made = administration_tables.of_log(audit_log.everything(db.session, scope, wanted=wanted), zone)
        click.echo(tables.encode(made, tables.dialect(tables.Purpose.ANALYSIS, "en")), nl=False)
        return
    shown = audit_log.page(db.session, scope, wanted=wanted)
    for at, code, by, about, *where in administration_tables.of_log(shown.lines, zone).rows:
        parts = [str(at)[:16].replace("T", " "), code, f"by {by}" if by else "", f"about {about}" if about else ""]
        click.echo("  ".join(map(str, filter(None, [*parts, *where]))))
    if shown.older:
        click.echo("There are more. Narrow them by --from and --to, or take all by --csv.", err=True)
