"""A new e-mail address: asked for with the password, confirmed by a button, and told to the old one."""

import re
from datetime import timedelta

import pytest

from tests.installations import PASSWORD, email
from tests.views.mail_queues import queue, use
from tests.views.signing_in import account, exhaust, letters, signed_in


def test_a_new_address_is_confirmed_by_a_button_and_the_old_one_is_told_twice(app, sign_in):
    person = sign_in("coordinator")
    answer = person.send("/account/email", {"email": "Clara@Example.org", "present": PASSWORD}, page="/account")
    assert answer.status_code == 302
    told = {to: (subject, body) for subject, body, to in letters(app)}
    assert told[email("coordinator")][0] == "Somebody asked to change your e-mail address"
    assert "If it was not you, choose a new password at once" in told[email("coordinator")][1]
    link = re.search(r"http://127\.0\.0\.1:8000(/account/email/\S+)", told["clara@example.org"][1])[1]
    assert "waits to be confirmed" in person.get("/account").get_data(as_text=True)
    visitor = app.test_client()
    for _ in range(2):
        assert "clara@example.org" in visitor.get(link).get_data(as_text=True)
    assert account(app) is not None, "looking changes nothing"
    assert visitor.send(link).status_code == 302
    assert account(app) is None
    assert account(app, "clara@example.org").name == "Clara Conti"
    assert [(to, subject) for subject, _body, to in letters(app)][-1] == (
        email("coordinator"),
        "Your e-mail address was changed",
    )
    assert visitor.get(link).status_code == 404
    assert person.get("/account").status_code == 200, "whoever is signed in stays so"


def test_an_address_that_is_taken_is_answered_alike(app):
    pages = []
    for address in (email("neighbour"), "free@example.org"):
        person = signed_in(app)
        person.send("/account/email", {"email": address, "present": PASSWORD}, page="/account")
        html = person.get("/account").get_data(as_text=True)
        pages.append(re.search(r'<div class="message success"[^>]*><p>(.*?)</p>', html)[1].replace(address, "X"))
    assert pages[0] == pages[1]
    assert ("There is an account with this address", email("neighbour")) in [(s, to) for s, _b, to in letters(app)]
    assert account(app, email("neighbour")).name == "Nils Novak"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"email": "clara@example.org", "present": "wrong"}, "This is not your password."),
        ({"email": "clara@example.org"}, "Please give your password."),
        ({"email": email("coordinator"), "present": PASSWORD}, "This is your address already."),
        ({"email": "no address", "present": PASSWORD}, "This is no e-mail address."),
    ],
)
def test_a_new_address_takes_the_password_and_sends_nothing_without(app, sign_in, sent, words):
    answer = sign_in("coordinator").send("/account/email", sent, page="/account")
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)
    assert letters(app) == []


def test_nobody_lets_the_platform_write_to_strangers_without_end(app, sign_in):
    person = sign_in("coordinator")
    sent = [{"email": f"stranger{number}@example.org", "present": PASSWORD} for number in range(2)]
    exhaust(app, about="request", free=4, times=3)
    statuses = [person.send("/account/email", one, page="/account").status_code for one in sent]
    assert statuses == [302, 429]
    assert len(letters(app)) == 2


def test_a_mail_server_that_is_down_loses_neither_link_nor_word(app, sign_in):
    use(app, "smtp://127.0.0.1:1")
    person = sign_in("coordinator")
    person.send("/account/email", {"email": "clara@example.org", "present": PASSWORD}, page="/account")
    page = person.get("/account").get_data(as_text=True)
    assert "The mail to clara@example.org could not be sent yet." in page
    link, word = queue(app)
    assert (link.to, word.to, link.state, word.state) == (
        "clara@example.org",
        email("coordinator"),
        "waiting",
        "waiting",
    )
    assert link.until - link.made_at <= timedelta(days=1), "no longer than the link works"
