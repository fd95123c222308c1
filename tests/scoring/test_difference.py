"""Why two values differ, worked by hand: other answers, what counted, what was asked."""

from dataclasses import replace

import pytest

from survey.scoring.difference import Scored, between
from survey.scoring.framework import build
from survey.scoring.lineage import Link
from survey.scoring.points import from_cells
from tests.scoring.rows import XYZ, index, nested
from tests.scoring.tiny import framework, matrix, part_of, questionnaire, scale, section

THREE_AND_ONE = {"x": 1, "y": 3}
EVEN = {"x": 1, "y": 1}


def of(parts, *row, **keys):
    """A unit scored by an index of its parts alone."""
    return Scored(framework(tuple(parts), index(parts, **keys)), matrix(row))


def split(found):
    """Answered, state and questionnaire of each row."""
    return [(row.answered, row.state, row.questionnaire) for row in found.rows]


def by_hand(*rows):
    return [pytest.approx(row, abs=1e-12) for row in rows]


def test_other_answers():
    # 70 - 50 = 20: 1/4 * (40 - 80) = -10 and 3/4 * (80 - 40) = 30.
    found = between(of(THREE_AND_ONE, 0.4, 0.8), of(THREE_AND_ONE, 0.8, 0.4), "index")
    assert (found.code, found.value_a, found.value_b, found.total) == ("index", *by_hand(70, 50, 20))
    assert split(found) == by_hand((-10, 0, 0), (30, 0, 0))
    x, y = found.rows
    assert (x.question, x.code_b, x.relation, x.area) == ("x", "x", "same", None)
    assert (x.x_a, x.x_b, x.e_a, x.e_b) == pytest.approx((40, 80, 0.25, 0.25))
    assert (y.question, y.x_a, y.x_b, y.e_a, y.e_b) == ("y", *by_hand(80, 40, 0.75, 0.75))
    assert (x.total, y.total) == pytest.approx((-10, 30))


def test_who_was_counted():
    # 70 - 40 = 30, c = 55. x: (1/4 - 1) * (40 - 55) = 11.25. y counts for a alone: 3/4 * (80 - 55) = 18.75.
    found = between(of(THREE_AND_ONE, 0.4, 0.8), of(THREE_AND_ONE, 0.4, "?"), "index")
    assert split(found) == by_hand((0, 11.25, 0), (0, 18.75, 0))
    assert (found.rows[1].x_b, found.rows[1].e_b) == (None, 0)


def test_both_together():
    # 70 - 60 = 10, c = 65. x: (1/4 + 1) / 2 * (40 - 60) = -12.5 and (1/4 - 1) * (50 - 65) = 11.25; y: 3/4 * 15.
    found = between(of(THREE_AND_ONE, 0.4, 0.8), of(THREE_AND_ONE, 0.6, "-"), "index")
    assert split(found) == by_hand((-12.5, 11.25, 0), (0, 11.25, 0))


def test_an_unknown_answer_that_counts_as_0_is_no_other_answer():
    # 70 - 10 = 60, all of it from y, which counts the same on both sides: 3/4 * 80.
    found = between(of(THREE_AND_ONE, 0.4, 0.8, missing="zero"), of(THREE_AND_ONE, 0.4, "?", missing="zero"), "index")
    assert split(found) == by_hand((0, 0, 0), (0, 60, 0))
    assert (found.rows[1].x_b, found.rows[1].e_b) == (None, pytest.approx(0.75))


def test_counted_as_0_here_and_out_of_remit_there():
    # 40 - 10 = 30, c = 25. x: (1 - 1/4) * (40 - 25) = 11.25. y takes the 0: (0 - 3/4) * (0 - 25) = 18.75.
    found = between(of(THREE_AND_ONE, 0.4, "-", missing="zero"), of(THREE_AND_ONE, 0.4, "?", missing="zero"), "index")
    assert split(found) == by_hand((0, 11.25, 0), (0, 18.75, 0))


def test_counted_as_0_on_both_sides():
    # 20 - 10 = 10. x: 1/4 * (80 - 40); y is 0 here and there.
    found = between(of(THREE_AND_ONE, 0.8, "?", missing="zero"), of(THREE_AND_ONE, 0.4, "?", missing="zero"), "index")
    assert split(found) == by_hand((10, 0, 0), (0, 0, 0))


def test_counted_as_0_in_a_smaller_whole_on_one_side():
    # a: (40 + 0) / 2 over x and y alone = 20, b: (40 + 0 + 60) / 3; c = 80/3.
    parts = {"x": 1, "y": 1, "z": 1}
    found = between(of(parts, 0.4, "?", "-", missing="zero"), of(parts, 0.4, "?", 0.6, missing="zero"), "index")
    c = 80 / 3
    assert split(found) == by_hand((0, (40 - c) / 6, 0), (0, -c / 6, 0), (0, -(60 - c) / 3, 0))


def test_a_question_known_to_one_side_and_counted_as_0_by_the_other_beside_other_weights():
    # a: (40 + 80) / 2 = 60 and z does not apply; b: (40 + 0 + 60) / 3; c is their mean, 140/3.
    # y: 80/2 - 0/3 - (1/2 - 1/3) * c, wholly state, since b gave no answer that could differ.
    parts = {"x": 1, "y": 1, "z": 1}
    found = between(of(parts, 0.4, 0.8, "-", missing="zero"), of(parts, 0.4, "?", 0.6, missing="zero"), "index")
    c = 140 / 3
    assert split(found) == by_hand((0, (40 - c) / 6, 0), (0, 40 - c / 6, 0), (0, -(60 - c) / 3, 0))


def test_a_geometric_mean():
    # sqrt(25 * 100) - 100 = -50, weights (1, 1/4) and (1/2, 1/2), c = 0.
    # x: 3/4 * (25 - 100) and (1 - 1/2) * 62.5. y: the same answer, (1/4 - 1/2) * 100.
    found = between(of(EVEN, 0.25, 1, mean="geometric"), of(EVEN, 1, 1, mean="geometric"), "index")
    assert split(found) == by_hand((-56.25, 31.25, 0), (0, -25, 0))


def test_an_answer_of_0_in_a_geometric_mean_is_an_answer():
    # 50 - 0; b has no weights. x: 1/2 * (25 - 0) and 1 * 12.5. y: the same answer, 1/4 * 100.
    found = between(of(EVEN, 0.25, 1, mean="geometric"), of(EVEN, 0, 1, mean="geometric"), "index")
    assert split(found) == by_hand((12.5, 12.5, 0), (0, 25, 0))


def test_an_unknown_answer_that_makes_a_geometric_mean_0_is_no_other_answer():
    keys = {"mean": "geometric", "missing": "zero"}
    found = between(of(EVEN, 0.25, 1, **keys), of(EVEN, "?", 1, **keys), "index")
    assert split(found) == by_hand((0, 25, 0), (0, 25, 0))


def test_above_a_curved_mean_nothing_is_measured_from_the_mean_value():
    # a: g = sqrt(25 * 100) = 50, index = (50 + 80) / 2 = 65; b: g = 50, z unknown: 50. c = 0 since g is curved.
    measured = framework(XYZ, part_of("g", "group", EVEN, mean="geometric"), index({"g": 1, "z": 1}))
    answers = matrix((0.25, 1, 0.8), (0.25, 1, "?"))
    found = between(Scored(measured, answers, 0), Scored(measured, answers, 1), "index")
    # Weights of x and y: (1/2, 1/8) and (1, 1/4).
    assert split(found) == by_hand((0, -12.5, 0), (0, -12.5, 0), (0, 40, 0))


def test_parts_have_what_comes_through_them():
    # g = 70 and 80: index 55 - 80 = -25, all from x: -20 directly and 1/2 * 1/4 * (40 - 80) = -5 through g.
    found = between(Scored(nested(), matrix((0.4, 0.8))), Scored(nested(), matrix((0.8, 0.8))), "index")
    assert split(found) == by_hand((-25, 0, 0), (0, 0, 0))
    assert [(part.code, part.answered, part.state, part.questionnaire) for part in found.parts] == [
        ("x", pytest.approx(-20), 0, 0),
        ("g", pytest.approx(-5), 0, 0),
    ]
    assert [part.total for part in found.parts] == pytest.approx([-20, -5])


def test_the_largest_come_first_up_or_down():
    parts = {"x": 1, "y": 1, "z": 1}
    found = between(of(parts, 0.5, 0.1, 0.5), of(parts, 0.2, 0.7, 0.2), "index")
    # 10, -20 and 10 points.
    assert [row.question for row in found.largest()] == ["y", "x", "z"]
    assert [part.code for part in found.largest_parts()] == ["y", "x", "z"]
    assert [row.question for row in found.rows] == [part.code for part in found.parts] == ["x", "y", "z"]


def test_rows_add_up_by_area():
    asked = questionnaire(section("one", scale("x"), scale("y")), section("two", scale("z"), weight=3))
    answers = from_cells(asked, {"x": ["4", "8"], "y": ["6", "DK"], "z": ["10", "0"]})
    measured = build(asked)
    found = between(Scored(measured, answers, 0), Scored(measured, answers, 1), "index")
    # The values are (50 + 300) / 4 = 87.5 and (80 + 0) / 4 = 20, c = 53.75, the weights (1, 1, 6)/8 and (2, 0, 6)/8.
    # So x adds 3/16 * (40 - 80) = -7.5 and -1/8 * (60 - 53.75), y adds 1/8 * (60 - 53.75), and z adds 3/4 * 100.
    assert split(found) == by_hand((-7.5, -0.78125, 0), (0, 0.78125, 0), (75, 0, 0))
    assert [row.area for row in found.rows] == ["one", "one", "two"]
    two, one = found.by_area()
    assert (two.code, two.answered, two.state, two.questionnaire) == ("two", *by_hand(75, 0, 0))
    assert (one.code, one.answered, one.state, one.questionnaire) == ("one", *by_hand(-7.5, 0, 0))
    assert (one.total, two.total) == pytest.approx((-7.5, 75))


def test_without_areas_questions_stand_for_themselves():
    found = between(of(EVEN, 0.4, 0.8), of(EVEN, 0.8, 0.6), "index")
    assert [(part.code, part.total) for part in found.by_area()] == [
        ("x", pytest.approx(-20)),
        ("y", pytest.approx(10)),
    ]


def test_only_questions_below_the_component_have_rows():
    measured = framework(XYZ, part_of("g", "group", EVEN), index({"g": 1, "z": 1}))
    answers = matrix((0.4, 0.8, 1), (0.2, 0.8, 0))
    found = between(Scored(measured, answers, 0), Scored(measured, answers, 1), "g")
    assert [row.question for row in found.rows] == ["x", "y"]
    assert found.total == pytest.approx(10)


def test_a_question_differs_by_its_answer():
    found = between(Scored(nested(), matrix((0.4, 0.8))), Scored(nested(), matrix((0.9, 0.8))), "x")
    assert split(found) == by_hand((-50, 0, 0))
    assert [(part.code, part.total) for part in found.parts] == [("x", -50)]


def test_nothing_differs_from_itself():
    side = of(THREE_AND_ONE, 0.4, "?")
    found = between(side, side, "index")
    assert (found.total, split(found)) == (0, [(0, 0, 0), (0, 0, 0)])


@pytest.mark.parametrize("row", [("?", "?"), ("-", "-")])
def test_no_value_has_no_difference(row):
    some, none = of(EVEN, 0.4, 0.8), of(EVEN, *row)
    for found, values in (
        (between(some, none, "index"), (60, None)),
        (between(none, some, "index"), (None, 60)),
        (between(none, none, "index"), (None, None)),
    ):
        assert (found.value_a, found.value_b) == pytest.approx(values)
        assert (found.total, found.rows, found.parts) == (None, (), ())
        assert found.by_area() == found.largest() == found.largest_parts() == ()


def test_values_that_are_withheld_are_explained_and_said_to_be_withheld():
    full, half = (of(THREE_AND_ONE, 0.4, known, minimum_coverage=0.6) for known in (0.8, "?"))
    there, back = between(full, half, "index"), between(half, full, "index")
    assert (there.withheld_a, there.withheld_b, there.total) == (False, True, pytest.approx(30))
    assert (back.withheld_a, back.withheld_b, back.total) == (True, False, pytest.approx(-30))


def test_two_languages_of_one_edition_compare():
    side = of(EVEN, 0.4, 0.8)
    titled = replace(side.framework, components=tuple(replace(one, title="?") for one in side.framework.components))
    assert between(side, replace(side, framework=titled), "index").total == 0


def test_what_cannot_be_compared_is_refused_with_place_and_cure():
    side = of(EVEN, 0.4, 0.8)
    with pytest.raises(KeyError, match=r'code "g"\. Take one of: index\.'):
        between(side, side, "g")
    with pytest.raises(KeyError, match=r'code "g"\. Take one of: index\.'):
        between(Scored(nested(), matrix((0.4, 0.8))), side, "g", [])
    with pytest.raises(ValueError, match=r"^There is no unit 1 in a matrix of 1; count from 0\.$"):
        between(side, replace(side, unit=1), "index")
    with pytest.raises(ValueError, match="3 columns for 2 scored questions"):
        between(replace(side, matrix=matrix((1, 1, 1))), side, "index")
    refused = (
        r"^The two sides are measured by different frameworks\. "
        r"Give the links of their questions, by survey\.scoring\.lineage\.links\.$"
    )
    for other in (
        of({"x": 1, "z": 1}, 0.4, 0.8),
        of(THREE_AND_ONE, 0.4, 0.8),
        of(EVEN, 0.4, 0.8, mean="harmonic"),
        of(EVEN, 0.4, 0.8, missing="zero"),
        of({**EVEN, "z": 1}, 0.4, 0.8, 0.1),
    ):
        with pytest.raises(ValueError, match=refused):
            between(side, other, "index")
    assert between(side, of({"y": 1, "z": 1}, 0.4, 0.8), "index", [Link("x", "y", "same")]).total == 0
