"""The privacy notice on pages: open to all, shown to whoever has not read it, never in the way of what is typed."""

import re

import pytest

from survey.database import db
from survey.models import NoticeConsent, StoredAnswer, User
from survey.policy import OPERATOR
from survey.services import notices, people
from tests.installations import NOW, email, open_wave, sign_in

HOUSING = "/assessments/2026/salzburg/sections/housing"
TASKS = "/assessments/2026/salzburg/"
WORDS = {"en": "## Ours\n\nWe keep **little**.", "de": "## Unseres\n\nWir speichern **wenig**."}


def publish(app, **words: str) -> str:
    with app.app_context():
        made = notices.publish(db.session, words=WORDS | words, by=OPERATOR, now=NOW)
        db.session.commit()
        assert made is not None
        return made


def consents(app, name: str) -> list[tuple[str, str]]:
    with app.app_context():
        found = db.session.query(NoticeConsent).join(User).filter(User.email == email(name)).order_by(NoticeConsent.id)
        return [(one.version, one.language) for one in found]


@pytest.mark.parametrize(("language", "words"), [("en", "Who is responsible"), ("de", "Wer verantwortlich ist")])
def test_the_notice_of_the_software_is_open_to_everybody(app, language, words):
    visitor = app.test_client()
    page = visitor.get("/privacy", headers={"Accept-Language": language}).get_data(as_text=True)
    assert words in page
    assert 'href="mailto:survey@localhost"' in page


def test_every_footer_leads_to_the_notice(app):
    for path in ("/", "/method", "/public/", "/sign-in", "/nothing-here"):
        footer = app.test_client().get(path, follow_redirects=True).get_data(as_text=True).rpartition("<footer")[2]
        assert 'href="/privacy"' in footer, path


def test_an_own_notice_is_shown_in_each_language_with_its_day(app):
    publish(app)
    for language, words in (
        ("en", "We keep <strong>little</strong>."),
        ("de", "Wir speichern <strong>wenig</strong>."),
    ):
        page = app.test_client().get("/privacy", headers={"Accept-Language": language}).get_data(as_text=True)
        assert words in page
        assert str(NOW.year) in page


def test_whoever_has_read_it_is_not_asked(app):
    open_wave(app)
    client = sign_in(app, "coordinator")
    assert client.get(TASKS).status_code == 200
    assert client.get("/account/privacy?next=/people/me/log").location == "/people/me/log"


def test_after_a_new_version_the_next_page_asks_once_and_leads_back(app):
    open_wave(app)
    client = sign_in(app, "coordinator", language="de")
    made = publish(app)
    asked = client.get(f"{HOUSING}?from=mail")
    assert asked.status_code == 302
    page = client.get(asked.location).get_data(as_text=True)
    assert "Wir speichern <strong>wenig</strong>." in page
    went = client.send("/account/privacy", {"page-version": made, "page-next": f"{HOUSING}?from=mail"})
    assert went.location == f"{HOUSING}?from=mail"
    assert client.get(went.location).status_code == 200
    assert consents(app, "coordinator") == [(notices.STANDARD, "en"), (made, "de")]


def test_what_is_sent_after_a_new_version_is_kept(app):
    open_wave(app)
    client = sign_in(app, "coordinator")
    token = client.token(HOUSING)
    publish(app)
    sent = {"support": "no", "support.version": "0", "page-csrf_token": token, "page-touched": "support"}
    answer = client.post(HOUSING, data=sent)
    assert answer.status_code in (302, 303)
    with app.app_context():
        assert [one.value for one in db.session.query(StoredAnswer)] == ["no"]
    assert client.get(answer.location).location.startswith("/account/privacy?next=")


def test_a_script_that_saves_is_not_held_up(app):
    open_wave(app)
    client = sign_in(app, "coordinator")
    token = client.token(HOUSING)
    publish(app)
    sent = {"support": "no", "support.version": "0", "page-csrf_token": token, "page-touched": "support"}
    assert client.post(f"{HOUSING}/support", data=sent, headers={"Accept": "application/json"}).status_code == 200
    assert client.get(HOUSING, headers={"Sec-Fetch-Mode": "cors"}).status_code == 200


@pytest.mark.parametrize("path", ["/privacy", "/method", "/accessibility", "/account/data", "/account/delete"])
def test_whoever_is_asked_may_read_what_to_decide_by_and_may_leave(app, path):
    client = sign_in(app, "coordinator")
    publish(app)
    assert client.get(path).status_code == 200


def test_a_version_that_was_replaced_meanwhile_is_shown_anew(app):
    client = sign_in(app, "coordinator")
    first = publish(app)
    second = publish(app, en="## Ours\n\nWe keep nothing.")
    answer = client.send("/account/privacy", {"page-version": first, "page-next": "/people/me/log"})
    assert answer.status_code == 409
    assert "We keep nothing." in answer.get_data(as_text=True)
    assert f'value="{second}"' in answer.get_data(as_text=True)
    assert [version for version, _ in consents(app, "coordinator")] == [notices.STANDARD]


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "/account/privacy"])
def test_it_leads_nowhere_else(app, target):
    client = sign_in(app, "coordinator")
    assert client.get("/account/privacy", query_string={"next": target}).location == "/"
    sent = {"page-version": notices.STANDARD, "page-next": target}
    assert client.send("/account/privacy", sent, page="/privacy").location == "/"


@pytest.mark.parametrize("known", [False, True])
def test_an_invitation_shows_it_and_its_button_acknowledges_it(app, known):
    open_wave(app)
    with app.app_context():
        link = people.invite_to_team(db.session, email="ana@example.org", name="Ana Pop", by=OPERATOR, now=NOW)
        db.session.commit()
    client = app.test_client()
    page = client.get(f"/welcome/{link.token}").get_data(as_text=True)
    assert "Who is responsible" in page
    shown = re.search(r'name="page-version" value="([^"]+)"', page)
    assert shown is not None
    sent = {"password": "vier graue Enten", "again": "vier graue Enten"}
    client.send(f"/welcome/{link.token}", {**sent, "page-version": shown[1] if known else "standard-0"})
    after = client.get("/waves/", follow_redirects=True)
    assert ("I have read this" in after.get_data(as_text=True)) is not known


def test_a_notice_cannot_run_scripts(app):
    publish(app, en='<script src="https://evil.example/x.js"></script> [go](javascript:alert(1))')
    page = app.test_client().get("/privacy").get_data(as_text=True)
    assert "evil.example/x.js&quot;" in page
    assert 'href="javascript' not in page
