"""``survey backup``, ``survey restore``, ``survey move``: an installation kept, read back, and taken elsewhere."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click
import pyrage
import sqlalchemy as sa

from survey import database
from survey.cli.opened import NO_TABLES, in_force, reached, require_tables
from survey.cli.readable import Readable
from survey.cli.recorded import recorded
from survey.database import db
from survey.errors import RefusedError
from survey.migrating import alembic
from survey.services import backups, restoring, runs
from survey.settings import Settings

WORDS = {
    "no-tables": NO_TABLES,
    "not-empty": "The database holds rows already. Name an empty one by SURVEY_DATABASE_URL or SURVEY_INSTANCE.",
    "encrypted": "The backup is encrypted. Give the file with the secret key: --key FILE",
    "key": "This key does not fit. A public key begins with age1, the file of a secret one holds AGE-SECRET-KEY-1...",
    "no-backup": "This file is no backup of the platform.",
    "damaged": "The backup is damaged. Not as it was made: ",
    "differs": "What was read back is not what was kept; nothing was changed. Tables: ",
}


@click.command("backup")
@click.option("--to", type=click.Path(path_type=Path), help="Folder of the backups; default: backups in the instance.")
@click.option("--for-key", help="Encrypt it for this public key (age1...); also SURVEY_BACKUP_KEY.")
@click.option("--keep", type=click.IntRange(1), help="Then delete the oldest backups of the folder but so many.")
@click.option("--new-key", type=click.Path(path_type=Path, dir_okay=False), help="Only make a key: write it here.")
def backup(to: Path | None, for_key: str | None, keep: int | None, new_key: Path | None) -> None:
    """Write one file with everything an installation keeps, while it serves.

    \b
    Every night, the last fourteen, encrypted:
      survey backup --new-key survey.key          (once; keep this file elsewhere)
      survey backup --to /var/backups/survey --for-key age1... --keep 14

    The file holds all rows, the files of evidence and the key of the cookies. Its name is its moment in UTC.
    """
    if new_key is not None:
        click.echo(f"Public key: {_make_key(new_key)}")
        return
    settings = in_force()
    folder = to or settings.instance / "backups"
    key = for_key or settings.backup_key
    with reached(settings.database_url):
        require_tables(of_any_version=True)  # without them, nothing could note either that it was tried
        with recorded(db.engine, runs.BACKUP) as counts:
            _backup(db.engine, settings, folder, key, keep, counts)


def _backup(
    engine: sa.Engine, settings: Settings, folder: Path, key: str | None, keep: int | None, counts: dict[str, int]
) -> None:
    """Write the backup, delete old ones, and say what was done."""
    try:
        made = backups.backup(engine, instance=settings.instance, to=folder, now=datetime.now(UTC), key=key)
    except RefusedError as error:
        raise _refused(error) from error
    rows = sum(one["rows"] for one in made.manifest.tables.values())
    counts |= {"rows": rows, "files": len(made.manifest.evidence), "bytes": made.path.stat().st_size}
    click.echo(f"{made.path}: {rows} rows, {len(made.manifest.evidence)} files of evidence.")
    for path in backups.forget_old(folder, keep=keep) if keep else ():
        click.echo(f"Deleted: {path.name}")
    if made.missing:
        lost = "\n  ".join(made.missing)
        raise click.ClickException(f"The backup is made, but these files of evidence are not on the disk:\n  {lost}")


@click.command("restore")
@click.argument("file", type=Readable())
@click.option("--key", type=Readable(), help="File with the secret key.")
@click.option("--check", is_flag=True, help="Only look whether the backup is whole.")
def restore(file: Path, key: Path | None, check: bool) -> None:
    """Read a backup back into an empty installation, and compare every table and file with what was kept.

    \b
    Is it whole?
      survey restore --check survey-20261127T020000Z.tar.gz

    \b
    On an empty machine:
      SURVEY_INSTANCE=/var/lib/survey survey restore survey-20261127T020000Z.tar.gz.age --key survey.key

    The database may be of another kind than the one the backup was made of. Older backups are brought up to date.
    """
    secret = key.read_text(encoding="utf-8") if key else None
    try:
        with restoring.opened(file, key=secret) as (folder, manifest):
            rows = sum(one["rows"] for one in manifest.tables.values())
            said = f"made {manifest.made_at} by version {manifest.version}: {rows} rows, {len(manifest.evidence)} files"
            if not check:
                _restore(folder, manifest)
            click.echo(f"{'Whole' if check else 'Restored and compared'}, {said}.")
    except RefusedError as error:
        raise _refused(error) from error


def _restore(folder: Path, manifest: backups.Manifest) -> None:
    settings = in_force()
    with reached(settings.database_url):
        instance = settings.instance
        restoring.restore(folder, manifest, engine=db.engine, instance=instance, upgrade=alembic.upgrade)
        alembic.upgrade()


@click.command("move")
@click.argument("target")
def move(target: str) -> None:
    """Copy all rows into another, empty database, such as from SQLite to PostgreSQL, and compare every table.

    \b
    Stop the platform, move, then set SURVEY_DATABASE_URL to the new address:
      survey move postgresql+psycopg://survey@localhost/survey

    The files of evidence stay where they are. The old database is only read.
    """
    url = in_force().database_url
    with reached(url):
        require_tables(of_any_version=True)
    source = database.engine(url)
    try:
        with reached(target):
            found = restoring.move(source, db.engine, upgrade=alembic.upgrade)
            alembic.upgrade()
    except RefusedError as error:
        raise _refused(error) from error
    finally:
        source.dispose()
    click.echo(f"Moved and compared: {sum(one.rows for one in found.values())} rows in {len(found)} tables.")


def _make_key(path: Path) -> str:
    """Write a new secret key for its owner alone, and return the public one."""
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise click.ClickException(f"{path} is there already, and stays as it is.") from error
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"# public key: {public}\n{identity}\n")
    return public


def _refused(error: RefusedError) -> click.ClickException:
    named = error.data.get("members") or error.data.get("tables") or ()
    return click.ClickException(WORDS[error.code] + ", ".join(map(str, named)))  # type: ignore[call-overload]
