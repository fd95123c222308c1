"""The ways in: invitation, one-time link, sign-in, a forgotten password, signing out."""

import re
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from survey.database import db
from survey.models import User
from survey.policy import OPERATOR
from survey.services import notices, people, regions
from tests.installations import NOW, PASSWORD, email, open_wave


@pytest.fixture
def link(app) -> str:
    """The path of a coordinator's invitation."""
    with app.app_context():
        region = regions.find(db.session, key="timis", by=OPERATOR)
        made = people.invite_coordinator(
            db.session, email="ana@example.org", name="Ana Pop", region=region, by=OPERATOR, now=NOW, language="de"
        )
        db.session.commit()
        return f"/welcome/{made.token}"


def mails(app) -> list[str]:
    found = sorted((Path(app.instance_path) / "mail").glob("*.eml"))
    return [str(message_from_bytes(path.read_bytes(), policy=policy.default).get_content()) for path in found]


def test_looking_at_an_invitation_uses_nothing_up_and_greets_in_its_language(client, link):
    for _ in range(3):
        html = client.get(link).get_data(as_text=True)
        assert '<html lang="de">' in html
        assert "Willkommen, Ana Pop" in html
        assert "Timiș" in html


def test_an_invitation_leads_to_the_assessment_and_works_once(app, client, link):
    open_wave(app)
    chosen = {"password": "vier graue Enten", "again": "vier graue Enten", "page-version": notices.STANDARD}
    answer = client.send(link, chosen)
    assert answer.location == "/"
    assert client.get("/").location == "/assessments/2026/timis/"
    with app.app_context():
        assert db.session.query(User).filter_by(email="ana@example.org").one().password.startswith("$argon2")
    again = app.test_client().get(link)
    assert again.status_code == 410
    assert "ist schon benutzt" in again.get_data(as_text=True) or "has been used" in again.get_data(as_text=True)


@pytest.mark.parametrize(
    ("password", "again", "words"),
    [
        ("short", "short", "10 bis 128 Zeichen"),
        ("vier graue Enten", "fünf graue Enten", "verschieden"),
        ("", "", "Passwort"),
        ("Ana Pop 2026", "Ana Pop 2026", "leicht zu erraten"),
    ],
)
def test_a_password_that_will_not_do_keeps_the_invitation(client, link, password, again, words):
    answer = client.send(link, {"password": password, "again": again})
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)
    assert client.get(link).status_code == 200


def test_a_first_password_with_an_umlaut_signs_in_from_any_keyboard(app, client, link):
    open_wave(app)
    client.send(link, {"password": "f\u00fcnf graue Enten", "again": "f\u00fcnf graue Enten"})
    other = app.test_client()
    answer = other.send("/sign-in", {"email": "ana@example.org", "password": "fu\u0308nf graue Enten"})
    assert answer.status_code == 302


def test_an_unknown_link_says_what_to_do(client):
    answer = client.get("/welcome/" + "x" * 43)
    assert answer.status_code == 404
    assert "copy all of it" in answer.get_data(as_text=True)


def test_an_old_link_says_what_to_do(app, client):
    with app.app_context():
        user = people.administrator(db.session, email="a@example.org", name="A", now=NOW)
        old = people.sign_in_link(db.session, user=user, now=NOW - timedelta(hours=2))
        db.session.commit()
    answer = client.get(f"/welcome/{old.token}")
    assert answer.status_code == 410
    assert "too old" in answer.get_data(as_text=True)


def test_the_administrators_link_signs_in_once_without_a_new_password(app, client):
    with app.app_context():
        user = people.administrator(db.session, email="a@example.org", name="A", now=NOW)
        made = people.sign_in_link(db.session, user=user, now=NOW)
        db.session.commit()
    path = f"/welcome/{made.token}"
    assert "signs you in once" in client.get(path).get_data(as_text=True)
    assert client.send(path).status_code == 302
    assert client.get("/people/").status_code == 200
    assert app.test_client().get(path).status_code == 410


def test_signing_in_leads_back_to_the_page_that_was_asked_for(app, client):
    open_wave(app)
    asked = client.get("/assessments/2026/salzburg/")
    form = client.get(asked.location).get_data(as_text=True)
    wanted = re.search(r'name="next" value="([^"]*)"', form)
    assert wanted
    data = {"email": email("coordinator"), "password": PASSWORD, "next": wanted[1]}
    answer = client.send("/sign-in", data)
    assert answer.location.endswith("/assessments/2026/salzburg/")


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_no_way_in_leads_to_another_host(client, target):
    data = {"email": email("coordinator"), "password": PASSWORD, "next": target}
    answer = client.send("/sign-in", data)
    assert answer.status_code == 422 or re.match("/[^/]", answer.location)
    if answer.status_code == 422:
        assert "leads away" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("address", "password"),
    [(email("coordinator"), "wrong horse battery"), ("unknown@example.org", PASSWORD), ("", ""), ("x", "y")],
)
def test_a_wrong_sign_in_answers_422_and_tells_nobody_who_has_an_account(client, address, password):
    answer = client.send("/sign-in", {"email": address, "password": password})
    assert answer.status_code == 422
    assert "do not fit together" in answer.get_data(as_text=True) or "Please give" in answer.get_data(as_text=True)
    assert client.get("/waves/").status_code == 302


def test_a_forgotten_password_is_set_anew_by_a_link_in_the_accounts_language(app, client):
    with app.app_context():
        db.session.query(User).filter_by(email=email("coordinator")).one().language = "de"
        db.session.commit()
    client.send("/reset", {"email": email("coordinator")})
    mail = mails(app)[-1]
    assert "neues Passwort" in mail
    link = re.search(r"http://127\.0\.0\.1:8000(/reset/\S+)", mail)
    assert link, "the link comes from the configured address"
    assert client.get(link[1]).status_code == 200
    new = "neun blaue Boote"
    answer = client.send(link[1], {"password": new, "password_confirm": new})
    assert answer.status_code == 302
    assert client.send("/sign-in", {"email": email("coordinator"), "password": new}).status_code == 302


def test_asking_for_a_link_tells_nobody_who_has_an_account(app, client):
    known = client.send("/reset", {"email": email("coordinator")}).get_data(as_text=True)
    unknown = client.send("/reset", {"email": "unknown@example.org"}).get_data(as_text=True)
    said = "If there is an account with this address"
    assert said in known
    assert said in unknown
    assert len(mails(app)) == 1


def test_a_host_that_is_not_ours_gets_nothing(client):
    assert client.get("/sign-in", headers={"Host": "evil.example"}).status_code == 400


def test_signing_out_takes_a_button_with_a_token(app, sign_in):
    open_wave(app)
    person = sign_in("coordinator")
    assert person.get("/sign-out").status_code == 405
    person.send("/sign-out", page="/privacy")
    assert person.get("/assessments/2026/salzburg/").status_code == 302


def test_a_closed_account_finds_nothing(app, sign_in):
    open_wave(app)
    person = sign_in("coordinator")
    with app.app_context():
        db.session.query(User).filter_by(email=email("coordinator")).one().active = False
        db.session.commit()
    assert person.get("/assessments/2026/salzburg/").status_code == 302
