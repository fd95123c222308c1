"""Own answers by pages: saved by a button, nothing overwritten, nothing typed is lost."""

import pytest

from survey.database import db
from survey.models import IndividualAnswer
from tests.installations import open_wave
from tests.views.separate import HOME, HOUSING, answer, ask, words


@pytest.fixture
def app(app):
    open_wave(app)
    return app


def test_two_windows_of_one_person_are_shown_side_by_side(app, sign_in):
    ask(app, sign_in)
    client = sign_in("contributor")
    answer(client, HOUSING, support="no")
    stale = client.send(HOUSING, {"support": "partly", "support.version": "0", "mixed": "2", "mixed.version": "0"})
    assert stale.status_code == 409
    page = words(stale)
    assert "This answer was changed in another window" in page
    assert "Your other answers are saved." in page
    kept = client.send(
        HOUSING, {"support": "partly", "support.version": "0", "support.theirs": "1", "page-keep": "support"}
    )
    assert kept.status_code == 302
    with app.app_context():
        rows = db.session.query(IndividualAnswer).order_by(IndividualAnswer.question).all()
        assert [(row.question, row.value, row.version) for row in rows] == [("mixed", "2", 1), ("support", "partly", 2)]


def test_a_fault_writes_nothing_and_loses_nothing(app, sign_in):
    ask(app, sign_in)
    client = sign_in("contributor")
    wrong = answer(client, HOUSING, support="no", staff="many")
    assert wrong.status_code == 422
    assert 'value="many"' in words(wrong)
    assert "Nothing of this section is saved yet." in words(wrong)
    with app.app_context():
        assert db.session.query(IndividualAnswer).count() == 0


def test_what_an_answer_opens_is_asked_on_the_same_page(app, sign_in):
    ask(app, sign_in)
    client = sign_in("contributor")
    assert answer(client, HOUSING, support="partly").location == f"{HOUSING}#q-services"
    assert answer(client, HOUSING, support="partly", **{"page-stay": "1"}).location == HOME
    assert client.send(HOUSING, {"page-language": "de"}).location == HOUSING
