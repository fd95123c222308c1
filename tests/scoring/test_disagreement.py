"""How far people are apart: worked by hand, and what holds for any answers."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.questionnaires.reader import read
from survey.scoring.disagreement import Disagreement, between, of, ranked
from tests.databases import SMALL

QUESTIONS = read(SMALL).questions
UNKNOWN, NOT_OURS = Answer(State.DOES_NOT_KNOW), Answer(State.NOT_APPLICABLE)
REPLIES = st.lists(st.one_of(st.floats(0, 1), st.sampled_from("abc")), max_size=8)


def value(given) -> Answer:
    return Answer(State.ANSWERED, given)


@pytest.mark.parametrize(
    ("replies", "expected"),
    [
        ([], 0),
        ([0.5], 0),
        ([0.5, 0.5, 0.5], 0),
        ([0.0, 1.0], 0.5),  # (0 + 1 + 1 + 0) / 4
        ([0.0, 0.5, 1.0], 4 / 9),  # pairs 0.5, 1 and 0.5, each twice, of 9
        ([0.0, 0.0, 1.0], 4 / 9),  # two pairs of 1, each twice, of 9
        (["a", "b"], 0.5),  # 1 - 1/4 - 1/4
        (["a", "a", "b", "c"], 0.625),  # 1 - 1/4 - 1/16 - 1/16
        ([0.25, "unknown"], 0.5),  # an unknown answer is 1 away from every share
        ([0.0, 1.0, "unknown"], 6 / 9),  # three pairs of 1, each twice, of 9
        ([0.25, 0.75, "unknown", "unknown"], 9 / 16),  # 0.5 and four times 1, each twice, of 16
    ],
)
def test_the_measure_by_hand(replies, expected):
    assert between(replies) == pytest.approx(expected, abs=1e-15)


@pytest.mark.parametrize("wrong", [-0.1, 1.1, float("nan")])
def test_a_share_lies_between_0_and_1(wrong):
    with pytest.raises(ValueError, match="between 0 and 1"):
        between([wrong])


@pytest.mark.parametrize(
    ("code", "answers", "distance", "variety"),
    [
        ("support", [value("everywhere"), value("partly")], 0.25, 0.5),  # shares 1 and 0.5
        ("support", [value("everywhere"), value("no")], 0.5, 0.5),
        ("support", [value("no"), Answer(State.PLANNED, "planned")], 0.0, 0.5),  # both earn nothing today
        ("support", [UNKNOWN, NOT_ANSWERED], 0.0, 0.0),
        ("support", [UNKNOWN, NOT_OURS, value("no")], 2 / 3, 2 / 3),
        ("support", [Answer(State.HIDDEN), value("no")], 0.0, 0.0),
        ("services", [value(("advice",)), value(("legal",))], 1 / 6, 0.5),  # 1 and 2 of 3 points
        ("mixed", [value(1), value(3), value(5)], 4 / 9, 2 / 3),
        ("share", [value(10.0), value(30.0)], 0.25, 0.5),  # evenly from 0 to 40
        ("spaces_note", [value("Parks."), value("Cafés."), value("Parks.")], 4 / 9, 4 / 9),
        ("visitors", [value(12.0), value(13.0)], 0.5, 0.5),  # a number without points is another word
        ("support", [], 0.0, 0.0),
    ],
)
def test_questions_by_hand(code, answers, distance, variety):
    found = of(QUESTIONS[code], answers)
    assert (found.distance, found.variety) == (pytest.approx(distance), pytest.approx(variety))
    assert found.people == sum(each.state is not State.HIDDEN for each in answers)


def test_most_disagreement_comes_first_then_variety_then_the_file():
    apart, same_worth, agreed = Disagreement(0.5, 0.5, 2), Disagreement(0.0, 0.5, 2), Disagreement(0.0, 0.0, 2)
    found = {"a": agreed, "b": same_worth, "c": apart, "d": agreed, "e": Disagreement(0.5 + 1e-12, 0.5, 2)}
    assert ranked(found) == ["c", "e", "b", "a", "d"]


@given(REPLIES)
def test_it_is_the_mean_distance_of_all_pairs(replies):
    def distance(a, b):
        return float(a != b) if isinstance(a, str) or isinstance(b, str) else abs(a - b)

    pairs = [distance(a, b) for a, b in product(replies, replies)]
    assert between(replies) == pytest.approx(sum(pairs) / len(pairs) if pairs else 0)


@given(st.lists(st.sampled_from("abcd"), min_size=1))
def test_without_points_it_is_the_index_of_gini_and_simpson(replies):
    shares = [replies.count(each) / len(replies) for each in set(replies)]
    assert between(replies) == pytest.approx(1 - sum(share**2 for share in shares))


@given(REPLIES.flatmap(lambda replies: st.tuples(st.just(replies), st.permutations(replies))))
def test_neither_the_order_nor_everybody_counted_twice_changes_it(both):
    replies, other = both
    assert 0 <= between(replies) < 1
    assert between(other) == pytest.approx(between(replies))
    assert between(replies + other) == pytest.approx(between(replies))


@given(st.lists(st.floats(0, 1), min_size=1), st.floats(0, 1))
def test_shares_nearer_to_each_other_agree_more(shares, factor):
    assert between([factor * each for each in shares]) <= between(shares) + 1e-9
