"""Questions whose codes are words of the page, of forms and of scripts are answered like any others."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from survey.database import db
from survey.models import StoredAnswer, User
from survey.questionnaires.reader import read
from tests import installations
from tests.browser import violations
from tests.databases import SMALL
from tests.installations import email, open_wave, sign_in

QUESTIONNAIRE = read(SMALL.with_name("any_code.yaml"))
MAIN = "/assessments/2026/salzburg/sections/main"
NUMBERS = {"take": "3", "page": "4", "answers": "5", "constructor": "6"}
CHOICES = {"language": "de", "keep": "most"}
WORDS = {one.code: f"Words on {one.code}" for one in QUESTIONNAIRE.sections[0].questions if one.kind == "text"}


@pytest.fixture
def app(app):
    open_wave(app, QUESTIONNAIRE)
    sign_in(app, "coordinator")
    return app


def stored(app) -> dict[str, str | None]:
    with app.app_context():
        return {row.question: row.value for row in db.session.scalars(select(StoredAnswer))}


def answer(page: Page) -> None:
    for code, value in CHOICES.items():
        page.locator(f"#q-{code} input[value={value}]").check()
    for code, value in {**NUMBERS, **WORDS}.items():
        page.locator(f"#value-{code}").fill(value)
        page.locator(f"#value-{code}").blur()


@pytest.mark.parametrize("scripted", [True, False])
def test_a_section_of_such_codes_is_filled_in(app, serve, visit, scripted):
    with serve() as url, visit(url, java_script_enabled=scripted) as person:
        cookie = installations.cookie(app, "coordinator")
        person.context.add_cookies([{"name": "survey", "value": cookie, "url": url}])
        page = person.open(MAIN)
        expect(page.locator("#q-touched")).to_be_hidden()
        answer(page)
        if scripted:
            for code in (*CHOICES, *NUMBERS, *WORDS):
                expect(page.locator(f"#q-{code} [data-saved]")).to_contain_text("Saved")
            page.locator("#q-touched input[value=yes]").check()
            expect(page.locator("#q-touched [data-saved]")).to_contain_text("Saved")
            assert violations(page) == []
        page.locator("form#answers .actions .button").click()
        if not scripted:
            expect(page).to_have_url(f"{url}{MAIN}#q-touched")
            page.locator("#q-touched input[value=yes]").check()
            page.get_by_role("button", name="Save and go to all sections").click()
            expect(page.locator("h1")).to_contain_text("1 of 2")
            page.goto(MAIN.replace("main", "announcements"))
        expect(page.locator("h1")).to_have_text("Announcements")
        expect(page.locator("#q-done")).to_be_visible()
        page.locator("#value-name").fill("Halfway")
        page.get_by_role("button", name="Deutsch").click()
        expect(page.locator("html")).to_have_attribute("lang", "de")
    assert stored(app) == {**CHOICES, **NUMBERS, **WORDS, "touched": "yes", "name": "Halfway"}
    with app.app_context():
        by = db.session.query(User).filter_by(email=email("coordinator")).one()
        assert by.language == "de"


@pytest.mark.parametrize(("choice", "kept"), [("Keep this one", "en"), ("Take the other", "de")])
def test_a_conflict_about_such_a_code_is_decided_without_scripts(app, serve, visit, choice, kept):
    client = sign_in(app, "coordinator")
    with serve() as url, visit(url, java_script_enabled=False) as person:
        person.expect(409)
        cookie = installations.cookie(app, "coordinator")
        person.context.add_cookies([{"name": "survey", "value": cookie, "url": url}])
        page = person.open(MAIN)
        assert client.send(MAIN, {"language": "de", "language.version": "0"}).status_code == 302
        page.locator("#q-language input[value=en]").check()
        page.locator("form#answers .actions .button").click()
        page.get_by_role("button", name=choice).click()
        expect(page).not_to_have_url(f"{url}{MAIN}")
    assert stored(app) == {"language": kept}


def test_a_condition_on_a_question_without_value_is_not_met_whatever_its_code(serve, visit, app):
    with serve() as url, visit(url) as person:
        cookie = installations.cookie(app, "coordinator")
        person.context.add_cookies([{"name": "survey", "value": cookie, "url": url}])
        page = person.open(MAIN.replace("main", "announcements"))
        expect(page.locator("#q-name .number")).to_have_text("1")
        expect(page.locator("#q-done")).to_be_hidden()


def test_the_pages_around_are_in_order(app):
    client = sign_in(app, "coordinator")
    for path in ("", "answers", "check", "sections/main", "sections/announcements"):
        assert client.get(f"/assessments/2026/salzburg/{path}").status_code == 200
    for path in ("/exports/2026/codebook", "/method", "/results/2026/salzburg"):
        assert client.get(path).status_code == 200
