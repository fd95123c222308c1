"""Each line of the audit log in words: a whole sentence for every deed, with named places."""

import re
from string import Formatter

import pytest

from survey.database import begin_write, db
from survey.models import Deed
from survey.policy import OPERATOR
from survey.services import audit
from survey.services.audit_streams import CODES
from survey.views import deeds
from tests.installations import open_wave
from tests.views.logs import AT, DETAILS, LOG, answer, note, sentences
from tests.views.standing_in_review import of_salzburg

DECIDED = {
    "role_given": "role",
    "role_taken": "role",
    "stage_changed": "to_stage",
    "reviewed": "verdict",
    "review_answered": "consent",
    "evidence_cited": "change",
    "signed_in": "how",
    "sign_in_failed": "what",
    "password_changed": "way",
}


@pytest.fixture
def app(app):
    open_wave(app)
    return app


def test_every_code_has_a_sentence_and_a_name(app):
    with app.test_request_context():
        assert {code.partition(":")[0] for code in deeds.SENTENCES} == set(CODES) == set(deeds.names())
        assert len(set(deeds.SENTENCES.values())) == len(deeds.SENTENCES)
        assert len(set(deeds.names().values())) == len(CODES)


@pytest.mark.parametrize("code", sorted(deeds.SENTENCES))
def test_each_deed_is_told_in_a_whole_sentence(app, sign_in, code):
    deed, _, word = code.partition(":")
    if deed.startswith("answer_"):
        answer(app, source=deed.removeprefix("answer_"))
    else:
        note(app, Deed(deed), **({DECIDED[deed]: word} if word else DETAILS.get(Deed(deed), {})))
    said = sentences(sign_in("coordinator"), LOG)
    assert len(said) == 1
    assert said[0].startswith("Clara Conti ")
    assert said[0].endswith(".")
    assert "%(" not in said[0]
    assert "a question" not in said[0]
    named = {
        "person": "Cora Carter",
        "question": "What are you proudest of?" if deed.startswith("answer_") else "Does the region help newcomers",
        "part": "Housing" if deed == "part_given" else "Does the region help newcomers",
        "date": "30 June 2026",
        "wave": "2028",
        "count": "12",
    }
    for place in re.findall(r"%\((\w+)\)s", deeds.SENTENCES[code]):
        assert named.get(place, "Clara Conti") in said[0]


@pytest.mark.parametrize("deed", list(Deed))
def test_a_deed_that_little_is_known_of_is_told_all_the_same(app, sign_in, deed):
    with app.app_context():
        begin_write(db.session)
        audit.note(db.session, deed, by=OPERATOR, now=AT, assessment=of_salzburg())
        db.session.commit()
    said = sentences(sign_in("team"), LOG)
    assert [each.startswith("The platform ") for each in said] == [True]


def test_placeholders_are_named():
    for text in deeds.SENTENCES.values():
        assert not list(filter(None, (name for _, name, _, _ in Formatter().parse(text))))
        assert set(re.findall(r"%(?!\()", text)) == set()
