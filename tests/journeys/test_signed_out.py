"""A session that is over or soon will be: it is said before, one can stay, and nothing that was typed is lost."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from survey.database import db
from survey.models import Comment, StoredAnswer
from tests.browser import violations
from tests.installations import PASSWORD, email, open_wave
from tests.views.signing_in import age, signed_in

CLOSING = "/assessments/2026/salzburg/sections/closing"
COMMENTS = "/assessments/2026/salzburg/questions/proud/comments"
OVER = timedelta(hours=5)
SOON = timedelta(hours=4, minutes=1)  # of 4 hours and 5 minutes


@pytest.fixture
def app(app):
    open_wave(app)
    return app


def enter(app, person, url: str) -> None:
    """Let somebody be signed in in this browser."""
    value = signed_in(app).get_cookie("survey").value
    person.context.add_cookies([{"name": "survey", "value": value, "url": url}])


def kept_answers(app) -> dict[str, str | None]:
    with app.app_context():
        return {row.question: row.value for row in db.session.scalars(select(StoredAnswer))}


def sign_in(page) -> None:
    page.get_by_label("E-mail address").fill(email("coordinator"))
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()


def test_what_is_typed_after_the_end_is_there_and_saved_after_signing_in_again(app, serve, visit):
    with serve() as url, visit(url) as person:
        person.expect(401)
        enter(app, person, url)
        page = person.open(CLOSING)
        age(app, seen_at=OVER)
        page.locator("#q-proud textarea").first.fill("Our cafés, and the choir.")
        saved = page.locator("#q-proud [data-saved]")
        expect(saved).to_contain_text("You are signed out. Your answer is kept in this browser")
        assert kept_answers(app) == {}
        page.on("dialog", lambda dialog: dialog.accept())
        saved.get_by_role("link", name="Sign in").click()
        sign_in(page)
        expect(page.locator("#q-proud textarea").first).to_have_value("Our cafés, and the choir.")
        expect(page.locator("#q-proud [data-saved]")).to_contain_text("Saved")
    assert kept_answers(app) == {"proud": "Our cafés, and the choir."}


def test_before_the_end_it_is_said_and_afterwards_what_is_typed_can_still_be_sent(app, serve, visit):
    with serve() as url, visit(url) as person:
        person.expect(401)
        enter(app, person, url)
        person.page.clock.install()
        page = person.open(COMMENTS)
        words = page.locator("main textarea").first
        words.fill("Half a comment, and the rest.")
        notice = page.locator("#page-stay")
        expect(notice).to_be_hidden()
        age(app, seen_at=SOON)
        page.clock.fast_forward("04:00:30")
        expect(notice).to_contain_text(re.compile("You will be signed out in [34] minutes"))
        assert violations(page) == []
        notice.get_by_role("button", name="Stay signed in").click()
        expect(notice).to_be_hidden()
        age(app, seen_at=OVER)
        page.clock.fast_forward("04:10:00")
        expect(notice).to_contain_text("You are signed out now. What you typed still stands on this page")
        with person.context.expect_page() as opened:
            notice.get_by_role("link", name="Sign in in another tab").click()
        sign_in(opened.value)
        expect(opened.value.get_by_role("button", name="Sign out")).to_be_visible()
        opened.value.close()
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(notice).to_be_hidden()
        words.locator("xpath=ancestor::form").locator("button").last.click()
        expect(page.locator("main")).to_contain_text("Half a comment, and the rest.")
    with app.app_context():
        assert db.session.scalars(select(Comment.words)).all() == ["Half a comment, and the rest."]


def test_without_a_script_the_page_says_until_when(app, serve, visit):
    with serve() as url, visit(url, java_script_enabled=False) as person:
        enter(app, person, url)
        page = person.open(COMMENTS)
        expect(page.get_by_text("You are signed in until")).to_be_visible()
