"""The form on paper as people fetch it: named, in their language, blank for a meeting or with what is kept."""

from io import BytesIO

from pypdf import PdfReader

from survey.database import db
from survey.questionnaires.answers import Answer, State
from survey.services.recording import Entry, record
from tests import installations
from tests.installations import NOW, open_wave, sign_in, small
from tests.views.standing_in_review import of_salzburg, somebody, submitted

FORM = "/assessments/2026/salzburg/form.pdf"


def said(answer) -> str:
    """Return the text of a document with each space and line end as one space."""
    assert answer.mimetype == "application/pdf"
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages).split())


def test_a_draft_says_that_it_is_one_and_holds_what_is_kept(app):
    open_wave(app)
    with app.app_context():
        entries = {"proud": Entry(Answer(State.ANSWERED, "#panic() [Zoë]"), 0)}
        known = {"assessment": of_salzburg(), "questionnaire": small(), "by": somebody("coordinator"), "now": NOW}
        record(db.session, entries=entries, **known)
        db.session.commit()
    client = sign_in(app, "contributor", language="de")
    filled = client.get(f"{FORM}?filled=1")
    assert filled.headers["Content-Disposition"].startswith('attachment; filename="answers_salzburg_2026_')
    assert "#panic() [Zoë]" in said(filled)
    assert "Dies ist ein Entwurf" in said(filled)
    assert "Texte, die noch nicht übersetzt sind" in said(filled)
    blank = client.get(FORM)
    assert 'filename="form_salzburg_2026_' in blank.headers["Content-Disposition"]
    assert "Zoë" not in said(blank)


def test_who_may_not_view_finds_neither(app):
    open_wave(app)
    for name in ("neighbour", "nobody", "reviewer"):
        for path in (FORM, f"{FORM}?filled=1"):
            assert sign_in(app, name).get(path).status_code == 404
    assert app.test_client().get(FORM).status_code == 302


def test_what_is_submitted_is_no_draft(app):
    submitted(app)
    text = said(sign_in(app, "reviewer").get(f"{FORM}?filled=1"))
    assert "This is a draft" not in text
    assert "Submitted" in text


def test_a_demonstration_says_so(demonstration):
    open_wave(demonstration)
    answer = installations.sign_in(demonstration, "coordinator").get(FORM)
    assert answer.headers["Content-Disposition"].endswith('_demonstration.pdf"')
    assert "all answers and scores here are invented" in said(answer)
