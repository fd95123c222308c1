"""Colours that stand for numbers."""

import pytest

from survey.charts import theme
from survey.charts.drawing.shades import ends, shade


@pytest.mark.parametrize("score", [0, 0.1, 9.99, 10, 29.9, 30, 45, 50, 69.99, 70, 89, 90, 99, 100])
def test_a_score_has_the_colour_of_its_class_as_in_the_table(score):
    assert shade(score, theme.heat_scale(), 0, 100) == f"var(--heat-{theme.heat_class(score)})"


def test_between_two_colours_the_nearer_one_is_taken():
    scale = [[0, "a"], [1, "b"]]
    assert [shade(value, scale, 0, 10) for value in (-5, 4, 6, 15)] == ["a", "a", "b", "b"]


def test_a_scale_ends_where_the_trace_says_or_its_values_do():
    assert ends({"zmin": 0, "zmax": 100}, [40, 60], "zmin", "zmax") == (0, 100)
    assert ends({}, [40, 60], "zmin", "zmax") == (40, 60)
    assert ends({}, [], "zmin", "zmax") == (0, 1)


def test_a_scale_of_one_value_is_its_first_colour():
    assert shade(5, [[0, "a"], [1, "b"]], 5, 5) == "a"
