"""``survey settings``: what is in force, where it comes from, and what keeps the platform from serving."""

import subprocess

import pytest

from tests import commands

PASSWORD = "very-secret-and-long-enough-for-a-key"


def run(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return commands.survey(*words, more=settings)


def test_settings_are_shown_with_their_source_and_without_passwords(tmp_path):
    path = tmp_path / "survey.env"
    path.write_text(f"SURVEY_TIME_ZONE=Europe/Vienna\nSURVEY_SMTP_URL=smtps://survey:{PASSWORD}@mail.example.org\n")
    said = run("settings", SURVEY_SETTINGS=str(path), SURVEY_INSTANCE=str(tmp_path / "i"))
    assert said.returncode == 0, said.stderr
    assert f"SURVEY_TIME_ZONE: Europe/Vienna  [{path}]" in said.stdout
    assert f"SURVEY_INSTANCE: {tmp_path / 'i'}  [environment]" in said.stdout
    assert "SURVEY_SMTP_URL: (set, not shown)" in said.stdout
    assert PASSWORD not in said.stdout


def test_checking_tells_the_next_step_until_the_platform_can_serve(tmp_path):
    settings = {"SURVEY_INSTANCE": str(tmp_path / "i"), "SURVEY_BASE_URL": "http://survey.example.org"}
    before = run("settings", "--check", **settings)
    assert before.returncode == 1
    assert "Run: survey migrate" in before.stderr
    assert "people come by http" in before.stdout
    assert run("migrate", **settings).returncode == 0
    after = run("settings", "--check", **settings)
    assert (after.returncode, after.stdout.splitlines()[-1]) == (0, "The platform can serve.")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        (
            "SURVEY_DATABASE_URL",
            "postgresql+psycopg://nobody@127.0.0.1:1/survey",
            "The database does not answer: connection failed",
        ),
        ("SURVEY_SCANNER", "no-such-scanner --fast", "no program no-such-scanner"),
        ("SURVEY_TIME_ZONE", "Europe/Atlantis", "SURVEY_TIME_ZONE"),
    ],
)
def test_each_fault_is_named(tmp_path, name, value, said):
    answer = run("settings", "--check", **{"SURVEY_INSTANCE": str(tmp_path / "i"), name: value})
    assert answer.returncode == 1
    assert said in answer.stderr
