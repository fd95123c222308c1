"""The account's second factor on pages: set up, recovery codes, switched off."""

from io import BytesIO

import pytest
import sqlalchemy as sa

from survey.database import db
from survey.models import AuditEntry, Deed
from tests.installations import PASSWORD, email
from tests.second_factors import App, give
from tests.views.two_steps import hidden, mails, secret, shown_codes

PAGE = "/account/second-factor"
ASKS = "/sign-in/code"


def deeds(app) -> list[Deed]:
    with app.app_context():
        return list(db.session.scalars(sa.select(AuditEntry.deed).order_by(AuditEntry.id)))


def set_up(app, client, **more: str):
    """Set an app up by the page, and return it with the answer."""
    page = client.get(PAGE).get_data(as_text=True)
    made = App(app, secret(page))
    code = made.now()
    sent = {"sealed": hidden(page, "sealed"), "code": f"{code[:3]} {code[3:]}", "password": PASSWORD, **more}
    return made, client.send(PAGE, sent)


def let_in(app, sign_in, name: str, *, language: str = "en"):
    """Return the client of somebody who has given password and code, with app and recovery codes."""
    made, codes = give(app, name)
    client = sign_in(name, language=language)
    assert client.send(ASKS, {"code": made.code()}).status_code == 302
    return client, made, codes


def test_it_is_set_up_by_a_first_code_and_gives_recovery_codes_once(app, sign_in):
    client = sign_in("coordinator")
    _app, answer = set_up(app, client)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert len(shown_codes(answer.get_data(as_text=True))) == 10
    again = client.get(PAGE).get_data(as_text=True)
    assert "10 recovery codes are left." in again
    assert not shown_codes(again)
    assert mails(app)[-1].startswith("coordinator@example.org: Two-step sign-in is on for your account")
    assert deeds(app)[-2:] == [Deed.SECOND_FACTOR_ON, Deed.RECOVERY_CODES_MADE]
    assert client.get("/people/me/log").status_code == 200  # still signed in, and asked for nothing more


def test_the_picture_is_a_drawing_in_the_page_and_the_secret_can_be_copied(sign_in):
    page = sign_in("coordinator").get(PAGE).get_data(as_text=True)
    assert "<svg" in page
    assert "data:" not in page
    assert len(secret(page).replace("-", "")) == 32
    assert 'href="otpauth://totp/' in page
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page


def test_looking_at_the_page_keeps_nothing(app, sign_in):
    client = sign_in("coordinator")
    assert secret(client.get(PAGE).get_data(as_text=True)) != secret(client.get(PAGE).get_data(as_text=True))
    assert deeds(app) == []


def test_a_wrong_first_code_keeps_the_same_secret(app, sign_in):
    client = sign_in("coordinator")
    page = client.get(PAGE).get_data(as_text=True)
    sent = {"sealed": hidden(page, "sealed"), "code": App(app, secret(page)).wrong(), "password": PASSWORD}
    answer = client.send(PAGE, sent)
    assert answer.status_code == 422
    assert "does not fit" in answer.get_data(as_text=True)
    assert secret(answer.get_data(as_text=True)) == secret(page)


def test_who_has_been_signed_in_for_a_while_gives_the_password_once_more(app, sign_in):
    client = sign_in("coordinator")
    with client.session_transaction() as session:
        session["fs_paa"] = 0
    _app, answer = set_up(app, client, password="wrong horse battery")
    assert answer.status_code == 422
    assert "not your password" in answer.get_data(as_text=True)
    assert set_up(app, client)[1].status_code == 200


@pytest.mark.parametrize("sealed", ["", "made up"])
def test_a_page_that_was_open_too_long_shows_a_new_picture(app, sign_in, sealed: str):
    _app, answer = set_up(app, sign_in("coordinator"), sealed=sealed)
    assert answer.status_code == 422
    assert "scan the new picture" in answer.get_data(as_text=True)


def test_setting_it_up_again_asks_for_the_code_of_today_first(app, sign_in):
    client, _made, _codes = let_in(app, sign_in, "coordinator")
    answer = client.send(PAGE, {"sealed": "x", "code": "123456"}, page=f"{PAGE}/off")
    assert answer.status_code == 422
    assert deeds(app)[-1] != Deed.SECOND_FACTOR_OFF


def test_recovery_codes_are_given_as_a_file_to_whom_they_were_shown(app, sign_in):
    client = sign_in("coordinator")
    codes = shown_codes(set_up(app, client)[1].get_data(as_text=True))
    answer = client.send(f"{PAGE}/codes.txt", {"kept": codes}, page=f"{PAGE}/codes")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert answer.get_data(as_text=True).splitlines()[3:13] == codes
    assert answer.headers["Cache-Control"] == "no-store"
    made_up = client.send(f"{PAGE}/codes.txt", {"kept": ["abcd-efgh-jkmn-pqrs-tuvw-xyz2"]}, page=f"{PAGE}/codes")
    assert made_up.status_code == 422


def test_new_recovery_codes_take_a_code_of_the_app(app, sign_in):
    client, made, first = let_in(app, sign_in, "coordinator")
    assert client.send(f"{PAGE}/codes", {"code": made.wrong()}).status_code == 422
    answer = client.send(f"{PAGE}/codes", {"code": made.code()})
    second = shown_codes(answer.get_data(as_text=True))
    assert len(second) == 10
    assert not set(first) & set(second)
    assert "You have new recovery codes" in mails(app)[-1]


def test_switching_it_off_takes_password_and_code(app, sign_in):
    client, made, codes = let_in(app, sign_in, "coordinator")
    off = f"{PAGE}/off"
    assert client.send(off, {"code": made.code(), "password": "wrong horse battery"}).status_code == 422
    assert client.send(off, {"code": made.wrong(), "password": PASSWORD}).status_code == 422
    assert client.send(off, {"code": "", "password": ""}).status_code == 422
    assert client.send(off, {"code": codes[0], "password": PASSWORD}).location == PAGE
    assert "Set up two-step sign-in" in client.get(PAGE).get_data(as_text=True)
    assert deeds(app)[-1] == Deed.SECOND_FACTOR_OFF
    assert "your password alone" in mails(app)[-1]
    answer = app.test_client().send("/sign-in", {"email": email("coordinator"), "password": PASSWORD})
    assert answer.status_code == 302


@pytest.mark.parametrize("path", ["codes", "off"])
def test_without_a_second_factor_there_is_nothing_to_change(sign_in, path: str):
    client = sign_in("coordinator")
    assert client.get(f"{PAGE}/{path}").location == PAGE
    assert client.send(f"{PAGE}/{path}", {"code": "123456", "password": PASSWORD}, page=PAGE).status_code == 422


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/codes", f"{PAGE}/off"])
def test_the_pages_speak_german(app, sign_in, path: str):
    client, _made, _codes = let_in(app, sign_in, "coordinator", language="de")
    assert '<html lang="de">' in client.get(path).get_data(as_text=True)  # the judge has looked for English


@pytest.mark.parametrize("name", ["code", "next", "sealed", "password"])
@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/off", ASKS])
def test_a_file_in_place_of_a_text_is_no_text(app, sign_in, path: str, name: str):
    if path == ASKS:
        give(app, "coordinator")
    client = sign_in("coordinator")
    sent = {"code": "123456", name: (BytesIO(b"x"), "x.txt")}
    assert client.send(path, sent, page=ASKS if path == ASKS else PAGE).status_code == 422
