"""What the benchmarks measure still works: they run seldom, and a new step after signing in would break them unseen."""

import os
import subprocess
import sys
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"
MEASURED = """
import brotli
from sample import PAGE, QUESTIONS, Caller, prepare, questionnaire
from serve import saving

caller = Caller(prepare())
page = brotli.decompress(caller.call("GET", PAGE)).decode()
print(sum(f"{code}.version" in page for code in questionnaire().questions), QUESTIONS)
print(saving(caller)(0).decode())
"""


def test_the_sample_shows_its_eight_questions_and_saves_an_answer(tmp_path):
    own = {name: value for name, value in os.environ.items() if not name.startswith("SURVEY_")}
    environment = own | {"PYTHONPATH": str(BENCHMARKS), "SURVEY_INSTANCE": str(tmp_path / "instance")}
    ran = subprocess.run(
        [sys.executable, "-c", MEASURED], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    shown, saved = ran.stdout.split("\n", 1)
    assert shown == "8 8"
    assert '"version"' in saved
