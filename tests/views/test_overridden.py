"""Flask-Security's pages and mails: each one that people can reach is ours, without inline script or style."""

import re
from importlib.resources import files

import pytest
from flask import render_template

from tests import judge
from tests.views.signing_in import letters, signed_in

USED = {"login_user", "logout_user", "forgot_password", "reset_password", "verify"}
"""The pages of Flask-Security whose routes we have."""
PASSWORDS = {"password", "password_confirm", "present", "again"}
INLINE = re.compile(r"""\sstyle=|<style|\son[a-z]+=["']|<script(?![^>]*\bsrc=)|javascript:""", re.IGNORECASE)


def test_the_pages_of_every_route_are_our_own(app):
    endpoints = {
        rule.endpoint.removeprefix("security.") for rule in app.url_map.iter_rules() if "security." in rule.endpoint
    }
    assert endpoints == {"login", "logout", "verify", "forgot_password", "reset_password"}
    theirs = files("flask_security") / "templates" / "security"
    for name in USED:
        loader = app.jinja_env.loader
        source, path, _fresh = loader.get_source(app.jinja_env, f"security/{name}.html")
        assert "flask_security" not in path, path
        assert source != (theirs / f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["/sign-in", "/reset", "/verify"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_no_page_holds_script_or_style(app, path, language):
    client = app.test_client() if path != "/verify" else signed_in(app)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    for answer in (client.get(path), client.send(path, {"email": "", "password": ""})):
        assert answer.status_code in (200, 422)
        assert not INLINE.search(answer.get_data(as_text=True))
        assert "script-src 'self'; style-src 'self';" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/sign-in", "/verify", "/account", "/account/delete"])
def test_passwords_are_masked_and_may_be_pasted_and_filled_in(app, path):
    client = app.test_client() if path == "/sign-in" else signed_in(app, "contributor")
    found = [
        one for one in judge.parse(client.get(path).get_data(as_text=True)).elements if one.get("name") in PASSWORDS
    ]
    assert found, path
    for one in found:
        assert one.get("type") == "password"
        assert one.get("autocomplete") in {"current-password", "new-password"}


def test_the_page_behind_a_link_for_a_new_password_holds_neither_and_the_mail_is_plain(app):
    client = app.test_client()
    client.send("/reset", {"email": "coordinator@example.org"})
    subject, words, _to = letters(app)[0]
    assert subject == "Choose a new password"
    assert "<" not in words
    link = re.search(r"http://127\.0\.0\.1:8000(/reset/\S+)", words)[1]
    for answer in (client.get(link), client.send(link, {"password": "short", "password_confirm": "other"})):
        assert not INLINE.search(answer.get_data(as_text=True))


def test_signing_out_without_a_token_asks_on_a_page_of_ours(app):
    with app.test_request_context():
        page = render_template("security/logout_user.html")
    assert "Everything you answered is saved." in page
    assert not INLINE.search(page)


def test_what_is_looked_for_is_found():
    for bad in ('<p style="x">', "<style>", '<a onclick="x()">', "<script>x()</script>", '<a href="javascript:x()">'):
        assert INLINE.search(bad)
    assert not INLINE.search('<script type="module" src="/assets/x/site.js"></script><p class="style">')
