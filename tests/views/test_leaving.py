"""Taking one's data along and deleting one's account, as pages."""

import json
import zipfile
from io import BytesIO
from pathlib import Path
from time import time

import pytest

from survey.database import Base, begin_write, db
from survey.models import Attempt, Region, StoredAnswer, User
from survey.policy import OPERATOR
from survey.services import people, personal, regions
from survey.views import personal as personal_page
from tests import judge, mail_servers
from tests.installations import NAMES, NOW, PASSWORD, email, free_port, open_wave, sign_in
from tests.views.mail_queues import later, queue, use
from tests.views.signing_in import exhaust
from tests.views.standing_in_review import of_salzburg, somebody, submitted

DELETE = "/account/delete"


def second_coordinator(app) -> None:
    """Invite somebody else to coordinate Salzburg."""
    with app.app_context():
        region = regions.find(db.session, key="salzburg", by=OPERATOR)
        known = {"email": "ana@example.org", "name": "Ana Pop", "by": OPERATOR, "now": NOW}
        people.invite_coordinator(db.session, region=region, **known)
        db.session.commit()


def sure(name: str, **other: str) -> dict[str, str]:
    return {"address": email(name), "password": PASSWORD, **other}


def test_ones_own_data_comes_as_a_page_and_for_programs(app):
    submitted(app)
    client = sign_in(app, "coordinator", language="de")
    page = client.get("/account/data").get_data(as_text=True)
    assert "Alle Antworten, die Sie gegeben haben" in page
    sent = client.get("/account/data.zip")
    assert sent.mimetype == "application/zip"
    assert sent.headers["Content-Disposition"].startswith('attachment; filename="personal-data_20')
    with zipfile.ZipFile(BytesIO(sent.get_data())) as archive:
        rows = json.loads(archive.read("personal-data.json"))
        html = archive.read("personal-data.html").decode()
    assert len(rows["answer"]) == len(rows["answer_change"]) == 9
    assert {row["assessment"] for row in rows["answer"]} == {"salzburg, 2026"}
    assert rows["account"][0]["email"] == email("coordinator")
    assert judge.faults(html.strip()) == []
    assert f"Was über {NAMES['coordinator']} gespeichert ist" in html
    assert "Our cafés." in html


def test_an_account_is_deleted_and_the_region_keeps_its_answers(app):
    submitted(app)
    second_coordinator(app)
    elsewhere, client = sign_in(app, "coordinator"), sign_in(app, "coordinator")
    with app.app_context():
        key = somebody("coordinator").id
    told = client.get(DELETE).get_data(as_text=True)
    assert f"former colleague {key}" in told
    assert client.send(DELETE, sure("coordinator")).location == "/"
    assert "Your account is deleted." in client.get("/").get_data(as_text=True)
    for each in (client, elsewhere):
        assert "/sign-in" in each.get("/people/me/log").location
    with app.app_context():
        assert db.session.query(StoredAnswer).filter_by(changed_by_id=key).count() == 9
        assert of_salzburg().submitted_by_id == key
    refused = app.test_client().send("/sign-in", {"email": email("coordinator"), "password": PASSWORD})
    assert refused.status_code == 422


@pytest.mark.parametrize(("language", "said"), [("en", "former colleague"), ("de", "ehemalige:r Kolleg:in")])
def test_a_number_stands_in_the_readers_language_wherever_the_name_stood(app, language, said):
    submitted(app)
    second_coordinator(app)
    with app.app_context():
        called = f"{said} {somebody('coordinator').id}"
    assert sign_in(app, "coordinator").send(DELETE, sure("coordinator")).status_code == 302
    client = sign_in(app, "team", language=language)
    at = "/assessments/2026/salzburg"
    for path in (f"{at}/answers", f"{at}/log", f"{at}/stage", f"{at}/questions/support/history", f"{at}/log.csv"):
        page = client.get(path).get_data(as_text=True)
        assert called in page, path
        assert NAMES["coordinator"] not in page, path
    people_page = client.get("/people/").get_data(as_text=True)
    assert called not in people_page
    assert email("coordinator") not in people_page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"address": ""}, "This is not the address of your account"),
        ({"address": "team@example.org"}, "This is not the address of your account"),
        ({"password": ""}, "This is not your password."),
        ({"password": "wrong wrong wrong"}, "This is not your password."),
    ],
)
def test_nothing_is_deleted_before_somebody_is_sure_and_somebody(app, wrong, said):
    client = sign_in(app, "contributor")
    answer = client.send(DELETE, sure("contributor", **wrong))
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    with app.app_context():
        assert somebody("contributor").active


def test_guessing_the_password_here_ends_in_a_wait_and_the_right_one_clears_the_count(app):
    client = sign_in(app, "contributor")
    exhaust(app, email("contributor"), times=4)
    answers = [client.send(DELETE, sure("contributor", password="wrong wrong wrong")) for _ in range(2)]
    assert [one.status_code for one in answers] == [422, 429]
    assert 1 <= int(answers[1].headers["Retry-After"]) <= 60
    assert client.send(DELETE, sure("contributor")).status_code == 429
    with app.app_context():
        assert somebody("contributor").active
    neighbour = sign_in(app, "neighbour")
    exhaust(app, email("neighbour"), times=3)
    assert neighbour.send(DELETE, sure("neighbour", address="")).status_code == 422
    with app.app_context():
        assert db.session.query(Attempt.tries).order_by(Attempt.tries).all() == [(5,)]


def test_whoever_has_no_password_signs_in_afresh(app):
    client = sign_in(app, "contributor")
    with app.app_context():
        begin_write(db.session)
        somebody("contributor").password = None
        db.session.commit()
    with client.session_transaction() as kept:
        kept["fs_paa"] = 0
    answer = client.send(DELETE, sure("contributor", password=""))
    assert answer.status_code == 422
    assert "You signed in some time ago." in answer.get_data(as_text=True)
    with client.session_transaction() as kept:
        kept["fs_paa"] = time()
    assert client.send(DELETE, sure("contributor", password="")).status_code == 302


def test_the_only_coordinator_is_led_to_handing_over(app):
    open_wave(app)
    client = sign_in(app, "coordinator")
    page = client.get(DELETE).get_data(as_text=True)
    assert "Nobody else coordinates Salzburg." in page
    assert 'href="/assessments/2026/salzburg/colleagues/hand-over/"' in page
    assert "Delete my account for good" not in page
    answer = client.send(DELETE, sure("coordinator"), page="/privacy")
    assert answer.status_code == 409
    with app.app_context():
        assert somebody("coordinator").active
        assert db.session.query(Region).filter_by(key="salzburg").count() == 1


def test_the_only_administrator_is_told_what_to_do(app):
    page = sign_in(app, "administrator").get(DELETE).get_data(as_text=True)
    assert "Nobody else is an administrator." in page


def test_mails_that_are_files_lose_address_and_name(app):
    open_wave(app)
    client = sign_in(app, "team")
    sent = {"name": "Ana Pop", "email": "ana@example.org", "language": "en", "part": "region:timis"}
    assert client.send("/people/", sent).status_code == 302
    assert client.send(DELETE, sure("team")).status_code == 302
    held = [path.read_text(encoding="utf-8") for path in (Path(app.instance_path) / "mail").glob("*.eml")]
    assert len(held) == 1, "no mail server, so no last mail"
    assert NAMES["team"] not in held[0]
    with app.app_context():
        assert db.session.query(User).filter_by(name=NAMES["team"]).count() == 0


def test_the_last_mail_waits_in_the_queue_and_takes_the_address_with_it(app, certificate, monkeypatch):
    open_wave(app)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    port = free_port()
    use(app, f"smtp://127.0.0.1:{port}")
    client = sign_in(app, "team")
    assert client.send(DELETE, sure("team")).status_code == 302
    assert f"The mail to {email('team')} could not be sent yet." in client.get("/").get_data(as_text=True)
    (waiting,) = queue(app)
    assert (waiting.to, waiting.user_id, waiting.by_id, waiting.topic) == (email("team"), None, None, "farewell")
    with mail_servers.serving(certificate, port=port) as server:
        assert later(app) == ["sent"]
        assert b"Your account is deleted" in server.mails[0]
    assert queue(app) == []
    with app.app_context():
        held = [str(row) for table in Base.metadata.sorted_tables for row in db.session.execute(table.select())]
    assert not [row for row in held if email("team") in row or NAMES["team"] in row]


def test_every_table_of_the_file_has_words_for_its_readers(app):
    with app.test_request_context():
        assert set(personal_page.called()) == {"account", *(table.name for table, _ in personal.columns())}
