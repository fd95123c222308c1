"""``survey account delete``: said first, then done, and refused where somebody must be replaced."""

import subprocess
from pathlib import Path

import pytest

from survey.database import Base, db
from tests import commands
from tests.installations import email


@pytest.fixture
def run(app):
    folder = Path(app.instance_path)

    def command(*words: str, said: str = "") -> subprocess.CompletedProcess[str]:
        return commands.survey("account", "delete", *words, folder=folder, said=said)

    return command


def contents(app) -> dict[str, list[str]]:
    with app.app_context():
        return {
            table.name: sorted(map(str, db.session.execute(table.select()))) for table in Base.metadata.sorted_tables
        }


def test_it_is_said_first_and_then_done(app, run):
    before = contents(app)
    looked = run(email("contributor"), "--dry-run")
    assert looked.stdout.startswith("Would be deleted: contributor@example.org, as former colleague ")
    assert run(email("contributor"), said="n\n").returncode == 1
    assert contents(app) == before
    done = run(email("contributor").upper(), "--yes")
    assert done.stdout.startswith("Deleted: contributor@example.org, as former colleague ")
    assert done.stdout.endswith("No mail was sent.\n")
    assert email("contributor") not in str(contents(app))
    again = run(email("contributor"), "--yes")
    assert (again.returncode, "There is no account with the address" in again.stderr) == (1, True)


def test_whoever_must_be_replaced_first_stays(app, run):
    before = contents(app)
    for who, said in {
        "coordinator": "Nobody else coordinates salzburg.",
        "administrator": "Nobody else is an administrator.",
    }.items():
        refused = run(email(who), "--yes")
        assert refused.returncode == 1
        assert said in refused.stderr
    assert run("no address", "--yes").returncode == 1
    assert contents(app) == before
