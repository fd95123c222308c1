"""``survey attention``, ``storage`` and ``health``, and what other commands leave behind for them."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from survey.cli import main
from survey.database import begin_write, db
from survey.models import Mail
from survey.services import runs
from tests.installations import NOW, open_wave
from tests.tls_servers import shown, write


@pytest.fixture
def run(app, monkeypatch):
    """Run a command of ``survey`` on the test installation, in this process."""
    monkeypatch.setenv("SURVEY_INSTANCE", app.instance_path)
    open_wave(app)
    return lambda *words: CliRunner().invoke(main, words)


def last(app) -> dict[str, tuple[dict[str, int], str | None]]:
    with app.app_context():
        found = {name: (one.counts, one.fault) for name, one in runs.last(db.session).items()}
        db.session.close()
    return found


def test_attention_names_matter_cure_and_command(run):
    said = run("attention")
    assert said.exit_code == 0, said.output
    assert "No backup was ever made.\n  Make one now" in said.output
    assert "\n    survey backup\n" in said.output
    assert run("attention", "--check").exit_code == 1


def test_a_backup_is_kept_as_a_run_and_needs_nobody_any_more(app, run):
    made = run("backup", "--keep", "3")
    assert made.exit_code == 0, made.output
    counts, fault = last(app)["backup"]
    assert fault is None
    assert counts["rows"] > 20
    assert counts["bytes"] > 1000
    assert "No backup" not in run("attention").output


def test_the_newest_backup_is_looked_through_and_that_is_kept(app, run):
    none = run("storage", "--check")
    assert (none.exit_code, "There is no backup to look through." in none.output) == (1, True)
    assert last(app)["check-backup"] == ({}, "There is no backup to look through. Run: survey backup")
    run("backup")
    well = run("storage", "--check")
    assert well.exit_code == 0, well.output
    assert "is whole:" in well.output
    assert last(app)["check-backup"][1] is None
    (path,) = (Path(app.instance_path) / "backups").iterdir()
    path.write_bytes(path.read_bytes()[:-200])
    assert run("storage", "--check").exit_code == 1
    assert last(app)["check-backup"][1] == f"{path.name} is no-backup."


def test_storage_lists_tables_and_disk(run):
    said = run("storage").output
    assert said.startswith("Database: SQLite 3.")
    assert "  account: 7\n" in said
    assert "Backups: 0, 0 kB, none in the private folder" in said
    assert "Free on the disk: " in said


def test_health_tells_checks_runs_and_versions(run):
    run("remind", "--now")
    said = run("health")
    assert said.exit_code == 0, said.output
    assert "database: well (" in said.output
    assert "survey remind: 20" in said.output
    assert " UTC, well (sent 0, waiting 0), due 20" in said.output
    assert "survey backup: never, due 20" in said.output
    assert "survey storage --check: never\n" in said.output
    assert "Wave 2026 (open): small-1, structure " in said.output
    assert "Flask 3." in said.output


def test_a_fault_is_kept_and_a_dry_run_is_none(app, run, monkeypatch):
    run("remind", "--dry-run", "--now")
    run("check-links", "--dry-run")
    assert last(app) == {}
    monkeypatch.setenv("SURVEY_SMTP_URL", "smtp://127.0.0.1:1")
    assert run("remind", "--now", "--days-before", "30").exit_code == 0
    assert last(app)["remind"] == ({"sent": 0, "waiting": 2}, None)
    assert run("backup", "--for-key", "none").exit_code == 1
    assert last(app)["backup"][1].startswith("This key does not fit.")
    assert run("check-links").exit_code == 0
    assert last(app)["check-links"] == ({"visited": 0, "broken": 0}, None)


def test_the_certificate_of_the_public_address_is_looked_at(app, run, monkeypatch, tmp_path):
    assert "There is no certificate" in run("check-certificate").output
    assert last(app)["check-certificate"] == ({}, None)
    path = write(tmp_path, days=5)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with shown(path) as address:
        monkeypatch.setenv("SURVEY_BASE_URL", address)
        said = run("check-certificate")
        assert said.exit_code == 0, said.output
        assert "UTC, 5 days." in said.output
        assert last(app)["check-certificate"] == ({"days": 5}, None)
        assert "The certificate is good for 5 more days." in run("attention").output
        monkeypatch.delenv("SSL_CERT_FILE")
        assert run("check-certificate").exit_code == 1
        assert last(app)["check-certificate"] == (
            {"days": 5},
            "Browsers do not take the certificate: self-signed certificate.",
        )
    assert "does not answer by TLS: Connection refused. Is the proxy running" in run("check-certificate").output


def test_a_run_of_mails_is_kept_with_what_became_of_them(app, run, monkeypatch):
    monkeypatch.setenv("SURVEY_SMTP_URL", "smtp://127.0.0.1:1")
    run("remind", "--now", "--days-before", "30")
    with app.app_context():
        begin_write(db.session)
        db.session.query(Mail).update({"next_at": NOW, "until": NOW})
        db.session.commit()
    assert run("mail", "send").exit_code == 1
    counts, fault = last(app)["mail send"]
    assert counts == {"sent": 0, "waiting": 0, "given_up": 2}
    assert fault == "A mail was given up. survey mail list says which; survey mail retry tries it again."
    assert run("mail", "send").exit_code == 0
    assert last(app)["mail send"] == ({"sent": 0, "waiting": 0, "given_up": 0}, None)


def test_a_database_without_tables_is_said_in_a_line(tmp_path, monkeypatch):
    monkeypatch.setenv("SURVEY_INSTANCE", str(tmp_path / "fresh"))
    for command in ("storage", "health"):
        said = CliRunner().invoke(main, [command])
        assert said.exit_code == 1
        assert "Traceback" not in said.output
        assert "survey migrate" in said.output or "tables" in said.output
    said = CliRunner().invoke(main, ["attention"])
    assert "    survey migrate\n" in said.output


def test_settings_are_explained(run):
    said = run("settings", "--explain").output
    assert "SURVEY_TIME_ZONE: Europe/Brussels  [default]\n  The time zone of the installation" in said
    assert "then restart the server." in said


def test_a_run_that_cannot_be_kept_does_not_undo_the_work(app, run):
    with closing(sqlite3.connect(Path(app.instance_path) / "survey.db")) as made:
        made.execute("DROP TABLE scheduled_run")
        made.commit()
    said = run("backup")
    assert said.exit_code == 0
    assert "That backup ran could not be kept: OperationalError." in said.output
    assert list((Path(app.instance_path) / "backups").glob("survey-*.tar.gz"))
