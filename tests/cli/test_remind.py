"""``survey remind``: who gets a mail, when it keeps quiet, and what it leaves behind."""

import subprocess
from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from survey.database import begin_write, db
from survey.models import Mail, Reminder
from tests import commands
from tests.installations import NOW, open_wave
from tests.views.standing_in_review import somebody

DUE = NOW.date() + timedelta(days=7)


@pytest.fixture
def folder(app) -> Path:
    open_wave(app, days=7)
    return Path(app.instance_path)


def run(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return commands.survey("remind", *words, folder=folder, more={"SURVEY_TIME_ZONE": "Europe/Brussels", **more})


def mails(folder: Path) -> dict[str, str]:
    found = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in (folder / "mail").glob("*.eml")]
    return {str(one["To"]): f"{one['Subject']}\n{one.get_content()}" for one in found}


def weekday(number: int) -> date:
    """Return the first day of a weekday (Monday is 0) of the last fourteen before the last one."""
    return next(day for each in range(7) if (day := DUE - timedelta(days=each)).weekday() == number)


def test_each_person_gets_one_mail_in_their_language_and_none_twice(app, folder):
    with app.app_context():
        begin_write(db.session)
        somebody("neighbour").language = "de"
        db.session.commit()
    first, second = run(folder, "--now"), run(folder, "--now")
    assert first.returncode == second.returncode == 0, first.stderr + second.stderr
    assert first.stdout.splitlines()[-1] == "Sent: 2."
    assert second.stdout == "Sent: 0.\n"
    found = mails(folder)
    assert set(found) == {"coordinator@example.org", "neighbour@example.org"}
    assert "/assessments/2026/salzburg/" in found["coordinator@example.org"]
    assert found["neighbour@example.org"].startswith("Zur Erinnerung: ")
    with app.app_context():
        assert [one.by_id for one in db.session.query(Reminder)] == [None, None]


def test_a_dry_run_says_who_and_sends_and_keeps_nothing(app, folder):
    said = run(folder, "--dry-run", "--now")
    assert (said.returncode, said.stdout.splitlines()[-1]) == (0, "Would be sent: 2.")
    assert "coordinator@example.org: salzburg 2026 (7 open)" in said.stdout
    assert not (folder / "mail").exists()
    with app.app_context():
        assert db.session.query(Reminder).count() == 0


@pytest.mark.parametrize(
    ("day", "hour", "count"),
    [(2, "06:59", 0), (2, "07:00", 2), (2, "19:59", 2), (2, "20:00", 0), (5, "10:00", 0), (6, "10:00", 0)],
)
def test_it_is_quiet_at_night_and_at_weekends_where_the_wave_is_at_home(folder, day, hour, count):
    said = run(folder, "--dry-run", "--at", f"{weekday(day)}T{hour}")
    assert said.stdout.splitlines()[-1] == f"Would be sent: {count}."


def test_the_zone_of_the_wave_counts_and_not_that_of_the_installation(folder):
    moment = f"{weekday(2)}T07:30"
    said = run(folder, "--dry-run", "--at", moment, SURVEY_TIME_ZONE="Europe/Helsinki")
    assert said.stdout == "Would be sent: 0.\n", "it is half past six in Brussels"


def test_nobody_is_reminded_before_it_is_time(folder):
    assert run(folder, "--dry-run", "--now", "--days-before", "3").stdout == "Would be sent: 0.\n"


def test_a_mail_that_cannot_be_sent_now_waits_in_the_queue_and_is_not_made_again(app, folder):
    said = run(folder, "--now", SURVEY_SMTP_URL="smtp://127.0.0.1:9")
    assert (said.returncode, said.stdout) == (0, "Sent: 0.\n")
    assert "In the queue: 2." in said.stderr
    assert run(folder, "--now").stdout == "Sent: 0.\n"
    with app.app_context():
        assert db.session.query(Reminder).count() == 2
        assert [(one.state, one.trouble) for one in db.session.query(Mail)] == [("waiting", "unreachable")] * 2


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("--days-before", "soon"), "Give numbers from 0 to 365"),
        (("--days-before", "400"), "Give numbers from 0 to 365"),
        (("--at", "2026-12-18T09:00"), "--at needs --dry-run"),
        (("--at", "Friday", "--dry-run"), "does not match the format"),
    ],
)
def test_a_wish_that_cannot_be_is_named(folder, words, fault):
    said = run(folder, *words)
    assert said.returncode == 2
    assert fault in said.stderr


def test_the_help_gives_examples(folder):
    said = run(folder, "--help").stdout
    assert "0 * * * * survey remind" in said
    assert "survey remind --dry-run --at 2026-12-18T09:00" in said
