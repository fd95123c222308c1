"""Answers that stand for all that can be given."""

import math

from survey.questionnaires.checks import samples
from survey.questionnaires.conditions import parse
from tests.questionnaires.written import questionnaire

Q = questionnaire("""
- {code: pick, text: Q, kind: single, options: [{code: yes, label: A}, {code: no, label: B}]}
- code: many
  text: Q
  kind: multiple
  options: [{code: a, label: A}, {code: b, label: B}, {code: c, label: C}, {code: none, label: N, exclusive: true}]
- {code: step, text: Q, kind: scale, from: 1, to: 1000000}
- {code: count, text: Q, kind: number, minimum: 0, maximum: 10, score: {bands: [[4, 1]]}}
- {code: free, text: Q, kind: number, score: {linear: [0, 7]}}
- {code: words, text: Q, kind: text}
""").questions


def tried(condition, code):
    """The values that are tried for one question."""
    return list(dict.fromkeys(sample[code] for sample, _ in samples.outcomes(parse(condition), Q)))


def test_a_missing_value_is_tried_for_every_question():
    assert tried("answered(words)", "words") == [None, "text"]
    assert tried('pick == "yes"', "pick") == [None, "yes", "no"]


def test_choices_join_the_options_that_are_named_but_not_exclusive_ones():
    assert tried('"a" in many and "none" in many', "many") == [None, ("a",), ("b",), ("c",), ("none",)]
    assert tried('"a" in many or "b" in many', "many") == [None, ("a",), ("b",), ("a", "b"), ("c",), ("none",)]


def test_steps_are_tried_near_what_is_compared_and_at_the_ends():
    assert set(tried("step > 7", "step")) >= {None, 1, 6, 7, 8, 1000000}
    assert len(tried("step > 7", "step")) < 20


def test_numbers_are_tried_within_limits_and_beside_all_turns():
    numbers = [number for number in tried("count > 5", "count") if number is not None]
    assert set(numbers) >= {0.0, 3.0, 4.0, 5.0, 6.0, 10.0, math.nextafter(5, math.inf), math.nextafter(4, 0)}
    assert min(numbers) == 0
    assert max(numbers) == 10


def test_numbers_without_limits_are_tried_on_both_sides():
    numbers = [number for number in tried("free > count", "free") if number is not None]
    assert min(numbers) < 0
    assert max(numbers) > 10
    assert 7.0 in numbers


def test_too_many_combinations_are_not_tried(monkeypatch):
    monkeypatch.setattr(samples, "MOST", 8)
    assert list(samples.outcomes(parse('pick == "yes"'), Q)) != []
    assert list(samples.outcomes(parse('pick == "yes" and "a" in many'), Q)) == []


def test_each_combination_comes_with_its_outcome():
    outcomes = list(samples.outcomes(parse('pick == "yes" and answered(words)'), Q))
    assert len(outcomes) == 6
    assert [sample for sample, met in outcomes if met] == [{"pick": "yes", "words": "text"}]
