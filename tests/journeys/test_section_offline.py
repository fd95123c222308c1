"""The section page in a real browser without a network: nothing is lost, and the page says what it waits for."""

from playwright.sync_api import expect

from tests.installations import sign_in
from tests.journeys.test_section_page import HOUSING, app, enter, stored

__all__ = ["app", "enter"]


def test_without_a_network_the_page_says_so_and_saves_later(app, serve, enter):
    with serve() as url, enter(url) as person:
        page = person.open(HOUSING)
        person.context.set_offline(True)
        page.locator("#q-support input[value=no]").check()
        expect(page.locator("#q-support [data-saved]")).to_contain_text("Not saved yet")
        person.complaints.clear()  # the console tells of the connection that the test took away
        person.context.set_offline(False)
        expect(page.locator("#q-support [data-saved]")).to_contain_text("Saved")
        person.complaints.clear()
    assert stored(app) == {"support": "no"}


def test_going_on_without_a_network_keeps_the_page_open_and_says_why(app, serve, enter):
    with serve() as url, enter(url) as person:
        page = person.open(HOUSING)
        person.context.set_offline(True)
        page.locator("#q-support input[value=no]").check()
        page.get_by_role("button", name="Save and continue").click()
        expect(page.locator("[data-unconnected]")).to_contain_text("There is no connection, so this page stays open.")
        expect(page.locator("#page-announcements")).to_contain_text("There is no connection")
        expect(page.locator("#q-support input[value=no]")).to_be_checked()
        assert page.url == f"{url}{HOUSING}"
        person.complaints.clear()  # the console tells of the connection that the test took away
        person.context.set_offline(False)
        expect(page.locator("#q-support [data-saved]")).to_contain_text("Saved")
        page.get_by_role("button", name="Save and continue").click()
        expect(page).not_to_have_url(f"{url}{HOUSING}")
        person.complaints.clear()
    assert stored(app) == {"support": "no"}


def test_taking_the_other_without_a_network_says_so_and_keeps_both(app, serve, enter):
    with serve() as url, enter(url) as person:
        person.expect(409)
        page = person.open(HOUSING)
        sign_in(app, "coordinator").send(HOUSING, {"support": "everywhere", "support.version": "0"})
        page.locator("#q-support input[value=no]").check()
        panel = page.locator("#q-support .conflict")
        expect(panel).to_contain_text("In the whole region")
        person.context.set_offline(True)
        panel.get_by_role("button", name="Take the other").click()
        expect(page.locator("#q-support [data-saved]")).to_contain_text("Both answers are kept")
        expect(page.locator("#page-announcements")).to_contain_text("Both answers are kept")
        expect(panel).to_contain_text("In the whole region")
        expect(page.locator("#q-support input[value=no]")).to_be_checked()
        assert not [one for one in person.complaints if "script failed" in one]
        person.complaints.clear()  # the console tells of the connection that the test took away
        person.context.set_offline(False)
        panel.get_by_role("button", name="Take the other").click()
        expect(page.locator("#q-support input[value=everywhere]")).to_be_checked()
    assert stored(app) == {"support": "everywhere"}
