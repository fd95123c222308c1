"""``survey account delete``: said first, then done, and refused where somebody must be replaced."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from survey.database import Base, db
from tests.installations import email, settings


@pytest.fixture
def run(app):
    folder = Path(app.instance_path)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SURVEY_")},
        "SURVEY_INSTANCE": str(folder),
        "SURVEY_SECRET_KEY": settings(folder).secret_key,
    }
    program = [str(Path(sys.executable).parent / "survey"), "account", "delete"]

    def command(*words: str, said: str = "") -> subprocess.CompletedProcess[str]:
        given = [*program, *words]
        return subprocess.run(given, env=environment, input=said, capture_output=True, text=True, check=False)

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
