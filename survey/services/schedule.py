"""Scheduled work: how often each is done, when it was done last, when it is due again, and what is late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from survey.models import Installation, ScheduledRun
from survey.services import runs

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
EVERY: Mapping[str, timedelta] = {
    runs.MAIL: MINUTE,
    runs.REMIND: HOUR,
    runs.CHECK_LINKS: DAY,
    runs.RETENTION: DAY,
    runs.BACKUP: DAY,
    runs.CERTIFICATE: DAY,
}
"""How often ``survey work`` does what. Reminding keeps quiet at night and sends each reminder once; links are visited
once a week; both by themselves."""
AGAIN = HOUR
"""What failed is tried again after so long: a backup onto a full disk is not tried every minute."""


@dataclass(frozen=True)
class Job:
    """Work of one name: its last run, when it last went well, and when it is due (None: when somebody types it).

    ``failed`` says that the last run went wrong; ``overdue`` that it has not gone well for twice its time and an hour.
    """

    name: str
    last: ScheduledRun | None
    well: datetime | None
    due: datetime | None
    failed: bool
    overdue: bool

    @property
    def command(self) -> str:
        """What is typed to do it at once."""
        return runs.command(self.name)


def look(session: Session, *, now: datetime) -> list[Job]:
    """Return all work, in the order in which it is told; that of names which nobody expects comes last.

    What was never done is late, too, once the installation is old enough for it.
    """
    made = session.get(Installation, 1)
    last, well = runs.last(session), runs.last(session, well=True)
    names = dict.fromkeys((*runs.NAMES, *sorted(last)))
    return [_job(name, last.get(name), well.get(name), made.created_at if made else None, now) for name in names]


def _job(name: str, last: ScheduledRun | None, well: ScheduledRun | None, made: datetime | None, now: datetime) -> Job:
    every, since = EVERY.get(name), well.ended_at if well else made
    return Job(
        name,
        last,
        well.ended_at if well else None,
        _due(every, last, now) if every else None,
        failed=last is not None and last.fault is not None,
        overdue=every is not None and since is not None and now - since > 2 * every + HOUR,
    )


def _due(every: timedelta, last: ScheduledRun | None, now: datetime) -> datetime:
    """Return when work is due: at once where it was never done, or later ahead than by a clock put back since."""
    if last is None or last.started_at > now:
        return now
    return last.started_at + (every if last.fault is None else min(every, AGAIN))
