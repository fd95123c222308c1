"""Pages kept ready are sent to their reader alone, not for long, and only where they follow from what was read."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import render_template
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from survey import reading
from survey.database import begin_write, db
from survey.models import (
    SignIn,
    User,
)
from survey.views import ready
from tests.installations import cookie, open_wave, sign_in
from tests.views.test_sections import HOUSING, autosave
from tests.views.warming import CLARA, made_for, warm, whose, words


@pytest.fixture
def coordinator(app):
    open_wave(app)
    return sign_in(app, "coordinator")


def test_the_third_time_a_page_is_sent_as_it_was_made(app, coordinator):
    coordinator.get(HOUSING)  # reads the questionnaire and makes the objects of a person, which then stand ready, too
    app.extensions[ready.EXTENSION].clear()
    first, made = made_for(app, coordinator)
    assert made
    second, made = made_for(app, coordinator)
    assert made  # only now it is known by which statements it is made
    third, made = made_for(app, coordinator)
    assert not made
    assert words(first) == words(second)
    assert third.data == second.data
    assert sorted(third.headers) != []
    assert _headers(third) == _headers(second)


def _headers(answer):
    return sorted((name, value) for name, value in answer.headers if name != "X-Request-Id")


@pytest.mark.usefixtures("coordinator")
def test_a_kept_page_is_pressed_together_as_others_are(app):
    app.test_client_class = FlaskClient  # which does not read the page
    client = app.test_client()
    client.set_cookie("survey", cookie(app, "coordinator"))
    for _ in range(5):
        answer, made = made_for(app, client, headers={"Accept-Encoding": "br"})
    assert not made
    assert answer.headers["Content-Encoding"] == "br"
    assert "Content-Security-Policy" in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_one_saves_oneself_stands_on_the_next_page(app, coordinator):
    warm(app, coordinator)
    assert autosave(coordinator, "support", "everywhere").status_code == 200
    answer, made = made_for(app, coordinator)
    assert made
    assert 'value="everywhere" checked' in answer.text
    assert 'value="everywhere" checked' in made_for(app, coordinator)[0].text


def test_a_page_goes_to_nobody_else(app, coordinator):
    warm(app, coordinator)
    other, made = made_for(app, sign_in(app, "contributor"))
    assert made or other.status_code != 200
    assert CLARA not in other.text
    assert made_for(app, app.test_client())[0].status_code == 302
    assert made_for(app, sign_in(app, "neighbour"))[0].status_code == 404


@pytest.mark.parametrize("name", ["Accept-Language", "Accept", "Sec-Fetch-Mode"])
def test_another_request_has_a_page_of_its_own(app, coordinator, name):
    warm(app, coordinator)
    values = {"Accept-Language": "de", "Accept": "text/html"}
    _, made = made_for(app, coordinator, headers={name: values.get(name, "navigate")})
    assert made


def test_a_message_is_shown_once(app, coordinator):
    warm(app, coordinator)
    with coordinator.session_transaction() as session:
        session["_flashes"] = [("success", "Saved: Housing.")]
    assert "Saved: Housing." in coordinator.get(HOUSING).text
    for _ in range(3):
        assert "Saved: Housing." not in coordinator.get(HOUSING).text


def test_no_page_is_kept_for_long(app, coordinator, monkeypatch):
    warm(app, coordinator)
    moment = ready.now() + ready.FRESH + timedelta(seconds=1)
    monkeypatch.setattr(ready, "now", lambda: moment)
    assert made_for(app, coordinator)[1]
    assert not made_for(app, coordinator)[1]


def test_no_page_is_kept_for_longer_than_its_reader_is_signed_in(app, coordinator):
    warm(app, coordinator)
    with app.app_context():
        begin_write(db.session)
        made_at = ready.now() - timedelta(hours=14) + timedelta(seconds=3)
        db.session.execute(sa.update(SignIn).where(SignIn.user_id == whose(CLARA)).values(made_at=made_at))
        db.session.commit()
    warm(app, coordinator)
    newest = list(app.extensions[ready.EXTENSION].values())[-1]
    assert newest.until <= made_at + timedelta(hours=14)


def test_a_page_that_writes_is_never_kept(app, coordinator, monkeypatch):
    @app.get("/writes", endpoint="writes")
    def writes():
        begin_write(db.session)
        db.session.execute(sa.update(User).where(User.name == CLARA).values(language="de"))
        db.session.commit()
        return render_template("pages/accessibility.html")

    monkeypatch.setattr(ready, "PAGES", {"writes"})
    for _ in range(4):
        answer, made = made_for(app, coordinator, "/writes")
        assert answer.status_code == 200
        assert made
    assert app.extensions[ready.EXTENSION] == {}


def test_only_pages_of_questions_are_kept(app, coordinator):
    for _ in range(4):
        assert made_for(app, coordinator, "/assessments/2026/salzburg/")[1]
        assert coordinator.head(HOUSING).status_code == 200
    assert app.extensions[ready.EXTENSION] == {}


def test_where_the_check_goes_wrong_the_page_is_made(app, coordinator, monkeypatch):
    warm(app, coordinator)
    real, calls = reading.rows, []

    def broken(connection, read):
        calls.append(read)
        if len(calls) == 1:
            raise OperationalError("SELECT", {}, Exception("gone"))
        return real(connection, read)

    monkeypatch.setattr(reading, "rows", broken)
    answer, made = made_for(app, coordinator)
    assert (answer.status_code, made) == (200, True)


def test_only_so_many_are_kept(app, coordinator, monkeypatch):
    monkeypatch.setattr(ready, "MOST", 2)
    for number in range(5):
        warm(app, coordinator, f"{HOUSING}?{number}")
        assert len(app.extensions[ready.EXTENSION]) <= 2
