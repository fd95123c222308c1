"""``survey account``: people listed, invited, given and taken roles, closed and opened, by whoever has the machine."""

import csv
import re
from io import StringIO

import pytest
from click.testing import CliRunner

from survey.cli import main
from survey.database import db
from survey.models import AuditEntry, User
from tests.installations import email


@pytest.fixture
def run(app, monkeypatch):
    """Run ``survey account`` on the test installation, in this process."""
    monkeypatch.setenv("SURVEY_INSTANCE", app.instance_path)
    return lambda *words: CliRunner().invoke(main, ["account", *words])


def test_people_are_listed_with_what_they_are(run):
    said = run("list").output.splitlines()
    assert "administrator@example.org  Ada Ahlgren  [in_use]  administrator" in said
    assert "coordinator@example.org  Clara Conti  [in_use]  coordinator salzburg" in said
    assert "nobody@example.org  Olga Orsini  [in_use]  no part" in said
    assert len(said) == 7
    assert run("list", "--part", "reviewer").output == "reviewer@example.org  Rita Rossi  [in_use]  reviewer salzburg\n"
    assert run("list", "--region", "leipzig", "--text", "NILS").output.startswith("neighbour@example.org")
    assert run("list", "--state", "closed").output == ""
    assert "There is no region atlantis" in run("list", "--region", "atlantis").output


def test_the_list_is_a_file(run):
    rows = list(csv.DictReader(StringIO(run("list", "--csv", "--part", "team").output)))
    assert [(one["email"], one["roles"]) for one in rows] == [("team@example.org", "team")]


def test_somebody_is_invited_by_a_link_that_works(app, run):
    first = run("invite", "Ana Pop", "Ana@Example.org", "--as", "coordinator", "--region", "timis", "--language", "de")
    assert first.exit_code == 0, first.output
    path = re.search(r"http://127.0.0.1:8000(/welcome/\S+)", first.output)[1]
    assert "Ana Pop" in app.test_client().get(path).get_data(as_text=True)
    assert "ana@example.org  Ana Pop  [invited]  coordinator timis" in run("list").output
    again = run("invite", "Ana Pop", "ana@example.org", "--as", "coordinator", "--region", "timis")
    assert "An earlier link of theirs works no more." in again.output
    assert run("invite", "Ben Ott", "ben@example.org", "--as", "administrator").exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["A", "nobody", "--as", "team"], "This is no e-mail address."),
        (["A", "a@example.org", "--as", "coordinator"], "Name a --region"),
        (["A", "a@example.org", "--as", "team", "--region", "timis"], "Name a --region"),
        (["A", "a@example.org", "--as", "reviewer", "--region", "atlantis"], "There is no region atlantis"),
        (["A", "coordinator@example.org", "--as", "reviewer", "--region", "salzburg"], "cannot review it"),
        (["A", "team@example.org", "--as", "coordinator", "--region", "timis"], "answers for no region"),
    ],
)
def test_who_cannot_be_invited_is_said(run, words, said):
    answer = run("invite", *words)
    assert answer.exit_code != 0
    assert said in answer.output


def test_roles_are_given_and_taken_and_noted(app, run):
    assert run("role", email("nobody"), "--give", "team").output == "nobody@example.org has the role team now.\n"
    assert run("role", email("nobody"), "--give", "team").output == "It was so already. Nothing has changed.\n"
    assert "no more" in run("role", " NOBODY@example.org", "--take", "team").output
    with app.app_context():
        found = db.session.query(AuditEntry).filter(AuditEntry.deed.in_(["role_given", "role_taken"]))
        assert [(one.deed.value, one.by_id, one.person.name) for one in found] == [
            ("role_given", None, "Olga Orsini"),
            ("role_taken", None, "Olga Orsini"),
        ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["role", "administrator@example.org", "--take", "administrator"], "the last administrator"),
        (["close", "administrator@example.org"], "the last administrator"),
        (["role", "coordinator@example.org", "--give", "team"], "answers for a region"),
        (["role", "team@example.org"], "Say either"),
        (["role", "who@example.org", "--give", "team"], "List them: survey account list"),
        (["open", "who@example.org"], "no account with the address who@example.org"),
    ],
)
def test_what_cannot_be_done_is_said_with_what_to_do_first(run, words, said):
    answer = run(*words)
    assert answer.exit_code != 0
    assert said in answer.output


def test_an_account_is_closed_and_opened(app, run):
    assert run("close", email("team")).output == "team@example.org is closed.\n"
    with app.app_context():
        assert not db.session.query(User).filter_by(email=email("team")).one().active
    assert run("open", email("team")).output == "team@example.org is open again.\n"
    assert run("open", email("team")).output == "It was so already. Nothing has changed.\n"


@pytest.mark.parametrize("command", ["list", "invite", "role", "close", "open"])
def test_every_command_shows_an_example(run, command):
    assert f"survey account {command}" in run(command, "--help").output
