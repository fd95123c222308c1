"""Loadings: dimensions of the file, sums of 1, and questions that count for none."""

import pytest

from tests.questionnaires.written import FIRST, asked, found, found_in, said

TWO = "dimensions: [{code: equality, title: E}, {code: diversity, title: D}]\n"
BOTH = "dimensions: {equality: 0.5, diversity: 0.5}"
OTHER = "- {code: other, text: Q, kind: scale, from: 0, to: 1, " + BOTH + "}\n"
"""Loads on both dimensions, so that neither is empty."""

SCALE = "- {{code: q, text: Q, kind: scale, from: 0, to: 1{}}}\n"


@pytest.mark.parametrize(
    "loadings",
    [
        "{equality: 1}",
        "{equality: 0.3, diversity: 0.7}",
        "{equality: 1, diversity: 0}",
        "{equality: 0.3333333, diversity: 0.6666666}",
    ],
)
def test_loadings_sum_to_one(loadings):
    text = OTHER + SCALE.format(f", dimensions: {loadings}")
    assert found_in(text, section=BOTH, rest=TWO) == []


@pytest.mark.parametrize(
    ("loadings", "total"),
    [
        ("{equality: 0.9}", "0.9"),
        ("{equality: 1, diversity: 1}", "2"),
        ("{equality: 0}", "0"),
        ("{equality: 0.333}", "0.333"),
    ],
)
def test_loadings_that_sum_to_something_else_are_an_error(loadings, total):
    text = asked(OTHER + SCALE.format(f", dimensions: {loadings}"), rest=TWO)
    assert found(text) == [f"loadings-sum:{FIRST + 1}"]
    assert f"sum to {total}, not to 1" in said(text, "loadings-sum")


def test_the_loadings_of_a_section_sum_to_one_as_well():
    question = SCALE.format(", dimensions: {equality: 0.5, diversity: 0.5}")
    assert found_in(question, section="dimensions: {equality: 0.5}", rest=TWO) == [f"loadings-sum:{FIRST - 1}"]


def test_huge_loadings_do_not_overflow():
    text = SCALE.format(", dimensions: {equality: 1e308, diversity: 1e308}")
    assert found_in(text, rest=TWO) == [f"loadings-sum:{FIRST}"]


def test_a_loading_names_a_dimension_of_the_file():
    text = asked(OTHER + SCALE.format(", dimensions: {equalty: 1}"), rest=TWO)
    assert found(text) == [f"unknown-dimension:{FIRST + 1}"]
    assert "Did you mean equality?" in said(text, "unknown-dimension")
    assert found_in(SCALE.format(""), section="dimensions: {equality: 1}") == [f"unknown-dimension:{FIRST - 1}"]


def test_a_scored_question_without_loadings_is_warned_about_where_there_are_dimensions():
    assert found_in(SCALE.format("") + OTHER, rest=TWO) == [f"?no-loadings:{FIRST}"]
    assert found_in(SCALE.format(", dimensions: {}") + OTHER, section=BOTH, rest=TWO) == [f"?no-loadings:{FIRST + 1}"]
    assert found_in(SCALE.format("")) == []


@pytest.mark.parametrize("unscored", ["weight: 0", "points: 0"])
def test_a_question_that_is_not_scored_needs_no_loadings(unscored):
    assert found_in(SCALE.format(f", {unscored}") + OTHER, rest=TWO) == []


def test_dimensions_from_areas_need_loadings_of_sections():
    areas = TWO + "framework: {dimensions: {from: areas}}\n"
    assert found_in(SCALE.format(""), section=BOTH, rest=areas) == []
    text = asked(SCALE.format(", " + BOTH), rest=areas)
    assert found(text) == ["?no-loadings:5", f"?empty-dimension:{FIRST + 1}", f"?empty-dimension:{FIRST + 1}"]
