"""The log: one line per event in either form, and of an exception nothing that somebody may have typed."""

import json
import logging
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from survey import logs
from survey.database import engine
from tests import postgresql

ANSWER = "our-secret-answer"


def raised(work):
    """Return what this work raises, with its traceback."""
    try:
        work()
    except Exception as error:
        return error
    raise AssertionError("nothing was raised")


def written(form: logging.Formatter, message: str = "a request failed", error=None, **fields: object) -> str:
    told = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("survey", logging.ERROR, __file__, 1, message, (), told)
    record.fields = fields
    return form.format(record)


def test_an_event_is_one_line_of_json():
    line = written(logs.Json(), route="/assessments/<wave>", status=500, bytes=None)
    told = json.loads(line)
    assert "\n" not in line
    assert told.pop("time").endswith("+00:00")
    assert told.pop("worker")
    assert told == {"level": "error", "message": "a request failed", "route": "/assessments/<wave>", "status": 500}


def test_at_a_terminal_the_same_is_read_without_a_program():
    line = written(logs.Text(), error=raised(lambda: {}["x"]), status=500)
    first, kind, *places = line.splitlines()
    assert first.endswith("ERROR a request failed status=500")
    assert kind == "  KeyError: (its words are not written)"
    assert "test_logs.py" in places[-1]


@pytest.mark.parametrize("form", [logs.Json(), logs.Text()])
@pytest.mark.parametrize(
    "work",
    [
        lambda: int(ANSWER),
        lambda: {}[ANSWER],
        lambda: ANSWER.encode("ascii", errors=ANSWER) + ANSWER.encode("xx-" + ANSWER),
        lambda: Path(f"/{ANSWER}").read_text(),
        lambda: json.loads(ANSWER),
    ],
)
def test_the_words_of_an_exception_are_not_written_where_they_may_be_an_answer(form, work):
    error = raised(work)
    line = written(form, error=error)
    assert type(error).__name__ in line
    assert "test_logs.py" in line
    assert ANSWER not in line


def test_a_variable_is_not_written_with_the_place():
    def work() -> None:
        typed = ANSWER
        raise ValueError(len(typed))

    line = written(logs.Json(), error=raised(work))
    assert "work" in line
    assert ANSWER not in line


def broken(url: str) -> Exception:
    """Return what the database says about a value that is there already."""
    made = engine(url)
    try:
        with made.connect().execution_options(survey_purpose="migrating") as connection, connection.begin():
            connection.execute(sa.text("CREATE TABLE person (email VARCHAR CONSTRAINT uq_person_email UNIQUE)"))
            add = sa.text("INSERT INTO person VALUES (:email)").bindparams(email=ANSWER)
            connection.execute(add)
            return raised(lambda: connection.execute(add))
    finally:
        made.dispose()


@pytest.mark.parametrize(("kind", "named"), [("sqlite", "person.email"), ("postgresql", "uq_person_email")])
def test_a_broken_rule_of_the_database_is_named_without_the_value(kind, named, tmp_path):
    error = broken(postgresql.database() if kind == "postgresql" else f"sqlite:///{tmp_path / 'survey.db'}")
    assert "IntegrityError" in type(error).__name__
    line = written(logs.Json(), error=error)
    assert named in line
    assert ANSWER not in line


def test_what_led_to_an_exception_is_told_after_it():
    def work() -> None:
        try:
            int(ANSWER)
        except ValueError as error:
            raise RuntimeError("The catalogue cannot be read.") from error

    first, second = json.loads(written(logs.Json(), error=raised(work)))["errors"]
    assert (first["kind"], first["said"]) == ("RuntimeError", "The catalogue cannot be read.")
    assert (second["kind"], second["said"]) == ("ValueError", None)


@pytest.mark.parametrize(
    ("template", "arguments", "shown"),
    [
        ("Error handling request %s", ("/welcome/a-token",), "The server failed while it answered a request."),
        ("Invalid request from ip=192.0.2.7: nonsense", (), "A request was no HTTP, or too long."),
        ("Worker (pid:%s) exited with code %s.", (7, 3), "Worker (pid:7) exited with code 3."),
    ],
)
def test_what_the_server_says_of_a_request_is_said_without_address_and_sender(template, arguments, shown):
    record = logging.LogRecord("gunicorn.error", logging.ERROR, __file__, 1, template, arguments, None)
    assert logs.words(record) == shown


def test_without_a_terminal_the_form_is_json():
    before = logging.getLogger().handlers[:], logging.getLogger().level
    try:
        logs.install()
        (handler,) = logging.getLogger().handlers
        assert isinstance(handler.formatter, logs.Text if sys.stderr.isatty() else logs.Json)
        logs.install("text")
        (handler,) = logging.getLogger().handlers
        assert isinstance(handler.formatter, logs.Text)
    finally:
        logging.getLogger().handlers[:], logging.getLogger().level = before
