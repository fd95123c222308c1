"""Builders of an application in which the assessment of Salzburg is submitted, or in review."""

import re
from email import message_from_bytes, policy

from flask import Flask
from werkzeug.test import TestResponse

from survey.database import db
from survey.models import Assessment, Region, User
from survey.questionnaires.answers import Answer, State
from survey.services import stages, stakeholder_files, stakeholders, submissions
from survey.services.assessments import Entry, record
from tests.clients import JudgingClient
from tests.databases import EXPLAINED
from tests.installations import NOW, email, open_wave, small
from tests.services.bringing import wide

GIVEN = {
    "support": Answer(State.ANSWERED, "everywhere"),
    "services": Answer(State.ANSWERED, ("advice", "legal")),
    "mixed": Answer(State.DOES_NOT_KNOW),
    "staff": Answer(State.NOT_APPLICABLE, reason="The state decides."),
    "share": Answer(State.ANSWERED, 20),
    "spaces": Answer(State.ANSWERED, "some"),
    "spaces_note": Answer(State.ANSWERED, "Three houses."),
    "proud": Answer(State.ANSWERED, "Our cafés."),
    "visitors": Answer(State.ANSWERED, 12),
}
REVIEW = "/assessments/2026/salzburg/review"
REPLIES = "/assessments/2026/salzburg/replies"
TO_REVIEW = [code for code in GIVEN if code != "mixed"]


def somebody(name: str) -> User:
    """Return one of the people of a test installation."""
    return db.session.query(User).filter_by(email=email(name)).one()


def of_salzburg() -> Assessment:
    """Return the assessment of Salzburg."""
    return db.session.query(Assessment).join(Region).filter(Region.key == "salzburg").one()


def submitted(app: Flask) -> None:
    """Open a wave in which Salzburg has submitted."""
    open_wave(app)
    with app.app_context():
        known = {"assessment": of_salzburg(), "questionnaire": small(), "by": somebody("coordinator"), "now": NOW}
        record(db.session, entries={code: Entry(answer, 0) for code, answer in GIVEN.items()}, **known)
        submissions.submit(db.session, words=EXPLAINED, **known)
        db.session.commit()


def brought() -> None:
    """Bring answers of stakeholders to Salzburg, inside an application."""
    counted = stakeholder_files.read(wide(), small())
    known = {"by": somebody("coordinator"), "now": NOW}
    stakeholders.bring(db.session, assessment=of_salzburg(), brought=counted, **known)


def in_review(app: Flask) -> None:
    """The same with the review opened."""
    submitted(app)
    with app.app_context():
        stages.open_review(db.session, assessment=of_salzburg(), by=somebody("reviewer"), now=NOW)
        db.session.commit()


def judge(client: JudgingClient, code: str, verdict: str, reason: str = "", **more: str) -> TestResponse:
    """Send a verdict from the page of an answer, with what a browser sends along unless ``more`` says otherwise."""
    page = f"{REVIEW}/{code}"
    noted = _noted(client.get(page).get_data(as_text=True).partition('class="card verdict"')[2])
    return client.send(page, {**noted, "page-verdict": verdict, "page-reason": reason, **more})


def answer(client: JudgingClient, code: str, consent: str, words: str = "") -> TestResponse:
    """Send a reply to a verdict from the page of replies."""
    noted = _noted(client.get(REPLIES).get_data(as_text=True).partition(f"/replies/{code}")[2].partition("</form>")[0])
    return client.send(f"{REPLIES}/{code}", {**noted, "page-consent": consent, "page-reply": words}, page=REPLIES)


def _noted(html: str) -> dict[str, str]:
    """Return what a page notes in hidden fields about what was seen."""
    return dict(re.findall(r'name="(page-version|page-seen)" value="([^"]*)"', html))


def letters(app: Flask) -> list[str]:
    """Return the mails sent so far, the oldest first: to whom, and the words with their lines joined."""
    found = (app.extensions["survey_settings"].instance / "mail").glob("*.eml")
    mails = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(found, key=lambda path: path.stat().st_mtime_ns)
    ]
    return [f"To: {each['To']} " + " ".join(each.get_content().split()) for each in mails]
