"""Charts of a comparison are made once for each state of the answers, and anew as soon as one of them changes."""

import pytest
from flask import g

from survey.database import db
from survey.questionnaires.answers import Answer, State
from survey.services import results, stages, waves
from survey.services.recording import Entry, record
from survey.views import kept
from tests.databases import submit_with_words
from tests.installations import NOW, open_wave, small
from tests.views.standing_in_review import of_salzburg, somebody
from tests.views.standings import GOOD, MODEST, stand
from tests.views.test_compare import page, rows


@pytest.fixture
def compared(app):
    """Two regions have submitted."""
    open_wave(app)
    stand(app, "salzburg", GOOD)
    stand(app, "leipzig", MODEST)
    return app


def test_what_is_made_is_made_once_for_each_key_and_language(app):
    made = []
    with app.test_request_context():
        for language, key in (("en", "one"), ("en", "one"), ("de", "one"), ("en", "two"), ("de", "one")):
            g.language = language
            kept.charts(("of a test", key), lambda: made.append(1) or {})
    assert len(made) == 3


def test_the_oldest_make_room(app):
    made = []
    with app.test_request_context():
        for number in (0, *range(kept.MOST_KEPT + 1), 0):
            kept.charts(("of another test", number), lambda number=number: made.append(number) or {})
    assert made == [*range(kept.MOST_KEPT + 1), 0]


def cards(app):
    """Return the card of each region as the project team sees it."""
    with app.app_context():
        wave = waves.find(db.session, key="2026", by=somebody("team"))
        return {
            one.assessment.region.key: one.card for one in results.submitted(db.session, wave=wave, by=somebody("team"))
        }


def mend(app):
    """Salzburg takes its assessment back, changes one answer, and submits it again."""
    with app.app_context():
        found, by = of_salzburg(), somebody("coordinator")
        known = {"assessment": found, "by": by, "now": NOW}
        stages.withdraw(db.session, reason="There are no such places.", **known)
        entries = {"spaces": Entry(Answer(State.ANSWERED, "none"), 1)}
        record(db.session, questionnaire=small(), entries=entries, **known)
        submit_with_words(db.session, questionnaire=small(), **known)
        db.session.commit()


def test_only_the_scores_of_a_region_with_a_new_answer_are_computed_again(compared):
    before = cards(compared)
    again = cards(compared)
    assert all(again[region] is card for region, card in before.items())
    mend(compared)
    after = cards(compared)
    assert after["leipzig"] is before["leipzig"]
    assert after["salzburg"] is not before["salzburg"]
    assert after["salzburg"]["encounter"].score < before["salzburg"]["encounter"].score


def test_the_page_follows_the_answers(compared):
    first = page(compared, path="/compare/2026")
    assert page(compared, path="/compare/2026").count("<svg") == first.count("<svg")
    scores = {row["component"]: row["score"] for row in rows(compared, "/compare/2026/heat-map.csv")}
    mend(compared)
    later = {row["component"]: row["score"] for row in rows(compared, "/compare/2026/heat-map.csv")}
    assert scores != later
