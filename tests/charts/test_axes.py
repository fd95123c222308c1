"""Axes around nothing: what they hold, and where their ticks stand."""

import pytest

from survey.charts.axes import TICKS, around_zero
from tests.charts.samples import reader


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([], [0, 0.5]),
        ([0.0], [0, 0.5]),
        ([-3.1, 2.3], [-4, -2, 0, 2, 4]),
        ([12.0], [0, 5, 10, 15]),
        ([-0.4], [-0.4, -0.2, 0]),
        ([100.0, -100.0], [-100, -50, 0, 50, 100]),
    ],
)
def test_an_axis_holds_all_values_and_nothing(values, ticks):
    with reader():
        axis, end = around_zero(values)
    assert axis["tickvals"] == pytest.approx(ticks)
    assert all(axis["range"][0] <= value <= axis["range"][1] for value in (*values, 0))
    assert end < axis["range"][1]
    assert sum(tick > 0 for tick in axis["tickvals"]) <= TICKS + 1


def test_what_is_gained_has_its_sign_in_the_format_of_the_reader():
    with reader("de"):
        axis, _ = around_zero([0.4])
    assert axis["ticktext"] == ["0", "+0,2", "+0,4"]
