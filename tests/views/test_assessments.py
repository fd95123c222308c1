"""An assessment as a whole: task list, check, submitting, reading."""

from datetime import date

import pytest
from sqlalchemy import select

from survey.database import db
from survey.models import Assessment, Stage, Submission, User
from survey.questionnaires.answers import Answer, State
from survey.services.assessments import Entry, record
from tests.installations import NOW, email, open_wave, small

AT = "/assessments/2026/salzburg"
COMPLETE = {
    "support": Answer(State.PLANNED, "planned", planned_date=date(2027, 1, 1)),
    "mixed": Answer(State.ANSWERED, 4),
    "staff": Answer(State.NOT_APPLICABLE, reason="The state decides."),
    "share": Answer(State.ANSWERED, 12.5),
    "spaces": Answer(State.DOES_NOT_KNOW),
    "proud": Answer(State.ANSWERED, "Our <b>team</b>"),
    "visitors": Answer(State.ANSWERED, 1234.5),
}


@pytest.fixture
def app(app):
    open_wave(app)
    return app


def give(app, answers: dict[str, Answer]) -> None:
    with app.app_context():
        by = db.session.query(User).filter_by(email=email("coordinator")).one()
        found = next(one for one in db.session.scalars(select(Assessment)) if one.region.key == "salzburg")
        entries = {code: Entry(answer, 0) for code, answer in answers.items()}
        record(db.session, assessment=found, questionnaire=small(), entries=entries, by=by, now=NOW)
        db.session.commit()


def stage(app) -> tuple[Stage, int]:
    with app.app_context():
        found = next(one for one in db.session.scalars(select(Assessment)) if one.region.key == "salzburg")
        return found.stage, len(db.session.scalars(select(Submission)).all())


def test_the_task_list_begins_with_what_to_do_next(app, sign_in):
    html = sign_in("coordinator").get(f"{AT}/").get_data(as_text=True)
    assert "3 sections are waiting for you" in html
    assert "Continue with Housing" in html
    assert f'href="{AT}/sections/housing#q-support"' in html
    give(app, {code: COMPLETE[code] for code in ("support", "mixed", "staff")})
    html = sign_in("coordinator").get(f"{AT}/").get_data(as_text=True)
    assert "1 of 3 sections is finished." in html
    assert "Continue with Encounter" in html
    assert "3 of 7 questions are done" in html


def test_the_check_names_each_obstacle_with_a_link(app, sign_in):
    give(app, {**COMPLETE, "support": Answer(State.PLANNED, "planned"), "staff": Answer(State.NOT_APPLICABLE)})
    html = sign_in("coordinator").get(f"{AT}/check").get_data(as_text=True)
    assert "2 answers are still in the way" in html
    assert "Date missing" in html
    assert "Reason missing" in html
    assert f'href="{AT}/sections/housing#q-staff"' in html


def test_nothing_is_submitted_while_something_is_in_the_way(app, sign_in):
    answer = sign_in("coordinator").send(f"{AT}/submit", page=f"{AT}/check")
    assert answer.status_code == 422
    assert stage(app) == (Stage.DRAFT, 0)


def test_submitting_freezes_the_answers_and_happens_once(app, sign_in):
    give(app, COMPLETE)
    person = sign_in("coordinator")
    assert "Ready to submit" in person.get(f"{AT}/check").get_data(as_text=True)
    answer = person.send(f"{AT}/submit", page=f"{AT}/check")
    assert answer.location.endswith(f"{AT}/answers")
    assert stage(app) == (Stage.SUBMITTED, 1)
    again = person.send(f"{AT}/submit", page="/privacy")
    assert again.status_code == 409
    assert "is submitted" in again.get_data(as_text=True)
    assert stage(app) == (Stage.SUBMITTED, 1)
    late = person.send(f"{AT}/sections/housing", {"support": "no", "support.version": "1"}, page="/privacy")
    assert late.status_code == 409
    assert person.get(f"{AT}/").location.endswith("/answers")


@pytest.mark.parametrize("who", ["coordinator", "team", "administrator"])
def test_all_answers_can_be_read_in_words(app, sign_in, who):
    give(app, COMPLETE)
    html = sign_in(who).get(f"{AT}/answers").get_data(as_text=True)
    for words in (
        "Not yet, but decided, from 1 January 2027",
        "Not in our remit, or does not apply: The state decides.",
        "12.5 %",
        "We cannot tell",
        "Our &lt;b&gt;team&lt;/b&gt;",
        "1,234.5",
        "Not asked, because of an earlier answer",
    ):
        assert words in html, words
    assert ("Change the answer" in html) == (who == "coordinator")


def test_the_project_team_sees_no_scores_of_a_draft_and_does_of_a_submission(app, sign_in):
    give(app, COMPLETE)
    assert sign_in("team").get("/results/2026/salzburg").status_code == 404
    assert sign_in("coordinator").get("/results/2026/salzburg").status_code == 200
    sign_in("coordinator").send(f"{AT}/submit", page=f"{AT}/check")
    assert sign_in("team").get("/results/2026/salzburg").status_code == 200
    assert sign_in("neighbour").get("/results/2026/salzburg").status_code == 404
