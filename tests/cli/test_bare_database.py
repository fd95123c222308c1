"""A database without tables, or none that answers: every command says in one line what to do, and does nothing."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from survey.cli import main
from survey.database import begin_write, db
from tests import commands

SOMEBODY = "ana@example.org"
FILES = {
    "answers.csv": "unit,question,value\n",
    "regions.csv": "key,name\n",
    "context.csv": "region,figure\n",
    "en.md": "Words.\n",
    "de.md": "Worte.\n",
}
READING = {
    "account close": (SOMEBODY,),
    "account delete": (SOMEBODY, "--yes"),
    "account invite": ("Ana Pop", SOMEBODY, "--as", "administrator"),
    "account list": (),
    "account open": (SOMEBODY,),
    "account renew-secrets": (),
    "account reset-second-factor": (SOMEBODY,),
    "account role": (SOMEBODY, "--give", "team"),
    "backup": (),
    "check-certificate": (),
    "check-links": (),
    "context export": ("out.csv",),
    "context import": ("context.csv",),
    "health": (),
    "initialise": (),
    "log": (),
    "mail list": (),
    "mail retry": ("--all",),
    "mail send": (),
    "mail withdraw": ("17",),
    "move": ("sqlite:///other.db",),
    "privacy list": (),
    "privacy publish": ("en.md", "de.md"),
    "publish": ("--to", "public-pages"),
    "regions export": ("out.csv",),
    "regions import": ("regions.csv",),
    "regions list": (),
    "remind": ("--now",),
    "retention": (),
    "sessions end": (SOMEBODY, "--all"),
    "sessions list": (SOMEBODY,),
    "stakeholders bring": ("2026", "salzburg", "answers.csv"),
    "stakeholders remove": ("2026", "salzburg", "--yes"),
    "stakeholders show": ("2026", "salzburg"),
    "storage": ("--check",),
}
"""The commands that read the database, each with words that it takes."""

OTHERS = {
    *("attention", "settings", "work"),  # say more about it than one line: below
    *("demo", "migrate", "restore"),  # make the tables
    *("migrations check", "privacy words", "serve"),  # read settings alone
    *("questionnaire check", "questionnaire schema", "questionnaire show", "score"),  # read files
    *("translations check", "translations compile", "translations update"),
}
CURE = "Error: The database has no tables yet. Run: survey migrate\n"
ELSEWHERE = {"SURVEY_DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:1/survey"}


def leaves(command: click.Command, *words: str) -> Iterator[str]:
    """Yield every command below this one, in the words that call it."""
    if not isinstance(command, click.Group):
        yield " ".join(words)
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        assert found is not None
        yield from leaves(found, *words, name)


@pytest.fixture(params=["no database", "an empty file"])
def bare(request, tmp_path) -> Path:
    """A folder in which no migration has run."""
    folder = tmp_path / "instance"
    folder.mkdir()
    if request.param == "an empty file":
        (folder / "survey.db").touch()
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return folder


def test_every_command_is_one_or_the_other():
    assert set(leaves(main)) == {*READING, *OTHERS}
    assert not READING.keys() & OTHERS


def test_every_command_that_reads_the_database_says_that_it_has_no_tables(bare):
    for command, words in READING.items():
        said = commands.survey(*command.split(), *words, folder=bare, cwd=bare.parent)
        assert (said.returncode, said.stdout, said.stderr) == (1, "", CURE), command


def test_what_says_more_ends_with_the_cure_too(bare):
    attention = commands.survey("attention", "--check", folder=bare)
    assert (attention.returncode, attention.stderr) == (1, "")
    assert "    survey migrate\n" in attention.stdout
    settings = commands.survey("settings", "--check", folder=bare)
    assert (settings.returncode, settings.stderr.count("Run: survey migrate")) == (1, 1)
    *jobs, last = commands.survey("work", folder=bare).stderr.splitlines()
    assert {line.partition(": ")[2] for line in jobs} == {CURE.removeprefix("Error: ").strip()}
    assert last.startswith("Error: Not done: mail send, remind,")


@pytest.mark.parametrize("command", ["backup", "check-links", "health", "mail send", "migrate", "move", "publish"])
def test_a_database_that_does_not_answer_is_said_in_a_line(tmp_path, command):
    words = READING.get(command, ())
    said = commands.survey(*command.split(), *words, folder=tmp_path, cwd=tmp_path, more=ELSEWHERE)
    cure = "Is it running, and is SURVEY_DATABASE_URL its address?"
    assert (said.returncode, said.stdout, said.stderr.count("\n")) == (1, "", 1)
    assert said.stderr.startswith("Error: The database does not answer: connection failed: ")
    assert said.stderr.endswith(
        f"Connection refused Is the server running on that host and accepting TCP/IP connections. {cure}\n"
    )


def test_a_file_that_is_no_database_and_an_address_that_is_none_are_said_in_a_line(tmp_path):
    (tmp_path / "survey.db").write_text("This is a letter. " * 500)
    said = commands.survey("mail", "list", folder=tmp_path)
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.startswith("Error: The database does not answer: file is not a database.")
    for words in (("migrate",), ("mail", "list")):
        said = commands.survey(*words, folder=tmp_path, more={"SURVEY_DATABASE_URL": "nowhere"})
        assert said.returncode == 1
        assert "Traceback" not in said.stderr
        assert "sqlalchemy" not in said.stderr


def test_tables_of_another_version_are_said_by_commands_that_need_these(app):
    folder = Path(app.instance_path)
    with app.app_context():
        begin_write(db.session)
        db.session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
        db.session.commit()
        db.engine.dispose()
    said = commands.survey("mail", "send", folder=folder)
    expected = "Error: The tables are not those of this version. Run: survey migrate\n"
    assert (said.returncode, said.stdout, said.stderr) == (1, "", expected)
    assert "Tables: at 0001" in commands.survey("health", folder=folder).stdout
    assert commands.survey("backup", folder=folder).returncode == 0
