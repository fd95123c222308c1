"""``survey mail``: what waits is listed and sent, tried again, withdrawn; the words of a mail are never shown."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from survey.database import begin_write, db
from survey.models import Mail, MailState, Topic
from survey.services import outbox
from survey.services.outbox import Words
from tests import commands
from tests.installations import NOW, free_port, settings
from tests.views.standing_in_review import somebody


@pytest.fixture
def folder(app) -> Path:
    """An installation in whose queue two mails wait."""
    with app.app_context():
        for name in ("coordinator", "neighbour"):
            begin_write(db.session)
            words = Words("Please come", "Begin: /welcome/secret\n")
            outbox.put(db.session, topic=Topic.WORK, to=somebody(name), words=words, now=NOW)
            db.session.commit()
    return Path(app.instance_path)


def run(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return commands.survey("mail", *words, folder=folder, more=more)


def test_a_mail_server_that_is_down_and_comes_back(app, folder):
    down = {"SURVEY_SMTP_URL": f"smtp://127.0.0.1:{free_port()}"}
    said = run(folder, "send", **down)
    assert (said.returncode, said.stdout) == (0, "Sent: 0. Not sent: 2.\n")
    assert "coordinator@example.org: waiting (unreachable)" in said.stderr
    listed = run(folder, "list", "--state", "waiting").stdout.splitlines()
    assert listed[0].startswith("2  waiting (unreachable)  ")
    assert listed[0].endswith("tries: 1  neighbour@example.org  Please come")
    assert listed[-1] == "waiting: 2, sent: 0, given_up: 0, withdrawn: 0"
    assert "secret" not in "".join(listed) + said.stdout + said.stderr
    assert run(folder, "send").stdout == "Sent: 0. Not sent: 0.\n", "it is not time yet"
    assert run(folder, "retry", "--all").stdout == ("2 neighbour@example.org: sent\n1 coordinator@example.org: sent\n")
    assert len(list((folder / "mail").glob("*.eml"))) == 2


def test_a_mail_can_be_withdrawn_and_then_not_be_sent(app, folder):
    assert run(folder, "withdraw", "1").stdout == "1: withdrawn\n"
    again = run(folder, "retry", "1")
    assert (again.returncode, again.stderr) == (1, "Error: Mail 1 cannot be changed: withdrawn.\n")
    assert run(folder, "send").stdout == "Sent: 1. Not sent: 0.\n"
    with app.app_context():
        assert [one.state for one in db.session.query(Mail).order_by(Mail.id)] == [MailState.WITHDRAWN, MailState.SENT]


def test_two_timers_at_once_send_no_mail_twice(folder):
    environment = {**os.environ, "SURVEY_INSTANCE": str(folder), "SURVEY_SECRET_KEY": settings(folder).secret_key}
    command = [str(Path(sys.executable).parent / "survey"), "mail", "send"]
    both = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [each.communicate(timeout=60)[0] for each in both]
    assert sum(int(each.split()[1].strip(".")) for each in said) == 2
    assert len(list((folder / "mail").glob("*.eml"))) == 2


@pytest.mark.parametrize(
    ("words", "code", "fault"),
    [
        (("retry",), 2, "Give the numbers of mails, or --all."),
        (("retry", "1", "--all"), 2, "Give the numbers of mails, or --all."),
        (("retry", "99"), 1, "There is no mail 99."),
        (("withdraw",), 2, "Missing argument"),
        (("list", "--state", "lost"), 2, "'lost' is not one of"),
    ],
)
def test_a_wish_that_cannot_be_is_named(folder, words, code, fault):
    said = run(folder, *words)
    assert said.returncode == code
    assert fault in said.stderr


@pytest.mark.parametrize(
    ("words", "example"),
    [((), "survey mail retry 17"), (("send",), "* * * * * survey mail send"), (("list",), "--state waiting --most 10")],
)
def test_the_help_gives_examples(folder, words, example):
    assert example in run(folder, *words, "--help").stdout
