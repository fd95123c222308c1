"""Numbers in a triangle: from shares to pixels and back, and lines to those that stand far away."""

import pytest

from survey.charts.numbered import CLEAR, Plane, numbers

PLANE = Plane(0.25, 200.0)


def test_the_corners_of_the_shown_part():
    assert PLANE.pixel((0.25, 0.5, 0.25)) == pytest.approx((0, 0))
    assert PLANE.pixel((0.25, 0.25, 0.5)) == pytest.approx((200, 0))
    assert PLANE.pixel((0.5, 0.25, 0.25)) == pytest.approx((100, 173.205081))


def test_back_from_a_pixel():
    assert PLANE.shares(PLANE.pixel((0.3, 0.4, 0.3))) == pytest.approx((0.3, 0.4, 0.3))


def test_a_number_keeps_clear_of_the_sides():
    assert PLANE.holds(PLANE.pixel((1 / 3, 1 / 3, 1 / 3)))
    assert not PLANE.holds(PLANE.pixel((0.25, 0.375, 0.375)))
    assert not PLANE.holds((-20, 0))


def test_a_lonely_point_has_its_number_beside_it_and_no_line():
    (lines, texts), narrow = numbers([(1 / 3, 1 / 3, 1 / 3)], PLANE, Plane(0.25, 100.0))
    assert lines["a"] == []
    assert texts["text"] == ["1"]
    assert PLANE.pixel((texts["a"][0], texts["b"][0], texts["c"][0])) == pytest.approx((116, 57.735027))
    assert Plane(0.25, 100.0).pixel(tuple(narrow[1][axis][0] for axis in "abc")) == pytest.approx((66, 28.867513))


def test_eleven_regions_on_nearly_one_spot_have_numbers_apart_and_lines_to_them():
    crowd = [(1 / 3 + at / 2000, 1 / 3 - at / 2000, 1 / 3) for at in range(11)]
    for plane, (lines, texts) in zip((PLANE, PLANE), (numbers(crowd, PLANE, PLANE)), strict=True):
        spots = [plane.pixel(shares) for shares in zip(texts["a"], texts["b"], texts["c"], strict=True)]
        for at, (x, y) in enumerate(spots):
            assert all(abs(x - u) >= CLEAR[0] or abs(y - v) >= CLEAR[1] for u, v in spots[at + 1 :])
        assert lines["a"].count(None) > 3
