"""Builders of an application in which the assessment of Salzburg is submitted, or in review."""

from flask import Flask

from survey.database import db
from survey.models import Assessment, Region, User
from survey.questionnaires.answers import Answer, State
from survey.services import stages, submissions
from survey.services.assessments import Entry, record
from tests.installations import NOW, email, open_wave, small

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
        submissions.submit(db.session, **known)
        db.session.commit()


def in_review(app: Flask) -> None:
    """The same with the review opened."""
    submitted(app)
    with app.app_context():
        stages.open_review(db.session, assessment=of_salzburg(), by=somebody("reviewer"), now=NOW)
        db.session.commit()
