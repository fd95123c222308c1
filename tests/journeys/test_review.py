"""A review by keyboard alone, and what the region makes of it."""

import pytest
from playwright.sync_api import expect

from survey.database import db
from survey.models import ReviewedAnswer
from tests import installations
from tests.views.standing_in_review import REPLIES, REVIEW, in_review


def cookie(app, url: str, name: str):
    """Return the cookie of somebody who is signed in."""
    return {"name": "survey", "value": installations.cookie(app, name), "url": url}


@pytest.fixture
def app(app):
    in_review(app)
    return app


def judged(app) -> list[tuple[str, str, str | None, str | None]]:
    """Return the verdicts that are kept: question, verdict, what stands instead, reason."""
    with app.app_context():
        rows = db.session.query(ReviewedAnswer).order_by(ReviewedAnswer.id).all()
        return [(row.question, row.verdict.value, row.adjusted_value, row.reason) for row in rows]


def test_a_reviewer_goes_through_the_answers_by_keys(app, serve, visit):
    with serve() as url, visit(url) as person:
        person.context.add_cookies([cookie(app, url, "reviewer")])
        page = person.open(f"{REVIEW}/support")
        keys, adjusted = page.locator("details.keys"), page.locator(".adjusted")
        expect(keys).to_have_attribute("open", "")
        page.keyboard.press("?")
        expect(keys).not_to_have_attribute("open", "")
        page.keyboard.press("n")
        page.wait_for_url("**/review/services")
        page.keyboard.press("p")
        page.wait_for_url("**/review/support")
        page.keyboard.press("a")
        expect(page.get_by_label("Accept: the answer stands")).to_be_checked()
        expect(adjusted).to_be_hidden()
        page.keyboard.press("s")
        page.wait_for_url("**/review/services")
        page.keyboard.press("j")
        expect(adjusted).to_be_visible()
        page.get_by_label("Legal help").uncheck()
        page.locator("#page-reason").fill("Only advice is on the page, says a j.")
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**/review/staff")
        page.keyboard.press("c")
        page.keyboard.type("Who a state is")  # in the field now: no letter of it is a key
        assert not page.get_by_label("Accept: the answer stands").is_checked()
        page.get_by_role("button", name="Save and go on").click()
        page.wait_for_url("**/review/share")
        expect(page.get_by_text("Saved. This is the next answer.")).to_be_visible()
        assert judged(app) == [
            ("support", "accepted", None, None),
            ("services", "adjusted", "advice", "Only advice is on the page, says a j."),
            ("staff", "returned", None, "Who a state is"),
        ]
        paths = ("/reviews", REVIEW, f"{REVIEW}/services", f"{REVIEW}/share", "/results/2026/salzburg")
        found = [line for path in paths for line in person.axe(path)]
        assert not found, "\n".join(found)
    with serve() as url, visit(url) as person:
        person.context.add_cookies([cookie(app, url, "coordinator")])
        assert person.axe(REPLIES) == []
        for path in (REPLIES, "/results/2026/salzburg"):
            page = person.open(path)
            assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, path


def test_a_reason_that_is_not_saved_is_not_left_without_a_word(app, serve, visit):
    asked = []
    with serve() as url, visit(url) as person:
        person.context.add_cookies([cookie(app, url, "reviewer")])
        page = person.open(f"{REVIEW}/support")
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
        page.keyboard.press("c")
        page.keyboard.type("Which towns?")
        page.keyboard.press("Tab")
        page.keyboard.press("n")
        page.wait_for_function("document.activeElement.dataset.key === 'n'")
        expect(page.locator("#page-reason")).to_have_value("Which towns?")
        assert (asked, page.url) == (["beforeunload"], f"{url}{REVIEW}/support")
        page.get_by_role("button", name="Save and go on").click()
        page.wait_for_url("**/review/services")
        assert asked == ["beforeunload"], "what is sent may be left"
    assert judged(app) == [("support", "returned", None, "Which towns?")]
