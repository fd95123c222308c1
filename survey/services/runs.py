"""Runs of work that a timer does: what the last one of each command found."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.orm import Session

from survey.database import begin_write
from survey.models import ScheduledRun

BACKUP, BACKUP_CHECK, REMIND, CHECK_LINKS = "backup", "check-backup", "remind", "check-links"
MAIL, RETENTION, CERTIFICATE = "mail send", "retention", "check-certificate"
NAMES = (MAIL, REMIND, CHECK_LINKS, RETENTION, BACKUP, BACKUP_CHECK, CERTIFICATE)
"""The work whose runs are expected; runs of other names are kept and listed, too."""
KEPT = 50
"""So many runs of each name are kept; older ones are forgotten."""

_OLD = (
    select(ScheduledRun.id)
    .where(ScheduledRun.name == bindparam("name"))
    .order_by(ScheduledRun.ended_at.desc(), ScheduledRun.id.desc())
    .offset(KEPT)
)


def command(name: str) -> str:
    """Return what is typed to do the work of a name once more."""
    return f"survey {'storage --check' if name == BACKUP_CHECK else name}"


def keep(
    session: Session,
    *,
    name: str,
    started: datetime,
    ended: datetime,
    counts: Mapping[str, int],
    fault: str | None = None,
) -> ScheduledRun:
    """Keep that a run has ended, what it counted, and what went wrong; the oldest of its name are forgotten."""
    begin_write(session)
    made = ScheduledRun(name=name, started_at=started, ended_at=max(started, ended), counts=dict(counts), fault=fault)
    session.add(made)
    session.flush()
    old = session.scalars(_OLD, {"name": name}).all()
    if old:
        session.execute(delete(ScheduledRun).where(ScheduledRun.id.in_(old)))
    return made


def last(session: Session, *, well: bool = False) -> dict[str, ScheduledRun]:
    """Return the last run of each name, or the last one without a fault."""
    wanted = select(func.max(ScheduledRun.id)).group_by(ScheduledRun.name)
    if well:
        wanted = wanted.where(ScheduledRun.fault.is_(None))
    found = session.scalars(select(ScheduledRun).where(ScheduledRun.id.in_(wanted)))
    return {one.name: one for one in found}


def listing(session: Session) -> Sequence[ScheduledRun]:
    """Return all runs that are kept, the latest first."""
    return session.scalars(select(ScheduledRun).order_by(ScheduledRun.ended_at.desc(), ScheduledRun.id.desc())).all()
