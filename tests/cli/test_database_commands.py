"""The commands that make a new installation: run once, run at every start, run with something wrong."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from survey.app import create_app
from survey.cli import main
from survey.database import Base, begin_write, sessions
from survey.models import Assessment, Installation, InstallationKind, Purpose, Region, Role, User, Wave
from survey.services import links
from tests.databases import bind
from tests.installations import settings


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run one command of ``survey`` on an installation of its own."""
    monkeypatch.setenv("SURVEY_INSTANCE", str(tmp_path))
    for name in ("SURVEY_DEMONSTRATION", "SURVEY_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    # Set first and removed then, so that what a command sets is undone after the test.
    monkeypatch.setenv("SURVEY_BASE_URL", "")
    monkeypatch.delenv("SURVEY_BASE_URL")
    return lambda *words: CliRunner().invoke(main, words)


def opened(folder: Path):
    """Return a session on the installation's database."""
    return sessions(bind(folder))()


def token(result: Result) -> str:
    """Return the secret in the link that was printed."""
    found = re.search(r"/welcome/(\S+)", result.output)
    assert found, result.output
    return found[1]


def test_migrating_makes_the_tables_once(run, tmp_path):
    assert run("migrate").output == "Tables: 0012 (before: none).\n"
    assert run("migrate").output == "Tables: 0012 (as before).\n"
    with opened(tmp_path) as session:
        tables = set(sa.inspect(session.connection()).get_table_names())
    assert tables == {*Base.metadata.tables, "alembic_version"}


def test_the_migrations_fit_the_models(run):
    result = run("migrations", "check")
    assert (result.exit_code, result.output) == (0, "The migrations make exactly what the models describe.\n")


def test_a_model_without_a_migration_is_found(run, monkeypatch):
    monkeypatch.setattr("survey.cli.database.alembic.upgrade", lambda: None)
    result = run("migrations", "check")
    assert result.exit_code == 1
    assert "add_table" in result.output


def test_a_new_installation_has_everything(run, tmp_path):
    result = run("initialise", "--migrate")
    assert result.exit_code == 0, result.output
    with opened(tmp_path) as session:
        wave = session.scalars(sa.select(Wave)).one()
        assert (wave.key, wave.edition.key, wave.due - wave.opens) == ("2026", "regional_index", timedelta(days=120))
        assert session.scalar(sa.select(sa.func.count(Region.id))) == 11
        assert session.scalar(sa.select(sa.func.count(Assessment.id))) == 10
        assert session.scalars(sa.select(Role.name).order_by(Role.name)).all() == ["administrator", "team"]
        assert session.get_one(Installation, 1).kind is InstallationKind.REAL
    assert "10 regions" in result.output


def test_the_first_way_in_is_a_link_of_one_hour_kept_nowhere(run, tmp_path):
    secret = token(run("initialise", "--migrate"))
    now = datetime.now(UTC)
    with opened(tmp_path) as session:
        found = links.peek(session, token=secret, now=now)
        assert (found.purpose, found.user.roles[0].name) == (Purpose.SIGN_IN, "administrator")
        assert timedelta(minutes=58) < found.expires_at - now <= timedelta(hours=1)
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(secret.encode() in each for each in kept)


def test_the_printed_link_leads_to_a_page(run, tmp_path):
    secret = token(run("initialise", "--migrate"))
    rules = create_app(settings(tmp_path)).url_map.bind("127.0.0.1")
    assert rules.match(f"/welcome/{secret}")[0] == "accounts.welcome"
    assert rules.match("/sign-in")


def test_a_second_start_changes_nothing(run, tmp_path):
    run("initialise", "--migrate")
    with opened(tmp_path) as session:
        begin_write(session)
        session.execute(sa.update(Region).where(Region.key == "salzburg").values(name="Salzburg Land"))
        session.commit()
    result = run("initialise", "--migrate")
    assert "0 added" in result.output
    assert "there already" in result.output
    with opened(tmp_path) as session:
        assert session.scalar(sa.select(Region.name).where(Region.key == "salzburg")) == "Salzburg Land"
        assert session.scalar(sa.select(sa.func.count(Assessment.id))) == 10
        assert session.scalar(sa.select(sa.func.count(User.id))) == 1


def test_an_administrator_with_a_password_gets_no_more_links(run, tmp_path):
    run("initialise", "--migrate", "--email", "Chief@Example.org")
    with opened(tmp_path) as session:
        begin_write(session)
        session.execute(sa.update(User).values(password="hash"))
        session.commit()
    result = run("initialise", "--email", "other@example.org")
    assert "chief@example.org signs in at http://127.0.0.1:8000/sign-in" in result.output
    assert "/welcome/" not in result.output


def test_links_lead_to_the_port_that_is_served(run):
    assert "http://127.0.0.1:8123/welcome/" in run("initialise", "--migrate", "--port", "8123").output


def test_the_configured_address_beats_the_port(run, monkeypatch):
    monkeypatch.setenv("SURVEY_BASE_URL", "https://survey.example.org")
    assert "https://survey.example.org/welcome/" in run("initialise", "--migrate", "--port", "8123").output


def test_the_wave_ends_when_asked(run, tmp_path):
    run("initialise", "--migrate", "--due", "2999-12-31")
    with opened(tmp_path) as session:
        assert str(session.scalar(sa.select(Wave.due))) == "2999-12-31"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--due", "2020-01-01"), "--due: the wave would end before it opens. Name a later day."),
        (("--due", "soon"), "Invalid value for '--due'"),
        (("--email", "nobody"), "--email: this is no address of a mail box."),
        (
            ("--questionnaire", "other-1"),
            '--questionnaire: there is none called "other-1". There is: regional',
        ),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(run, tmp_path, words, said):
    run("migrate")
    result = run("initialise", *words)
    assert result.exit_code != 0
    assert said in result.output
    with opened(tmp_path) as session:
        assert session.scalar(sa.select(sa.func.count(Region.id))) == 0


def test_without_tables_it_says_what_to_do(run):
    result = run("initialise")
    assert result.exit_code == 1
    assert "Run: survey migrate" in result.output


def test_real_and_invented_answers_never_mix(run, monkeypatch):
    run("initialise", "--migrate")
    monkeypatch.setenv("SURVEY_DEMONSTRATION", "1")
    result = run("initialise")
    assert result.exit_code == 1
    assert "This database holds real answers" in result.output


def test_a_wrong_setting_is_named(run, monkeypatch):
    monkeypatch.setenv("SURVEY_BASE_URL", "nowhere")
    for words in (("migrate",), ("initialise",)):
        result = run(*words)
        assert result.exit_code == 1
        assert "SURVEY_BASE_URL" in result.output
