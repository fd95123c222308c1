"""Files that cost much: so many for each person in ten minutes, and every route that makes one is counted."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from survey.database import db
from survey.models import Attempt, User
from survey.services import rations
from survey.settings import Settings
from survey.views.rations import COSTLY, OPEN
from tests.installations import email, open_wave

LOG = "/people/me/log.csv"
LIGHT = {
    "assets.file",
    "assets.plotly_file",
    "administration.file",
    "calendars.file",
    "calendars.of_region",
    "exports.codebook",
    "gallery.file",
    "mail_queue.file",
    "method.file",
    "people.file",
    "pieces.file",
    "progress.file",
    "public_method.file",
    "region_files.file",
    "second_factor.file",
    "stakeholders.counts",
    "stakeholders.template",
    "submissions.file",
    "explained.file",
}
"""Small tables, and files that only leave as they lie there."""


@pytest.fixture
def app(app):
    """An application in which costly files are rationed as they are by default; in other tests they are not."""
    app.extensions["survey_settings"] = replace(app.extensions["survey_settings"], downloads=Settings.downloads)
    return app


def used_up(app, who: str, *, but: int = 0) -> None:
    """Let a ration be used up, but for so many, in this span and in the next."""
    with app.app_context():
        told = app.extensions["survey_settings"]
        for moment in (datetime.now(UTC), datetime.now(UTC) + rations.SPAN):
            for _ in range(told.downloads - but):
                rations.take(db.session, secret=told.secret_key, who=who, free=told.downloads, now=moment)
        db.session.commit()


def person(app, name: str) -> str:
    with app.app_context():
        return f"person {db.session.scalar(sa.select(User.id).where(User.email == email(name)))}"


def test_each_file_is_counted_or_is_light_or_shows_one_chart(app):
    charts = re.compile(r"<any\([^)]*\):chart>|<chart>")
    files = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if re.search(r"\.(\w+|<[^/]*>)$", rule.rule) or rule.endpoint.rpartition(".")[2] in {"file", "data"}
        if not charts.search(rule.rule)
    }
    assert files - LIGHT == COSTLY - {"workbooks.preview", "workbooks.take_in"}, "those two read a file"
    assert not COSTLY & LIGHT


@pytest.mark.parametrize(
    ("language", "words"), [("en", "many files in a short time"), ("de", "kurzer Zeit viele Dateien")]
)
def test_who_had_the_ration_is_told_when_to_come_again(app, sign_in, language, words):
    client = sign_in("coordinator", language=language)
    used_up(app, person(app, "coordinator"), but=1)
    assert client.get(LOG).status_code == 200
    answer = client.get(LOG)
    assert answer.status_code == 429
    assert words in answer.get_data(as_text=True)
    assert 1 <= int(answer.headers["Retry-After"]) <= 600
    assert client.get("/people/me/log").status_code == 200, "pages stay open"
    assert sign_in("neighbour").get(LOG).status_code == 200, "others have their own"
    script = client.get(LOG, headers={"Accept": "application/json"})
    assert script.status_code == 429
    assert words in script.get_json()["message"]


def test_every_costly_route_is_refused_before_it_does_anything(app, sign_in):
    open_wave(app)
    client = sign_in("coordinator")
    used_up(app, person(app, "coordinator"))
    values = {"wave": "2026", "region": "salzburg", "kind": "pdf", "content": "scores-long", "person": "1"}
    build = app.url_map.bind("127.0.0.1").build
    token = client.token("/account")
    for rule in app.url_map.iter_rules():
        if rule.endpoint in COSTLY:
            path = build(rule.endpoint, {name: values[name] for name in rule.arguments}, method=min(rule.methods))
            sent = {"data": {"page-csrf_token": token}} if "POST" in rule.methods else {}
            answer = client.open(path, method="POST" if sent else "GET", **sent)
            assert answer.status_code == 429, rule.endpoint


def test_visitors_share_the_ration_of_their_network(app):
    near = {"X-Forwarded-For": "192.0.2.7"}
    used_up(app, "network 192.0.2.7")
    path = "/public/2026/data/scores-long.csv"
    assert {"public.data"} == OPEN
    assert app.test_client().get(path, headers=near).status_code == 429
    assert app.test_client().get(path, headers={"X-Forwarded-For": "192.0.2.8"}).status_code == 404
    assert app.test_client().get(LOG, headers=near).status_code == 302, "who is not signed in is asked to, as ever"


def test_neither_person_nor_network_stands_in_the_table(app, sign_in):
    sign_in("coordinator").get(LOG)
    with app.app_context():
        (row,) = db.session.scalars(sa.select(Attempt)).all()
        assert (row.tries, row.blocked_until) == (1, None)
        assert len(row.key) == 64
