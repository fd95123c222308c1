"""Sessions behind cookies: what begins at signing in, what ends them, and that nothing typed is lost."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from itsdangerous import URLSafeTimedSerializer

from survey.database import db
from survey.models import Deed, How, User
from survey.policy import OPERATOR
from survey.services import links, people, sessions
from tests.installations import NOW, PASSWORD, email, open_wave
from tests.views.signing_in import age, by_form, deeds, exhaust, held, letters, rows, signed_in

TASKS = "/assessments/2026/salzburg/"
HOUSING = "/assessments/2026/salzburg/sections/housing"
JSON = {"Accept": "application/json"}


@pytest.fixture
def app(app):
    open_wave(app)
    return app


def test_signing_in_makes_a_row_of_which_the_cookie_holds_the_secret(app):
    client = by_form(app)
    (row,) = rows(app)
    assert row.digest == links.digest(held(app, client)["_user_id"])
    assert (row.how, row.kept, row.browser) == (How.PASSWORD, False, "Firefox, Linux")
    assert client.get(TASKS).status_code == 200
    assert deeds(app) == [(Deed.SIGNED_IN, {"how": "password"})]


def test_what_was_in_the_browser_before_is_not_what_is_in_it_afterwards(app):
    client = app.test_client()
    token = client.token("/sign-in")
    with client.session_transaction() as planted:
        planted["_user_id"] = "planted"
        planted["whose"] = "planted"
        planted["anything"] = "planted"
    client.post("/sign-in", data={"email": email("coordinator"), "password": PASSWORD, "page-csrf_token": token})
    kept = held(app, client)
    assert "planted" not in kept.values()
    assert client.token(TASKS) != token, "a token that somebody knew before is worth nothing"
    refused = client.post("/account/stay", data={"page-csrf_token": token})
    assert refused.status_code == 400


def test_each_signing_in_has_a_secret_of_its_own_and_the_one_before_is_over(app):
    client = by_form(app)
    first = held(app, client)["_user_id"]
    with app.app_context():
        user = people.administrator(db.session, email="a@example.org", name="A", now=NOW)
        link = people.sign_in_link(db.session, user=user, now=NOW)
        db.session.commit()
    client.send(f"/welcome/{link.token}")
    assert held(app, client)["_user_id"] != first
    assert rows(app) == [], "another person signed in in the same browser"
    assert [deed for deed, _detail in deeds(app)] == [Deed.SIGNED_IN, Deed.SIGNED_OUT]
    assert client.get("/people/").status_code == 200


@pytest.mark.parametrize("kept", [{}, {"remember": "y"}])
def test_giving_the_password_once_more_renews_the_session_and_ends_copies_of_its_cookies(app, kept):
    client, copy = by_form(app, **kept), app.test_client()
    before = held(app, client)["_user_id"]
    for name in ("survey", "remember_token"):
        if client.get_cookie(name) is not None:
            copy.set_cookie(name, client.get_cookie(name).value)
    assert copy.get("/account").status_code == 200
    for wrong in ("", "not the password"):
        assert client.send("/verify", {"password": wrong}).status_code == 422
        assert held(app, client)["_user_id"] == before
    assert client.send("/verify", {"password": PASSWORD}).status_code == 302
    assert held(app, client)["_user_id"] != before
    assert client.get("/account").status_code == 200
    assert copy.get("/account").status_code == 302
    assert len(rows(app)) == 1, "it is the same session under a new secret"
    if kept:  # what outlives the window holds the new secret, too
        client.delete_cookie("survey")
        assert client.get("/account").status_code == 200


@pytest.mark.parametrize("cookie", ["survey", "remember_token", "known"])
def test_no_script_reads_a_cookie_and_no_other_site_sends_it_along(app, cookie):
    client = app.test_client()
    answer = client.send("/sign-in", {"email": email("coordinator"), "password": PASSWORD, "remember": "y"})
    (set_cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith(f"{cookie}=")]
    assert "; HttpOnly" in set_cookie
    assert "; SameSite=Lax" in set_cookie
    assert "; Path=/" in set_cookie
    assert "Domain" not in set_cookie


def test_two_browsers_are_two_sessions_and_ending_one_leaves_the_other(app):
    here, there = signed_in(app), signed_in(app)
    lost = rows(app)[1].id
    answer = here.send(f"/account/sessions/{lost}/end", page="/account")
    assert answer.status_code == 302
    asked = there.get(TASKS)
    assert (asked.status_code, asked.location) == (302, "/sign-in?next=/assessments/2026/salzburg/")
    assert here.get(TASKS).status_code == 200
    assert deeds(app)[-1] == (Deed.SIGN_IN_ENDED, {"count": 1})


def test_nobody_ends_the_session_of_another(app, sign_in):
    signed_in(app)
    key = rows(app)[0].id
    assert sign_in("neighbour").send(f"/account/sessions/{key}/end", page="/account").status_code == 404
    assert sign_in("administrator").send(f"/account/sessions/{key}/end", page="/account").status_code == 404
    assert len(rows(app)) == 1


def test_signing_out_removes_the_row_so_that_a_copy_of_the_cookie_opens_nothing(app):
    client = signed_in(app)
    copy = client.get_cookie("survey").value
    client.send("/sign-out", page="/privacy")
    assert rows(app) == []
    thief = app.test_client()
    thief.set_cookie("survey", copy)
    assert thief.get(TASKS).status_code == 302
    assert [deed for deed, _detail in deeds(app)] == [Deed.SIGNED_IN, Deed.SIGNED_OUT]


def test_whoever_signs_out_reads_so_once(app):
    client = signed_in(app)
    client.send("/sign-out", page="/privacy")
    said = [client.get("/").get_data(as_text=True).count("You are signed out.") for _ in range(2)]
    assert said == [1, 0]


def test_staying_signed_in_ends_with_its_row_too(app):
    client = by_form(app, remember="y")
    assert rows(app)[0].kept
    client.delete_cookie("survey")
    assert client.get(TASKS).status_code == 200, "the window was closed"
    with app.app_context():
        user = db.session.scalars(sa.select(User).where(User.email == email("coordinator"))).unique().one()
        sessions.end_all(db.session, user=user, by=OPERATOR, now=NOW)
        db.session.commit()
    client.delete_cookie("survey")
    assert client.get(TASKS).status_code == 302


def test_the_name_of_an_account_or_a_token_in_a_header_opens_nothing(app, client):
    with app.app_context():
        user = db.session.scalars(sa.select(User).where(User.email == email("coordinator"))).unique().one()
        token, mark = user.get_auth_token(), user.fs_uniquifier
    assert client.get(TASKS, headers={"Authentication-Token": token}).status_code == 302
    assert client.get(f"{TASKS}?auth_token={token}").status_code == 302
    with client.session_transaction() as forged:
        forged["_user_id"] = mark
    assert client.get(TASKS).status_code == 302


@pytest.mark.parametrize(
    ("back", "status"),
    [
        ({"seen_at": timedelta(hours=3, minutes=50)}, 200),
        ({"seen_at": timedelta(hours=4, minutes=10)}, 302),
        ({"made_at": timedelta(hours=13, minutes=50)}, 200),
        ({"made_at": timedelta(hours=14, minutes=10)}, 302),
    ],
)
def test_a_session_is_over_when_nothing_was_done_or_the_day_is_over(app, sign_in, back, status):
    person = sign_in("coordinator")
    age(app, **back)
    assert person.get(TASKS).status_code == status


def test_reading_is_activity_and_is_noted_after_the_answer_has_left(app):
    client = signed_in(app)
    moment = age(app, seen_at=timedelta(minutes=4))
    client.get(TASKS).close()
    assert rows(app)[0].seen_at == moment - timedelta(minutes=4), "it is noted once in five minutes"
    age(app, seen_at=timedelta(hours=2))
    answer = client.get(TASKS)
    answer.get_data()
    answer.close()
    assert rows(app)[0].seen_at > moment - timedelta(minutes=1)


def test_asking_how_long_is_no_activity_and_the_button_is(app):
    client = signed_in(app)
    moment = age(app, seen_at=timedelta(hours=4))
    told = client.get("/account/stay", headers=JSON)
    told.close()
    assert 200 <= told.json["seconds"] <= 300
    assert rows(app)[0].seen_at == moment - timedelta(hours=4)
    token = client.token("/account")
    moment = age(app, seen_at=timedelta(hours=4))
    stays = client.post("/account/stay", data={"page-csrf_token": token}, headers=JSON)
    assert stays.json["seconds"] > 4 * 3600
    assert rows(app)[0].seen_at > moment - timedelta(minutes=1)


def test_a_form_sent_after_the_end_keeps_what_was_typed_and_goes_through_once_signed_in_again(app):
    client = by_form(app)
    token = client.token(HOUSING)
    typed = {
        "support": "no",
        "support.version": "0",
        "support.reason": "Das Land entscheidet.",
        "page-csrf_token": token,
    }
    age(app, seen_at=timedelta(hours=5))
    page = client.post(HOUSING, data=typed)
    assert page.status_code == 401
    assert "Das Land entscheidet." in page.get_data(as_text=True)
    script = client.post(f"{HOUSING}/support", data=typed, headers=JSON)
    assert (script.status_code, "Sign in in another tab" in script.json["message"]) == (401, True)
    by_form(app, client=client)  # in another tab of the same browser
    saved = client.post(f"{HOUSING}/support", data=typed, headers=JSON)
    assert (saved.status_code, saved.json["version"]) == (200, 1)


def test_a_page_left_open_by_one_person_sends_nothing_for_the_next(app):
    client = by_form(app)
    token = client.token(HOUSING)
    age(app, seen_at=timedelta(hours=5))
    by_form(app, "contributor", client=client)
    answer = client.post(f"{HOUSING}/support", data={"support": "no", "page-csrf_token": token}, headers=JSON)
    assert answer.status_code == 400


def test_a_new_password_by_mail_ends_all_sessions_and_the_count_of_failures(app):
    here, other = signed_in(app), signed_in(app)
    exhaust(app)
    visitor = app.test_client()
    visitor.send("/reset", {"email": email("coordinator")})
    link = re.search(r"http://127\.0\.0\.1:8000(/reset/\S+)", letters(app)[-1][1])[1]
    new = "fünf graue Enten"
    assert visitor.send(link, {"password": new, "password_confirm": new}).status_code == 302
    assert (here.get(TASKS).status_code, other.get(TASKS).status_code) == (302, 302)
    assert visitor.send("/sign-in", {"email": email("coordinator"), "password": new}).status_code == 302
    assert [deed for deed, _detail in deeds(app)][-3:] == [Deed.PASSWORD_CHANGED, Deed.SIGN_IN_ENDED, Deed.SIGNED_IN]
    assert (Deed.PASSWORD_CHANGED, {"way": "reset"}) in deeds(app)


def test_a_cookie_that_somebody_signed_with_another_key_opens_nothing(app, client):
    value = URLSafeTimedSerializer("another key", salt="cookie-session").dumps(
        {"_user_id": "the secret of coordinator"}
    )
    client.set_cookie("survey", value)
    assert client.get(TASKS).status_code == 302
