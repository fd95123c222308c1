"""Results as arrays, as cards, as columns."""

import numpy as np
import pytest

from survey.scoring.aggregation import score
from survey.scoring.scorecard import ComponentScore, Scores
from tests.scoring.tiny import framework, matrix, part_of


def scores():
    """Two units; the second knows nothing of the area."""
    area = part_of("a", "area", {"x": 1, "y": 1}, minimum_coverage=0.6)
    return score(framework("xy", area, part_of("index", "index", {"a": 1})), matrix((0.2, 0.6), ("?", "?")))


def test_a_card_holds_the_published_numbers_of_one_unit():
    card = scores().card(0)
    assert list(card) == ["index", "a"]
    assert card["a"] == ComponentScore(
        "a", "area", pytest.approx(40), pytest.approx(40), pytest.approx(40), 1, 0, pytest.approx(40), 2, 2
    )


def test_what_is_no_number_is_none():
    assert scores().card(1)["a"] == ComponentScore("a", "area", None, 0, 100, 0, 0, None, 0, 2)


def test_counts_are_whole_numbers():
    assert {type(number) for number in (scores().card(0)["a"].answered, scores().card(0)["a"].applicable)} == {int}


def test_one_component_of_all_units():
    np.testing.assert_allclose(scores().of("a"), [40, np.nan])
    with pytest.raises(KeyError):
        scores().of("b")


def test_a_part_is_a_view():
    whole = scores()
    part = whole.part(slice(1, 2), slice(1, None))
    assert (part.codes, part.levels, len(part), len(whole)) == (("a",), ("area",), 1, 2)
    part.score[:] = 7
    assert whole.score[1, 1] == 7


def test_room_has_the_shape_of_units_and_components():
    room = Scores.empty(("a", "b"), ("area", "area"), 3)
    assert {array.shape for array in vars(room).values() if isinstance(array, np.ndarray)} == {(3, 2)}
    assert (room.answered.dtype, room.score.dtype) == (np.int32, np.float64)
