"""``survey stakeholders``: what stakeholders of a region answered, brought as a file, looked at, taken away."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from survey.cli.opened import opened
from survey.database import db
from survey.errors import FaultsError, NotFoundError
from survey.models import Assessment
from survey.policy import OPERATOR
from survey.scoring.stakeholders import LEAST
from survey.services import assessments, editions, stakeholder_files, stakeholders


@click.group("stakeholders")
def group() -> None:
    """Bring what stakeholders of a region answered, show how much is there, and take it away.

    \b
      survey stakeholders bring 2026 salzburg answers.csv
      survey stakeholders show 2026 salzburg
      survey stakeholders remove 2026 salzburg
    """


@group.command("bring")
@click.argument("wave")
@click.argument("region")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def bring(wave: str, region: str, file: Path) -> None:
    """Count the answers of a file and keep the counts, in the place of those that were there.

    \b
    A line for each answer:          or a line for each person:
      unit,question,value              unit,housing_support,housing_mixed
      1,housing_support,partly         1,partly,4
      1,housing_mixed,4                2,no,DK

    \b
      survey stakeholders bring 2026 salzburg answers.csv

    The codes of people are not kept. A file of fewer than ten people is refused.
    """
    with _assessment(wave, region) as found:
        questionnaire = editions.load(db.session, edition=found.wave.edition)
        try:
            brought = stakeholder_files.read(file.read_bytes(), questionnaire)
        except FaultsError as error:
            said = "\n".join(f"{one.place}: {one.what} {one.cure}" for one in error.faults)
            raise click.ClickException(f"Nothing was kept. In {file}:\n{said}") from error
        before = stakeholders.held(db.session, assessment=found)
        stakeholders.bring(db.session, assessment=found, brought=brought, by=OPERATOR, now=datetime.now(UTC))
        db.session.commit()
    click.echo(f"Kept: the answers of {brought.people} people{' in the place of those before' if before else ''}.")


@group.command("show")
@click.argument("wave")
@click.argument("region")
def show(wave: str, region: str) -> None:
    """Say how many people answered, and how many know each question.

    \b
      survey stakeholders show 2026 salzburg
    """
    with _assessment(wave, region) as found:
        seen = stakeholders.by_stakeholders(db.session, assessment=found, by=OPERATOR)
    if seen is None:
        click.echo("No answers of stakeholders are here.")
        return
    click.echo(f"{seen.people} people, brought on {seen.held.brought_at:%Y-%m-%d %H:%M} UTC.")
    for code, people in seen.known.items():
        click.echo(f"{code}  {people if people >= LEAST else f'fewer than {LEAST}'}")


@group.command("remove")
@click.argument("wave")
@click.argument("region")
@click.confirmation_option(prompt="Delete the counts?")
def remove(wave: str, region: str) -> None:
    """Take the answers of stakeholders away.

    \b
      survey stakeholders remove 2026 salzburg
      survey stakeholders remove 2026 salzburg --yes
    """
    with _assessment(wave, region) as found:
        try:
            stakeholders.remove(db.session, assessment=found, by=OPERATOR, now=datetime.now(UTC))
        except NotFoundError as error:
            raise click.ClickException("No answers of stakeholders are here.") from error
        db.session.commit()
    click.echo("Taken away.")


@contextmanager
def _assessment(wave: str, region: str) -> Iterator[Assessment]:
    """Yield an assessment inside an application with its database."""
    with opened():
        try:
            found = assessments.find(db.session, wave=wave, region=region, by=OPERATOR)
        except NotFoundError as error:
            raise click.ClickException(f"There is no assessment of {region} in the wave {wave}.") from error
        yield found
