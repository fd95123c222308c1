"""The installation that is measured: one wave, one coordinator, and a section of 8 questions of the real
questionnaire."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from flask_security import hash_password
from sqlalchemy import select

from survey.app import create_app
from survey.database import alembic, begin_write, db
from survey.models import Duty, InstallationKind, Mandate, Region, User
from survey.policy import OPERATOR
from survey.questionnaires.model import Questionnaire, Section
from survey.questionnaires.reader import library, read
from survey.services import editions, installation, regions, waves
from survey.settings import read as read_settings

REGION, EMAIL, PASSWORD = "salzburg", "bench@example.org", "correct horse battery"
SECTION, QUESTIONS = "measured", 8
PAGE = f"/assessments/bench/{REGION}/sections/{SECTION}"


def questionnaire() -> Questionnaire:
    """Return the first 8 unconditional single choices of the newest questionnaire as one section: real German texts."""
    whole = read(sorted(library().values())[-1])
    asked = [one for one in whole.questions.values() if one.kind == "single" and not one.condition]
    section = Section(
        code=SECTION,
        title="Wohnen",
        dimensions=dict.fromkeys([whole.dimensions[0].code], 1.0),
        questions=tuple(one.model_copy(update={"dimensions": None}) for one in asked[:QUESTIONS]),
    )
    return Questionnaire(
        key=whole.key, edition="measured", title=whole.title, dimensions=whole.dimensions[:1], sections=(section,)
    )


def prepare() -> Flask:
    """Return an application with the sample in its empty database."""
    app = create_app(read_settings())
    now = datetime.now(UTC)
    with app.app_context():
        alembic.upgrade()
        installation.claim(db.session, kind=InstallationKind.REAL, now=now)
        regions.load(db.session)
        edition = editions.store(db.session, questionnaire=questionnaire(), now=now)
        waves.create(
            db.session,
            key="bench",
            title="Messung",
            edition=edition,
            opens=now.date() - timedelta(days=1),
            due=now.date() + timedelta(days=9),
            time_zone="Europe/Vienna",
            by=OPERATOR,
            now=now,
        )
        begin_write(db.session)
        db.session.add(coordinator(now))
        db.session.commit()
    return app


def coordinator(now: datetime) -> User:
    """Return the account of the one who fills in."""
    region = db.session.scalars(select(Region).where(Region.key == REGION)).one()
    return User(
        email=EMAIL,
        name="Bench",
        fs_uniquifier="bench",
        created_at=now,
        password=hash_password(PASSWORD),
        roles=[],
        mandates=[Mandate(region=region, duty=Duty.COORDINATOR, since=now)],
    )
