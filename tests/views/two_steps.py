"""What tests of two-step sign-in read: mails, and what stands in forms."""

import html
import re
from email import message_from_bytes, policy
from pathlib import Path

from flask import Flask

from survey.database import begin_write, db
from survey.models import User
from tests.installations import email


def mails(app: Flask) -> list[str]:
    """Return the mails of an installation in the order in which they were sent: to whom, subject, text."""
    paths = sorted((Path(app.instance_path) / "mail").glob("*.eml"))
    found = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]
    return [f"{one['To']}: {one['Subject']}\n{one.get_content()}" for one in found]


def hidden(page: str, name: str) -> str:
    """Return the value of a hidden field."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, f"no field {name}"
    return html.unescape(found[1])


def secret(page: str) -> str:
    """Return the secret that a page shows as text."""
    found = re.search(r'<code class="secret-text">([^<]+)<', page)
    assert found, "no secret"
    return found[1]


def shown_codes(page: str) -> list[str]:
    """Return the recovery codes that a page shows."""
    return re.findall(r"<li><code>([^<]+)</code>", page)


def set_password(app: Flask, password: str | None) -> str | None:
    """Let the coordinator have another hash for a password, or none; return the one before."""
    with app.app_context():
        begin_write(db.session)
        user = db.session.query(User).filter_by(email=email("coordinator")).one()
        before, user.password = user.password, password
        db.session.commit()
        return before
