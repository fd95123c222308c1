"""``survey questionnaire``: judges questionnaire files, describes their form, and shows what is in them."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from survey.cli.listing import listing
from survey.cli.questionnaire_file import QuestionnaireFile
from survey.errors import Fault, FaultsError
from survey.questionnaires import reader


@click.group("questionnaire")
def questionnaire() -> None:
    """Judge questionnaire files, describe their form, and show what is in them.

    FILE is a YAML or JSON file, or the name of a questionnaire of the library such as regional_index-2026.

    \b
    Examples:
      survey questionnaire check mine-2026.yaml
      survey questionnaire show regional_index-2026
      survey questionnaire schema > questionnaire.schema.json
    """


@questionnaire.command("check")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=QuestionnaireFile())
@click.option("--strict", is_flag=True, help="Let warnings fail as well.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="One fault per line, or one JSON document.",
)
def check(files: Sequence[Path], strict: bool, form: str) -> None:
    """Name everything that is wrong with questionnaire files: file, line, code, fault and cure.

    The rules beside a questionnaire, under its name with the ending .rules.yaml, are checked with it.

    Ends with 0 where there are at most warnings, with 1 where there are errors, and with 2 where the command itself
    is wrong.

    \b
    Examples:
      survey questionnaire check mine-2026.yaml
      survey questionnaire check --strict survey/questionnaires/library/*.yaml
      survey questionnaire check --format json mine-2026.yaml
    """
    faults = list(dict.fromkeys(fault for path in files for fault in reader.check(path)))
    errors = sum(fault.severity == "error" for fault in faults)
    warnings = len(faults) - errors
    if form == "json":
        document = {"faults": [_described(fault) for fault in faults], "errors": errors, "warnings": warnings}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        _say(faults)
        click.echo(f"{_count(len(files), 'file')}: {_count(errors, 'error')}, {_count(warnings, 'warning')}.")
    sys.exit(1 if errors or (strict and warnings) else 0)


@questionnaire.command("schema")
def schema() -> None:
    """Print the JSON Schema of questionnaire files, by which editors complete and explain keys.

    \b
    Examples:
      survey questionnaire schema > questionnaire.schema.json
      # then, as the first line of a questionnaire file:
      # yaml-language-server: $schema=questionnaire.schema.json
    """
    click.echo(json.dumps(reader.json_schema(), ensure_ascii=False, indent=2))


@questionnaire.command("show")
@click.argument("file", metavar="FILE", type=QuestionnaireFile())
def show(file: Path) -> None:
    """List what a questionnaire asks and what it is worth.

    For each question: code, kind, possible points, weight, share in its area, loadings and condition; for each group,
    composite and index: its parts with their weights.

    \b
    Examples:
      survey questionnaire show regional_index-2026
      survey questionnaire show mine-2026.yaml | less
    """
    try:
        found = reader.read(file)
    except FaultsError as error:
        _say(error.faults, err=True)
        sys.exit(1)
    for line in listing(found):
        click.echo(line)


def _say(faults: Sequence[Fault], err: bool = False) -> None:
    for fault in faults:
        click.echo(" ".join(str(fault).split()), err=err)


def _described(fault: Fault) -> dict[str, str | int]:
    file, _, line = fault.place.rpartition(":")
    return {
        "file": file,
        "line": int(line),
        "severity": fault.severity,
        "code": fault.code,
        "what": fault.what,
        "cure": fault.cure,
    }


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
