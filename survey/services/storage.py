"""What an installation keeps and how much room it takes: rows, files of evidence, mails, backups, what is free."""

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from survey.errors import NotFoundError
from survey.models import Evidence, StoredFile
from survey.policy import Action, Actor, may
from survey.services import backups, contents, evidence_store
from survey.settings import Settings

_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Amount:
    """How many files, and how many bytes they are together."""

    files: int = 0
    bytes: int = 0


@dataclass(frozen=True)
class Files:
    """The files of evidence: those that evidence names, those on the disk that none names, and those that are lost.

    ``spare`` are bytes of evidence that was removed, and what a broken-off upload left; ``missing`` are promised by
    rows and not on the disk.
    """

    named: Amount
    spare: Amount
    missing: int


@dataclass(frozen=True)
class Kept:
    """The backups of the usual folder: how many, and the newest with its moment (by its name) and size."""

    all: Amount
    newest: Path | None
    made_at: datetime | None
    size: int


@dataclass(frozen=True)
class Storage:
    """Everything an installation keeps. Sizes are bytes; ``rows`` are by table, in the order of their names."""

    kind: str
    version: str
    size: int
    rows: Mapping[str, int]
    evidence: Files
    mails: Amount
    backups: Kept
    free: int
    total: int


def look(session: Session, *, settings: Settings, by: Actor) -> Storage:
    """Return what the installation keeps; NotFoundError unless an administrator asks. Nothing is written."""
    if not may(by, Action.ADMINISTER):
        raise NotFoundError("storage")
    connection = session.connection()
    usage = disk(settings)
    return Storage(
        kind={"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(connection.dialect.name, connection.dialect.name),
        version=".".join(map(str, connection.dialect.server_version_info or ())),
        size=_size(connection),
        rows=_rows(connection),
        evidence=_evidence(connection, settings),
        mails=amount(settings.instance / "mail", "*.eml"),
        backups=kept(settings.instance / "backups"),
        free=usage.free,
        total=usage.total,
    )


def disk(settings: Settings) -> shutil._ntuple_diskusage:
    """Return ``total``, ``used`` and ``free`` bytes of the disk that holds the private folder."""
    return shutil.disk_usage(settings.instance)


def amount(folder: Path, pattern: str) -> Amount:
    """Return how many files of a folder have a name like this, and their size; none where there is no folder."""
    found = [path.stat().st_size for path in folder.glob(pattern) if path.is_file()]
    return Amount(len(found), sum(found))


def kept(folder: Path) -> Kept:
    """Return the backups of a folder; the newest one is told by its name, which is its moment in UTC."""
    found = sorted(path for path in folder.glob("survey-*") if backups.NAME.fullmatch(path.name))
    sizes = [path.stat().st_size for path in found]
    if not found:
        return Kept(Amount(), None, None, 0)
    made = datetime.strptime(found[-1].name[7:23], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return Kept(Amount(len(found), sum(sizes)), found[-1], made, sizes[-1])


def _size(connection: sa.Connection) -> int:
    """Return the bytes of the database: as the server counts them, or those of SQLite's file."""
    if connection.dialect.name == "postgresql":
        return int(connection.scalar(sa.select(sa.func.pg_database_size(sa.func.current_database()))) or 0)
    pages, each = (connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("page_count", "page_size"))
    return int(pages) * int(each)


def _rows(connection: sa.Connection) -> dict[str, int]:
    """Return how many rows each table has."""
    counted = [
        sa.select(sa.literal(one.name).label("name"), sa.func.count().label("rows")).select_from(one)
        for one in contents.tables(connection)
    ]
    found = connection.execute(sa.union_all(*counted).order_by("name")) if counted else ()
    return {row.name: row.rows for row in found}


def _evidence(connection: sa.Connection, settings: Settings) -> Files:
    """Compare the files that rows promise with those on the disk."""
    in_force = sa.select(Evidence.id).where(Evidence.file_id == StoredFile.id, Evidence.removed_at.is_(None)).exists()
    named = {
        (str(row.region_id), row.digest)
        for row in connection.execute(sa.select(StoredFile.region_id, StoredFile.digest).where(in_force))
    }
    found, spare = dict[tuple[str, str], int](), Amount()
    for path in evidence_store.folder(settings).rglob("*"):
        if path.is_file():
            size, key = path.stat().st_size, (path.parent.parent.name, path.name)
            if key in named and _DIGEST.fullmatch(path.name):
                found[key] = size
            else:
                spare = Amount(spare.files + 1, spare.bytes + size)
    return Files(Amount(len(found), sum(found.values())), spare, len(named - found.keys()))
