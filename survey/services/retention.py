"""What is old enough to go: found by the periods of the installation, and let go in one transaction.

Files go after the commit: a row never promises bytes that are not there.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session, aliased

from survey import periods
from survey.database import begin_write, changed
from survey.errors import RefusedError
from survey.models import AuditEntry, Evidence, NoticeConsent, StoredFile, Token, User
from survey.policy import OPERATOR
from survey.services import backups, evidence_store, farewells, leaving, mail_files
from survey.services.leaving import Left
from survey.settings import Settings

FORGOTTEN = "forgotten"
"""What the detail of an entry of the log says once its people are forgotten."""

TELLING = frozenset({"email", "before"})
"""What the detail may hold of people; it is forgotten with them."""


UNFINISHED = "unfinished"
ABANDONED = timedelta(days=1)
"""What was begun so long ago and never got its name was left by a process that was killed."""


@dataclass
class Done:
    """How much went, by the code of its period, or :data:`UNFINISHED`.

    ``kept`` are the addresses of people who never came and without whom a region would have nobody; ``left`` those
    who are gone; ``files`` what is deleted after the commit, each unless it is younger than a moment; ``unfinished``
    files and folders of uploads and backups that were killed.
    """

    counts: dict[str, int] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    files: list[tuple[Path, datetime]] = field(default_factory=list)
    unfinished: list[Path] = field(default_factory=list)


def clear(session: Session, *, settings: Settings, now: datetime) -> Done:
    """Let everything go that is older than its period, but for the files, which :func:`remove` deletes afterwards.

    The caller commits, or rolls back to look only. A period of 0 lets nothing go.
    """
    begin_write(session)
    done = Done()
    steps: dict[str, Callable[[datetime], int]] = {
        "links": lambda old: _links(session, old),
        "mails": lambda old: _mails(settings, old, done),
        "invitations": lambda old: _invitations(session, old, now, done),
        "files": lambda old: _files(session, settings, old, done),
        "log": lambda old: _log(session, old),
    }
    for code, step in steps.items():
        old = periods.before(code, settings.kept, now)
        done.counts[code] = 0 if old is None else step(old)
    done.unfinished = list(_unfinished(settings, now - ABANDONED))
    done.counts[UNFINISHED] = len(done.unfinished)
    return done


def remove(done: Done, *, settings: Settings) -> int:
    """Delete the files of what went, after the commit, and return how many; mails to who is gone are forgotten."""
    for left in done.left:
        farewells.forget(left, settings=settings)
    for path in done.unfinished:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    return sum(_removed(path, before) for path, before in done.files)


def _removed(path: Path, before: datetime) -> bool:
    """Delete one file unless it is younger, as one is that was just stored again.

    First it gets another name, so that whoever stores the same bytes now puts them beside it.
    """
    aside = path.with_name(f".gone-{path.name}")
    try:
        path.rename(aside)
    except FileNotFoundError:
        return False
    if not _is_old(aside, before):
        aside.rename(path)
        return False
    aside.unlink()
    return True


def _is_old(path: Path, old: datetime) -> bool:
    try:
        return path.stat().st_mtime < old.timestamp()
    except FileNotFoundError:  # it got its name in this very moment
        return False


def _links(session: Session, old: datetime) -> int:
    """Delete links whose last day is over for a while, whether they were used or not."""
    found = session.scalars(select(Token).where(Token.expires_at < old)).all()
    for each in found:
        session.delete(each)
    session.flush()
    return len(found)


def _mails(settings: Settings, old: datetime, done: Done) -> int:
    found = mail_files.old(settings.instance, before=old)
    done.files += [(path, old) for path in found]
    return len(found)


def _invitations(session: Session, old: datetime, now: datetime, done: Done) -> int:
    """Delete the accounts of people who never came, who have read no notice; whoever is needed is named and stays."""
    link = aliased(Token)
    came = exists().where(NoticeConsent.user_id == User.id)
    asked = exists().where(link.user_id == User.id, link.expires_at >= now, link.used_at.is_(None))
    never = (User.password.is_(None), User.deleted_at.is_(None), ~came, ~asked)
    found = session.scalars(select(User.id).where(User.created_at < old, *never).order_by(User.id)).all()
    for key in found:
        user = session.get_one(User, key)
        email = user.email
        try:
            done.left.append(leaving.delete_account(session, user=user, by=OPERATOR, now=now))
        except RefusedError:
            done.kept.append(email)
    return len(done.left)


def _files(session: Session, settings: Settings, old: datetime, done: Done) -> int:
    """Let the files go that no piece of evidence has which is still there, and those that no row knows.

    Pieces that were removed stay as rows, without the file and its name.
    """
    still = exists().where(
        Evidence.file_id == StoredFile.id, (Evidence.removed_at.is_(None)) | (Evidence.removed_at >= old)
    )
    gone = []
    for row in session.scalars(select(StoredFile).where(StoredFile.stored_at < old, ~still)).all():
        gone.append(evidence_store.path(settings, row.region_id, row.digest))
        changed(session, update(Evidence).where(Evidence.file_id == row.id).values(file_id=None, file_name=None))
        session.delete(row)
    session.flush()
    rows = session.execute(select(StoredFile.region_id, StoredFile.digest)).all()
    known = {*gone, *(evidence_store.path(settings, row[0], row[1]) for row in rows)}
    gone += [path for path in _stored(settings) if path not in known and _is_old(path, old)]
    done.files += [(path, old) for path in gone]
    return len(gone)


def _stored(settings: Settings) -> Iterator[Path]:
    """Yield all files in the folder of evidence that got their names."""
    found = sorted(evidence_store.folder(settings).glob("*/*/*"))
    yield from (path for path in found if path.is_file() and not path.name.startswith(evidence_store.NEW))


def _unfinished(settings: Settings, old: datetime) -> Iterator[Path]:
    """Yield what uploads and backups left behind that were killed before it had its name."""
    for folder, pattern in (
        (evidence_store.folder(settings), f"*/*/{evidence_store.NEW}*"),
        (settings.instance / "backups", f"{backups.NEW}*"),
    ):
        yield from (path for path in sorted(folder.glob(pattern)) if _is_old(path, old))


def _log(session: Session, old: datetime) -> int:
    """Take the people out of old entries of the log: what was done stays, and that somebody did it."""
    named = AuditEntry.by_id.is_not(None) | AuditEntry.person_id.is_not(None)
    found = session.execute(select(AuditEntry.id, AuditEntry.detail).where(AuditEntry.done_at < old, named)).all()
    for key, detail in found:
        kept = {name: value for name, value in detail.items() if name not in TELLING}
        values = {"by_id": None, "person_id": None, "detail": kept | {FORGOTTEN: True}}
        changed(session, update(AuditEntry).where(AuditEntry.id == key).values(values))
    return len(found)
