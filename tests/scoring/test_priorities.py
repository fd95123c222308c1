"""Priorities: the cheapest changes that reach a target, held against trying out every set."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from survey.scoring import priorities
from survey.scoring.explanation import effects
from survey.scoring.priorities import Change, cheapest
from tests.scoring.every_set import hold, tasks
from tests.scoring.tiny import framework, matrix, part_of

FLAT = framework("abc", part_of("index", "index", {"a": 2, "b": 1, "c": 1}))


def nested(mean="arithmetic", missing="exclude"):
    """Two areas, one of which is a mean like the index."""
    return framework(
        "abcd",
        part_of("one", "area", {"a": 2, "b": 1}, mean=mean, missing=missing),
        part_of("two", "area", {"c": 1, "d": 1}),
        part_of("index", "index", {"one": 1, "two": 1}, mean=mean, missing=missing),
    )


def told(found):
    """The plans as question codes with shares, for comparing."""
    return [[(change.question, change.share) for change in plan.changes] for plan in found.plans]


def test_the_cheapest_set_worked_by_hand():
    # Today (2 x 20 + 1 x 40 + 1 x 0) / 4 = 20. Full, a brings 40, b 15, c 25. To 60 are needed 40:
    # a alone for 5, or b and c for 2 + 2 = 4.
    changes = [Change("a", 1, 5), Change("b", 1, 2), Change("c", 1, 2)]
    found = cheapest(FLAT, matrix([0.2, 0.4, 0]), "index", 60, changes)
    assert told(found) == [[("b", 1), ("c", 1)]]
    assert (found.before, found.plans[0].effort, found.plans[0].value) == (20, 4, 60)
    assert (found.exact, found.gap, found.highest) == (True, 0, None)


def test_plans_of_equal_effort_are_alternatives_in_the_order_of_the_questionnaire():
    changes = [Change("c", 1, 2), Change("b", 1, 2), Change("a", 1, 4)]
    found = cheapest(FLAT, matrix([0.2, 0.4, 0]), "index", 60, changes)
    assert told(found) == [[("a", 1)], [("b", 1), ("c", 1)]]
    assert told(cheapest(FLAT, matrix([0.2, 0.4, 0]), "index", 60, changes, alternatives=1)) == [[("a", 1)]]


def test_of_plans_of_equal_effort_the_one_that_reaches_most_is_first():
    # From 20, b brings 15 and c 25: either is enough for 30 at an effort of 2, and c reaches 45.
    changes = [Change("b", 1, 2), Change("c", 1, 2)]
    found = cheapest(FLAT, matrix([0.2, 0.4, 0]), "index", 30, changes)
    assert told(found) == [[("c", 1)], [("b", 1)]]
    assert [plan.value for plan in found.plans] == [45, 35]


def test_of_several_steps_of_a_question_one_is_taken():
    # a half earns 2 x 30 / 4 = 15, a full 40. 15 more is enough.
    steps = [Change("a", 0.5, 2), Change("a", 1, 6), Change("b", 1, 3)]
    assert told(cheapest(FLAT, matrix([0.2, 0.4, 0]), "index", 35, steps)) == [[("a", 0.5)]]
    assert told(cheapest(FLAT, matrix([0.2, 0.4, 0]), "index", 50, steps)) == [[("a", 0.5), ("b", 1)]]
    assert told(cheapest(FLAT, matrix([0.2, 0.4, 0]), "index", 51, steps)) == [[("a", 1)]]


def test_a_target_already_reached_costs_nothing():
    found = cheapest(FLAT, matrix([0.2, 0.4, 0]), "index", 20, [Change("a", 1, 1)])
    assert (told(found), found.plans[0].effort, found.exact) == ([[]], 0, True)


def test_a_target_out_of_reach_tells_how_far_one_comes():
    # With b and c full: (40 + 100 + 100) / 4 = 60.
    found = cheapest(FLAT, matrix([0.2, 0.4, 0]), "index", 61, [Change("b", 1, 1), Change("c", 1, 1)])
    assert (found.plans, found.highest, found.exact, found.gap) == ((), 60, True, 0)


def test_what_does_not_apply_stays_out_and_the_rest_weighs_more():
    # c does not apply: today (2 x 20 + 40) / 3 = 26.7; b full brings 60 / 3 = 20.
    found = cheapest(FLAT, matrix([0.2, 0.4, "-"]), "index", 46, [Change("b", 1, 1)])
    assert found.plans[0].value == pytest.approx(140 / 3)


def test_an_unknown_answer_that_becomes_known_moves_the_denominator():
    # Only b is known: 40. With c at 50: (40 + 50) / 2 = 45; linear weights would have said 40 + 0.
    found = cheapest(FLAT, matrix(["?", 0.4, "?"]), "index", 45, [Change("c", 0.5, 1), Change("a", 0.45, 1)])
    assert told(found) == [[("c", 0.5)]]
    assert found.plans[0].value == pytest.approx(45)


def test_without_any_value_the_first_known_answer_makes_one():
    found = cheapest(FLAT, matrix(["?", "?", "?"]), "index", 50, [Change("a", 0.4, 1), Change("b", 1, 3)])
    assert (found.before, told(found)) == (None, [[("b", 1)]])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (Change("x", 1, 1), "no scored question has this code"),
        (Change("d", 1, 1), "no part of one"),
        (Change("b", 1, 1), "does not apply"),
        (Change("a", 0.2, 1), "not above today's"),
        (Change("a", 1.1, 1), "at most 1"),
        (Change("a", float("nan"), 1), "not above today's"),
        (Change("a", 1, 0), "no whole number from 1"),
        (Change("a", 1, -3), "no whole number from 1"),
        (Change("a", 1, 1.5), "no whole number from 1"),
        (Change("a", 1, True), "no whole number from 1"),
        (Change("a", 1, 2_000_000), "larger unit"),
    ],
)
def test_a_change_that_cannot_be_is_refused_with_its_place(change, message):
    with pytest.raises(ValueError, match=message):
        cheapest(nested(), matrix([0.2, "-", 0, 0]), "one", 90, [change])


def test_a_code_nearly_right_is_told():
    near = framework(["housing_help"], part_of("index", "index", {"housing_help": 1}))
    with pytest.raises(ValueError, match=r'Change of "housing_hepl".*Did you mean "housing_help"'):
        cheapest(near, matrix([0]), "index", 50, [Change("housing_hepl", 1, 1)])


@pytest.mark.parametrize("target", [-1, 100.5, float("nan"), float("inf")])
def test_a_target_that_is_no_score_is_refused(target):
    with pytest.raises(ValueError, match="Choose one from 0 to 100"):
        cheapest(FLAT, matrix([0, 0, 0]), "index", target, [])


@pytest.mark.parametrize("alternatives", [0, -1])
def test_no_alternatives_are_no_question(alternatives):
    with pytest.raises(ValueError, match="Ask for 1 or more"):
        cheapest(FLAT, matrix([0, 0, 0]), "index", 50, [Change("a", 1, 1)], alternatives=alternatives)


def test_a_value_too_little_is_known_for_is_reached_and_said_to_be_withheld():
    # With c, 2 of 4 parts of the weight are known: below 0.6, so no score is published. With a, 3 of 4 are.
    measured = framework("abc", part_of("index", "index", {"a": 2, "b": 1, "c": 1}, minimum_coverage=0.6))
    one = cheapest(measured, matrix(["?", 0.4, "?"]), "index", 70, [Change("c", 1, 1)]).plans[0]
    assert (one.value, one.withheld) == (pytest.approx(70), True)
    more = cheapest(measured, matrix(["?", 0.4, "?"]), "index", 70, [Change("a", 1, 1)]).plans[0]
    assert (more.value, more.withheld) == (pytest.approx(80), False)


def test_a_question_by_itself_has_priorities_too():
    found = cheapest(FLAT, matrix(["?", 0.4, 0]), "a", 50, [Change("a", 0.4, 1), Change("a", 0.6, 2)])
    assert (told(found), found.plans[0].value) == ([[("a", 0.6)]], pytest.approx(60))


def test_one_unit_at_a_time_in_a_component_that_exists():
    with pytest.raises(ValueError, match="has 2 rows"):
        cheapest(FLAT, matrix([0, 0, 0], [0, 0, 0]), "index", 10, [])
    with pytest.raises(KeyError, match="No component"):
        cheapest(FLAT, matrix([0, 0, 0]), "nothing", 10, [])


@pytest.mark.parametrize("mean", ["arithmetic", "geometric", "harmonic"])
@pytest.mark.parametrize("missing", ["exclude", "zero"])
@settings(max_examples=40, deadline=None)
@given(tasks())
def test_all_cheapest_sets_are_found_and_no_other(mean, missing, task):
    row, target, changes = task
    measured = nested(mean, missing)
    hold(cheapest(measured, matrix(row), "index", target, changes, alternatives=1000), measured, task)


@settings(max_examples=25, deadline=None)
@given(tasks(cells=st.sampled_from([0.0, 0.25, 0.5])))
def test_linear_plans_cost_what_an_integer_programme_says(task):
    row, target, changes = task
    found = cheapest(nested(), matrix(row), "index", target, changes)
    explained = effects(nested(), matrix(row), "index")
    gains = [explained.weight[0, "abcd".index(c)] * 100 * (share - row["abcd".index(c)]) for c, share, _ in changes]
    need = target - explained.value[0]
    if need <= 0 or not changes:
        assert not found.plans or found.plans[0].effort == 0
        return
    once = [[float(change.question == code) for change in changes] for code in "abcd"]
    rules = [LinearConstraint([gains], lb=need - 1e-9), LinearConstraint(once, ub=1)]
    oracle = milp([change.effort for change in changes], constraints=rules, integrality=1, bounds=Bounds(0, 1))
    assert oracle.success is bool(found.plans)
    assert not found.plans or found.plans[0].effort == round(oracle.fun)


def test_a_table_too_large_is_searched_instead(monkeypatch):
    changes = [Change("a", 1, 5), Change("b", 1, 2), Change("c", 1, 2)]
    computed = cheapest(FLAT, matrix([0.2, 0.4, 0]), "index", 60, changes)
    monkeypatch.setattr(priorities, "MOST_CELLS", 0)
    assert cheapest(FLAT, matrix([0.2, 0.4, 0]), "index", 60, changes) == computed
