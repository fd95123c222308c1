"""``survey regions`` and ``survey context``: regions and the figures about them, as files."""

from datetime import UTC, datetime
from pathlib import Path

import click

from survey.cli.opened import opened
from survey.cli.readable import Readable
from survey.database import db
from survey.errors import FaultsError
from survey.policy import OPERATOR
from survey.services import region_changes, region_files, regions, tables
from survey.services.region_changes import Difference, Kind, Plan
from survey.services.region_files import written


@click.group("regions")
def regions_command() -> None:
    """List regions, take them away as a file, and read a file back.

    \b
      survey regions list
      survey regions export regions.csv
      survey regions import regions.csv --dry-run
    """


@click.group("context")
def context() -> None:
    """Take the figures about regions away as a file, and read a file back.

    \b
      survey context export context.csv
      survey context import context.csv --dry-run
    """


@regions_command.command("list")
def listing() -> None:
    """List regions with country, statistical unit, and whether they are members.

    \b
      survey regions list
    """
    with opened():
        for one in regions.listing(db.session, by=OPERATOR):
            member = any(not each.left for each in one.memberships)
            unit = f"{one.country} {one.nuts}, level {one.nuts_level}"
            click.echo(f"{one.key}  {one.name}  [{'member' if member else 'has left'}]  {unit}")


@regions_command.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def export_regions(file: Path) -> None:
    """Write all regions into a file, with the columns that import reads.

    \b
      survey regions export regions.csv
    """
    _export(Kind.REGIONS, file)


@context.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def export_context(file: Path) -> None:
    """Write all figures about regions into a file, with the columns that import reads.

    \b
      survey context export context.csv
    """
    _export(Kind.CONTEXT, file)


@regions_command.command("import")
@click.argument("file", type=Readable())
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
def import_regions(file: Path, dry_run: bool) -> None:
    """Add and change regions as a file says, all at once. What is not in the file stays as it is.

    \b
      survey regions import regions.csv --dry-run
      survey regions import regions.csv
    """
    _import(Kind.REGIONS, file, dry_run=dry_run)


@context.command("import")
@click.argument("file", type=Readable())
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
def import_context(file: Path, dry_run: bool) -> None:
    """Add and change figures about regions as a file says, all at once. What is not in the file stays as it is.

    \b
      survey context import context.csv --dry-run
      survey context import context.csv
    """
    _import(Kind.CONTEXT, file, dry_run=dry_run)


def _export(kind: Kind, file: Path) -> None:
    with opened():
        kept = region_changes.kept(db.session, kind)
    made = region_files.table(kind, kept)
    try:
        file.write_bytes(tables.encode(made, tables.dialect(tables.Purpose.ANALYSIS, "en")))
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from error
    click.echo(f"{file}: {len(kept)} rows.")


def _import(kind: Kind, file: Path, *, dry_run: bool) -> None:
    with opened():
        keys = [one.key for one in regions.visible(db.session, by=OPERATOR)]
        try:
            found = region_files.read(file.read_bytes(), regions=keys)
        except FaultsError as error:
            said = "\n".join(f"{one.place}: {one.what} {one.cure}" for one in error.faults)
            raise click.ClickException(f"Nothing was changed. In {file}:\n{said}") from error
        if found.kind is not kind:
            raise click.ClickException(
                f"This file is about {found.kind.value}: survey {found.kind.value} import {file}"
            )
        if dry_run:
            _say(region_changes.plan(db.session, kind=kind, rows=found.rows, by=OPERATOR), "Would be changed")
            return
        done = region_changes.apply(db.session, kind=kind, rows=found.rows, by=OPERATOR, now=datetime.now(UTC))
        db.session.commit()
        _say(done, "Changed")


def _say(planned: Plan, done: str) -> None:
    for one in planned.differences:
        click.echo(_line(one))
    click.echo(f"{done}: {len(planned.differences)}. As before: {planned.same}.")


def _line(one: Difference) -> str:
    cells = "; ".join(f"{name}: {_text(was)} -> {_text(becomes)}" for name, (was, becomes) in one.cells.items())
    return f"{one.region}{f' {one.what}' if one.what else ''}{' (new)' if one.new else ''}: {cells}"


def _text(value: object) -> str:
    shown = written(value)
    return "-" if shown is None else str(shown)
