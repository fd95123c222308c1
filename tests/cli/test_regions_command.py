"""``survey regions`` and ``survey context``: listed, taken away, and read back with a look first."""

import pytest
from click.testing import CliRunner

from survey.cli import main
from survey.database import db
from survey.models import Region


@pytest.fixture
def run(app, monkeypatch):
    """Run a command of ``survey`` on the test installation, in this process."""
    monkeypatch.setenv("SURVEY_INSTANCE", app.instance_path)
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


def test_regions_are_listed(run):
    said = run("regions", "list").output.splitlines()
    assert len(said) == 11
    assert "salzburg  Salzburg  [member]  AT AT32, level 2" in said
    assert any(line.startswith("vastra-gotaland") and "[has left]" in line for line in said)


@pytest.mark.parametrize(("noun", "count"), [("regions", 11), ("context", 22)])
def test_what_is_taken_away_changes_nothing_when_it_is_read_back(run, tmp_path, noun, count):
    file = tmp_path / "taken.csv"
    assert run(noun, "export", file).output == f"{file}: {count} rows.\n"
    assert run(noun, "import", file).output == f"Changed: 0. As before: {count}.\n"


def test_a_dry_run_says_what_would_change_and_changes_nothing(run, tmp_path):
    file = tmp_path / "taken.csv"
    run("context", "export", file)
    file.write_text(file.read_text(encoding="utf-8").replace("salzburg,population,", "salzburg,population,1", 1))
    said = run("context", "import", file, "--dry-run")
    assert said.exit_code == 0, said.output
    assert said.output.splitlines()[-1] == "Would be changed: 1. As before: 21."
    assert said.output.startswith("salzburg population ")
    assert run("context", "import", file, "--dry-run").output == said.output
    assert run("context", "import", file).output.splitlines()[-1] == "Changed: 1. As before: 21."
    assert run("context", "import", file).output == "Changed: 0. As before: 22.\n"


def test_every_fault_is_told_by_line_and_nothing_is_changed(app, run, tmp_path):
    file = tmp_path / "regions.csv"
    run("regions", "export", file)
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace(",IT,", ",it,")
    lines.append("vienna,Vienna,Wien,AT,AT13,2,de,City of Vienna,,2026-01-01,perhaps,,")
    file.write_text("\n".join(lines), encoding="utf-8")
    said = run("regions", "import", file)
    assert said.exit_code == 1
    assert "Line 2, country: “it” This is no code of a country." in said.output
    assert "Line 13, has_left: “perhaps” Write yes or no." in said.output
    with app.app_context():
        assert db.session.query(Region).filter_by(key="vienna").count() == 0


def test_a_file_about_the_other_is_said(run, tmp_path):
    file = tmp_path / "taken.csv"
    run("context", "export", file)
    assert f"This file is about context: survey context import {file}" in run("regions", "import", file).output


def test_a_file_that_cannot_be_written_is_said(run, tmp_path):
    said = run("regions", "export", tmp_path / "nowhere" / "regions.csv")
    assert (said.exit_code, "cannot be written" in said.output) == (1, True)


@pytest.mark.parametrize(
    "words", ["regions list", "regions import", "regions export", "context import", "context export"]
)
def test_every_command_shows_an_example(run, words):
    assert f"survey {words}" in run(*words.split(), "--help").output
