"""Deadlines by pages: a file for whoever takes part, in the reader's language, found where the days are shown."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from survey.database import begin_write, db
from survey.models import Assignment
from tests.installations import NOW, open_wave
from tests.views.standing_in_review import of_salzburg, somebody

WAVE, SALZBURG = "/waves/2026/calendar.ics", "/assessments/2026/salzburg/calendar.ics"
DUE = (NOW + timedelta(days=30)).date()


@pytest.fixture
def app(app):
    open_wave(app)
    return app


def events(answer) -> dict[str, object]:
    """Return the days of a file by their titles."""
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    return {str(one["SUMMARY"]): one["DTSTART"].dt for one in Calendar.from_ical(answer.data).walk("VEVENT")}


def test_a_coordinator_takes_the_days_of_the_region_from_the_task_list(app, sign_in):
    client = sign_in("coordinator")
    assert f'href="{SALZBURG}"' in client.get("/assessments/2026/salzburg/").get_data(as_text=True)
    answer = client.get(SALZBURG)
    assert events(answer)["Last day of answering: Salzburg – Wave 2026"] == DUE
    assert answer.headers["Content-Disposition"] == 'attachment; filename="deadlines_salzburg_2026.ics"'


def test_a_contributor_finds_the_own_days_with_the_own_questions(app, sign_in):
    with app.app_context():
        begin_write(db.session)
        given = {"given_by_id": somebody("coordinator").id, "given_at": NOW, "due": DUE - timedelta(days=9)}
        db.session.add(
            Assignment(assessment_id=of_salzburg().id, user_id=somebody("contributor").id, part="closing", **given)
        )
        db.session.commit()
    client = sign_in("contributor")
    assert f'href="{SALZBURG}"' in client.get("/assessments/2026/salzburg/mine").get_data(as_text=True)
    assert events(client.get(SALZBURG))["Questions for you: Closing words – Wave 2026"] == DUE - timedelta(days=9)
    assert "Questions for you: Closing words – Wave 2026" not in events(sign_in("coordinator").get(SALZBURG))


def test_the_project_team_takes_the_days_of_the_wave_from_its_page(app, sign_in):
    client = sign_in("team")
    assert f'href="{WAVE}"' in client.get("/waves/2026").get_data(as_text=True)
    assert f'href="{WAVE}"' in client.get("/waves/2026/progress").get_data(as_text=True)
    assert events(client.get(WAVE))["Last day of answering – Wave 2026"] == DUE


def test_the_file_is_in_the_language_of_the_reader(app, sign_in):
    found = events(sign_in("neighbour", language="de").get(WAVE))
    assert "Letzter Tag zum Antworten: Leipzig – Welle 2026" in found


def test_in_a_demonstration_the_name_of_the_file_says_so(demonstration):
    from tests.installations import sign_in  # of this application, and not of the other one

    open_wave(demonstration)
    answer = sign_in(demonstration, "team").get(WAVE)
    assert "deadlines_2026_demonstration.ics" in answer.headers["Content-Disposition"]


def test_others_find_nothing(app, sign_in):
    assert sign_in("nobody").get(WAVE).status_code == 404
    assert sign_in("neighbour").get(SALZBURG).status_code == 404
