"""What holds for every framework and every set of answers: section 6 of the method, applicability held."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.scoring.aggregation import score
from survey.scoring.framework import Framework
from tests.scoring import by_hand, tiny
from tests.scoring.by_hand import Reply
from tests.scoring.strategies import SHARES, frameworks, units

NUMBERS = ("score", "value", "low", "high", "coverage", "not_applicable", "planned", "answered", "applicable")
ANSWERED = st.sampled_from(["low", "high"])


@st.composite
def scored(draw, means=("arithmetic", "geometric", "harmonic")):
    """A framework and one unit's replies."""
    framework = draw(frameworks(means))
    return framework, draw(units(framework))


def results(framework, replies):
    """The engine's scores of one unit."""
    cells = [replies[code] for code in framework.questions]
    row = ["-" if not reply.applicable else "?" if reply.share is None else reply.share for reply in cells]
    return score(framework, tiny.matrix(row))


def with_component(framework, change):
    return Framework(framework.questions, tuple(map(change, framework.components)), framework.published)


@given(scored())
def test_the_engine_does_what_the_method_says(case):
    framework, replies = case
    made, expected = results(framework, replies), by_hand.outcomes(framework, replies)
    for code, place in made.places.items():
        outcome = expected[code]
        value = np.nan if outcome.value is None else 100 * outcome.value
        coverage = outcome.coverage if outcome.applicable else np.nan
        enough = outcome.coverage >= framework.by_code[code].minimum_coverage - 1e-9
        np.testing.assert_allclose(made.value[0, place], value, rtol=0, atol=1e-9)
        np.testing.assert_allclose(made.score[0, place], value if enough else np.nan, rtol=0, atol=1e-9)
        np.testing.assert_allclose(made.coverage[0, place], coverage, rtol=0, atol=1e-9)
        np.testing.assert_allclose(made.not_applicable[0, place], outcome.absent, rtol=0, atol=1e-9)
        below = [replies[question] for question in framework.effective_weights(code)]
        assert made.applicable[0, place] == sum(reply.applicable for reply in below)
        assert made.answered[0, place] == sum(reply.applicable and reply.share is not None for reply in below)


@given(scored())
@settings(deadline=None)
def test_bounds_are_those_of_brute_force_over_completions(case):
    framework, replies = case
    made = results(framework, replies)
    for code, place in made.places.items():
        if made.applicable[0, place]:
            low, high = by_hand.bounds(framework, replies, code)
            assert (made.low[0, place], made.high[0, place]) == pytest.approx((100 * low, 100 * high), abs=1e-9)
        else:
            assert np.isnan([made.low[0, place], made.high[0, place]]).all()


@given(scored())
def test_scores_stay_between_0_and_100_and_inside_their_bounds(case):
    made = results(*case)
    known = ~np.isnan(made.value)
    applies = made.applicable > 0
    assert np.all((made.low[applies] >= 0) & (made.low[applies] <= made.high[applies]) & (made.high[applies] <= 100))
    assert np.all((made.low[known] <= made.value[known]) & (made.value[known] <= made.high[known]))
    assert np.all((made.coverage[applies] >= 0) & (made.coverage[applies] <= 1 + 1e-12))
    assert np.all((made.not_applicable >= 0) & (made.not_applicable <= 1 + 1e-12))
    assert np.array_equal(np.isnan(made.score), np.isnan(made.planned))


@given(scored(), st.data())
def test_more_points_never_lower_a_score(case, data):
    framework, replies = case
    better = {
        code: reply
        if reply.share is None
        else Reply(data.draw(st.one_of(st.just(1.0), SHARES.map(lambda share, at=reply.share: max(share, at)))))
        for code, reply in replies.items()
    }
    before, after = results(framework, replies), results(framework, better)
    for name in ("value", "score", "low", "high"):
        one, other = getattr(before, name), getattr(after, name)
        assert np.array_equal(np.isnan(one), np.isnan(other))
        assert np.all((other >= one - 1e-9) | np.isnan(one))


@given(scored(), st.randoms(use_true_random=False))
def test_the_order_of_questions_and_parts_changes_nothing(case, random):
    framework, replies = case

    def shuffled(component):
        return replace(component, parts=tuple(random.sample(component.parts, len(component.parts))))

    questions = tuple(random.sample(framework.questions, len(framework.questions)))
    other = Framework(questions, tuple(map(shuffled, framework.components)), framework.published)
    assert_same(results(framework, replies), results(other, replies))


@given(scored(), st.floats(1e-6, 1e6))
def test_the_scale_of_weights_changes_nothing(case, factor):
    framework, replies = case

    def scaled(component):
        return replace(component, parts=tuple((part, weight * factor) for part, weight in component.parts))

    assert_same(results(framework, replies), results(with_component(framework, scaled), replies))


@given(scored())
def test_declaring_a_question_not_applicable_leaves_the_mean_of_the_rest(case):
    framework, replies = case
    gone = framework.questions[0]

    def without(component):
        kept = tuple(part for part in component.parts if part[0] != gone)
        return replace(component, parts=kept)

    rest = with_component(framework, without)
    if all(component.parts for component in rest.components):
        declared = results(framework, {**replies, gone: Reply(applicable=False)})
        left = results(replace(rest, questions=framework.questions[1:]), replies)
        assert_same(declared, left, *(name for name in NUMBERS if name != "not_applicable"))


@given(scored(means=("arithmetic",)))
def test_an_arithmetic_score_with_everything_known_is_the_sum_of_effective_weights(case):
    framework, replies = case
    known = {code: Reply(reply.share or 0.0) for code, reply in replies.items()}
    made = results(framework, known)
    for code, place in made.places.items():
        weights = framework.effective_weights(code)
        expected = 100 * sum(weight * known[question].share for question, weight in weights.items())
        assert made.value[0, place] == pytest.approx(expected, abs=1e-9)


def assert_same(one, other, *names):
    for name in names or NUMBERS:
        np.testing.assert_allclose(getattr(one, name), getattr(other, name), rtol=0, atol=1e-9)
