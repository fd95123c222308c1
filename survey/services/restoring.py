"""Reading a backup back into an empty installation, and moving an installation to another database."""

import json
import re
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyrage
import sqlalchemy as sa

from survey.errors import RefusedError
from survey.services import contents
from survey.services.backups import EVIDENCE, KEY, MANIFEST, TABLES, Manifest, digest_of
from survey.services.contents import Fingerprint, Line

MEMBER = re.compile(rf"{MANIFEST}|{KEY}|{TABLES}/\w+\.jsonl|{EVIDENCE}/\d+/[0-9a-f]{{2}}/[0-9a-f]{{64}}")
"""The names that a member of a backup can have."""

Upgrade = Callable[[str], None]
"""Brings the empty database to a migration."""


@dataclass(frozen=True)
class Restored:
    """What was read back: the manifest of the backup, and the fingerprint of each table as it stands now."""

    manifest: Manifest
    tables: dict[str, Fingerprint]


@contextmanager
def opened(path: Path, *, key: str | None = None) -> Iterator[tuple[Path, Manifest]]:
    """Unpack a backup into a folder of its own and look at every member; give the folder and the manifest.

    ``key`` is the secret key of age (``AGE-SECRET-KEY-1…``). Raises RefusedError: ``encrypted`` without a key, ``key``
    for another one, ``no-backup`` for another file, ``damaged`` with the names of members that are not as they were.
    """
    with tempfile.TemporaryDirectory(prefix="restore-") as made:
        folder = Path(made)
        try:
            with tarfile.open(_plain(path, folder, key)) as archive:
                _unpack(archive, folder)
            manifest = Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
        except (tarfile.TarError, OSError, ValueError, TypeError, EOFError) as error:
            raise RefusedError("no-backup") from error
        if wrong := list(_damaged(folder, manifest)):
            raise RefusedError("damaged", members=wrong)
        yield folder, manifest


def _unpack(archive: tarfile.TarFile, folder: Path) -> None:
    """Unpack the members that a backup has, and nothing else: no link, no path that leads out of the folder."""
    for member in archive:
        if not member.isreg() or not MEMBER.fullmatch(member.name):
            raise ValueError(member.name)
        (folder / member.name).parent.mkdir(parents=True, exist_ok=True)
        source = archive.extractfile(member)
        with (folder / member.name).open("wb") as file:
            shutil.copyfileobj(source, file)  # type: ignore[arg-type]


def _plain(path: Path, folder: Path, key: str | None) -> Path:
    """Return the archive, decrypted into the folder where it has to be."""
    with path.open("rb") as file:
        sealed = file.read(21) == b"age-encryption.org/v1"
    if not sealed:
        return path
    if key is None:
        raise RefusedError("encrypted")
    found = next((line.strip() for line in key.splitlines() if line.startswith("AGE-SECRET-KEY-")), "")
    try:
        identity = pyrage.x25519.Identity.from_str(found)
        pyrage.decrypt_file(str(path), str(folder / "packed"), [identity])
    except (pyrage.IdentityError, pyrage.DecryptError) as error:
        raise RefusedError("key") from error
    return folder / "packed"


def _damaged(folder: Path, manifest: Manifest) -> Iterator[str]:
    for name, told in manifest.tables.items():
        file = folder / TABLES / f"{name}.jsonl"
        if not file.is_file() or digest_of(file) != told["sha256"]:
            yield f"{TABLES}/{name}"
    for name, digest in manifest.evidence.items():
        if not (folder / name).is_file() or digest_of(folder / name) != digest:
            yield name


def restore(folder: Path, manifest: Manifest, *, engine: sa.Engine, instance: Path, upgrade: Upgrade) -> Restored:
    """Fill an empty installation from an opened backup, in one transaction, and compare every table with it.

    ``upgrade`` brings the empty tables to the migration of the backup; bringing them to today's is for whoever calls.
    Raises RefusedError(``not-empty``) where a row is there, and (``differs``) where what stands is not what was kept.
    """
    require_empty(engine)
    upgrade(manifest.revision)

    def rows(name: str) -> tuple[list[str], Iterator[Line]]:
        """Return the columns of a table of the backup, and its rows one by one."""
        return manifest.tables[name]["columns"], _read(folder / TABLES / f"{name}.jsonl")

    told = {name: Fingerprint(one["rows"], one["sha256"]) for name, one in manifest.tables.items()}
    found = _fill(engine, told, rows)
    for name in manifest.evidence:
        _place(folder / name, instance / name, instance)
    if (folder / KEY).is_file():  # an empty installation has one that nobody's cookie was signed with yet
        _place(folder / KEY, instance / KEY, instance)
    return Restored(manifest, found)


def move(source: sa.Engine, target: sa.Engine, *, upgrade: Upgrade) -> dict[str, Fingerprint]:
    """Copy every row of one database into another, empty one, of whatever kind; the files of evidence stay in place.

    What the source holds is of one moment; nobody should write to it meanwhile. Raises what :func:`restore` does.
    """
    require_empty(target)
    with contents.reading(source) as connection:
        revision = contents.revision(connection)
        if revision is None:
            raise RefusedError("no-tables")
        upgrade(revision)
        found = {table.name: table for table in contents.tables(connection)}
        told = {name: contents.fingerprint(contents.lines(connection, table)) for name, table in found.items()}

        def rows(name: str) -> tuple[list[str], Iterator[Line]]:
            """Return the columns of a table of the source, and its rows one by one."""
            return [column.name for column in found[name].columns], contents.lines(connection, found[name])

        return _fill(target, told, rows)


def require_empty(engine: sa.Engine) -> None:
    """Raise RefusedError(``not-empty``) where the database holds a row."""
    with engine.connect() as connection:
        if not contents.is_empty(connection):
            raise RefusedError("not-empty")


def _fill(
    engine: sa.Engine, told: dict[str, Fingerprint], rows: Callable[[str], tuple[list[str], Iterator[Line]]]
) -> dict[str, Fingerprint]:
    with contents.writing(engine) as connection, connection.begin():
        there = contents.tables(connection)
        if {table.name for table in there} != set(told):
            raise RefusedError("differs", tables=sorted({table.name for table in there} ^ set(told)))
        for table in there:
            contents.fill(connection, table, *rows(table.name))
        found = {table.name: contents.fingerprint(contents.lines(connection, table)) for table in there}
        wrong = sorted(name for name in found if found[name] != told[name]) + sorted(contents.broken(connection))
        if wrong:
            raise RefusedError("differs", tables=wrong)
    return found


def _read(path: Path) -> Iterator[Any]:
    with path.open("rb") as file:
        for line in file:
            yield json.loads(line)


def _place(source: Path, target: Path, instance: Path) -> None:
    """Copy a file into the installation, readable by its owner alone."""
    for parent in reversed(target.relative_to(instance).parents):
        (instance / parent).mkdir(mode=0o700, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o600)
