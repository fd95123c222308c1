"""``survey score``: from a questionnaire file and a table of answers to a table of scores, or to all their faults."""

import csv
import io
import os
import stat
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from survey.cli.score import score

SMALL = Path(__file__).resolve().parent.parent / "small.yaml"
HEADER = "unit,component,level,score,low,high,coverage,not_applicable,planned,answered,applicable"
ANSWERS = """\
unit,support,services,mixed,staff,share,spaces
North,everywhere,advice|legal,5,2,40,some
South,planned,,1,DK,0,NA
Sud,no,advice,,,10,
"""


def run(*arguments):
    """The command as typed, with its streams apart."""
    return CliRunner().invoke(score, [str(argument) for argument in arguments])


def rows(text):
    """Results by unit and component."""
    return {(row["unit"], row["component"]): row for row in csv.DictReader(io.StringIO(text))}


@pytest.fixture
def answers(tmp_path):
    """A table of answers that holds no fault."""
    path = tmp_path / "answers.csv"
    path.write_text(ANSWERS, encoding="utf-8")
    return path


def test_scores_go_to_a_file_in_the_public_layout(answers, tmp_path):
    output = tmp_path / "scores.csv"
    done = run(SMALL, answers, "--output", output)
    assert (done.exit_code, done.output) == (0, "")
    lines = output.read_text(encoding="utf-8").splitlines()
    assert lines[0] == HEADER
    assert [line.split(",")[:3] for line in lines[1:7]] == [
        ["North", "index", "index"],
        ["North", "equality", "dimension"],
        ["North", "interaction", "dimension"],
        ["North", "housing", "area"],
        ["North", "encounter", "area"],
        ["North", "access", "group"],
    ]
    assert lines[1] == "North,index,index,100.0,100.0,100.0,1.0,0.0,100.0,6,6"
    assert len(lines) == 1 + 3 * 6


def test_scores_are_those_worked_by_hand(answers):
    found = rows(run(SMALL, answers).stdout)
    # South, housing: access has support planned (0, later 1) and services hidden, counted as zero: 0, later 0.5;
    # mixed 0; staff unknown. So (0 + 0) / 2, later (0.5 + 0) / 2; staff is a third of the weight.
    south = found["South", "housing"]
    numbers = {name: float(south[name]) for name in ("score", "low", "high", "coverage", "not_applicable", "planned")}
    assert numbers == pytest.approx(
        {"score": 0, "low": 0, "high": 100 / 3, "coverage": 2 / 3, "not_applicable": 0, "planned": 25}
    )
    assert (south["answered"], south["applicable"]) == ("3", "4")
    # South, encounter: share 0 of 40, spaces does not apply.
    assert found["South", "encounter"]["score"] == "0.0"
    assert found["South", "encounter"]["not_applicable"] == "0.5"
    # Sud, housing: support 0, services 0; the other two thirds are not answered, which is below six tenths.
    assert found["Sud", "housing"]["score"] == ""
    assert found["Sud", "housing"]["planned"] == ""
    assert float(found["Sud", "housing"]["high"]) == pytest.approx(200 / 3)


def test_questions_are_added_after_the_components(answers):
    found = [line.split(",")[1:4] for line in run(SMALL, answers, "--questions").stdout.splitlines()[1:13]]
    assert found[6:] == [
        ["support", "question", "100.0"],
        ["services", "question", "100.0"],
        ["mixed", "question", "100.0"],
        ["staff", "question", "100.0"],
        ["share", "question", "100.0"],
        ["spaces", "question", "100.0"],
    ]


def test_no_output_ever_says_nan(answers, tmp_path):
    empty = tmp_path / "empty.csv"
    empty.write_text("unit,mixed,spaces\nNowhere,,\n=1+1,NA,DK\n", encoding="utf-8")
    text = run(SMALL, empty, "--questions").stdout
    assert "nan" not in text.lower()
    assert rows(text)["Nowhere", "index"]["score"] == ""
    assert "\n'=1+1,index,index,," in text


def test_a_questionnaire_of_the_library_goes_by_its_name(tmp_path):
    table = tmp_path / "answers.csv"
    table.write_text("unit\nNorth\n", encoding="utf-8")
    done = run("regional_index-2026", table)
    assert done.exit_code == 0
    assert rows(done.stdout)["North", "index"]["answered"] == "0"


def test_a_name_that_is_neither_file_nor_library_is_a_usage_error_with_the_nearest_name(answers):
    done = run("regional_index-2062", answers)
    assert done.exit_code == 2
    assert 'Did you mean "regional_index-2026"?' in " ".join(done.stderr.split())
    assert "The library has: regional_index-2026" in " ".join(run("xyz", answers).stderr.split())


def test_faults_in_answers_are_all_named_and_nothing_is_written(answers, tmp_path):
    answers.write_text("unit,support,shrae\nNorth,perhaps,1\nNorth,yes,1\n", encoding="utf-8")
    output = tmp_path / "scores.csv"
    done = run(SMALL, answers, "--output", output)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert [line.split(": ")[0] for line in done.stderr.splitlines()] == [
        "answers.csv:1, column shrae",
        "answers.csv:2, column support",
        "answers.csv:3, column unit",
        "answers.csv:3, column support",
        "4 faults; nothing was written.",
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.csv"]


def test_an_earlier_result_stays_when_the_answers_are_refused(answers, tmp_path):
    output = tmp_path / "scores.csv"
    output.write_text("earlier", encoding="utf-8")
    answers.write_text("unit,support\nNorth,perhaps\n", encoding="utf-8")
    done = run(SMALL, answers, "--output", output)
    assert (done.exit_code, output.read_text(encoding="utf-8")) == (1, "earlier")
    assert "1 fault; nothing was written." in done.stderr


def test_an_earlier_result_is_replaced_whole(answers, tmp_path):
    output = tmp_path / "scores.csv"
    output.write_text("earlier", encoding="utf-8")
    assert run(SMALL, answers, "--output", output).exit_code == 0
    assert output.read_text(encoding="utf-8").startswith(HEADER)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.csv", "scores.csv"]


def test_a_link_stays_a_link(answers, tmp_path):
    target, link = tmp_path / "scores.csv", tmp_path / "link.csv"
    link.symlink_to(target)
    assert run(SMALL, answers, "--output", link).exit_code == 0
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8").startswith(HEADER)


def test_a_pipe_is_written_to_and_not_replaced(answers, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    received = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_text(encoding="utf-8")))
    reader.start()
    assert run(SMALL, answers, "--output", pipe).exit_code == 0
    reader.join()
    assert received[0].startswith(HEADER)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_faults_in_the_questionnaire_are_named_too(answers, tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text("key: broken\nedition: '1'\ntitel: Broken\nsections: []\n", encoding="utf-8")
    done = run(broken, answers)
    assert done.exit_code == 1
    assert "broken.yaml:" in done.stderr


def test_a_folder_that_does_not_exist_is_told_without_a_trace(answers, tmp_path):
    done = run(SMALL, answers, "--output", tmp_path / "nowhere" / "scores.csv")
    assert done.exit_code == 1
    assert "No such file or directory. Nothing was written." in done.stderr


@pytest.mark.parametrize("arguments", [[], [SMALL], [SMALL, "missing.csv"], [SMALL, __file__, "--no-such-option"]])
def test_a_command_typed_wrongly_is_a_usage_error(arguments):
    assert run(*arguments).exit_code == 2


def test_a_reader_that_has_seen_enough_ends_the_command_quietly(answers, monkeypatch):
    def closed(*_):
        raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr("survey.scoring.tables.write", closed)
    done = run(SMALL, answers)
    assert (done.exit_code, done.stderr) == (1, "")


def test_help_tells_exit_codes_and_examples():
    text = run("--help").output
    for words in ("Exit codes:", "0  scored", "1  the questionnaire or the answers", "2  the command", "Examples:"):
        assert words in text
