"""A wave that starts from the one before: on its form, on the section page, in the task list, and as a list."""

import re
from datetime import timedelta

import pytest

from survey.database import db
from survey.models import AnswerChange, Assessment, CarriedAnswer, Source, StoredAnswer, Wave
from survey.questionnaires.reader import read
from survey.services import editions
from tests.installations import NOW
from tests.services.following import NEXT
from tests.views.standing_in_review import submitted

AT = "/assessments/2027/salzburg"
FORM = {
    "title": "2027",
    "key": "2027",
    "opens": NOW.date().isoformat(),
    "due": (NOW + timedelta(days=60)).date().isoformat(),
    "time_zone": "Europe/Vienna",
}


@pytest.fixture
def app(app):
    """Salzburg has submitted in 2026; the next edition is there."""
    submitted(app)
    with app.app_context():
        editions.store(db.session, questionnaire=read(NEXT), now=NOW)
        db.session.commit()
    return app


def form(app, **more: str) -> dict[str, str]:
    """Return the form of a wave of the next edition that follows the first."""
    with app.app_context():
        edition = editions.listing(db.session)[0].id
        earlier = db.session.query(Wave).filter_by(key="2026").one().id
    return {**FORM, "edition": str(edition), "follows": str(earlier), **more}


@pytest.fixture
def following(app, sign_in):
    """The next wave, made by the project team on its page."""
    answer = sign_in("team").send("/waves/new", form(app))
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return app


def kept(app) -> dict[str, str | None]:
    """Return what Salzburg has answered in the second wave."""
    with app.app_context():
        rows = db.session.query(StoredAnswer).join(Assessment).join(Wave).filter(Wave.key == "2027").all()
        return {row.question: row.value for row in rows}


def test_the_form_says_how_many_answers_wait(app, sign_in):
    team = sign_in("team")
    page = team.get("/waves/new").get_data(as_text=True)
    assert "Every region begins with an empty form" in page
    answer = team.send("/waves/new", form(app))
    html = team.get(answer.location).get_data(as_text=True)
    with app.app_context():
        count = db.session.query(CarriedAnswer).count()
        assert db.session.query(Wave).filter_by(key="2027").one().follows.key == "2026"
    assert count > 5
    assert f"{count} earlier answers wait to be confirmed." in html


def test_the_page_of_the_wave_and_of_the_assessment_say_who_begins_empty(following, sign_in):
    page = sign_in("team").get("/waves/2027").get_data(as_text=True)
    said = page.partition("had not submitted in Wave 2026: ")[2].partition("</p>")[0]
    assert "Leipzig" in said
    assert "Salzburg" not in said
    tasks = sign_in("neighbour").get("/assessments/2027/leipzig/").get_data(as_text=True)
    assert "Nothing was taken over from Wave 2026" in tasks
    assert "Nothing was taken over" not in sign_in("coordinator").get(f"{AT}/").get_data(as_text=True)


def test_the_form_of_a_wave_says_which_is_still_open(app, sign_in):
    assert "Wave 2026 is open until" in sign_in("team").get("/waves/new").get_data(as_text=True)


def test_the_first_page_leads_to_what_is_open_and_the_task_list_to_other_waves(following, sign_in):
    person = sign_in("coordinator")
    assert person.get("/").location == f"{AT}/"
    tasks = person.get(f"{AT}/").get_data(as_text=True)
    assert "This region in other waves:" in tasks
    assert 'href="/assessments/2026/salzburg/"' in tasks
    two = sign_in("neighbour").get("/")
    assert two.status_code == 200, "two are open: the one that ends first is offered first"
    assert two.get_data(as_text=True).index("Leipzig, Wave 2026") < two.get_data(as_text=True).index(
        "Leipzig, Wave 2027"
    )


def test_a_wave_may_begin_empty(app, sign_in):
    assert sign_in("team").send("/waves/new", form(app, follows="")).status_code == 302
    with app.app_context():
        assert db.session.query(CarriedAnswer).count() == 0
    assert sign_in("coordinator").get(f"{AT}/carried").status_code == 404


def test_a_wave_that_begins_later_cannot_be_followed_and_nothing_is_made(app, sign_in):
    early = {"opens": (NOW - timedelta(days=400)).date().isoformat()}
    answer = sign_in("team").send("/waves/new", form(app, **early))
    assert answer.status_code == 422
    assert "begins later than this one" in answer.get_data(as_text=True)
    with app.app_context():
        assert db.session.query(Wave).count() == 1


def test_an_answer_waits_at_its_question_and_does_not_count(following, sign_in):
    person = sign_in("coordinator")
    tasks = person.get(f"{AT}/").get_data(as_text=True)
    assert "wait to be confirmed" in tasks
    assert 'value="0"' in tasks
    page = person.get(f"{AT}/sections/housing").get_data(as_text=True)
    assert "In Wave 2026 you answered: In the whole region" in page
    assert 'name="page-confirm" value="support"' in page
    assert 'name="page-confirm" value="mixed"' not in page, "it has another scale now"
    assert "The question has another scale now." in page
    assert kept(following) == {}


def test_the_button_confirms_without_a_script(following, sign_in):
    person = sign_in("coordinator")
    answer = person.send(f"{AT}/sections/housing", {"page-confirm": "support"})
    assert answer.location.endswith("/sections/housing#q-support")
    assert kept(following) == {"support": "everywhere"}
    assert "you answered: In the whole region" not in person.get(f"{AT}/sections/housing").get_data(as_text=True)
    with following.app_context():
        row = db.session.query(AnswerChange).filter_by(question="support").order_by(AnswerChange.id.desc()).first()
        assert (row.source, row.why) == (Source.CARRY_OVER, "2026")


def test_what_is_typed_at_the_same_time_is_saved_and_wins(following, sign_in):
    person = sign_in("coordinator")
    sent = {"support": "partly", "support.version": "0", "page-touched": "support", "page-confirm": "support"}
    answer = person.send(f"{AT}/sections/housing", sent)
    assert "nothing was confirmed" in person.get(answer.location).get_data(as_text=True)
    assert kept(following) == {"support": "partly"}


def test_what_waits_for_nobody_is_not_found(following, sign_in):
    assert sign_in("coordinator").send(f"{AT}/sections/housing", {"page-confirm": "mixed"}).status_code == 404
    assert kept(following) == {}


def test_the_list_says_what_is_to_be_done_and_confirms_a_section(following, sign_in):
    person = sign_in("coordinator")
    page = person.get(f"{AT}/carried").get_data(as_text=True)
    for words in ("Taken over from Wave 2026", "To confirm", "To answer anew", "New question", "No longer asked"):
        assert words in page, words
    section = page.partition('id="encounter"')[2].partition("</form>")[0]
    codes = re.findall(r'name="page-question" value="([a-z_]+)"', section)
    assert codes == ["share", "places", "spaces_note"]
    assert "Confirm these 3 answers as they are" in section
    sent = {"page-section": "encounter", "page-question": codes}
    answer = person.send(f"{AT}/carried", sent)
    assert "3 answers are confirmed." in person.get(answer.location).get_data(as_text=True)
    assert kept(following) == {"share": "20", "places": "some", "spaces_note": "Three houses."}
    page = person.get(f"{AT}/carried").get_data(as_text=True)
    assert page.count(">Confirmed</span>") == 3


def test_what_was_changed_shows_both(following, sign_in):
    person = sign_in("coordinator")
    person.send(f"{AT}/sections/housing", {"support": "partly", "support.version": "0", "page-touched": "support"})
    page = person.get(f"{AT}/carried").get_data(as_text=True)
    line = page.partition("Does the region help")[2].partition("</div>")[0]
    assert "In the whole region" in line
    assert "In parts of the region" in line
    assert "Changed" in line


@pytest.mark.parametrize(
    ("who", "status"), [("contributor", 404), ("reviewer", 404), ("neighbour", 404), ("team", 404)]
)
def test_only_who_answers_confirms(following, sign_in, who, status):
    sent = {"page-section": "encounter", "page-question": "share"}
    assert sign_in(who).send(f"{AT}/carried", sent, page="/privacy").status_code == status
    assert kept(following) == {}


def test_the_pages_are_german_for_german_readers(following, sign_in):
    person = sign_in("coordinator", language="de")
    assert "Aus Welle 2026 übernommen" in person.get(f"{AT}/carried").get_data(as_text=True)
    assert "Bestätigen: Das gilt noch" in person.get(f"{AT}/sections/housing").get_data(as_text=True)
