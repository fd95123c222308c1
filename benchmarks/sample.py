"""What is measured: one wave, one coordinator who calls, and a section of 8 questions of the real questionnaire."""

import re
import sys
from datetime import UTC, datetime, timedelta
from io import BytesIO

from flask import Flask
from flask_security import hash_password
from sqlalchemy import select

from survey.app import create_app
from survey.database import begin_write, db
from survey.migrating import alembic
from survey.models import Duty, InstallationKind, Mandate, NoticeConsent, Region, User
from survey.policy import OPERATOR
from survey.questionnaires.model import Questionnaire, Section
from survey.questionnaires.reader import library, read
from survey.services import editions, installation, notices, regions, waves
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
        db.session.add(has_read(coordinator(now), now))
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


def has_read(user: User, now: datetime) -> NoticeConsent:
    """Return that somebody has read the privacy notice: until then every page of theirs leads to it."""
    return NoticeConsent(user=user, version=notices.STANDARD, language="de", given_at=now)


class Caller:
    """Calls the application as a server would, without a socket, signed in as the coordinator."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.client.environ_base.update(HTTP_ACCEPT_LANGUAGE="de")
        form = self.client.get("/sign-in").get_data(as_text=True)
        token = token_of(form)
        answer = self.client.post("/sign-in", data={"email": EMAIL, "password": PASSWORD, "page-csrf_token": token})
        assert answer.status_code == 302, answer.get_data(as_text=True)
        self.token = token_of(self.client.get(PAGE).get_data(as_text=True))
        cookie = self.client.get_cookie("survey")  # by now it holds the secret of forms, too
        assert cookie is not None
        self.cookie = f"survey={cookie.value}"

    def call(self, method: str, path: str, body: bytes = b"") -> bytes:
        """Send one request through the whole application and return the body of the answer."""
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000",
            "HTTP_HOST": "127.0.0.1:8000", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(body), "wsgi.errors": sys.stderr, "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": "application/x-www-form-urlencoded", "HTTP_COOKIE": self.cookie, "REMOTE_ADDR": "127.0.0.1",
            "HTTP_ACCEPT_ENCODING": "br", "HTTP_ACCEPT_LANGUAGE": "de", "HTTP_X_CSRFTOKEN": self.token,
            "HTTP_ACCEPT": "text/html" if method == "GET" else "application/json",
        }  # fmt: skip
        status: list[str] = []
        chunks = self.app.wsgi_app(environ, lambda line, headers, info=None: status.append(line) or (lambda data: None))
        answer = b"".join(chunks)
        assert status[0].startswith("200"), (status, answer)
        return answer


def token_of(html: str) -> str:
    """Return the CSRF token of a page."""
    found = re.search(r'name="page-csrf_token" [^>]*value="([^"]+)"', html)
    assert found, html
    return found[1]
