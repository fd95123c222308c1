"""The queue of mails on a page: what has not left and why, trying again, withdrawing; never what a mail says."""

import csv
import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest

from survey.database import db
from survey.models import Mail, MailState, Topic, Trouble
from survey.services import outbox
from survey.services.outbox import Words
from tests.installations import NOW, open_wave
from tests.views.standing_in_review import somebody

SECRET = "Open /welcome/Zq7-secret to begin."


@pytest.fixture
def ada(app, sign_in):
    open_wave(app)
    return sign_in("administrator")


def put(app, to: str, *, trouble: Trouble | None = None, given_up: bool = False, body: bool = True) -> int:
    """Put a mail into the queue and let it have failed; return its number."""
    with app.app_context():
        made = outbox.put(
            db.session,
            topic=Topic.WORK,
            to=somebody(to),
            words=Words("Your part", SECRET),
            now=NOW - timedelta(hours=2),
        )
        made.trouble, made.attempts, made.next_at = trouble, 2, NOW + timedelta(hours=1)
        if given_up:
            made.state, made.ended_at = MailState.GIVEN_UP, NOW
            made.body = made.body if body else None
        db.session.commit()
        return made.id


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def state(app, key: int) -> str:
    with app.app_context():
        return db.session.get(Mail, key).state.value


def mails(app) -> list[Path]:
    return list((Path(app.instance_path) / "mail").glob("*.eml"))


def test_what_has_not_left_is_told_with_the_reason_and_not_what_it_says(app, ada):
    put(app, "coordinator", trouble=Trouble.UNREACHABLE)
    put(app, "reviewer", trouble=Trouble.REFUSED, given_up=True, body=False)
    page = ada.get("/administration/mail")
    said = words(page)
    assert "1 mail was given up. 1 mail waits, and is tried again by itself." in said
    assert "The mail server cannot be reached." in said
    assert "Its words are not kept any more." in said
    assert SECRET not in page.get_data(as_text=True)
    assert "1 mail was given up. 1 mail has waited for more than an hour." in words(ada.get("/administration/"))
    rows = list(csv.DictReader(StringIO(ada.get("/administration/mail.csv?state=waiting").get_data(as_text=True))))
    assert [(one["address"], one["trouble"], one["attempts"]) for one in rows] == [
        ("coordinator@example.org", "unreachable", "2")
    ]


def test_a_mail_that_was_given_up_is_tried_again(app, ada):
    key = put(app, "coordinator", trouble=Trouble.SLOW, given_up=True)
    assert ada.send(f"/administration/mail/{key}/retry", page="/administration/mail").location == "/administration/mail"
    assert "1 mail is on its way." in words(ada.get("/administration/mail"))
    assert (state(app, key), len(mails(app))) == ("sent", 1)
    ada.send(f"/administration/mail/{key}/retry", page="/privacy")
    assert "The mail has left already." in words(ada.get("/administration/mail"))


def test_all_are_tried_at_once(app, ada):
    keys = [put(app, "coordinator", trouble=Trouble.SLOW), put(app, "reviewer", trouble=Trouble.SLOW, given_up=True)]
    put(app, "neighbour", trouble=Trouble.REFUSED, given_up=True, body=False)
    ada.send("/administration/mail/retry", page="/administration/mail")
    assert "2 mails are on their way." in words(ada.get("/administration/mail"))
    assert [state(app, key) for key in keys] == ["sent", "sent"]
    assert len(mails(app)) == 2
    ada.send("/administration/mail/retry", page="/administration/mail")
    assert "There was nothing to send." in words(ada.get("/administration/mail"))


def test_a_mail_is_withdrawn_after_a_question(app, ada):
    key = put(app, "coordinator", trouble=Trouble.SLOW)
    assert "Withdraw the mail to coordinator@example.org?" in words(ada.get(f"/administration/mail/{key}/withdraw"))
    ada.send(f"/administration/mail/{key}/withdraw")
    assert "The mail to coordinator@example.org is withdrawn." in words(ada.get("/administration/mail"))
    assert state(app, key) == "withdrawn"
    assert ada.get(f"/administration/mail/{key}/withdraw").status_code == 404
    assert mails(app) == []


def test_who_tried_again_and_who_withdrew_stands_in_the_log(app, ada):
    keys = [put(app, "coordinator", trouble=Trouble.SLOW, given_up=True), put(app, "coordinator", trouble=Trouble.SLOW)]
    ada.send(f"/administration/mail/{keys[0]}/retry", page="/administration/mail")
    ada.send(f"/administration/mail/{keys[1]}/withdraw")
    log = words(ada.get("/people/me/log"))
    assert "Ada Ahlgren had a mail to Clara Conti tried again." in log
    assert "Ada Ahlgren withdrew a mail to Clara Conti before it was sent." in log


def test_a_state_that_there_is_not(ada):
    for path in ("/administration/mail", "/administration/mail.csv"):
        answer = ada.get(f"{path}?state=lost")
        assert (answer.status_code, "This state of a mail is not known." in words(answer)) == (422, True)
    assert "No mail waits." in words(ada.get("/administration/mail"))
    assert ada.get("/administration/mail?state=sent").status_code == 200


def test_nobody_else_finds_it(app, sign_in, ada):
    key = put(app, "coordinator", trouble=Trouble.SLOW)
    team = sign_in("team")
    for path in (
        f"/administration/mail/{key}/retry",
        "/administration/mail/retry",
        f"/administration/mail/{key}/withdraw",
    ):
        assert team.send(path, page="/people/").status_code == 404
    assert state(app, key) == "waiting"


def test_it_speaks_german(app, sign_in, ada):
    key = put(app, "coordinator", trouble=Trouble.SLOW)
    german = sign_in("administrator", language="de")
    for path in ("/administration/mail", f"/administration/mail/{key}/withdraw"):
        assert '<html lang="de"' in german.get(path).get_data(as_text=True)
