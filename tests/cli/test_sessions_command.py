"""``survey sessions``: an administrator sees where somebody is signed in, and signs them out."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from survey.cli import main
from tests.installations import email, settings
from tests.views.signing_in import rows, signed_in


@pytest.fixture
def run(app, monkeypatch):
    monkeypatch.setenv("SURVEY_INSTANCE", app.instance_path)
    monkeypatch.setenv("SURVEY_SECRET_KEY", settings(Path(app.instance_path)).secret_key)
    return lambda *words: CliRunner().invoke(main, ["sessions", *words])


def test_sessions_are_listed_and_one_is_ended(app, run):
    lost, kept = signed_in(app), signed_in(app)
    said = run("list", email("coordinator"))
    assert said.exit_code == 0
    assert said.output.count("Firefox, Linux, in use until") == 3
    assert said.output.splitlines()[-1] == "Signed in: 3."
    assert run("end", email("coordinator"), "--session", str(rows(app)[0].id)).output == "Signed out: 1.\n"
    assert (lost.get("/account").status_code, kept.get("/account").status_code) == (302, 200)


def test_somebody_is_signed_out_everywhere(app, run):
    browsers = [signed_in(app) for _ in range(2)]
    assert run("end", email("coordinator"), "--all").output == "Signed out: 3.\n"
    assert [one.get("/account").status_code for one in browsers] == [302, 302]
    assert run("list", email("coordinator")).output == "Signed in: 0.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("list", "unknown@example.org"), "There is no account with the address unknown@example.org."),
        (("list", "nonsense"), "There is no account with the address nonsense."),
        (("end", "coordinator@example.org"), "Name one session by --session, or say --all."),
        (("end", "coordinator@example.org", "--all", "--session", "1"), "Name one session by --session, or say --all."),
        (("end", "coordinator@example.org", "--session", "4711"), "There is no session 4711"),
    ],
)
def test_what_cannot_be_is_said(run, words, said):
    found = run(*words)
    assert found.exit_code != 0
    assert said in found.output
