"""Sums as people check them: what shown numbers add up to, and where a word is due."""

import pytest

from survey.charts import rounding
from tests.charts.samples import reader


@pytest.mark.parametrize(
    ("added", "shown", "differs"),
    [
        ([], "0.0", False),
        ([20.4, 40.9], "61.3", False),
        ([0.04, 0.04, 0.04], "0.0", True),
        ([20.44, 20.44, 20.44], "61.2", True),
        ([-0.04, 0.04], "0.0", False),
        ([0.1, 0.2], "0.3", False),
    ],
)
def test_what_shown_numbers_add_up_to(added, shown, differs):
    found = rounding.sums(added)
    assert str(found.shown).removeprefix("-") == shown
    assert found.differs is differs
    assert found.exact == pytest.approx(sum(added))


def test_a_word_where_rounding_hides_a_tenth_and_none_else():
    with reader():
        [said] = rounding.note(rounding.sums([20.44, 20.44, 20.44]))
        assert said == "The parts as shown add up to 61.2 because of rounding; unrounded the sum is 61.320."
        [said] = rounding.note(rounding.sums([20.44, 20.44, 20.44]), "Adds")
        assert said.startswith("Adds: the numbers as shown add up to 61.2")
        assert rounding.note(rounding.sums([20.4, 40.9])) == ()
    with reader("de"):
        assert "61,320" in rounding.note(rounding.sums([20.44, 20.44, 20.44]))[0]


@pytest.mark.parametrize(
    ("value", "text"), [(3.14, "+3.1"), (-0.06, "−0.1"), (0.04, "0.0"), (-0.04, "0.0"), (0.05, "0.0"), (0.15, "+0.2")]
)
def test_a_gain_has_a_sign_unless_it_rounds_to_nothing(value, text):
    with reader():
        assert rounding.signed(value) == text
