"""A database that does not answer, or a disk that is full: a page that says so, and nothing typed is lost."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from survey.database import db
from survey.models import StoredAnswer
from tests.installations import open_wave

PAGE = "/assessments/2026/salzburg/sections/closing"
JSON = {"Accept": "application/json"}


@pytest.fixture
def app(app):
    open_wave(app)
    return app


def form(client) -> dict[str, str]:
    """Return what the browser sends of the page when somebody has typed into it."""
    client.get(PAGE)
    return {"proud": "Our cafés, and the choir.", "proud.version": "0"}


def take_away(app) -> None:
    """Put a folder where the database was."""
    with app.app_context():
        db.engine.dispose()
    for path in Path(app.instance_path).glob("survey.db*"):
        path.unlink()
    Path(app.instance_path, "survey.db").mkdir()


def test_without_a_database_pages_say_when_to_try_again(app, sign_in):
    person = sign_in("coordinator")
    take_away(app)
    for path in ("/", PAGE, "/results/2026/salzburg"):
        answer = person.get(path)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
        assert "The platform cannot be reached for a moment" in answer.get_data(as_text=True)
    assert app.test_client().get("/live").status_code == 200


def test_what_was_typed_stands_on_the_page_and_a_script_is_told_to_try_again(app, sign_in):
    person = sign_in("coordinator")
    typed = form(person)
    token = person.token(PAGE)
    take_away(app)
    answer = person.post(PAGE, data={**typed, "page-csrf_token": token})
    assert answer.status_code == 503
    assert "Our cafés, and the choir." in answer.get_data(as_text=True)
    script = person.post(f"{PAGE}/proud", data={**typed, "page-csrf_token": token}, headers=JSON)
    assert script.status_code == 503
    assert "try again" in script.json["message"]


def test_a_full_disk_writes_nothing_and_loses_nothing(app, sign_in):
    person = sign_in("coordinator")
    typed = form(person)
    token = person.token(PAGE)
    with app.app_context():
        engine = db.engine
        engine.dispose()
        with closing(sqlite3.connect(Path(app.instance_path, "survey.db"))) as file:
            file.execute("VACUUM")  # no room is left inside of the file

        @sa.event.listens_for(engine, "connect")
        def fill(connection, _record):
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count={pages}")

        try:
            long = {**typed, "proud": "Our cafés. " * 900}
            answer = person.post(PAGE, data={**long, "page-csrf_token": token})
        finally:
            sa.event.remove(engine, "connect", fill)
            engine.dispose()
    assert answer.status_code == 503
    assert "Our cafés." in answer.get_data(as_text=True)
    with app.app_context():
        assert db.session.query(StoredAnswer).count() == 0
    again = person.post(PAGE, data={**long, "page-csrf_token": token})
    assert again.status_code == 302
    with app.app_context():
        assert db.session.query(StoredAnswer).one().value == long["proud"].strip()
