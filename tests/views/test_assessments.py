"""An assessment as a whole: task list, check, submitting, reading."""

import re
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


def test_the_first_screen_says_how_long_it_takes_and_begins_with_the_shortest_section(app, sign_in):
    html = sign_in("coordinator").get(f"{AT}/").get_data(as_text=True)
    assert "Good that you are here" in html
    # 66.2 s for housing, 45.1 for encounter, 123 for the closing words: see tests/views/test_durations.py
    assert "it takes about 4 minutes in all" in html
    assert "nothing is lost" in html
    assert "ask colleagues" in html
    assert re.search(rf'<a class="button" href="{AT}/sections/encounter">Begin with a short one: Encounter</a>', html)
    assert re.findall(r"nowrap\">([^<]*)<", html) == ["about 2 minutes", "about one minute", "about 3 minutes"]


def test_the_task_list_goes_on_with_what_was_begun_then_with_the_first_that_waits(app, sign_in):
    give(app, {"share": COMPLETE["share"]})
    html = sign_in("coordinator").get(f"{AT}/").get_data(as_text=True)
    assert "A good beginning" in html
    assert "what is open takes about 4 minutes." in html
    assert re.search(rf'href="{AT}/sections/encounter#q-spaces">Go on with Encounter</a>', html)
    give(app, {code: COMPLETE[code] for code in ("support", "mixed", "staff", "spaces")})
    html = sign_in("coordinator").get(f"{AT}/").get_data(as_text=True)
    assert "2 of 3 sections are finished." in html
    assert re.search(rf'href="{AT}/sections/closing">Go on with Closing words</a>', html)
    assert "5 of 7 questions are done" in html
    assert re.findall(r"nowrap\">([^<]*)<", html) == ["about 3 minutes"]


def test_the_task_list_of_a_finished_assessment_is_calm(app, sign_in):
    give(app, COMPLETE)
    html = sign_in("coordinator").get(f"{AT}/").get_data(as_text=True)
    assert "Everything is answered. Now check and submit." in html
    assert "You have until" not in html
    assert f'href="{AT}/check">Check and submit</a>' in html


def test_the_check_counts_and_folds_what_is_open_per_section_with_a_link_each(app, sign_in):
    give(app, {"mixed": COMPLETE["mixed"], "share": COMPLETE["share"], "spaces": COMPLETE["spaces"]})
    html = sign_in("coordinator").get(f"{AT}/check").get_data(as_text=True)
    assert "4 answers are still open" in html
    folds = re.findall(r'<details class="fold"( open)?><summary>(\w[\w ]*) <span class="count">([^<]*)</span>', html)
    assert folds == [(" open", "Housing", "2 open"), ("", "Closing words", "2 open")]
    for section, code in (("housing", "support"), ("housing", "staff"), ("closing", "proud"), ("closing", "visitors")):
        assert f'href="{AT}/sections/{section}#q-{code}"' in html


def test_the_check_names_each_obstacle_with_a_link(app, sign_in):
    give(app, {**COMPLETE, "support": Answer(State.PLANNED, "planned"), "staff": Answer(State.NOT_APPLICABLE)})
    html = sign_in("coordinator").get(f"{AT}/check").get_data(as_text=True)
    assert "2 answers are still open" in html
    assert "Date missing" in html
    assert "Reason missing" in html
    assert f'href="{AT}/sections/housing#q-staff"' in html


def test_the_check_is_calm_when_everything_is_done(app, sign_in):
    give(app, COMPLETE)
    html = sign_in("coordinator").get(f"{AT}/check").get_data(as_text=True)
    assert "Ready to submit" in html
    assert "fold" not in html
    assert "open" not in re.sub(r"<[^>]*>|Open source", "", html.partition("<main")[2])


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


def test_whoever_has_several_assessments_is_led_to_the_draft_that_ends_first(app, sign_in):
    open_wave(app, key="2030", days=60)
    html = sign_in("coordinator").get("/").get_data(as_text=True)
    assert "Your assessments" in html
    assert re.search(r'<a class="button" href="/assessments/2026/salzburg/">Go on with Salzburg, Wave 2026</a>', html)
    assert "every answer saves by itself" in html
    assert 'href="/assessments/2030/salzburg/"' in html
