"""``survey account``: a second factor that is lost, secrets under a new key."""

import subprocess
from pathlib import Path

from survey.database import db
from survey.models import AuditEntry, Deed, Mail, User
from tests import commands
from tests.installations import email, settings
from tests.second_factors import give
from tests.views.two_steps import mails


def run(app, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return commands.survey("account", *words, folder=Path(app.instance_path), more=more)


def test_who_has_lost_app_and_codes_signs_in_again(app):
    give(app, "coordinator")
    said = run(app, "reset-second-factor", email("coordinator"))
    assert said.returncode == 0, said.stderr
    assert said.stdout == "coordinator@example.org signs in with the password alone. A mail about it is sent.\n"
    with app.app_context():
        assert db.session.query(User).filter_by(email=email("coordinator")).one().second_factor is None
        last = db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
        assert last is not None
        assert (last.deed, last.by_id) == (Deed.SECOND_FACTOR_RESET, None)
    assert "Two-step sign-in was reset for your account" in mails(app)[-1]
    again = run(app, "reset-second-factor", email("coordinator"))
    assert again.returncode == 1
    assert again.stderr == "Error: coordinator@example.org has no second factor.\n"


def test_a_mail_server_that_is_down_loses_no_mail_about_it(app):
    give(app, "coordinator")
    said = run(app, "reset-second-factor", email("coordinator"), SURVEY_SMTP_URL="smtp://127.0.0.1:1")
    assert (said.returncode, said.stdout.partition("alone. ")[2]) == (
        0,
        "A mail about it waits in the queue, and is tried again by itself.\n",
    )
    with app.app_context():
        waiting = db.session.query(Mail).one()
        assert (waiting.state, waiting.to, waiting.topic) == ("waiting", email("coordinator"), "account")


def test_an_address_without_an_account_is_said(app):
    said = run(app, "reset-second-factor", "who@example.org")
    assert said.returncode == 1
    assert said.stderr == "Error: There is no account with the address who@example.org.\n"


def test_secrets_follow_the_key_of_the_installation(app):
    give(app, "coordinator")
    lost = run(app, "renew-secrets", SURVEY_SECRET_KEY="a new key as long as one has to be")
    assert lost.returncode == 1
    assert "SURVEY_FORMER_KEYS" in lost.stderr
    former = settings(Path(app.instance_path)).secret_key
    said = run(app, "renew-secrets", SURVEY_SECRET_KEY="a new key as long as one has to be", SURVEY_FORMER_KEYS=former)
    assert said.stdout == "Secrets under the key of today: 1.\n"
    assert run(app, "renew-secrets", SURVEY_SECRET_KEY="a new key as long as one has to be").returncode == 0
