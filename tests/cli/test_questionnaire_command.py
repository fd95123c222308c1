"""``survey questionnaire``: what it prints, and how it ends."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from survey.cli import COMMANDS, main
from survey.questionnaires.reader import json_schema, library
from tests.questionnaires.example import EXAMPLE
from tests.questionnaires.written import HEAD, asked

GOOD = asked("- {code: q, text: Q, kind: scale, from: 0, to: 1}")
WARNED = HEAD + "sections: []\n"
BAD = asked("- {code: q, text: Q, kind: scale, from: 1, to: 0, wieght: 2}")


def survey(*words):
    """The end of ``survey questionnaire`` with these words: exit code, output, errors."""
    result = CliRunner().invoke(main, ["questionnaire", *map(str, words)], prog_name="survey")
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def write(tmp_path):
    """Write a file and give its path."""

    def write(text, name="tiny-1.yaml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return write


def test_a_clean_file_ends_with_0(write):
    assert survey("check", write(GOOD)) == (0, "1 file: 0 errors, 0 warnings.\n", "")


def test_warnings_end_with_0_unless_they_are_to_fail(write):
    path = write(WARNED)
    line = f"{path}:4: warning: no-questions: The questionnaire asks nothing. Add questions.\n"
    assert survey("check", path) == (0, line + "1 file: 0 errors, 1 warning.\n", "")
    assert survey("check", "--strict", path)[0] == 1
    assert survey("check", "--strict", write(GOOD))[0] == 0


def test_errors_end_with_1_and_every_fault_has_its_line(write):
    path = write(BAD)
    code, output, _ = survey("check", path)
    lines = output.splitlines()
    assert code == 1
    assert lines[0].startswith(f"{path}:8: error: unknown-key: wieght is no key here. Did you mean weight?")
    assert lines[1].startswith(f"{path}:8: error: empty-scale:")
    assert lines[2:] == ["1 file: 2 errors, 0 warnings."]


def test_the_rules_beside_a_questionnaire_are_checked_with_it_and_each_fault_is_told_once(write):
    rules = write("questionnaire: tiny\nedition: '1'\ntime_bound: [qq]\n", "tiny-1.rules.yaml")
    line = f"{rules}:3: error: rule-code: qq is no question of tiny. Did you mean q?\n"
    assert survey("check", write(GOOD)) == (1, line + "1 file: 1 error, 0 warnings.\n", "")
    assert survey("check", write(GOOD), rules) == (1, line + "2 files: 1 error, 0 warnings.\n", "")


def test_several_files_are_judged_at_once(write):
    code, output, _ = survey("check", write(GOOD, "a.yaml"), write(BAD, "b.yaml"), write(WARNED, "c.yaml"))
    assert code == 1
    assert [line.rpartition("/")[2].split(":")[0] for line in output.splitlines()[:-1]] == [
        "b.yaml",
        "b.yaml",
        "c.yaml",
    ]
    assert output.endswith("3 files: 2 errors, 1 warning.\n")


def test_a_fault_is_one_line_whatever_the_file_holds(write):
    path = write(asked('- {code: q, text: Q, kind: text, hidden: "a\\nb"}\n- {code: "c\\nd", text: Q, kind: text}'))
    assert len(survey("check", path)[1].splitlines()) == 3


def test_faults_can_be_had_as_json(write):
    path = write(BAD)
    code, output, _ = survey("check", "--format", "json", path)
    document = json.loads(output)
    assert (code, document["errors"], document["warnings"]) == (1, 2, 0)
    assert document["faults"][1] == {
        "file": str(path),
        "line": 8,
        "severity": "error",
        "code": "empty-scale",
        "what": "The scale goes from 1 to 0.",
        "cure": "Let it rise by at least one; reversed: true lets the lowest step earn most.",
    }


def test_a_questionnaire_of_the_library_can_be_named():
    assert survey("check", "regional_index-2026")[0] == 0
    assert survey("show", "regional_index-2026")[1].startswith("Intercultural")


@pytest.mark.parametrize(
    "words", [["check"], ["check", "gone.yaml"], ["check", "--form"], ["show"], ["show", "."], ["shwo"]]
)
def test_a_wrong_use_ends_with_2(words):
    code, output, errors = survey(*words)
    assert (code, output) == (2, "")
    assert "Usage: survey questionnaire" in errors


def test_a_file_that_is_not_there_is_compared_with_the_library():
    assert 'Did you mean "regional_index-2026"?' in survey("show", "regional_index-2025")[2]
    assert f"The library has: {', '.join(library())}" in survey("show", "zzz")[2]


def test_the_schema_is_printed_as_json():
    code, output, _ = survey("schema")
    assert code == 0
    assert json.loads(output) == json.loads(json.dumps(json_schema()))


def test_a_questionnaire_is_listed_with_what_it_is_worth():
    code, output, _ = survey("show", EXAMPLE)
    lines = output.splitlines()
    assert code == 0
    assert lines[:3] == [
        "Intercultural index for regions (regional_index, edition 2026)",
        "one reply per region, 6 questions",
        "dimensions, from questions: equality, diversity, interaction",
    ]
    for line in (
        "housing: Housing and neighbourhoods, weight 1, equality 0.5, interaction 0.5",
        "  housing_services: Which services are offered?",
        "    multiple, 3 points, weight 1 in housing_access, 16.7 % of its area, equality 0.5, interaction 0.5",
        '    asked if housing_support in ["everywhere", "partly"] (hidden: exclude)',
        "    scale, 1 point, weight 1, 33.3 % of its area, equality 0.5, interaction 0.5",
        "    text, not scored",
        "  housing_access: Access, weight 1 = housing_support 1, housing_services 1",
        "  lens: Intercultural lens = commitment 1, housing 1",
        "  index: Index = commitment 1, lens 1",
    ):
        assert line in lines


def test_a_listing_leaves_out_what_there_is_not(write):
    lines = survey("show", write(GOOD))[1].splitlines()
    assert lines[-1] == "    scale, 1 point, weight 1, 100.0 % of its area"
    assert not [line for line in lines if "dimensions" in line or "Indices" in line]


def test_a_file_with_errors_is_not_listed(write):
    code, output, errors = survey("show", write(BAD))
    assert (code, output) == (1, "")
    assert "empty-scale" in errors


@pytest.mark.parametrize("words", [[], ["check"], ["schema"], ["show"]])
def test_help_has_examples(words):
    code, output, _ = survey(*words, "--help")
    assert code == 0
    assert "Examples:" in output
    assert "survey questionnaire" in output


def test_all_commands_are_listed_and_can_be_loaded():
    result = CliRunner().invoke(main, ["--help"], prog_name="survey")
    assert result.exit_code == 0
    for name in COMMANDS:
        assert f"\n  {name} " in result.output
    assert CliRunner().invoke(main, ["nothing"]).exit_code == 2


def test_a_command_loads_no_other():
    code = (
        "import sys; from survey.cli import main; main(['questionnaire', 'schema'], standalone_mode=False);"
        "sys.exit(bool({'numpy', 'pandas', 'flask', 'sqlalchemy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
