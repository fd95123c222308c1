"""Checking and submitting by pages: errors lead to their questions, warnings ask for a word, nothing typed is lost."""

import re

import pytest

from survey.database import begin_write, db
from survey.models import Comment, Submission
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.rules import Rule, Rules
from survey.services import editions
from survey.services.recording import Entry, record
from tests import installations
from tests.clients import JudgingClient
from tests.installations import NOW, open_wave, small
from tests.views.standing_in_review import GIVEN, of_salzburg, somebody

CHECK, SUBMIT = "/assessments/2026/salzburg/check", "/assessments/2026/salzburg/submit"
STAGE = "/assessments/2026/salzburg/stage"
WORD = "page-word-no_evidence-housing"


@pytest.fixture
def app(app):
    open_wave(app)
    return app


def answer(app, **given: Answer) -> None:
    """Answer all that is given, the rest with "does not know"."""
    with app.app_context():
        unknown = Answer(State.DOES_NOT_KNOW)
        entries = {code: Entry(given.get(code, unknown), 0) for code in small().questions}
        known = {"questionnaire": small(), "by": somebody("coordinator"), "now": NOW}
        record(db.session, assessment=of_salzburg(), entries=entries, **known)
        db.session.commit()


def contradict(app, severity: str) -> None:
    """Let the edition have a rule that the answers of :data:`GIVEN` meet."""
    rule = Rule(code="rule_few", severity=severity, when="share > 10", questions=("share", "spaces"), text="Too many?")
    with app.app_context():
        begin_write(db.session)
        rules = Rules(questionnaire="small", edition="1", rules=(rule,))
        editions.keep_rules(db.session, edition=of_salzburg().wave.edition, rules=rules)
        db.session.commit()


def submit(client: JudgingClient, **words: str):
    return client.send(SUBMIT, {f"page-word-{key}": word for key, word in words.items()}, page=CHECK)


def words(answer) -> str:
    return answer.get_data(as_text=True)


def counted(app) -> tuple[int, int]:
    with app.app_context():
        return db.session.query(Submission).count(), db.session.query(Comment).count()


def test_what_lacks_an_answer_is_listed_with_links_and_there_is_no_button(sign_in):
    page = words(sign_in("coordinator").get(CHECK))
    assert "7 answers are still open" in page
    for section, code in [("housing", "support"), ("encounter", "share"), ("closing", "proud")]:
        assert f'href="/assessments/2026/salzburg/sections/{section}#q-{code}"' in page
    assert "Submit the assessment" not in page


def test_a_contradiction_of_errors_blocks_whatever_is_said(app, sign_in):
    answer(app, **GIVEN)
    contradict(app, "error")
    coordinator = sign_in("coordinator")
    page = words(coordinator.get(CHECK))
    assert "One thing is in the way of submitting" in page
    assert "Too many?" in page
    assert 'href="/assessments/2026/salzburg/sections/encounter#q-spaces"' in page
    assert "What will ask for a word" in page
    refused = submit(coordinator, **{"no_evidence-housing": "On our page.", "rule_few": "It is so."})
    assert (refused.status_code, counted(app)) == (422, (0, 0))
    assert ">\nOn our page.</textarea>" in words(refused), "what was typed stays, though something else is in the way"


def test_a_warning_asks_for_a_word_and_keeps_what_was_typed(app, sign_in):
    answer(app, **GIVEN)
    contradict(app, "warning")
    coordinator = sign_in("coordinator")
    page = words(coordinator.get(CHECK))
    assert "Almost ready: 2 points ask for a word" in page
    refused = submit(coordinator, rule_few='<b>Many</b> "houses"')
    page = words(refused)
    assert (refused.status_code, counted(app)) == (422, (0, 0))
    assert 'href="#w-no_evidence-housing"' in page
    assert 'aria-describedby="t-no_evidence-housing f-no_evidence-housing" aria-invalid="true"' in page
    assert ">\n&lt;b&gt;Many&lt;/b&gt; &#34;houses&#34;</textarea>" in page


def test_a_word_that_is_too_long_says_how_long_it_may_be(app, sign_in):
    answer(app, **GIVEN)
    refused = submit(sign_in("coordinator"), **{"no_evidence-housing": "x" * 1001})
    assert (refused.status_code, counted(app)) == (422, (0, 0))
    assert "Please use at most 1000 characters." in words(refused)
    assert "x" * 1001 in words(refused)


def test_words_stand_as_comments_at_the_questions_and_are_not_asked_for_again(app, sign_in):
    answer(app, **GIVEN)
    coordinator = sign_in("coordinator")
    done = submit(coordinator, **{"no_evidence-housing": "The decision is on <our> page."})
    assert done.location == "/assessments/2026/salzburg/answers"
    assert "The assessment is submitted." in words(coordinator.get(done.location))
    thread = words(coordinator.get("/assessments/2026/salzburg/questions/support/comments"))
    assert "The decision is on &lt;our&gt; page." in thread
    coordinator.send(f"{STAGE}/withdraw", {"withdraw-reason": "One more."}, page=STAGE)
    page = words(coordinator.get(CHECK))
    assert "Ready to submit" in page
    assert "Explained already" in page
    assert submit(coordinator).status_code == 302
    assert counted(app) == (2, 1)


def test_notes_are_told_and_stand_in_nobodys_way(app, sign_in):
    answer(app, share=Answer(State.ANSWERED, 20))
    contradict(app, "note")
    page = words(sign_in("coordinator").get(CHECK))
    assert "Ready to submit" in page
    assert "Worth a second look" in page
    assert re.search(r'<span class="tag">Note</span> Too many\?', page)


def test_submitting_twice_is_submitting_once(app, sign_in):
    answer(app)
    coordinator = sign_in("coordinator")
    token = coordinator.token(CHECK)
    first, second = (coordinator.post(SUBMIT, data={"page-csrf_token": token}) for _ in range(2))
    assert (first.status_code, second.status_code, counted(app)) == (302, 409, (1, 0))
    assert "This assessment is submitted." in words(second)
    assert coordinator.get(CHECK).status_code == 404


@pytest.mark.parametrize("name", ["contributor", "reviewer", "neighbour", "nobody", "team", "administrator"])
def test_nobody_else_checks_or_submits(app, sign_in, name):
    answer(app)
    client = sign_in(name)
    assert client.get(CHECK).status_code == 404
    assert client.send(SUBMIT, page="/privacy").status_code == 404
    assert counted(app) == (0, 0)


def test_after_the_last_day_nothing_is_submitted(template, tmp_path):
    app = template.copy(tmp_path / "over")
    open_wave(app, days=-1)
    coordinator = installations.sign_in(app, "coordinator")
    refused = submit(coordinator)
    assert refused.status_code == 409
    assert "This wave ended on" in words(refused)


def test_the_checks_speak_german(app, sign_in):
    answer(app, **GIVEN)
    coordinator = sign_in("coordinator", language="de")
    page = words(coordinator.get(CHECK))
    assert "Fast fertig: Eine Stelle braucht eine Erklärung" in page
    assert "Eine Antwort hier bringt Punkte und nennt keinen Nachweis." in page
