"""The example of the specification reads, is clean, and is our copy of it."""

import re

from survey.questionnaires.model import Questionnaire
from survey.questionnaires.reader import check, read
from tests.questionnaires.example import EXAMPLE, SPECIFICATION


def test_the_example_reads_without_errors():
    """Where the specification is at hand, the copy is the block that stands in it."""
    if SPECIFICATION.is_file():
        (block,) = re.findall(r"```yaml\n(.*?)```", SPECIFICATION.read_text(encoding="utf-8"), re.DOTALL)
        assert EXAMPLE.read_text(encoding="utf-8") == block
    assert [str(fault) for fault in check(EXAMPLE) if fault.severity == "error"] == []
    example = read(EXAMPLE)
    assert isinstance(example, Questionnaire)
    assert {question.kind for question in example.questions.values()} == {
        "single",
        "multiple",
        "scale",
        "number",
        "share",
        "text",
    }


def test_the_example_is_warned_about_what_it_shows():
    assert [fault.code for fault in check(EXAMPLE)] == ["no-pays", "lineage-missing"]


def test_no_is_a_word():
    options = read(EXAMPLE).questions["housing_support"].options
    assert [option.code for option in options] == ["everywhere", "partly", "planned", "no"]
