"""The bytes of evidence: each file once per region, under its SHA-256 in the private folder of the installation.

A file is on the disk before its row is committed: a row never promises bytes that are not there. What a broken-off
transaction leaves behind is found again by the next upload of the same file.
"""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey.errors import FaultsError
from survey.languages import format_number
from survey.languages import gettext as _
from survey.models import StoredFile
from survey.services import evidence_scan, evidence_types
from survey.services.evidence_names import plain
from survey.settings import Settings

NEW = ".new-"
"""How the name of a file begins until all of it is on the disk."""
LARGEST_TOTAL = 2_000_000_000
"""Bytes of all files of one region."""

_ADD = insert(StoredFile)
_KNOWN = select(StoredFile).where(StoredFile.region_id == bindparam("region"), StoredFile.digest == bindparam("digest"))
_TOTAL = select(func.coalesce(func.sum(StoredFile.size), 0)).where(StoredFile.region_id == bindparam("region"))


@dataclass(frozen=True)
class Bytes:
    """A file that is on the disk: whose it is, its digest, size and type, and the name it came with, made harmless."""

    region: int
    digest: str
    size: int
    media_type: str
    name: str


def folder(settings: Settings) -> Path:
    """Return where the files of evidence are: in the private folder, never where the web server reads."""
    return settings.instance / "evidence"


def path(settings: Settings, region: int, digest: str) -> Path:
    """Return where the bytes of a file of a region are."""
    return folder(settings) / str(region) / digest[:2] / digest


def keep(content: bytes, name: str, *, region: int, settings: Settings) -> Bytes:
    """Judge a file, let it be scanned, and put it on the disk; FaultsError, with the cure, for one that is not taken.

    No row is written: :func:`row` does that, in the writing transaction.
    """
    named = plain(name)
    kept = Bytes(
        region, hashlib.sha256(content).hexdigest(), len(content), evidence_types.media_type(content, named), named
    )
    where = path(settings, region, kept.digest)
    _make_private(where.parent, settings)
    descriptor, temporary = tempfile.mkstemp(prefix=NEW, dir=where.parent)  # made with mode 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        evidence_scan.scan(Path(temporary), command=settings.scanner, name=named)
        Path(temporary).replace(where)
    finally:
        Path(temporary).unlink(missing_ok=True)
    _settle(where.parent)
    return kept


def row(session: Session, kept: Bytes, *, now: datetime) -> StoredFile:
    """Return the row of a file on the disk, made if the region has none; the writing transaction must have begun.

    Raises FaultsError where the region's files together would become too large.
    """
    known = {"region": kept.region, "digest": kept.digest}
    found = session.scalar(_KNOWN, known)
    if found is not None:
        return found
    require_room(session, kept.size, kept.name, region=kept.region)
    values = {"region_id": kept.region, "digest": kept.digest, "size": kept.size}
    try:
        with session.begin_nested():
            session.connection().execute(_ADD, {**values, "media_type": kept.media_type, "stored_at": now})
    except IntegrityError:
        pass  # somebody stored the same file between our looking and our writing, as PostgreSQL allows
    return session.scalars(_KNOWN, known).one()


def require_room(session: Session, size: int, name: str, *, region: int) -> None:
    """Raise FaultsError where the files of a region together would become too large by one of this size."""
    if session.scalars(_TOTAL, {"region": region}).one() + size > LARGEST_TOTAL:
        raise _too_many(name)


def _too_many(name: str) -> FaultsError:
    most = format_number(LARGEST_TOTAL / 1_000_000_000, 0)
    what = _("The files of your region together may have %(most)s gigabytes, and this one is too much.", most=most)
    cure = _("Add the address at which the document can be read instead, or ask the project team.")
    return evidence_types.refused("total", name, what, cure)


def _make_private(inner: Path, settings: Settings) -> None:
    """Make a folder that only the server's account reads, and those around it that are ours."""
    for each in (folder(settings), inner.parent, inner):
        each.mkdir(mode=0o700, exist_ok=True)


def _settle(inner: Path) -> None:
    """Bring the new name in a folder to the disk."""
    descriptor = os.open(inner, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
