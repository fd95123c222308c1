"""``survey remind``: who would get a mail, who got one, never twice a day, and silence at night."""

import os
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from survey.cli.remind import remind
from survey.database import begin_write, db
from survey.models import Reminder, User, Wave
from survey.services import reminders
from tests.installations import email, open_wave

SALZBURG, LEIPZIG = "coordinator@example.org", "neighbour@example.org"


@pytest.fixture
def app(app, monkeypatch):
    """An installation whose wave ends in five days, as the command finds it."""
    for name in [one for one in os.environ if one.startswith("SURVEY_")]:
        monkeypatch.delenv(name)
    settings = app.extensions["survey_settings"]
    monkeypatch.setenv("SURVEY_INSTANCE", str(settings.instance))
    monkeypatch.setenv("SURVEY_SECRET_KEY", settings.secret_key)
    monkeypatch.setenv("SURVEY_BASE_URL", "https://survey.example.org")
    open_wave(app, days=5)
    return app


def run(*words: str) -> Result:
    return CliRunner().invoke(remind, words)


def mails(app) -> dict[str, EmailMessage]:
    """Return the mails that left, by address."""
    found = (app.extensions["survey_settings"].instance / "mail").glob("*.eml")
    read = [message_from_bytes(one.read_bytes(), policy=default) for one in found]
    return {str(one["To"]): one for one in read}


def count(app) -> int:
    with app.app_context():
        return db.session.query(Reminder).count()


def move(app, hour: int) -> None:
    """Let the wave be at home where it is this hour now."""
    ahead = (hour - datetime.now(UTC).hour + 11) % 24 - 11  # POSIX has the sign the other way round
    zone = f"Etc/GMT{-ahead:+d}"
    assert (datetime.now(ZoneInfo(zone)) + timedelta(minutes=1)).hour in {hour, hour + 1}
    with app.app_context():
        begin_write(db.session)
        db.session.query(Wave).one().time_zone = zone
        db.session.commit()


def test_a_dry_run_says_who_and_sends_nothing(app):
    done = run("--dry-run", "--now")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        f"{SALZBURG}: salzburg 2026 (7 open)",
        f"{LEIPZIG}: leipzig 2026 (7 open)",
        "Would be sent: 2.",
    ]
    assert (mails(app), count(app)) == ({}, 0)


def test_mails_leave_once_a_day_with_links_to_the_address_of_the_platform(app):
    done = run("--now")
    assert done.exit_code == 0, done.output
    assert done.stdout.endswith("Sent: 2.\n")
    sent = mails(app)
    assert set(sent) == {SALZBURG, LEIPZIG}
    assert "https://survey.example.org/assessments/2026/salzburg/" in sent[SALZBURG].get_content()
    again = run("--now")
    assert (again.exit_code, again.stdout) == (0, "Sent: 0.\n")
    assert (len(mails(app)), count(app)) == (2, 2)


def test_each_mail_is_in_the_language_of_whoever_gets_it(app):
    with app.app_context():
        begin_write(db.session)
        db.session.query(User).filter_by(email=email("coordinator")).one().language = "de"
        db.session.commit()
    run("--now")
    assert mails(app)[SALZBURG]["Subject"].startswith("Zur Erinnerung")
    assert mails(app)[LEIPZIG]["Subject"].startswith("A reminder")


@pytest.mark.parametrize("hour", [2, 5, 21])
def test_at_night_where_the_wave_is_at_home_it_keeps_quiet(app, hour):
    move(app, hour)
    done = run()
    assert (done.exit_code, done.stdout) == (0, "Sent: 0.\n")
    assert count(app) == 0


def test_by_day_it_speaks_unless_it_is_a_weekend(app):
    move(app, 12)
    with app.app_context():
        quiet = reminders.quiet(datetime.now(UTC), db.session.query(Wave).one().time_zone)
    assert run().stdout.endswith(f"Sent: {0 if quiet else 2}.\n")


def test_other_days_can_be_asked_for(app):
    assert run("--now", "--days-before", "1").stdout == "Sent: 0.\n"
    assert run("--now", "--days-before", "20, 1").stdout.endswith("Sent: 2.\n")


@pytest.mark.parametrize("days", ["soon", "", "-1", "366", "7;1"])
def test_days_that_are_none_are_refused_with_an_example(app, days):
    done = run("--days-before", days)
    assert done.exit_code == 2
    assert "Give numbers from 0 to 365, such as 14,7,2,0." in done.stderr


def test_a_mail_that_does_not_leave_is_said_and_tried_again(app):
    folder = app.extensions["survey_settings"].instance / "mail"
    folder.write_text("a file where the folder should be", encoding="utf-8")
    done = run("--now")
    assert done.exit_code == 1
    assert f"{SALZBURG}: the mail could not be sent." in done.stderr
    assert "Not sent: 2. The next run tries again." in done.stderr
    assert count(app) == 0
    folder.unlink()
    assert run("--now").stdout.endswith("Sent: 2.\n")


def test_settings_that_cannot_be_are_said(app, monkeypatch):
    monkeypatch.setenv("SURVEY_BASE_URL", "nonsense")
    done = run()
    assert done.exit_code == 1
    assert "SURVEY_BASE_URL" in done.stderr


def test_the_help_shows_how_a_timer_runs_it():
    said = run("--help").stdout
    assert "0 * * * * survey remind > /dev/null" in said
    assert "survey remind --dry-run --at" in said
