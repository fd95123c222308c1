"""The section page in a real browser: by keyboard, by two people at once, in another language."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from survey.database import db
from survey.models import StoredAnswer
from tests import installations
from tests.browser import violations
from tests.installations import open_wave

HOUSING = "/assessments/2026/salzburg/sections/housing"


@pytest.fixture
def app(app):
    open_wave(app)
    return app


@pytest.fixture
def enter(app, visit):
    """Give somebody a window in which the coordinator is signed in."""

    def entered(url: str, **options):
        cookie = {"name": "survey", "value": installations.cookie(app, "coordinator"), "url": url}

        class Entered:
            def __enter__(self):
                self.visitor = visit(url, **options)
                person = self.visitor.__enter__()
                person.context.add_cookies([cookie])
                return person

            def __exit__(self, *error):
                return self.visitor.__exit__(*error)

        return Entered()

    return entered


def stored(app) -> dict[str, str | None]:
    with app.app_context():
        return {row.question: row.value or row.state.value for row in db.session.scalars(select(StoredAnswer))}


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.name + '=' + document.activeElement.value"))


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until a control has the focus."""
    for _ in range(60):
        if focused(page) == wanted:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {wanted}; the focus is on {focused(page)}")


def test_a_whole_section_by_keyboard_alone(app, serve, enter):
    with serve() as url, enter(url) as person:
        page = person.open(HOUSING)
        tab_to(page, "support=")  # the group is entered at its checked option, "leave open"
        page.keyboard.press("ArrowDown")  # arrows go round to the first option
        assert focused(page) == "support=everywhere"
        page.keyboard.press("ArrowDown")
        expect(page.locator("#q-support [data-saved]")).to_contain_text("Saved")
        tab_to(page, "services=advice")
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        expect(page.locator("#q-services [data-saved]")).to_contain_text("Saved")
        tab_to(page, "mixed=")
        page.keyboard.press("ArrowDown")
        tab_to(page, "staff=")
        page.keyboard.type("12.5")
        tab_to(page, "page-stay=1")
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{url}/assessments/2026/salzburg/")
    assert stored(app) == {"support": "partly", "services": "advice|legal", "mixed": "1", "staff": "12.5"}


def test_saves_and_revealed_questions_are_announced_politely(serve, enter):
    with serve() as url, enter(url) as person:
        page = person.open(HOUSING)
        live = page.locator("#page-announcements")
        expect(live).to_have_attribute("aria-live", "polite")
        expect(page.locator("#q-services")).to_be_hidden()
        page.get_by_label("In parts of the region").check()
        expect(page.locator("#q-services")).to_be_visible()
        expect(live).to_have_text("One more question has appeared below.")
        expect(page.locator("#q-support [data-saved]")).to_contain_text("Saved")
        page.locator("#q-mixed .option").nth(2).click()
        expect(live).to_contain_text("Saved")
        page.locator("#q-support input[value=no]").check()
        expect(page.locator("#q-services")).to_be_hidden()


@pytest.mark.parametrize(("choice", "value"), [("Keep this one", "no"), ("Take the other", "everywhere")])
def test_two_windows_at_once_lose_nothing(app, serve, enter, choice, value):
    with serve() as url, enter(url) as first, enter(url) as second:
        for person in (first, second):
            person.expect(409)
            person.open(HOUSING)
        first.page.locator("#q-support input[value=everywhere]").check()
        expect(first.page.locator("#q-support [data-saved]")).to_contain_text("Saved")
        second.page.locator("#q-support input[value=no]").check()
        panel = second.page.locator("#q-support .conflict")
        expect(panel).to_contain_text("In the whole region")
        expect(panel).to_contain_text("Saved in the other window at")
        assert stored(app) == {"support": "everywhere"}
        panel.get_by_role("button", name=choice).click()
        expect(panel).to_have_count(0)
        expect(second.page.locator(f"#q-support input[value={value}]")).to_be_checked()
        expect(second.page.locator("#q-support [data-saved]")).to_contain_text("Saved")
    assert stored(app) == {"support": value}


def test_what_is_right_on_a_refused_page_is_saved_by_the_script(app, serve, enter):
    with serve() as url, enter(url) as person:
        person.expect(422)
        page = person.open(HOUSING)
        page.route(f"{url}{HOUSING}/*", lambda route: route.abort())  # so that nothing saves by itself
        page.locator("#q-support input[value=partly]").check()
        page.locator("#value-staff").fill("many")
        page.locator("form#answers .actions .button").click()
        page.unroute(f"{url}{HOUSING}/*")
        expect(page.locator(".faults")).to_contain_text("not saved yet")
        person.complaints.clear()  # the console tells of the requests that the test stopped
        page.reload()  # sends the section once more, now with a connection
        expect(page.locator("#q-support [data-saved]")).to_contain_text("Saved")
        expect(page.locator("#q-services")).to_be_visible()
        expect(page.locator("#value-staff")).to_have_value("many")
        expect(page.locator("#q-staff [data-saved]")).to_be_empty()
    assert stored(app) == {"support": "partly"}


def test_numbers_stay_true_when_a_question_appears(serve, enter):
    numbers = "nodes => nodes.map(node => node.textContent)"
    with serve() as url, enter(url) as person:
        page = person.open(HOUSING)
        shown = page.locator(".question:not([hidden]) legend .number")
        assert shown.evaluate_all(numbers) == ["1", "2", "3"]
        page.locator("#q-support input[value=partly]").check()
        assert shown.evaluate_all(numbers) == ["1", "1.1", "2", "3"]
        expect(page.get_by_role("group", name="1.1 Which services are offered?")).to_be_visible()
        page.locator("#q-support input[value=no]").check()
        assert shown.evaluate_all(numbers) == ["1", "2", "3"]


def test_a_number_that_does_not_fit_is_told_beside_it_and_not_saved(app, serve, enter):
    with serve() as url, enter(url) as person:
        person.expect(422)
        page = person.open(HOUSING)
        page.locator("#value-staff").fill("9999")
        page.locator("#value-staff").blur()
        expect(page.locator("#fault-staff")).to_contain_text("from 0 to 500")
        expect(page.locator("#value-staff")).to_have_attribute("aria-invalid", "true")
        assert violations(page) == []
        page.locator("#value-staff").fill("3")
        page.locator("#value-staff").blur()
        expect(page.locator("#fault-staff")).to_have_count(0)
        expect(page.locator("#q-staff [data-saved]")).to_contain_text("Saved")
    assert stored(app) == {"staff": "3"}


def test_without_scripts_the_error_summary_names_the_question(serve, enter):
    with serve() as url, enter(url, java_script_enabled=False) as person:
        person.expect(422)
        page = person.open(HOUSING)
        page.locator("#value-staff").fill("many")
        page.locator("form#answers .actions .button").click()
        expect(page.locator(".faults")).to_contain_text("How many people work on this?")
        expect(page.locator("#value-staff")).to_have_value("many")


def test_with_scripts_the_error_summary_takes_the_focus(serve, visit):
    with serve() as url, visit(url) as person:
        person.expect(422)
        page = person.open("/sign-in")
        page.locator("form[action='/sign-in'] button").click()
        expect(page.locator(".faults")).to_be_focused()


def test_the_language_changes_without_losing_place_or_words(app, serve, enter):
    with serve() as url, enter(url, java_script_enabled=False) as person:
        page = person.open(HOUSING)
        page.locator("#value-staff").fill("7")
        page.get_by_role("button", name="Deutsch").click()
        expect(page).to_have_url(url + HOUSING)
        expect(page.locator("html")).to_have_attribute("lang", "de")
        expect(page.locator("#value-staff")).to_have_value("7")
    assert stored(app) == {"staff": "7"}


def test_at_400_percent_nothing_is_cut_off(serve, enter):
    with serve() as url, enter(url, viewport={"width": 320, "height": 256}) as person:
        page = person.open(HOUSING)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_in_forced_colours_the_chosen_answer_is_outlined(serve, enter):
    with serve() as url, enter(url, forced_colors="active") as person:
        page = person.open(HOUSING)
        page.locator("#q-support .option").nth(1).click()
        outline = page.locator("#q-support .option").nth(1).evaluate("node => getComputedStyle(node).outlineStyle")
        assert outline == "solid"
