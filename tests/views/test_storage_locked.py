"""Storage that cannot be written for a while: an answer in under two seconds with what was typed; later it works."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest
import sqlalchemy as sa

from survey.app import create_app
from survey.database import db
from survey.models import StoredAnswer
from tests import installations, postgresql
from tests.clients import JudgingClient
from tests.installations import open_wave, sign_in

PAGE = "/assessments/2026/salzburg/sections/closing"
JSON = {"Accept": "application/json"}
TYPED = {"proud": "Our cafés, and the choir.", "proud.version": "0"}

HOLDER = """
import sqlite3, sys
file = sqlite3.connect(sys.argv[1], isolation_level=None)
file.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let another process hold the lock of an SQLite file, as a stray tool would."""
    command = [sys.executable, "-c", HOLDER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "locked\n"
        yield
        holder.communicate()


def kept(app) -> list[str]:
    with app.app_context():
        return [one.value for one in db.session.query(StoredAnswer)]


def as_it_is_now(app, url: str):
    """Return the same installation started anew, with the database at another address."""
    changed = replace(app.extensions["survey_settings"], database_url=url)
    with app.app_context():
        db.engine.dispose()
    again = create_app(changed)
    again.test_client_class, again.testing = JudgingClient, True
    again.extensions["test_template"] = app.extensions["test_template"]
    return again


def refuses(app, fault: str) -> None:
    """Read a page, try to write on it, and find what was typed on the answer; whoever watches is told."""
    person = sign_in(app, "coordinator")
    assert person.get(PAGE).status_code == 200, "what can be read is shown"
    answer = person.post(PAGE, data={**TYPED, "page-csrf_token": person.token(PAGE)})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "Our cafés, and the choir." in answer.get_data(as_text=True)
    script = person.post(f"{PAGE}/proud", data={**TYPED, "page-csrf_token": person.token(PAGE)}, headers=JSON)
    assert script.status_code == 503
    ready = app.test_client().get("/ready")
    assert (ready.status_code, ready.json["faults"]) == (503, [fault])
    assert kept(app) == []


def test_a_file_that_another_process_holds_is_answered_in_under_two_seconds(app):
    open_wave(app)
    person = sign_in(app, "coordinator")
    token = person.token(PAGE)
    began = monotonic()
    person.post(PAGE, data={"page-csrf_token": token})
    usually = monotonic() - began
    with locked(Path(app.instance_path, "survey.db")):
        began = monotonic()
        answer = person.post(PAGE, data={**TYPED, "page-csrf_token": token})
        took = monotonic() - began - usually  # what the machine takes anyway is not ours to promise
        script = person.post(f"{PAGE}/proud", data={**TYPED, "page-csrf_token": token}, headers=JSON)
        assert person.get(PAGE).status_code == 200, "reading waits for nobody"
        assert app.test_client().get("/ready").status_code == 200
    assert answer.status_code == script.status_code == 503
    assert took < 2
    assert "Our cafés, and the choir." in answer.get_data(as_text=True)
    assert kept(app) == []
    assert person.post(PAGE, data={**TYPED, "page-csrf_token": token}).status_code == 302
    assert kept(app) == ["Our cafés, and the choir."]


def test_an_sqlite_file_that_is_read_only(app):
    open_wave(app)
    again = as_it_is_now(app, f"sqlite:///file:{Path(app.instance_path, 'survey.db')}?mode=ro&uri=true")
    refuses(again, "read_only")
    assert sign_in(app, "coordinator").send(PAGE, TYPED).status_code == 302
    with again.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def on_postgresql(tmp_path_factory):
    """An application on PostgreSQL with an open wave."""
    folder = tmp_path_factory.mktemp("postgresql")
    made = installations.Template(folder / "template", database_url=postgresql.database()).copy(folder / "instance")
    open_wave(made)
    yield made
    with made.app_context():
        db.session.close()
        db.engine.dispose()


def by_the_server(app, statement: str) -> None:
    """Let the administrator of the PostgreSQL server do something; connections that were open notice it."""
    with app.app_context():
        url = db.engine.url
        db.engine.dispose()
    engine = sa.create_engine(postgresql.server(), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement.format(f'"{url.database}"'))
    engine.dispose()


def test_a_postgresql_database_that_is_read_only(on_postgresql):
    by_the_server(on_postgresql, "ALTER DATABASE {} SET default_transaction_read_only = on")
    refuses(on_postgresql, "read_only")
    by_the_server(on_postgresql, "ALTER DATABASE {} SET default_transaction_read_only = off")
    assert on_postgresql.test_client().get("/ready").status_code == 200
    assert sign_in(on_postgresql, "coordinator").send(PAGE, TYPED).status_code == 302


def test_a_row_that_another_connection_holds_is_answered_in_under_two_seconds(on_postgresql):
    person = sign_in(on_postgresql, "coordinator")
    token = person.token(PAGE)
    with on_postgresql.app_context():
        url = db.engine.url
        version = db.session.query(StoredAnswer.version).scalar() or 0  # other tests may have answered before
    holder = sa.create_engine(url)
    with holder.connect() as connection, connection.begin():
        connection.exec_driver_sql("SELECT * FROM assessment FOR UPDATE")
        began = monotonic()
        typed = {"proud": "Our bridges.", "proud.version": str(version), "page-csrf_token": token}
        answer = person.post(PAGE, data=typed)
        took = monotonic() - began
    holder.dispose()
    assert answer.status_code == 503
    assert took < 3, "a second and a half of waiting, and what a busy machine adds"
    assert "Our bridges." in answer.get_data(as_text=True)
    assert person.post(PAGE, data=typed).status_code == 302
