"""What needs an administrator's attention, the most urgent first; nothing at all on a good day."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session

from survey.errors import NotFoundError
from survey.models import (
    Citation,
    Duty,
    Evidence,
    Mail,
    MailState,
    Mandate,
    Membership,
    Region,
    ScheduledRun,
    Token,
    User,
)
from survey.policy import Action, Actor, may
from survey.services import certificates, contents, outbox, runs, schedule, storage
from survey.settings import Settings

BACKUP_DAYS = 2
"""A backup is due after so many days; the daily timer makes one each night."""
FREE_SHARE, FREE_BYTES = 0.10, 2_000_000_000
"""The disk is nearly full when less than this share is free, and fewer bytes than these."""
STUCK = timedelta(hours=1)
"""A mail that has waited so long needs somebody to look; before, it is tried again by itself."""
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Matter(StrEnum):
    """What can need attention, in the order of its urgency."""

    TABLES = "tables"
    DISK = "disk"
    CERTIFICATE = "certificate"
    RUN_FAILED = "run_failed"
    OVERDUE = "overdue"
    BACKUP = "backup"
    MAILS = "mails"
    NO_HTTPS = "no_https"
    MAIL_FILES = "mail_files"
    COORDINATORS = "coordinators"
    INVITATIONS = "invitations"
    LINKS = "links"
    DEMONSTRATION = "demonstration"


@dataclass(frozen=True)
class Need:
    """One thing that needs attention, with what its sentence says: numbers, names, moments."""

    matter: Matter
    said: Mapping[str, object] = field(default_factory=dict)


def look(session: Session, *, settings: Settings, heads: Collection[str], now: datetime, by: Actor) -> list[Need]:
    """Return what needs attention, the most urgent first; NotFoundError unless an administrator asks."""
    if not may(by, Action.ADMINISTER):
        raise NotFoundError("attention")
    revision = contents.revision(session.connection())
    if revision not in heads:  # other tables may be missing: nothing else is looked at
        return [Need(Matter.TABLES, {"at": revision or "–", "needed": ", ".join(sorted(heads))})]
    found = [*_machine(session, settings, now), *_people(session, now)]
    return sorted(found, key=lambda one: list(Matter).index(one.matter))


def _machine(session: Session, settings: Settings, now: datetime) -> Iterator[Need]:
    """Yield what is amiss on the machine: disk, runs, backups, how people come, how mails leave."""
    usage = storage.disk(settings)
    if usage.free < min(FREE_SHARE * usage.total, FREE_BYTES):
        yield Need(Matter.DISK, {"free": usage.free, "total": usage.total})
    yield from _work(session, settings, now)
    if settings.demonstration:
        yield Need(Matter.DEMONSTRATION)
    else:
        made = last_backup(session, settings)
        if made is None or now - made > timedelta(days=BACKUP_DAYS):
            yield Need(Matter.BACKUP, {"days": None if made is None else (now - made).days})
    if urlsplit(settings.base_url).hostname not in LOOPBACK:
        if not settings.secure:
            yield Need(Matter.NO_HTTPS, {"address": settings.base_url})
        if settings.smtp_url is None:
            yield Need(Matter.MAIL_FILES, {"count": storage.amount(settings.instance / "mail", "*.eml").files})


def _work(session: Session, settings: Settings, now: datetime) -> Iterator[Need]:
    """Yield what is amiss with scheduled work: what failed, what is late (a backup is told of by its own matter)."""
    jobs = schedule.look(session, now=now)
    days = certificate_days({job.name: job.last for job in jobs}[runs.CERTIFICATE], now)
    ends = days is not None and days < certificates.EARLY and certificates.is_secure(settings.base_url)
    if ends:
        yield Need(Matter.CERTIFICATE, {"days": days})
    for job in jobs:
        if job.last is not None and job.last.fault is not None and not (ends and job.name == runs.CERTIFICATE):
            yield Need(Matter.RUN_FAILED, {"name": job.name, "at": job.last.ended_at, "fault": job.last.fault})
    late = [job.command for job in jobs if job.overdue and not job.failed and job.name != runs.BACKUP]
    if late and not settings.demonstration:
        yield Need(Matter.OVERDUE, {"commands": late})


def certificate_days(run: ScheduledRun | None, now: datetime) -> int | None:
    """Return for how many days the certificate is good that a run has looked at; None where none was seen."""
    if run is None or "days" not in run.counts:
        return None
    return run.counts["days"] - max(0, (now - run.ended_at).days)


def last_backup(session: Session, settings: Settings) -> datetime | None:
    """Return when the last backup was made: by the files of the usual folder, or by the runs that are kept."""
    last = max(
        (one.ended_at for one in runs.listing(session) if one.name == runs.BACKUP and "rows" in one.counts),
        default=None,
    )
    found = [one for one in (storage.kept(settings.instance / "backups").made_at, last) if one is not None]
    return max(found, default=None)


def _people(session: Session, now: datetime) -> Iterator[Need]:
    """Yield what is amiss with people, with mails to them, and with what they wrote."""
    given_up = outbox.counts(session)[MailState.GIVEN_UP]
    stuck = sa.select(sa.func.count()).where(Mail.state == MailState.WAITING, Mail.made_at < now - STUCK)
    waiting = session.scalar(stuck) or 0
    if given_up or waiting:
        yield Need(Matter.MAILS, {"given_up": given_up, "waiting": waiting})
    alone = without_coordinator(session)
    if alone:
        yield Need(Matter.COORDINATORS, {"regions": alone})
    waiting, over = _invited(session, now)
    if waiting or over:
        yield Need(Matter.INVITATIONS, {"waiting": waiting, "over": over})
    named = sa.select(Citation.id).where(Citation.evidence_id == Evidence.id, Citation.until.is_(None)).exists()
    broken = sa.select(sa.func.count()).where(Evidence.fault.is_not(None), Evidence.removed_at.is_(None), named)
    if count := session.scalar(broken):
        yield Need(Matter.LINKS, {"count": count})


def without_coordinator(session: Session) -> list[Region]:
    """Return the member regions that nobody with an open account coordinates, by name."""
    coordinated = sa.select(Mandate.region_id).join(User, User.id == Mandate.user_id)
    coordinated = coordinated.where(Mandate.duty == Duty.COORDINATOR, Mandate.until.is_(None), User.active)
    member = sa.select(Membership.region_id).where(Membership.left.is_(False))
    wanted = sa.select(Region).where(Region.id.in_(member), Region.id.not_in(coordinated))
    return list(session.scalars(wanted.order_by(Region.name)))


def _invited(session: Session, now: datetime) -> tuple[int, int]:
    """Return how many people were invited and have not come: with a link that still works, and with none.

    People whose account is closed, and who have neither role nor mandate any more, do not wait.
    """
    works = sa.select(Token.id).where(
        Token.user_id == User.id,
        Token.used_at.is_(None),
        Token.replaced_at.is_(None),
        Token.expires_at > now,
    )
    part = sa.or_(User.roles.any(), User.mandates.any(Mandate.until.is_(None)))
    absent = sa.select(sa.func.count()).select_from(User).where(User.password.is_(None), User.active, part)
    waiting = session.scalar(absent.where(works.exists())) or 0
    return waiting, (session.scalar(absent) or 0) - waiting
