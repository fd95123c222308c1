"""A wave that follows another, in a browser: confirming with and without scripts, and two submissions side by side."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from survey.database import db
from survey.models import StoredAnswer, Wave
from survey.policy import OPERATOR
from survey.questionnaires.reader import read
from survey.services import assessments, carrying, editions, stages
from survey.services.assessments import Entry
from tests.databases import submit_with_words, text
from tests.installations import NOW, open_wave, small
from tests.journeys.test_review import cookie
from tests.services.following import NEXT
from tests.views.standing_in_review import of_salzburg, somebody, submitted

AT = "/assessments/2027/salzburg"


@pytest.fixture
def app(app):
    """Salzburg has submitted twice in 2026, and 2027 starts from that."""
    submitted(app)
    with app.app_context():
        known = {"assessment": of_salzburg(), "by": somebody("coordinator")}
        stages.withdraw(db.session, reason="One more house.", now=NOW + timedelta(seconds=1), **known)
        later = {"questionnaire": small(), "now": NOW + timedelta(seconds=2), **known}
        assessments.record(db.session, entries={"spaces_note": Entry(text("Four houses."), 1)}, **later)
        submit_with_words(db.session, **later)
        editions.store(db.session, questionnaire=read(NEXT), now=NOW)
        db.session.commit()
    open_wave(app, read(NEXT), key="2027")
    with app.app_context():
        wave, earlier = (db.session.query(Wave).filter_by(key=key).one() for key in ("2027", "2026"))
        carrying.carry_over(db.session, wave=wave, earlier=earlier, by=OPERATOR, now=NOW)
        db.session.commit()
    return app


def kept(app) -> set[str]:
    """Return the questions that are answered in the second wave."""
    with app.app_context():
        wave = db.session.query(Wave).filter_by(key="2027").one().id
        rows = db.session.query(StoredAnswer).all()
        return {row.question for row in rows if row.assessment_id in _of(wave)}


def _of(wave: int) -> set[int]:
    return {one.id for one in assessments.visible(db.session, by=OPERATOR) if one.wave_id == wave}


@pytest.mark.parametrize("scripted", [True, False])
def test_earlier_answers_are_confirmed_at_their_questions(app, serve, visit, scripted):
    with serve() as url, visit(url, java_script_enabled=scripted) as person:
        person.context.add_cookies([cookie(app, url, "coordinator")])
        page = person.open(f"{AT}/")
        expect(page.get_by_text("wait to be confirmed")).to_be_visible()
        page.goto(f"{AT}/sections/housing")
        card = page.locator("[data-question='support']")
        expect(card).to_contain_text("In Wave 2026 you answered: In the whole region")
        assert kept(app) == set()
        card.get_by_role("button", name="Confirm: this is still so").press("Enter")
        expect(card.get_by_label("In the whole region")).to_be_checked()
        expect(card.locator(".earlier")).to_have_count(0)
        assert kept(app) == {"support"}


def test_axe_finds_nothing_on_the_pages_of_a_next_wave(app, serve, visit):
    paths = (
        f"{AT}/",
        f"{AT}/carried",
        f"{AT}/sections/housing",
        f"{AT}/submissions",
        f"{AT}/submissions/compare?every=1",
    )
    with serve() as url, visit(url, locale="de-DE") as person:
        person.context.add_cookies([cookie(app, url, "coordinator")])
        found = []
        for path in paths:
            found += [f"{path}: {line}" for line in person.axe(path)]
            sideways = person.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            found += [f"{path}: {sideways} px wider than a phone"] if sideways > 0 else []
    assert not found, "\n".join(found)
