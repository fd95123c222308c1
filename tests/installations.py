"""Builders of an installation: an application on a database of its own, people, a wave, signing in.

The database is made once per worker (migrated, with the regions and people) and copied for each test, which
is faster than migrating. Everybody is signed in there already, in one browser; the cookie is good for every copy.
"""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep, time
from urllib.request import urlopen

from flask import Flask
from flask_security import hash_password
from sqlalchemy import select

from survey.app import create_app
from survey.database import begin_write, db
from survey.migrating import alembic
from survey.models import Duty, How, InstallationKind, Mandate, NoticeConsent, Region, Role, RoleName, SignIn, User
from survey.policy import OPERATOR
from survey.questionnaires.model import Questionnaire
from survey.services import editions, installation, links, notices, regions, waves
from survey.settings import Settings
from tests import postgresql
from tests.clients import JudgingClient
from tests.databases import small

PASSWORD = "correct horse battery"
NOW = datetime.now(UTC)
ROLES: dict[str, RoleName | str | None] = {
    "administrator": RoleName.ADMINISTRATOR,
    "team": RoleName.TEAM,
    "coordinator": "salzburg",
    "neighbour": "leipzig",
    "contributor": "salzburg",
    "reviewer": "salzburg",
    "nobody": None,
}
"""The people of every test installation: a role, or the region they have a mandate for; ``nobody`` has just an
account."""

DUTIES = {"contributor": Duty.CONTRIBUTOR, "reviewer": Duty.REVIEWER}
"""What the mandate of some is for; that of all others is to coordinate."""

NAMES = {
    "contributor": "Cora Carter",
    "reviewer": "Rita Rossi",
    "administrator": "Ada Ahlgren",
    "team": "Theo Tessin",
    "coordinator": "Clara Conti",
    "neighbour": "Nils Novak",
    "nobody": "Olga Orsini",
}


def settings(
    folder: Path, *, demonstration: bool = False, port: int = 8000, database_url: str | None = None
) -> Settings:
    """Return the settings of an installation in a folder, with a database in it unless another is named."""
    return Settings(
        instance=folder,
        secret_key="a key for tests only and never a real one",
        database_url=database_url or f"sqlite:///{folder / 'survey.db'}",
        base_url=f"http://127.0.0.1:{port}",
        demonstration=demonstration,
        downloads=0,  # no ration: a refusal looks the same to everybody, and would hide what tests look for
    )


@dataclass
class Template:
    """The database that tests copy."""

    folder: Path
    demonstration: bool = False
    database_url: str | None = None

    def make(self) -> None:
        """Migrate, load the regions, and give everybody an account."""
        self.folder.mkdir(parents=True)
        app = create_app(settings(self.folder, demonstration=self.demonstration, database_url=self.database_url))
        with app.app_context():
            alembic.upgrade()
            kind = InstallationKind.DEMONSTRATION if self.demonstration else InstallationKind.REAL
            installation.claim(db.session, kind=kind, now=NOW)
            regions.load(db.session)
            _people()
            db.session.commit()
            db.engine.dispose()

    def copy(self, folder: Path) -> Flask:
        """Return an application on a copy of the database."""
        if not self.folder.is_dir():
            self.make()
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        copied = postgresql.database(self.database_url) if self.database_url else None
        app = create_app(settings(folder, demonstration=self.demonstration, database_url=copied))
        app.testing = True
        app.test_client_class = JudgingClient
        app.extensions["test_template"] = self
        return app


def _people() -> None:
    begin_write(db.session)
    password = hash_password(PASSWORD)
    named = {name: db.session.scalar(select(Role).where(Role.name == name)) or Role(name=name) for name in RoleName}
    for name, part in ROLES.items():
        user = User(
            email=email(name),
            name=NAMES[name],
            password=password,
            fs_uniquifier=f"{name:x>64}",
            created_at=NOW,
        )
        db.session.add(NoticeConsent(user=user, version=notices.STANDARD, language="en", given_at=NOW))
        if isinstance(part, RoleName):
            user.roles.append(named[part])
        elif part is not None:
            region = db.session.scalars(select(Region).where(Region.key == part)).one()
            user.mandates.append(Mandate(region=region, duty=DUTIES.get(name, Duty.COORDINATOR), since=NOW))
        db.session.add(user)
        db.session.add(_signed_in(user, name))


def _signed_in(user: User, name: str) -> SignIn:
    """Return the row of a session; it says that its person is seen later on, so that no request of a test notes it."""
    given = {"digest": links.digest(secret(name)), "made_at": NOW, "seen_at": NOW + timedelta(hours=6)}
    return SignIn(user=user, how=How.PASSWORD, kept=False, browser="Firefox, Linux", **given)


def secret(name: str) -> str:
    """Return what the cookie of one of :data:`ROLES` holds."""
    return f"the secret of {name}"


def email(name: str) -> str:
    """Return the address of one of :data:`ROLES`."""
    return f"{name}@example.org"


def sign_in(app: Flask, name: str, *, language: str = "en") -> JudgingClient:
    """Return a client in which one of :data:`ROLES` is signed in, with a browser set to a language."""
    client = app.test_client()
    assert isinstance(client, JudgingClient)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    client.set_cookie("survey", cookie(app, name))
    return client


def cookie(app: Flask, name: str) -> str:
    """Return the session cookie of one of :data:`ROLES` who has signed in just now."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    forms = {"page-csrf_token": secret(name)}  # from the start, so that what was fetched first matters nowhere
    held = {"_user_id": secret(name), "_fresh": True, "fs_cc": "set", "fs_paa": time(), **forms}
    return str(serializer.dumps(held))


def open_wave(app: Flask, questionnaire: Questionnaire | None = None, *, key: str = "2026", days: int = 30) -> None:
    """Open a wave for all member regions, due in so many days (a negative number: over)."""
    with app.app_context():
        edition = editions.store(db.session, questionnaire=questionnaire or small(), now=NOW)
        waves.create(
            db.session,
            key=key,
            title=key,
            edition=edition,
            opens=(NOW - timedelta(days=60)).date(),
            due=(NOW + timedelta(days=days)).date(),
            time_zone="Europe/Brussels",
            by=OPERATOR,
            now=NOW,
        )
        db.session.commit()


@contextmanager
def serving(
    folder: Path,
    port: int,
    *,
    demonstration: bool = False,
    database_url: str | None = None,
    gallery: bool = False,
    more: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """Serve the installation in a folder by gunicorn, exactly as ``make run`` does, and yield its address."""
    url = f"http://127.0.0.1:{port}"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SURVEY_")},
        "SURVEY_INSTANCE": str(folder),
        "SURVEY_SECRET_KEY": settings(folder).secret_key,
        "SURVEY_BASE_URL": url,
        "SURVEY_DEMONSTRATION": "1" if demonstration else "",
        "SURVEY_DATABASE_URL": database_url or "",
        "SURVEY_GALLERY": "1" if gallery else "",
        **(more or {}),
    }
    command = [str(Path(sys.executable).parent / "survey"), "serve", "--port", str(port)]
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait(url, server, folder / "server.log")
            yield url
        finally:
            server.terminate()
            server.wait(20)


@contextmanager
def serving_application(folder: Path) -> Iterator[tuple[Flask, str]]:
    """Serve an installation that is there already, and yield an application on the same database and its address."""
    port = free_port()
    with serving(folder, port) as url:
        yield create_app(settings(folder, port=port)), url


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = monotonic() + 60
    while monotonic() < until and server.poll() is None:
        try:
            urlopen(url, timeout=10).close()
        except OSError:
            sleep(0.05)
        else:
            return
    raise AssertionError(f"The server does not answer:\n{log.read_text()}")
