"""The administrator's pages: what needs attention, storage, health and settings, each with its file."""

import csv
import re
from datetime import timedelta
from io import StringIO

import pytest

from survey.database import begin_write, db
from survey.models import Installation
from survey.services import runs
from tests.installations import NOW, open_wave

PAGES = ("/administration/", "/administration/storage", "/administration/health", "/administration/settings")


@pytest.fixture
def ada(app, sign_in):
    open_wave(app)
    return sign_in("administrator")


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def table(client, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(client.get(path).get_data(as_text=True))))


def test_what_needs_attention_stands_first_with_cure_and_command(app, ada):
    page = ada.get("/administration/")
    said = words(page)
    assert "Nobody coordinates these regions: " in said
    assert "No backup was ever made. Make one now, and look whether the daily timer runs." in said
    assert "<code>survey backup</code>" in page.get_data(as_text=True)
    assert said.index("No backup") < said.index("Nobody coordinates") < said.index("What you look after")


def test_administration_stands_in_the_navigation_of_administrators_alone(app, ada, sign_in):
    assert 'href="/administration/"' in ada.get("/people/").get_data(as_text=True)
    assert "/administration" not in sign_in("team").get("/people/").get_data(as_text=True)


def test_storage_says_what_is_kept(app, ada):
    said = words(ada.get("/administration/storage"))
    assert "SQLite 3." in said
    assert "There is no backup in the private folder." in said
    rows = table(ada, "/administration/storage.csv")
    assert {"kind": "table", "name": "account", "count": "7", "bytes": ""} in rows


def test_health_says_when_scheduled_work_last_ran(app, ada):
    with app.app_context():
        known = {"started": NOW, "ended": NOW}
        runs.keep(db.session, name="backup", counts={"rows": 1234, "files": 2}, **known)
        runs.keep(db.session, name="remind", counts={"sent": 1}, fault="Not sent: 2.", **known)
        db.session.commit()
    said = words(ada.get("/administration/health"))
    assert "rows: 1,234, files: 2" in said
    assert "Went wrong Not sent: 2. sent: 1" in said
    assert "survey check-links Never At once" in said
    assert "survey storage --check Never By hand" in said
    assert "The tables are those of this version Yes" in said
    assert "small-1" in said
    assert [(one["name"], one["fault"]) for one in table(ada, "/administration/runs.csv")] == [
        ("remind", "Not sent: 2."),
        ("backup", ""),
    ]
    assert "“survey remind” went wrong on" in words(ada.get("/administration/"))


def test_health_names_what_is_overdue_and_when_the_rest_is_due(app, ada):
    with app.app_context():
        begin_write(db.session)
        db.session.get_one(Installation, 1).created_at = NOW - timedelta(days=9)
        for name, ago in (("remind", timedelta(hours=9)), ("retention", timedelta(hours=9))):
            runs.keep(db.session, name=name, started=NOW - ago, ended=NOW - ago, counts={})
        db.session.commit()
    page = re.sub(r"\s+", " ", words(ada.get("/administration/health", headers={"Accept-Language": "en"})))
    assert re.search(r"survey remind \d+ \w+ \d{4}, [\d:]+ \d+ \w+ \d{4}, [\d:]+ Overdue", page)
    assert re.search(r"survey retention \d+ \w+ \d{4}, [\d:]+ \d+ \w+ \d{4}, [\d:]+ 0\.0", page)
    late = "This is overdue: survey mail send, survey remind, survey check-links, survey check-certificate."
    assert late in words(ada.get("/administration/"))


def test_settings_are_told_without_secrets(app, ada):
    page = ada.get("/administration/settings").get_data(as_text=True)
    assert "SURVEY_TIME_ZONE" in page
    assert "Europe/Brussels" in page
    assert app.config["SECRET_KEY"] not in page
    rows = {one["name"]: one for one in table(ada, "/administration/settings.csv")}
    assert (rows["SURVEY_SECRET_KEY"]["value"], rows["SURVEY_SECRET_KEY"]["secret"]) == ("", "yes")
    assert rows["SURVEY_INSTANCE"]["value"] == app.instance_path


def test_files_come_for_a_spreadsheet_too_and_for_nothing_else(ada):
    answer = ada.get("/administration/storage.csv?for=excel")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert re.search(r'filename="storage_\d{4}-\d\d-\d\d_excel.csv"', answer.headers["Content-Disposition"])
    assert ada.get("/administration/storage.csv?for=fun").status_code == 422


@pytest.mark.parametrize("path", PAGES)
def test_these_pages_speak_german(app, path, ada, sign_in):
    page = sign_in("administrator", language="de").get(path)
    assert '<html lang="de"' in page.get_data(as_text=True)
