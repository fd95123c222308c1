"""What cannot be saved now is kept in the browser and sent again, for its own account alone."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from survey.database import db
from survey.models import AuditEntry, Deed, StoredAnswer
from tests import installations
from tests.installations import PASSWORD, email, open_wave, sign_in

HOUSING = "/assessments/2026/salzburg/sections/housing"
KEPT = "() => Object.entries(localStorage).filter(([key]) => key.startsWith('kept '))"


@pytest.fixture
def app(app):
    open_wave(app)
    return app


@pytest.fixture
def port():
    return installations.free_port()


def cookie(app, url: str, name: str = "coordinator"):
    """Return the cookie of somebody who is signed in."""
    return {"name": "survey", "value": installations.cookie(app, name), "url": url}


def stored(app) -> dict[str, str | None]:
    with app.app_context():
        return {row.question: row.value for row in db.session.scalars(select(StoredAnswer))}


def found(app) -> int:
    """Return how often a conflict was found."""
    with app.app_context():
        return db.session.query(AuditEntry).filter_by(deed=Deed.CONFLICT_FOUND).count()


def test_an_answer_given_while_the_server_was_down_is_sent_on_the_next_visit(app, visit, port):
    folder = Path(app.instance_path)
    with visit(f"http://127.0.0.1:{port}") as person:
        page = person.page
        page.on("dialog", lambda dialog: dialog.accept())  # the warning before leaving
        with installations.serving(folder, port) as url:
            person.context.add_cookies([cookie(app, url)])
            person.open(HOUSING)
        page.locator("#q-support .option").nth(1).click()
        expect(page.locator("#q-support [data-saved]")).to_contain_text("kept in this browser")
        assert stored(app) == {}
        page.close()
        person.complaints.clear()  # of the connection that was refused
        with installations.serving(folder, port) as url:
            page = person.context.new_page()
            page.goto(url + HOUSING)
            expect(page.locator("[data-kept]")).to_contain_text("being sent now")
            expect(page.locator("#q-support [data-saved]")).to_contain_text("Saved")
            expect(page.locator("#q-support .options input").nth(1)).to_be_checked()
            assert page.evaluate(KEPT) == []
    assert stored(app) == {"support": "partly"}


def test_an_answer_given_after_the_session_ended_is_sent_after_signing_in_again(app, serve, visit):
    with serve() as url, visit(url) as person:
        person.expect(401)
        person.context.add_cookies([cookie(app, url)])
        page = person.open(HOUSING)
        person.context.clear_cookies()
        page.locator("#q-mixed .option").nth(2).click()
        saved = page.locator("#q-mixed [data-saved]")
        expect(saved).to_contain_text("You are signed out. Your answer is kept in this browser")
        page.on("dialog", lambda dialog: dialog.accept())
        saved.get_by_role("link", name="Sign in").click()
        page.get_by_label("E-mail address").fill(email("coordinator"))
        page.get_by_label("Password").fill(PASSWORD)
        page.locator("main").get_by_role("button", name="Sign in").click()
        expect(page.locator("#q-mixed [data-saved]")).to_contain_text("Saved")
        assert page.evaluate(KEPT) == []
        assert stored(app) == {"mixed": "3"}


def test_nothing_is_sent_under_another_account(app, serve, visit):
    with serve() as url, visit(url) as person:
        person.expect(401)
        person.context.add_cookies([cookie(app, url)])
        page = person.open(HOUSING)
        person.context.clear_cookies()
        page.locator("#q-mixed .option").nth(2).click()
        expect(page.locator("#q-mixed [data-saved]")).to_contain_text("kept in this browser")
        page.on("dialog", lambda dialog: dialog.accept())
        person.context.add_cookies([cookie(app, url, "neighbour")])
        person.open(HOUSING.replace("salzburg", "leipzig"))
        page.wait_for_timeout(300)
        assert len(page.evaluate(KEPT)) == 1, "it waits for the account that it belongs to"
        assert stored(app) == {}


def test_signing_out_warns_and_then_forgets(app, serve, visit):
    said = []
    with serve() as url, visit(url) as person:
        person.context.add_cookies([cookie(app, url)])
        page = person.open(HOUSING)
        page.route("**/sections/housing/*", lambda route: route.abort())
        page.locator("#q-mixed .option").nth(2).click()
        expect(page.locator("#q-mixed [data-saved]")).to_contain_text("kept in this browser")
        person.complaints.clear()
        answers = iter([False, True, True])

        def decide(dialog):
            said.append(dialog.message)
            dialog.accept() if next(answers) else dialog.dismiss()

        page.on("dialog", decide)
        page.get_by_role("button", name="Sign out").click()
        assert "One answer is still kept in this browser only" in said[0]
        assert len(page.evaluate(KEPT)) == 1
        page.get_by_role("button", name="Sign out").click()
        expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
        assert page.evaluate(KEPT) == []
        person.complaints.clear()


def test_a_conflict_found_while_sending_again_is_shown(app, visit, port):
    folder = Path(app.instance_path)
    with visit(f"http://127.0.0.1:{port}") as person:
        person.expect(409)
        page = person.page
        page.on("dialog", lambda dialog: dialog.accept())
        with installations.serving(folder, port) as url:
            person.context.add_cookies([cookie(app, url)])
            person.open(HOUSING)
        page.locator("#q-support .option").nth(1).click()
        expect(page.locator("#q-support [data-saved]")).to_contain_text("kept in this browser")
        person.complaints.clear()
        other = sign_in(app, "coordinator")
        sent = other.send(HOUSING, {"support": "no", "support.version": "0", "page-touched": "support"})
        assert sent.status_code == 302
        page.close()  # else it tries again by itself, and may be left before it hears of the conflict
        person.complaints.clear()
        with installations.serving(folder, port) as url:
            page = person.context.new_page()
            page.goto(url + HOUSING)
            expect(page.locator("#q-support .conflict")).to_contain_text("In parts of the region")
            assert len(page.evaluate(KEPT)) == 1, "it is kept until somebody decides"
            page.goto(url + HOUSING.replace("housing", "closing"))
            expect(page.locator("[data-kept]")).to_contain_text("are kept in this browser and are not saved yet")
            page.goto(url + HOUSING)
            expect(page.locator("#q-support .conflict")).to_contain_text("In parts of the region")
            expect(page.locator("#q-support .options input").nth(1)).to_be_checked()
            assert found(app) == 1, "it is not sent again on each visit"
            page.locator("#q-support").get_by_role("button", name="Keep this one").click()
            expect(page.locator("#q-support [data-saved]")).to_contain_text("Saved")
            assert page.evaluate(KEPT) == []
        page.goto("about:blank")
        person.complaints.clear()  # once the server is gone again, nobody answers the page that is open
    assert stored(app) == {"support": "partly"}
