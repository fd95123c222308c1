"""Regions that have answered, and some that have submitted, for pages with scores."""

from datetime import date

from flask import Flask

from survey.database import begin_write, db
from survey.models import Assessment, Duty, Mandate, Region, User, Wave
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.model import Questionnaire
from survey.services.recording import Entry, record
from tests.databases import submit_with_words
from tests.installations import NOW, email, small

GOOD = {
    "support": Answer(State.ANSWERED, "everywhere"),
    "services": Answer(State.ANSWERED, ("advice", "legal")),
    "mixed": Answer(State.ANSWERED, 4),
    "staff": Answer(State.ANSWERED, 2),
    "share": Answer(State.ANSWERED, 30.0),
    "spaces": Answer(State.ANSWERED, "some"),
}
"""Housing: the mean of 100 (access), 75 and 100 = 91.7; encounter: of 75 and 100 = 87.5; the index 89.6."""
MODEST = {
    "support": Answer(State.PLANNED, "planned", planned_date=date(2027, 6, 1)),
    "mixed": Answer(State.ANSWERED, 2),
    "staff": Answer(State.ANSWERED, 0.5),
    "share": Answer(State.ANSWERED, 10.0),
    "spaces": Answer(State.ANSWERED, "none"),
}
UNKNOWN = Answer(State.DOES_NOT_KNOW)


def stand(
    app: Flask,
    region: str,
    given=None,
    *,
    submitted=True,
    questionnaire: Questionnaire | None = None,
    wave: str | None = None,
) -> None:
    """Answer the assessment of a region, "does not know" to all that is not given, and submit it.

    ``wave`` is needed where there are several.
    """
    asked = questionnaire or small()
    with app.app_context():
        by = _coordinator(region)
        found = db.session.query(Assessment).join(Region).filter(Region.key == region)
        assessment = (found.join(Wave).filter(Wave.key == wave) if wave else found).one()
        answers = {code: (given or {}).get(code, UNKNOWN) for code in asked.questions} if submitted else given or {}
        entries = {code: Entry(answer, 0) for code, answer in answers.items()}
        record(db.session, assessment=assessment, questionnaire=asked, entries=entries, by=by, now=NOW)
        if submitted:
            submit_with_words(db.session, assessment=assessment, questionnaire=asked, by=by, now=NOW)
        db.session.commit()


def _coordinator(region: str) -> User:
    """Return who coordinates a region: whoever does, or the neighbour, who gets its mandate too."""
    found = db.session.query(Region).filter_by(key=region).one()
    held = db.session.query(Mandate).filter_by(region_id=found.id).first()
    if held is None:
        user = db.session.query(User).filter_by(email=email("neighbour")).one()
        begin_write(db.session)
        held = Mandate(user_id=user.id, region_id=found.id, duty=Duty.COORDINATOR, since=NOW)
        db.session.add(held)
        db.session.commit()
    return db.session.query(User).filter_by(id=held.user_id).one()


def three(app: Flask) -> None:
    """Let three regions submit: two with good scores, of which Salzburg has the better ones, and Leipzig with modest
    ones."""
    stand(app, "salzburg", GOOD)
    stand(app, "leipzig", MODEST)
    stand(app, "arad", GOOD | {"mixed": MODEST["mixed"]})
