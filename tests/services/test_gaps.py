"""The difference of two regions: nothing of what may not be seen of both, and questions for readers of both alone."""

from dataclasses import replace

import pytest

from survey.database import db
from survey.models import User
from survey.services import results, waves
from survey.services.behind import behind
from survey.services.gaps import gap
from tests.installations import email, open_wave
from tests.views.standings import GOOD, MODEST, stand


@pytest.fixture
def seen(app):
    """What the project team sees of two regions."""
    open_wave(app)
    stand(app, "salzburg", GOOD)
    stand(app, "leipzig", MODEST)
    with app.app_context():
        wave = waves.find(db.session, key="2026", by=person("team"))
        yield wave, results.submitted(db.session, wave=wave, by=person("team"))


def person(name):
    return db.session.query(User).filter_by(email=email(name)).one()


def between(seen, by="team", component="index", hidden=()):
    wave, found = seen
    masked = [replace(one, card={code: each for code, each in one.card.items() if code not in hidden}) for one in found]
    known = behind(db.session, edition=wave.edition, found=masked)
    return gap(behind=known, component=component, a="salzburg", b="leipzig", by=person(by))


def test_the_areas_and_the_questions_sum_to_the_difference(seen):
    found = between(seen)
    total = found.difference.total
    assert sum(one.total for one in found.areas) == pytest.approx(total, abs=1e-9)
    assert sum(one.total for one in found.rows) == pytest.approx(total, abs=1e-9)


@pytest.mark.parametrize("hidden", [["index"], ["housing"], ["index", "encounter"]])
def test_where_an_area_may_not_be_seen_there_is_nothing(seen, hidden):
    assert between(seen, hidden=hidden) is None


def test_a_hidden_area_elsewhere_does_not_matter(seen):
    assert between(seen, component="housing", hidden=["index", "encounter"]) is not None


def test_who_may_not_read_the_answers_of_both_sees_areas_alone(seen):
    found = between(seen, by="coordinator")
    assert found.areas
    assert found.rows == ()
