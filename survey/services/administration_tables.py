"""The lists of the administrator's pages as tables to take away, the same on the page and at the command line."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from survey.models import Mail, MailState, ScheduledRun, User
from survey.services.audit_log import Line
from survey.services.people import state_of
from survey.services.settings_in_force import Row
from survey.services.storage import Storage
from survey.services.tables import Table


def of_storage(found: Storage) -> Table:
    """Return what is kept: by kind (``table``, ``evidence``, ``mails`` ...) and name, how many and how many bytes."""
    files = found.evidence
    return Table(
        ("kind", "name", "count", "bytes"),
        [
            ["database", f"{found.kind} {found.version}", None, found.size],
            *(["table", name, count, None] for name, count in found.rows.items()),
            ["evidence", "named", files.named.files, files.named.bytes],
            ["evidence", "spare", files.spare.files, files.spare.bytes],
            ["evidence", "missing", files.missing, None],
            ["mails", "files", found.mails.files, found.mails.bytes],
            ["backups", "all", found.backups.all.files, found.backups.all.bytes],
            ["backups", found.backups.newest.name if found.backups.newest else "newest", None, found.backups.size],
            ["disk", "free", None, found.free],
            ["disk", "total", None, found.total],
        ],
    )


def of_settings(rows: Sequence[Row]) -> Table:
    """Return the settings in force; a secret has no value here, only whether it is set."""
    heads = ("name", "value", "secret", "source", "file", "purpose", "change")
    return Table(
        heads,
        [[one.name, one.value, _yes(one.secret), one.source.value, one.where, one.purpose, one.change] for one in rows],
    )


def of_runs(found: Sequence[ScheduledRun]) -> Table:
    """Return the runs that are kept, the latest first; moments are in UTC."""
    return Table(
        ("name", "started_at", "ended_at", "counts", "fault"),
        [
            [
                one.name,
                one.started_at.isoformat(timespec="seconds"),
                one.ended_at.isoformat(timespec="seconds"),
                "; ".join(f"{name}={count}" for name, count in one.counts.items()),
                one.fault,
            ]
            for one in found
        ],
    )


def of_log(found: Sequence[Line], zone: ZoneInfo) -> Table:
    """Return lines of the log with the codes of what was done; moments are those of a time zone."""
    heads = ("at", "deed", "by", "person", "region", "wave", "question", "detail")
    return Table(heads, [_line(one, zone) for one in found])


def _line(line: Line, zone: ZoneInfo) -> list[str | None]:
    detail = "; ".join(f"{name}={value}" for name, value in sorted(line.detail.items())) or None
    at = line.place.at.astimezone(zone).isoformat(timespec="seconds")
    return [at, line.code, line.by, line.person, line.region, line.wave, line.question, detail]


def of_people(found: Sequence[User], last: Mapping[int, datetime]) -> Table:
    """Return people with what they are and when they last did something that is kept; moments are in UTC."""
    heads = ("name", "email", "language", "account", "roles", "mandates", "made_at", "last_deed_at")
    return Table(heads, [_person(one, last.get(one.id)) for one in found])


def _person(user: User, last: datetime | None) -> list[str | None]:
    return [
        user.name,
        user.email,
        user.language,
        state_of(user).value,
        "; ".join(role.name for role in user.roles),
        "; ".join(f"{each.duty.value} {each.region.key}" for each in user.mandates if each.in_force),
        user.created_at.isoformat(timespec="seconds"),
        None if last is None else last.isoformat(timespec="seconds"),
    ]


def of_mails(found: Sequence[Mail]) -> Table:
    """Return the mails of the queue without their words; moments are in UTC."""
    heads = ("number", "state", "topic", "address", "made_at", "next_at", "ended_at", "attempts", "trouble")
    return Table(
        heads,
        [
            [
                one.id,
                one.state.value,
                one.topic.value,
                one.to,
                one.made_at.isoformat(timespec="seconds"),
                one.next_at.isoformat(timespec="seconds") if one.state is MailState.WAITING else None,
                one.ended_at.isoformat(timespec="seconds") if one.ended_at else None,
                one.attempts,
                one.trouble.value if one.trouble else None,
            ]
            for one in found
        ],
    )


def _yes(value: bool) -> str:
    return "yes" if value else "no"
