"""``survey work``: what is due is done, each at its own pace; what fails keeps nothing else from being done."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from survey.database import sessions
from survey.services import runs, schedule
from tests import commands
from tests.databases import bind

ALL = [
    *("Due: mail send", "Due: remind", "Due: check-links", "Due: retention", "Due: backup --keep 14"),
    "Due: check-certificate",
]


@pytest.fixture
def folder(app) -> Path:
    return Path(app.instance_path)


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return commands.survey("work", *words, folder=folder)


def note(folder: Path, job: str, following: timedelta) -> None:
    """Note when a job is to be done next."""
    (folder / "work" / job).write_text((datetime.now(UTC) + following).isoformat(), encoding="ascii")


def kept(folder: Path) -> set[tuple[str, str | None]]:
    """Return the runs that are kept, each with what went wrong."""
    with sessions(bind(folder))() as session:
        return {(one.name, one.fault) for one in runs.listing(session)}


def test_each_job_is_done_at_its_own_pace(folder):
    assert run(folder, "--dry-run").stdout.splitlines() == ALL
    done = run(folder)
    assert done.returncode == 0, done.stderr
    assert kept(folder) == {(name, None) for name in schedule.EVERY}
    assert len(list((folder / "backups").glob("survey-*.tar.gz"))) == 1
    assert run(folder, "--dry-run").stdout.splitlines() == ["Due: mail send"]
    note(folder, "remind", -timedelta(minutes=1))
    note(folder, "backup", timedelta(days=2))  # by a clock that has been put back since
    note(folder, "retention", -timedelta(hours=1))
    (folder / "work" / "check-links").write_text("nonsense")
    (folder / "work" / "check-certificate").unlink()
    assert run(folder, "--dry-run").stdout.splitlines() == ALL


def test_a_job_that_fails_keeps_no_other_from_being_done(folder):
    (folder / "backups").write_text("a file where the folder should be")
    said = run(folder)
    assert (said.returncode, said.stderr.splitlines()[-1]) == (1, "Error: Not done: backup --keep 14.")
    assert "Sent: 0. Not sent: 0." in said.stdout
    assert "Visited: 0." in said.stdout
    failed = ("backup", "FileExistsError")
    assert kept(folder) == {(name, None) for name in schedule.EVERY if name != "backup"} | {failed}
    note(folder, "backup", timedelta(minutes=59))
    assert run(folder, "--dry-run").stdout.splitlines() == ["Due: mail send"]


def test_the_help_gives_examples(folder):
    assert "* * * * * survey work" in run(folder, "--help").stdout
