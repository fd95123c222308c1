"""The course over several waves: all scored on what all of them asked, by the weights of the last."""

import numpy as np
import pytest

from survey.scoring.trends import linked, over
from tests.scoring.test_trends import EARLIER, LATER, edition, wave
from tests.scoring.tiny import scale, section


def test_a_course_scores_all_waves_on_what_all_of_them_asked():
    # 2024 asked p alone, 2025 p and q, 2026 p (1), q (2) and r (1): only p can be compared in all, a quarter; with
    # p's weight of 6 it is 6 of 9, so that every score is that of p.
    first = edition("2024", section("a", scale("p")))
    second = edition("2025", section("a", scale("p"), scale("q")))
    third = edition("2026", section("a", scale("p", weight=6), scale("q", weight=2), scale("r")))
    found = over(
        [
            wave(first, ["North"], p=[2]),
            wave(second, ["South", "North"], p=[3, 4], q=[10, 10]),
            wave(third, ["North", "West"], p=[8, 9], q=[0, 0], r=[0, 0]),
        ]
    )
    assert found.units == ("North", "West", "South")
    assert found.comparable.tolist() == pytest.approx([6 / 9, 6 / 9])
    index = found.scores[:, :, found.codes.index("index")]
    assert index.tolist() == [
        pytest.approx([20, np.nan, np.nan], nan_ok=True),
        pytest.approx([40, np.nan, 30], nan_ok=True),
        pytest.approx([80, 90, np.nan], nan_ok=True),
    ]


def test_a_course_over_two_waves_is_their_trend():
    waves = wave(EARLIER, ["North"], p=[2], q=[5], old=[10]), wave(LATER, ["North"], p=[8], q2=[5], new=[0])
    trend, course = linked(*waves), over(waves)
    assert course.scores[0].tolist() == trend.earlier.tolist()
    assert course.scores[1].tolist() == trend.later.tolist()
    assert course.comparable.tolist() == trend.comparable.tolist()


def test_a_course_on_thin_ground_has_no_scores():
    later = edition("2026", section("a", scale("p"), scale("new", weight=2)))
    found = over([wave(edition("2023", section("a", scale("p"))), ["North"], p=[2]), wave(later, ["North"], p=[2])])
    assert np.isnan(found.scores).all()


def test_a_course_of_one_wave_is_its_scores():
    found = over([wave(LATER, ["North"], p=[8], q2=[5], new=[1])])
    assert found.scores[0, 0, found.codes.index("index")] == pytest.approx((80 + 2 * 50 + 10) / 4)


def test_a_course_needs_waves_in_their_order():
    with pytest.raises(ValueError, match="at least one"):
        over([])
    with pytest.raises(ValueError, match="Exchange the two"):
        over([wave(LATER, ["North"], p=[8]), wave(EARLIER, ["North"], p=[2])])
