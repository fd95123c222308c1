"""``survey stakeholders``: a file brought by the machine's operator, shown as counts of ten or more, taken away."""

import pytest
from click.testing import CliRunner

from survey.cli import main
from survey.database import db
from survey.models import StakeholderAnswers
from tests.installations import open_wave
from tests.services.bringing import wide


@pytest.fixture
def run(app, monkeypatch):
    """Run ``survey stakeholders`` on an installation with an open wave, in this process."""
    open_wave(app)
    monkeypatch.setenv("SURVEY_INSTANCE", app.instance_path)
    return lambda *words: CliRunner().invoke(main, ["stakeholders", *map(str, words)])


@pytest.fixture
def file(tmp_path):
    """Give the file of twelve people."""
    made = tmp_path / "answers.csv"
    made.write_bytes(wide())
    return made


def test_a_file_is_brought_shown_replaced_and_taken_away(app, run, file):
    at = ("2026", "salzburg")
    assert run("show", *at).output == "No answers of stakeholders are here.\n"
    assert run("bring", *at, file).output == "Kept: the answers of 12 people.\n"
    assert run("bring", *at, file).output == "Kept: the answers of 12 people in the place of those before.\n"
    said = run("show", *at).output.splitlines()
    assert said[0].startswith("12 people, brought on ")
    assert said[1:] == [
        "support  10",
        "services  fewer than 10",
        "mixed  10",
        "staff  fewer than 10",
        "share  10",
        "spaces  12",
    ]
    assert run("remove", *at, "--yes").output == "Taken away.\n"
    assert run("remove", *at, "--yes").exit_code == 1
    with app.app_context():
        assert db.session.query(StakeholderAnswers).count() == 0


def test_every_fault_is_told_and_nothing_is_kept(run, file):
    file.write_text("unit,support\na,often\nb,never\n", encoding="utf-8")
    said = run("bring", "2026", "salzburg", file)
    assert said.exit_code == 1
    assert "Nothing was kept." in said.output
    assert "Line 2, support: “often” One of these is allowed: everywhere, partly, planned, no." in said.output
    assert "Line 3, support: “never”" in said.output


@pytest.mark.parametrize("words", [("show", "2026", "atlantis"), ("remove", "1999", "salzburg", "--yes")])
def test_there_is_no_such_assessment(run, words):
    said = run(*words)
    assert said.exit_code == 1
    assert "There is no assessment of" in said.output
