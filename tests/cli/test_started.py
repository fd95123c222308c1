"""The program as it is installed does what :mod:`tests.commands` does in a forked process."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests import commands

PROGRAM = str(Path(sys.executable).parent / "survey")


@pytest.mark.parametrize(
    ("words", "status"),
    [(["--help"], 0), (["no-such-command"], 2), (["questionnaire", "--help"], 0), (["settings", "--check"], 1)],
)
def test_both_end_and_say_the_same(words, status, tmp_path, monkeypatch):
    monkeypatch.setenv("SURVEY_INSTANCE", str(tmp_path / "instance"))
    started = subprocess.run([PROGRAM, *words], capture_output=True, text=True, check=False, cwd=tmp_path)
    forked = commands.survey(*words, more={"SURVEY_INSTANCE": str(tmp_path / "instance")}, cwd=tmp_path)
    assert (started.returncode, started.stdout, started.stderr) == (forked.returncode, forked.stdout, forked.stderr)
    assert started.returncode == status
