"""How many points each kind of question can earn, and what each reply earns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.questionnaires.answers import State
from survey.questionnaires.kinds import earned, is_scored, possible, state_of
from tests.questionnaires.written import question

SINGLE = """
- code: support
  text: Is there support?
  kind: single
  options:
    - {code: whole, label: Everywhere, points: 2}
    - {code: part, label: In parts, points: 0.5}
    - {code: decided, label: Decided, planned: 2}
    - {code: soon, label: "In parts, all decided", points: 0.5, planned: 1.5}
    - {code: none, label: "No"}
"""

OPTIONS = "options: [{code: a, label: A, points: 1}, {code: b, label: B, points: 2}, {code: c, label: C, points: 0.5}"


def multiple(keys="", more="]"):
    """A multiple choice of a (1 point), b (2), c (0.5), with other keys and options."""
    return question(f"- {{code: q, text: Which?, kind: multiple, {keys}{OPTIONS}{more}}}")


def test_a_single_choice_can_earn_its_highest_option():
    assert possible(question(SINGLE)) == 2


@pytest.mark.parametrize(
    ("code", "today", "planned"),
    [("whole", 2, 2), ("part", 0.5, 0.5), ("decided", 0, 2), ("soon", 0.5, 1.5), ("none", 0, 0)],
)
def test_a_single_choice_earns_the_points_of_its_option_today_and_as_planned(code, today, planned):
    assert earned(question(SINGLE), code) == (today, planned)


@pytest.mark.parametrize(("code", "state"), [("decided", State.PLANNED), ("soon", State.PLANNED), ("none", "answered")])
def test_an_option_with_planned_points_is_a_plan(code, state):
    assert state_of(question(SINGLE), code) is State(state)


def test_other_kinds_are_answered():
    assert state_of(multiple(), ("a",)) is State.ANSWERED


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("", 3.5),
        ("points: 3, ", 3),
        ("score: share, ", 3.5),
        ("score: any, points: 4, ", 4),
        ("score: all, points: 0, ", 0),
    ],
)
def test_a_multiple_choice_can_earn_its_points_or_the_sum_of_all(keys, expected):
    assert possible(multiple(keys)) == expected


@pytest.mark.parametrize(("score", "expected"), [("sum", 0), ("share", 1), ("any", 1), ("all", 1)])
def test_options_without_points_share_one_point_unless_they_are_summed(score, expected):
    text = "options: [{code: a, label: A}, {code: b, label: B}]"
    assert possible(question(f"- {{code: q, text: Q, kind: multiple, score: {score}, {text}}}")) == expected


@pytest.mark.parametrize(
    ("keys", "chosen", "expected"),
    [
        ("", ("a",), 1),
        ("", ("a", "b"), 3),
        ("points: 2.5, ", ("a", "b"), 2.5),
        ("score: share, points: 3, ", ("a",), 1),
        ("score: share, points: 3, ", ("a", "b", "c"), 3),
        ("score: any, points: 3, ", ("c",), 3),
        ("score: all, points: 3, ", ("a", "b"), 0),
        ("score: all, points: 3, ", ("a", "b", "c"), 3),
    ],
)
def test_choices_are_summed_up_to_the_cap_shared_or_all_or_nothing(keys, chosen, expected):
    assert earned(multiple(keys), chosen) == (expected, expected)


@pytest.mark.parametrize("score", ["sum", "share", "any", "all"])
def test_an_exclusive_option_earns_its_own_points(score):
    asked = multiple(f"score: {score}, points: 4, ", ", {code: none, label: None, exclusive: true, points: 0.25}]")
    assert earned(asked, ("none",)).today == 0.25


@pytest.mark.parametrize("score", ["share", "all"])
def test_an_exclusive_option_is_none_of_those_that_are_counted(score):
    asked = multiple(f"score: {score}, points: 3, ", ", {code: none, label: None, exclusive: true}]")
    assert earned(asked, ("a", "b", "c")).today == 3
    assert earned(asked, ("none",)).today == 0


def test_an_exclusive_option_earns_no_more_than_the_question():
    asked = multiple("points: 2, ", ", {code: better, label: Better, exclusive: true, points: 9}]")
    assert earned(asked, ("better",)).today == 2


@pytest.mark.parametrize(("value", "expected"), [(1, 0), (2, 0.25), (4, 0.75), (5, 1)])
def test_a_scale_rises_from_its_lowest_step_to_its_highest(value, expected):
    asked = "- {code: q, text: Q, kind: scale, from: 1, to: 5"
    assert earned(question(asked + "}"), value).today == pytest.approx(expected)
    assert earned(question(asked + ", points: 4}"), value).today == pytest.approx(4 * expected)
    assert earned(question(asked + ", reversed: true}"), value).today == pytest.approx(1 - expected)


def test_a_scale_can_earn_one_point_unless_it_says_otherwise():
    assert possible(question("- {code: q, text: Q, kind: scale, from: -2, to: 2}")) == 1
    assert possible(question("- {code: q, text: Q, kind: scale, from: -2, to: 2, points: 3}")) == 3


@pytest.mark.parametrize("kind", ["number", "share"])
@pytest.mark.parametrize(
    ("ends", "value", "expected"),
    [
        ("[0, 40]", 0, 0),
        ("[0, 40]", 10, 0.25),
        ("[0, 40]", 40, 1),
        ("[0, 40]", 90, 1),
        ("[20, 40]", 10, 0),
        ("[40, 0]", 10, 0.75),
        ("[40, 0]", 50, 0),
        ("[-100, 300]", 100, 0.5),
    ],
)
def test_linear_is_clamped_and_may_run_downwards_and_beyond(kind, ends, value, expected):
    asked = question(f"- {{code: q, text: Q, kind: {kind}, score: {{linear: {ends}}}}}")
    assert earned(asked, value).today == pytest.approx(expected)


@pytest.mark.parametrize("kind", ["number", "share"])
@pytest.mark.parametrize(("value", "expected"), [(0, 0), (0.49, 0), (0.5, 1), (1.99, 1), (2, 2), (100, 2)])
def test_bands_are_steps_that_include_their_beginning(kind, value, expected):
    asked = question(f"- {{code: q, text: Q, kind: {kind}, score: {{bands: [[0.5, 1], [2, 2]]}}}}")
    assert earned(asked, value).today == expected


def test_bands_need_not_rise_in_points():
    asked = question("- {code: q, text: Q, kind: number, score: {bands: [[0, 1], [5, 3], [9, 2]]}}")
    assert possible(asked) == 3
    assert [earned(asked, value).today for value in (1, 6, 10)] == [1, 3, 2]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("score: {linear: [0, 1]}", 1),
        ("score: {linear: [0, 1]}, points: 5", 5),
        ("score: {bands: [[0, 1], [5, 3]]}", 3),
        ("score: {bands: [[0, 1], [5, 3]]}, points: 3", 3),
        ("weight: 2", None),
    ],
)
def test_a_number_can_earn_one_point_its_highest_band_or_its_points(keys, expected):
    assert possible(question(f"- {{code: q, text: Q, kind: number, {keys}}}")) == expected


def test_linear_is_stretched_to_the_points():
    assert earned(question("- {code: q, text: Q, kind: share, score: {linear: [0, 50]}, points: 4}"), 25).today == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kind: text", False),
        ("kind: number", False),
        ("kind: number, score: {linear: [0, 1]}", True),
        ("kind: number, score: {linear: [0, 1]}, points: 0", False),
        ("kind: share, score: {linear: [0, 1]}, weight: 0", False),
        ("kind: scale, from: 0, to: 1", True),
        ("kind: scale, from: 0, to: 1, points: 0", False),
        ("kind: single, options: [{code: a, label: A, planned: 0}]", False),
        ("kind: multiple, options: [{code: a, label: A}]", False),
        ("kind: multiple, score: any, options: [{code: a, label: A}]", True),
    ],
)
def test_a_question_is_scored_if_it_has_a_weight_and_points(text, expected):
    assert is_scored(question(f"- {{code: q, text: Q, {text}}}")) is expected


def test_a_question_without_points_earns_nothing():
    assert possible(question("- {code: q, text: Q, kind: text}")) is None
    assert earned(question("- {code: q, text: Q, kind: text}"), "words") == (0, 0)
    assert earned(question("- {code: q, text: Q, kind: number}"), 7) == (0, 0)


KINDS = st.sampled_from(
    [
        (SINGLE, ["whole", "part", "decided", "soon", "none"]),
        ("- {code: q, text: Q, kind: scale, from: -3, to: 4, points: 2.5}", list(range(-3, 5))),
        ("- {code: q, text: Q, kind: scale, from: 0, to: 3, reversed: true}", list(range(4))),
        ("- {code: q, text: Q, kind: share, score: {linear: [80, 10]}, points: 3}", [0.0, 10.0, 33.3, 80.0, 100.0]),
        ("- {code: q, text: Q, kind: number, score: {bands: [[-1, 0.5], [3, 2]]}}", [-9.0, -1.0, 2.9, 3.0, 1e9]),
        (
            f"- {{code: q, text: Q, kind: multiple, points: 2, {OPTIONS}]}}",
            [("a",), ("b",), ("a", "b"), ("a", "b", "c")],
        ),
    ]
)


@given(KINDS)
def test_every_reply_earns_between_nothing_and_all(kind):
    text, values = kind
    asked = question(text)
    for value in values:
        today, planned = earned(asked, value)
        assert 0 <= today <= possible(asked)
        assert today <= planned <= possible(asked)


@given(
    st.sampled_from(["sum", "share", "any", "all"]), st.sets(st.sampled_from("abc"), min_size=1), st.sampled_from("abc")
)
def test_one_choice_more_never_earns_less(score, chosen, more):
    asked = multiple(f"score: {score}, points: 3, ")
    few, many = (tuple(sorted(codes)) for codes in (chosen, chosen | {more}))
    assert earned(asked, many).today >= earned(asked, few).today
