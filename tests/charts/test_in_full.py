"""What would earn all points, in words, for each kind of question."""

import pytest

from survey.charts.in_full import in_full
from survey.questionnaires.reader import parse
from tests.charts.samples import reader
from tests.installations import small

MORE = """
key: more
edition: "1"
title: More
sections:
  - code: one
    title: One
    questions:
      - {code: any_of, text: Any?, kind: multiple, score: any, options: [{code: a, label: A}, {code: b, label: B}]}
      - code: capped
        text: Some?
        kind: multiple
        points: 2
        options:
          - {code: a, label: A, points: 1}
          - {code: b, label: B, points: 1}
          - {code: c, label: C, points: 1}
      - {code: turned, text: How bad?, kind: scale, from: 1, to: 5, labels: {1: Not at all}, reversed: true}
      - {code: plain, text: How good?, kind: scale, from: 1, to: 5}
      - {code: less, text: How long?, kind: number, unit: days, score: {linear: [30, 5]}}
      - {code: middle, text: How many?, kind: number, score: {bands: [[1, 1], [10, 3], [20, 2]]}}
      - {code: asked, text: How many?, kind: number}
      - {code: words, text: What?, kind: text}
"""


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("support", "In the whole region"),
        ("services", "Advice; Legal help"),
        ("mixed", "Very much"),
        ("staff", "2 FTE or more"),
        ("share", "40 % or more"),
    ],
)
def test_the_answers_of_the_small_questionnaire(code, words):
    with reader():
        assert in_full(small().questions[code]) == words


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("any_of", "One of these: A; B"),
        ("capped", "2 points from these: A; B; C"),
        ("turned", "Not at all"),
        ("plain", "5"),
        ("less", "5 days or less"),
        ("middle", "from 10 to below 20"),
        ("asked", ""),
        ("words", ""),
    ],
)
def test_other_kinds(code, words):
    with reader():
        assert in_full(parse(MORE, "more.yaml").questions[code]) == words
