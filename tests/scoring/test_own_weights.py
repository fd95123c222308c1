"""The index under other weights, worked by hand; all else stays as it was."""

import numpy as np
import pytest

from survey.scoring.aggregation import score
from survey.scoring.framework import build
from survey.scoring.own_weights import weighed
from survey.scoring.points import UNKNOWN, Matrix
from tests.scoring.tiny import questionnaire, scale, section

BUILT = build(
    questionnaire(
        section("a", scale("p"), dimensions={"d": 1}),
        section("b", scale("q"), weight=3, dimensions={"e": 1}),
        dimensions=("d", "e"),
    )
)
ONE = Matrix(np.array([[0.4, 0.8]]), np.ones((1, 2), dtype=np.int8))


def index(weights, matrix=ONE):
    return score(weighed(BUILT, weights), matrix).card(0)["index"]


def test_the_official_index_worked_by_hand():
    # (1 x 40 + 3 x 80) / 4 = 70
    assert score(BUILT, ONE).card(0)["index"].score == pytest.approx(70)


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ({"a": 1, "b": 3}, 70),
        ({"a": 1, "b": 1}, 60),
        ({"a": 3, "b": 1}, 50),
        ({"a": 30, "b": 10}, 50),
        ({"a": 1}, 40),
        ({"a": 0, "b": 0.5}, 80),
        ({"d": 1, "e": 1}, 60),
        ({"d": 4, "e": 1}, 48),
    ],
)
def test_own_weights_worked_by_hand(weights, expected):
    assert index(weights).score == pytest.approx(expected)


def test_all_else_stays_as_it_was():
    before, after = score(BUILT, ONE).card(0), score(weighed(BUILT, {"a": 5, "b": 1}), ONE).card(0)
    assert {code: one for code, one in before.items() if code != "index"} == {
        code: one for code, one in after.items() if code != "index"
    }


def test_unknown_answers_widen_the_interval_by_their_own_weight():
    # a unknown with 3 of 4 parts: from (3 x 0 + 80) / 4 = 20 to (3 x 100 + 80) / 4 = 95; 25 % known is too little.
    lacking = Matrix(np.array([[0.0, 0.8]]), np.array([[UNKNOWN, 1]], dtype=np.int8))
    found = index({"a": 3, "b": 1}, lacking)
    assert (found.low, found.high, found.coverage) == pytest.approx((20, 95, 0.25))
    assert found.score is None


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ({"c": 1}, "nothing that can be weighed"),
        ({"index": 1}, "nothing that can be weighed"),
        ({"p": 1}, "nothing that can be weighed"),
        ({"a": -1}, "no weight"),
        ({"a": float("nan")}, "no weight"),
        ({"a": float("inf")}, "no weight"),
        ({"a": 0}, "All weights are 0"),
        ({}, "All weights are 0"),
    ],
)
def test_what_cannot_be_weighed(weights, words):
    with pytest.raises(ValueError, match=words):
        weighed(BUILT, weights)
