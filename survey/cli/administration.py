"""``survey attention``, ``survey storage``, ``survey health``: the administrator's pages at the command line."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from survey.cli.opened import opened
from survey.cli.recorded import recorded
from survey.database import db, heads
from survey.errors import RefusedError
from survey.policy import OPERATOR
from survey.services import attention, restoring, runs, state, storage
from survey.services.attention_words import words
from survey.services.schedule import Job
from survey.services.sizes import size


@click.command("attention")
@click.option("--check", is_flag=True, help="End with 1 where something needs attention, for whoever watches.")
def attention_command(check: bool) -> None:
    """Say what needs an administrator's attention, the most urgent first, with the cure.

    \b
      survey attention
      survey attention --check > /dev/null || mail -s "survey needs you" admin@example.org < /dev/null
    """
    with opened(as_it_is=True) as settings:
        found = attention.look(db.session, settings=settings, heads=heads(), now=datetime.now(UTC), by=OPERATOR)
        told = [words(one, zone=settings.time_zone) for one in found]
    for one in told:
        click.echo(f"{one.what}\n  {one.cure}" + (f"\n    {one.command}" if one.command else ""))
    if not told:
        click.echo("Nothing needs you.")
    elif check:
        raise click.exceptions.Exit(1)


@click.command("storage")
@click.option("--check", is_flag=True, help="Look through the newest backup, and keep whether it is whole.")
def storage_command(check: bool) -> None:
    """Say what the installation keeps, how much room it takes, and what is free.

    \b
      survey storage
      survey storage --check          (an encrypted backup: survey restore --check FILE --key KEY)
    """
    with opened() as settings:
        found = storage.look(db.session, settings=settings, by=OPERATOR)
        for line in _storage(found):
            click.echo(line)
        if check:
            _check(found.backups.newest)


def _storage(found: storage.Storage) -> Iterator[str]:
    """Yield the lines about what is kept."""
    files, kept = found.evidence, found.backups
    yield f"Database: {found.kind} {found.version}, {size(found.size)}"
    for name, count in found.rows.items():
        yield f"  {name}: {count}"
    yield f"Evidence: {files.named.files} files, {size(files.named.bytes)}"
    if files.spare.files:
        yield f"  that no row names: {files.spare.files} files, {size(files.spare.bytes)}"
    if files.missing:
        yield f"  that rows name and are not on the disk: {files.missing} files"
    yield f"Mails as files: {found.mails.files}, {size(found.mails.bytes)}"
    newest = f"the newest {kept.newest.name} ({size(kept.size)})" if kept.newest else "none in the private folder"
    yield f"Backups: {kept.all.files}, {size(kept.all.bytes)}, {newest}"
    yield f"Free on the disk: {size(found.free)} of {size(found.total)}"


def _check(newest: Path | None) -> None:
    """Look through the newest backup, and keep what was found."""
    with recorded(db.engine, runs.BACKUP_CHECK) as counts:
        if newest is None:
            raise click.ClickException("There is no backup to look through. Run: survey backup")
        try:
            with restoring.opened(newest) as (_folder, manifest):
                counts |= {
                    "rows": sum(one["rows"] for one in manifest.tables.values()),
                    "files": len(manifest.evidence),
                }
        except RefusedError as error:
            said = {"encrypted": "is encrypted; run: survey restore --check FILE --key KEY"}
            raise click.ClickException(f"{newest.name} {said.get(error.code, f'is {error.code}')}.") from error
    click.echo(f"{newest.name} is whole: {counts['rows']} rows, {counts['files']} files of evidence.")


@click.command("health")
def health_command() -> None:
    """Say whether the platform can serve, with which versions, and when scheduled work last ran.

    Ends with 1 if it cannot serve.

    \b
      survey health
    """
    with opened(as_it_is=True) as settings:
        found = state.look(db.session, settings=settings, heads=heads(), now=datetime.now(UTC), by=OPERATOR)
        for line in _health(found):
            click.echo(line)
    if any(one.fault for one in found.checks):
        raise click.exceptions.Exit(1)


def _work(job: Job) -> str:
    """Return the line about work that a timer does."""
    parts = ["never"]
    if job.last is not None:
        counts = ", ".join(f"{what} {count}" for what, count in job.last.counts.items())
        said = f"{job.last.fault or 'well'}" + (f" ({counts})" if counts else "")
        parts = [f"{job.last.ended_at:%Y-%m-%d %H:%M} UTC", said]
    parts += [f"due {job.due:%Y-%m-%d %H:%M} UTC"] if job.due else []
    return f"{job.command}: {', '.join([*parts, *(['OVERDUE'] if job.overdue else [])])}"


def _health(found: state.State) -> Iterator[str]:
    """Yield the lines about the state."""
    for check in found.checks:
        yield f"{check.what}: {check.fault or 'well'} ({1000 * check.seconds:.1f} ms)"
    yield f"Tables: at {found.revision}, this version needs {', '.join(found.heads)}"
    yield from map(_work, found.jobs)
    for one in found.asked:
        hashes = f"structure {one.edition.structure_hash[:12]}, texts {one.edition.text_hash[:12]}"
        yield f"Wave {one.wave.key} ({one.state}): {one.edition.key}-{one.edition.edition}, {hashes}"
    for kept in found.catalogues:
        lacking = f", {kept.untranslated} in English" if kept.untranslated else ""
        there = "compiled" if kept.compiled else "not compiled"
        yield f"{kept.language}/{kept.domain}: {there}, {kept.texts} texts{lacking}"
    yield ", ".join(f"{name} {number}" for name, number in found.versions.items())
