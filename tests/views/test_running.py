"""What the project team does: people, waves, regions; and the pages for everybody."""

import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import select

from survey.database import db
from survey.models import User, Wave
from tests.installations import open_wave
from tests.installations import sign_in as signed_in

WAVE = {"title": "2027", "key": "2027", "opens": "2027-01-01", "due": "2127-03-31", "time_zone": "Europe/Vienna"}
INVITATION = {"name": "Ana Pop", "email": "Ana@Example.org", "part": "region:timis", "language": "de"}


@pytest.fixture
def app(app):
    open_wave(app)
    return app


@pytest.fixture
def team(sign_in):
    return sign_in("team")


def waves(app) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Wave.key)))


def test_an_invitation_is_a_mail_in_the_readers_language_with_a_link_of_ours(app, team):
    answer = team.send("/people/", INVITATION)
    assert answer.status_code == 302
    path = next((Path(app.instance_path) / "mail").glob("*.eml"))
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert mail["To"] == "ana@example.org"
    assert "http://127.0.0.1:8000/welcome/" in mail.get_content()
    assert "Timiș" in mail.get_content()
    assert "Hallo" in mail.get_content() or "Guten Tag" in mail.get_content()
    assert path.stat().st_mode & 0o777 == 0o600
    html = team.get("/people/").get_data(as_text=True)
    assert "Coordinator of Timiș" in html
    assert "Invited" in html


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("email", "nobody", "This is no e-mail address"),
        ("email", "a@b.org\r\nBcc: x@y.org", "This is no e-mail address"),
        ("name", "", "Please give the person"),
        ("name", "A\nB", "on one line"),
        ("name", "x" * 121, "at most 120"),
        ("part", "region:atlantis", "Please choose one of the list"),
        ("part", "team", "Please choose one of the list"),
        ("language", "xx", "Please choose one of the list"),
    ],
)
def test_an_invitation_that_cannot_be_is_told_and_sends_nothing(app, team, field, value, words):
    answer = team.send("/people/", {**INVITATION, field: value})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert words in html
    assert 'value="Ana Pop"' in html or field == "name"
    assert not (Path(app.instance_path) / "mail").exists()


def test_only_an_administrator_invites_into_the_team(app, sign_in):
    inviting = sign_in("team").get("/people/").get_data(as_text=True).partition('id="people-text"')[0]
    assert "Project team</option>" not in inviting
    answer = sign_in("administrator").send("/people/", {**INVITATION, "part": "team"})
    assert answer.status_code == 302
    with app.app_context():
        assert [role.name for role in db.session.query(User).filter_by(email="ana@example.org").one().roles] == ["team"]


def test_nobody_of_the_team_becomes_a_coordinator(app, team):
    answer = team.send("/people/", {**INVITATION, "email": "team@example.org"})
    assert answer.status_code == 422
    assert "answer for no region" in answer.get_data(as_text=True)


def test_a_wave_gives_each_member_an_assessment(app, team):
    edition = "1"
    answer = team.send("/waves/new", {**WAVE, "edition": edition})
    assert answer.location.endswith("/waves/2027")
    html = team.get("/waves/2027").get_data(as_text=True)
    assert "0 of 10 regions have submitted" in html
    assert "Västra Götaland" not in html


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("key", "2026", "Another wave has this name"),
        ("key", "Wave 2027!", "small letters, figures and hyphens"),
        ("key", "", "short name"),
        ("title", "", "Please give the wave a title"),
        ("due", "2026-12-31", "The last day comes before the first"),
        ("due", "soon", "Please give the last day"),
        ("opens", "", "Please give the first day"),
        ("edition", "99", "Please choose one of the list"),
        ("time_zone", "Europe/Atlantis", "Please choose one of the list"),
    ],
)
def test_a_wave_that_cannot_be_is_told_and_not_made(app, team, field, value, words):
    answer = team.send("/waves/new", {**WAVE, "edition": "1", field: value})
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)
    assert waves(app) == ["2026"]


def test_all_that_is_wrong_with_a_wave_is_told_at_once(app, team):
    wrong = {"title": "", "key": "2026", "due": "2026-01-01", "conclude_due": "2026-02-01"}
    page = team.send("/waves/new", {**WAVE, "edition": "1", **wrong}).get_data(as_text=True)
    for words in (
        *("Please give the wave a title", "Another wave has this name", "The last day comes before the first"),
        "Please give the last day of reviewing, too",
    ):
        assert words in page
    assert waves(app) == ["2026"]


def test_a_wave_that_is_over_before_it_begins_is_told_and_not_made(app, team):
    answer = team.send("/waves/new", {**WAVE, "edition": "1", "opens": "2020-01-01", "due": "2020-02-01"})
    assert answer.status_code == 422
    assert "The last day is over already." in answer.get_data(as_text=True)
    assert waves(app) == ["2026"]


def test_time_zones_are_told_by_city_in_the_readers_language(app):
    html = signed_in(app, "team", language="de").get("/waves/new").get_data(as_text=True)
    assert re.search(r'<option[^>]* value="Europe/Vienna">Wien \(GMT\+0[12]:00\)</option>', html)
    assert len(re.findall(r">(?:Kyiv|Kiew) \(", html)) == 1, "one name of a city that has several in the list of zones"


def test_regions_show_measure_date_and_source_of_their_figures(team):
    html = team.get("/regions/salzburg").get_data(as_text=True)
    assert "17.7 %" in html
    assert "2020-01-01" in html
    assert "krone.at" in html
    assert "Has left" in team.get("/regions/").get_data(as_text=True)
    assert "the day is not known" in team.get("/regions/vastra-gotaland").get_data(as_text=True)


def test_the_method_page_shows_the_weights_of_the_questionnaire(client):
    html = client.get("/method").get_data(as_text=True)
    assert "Does the region help newcomers to find a home?" in html
    assert "Up to 2 points" in html


@pytest.mark.parametrize("path", ["/accessibility", "/privacy"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_statements_name_a_contact(client, path, language):
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    assert "survey@localhost" in client.get(path).get_data(as_text=True)


def test_every_answer_carries_the_headers_that_keep_the_page_ours(client):
    headers = client.get("/").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_pages_leave_compressed(client, encoding):
    plain = client.get("/", headers={"Accept-Encoding": "identity"})
    packed = client.get("/assets/x/site.css", headers={"Accept-Encoding": encoding})
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.get_data()) <= 20_000
