"""What to know first: how a score changed, and what a draft leaves open."""

import pytest

from survey.charts.first import since, unanswered
from survey.charts.rounding import change_note
from tests.charts.samples import reader


@pytest.mark.parametrize(
    ("then", "change", "answered", "words"),
    [
        (54.2, 3.24, None, "Since Wave 2025 (54.2): +3.2."),
        (54.2, 0.0, None, "Since Wave 2025 (54.2): 0.0."),
        (
            54.2,
            1.5,
            0.26,
            "Since Wave 2025 (54.2): +1.5. Other answers alone would have made it +0.3; the rest comes from which "
            "questions are answered and asked by now.",
        ),
        (54.2, 1.5, 1.5, "Since Wave 2025 (54.2): +1.5, all of it through other answers."),
    ],
)
def test_a_change_says_from_what_and_of_a_draft_what_was_answered_otherwise(then, change, answered, words):
    with reader():
        assert since("Wave 2025", then, change, answered) == words


def test_areas_without_an_answer_are_named():
    with reader():
        assert unanswered(["Housing"]).startswith("1 area has no answer yet")
        assert unanswered(["Housing", "Sport"]).endswith("they are not counted: Housing; Sport.")


def test_a_tenth_that_rounding_hides_is_told():
    with reader():
        assert change_note([(54.3, 52.0, 2.3), (None, 1.0, 2.0)]) == ()
        assert "before rounding" in change_note([(55.76, 54.24, 1.52)])[0]  # 55.8 - 54.2 looks like 1.6
