"""``survey score``: scores for any table of answers, without a database."""

import difflib
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from survey.errors import FaultsError
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.reader import library, read
from survey.scoring import aggregation, framework, points, reading, tables


def _file(context: click.Context, parameter: click.Parameter, value: str) -> Path:
    """The path of a questionnaire file, or of the one that has this name in the library."""
    known = library()
    path = known.get(value, Path(value))
    if path.is_file():
        return path
    near = difflib.get_close_matches(value, known, n=1)
    hint = f'Did you mean "{near[0]}"?' if near else f"The library has: {', '.join(known) or 'nothing'}."
    what = f'There is no file "{value}", and no such questionnaire in the library. {hint}'
    raise click.BadParameter(what, context, parameter)


@click.command("score")
@click.argument("questionnaire", metavar="FILE", callback=_file)
@click.argument("answers", metavar="ANSWERS", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="CSV file to write, whole or not at all; without it, the scores go to standard output.",
)
@click.option("--questions", is_flag=True, help="Score each question too, after the components.")
def score(questionnaire: Path, answers: Path, output: Path | None, questions: bool) -> None:
    """Score a table of answers.

    FILE is a questionnaire file, or the name of one of the library such as regional_index-2026. ANSWERS is a UTF-8 CSV
    file: first column unit, then one column per question code in any order. A cell is an option code, option codes
    joined by |, or a number; empty = not answered, NA = not applicable, DK = does not know.

    The result has one row per unit and component: scores from 0 to 100 in full precision, an empty cell where there is
    no score.

    \b
    Examples:
      survey score regional_index-2026 answers.csv --output scores.csv
      survey score my_questionnaire.yaml answers.csv --questions | head

    \b
    Exit codes:
      0  scored
      1  the questionnaire or the answers hold faults (all are named, nothing is written), or writing failed
      2  the command was typed wrongly, or a file does not exist
    """
    try:
        asked = read(questionnaire)
        rows = _scored(asked, answers, questions=questions)
        with _writing(output) as stream:
            tables.write(stream, tables.ResultRow, rows)
    except FaultsError as error:
        click.echo(f"{error}\n{_count(len(error.faults))}; nothing was written.", err=True)
        sys.exit(1)
    except BrokenPipeError:  # the reader of standard output has seen enough; click ends quietly
        raise
    except OSError as error:
        raise click.ClickException(f"{error.filename or output}: {error.strerror}. Nothing was written.") from error


def _scored(asked: Questionnaire, answers: Path, *, questions: bool) -> Iterator[tables.ResultRow]:
    measured = framework.build(asked)
    table = reading.read_answers(answers, asked)
    matrix = points.from_columns(asked, table.columns, len(table.units))
    return tables.result_rows(table.units, aggregation.score(measured, matrix, questions=questions))


def _count(faults: int) -> str:
    return "1 fault" if faults == 1 else f"{faults} faults"


@contextmanager
def _writing(output: Path | None) -> Iterator[IO[str]]:
    """A stream to write to: a file appears under its name only when it is whole.

    Standard output, and a path that is no ordinary file (a pipe, a device), are written to directly.
    """
    if output is None:
        with click.open_file("-", "w", encoding="utf-8") as stream:
            yield stream
        return
    target = output.resolve()
    direct = target.exists() and not target.is_file()
    unfinished = target if direct else target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        if not direct:
            unfinished.replace(target)
    finally:
        if not direct:
            unfinished.unlink(missing_ok=True)
