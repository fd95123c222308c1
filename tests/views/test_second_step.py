"""The second step and sessions: what begins once the code is given, and that wrong codes are counted."""

import sqlalchemy as sa

from survey.database import db
from survey.models import Attempt
from tests.second_factors import give
from tests.views.signing_in import by_form, deeds, exhaust, held, rows

ASKS = "/sign-in/code"


def test_a_session_is_whole_and_noted_once_the_code_is_given(app):
    made, _codes = give(app, "coordinator")
    client = by_form(app)
    before = held(app, client)["_user_id"]
    assert rows(app)[0].how == "password"
    assert "signed_in" not in [deed for deed, _detail in deeds(app)]
    assert client.get_cookie("known") is None
    assert client.send(ASKS, {"code": made.code()}).status_code == 302
    assert rows(app)[0].how == "second_factor"
    assert held(app, client)["_user_id"] != before, "what was worth half a sign-in is worth nothing now"
    assert deeds(app)[-1] == ("signed_in", {"how": "second_factor"})
    assert client.get_cookie("known") is not None
    assert "by password and a second factor" in client.get("/account").get_data(as_text=True)


def test_wrong_codes_are_counted_and_end_in_a_wait(app, sign_in):
    made, _codes = give(app, "coordinator")
    client = sign_in("coordinator")
    exhaust(app, about="code", times=4)
    assert [client.send(ASKS, {"code": made.wrong()}).status_code for _ in range(2)] == [422, 429]
    assert client.send(ASKS, {"code": made.code()}).status_code == 429, "the right one waits, too"


def test_a_right_code_clears_the_count(app, sign_in):
    made, _codes = give(app, "coordinator")
    client = sign_in("coordinator")
    assert client.send(ASKS, {"code": made.wrong()}).status_code == 422
    assert deeds(app)[-1] == ("sign_in_failed", {"what": "code"})
    exhaust(app, about="code", times=3)
    assert client.send(ASKS, {"code": made.code()}).status_code == 302
    with app.app_context():
        assert db.session.scalars(sa.select(Attempt.tries)).all() == []
