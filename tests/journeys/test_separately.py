"""Two people without scripts answer separately and meet; the pages are for everybody, light, dark and on a phone."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from survey.database import db
from survey.models import AnswerChange, MinorityView, Source
from tests import installations
from tests.installations import NOW, open_wave, sign_in

HOME = "/assessments/2026/salzburg/separately"
NAMES = ("coordinator", "contributor")


@pytest.fixture
def app(app):
    open_wave(app)
    for name in NAMES:
        sign_in(app, name)
    return app


def enter(app, person, name: str, url: str):
    cookie = installations.cookie(app, name)
    person.context.add_cookies([{"name": "survey", "value": cookie, "url": url}])
    return person.open(HOME)


def answers(page, option: str) -> None:
    page.get_by_role("link", name="Housing").click()
    page.locator(f"#q-support input[value={option}]").check()
    page.get_by_role("button", name="Save and go to all sections").click()
    page.get_by_role("button", name="I am finished").click()


def test_two_people_answer_alone_and_then_agree(app, serve, visit):
    with serve() as url:
        with visit(url, java_script_enabled=False) as first, visit(url, java_script_enabled=False) as second:
            clara, cora = (enter(app, who, name, url) for who, name in zip((first, second), NAMES, strict=True))
            clara.get_by_label("Last day").fill((NOW + timedelta(days=5)).date().isoformat())
            for name in ("Clara Conti", "Cora Carter"):
                clara.get_by_role("checkbox", name=name).check()
            clara.get_by_role("button", name="Ask them").click()
            cora.reload()
            answers(cora, "no")
            expect(cora.get_by_role("button", name="Take that back")).to_be_visible()
            answers(clara, "planned")
            expect(clara.locator("h1")).to_have_text("Where you differ")
            clara.get_by_role("link", name="Does the region help newcomers").click()
            clara.locator("#answers input[value=no]").check()
            clara.get_by_role("button", name="Record as agreed").click()
            expect(clara.locator(".message.success")).to_have_text("The agreed answer is kept.")
            cora.goto(clara.url)
            cora.get_by_label("Your minority view").fill("It is decided, as I see it.")
            cora.get_by_role("button", name="Keep my view").click()
            expect(cora.locator("textarea")).to_have_value("It is decided, as I see it.")
        with app.app_context():
            change = db.session.query(AnswerChange).one()
            assert (change.question, change.value, change.source) == ("support", "no", Source.CONSENSUS)
            assert db.session.query(MinorityView).one().words == "It is decided, as I see it."
        with visit(url, locale="de-DE") as person:
            enter(app, person, "coordinator", url)
            for path in (HOME, f"{HOME}/meeting", f"{HOME}/meeting/support"):
                assert person.axe(path) == []
                wider = person.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                assert wider <= 0, path


def test_axe_finds_nothing_while_it_is_sealed(app, serve, visit):
    with serve() as url, visit(url) as person:
        page = enter(app, person, "coordinator", url)
        assert person.axe(HOME) == []
        page.get_by_label("Last day").fill("2020-01-01")
        person.expect(422)
        page.get_by_role("button", name="Ask them").click()
        assert person.axe() == []
        page.get_by_label("Last day").fill((NOW + timedelta(days=5)).date().isoformat())
        for name in ("Clara Conti", "Cora Carter"):
            page.get_by_role("checkbox", name=name).check()
        page.get_by_role("button", name="Ask them").click()
        for path in (HOME, f"{HOME}/sections/housing"):
            assert person.axe(path) == []
