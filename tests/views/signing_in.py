"""Builders of sessions: browsers in which somebody has signed in by the form, and what is kept and noted of it."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from time import time

import sqlalchemy as sa

from survey.database import begin_write, db
from survey.models import AuditEntry, Deed, How, SignIn, User
from survey.security import mark
from survey.services import attempts, links, sessions
from survey.services.attempts import Counted
from tests.installations import PASSWORD, email, secret

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


def by_form(app, name="coordinator", *, client=None, **more):
    """Return a browser in which somebody has just signed in by the form, which takes a slow hash."""
    client = client or app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = FIREFOX
    answer = client.send("/sign-in", {"email": email(name), "password": PASSWORD, **more})
    assert answer.status_code == 302
    return client


def signed_in(app, name="coordinator"):
    """Return a browser in which somebody signed in just now, as the form leaves it."""
    client = app.test_client()
    with app.app_context():
        user = db.session.scalars(sa.select(User).where(User.email == email(name))).unique().one()
        begin_write(db.session)
        given = {"how": How.PASSWORD, "kept": False, "browser": "Firefox, Linux", "now": datetime.now(UTC)}
        begun = sessions.begin(db.session, user=user, **given)
        db.session.commit()
        held = {"_user_id": begun, "_fresh": True, "fs_paa": time(), "whose": mark(user.id)}
    client.set_cookie("survey", app.session_interface.get_signing_serializer(app).dumps(held))
    return client


def held(app, client) -> dict[str, object]:
    """Return what the cookie of a browser holds."""
    cookie = client.get_cookie("survey")
    found: dict[str, object] = app.session_interface.get_signing_serializer(app).loads(cookie.value)
    return found


def rows(app, name="coordinator") -> list[SignIn]:
    """Return the sessions of somebody, but for the one that everybody has in a test installation."""
    with app.app_context():
        mine = (
            sa.select(SignIn).join(User).where(User.email == email(name), SignIn.digest != links.digest(secret(name)))
        )
        return list(db.session.scalars(mine.order_by(SignIn.id)))


def age(app, **back: timedelta) -> datetime:
    """Let all sessions have been made or seen so long ago, and return the moment from which that is counted."""
    moment = datetime.now(UTC)
    with app.app_context():
        begin_write(db.session)
        for one in db.session.scalars(sa.select(SignIn)):
            for name, span in back.items():
                setattr(one, name, moment - span)
        db.session.commit()
    return moment


def deeds(app, name="coordinator") -> list[tuple[Deed, dict]]:
    with app.app_context():
        user = db.session.scalars(sa.select(User).where(User.email == email(name))).unique().one()
        wanted = sa.select(AuditEntry).where(AuditEntry.person_id == user.id).order_by(AuditEntry.id)
        return [(one.deed, one.detail) for one in db.session.scalars(wanted)]


def letters(app) -> list[tuple[str, str, str]]:
    """Return subject, words and receiver of each mail that was sent, the latest last."""
    found = sorted((Path(app.instance_path) / "mail").glob("*.eml"))
    mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in found]
    return [(str(one["Subject"]), str(one.get_content()), str(one["To"])) for one in mails]


def account(app, address: str = email("coordinator")) -> User | None:
    """Return the account of an address, None where there is none."""
    with app.app_context():
        return db.session.scalars(sa.select(User).where(User.email == address)).unique().one_or_none()


def exhaust(app, whose="coordinator@example.org", *, about="password", kind="address", free=5, times=5) -> None:
    """Let attempts fail that are counted by an address or a network, without computing a hash for each."""
    with app.app_context():
        secret = app.extensions["survey_settings"].secret_key
        counted = [Counted(attempts.key(secret, about, kind, whose), free)]
        for _ in range(times):
            attempts.begin(db.session, counted=counted, now=datetime.now(UTC))
            db.session.commit()
