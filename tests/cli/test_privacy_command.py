"""``survey privacy``: the words to begin with, publishing one's own, and who has read them."""

import subprocess
from functools import partial
from pathlib import Path

import pytest

from tests import commands


@pytest.fixture
def run(app, tmp_path):
    """Run the command on an installation with seven people."""

    def command(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return commands.survey("privacy", *words, folder=Path(app.instance_path), more=more, cwd=tmp_path)

    return command


def test_the_words_that_come_along_are_made_ones_own_and_published(run, tmp_path):
    who = {"SURVEY_CONTROLLER": "The Office of Regions", "SURVEY_CONTACT": "privacy@example.org"}
    run = partial(run, **who, SURVEY_RETENTION_LINKS_DAYS="7", SURVEY_RETENTION_LOG_YEARS="0")
    for language, said in {"en": "They go 7 days later.", "de": "Sie werden 7 Tage später gelöscht."}.items():
        made = run("words", language)
        assert made.returncode == 0, made.stderr
        assert "The Office of Regions" in made.stdout
        assert "[privacy@example.org](mailto:privacy@example.org)" in made.stdout
        assert said in made.stdout
        (tmp_path / f"{language}.md").write_text(made.stdout, encoding="utf-8")
    assert "It is kept for good." in (tmp_path / "en.md").read_text(encoding="utf-8")
    before = run("list").stdout.splitlines()
    assert before[0].startswith("standard-1: the words that come with the software hold.")
    assert before[-1] == "Have read standard-1: 7 of 7."
    assert before[1].startswith("  administrator@example.org: standard-1, ")
    published = run("publish", "en.md", "de.md")
    assert published.stdout.startswith("Published: 20")
    assert run("publish", "en.md", "de.md").stdout == "These words hold already. Nothing was published.\n"
    after = run("list").stdout.splitlines()
    assert after[0].endswith("UTC, in de, en (holds)")
    assert after[1].endswith("(to be asked)")
    assert after[-1].endswith(": 0 of 7.")


def test_what_cannot_be_published_is_said_with_the_cure(run, tmp_path):
    (tmp_path / "en.md").write_text("Ours", encoding="utf-8")
    (tmp_path / "fr.md").write_text("Le nôtre", encoding="utf-8")
    refused = run("publish", "en.md", "fr.md")
    assert refused.returncode == 1
    assert "There are no words in de. Give one file for each language: en.md, de.md." in refused.stderr
    assert "There is no language fr here." in refused.stderr
    (tmp_path / "de.md").write_bytes(b"\xff\xfe\xff")
    assert "de.md is no text in UTF-8." in run("publish", "en.md", "de.md").stderr
