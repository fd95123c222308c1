"""Coverage, the share not applicable, what is withheld, and the planned layer, worked by hand."""

import numpy as np
import pytest

from survey.scoring.aggregation import score
from survey.scoring.framework import build
from survey.scoring.points import Matrix, from_cells
from tests.scoring.averages import SHARES, one, two_areas
from tests.scoring.tiny import card, choice, framework, matrix, part_of, questionnaire, scale, section


def test_coverage_is_the_known_weight_of_what_applies_level_by_level():
    # Area a: a1 known (1), a2 unknown (3): 1/4. Area b: b1 does not apply, b2 known: 1. Index: (1 * 0.25 + 3 * 1) / 4.
    result = card(two_areas(), a1=5, a2="DK", b1="NA", b2=5)
    assert result["a"].coverage == 0.25
    assert result["b"].coverage == 1
    assert result["index"].coverage == pytest.approx(0.8125)


def test_coverage_is_the_same_under_both_policies():
    for missing in ("exclude", "zero"):
        assert one(0.2, "?", "-", missing=missing).coverage == 0.5


def test_the_share_not_applicable_counts_all_parts_level_by_level():
    # Area a: a2 is 3 of 4. Area b: none. Index: (1 * 0.75 + 3 * 0) / 4.
    result = card(two_areas(), a1=5, a2="NA", b1=5, b2=5)
    assert result["a"].not_applicable == 0.75
    assert result["b"].not_applicable == 0
    assert result["index"].not_applicable == pytest.approx(0.1875)


def test_a_low_coverage_withholds_the_own_score_but_not_the_value_for_parents():
    # Area a: coverage 1/4 is below 0.6, its value 0.5 still counts: (1 * 0.5 + 3 * 0.7) / 4 = 0.65, coverage 0.8125.
    result = card(two_areas(), a1=5, b1=7, b2=7)
    assert result["a"].score is None
    assert result["a"].planned is None
    assert (result["a"].low, result["a"].high) == pytest.approx((12.5, 87.5))
    assert result["index"].score == pytest.approx(65)


def test_a_value_is_there_where_the_score_is_withheld():
    asked = two_areas()
    scores = score(build(asked), from_cells(asked, {"a1": ["5"], "b1": ["7"], "b2": ["7"]}))
    place = scores.places["a"]
    assert np.isnan(scores.score[0, place])
    assert scores.value[0, place] == pytest.approx(50)


def test_a_coverage_at_the_minimum_is_enough_whatever_the_last_bit_says():
    # 0.1 + 0.2 is a little more than 0.3 of the weight 1.
    tenths = {"x": 0.1, "y": 0.2, "z": 0.7}
    for least, enough in ((0.3, True), (0.3 + 5e-10, True), (0.3 + 2e-9, False)):
        index = part_of("index", "index", tenths, minimum_coverage=least)
        result = score(framework(SHARES, index), matrix((0.5, 0.5, "?"))).card(0)["index"]
        assert (result.score is not None) == enough


def test_a_minimum_of_zero_withholds_nothing():
    assert one("?", 0.4, "?", minimum_coverage=0.0).score == pytest.approx(40)
    assert one("?", 0.4, "?", minimum_coverage=0.6).score is None


def test_planned_answers_count_as_known_and_earn_their_points_in_the_planned_layer():
    asked = questionnaire(
        section("a", choice("help", [{"code": "yes", "points": 4}, {"code": "soon", "planned": 3}]), scale("mood"))
    )
    area = card(asked, help="soon", mood=5)["a"]
    # Today (0 + 0.5) / 2 = 0.25, and later (0.75 + 0.5) / 2 = 0.625.
    assert (area.score, area.planned) == pytest.approx((25, 62.5))
    assert (area.coverage, area.answered, area.applicable) == (1, 2, 2)
    assert (area.low, area.high) == pytest.approx((25, 25))


def test_planned_points_pass_through_every_mean():
    asked = questionnaire(
        section("a", choice("help", [{"code": "yes", "points": 1}, {"code": "soon", "planned": 1}]), mean="harmonic"),
        section("b", scale("mood"), mean="geometric"),
    )
    result = card(asked, help="soon", mood=5)
    assert (result["a"].score, result["a"].planned) == (0, 100)
    assert result["index"].planned == pytest.approx(75)


def test_without_planned_points_the_planned_layer_is_the_score():
    states = np.ones((1, 3), dtype=np.int8)
    index = part_of("index", "index", dict.fromkeys(SHARES, 1.0))
    scores = score(framework(SHARES, index), Matrix(np.array([[0.1, 0.2, 0.6]]), states))
    assert scores.planned.tolist() == scores.score.tolist() == [pytest.approx([30])]
