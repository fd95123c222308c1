"""``survey score``: scores for any table of answers, without a database."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import click

from survey.cli import analyses
from survey.cli.questionnaire_file import QuestionnaireFile
from survey.cli.writing import Progress, destination
from survey.errors import FaultsError
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.reader import read
from survey.scoring import aggregation, formats, framework, points, reading
from survey.scoring.tables import ResultRow, result_rows


@click.command("score")
@click.argument("questionnaire", metavar="FILE", type=QuestionnaireFile())
@click.argument("answers", metavar="ANSWERS", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write, whole or not at all: .csv, .json or .parquet; without it, standard output.",
)
@click.option("--format", "form", type=click.Choice(formats.FORMATS), help="Format, where no file name tells it.")
@click.option("--questions", is_flag=True, help="Score each question too, after the components.")
@click.option("--quiet", is_flag=True, help="Show no progress.")
@analyses.options
def score(
    questionnaire: Path, answers: Path, output: Path | None, form: formats.Format | None, quiet: bool, **wish: Any
) -> None:
    """Score a table of answers, or analyse its scores.

    FILE is a questionnaire file, or the name of one of the library such as regional_index-2026. ANSWERS is a UTF-8 CSV
    file, or a Parquet file (.parquet): first column unit, then one column per question code in any order. A cell is an
    option code, option codes joined by |, or a number; empty = not answered, NA = not applicable, DK = does not know.

    The result has one row per unit and component: scores from 0 to 100 in full precision, an empty cell (null in JSON
    and Parquet) where there is no score. Answers are read and scored some thousand units at a time.

    \b
    Examples:
      survey score regional_index-2026 answers.csv --output scores.csv
      survey score my_questionnaire.yaml answers.parquet --output scores.parquet
      survey score my_questionnaire.yaml answers.csv --questions --format json | head
      survey score regional_index-2026 answers.csv --explain salzburg --component housing
      survey score regional_index-2026 answers.csv --difference salzburg catalonia --output why.csv
      survey score regional_index-2026 answers.csv --robustness --draws 20000 --seed 7
      survey score regional_index-2026 answers.csv --pairs --weights dirichlet --concentration 50
      survey score regional_index-2026 answers.csv --trend answers_2023.csv --earlier-questionnaire index-2023.yaml

    \b
    Exit codes:
      0  scored
      1  the questionnaire or the answers hold faults (all are named, nothing is written), or writing failed
      2  the command was typed wrongly, or a file does not exist
    """
    chosen = _format(form, output)
    progress = Progress(answers, "Scoring", quiet=quiet)
    with _told(output), destination(output) as stream:
        asked = read(questionnaire)
        columns, rows = _table(asked, answers, progress, wish)
        formats.write(stream, chosen, columns, rows)
        progress.done()


@contextmanager
def _told(output: Path | None) -> Iterator[None]:
    """Say what is wrong with the files that are read, or with the one that is written, and end with 1."""
    try:
        yield
    except FaultsError as error:
        click.echo(f"{error}\n{_count(error)}; nothing was written.", err=True)
        sys.exit(1)
    except BrokenPipeError:  # the reader of standard output has seen enough; click ends quietly
        raise
    except OSError as error:
        place = output if output and output.parent in Path(error.filename or ".").parents else error.filename or output
        raise click.ClickException(f"{place}: {error.strerror}. Nothing was written.") from error


def _format(form: formats.Format | None, output: Path | None) -> formats.Format:
    """The format to write; a usage error where a file's name says another, or one that there is not."""
    by_name = formats.of_name(output) if output else None
    if output and by_name is None and form is None and output.suffix:
        known = ", ".join(f".{one}" for one in formats.FORMATS)
        raise click.UsageError(f'Nothing writes "{output.suffix}" files. Let the name end with one of {known}.')
    if form and by_name and form != by_name:
        raise click.UsageError(f'--format {form} and the name "{output}" contradict each other. Change one of them.')
    if form == "parquet" and output is None and sys.stdout.isatty():
        raise click.UsageError("Parquet is nothing to read on a screen. Give it a file by --output.")
    return form or by_name or "csv"


def _table(
    asked: Questionnaire, answers: Path, progress: Progress, wish: dict[str, Any]
) -> tuple[type[NamedTuple], Iterable[Sequence[object]]]:
    """The columns and rows of what is wished for."""
    questions = wish.pop("questions")
    made = analyses.wished(asked, answers, progress, **wish)
    return made or (ResultRow, _scored(asked, answers, progress, questions=questions))


def _scored(asked: Questionnaire, answers: Path, progress: Progress, *, questions: bool) -> Iterator[ResultRow]:
    measured = framework.build(asked)
    for table in reading.stream_answers(answers, asked, progress):
        matrix = points.from_columns(asked, table.columns, len(table.units))
        yield from result_rows(table.units, aggregation.score(measured, matrix, questions=questions))


def _count(error: FaultsError) -> str:
    """How many faults there are, and how many of them are not told one by one."""
    told = len(error.faults)
    if error.more:
        return f"{told + error.more} faults, the first {told} are named"
    return "1 fault" if told == 1 else f"{told} faults"
