"""``/metrics``: for this machine or with a token, and it counts what happened over all workers."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from sqlalchemy import text

from survey.database import begin_write, db
from survey.models import Installation, Topic, User
from survey.services import backups, outbox, runs
from survey.views import access
from tests.installations import open_wave

TOKEN = "a-token-of-the-watcher"
ELSEWHERE = {"REMOTE_ADDR": "192.0.2.7"}


def value(text: str, name: str) -> float:
    """Return the value of one line; 0 where it was never counted."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


@pytest.fixture
def with_token(app):
    app.extensions["survey_settings"] = replace(app.extensions["survey_settings"], metrics_token=TOKEN)
    return app


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "127.0.0.53"])
def test_this_machine_may_ask(client, address):
    answer = client.get("/metrics", environ_overrides={"REMOTE_ADDR": address})
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain; version=")


@pytest.mark.parametrize(
    ("headers", "environ"),
    [
        ({}, ELSEWHERE),
        ({"X-Forwarded-For": "127.0.0.1"}, ELSEWHERE),
        ({"X-Forwarded-For": "127.0.0.1"}, {}),
        ({"Forwarded": "for=127.0.0.1"}, {}),
        ({"Via": "1.1 proxy"}, {}),
    ],
)
def test_for_others_it_is_not_there_whatever_a_proxy_says(with_token, headers, environ):
    answer = with_token.test_client().get("/metrics", headers=headers, environ_overrides=environ)
    assert answer.status_code == 404


def test_a_proxy_that_adds_nothing_asks_for_the_public_name(app):
    app.config["TRUSTED_HOSTS"] = ["survey.example.org"]
    assert app.test_client().get("/metrics", base_url="http://survey.example.org").status_code == 404


@pytest.mark.parametrize(
    ("given", "status"), [(f"Bearer {TOKEN}", 200), (f"Bearer {TOKEN}x", 404), (TOKEN, 404), ("Bearer é", 404)]
)
def test_whoever_knows_the_token_may_ask_from_anywhere(with_token, given, status):
    headers = {"Authorization": given, "X-Forwarded-For": "192.0.2.7"}
    answer = with_token.test_client().get("/metrics", headers=headers, environ_overrides=ELSEWHERE)
    assert answer.status_code == status


def test_without_a_token_in_the_settings_none_is_right(client):
    for given in ("Bearer ", "Bearer None", ""):
        answer = client.get("/metrics", headers={"Authorization": given}, environ_overrides=ELSEWHERE)
        assert answer.status_code == 404


def test_saves_and_conflicts_are_counted_by_what_became_of_them(app, sign_in):
    open_wave(app)
    person = sign_in("coordinator")
    before = person.get("/metrics").get_data(as_text=True)
    page = "/assessments/2026/salzburg/sections/closing"
    for number, (said, status) in enumerate([("Our cafés.", 302), ("The choir.", 302)]):
        sent = {"proud": said, "proud.version": str(number), "page-touched": "proud"}
        assert person.send(page, sent).status_code == status
    late = {"proud": "The band.", "proud.version": "1", "page-touched": "proud"}
    assert person.send(page, late).status_code == 409
    after = person.get("/metrics").get_data(as_text=True)
    names = ("survey_answers_saved_total", "survey_answers_conflicts_total")
    assert [value(after, name) - value(before, name) for name in names] == [2, 1]
    assert "salzburg" not in after


def test_the_age_of_the_newest_backup_is_told(app, client):
    assert "survey_backup_age_seconds" not in client.get("/metrics").get_data(as_text=True)
    folder = Path(app.instance_path) / "backups"
    folder.mkdir()
    now = access.now()
    for hours in (1, 30):
        moment = now.timestamp() - hours * 3600
        made = type(now).fromtimestamp(moment, now.tzinfo)
        (folder / f"survey-{made:%Y%m%dT%H%M%SZ}.tar.gz").touch()
    (folder / "survey-notes.txt").touch()
    assert backups.newest(folder) is not None
    age = value(client.get("/metrics").get_data(as_text=True), "survey_backup_age_seconds")
    assert 3590 <= age <= 3700


def test_scheduled_work_and_mails_are_told(app, client):
    before = client.get("/metrics").get_data(as_text=True)
    assert "survey_job_success_age_seconds{" not in before
    assert value(before, 'survey_job_overdue{job="backup"}') == 0
    assert value(before, "survey_mails_oldest_waiting_seconds") == 0
    now = access.now()
    with app.app_context():
        hour = timedelta(hours=1)
        runs.keep(db.session, name="remind", started=now - 2 * hour, ended=now - 2 * hour, counts={})
        runs.keep(db.session, name="remind", started=now, ended=now, counts={}, fault="OSError")
        runs.keep(db.session, name="check-certificate", started=now, ended=now, counts={"days": 20})
        to, words = db.session.query(User).order_by(User.id).first(), outbox.Words("Subject", "Body")
        for late in (3 * hour, hour):
            outbox.put(db.session, topic=Topic.WORK, to=to, words=words, now=now - late)
        db.session.get_one(Installation, 1).created_at = now - 99 * hour
        db.session.commit()
    after = client.get("/metrics").get_data(as_text=True)
    assert 7200 <= value(after, 'survey_job_success_age_seconds{job="remind"}') <= 7300
    assert [value(after, f'survey_job_failed{{job="{name}"}}') for name in ("remind", "backup")] == [1, 0]
    assert [value(after, f'survey_job_overdue{{job="{name}"}}') for name in ("remind", "backup")] == [0, 1]
    assert value(after, "survey_certificate_days") == 20
    assert [value(after, f'survey_mails{{state="{one}"}}') for one in ("waiting", "given_up")] == [2, 0]
    assert 10800 <= value(after, "survey_mails_oldest_waiting_seconds") <= 10900
    assert to.email not in after


def test_without_a_database_the_rest_is_told(app, client):
    with app.app_context():
        begin_write(db.session)
        db.session.execute(text("DROP TABLE scheduled_run"))
        db.session.commit()
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert "survey_disk_free_bytes" in answer.get_data(as_text=True)


def test_served_by_several_workers_all_are_added_up_and_their_memory_is_told(serve):
    with serve() as url:
        before = urlopen(f"{url}/metrics").read().decode()
        for _ in range(20):
            urlopen(f"{url}/privacy").close()
        with pytest.raises(HTTPError, match="404"):
            urlopen(Request(f"{url}/metrics", headers={"X-Forwarded-For": "127.0.0.1"}))
        after = urlopen(f"{url}/metrics").read().decode()
    counted = 'survey_requests_total{method="GET",route="/privacy",status="2xx"}'
    assert value(after, counted) - value(before, counted) == 20
    assert value(after, 'survey_request_seconds_count{route="/privacy"}') == value(after, counted)
    assert 0 < value(after, 'survey_request_cpu_seconds_total{route="/privacy"}') < 20
    assert value(after, "survey_database_connections_most") >= 1
    processes = re.findall(r"^survey_memory_bytes\{", after, re.MULTILINE)
    assert len(processes) == 3, "the one that starts the workers, and two workers"
    assert value(after, 'survey_memory_bytes{process="master"}') > 1e6
