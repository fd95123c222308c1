"""What contradicts itself inside one question."""

import pytest

from tests.questionnaires.written import FIRST, asked, found, found_in, said

CHOICE = "- {{code: q, text: Q, kind: {}, {}options: [{}]}}"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("{code: a, label: A, points: 2}, {code: b, label: B, planned: 2}", []),
        ("{code: a, label: A, points: 2}, {code: b, label: B, planned: 2.5}", [f"planned-too-high:{FIRST}"]),
        ("{code: a, label: A, planned: 1}", [f"planned-too-high:{FIRST}"]),
        ("{code: a, label: A, points: 1, planned: 0.5}", [f"?planned-too-low:{FIRST}"]),
        ("{code: a, label: A, points: 1, planned: 1}", []),
    ],
)
def test_planned_points_are_at_most_what_is_possible(options, expected):
    assert found_in(CHOICE.format("single", "", options)) == expected


ONE = "{code: a, label: A, points: 1}"
ALONE = "{code: n, label: N, exclusive: true}"


@pytest.mark.parametrize(
    ("keys", "options", "expected"),
    [
        ("", ONE, []),
        ("score: share, ", f"{ONE}, {ALONE}", []),
        ("score: share, points: 1, ", ALONE, ["only-exclusive"]),
        ("score: any, points: 1, ", ALONE, ["only-exclusive"]),
        ("score: all, points: 1, ", ALONE, ["only-exclusive"]),
        ("", ALONE, []),
        ("points: 2, ", ONE, ["?unreachable-points"]),
        ("points: 0.5, ", ONE, []),
        ("score: any, points: 5, ", ONE, []),
        ("", f"{ONE}, {{code: n, label: N, exclusive: true, points: 1}}", ["?unreachable-points"]),
        ("points: 1, ", f"{ONE}, {{code: n, label: N, exclusive: true, points: 1}}", []),
        ("points: 1, ", f"{ONE}, {{code: n, label: N, exclusive: true, points: 2}}", ["?points-cut"]),
        ("score: sum, ", "{code: a, label: A}", ["?score-without-points"]),
        ("score: sum, weight: 0, ", "{code: a, label: A}", []),
        ("score: all, ", "{code: a, label: A}", []),
        ("", "{code: a, label: A}", []),
    ],
)
def test_multiple_choices_can_be_counted_and_their_points_reached(keys, options, expected):
    assert found_in(CHOICE.format("multiple", keys, options)) == [f"{code}:{FIRST}" for code in expected]


SCALE = "- {{code: q, text: Q, kind: scale, {}}}"


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("from: 1, to: 2", []),
        ("from: 1, to: 1", ["empty-scale"]),
        ("from: 5, to: 1", ["empty-scale"]),
        ("from: 1, to: 5, labels: {1: Low, 5: High}", []),
        ('from: 1, to: 5, labels: {"1": Low}', []),
        ("from: 1, to: 5, labels: {0: Low, 3: Mid, 6: High}", ["label-outside", "label-outside"]),
    ],
)
def test_a_scale_rises_and_labels_its_own_steps(keys, expected):
    assert found_in(SCALE.format(keys)) == [f"{code}:{FIRST}" for code in expected]


def test_a_label_outside_is_found_at_its_line():
    text = asked("""
        - code: q
          text: Q
          kind: scale
          from: 1
          to: 5
          labels:
            1: Low
            9: High
        """)
    assert found(text) == [f"label-outside:{FIRST + 7}"]


NUMBER = "- {{code: q, text: Q, kind: {}, {}}}"


@pytest.mark.parametrize(
    ("kind", "keys", "expected"),
    [
        ("number", "minimum: 1, maximum: 1", []),
        ("number", "minimum: 2, maximum: 1", ["empty-range"]),
        ("number", "points: 3", ["?points-without-score"]),
        ("share", "points: 3", ["?points-without-score"]),
        ("number", "score: {}", ["empty-score"]),
        ("number", "score: {linear: [0, 1], bands: [[0, 1]]}", ["double-score"]),
        ("share", "score: {linear: [5, 5]}", ["flat-linear"]),
        ("share", "score: {linear: [40, 0]}", []),
        ("share", "score: {linear: [-50, 200]}", []),
        ("share", "score: {linear: [100, 200]}", ["?unreachable-points"]),
        ("share", "score: {linear: [0, -20]}", ["?unreachable-points"]),
        ("number", "score: {linear: [100, 200]}", []),
        ("number", "minimum: 0, score: {linear: [-9, -1]}", ["?unreachable-points"]),
        ("number", "maximum: 9, score: {linear: [9, 10]}", ["?unreachable-points"]),
        ("number", "score: {bands: [[1, 1], [2, 2], [3, 0]]}", []),
        ("number", "score: {bands: [[2, 1], [1, 2]]}", ["bands-order"]),
        ("number", "score: {bands: [[1, 1], [1, 2]]}", ["bands-order"]),
        ("share", "score: {bands: [[0, 1], [100, 2]]}", []),
        ("share", "score: {bands: [[0, 1], [101, 2]]}", ["?unreachable-band"]),
        ("number", "maximum: 5, score: {bands: [[0, 1], [6, 2]]}", ["?unreachable-band"]),
        ("number", "minimum: 5, score: {bands: [[0, 1], [5, 2]]}", ["?unreachable-band"]),
        ("number", "minimum: 5, score: {bands: [[0, 1], [6, 2]]}", []),
        ("number", "points: 2, score: {bands: [[0, 1], [6, 3]]}", ["band-too-high"]),
        ("number", "points: 4, score: {bands: [[0, 1], [6, 3]]}", ["?unreachable-points"]),
        ("number", "points: 3, score: {bands: [[0, 1], [6, 3]]}", []),
        ("number", "points: 3, score: {linear: [0, 1]}", []),
    ],
)
def test_numbers_say_what_they_are_worth(kind, keys, expected):
    assert found_in(NUMBER.format(kind, keys)) == [f"{code}:{FIRST}" for code in expected]


def test_a_band_is_found_at_its_line_and_named():
    text = asked("""
        - code: q
          text: Q
          kind: number
          score:
            bands:
              - [5, 1]
              - [2, 2]
        """)
    assert found(text) == [f"bands-order:{FIRST + 6}"]
    assert "The band from 2 follows the band from 5." in said(text, "bands-order")
