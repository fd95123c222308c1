"""One's own account: name, language, password, where one is signed in."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from survey.database import begin_write, db
from survey.models import User
from tests.installations import PASSWORD, email
from tests.views.signing_in import account, age, deeds, exhaust, held, letters, signed_in

NEW = "fünf graue Enten"


def test_the_page_is_linked_by_name_and_shows_where_one_is_signed_in(app):
    client = signed_in(app)
    html = client.get("/privacy").get_data(as_text=True)
    assert re.search(r'<a href="/account"[^>]*>Clara Conti</a>', html)
    html = client.get("/account").get_data(as_text=True)
    assert html.count("Firefox, Linux") >= 2
    assert "this browser" in html
    assert "4 hours after your last page or save, and 14 hours after signing in" in html


def test_name_and_language_are_changed(app, sign_in):
    person = sign_in("coordinator")
    answer = person.send("/account/profile", {"name": "Clara Conti-Huber", "language": "de"}, page="/account")
    assert answer.status_code == 302
    html = person.get("/account").get_data(as_text=True)
    assert "Clara Conti-Huber" in html
    assert '<html lang="de">' in html


@pytest.mark.parametrize(
    ("name", "language", "words"),
    [
        ("", "en", "Please give your name."),
        ("x" * 121, "en", "at most 120 characters"),
        ("a	b", "en", "on one line"),
        ("A", "xx", "choose one of the list"),
    ],
)
def test_a_name_or_language_that_cannot_be_is_told_beside_its_field(app, sign_in, name, language, words):
    answer = sign_in("coordinator").send("/account/profile", {"name": name, "language": language}, page="/account")
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)


def test_a_new_password_holds_here_and_ends_every_other_session(app):
    here, there = signed_in(app), signed_in(app)
    before = held(app, here)["_user_id"]
    sent = {"present": PASSWORD, "password": NEW, "again": NEW}
    assert here.send("/account/password", sent, page="/account").status_code == 302
    assert here.get("/account").status_code == 200
    assert held(app, here)["_user_id"] != before
    assert there.get("/account").status_code == 302
    assert "Your password was changed" in letters(app)[-1][0]
    signing = app.test_client()
    assert signing.send("/sign-in", {"email": email("coordinator"), "password": NEW}).status_code == 302
    assert ("password_changed", {"way": "changed"}) in deeds(app)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"present": "wrong", "password": NEW, "again": NEW}, "This is not your password."),
        ({"present": "", "password": NEW, "again": NEW}, "Please give your password."),
        ({"present": PASSWORD, "password": "short", "again": "short"}, "10 to 128 characters"),
        ({"present": PASSWORD, "password": NEW, "again": NEW + "!"}, "The two passwords differ."),
    ],
)
def test_a_password_that_will_not_do_changes_nothing(app, sign_in, sent, words):
    before = account(app).password
    answer = sign_in("coordinator").send("/account/password", sent, page="/account")
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)
    assert account(app).password == before


def test_a_password_may_have_128_signs_and_all_of_them_count(app):
    long = "-".join(str(number**5) for number in range(40))[:128]
    sent = {"present": PASSWORD, "password": long, "again": long}
    assert signed_in(app).send("/account/password", sent, page="/account").status_code == 302
    given = {"email": email("coordinator"), "password": long[:-1]}
    assert app.test_client().send("/sign-in", given).status_code == 422
    assert app.test_client().send("/sign-in", {**given, "password": long}).status_code == 302


def test_guessing_the_password_of_somebody_who_is_signed_in_ends_in_a_wait(app, sign_in):
    person = sign_in("coordinator")
    exhaust(app, times=4)
    sent = {"present": "wrong", "password": NEW, "again": NEW}
    assert [person.send("/account/password", sent, page="/account").status_code for _ in range(2)] == [422, 429]


@pytest.mark.parametrize(("minutes", "status"), [(0, 302), (16, 422)])
def test_without_a_password_it_is_enough_to_have_signed_in_just_now(app, minutes, status):
    client = signed_in(app)
    with app.app_context():
        begin_write(db.session)
        db.session.scalars(sa.select(User).where(User.email == email("coordinator"))).unique().one().password = None
        db.session.commit()
    age(app, made_at=timedelta(minutes=minutes))
    answer = client.send("/account/password", {"password": NEW, "again": NEW}, page="/account")
    assert answer.status_code == status
    if status == 422:
        assert "Sign out and in again first" in answer.get_data(as_text=True)


def test_all_other_sessions_are_ended_by_one_button(app):
    here, there, third = signed_in(app), signed_in(app), signed_in(app)
    answer = here.send("/account/sessions/end-others", page="/account")
    assert answer.status_code == 302
    assert "3 browsers are signed out." in here.get("/account").get_data(as_text=True), "with that of the tests"
    assert [one.get("/account").status_code for one in (here, there, third)] == [200, 302, 302]
