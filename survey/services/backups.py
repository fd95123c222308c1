"""Backups: one file with every row, the files of evidence and the key of an installation, made while it serves.

It is a tar archive, compressed, and encrypted for a key where one is given (the format of age, https://age-encryption.org).
``manifest.json`` names the version, the migration, and the SHA-256 of every member, so that reading it back can tell
that nothing is missing and nothing was changed.
"""

import hashlib
import json
import os
import re
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from survey import __version__
from survey.errors import RefusedError
from survey.services import contents
from survey.services.contents import Fingerprint

if TYPE_CHECKING:
    import pyrage

NAME = re.compile(r"survey-\d{8}T\d{6}Z\.tar\.gz(\.age)?")
"""What a backup is called, by its moment in UTC."""
MANIFEST, TABLES, EVIDENCE, KEY = "manifest.json", "tables", "evidence", "secret_key"
CHUNK = 1 << 20
NEW = ".backup-"
"""How the name of the folder begins in which a backup is made."""


@dataclass(frozen=True)
class Manifest:
    """What is in a backup: by table its columns and fingerprint, by file of evidence its SHA-256."""

    made_at: str
    version: str
    revision: str
    tables: dict[str, Any]
    evidence: dict[str, str]


@dataclass(frozen=True)
class Backup:
    """A backup that was made: where it is, and what is in it; ``missing`` names evidence that was not on the disk."""

    path: Path
    manifest: Manifest
    missing: tuple[str, ...]


def backup(engine: sa.Engine, *, instance: Path, to: Path, now: datetime, key: str | None = None) -> Backup:
    """Write a backup of an installation into a folder; it appears there whole or not at all.

    ``key`` is the public key of age (``age1…``) that it is encrypted for. Raises RefusedError(``no-tables``) for a
    database that was never migrated, RefusedError(``key``) for what is no public key.
    """
    recipient = None if key is None else _recipient(key)
    name = f"survey-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.tar.gz" + (".age" if recipient else "")
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=NEW, dir=to) as made:
        folder = Path(made)
        manifest, missing = _gather(engine, instance, folder, now)
        packed = folder / "packed"
        _pack(folder, packed, instance, manifest)
        if recipient is not None:
            sealed = folder / "sealed"
            import pyrage  # late: no page needs it

            pyrage.encrypt_file(str(packed), str(sealed), [recipient])
            packed = sealed
        _settle(packed)
        packed.chmod(0o600)
        packed.replace(to / name)
    return Backup(to / name, manifest, missing)


def forget_old(folder: Path, *, keep: int) -> list[Path]:
    """Delete the oldest backups of a folder until ``keep`` are left, and nothing else; return those that are gone."""
    found = sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name))
    gone = found[: max(0, len(found) - keep)]
    for path in gone:
        path.unlink()
    return gone


def newest(folder: Path) -> datetime | None:
    """Return when the newest backup of a folder was made; None where there is none."""
    found = [path.name for path in folder.glob("survey-*") if NAME.fullmatch(path.name)]
    return datetime.strptime(max(found)[7:23], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) if found else None


def _recipient(key: str) -> "pyrage.x25519.Recipient":
    import pyrage  # late: no page needs it

    try:
        return pyrage.x25519.Recipient.from_str(key.strip())
    except pyrage.RecipientError as error:
        raise RefusedError("key") from error


def _gather(engine: sa.Engine, instance: Path, folder: Path, now: datetime) -> tuple[Manifest, tuple[str, ...]]:
    """Write the tables as files, and say what they are and which evidence they speak of, all of one moment."""
    (folder / TABLES).mkdir()
    with contents.reading(engine) as connection:
        revision = contents.revision(connection)
        if revision is None:
            raise RefusedError("no-tables")
        found = contents.tables(connection)
        told = {table.name: _table(connection, table, folder / TABLES / f"{table.name}.jsonl") for table in found}
        kept = _kept(connection, found)
    there = {name: digest for name, digest in kept.items() if (instance / name).is_file()}
    manifest = Manifest(now.astimezone(UTC).isoformat(), __version__, revision, told, there)
    return manifest, tuple(sorted(kept.keys() - there.keys()))


def _table(connection: sa.Connection, table: sa.Table, path: Path) -> dict[str, Any]:
    with path.open("wb") as file:

        def passing() -> Iterator[contents.Line]:
            """Yield the rows of the table, each written to the file as it passes."""
            for row in contents.lines(connection, table):
                file.write(contents.written(row))
                yield row

        seen: Fingerprint = contents.fingerprint(passing())
    return {"columns": [column.name for column in table.columns], **asdict(seen)}


def _kept(connection: sa.Connection, found: list[sa.Table]) -> dict[str, str]:
    """Return the files that rows promise: their path in the installation, and their digest."""
    stored = next((table for table in found if table.name == "stored_file"), None)
    if stored is None:
        return {}
    rows = connection.execute(sa.select(stored.c.region_id, stored.c.digest))
    return {f"{EVIDENCE}/{region}/{digest[:2]}/{digest}": digest for region, digest in rows}


def _pack(folder: Path, packed: Path, instance: Path, manifest: Manifest) -> None:
    text = folder / MANIFEST
    text.write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), encoding="utf-8")
    with tarfile.open(packed, "w:gz", compresslevel=6) as archive:
        archive.add(text, MANIFEST)
        for name in manifest.tables:
            archive.add(folder / TABLES / f"{name}.jsonl", f"{TABLES}/{name}.jsonl")
        for name in manifest.evidence:
            archive.add(instance / name, name)
        if (instance / KEY).is_file():
            archive.add(instance / KEY, KEY)


def _settle(path: Path) -> None:
    """Bring a file to the disk before its name is."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
