"""An app that makes codes, written from RFC 6238 and not from what the platform uses; and people who have one."""

import base64
import hmac
import re
import struct
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import update

from survey.database import begin_write, db
from survey.models import SecondFactor, User
from survey.services import second_factors
from tests.installations import email, settings

PERIOD = 30


def totp(secret: str, at: datetime, digits: int = 6) -> str:
    """Return the code that an app shows at a moment: HMAC-SHA-1 of the half minute, truncated as RFC 4226 says."""
    key = base64.b32decode(re.sub(r"[\s-]", "", secret).upper() + "=" * (-len(re.sub(r"[\s-]", "", secret)) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(at.timestamp()) // PERIOD), "sha1")
    place = digest[-1] & 15
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}}"


class App:
    """Somebody's app. A test does not wait for the next half minute: what the platform noted of codes is forgotten."""

    def __init__(self, app: Flask, secret: str) -> None:
        self.app = app
        self.secret = secret

    def now(self) -> str:
        """Return the code that the app shows now."""
        return totp(self.secret, datetime.now(UTC))

    def code(self) -> str:
        """Return the code that the app shows now, as if no code had been given for a while."""
        with self.app.app_context():
            begin_write(db.session)
            db.session.execute(update(SecondFactor).values(last_step=0))
            db.session.commit()
        return self.now()

    def wrong(self) -> str:
        """Return a code that is none of those that the app shows about now."""
        at = [datetime.fromtimestamp(datetime.now(UTC).timestamp() + PERIOD * step, UTC) for step in range(-3, 4)]
        near = {totp(self.secret, moment) for moment in at}
        return next(code for number in range(10) if (code := f"{number:06}") not in near)


def give(app: Flask, name: str) -> tuple[App, list[str]]:
    """Give one of the people of the installation a second factor, set up an hour ago; return app and recovery codes."""
    with app.app_context():
        user = db.session.query(User).filter_by(email=email(name)).one()
        keys = settings(Path(app.instance_path))
        made = second_factors.propose(user, issuer="Test", keys=keys)
        then = datetime.now(UTC).replace(microsecond=0)
        long_ago = datetime.fromtimestamp(then.timestamp() - 3600, UTC)
        code = totp(made.secret, long_ago)
        codes = second_factors.switch_on(db.session, user=user, sealed=made.sealed, code=code, keys=keys, now=long_ago)
        db.session.commit()
    return App(app, made.secret), codes
