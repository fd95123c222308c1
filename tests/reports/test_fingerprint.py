"""The fingerprint of data: the same for the same answers, another for others, and anybody can compute it."""

import hashlib
import json
from dataclasses import replace

import pytest

from survey.database import begin_write
from survey.models import Effort
from survey.questionnaires.answers import Answer, State
from survey.reports import fingerprint
from tests.databases import NOW, World, world
from tests.reports import reporting
from tests.views.standings import GOOD


@pytest.fixture
def here(tmp_path) -> World:
    made = world(tmp_path)
    made.save(**{code: (answer, 0) for code, answer in GOOD.items()})
    return made


def test_it_is_the_sha_256_of_canonical_json():
    data = {"b": 1.5, "a": ["é", None]}
    assert fingerprint.canonical(data) == '{"a":["é",null],"b":1.5}'.encode()
    assert fingerprint.fingerprint(data) == hashlib.sha256('{"a":["é",null],"b":1.5}'.encode()).hexdigest()


def test_it_is_taken_of_the_answers_alone(here):
    data = reporting.of_region(here).data
    assert sorted(data) == ["answers", "edition", "questionnaire", "region", "structure", "wave"]
    assert data["answers"][0] == {
        "question": "support",
        "state": "answered",
        "value": "everywhere",
        "reason": None,
        "planned_date": None,
    }
    assert [row["question"] for row in data["answers"]] == list(GOOD)


def test_saving_the_same_again_keeps_it_and_another_answer_changes_it(here):
    before = reporting.of_region(here).fingerprint
    here.save(mixed=(Answer(State.ANSWERED, 5), 1))
    between = reporting.of_region(here).fingerprint
    here.save(mixed=(Answer(State.ANSWERED, 4), 2))
    assert between != before
    assert reporting.of_region(here).fingerprint == before


def test_what_stands_around_the_region_does_not_change_it(here):
    before = reporting.of_region(here).fingerprint
    begin_write(here.session)
    where = {"region_id": here.assessment.region_id, "questionnaire": "small", "question": "mixed"}
    here.session.add(Effort(**where, effort=7, set_at=NOW, set_by_id=here.coordinator.id))
    here.session.commit()
    assert reporting.of_region(here).around.raised.own == {"mixed": 7}
    assert reporting.of_region(here).fingerprint == before


def test_neither_reader_nor_language_nor_day_changes_it(here):
    mine, theirs = reporting.of_region(here), reporting.of_region(here, demonstration=True)
    assert mine.fingerprint == theirs.fingerprint
    assert mine.fingerprint == replace(mine, today=mine.today.replace(year=2030)).fingerprint


def test_readers_of_scores_alone_get_that_of_their_scores(here):
    found = reporting.of_region(here, here.contributor)
    assert found.answered is None
    assert "answers" not in found.data
    housing = next(row for row in found.data["scores"] if row["component"] == "housing")
    assert housing["score"] == pytest.approx(275 / 3)
    assert json.loads(fingerprint.canonical(found.data)) == found.data


def test_what_eyes_compare_comes_in_groups_of_eight():
    assert fingerprint.spaced("0123456789abcdef0123") == "01234567 89abcdef 0123"
