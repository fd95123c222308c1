"""Where values lie in pixels."""

import pytest

from survey.charts.drawing.axes import Area, axis

AREA = Area(left=10, top=20, width=200, height=100)


def made(name="x", values=(), *, bars=False, **spec):
    return axis(name, spec, AREA, values, bars=bars)


def test_values_run_to_the_right_and_upwards():
    assert made("x", range=[0, 10]).at(2.5) == 60
    assert made("y", range=[0, 10]).at(2.5) == 95


def test_a_range_may_run_downwards():
    names = made("y", range=[2.5, -0.5])
    assert names.at(-0.5) == 20
    assert names.at(2.5) == 120


def test_a_domain_is_a_part_of_the_area():
    panel = made("x2", domain=[0.5, 1], range=[0, 1])
    assert (panel.start, panel.end) == (110, 210)
    assert panel.share(0.5) == 160


def test_without_a_range_all_values_fit_with_a_twentieth_more():
    found = made(values=[0, None, 10])
    assert (found.low, found.high) == (-0.5, 10.5)


def test_bars_begin_at_zero():
    assert made(values=[5, 10], bars=True).low == pytest.approx(-0.5)


def test_categories_keep_the_order_in_which_they_come():
    found = made(values=["b", "a", "b"])
    assert found.names == ("b", "a")
    assert (found.low, found.high) == (-0.5, 1.5)
    assert found.at("a") == 160
    assert [text for _, text in found.ticks] == ["b", "a"]


def test_the_keys_of_waves_are_numbers_unless_the_axis_says_otherwise():
    assert made(values=["2026", "2029"]).at("2026") < made(values=["2026", "2029"]).at("2029")
    assert made(values=["2026", "2029"]).names == ()
    assert made(values=["2026", "2029"], type="category").names == ("2026", "2029")


def test_an_axis_can_be_turned():
    assert made("y", [0, 10], autorange="reversed").at(0) < made("y", [0, 10], autorange="reversed").at(10)


def test_only_ticks_on_the_axis_are_shown():
    found = made(range=[0, 10], tickvals=[-1, 0, 10, 11], ticktext=list("abcd"))
    assert found.ticks == [(10, "b"), (210, "c")]


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0, 100, ["0", "20", "40", "60", "80", "100"]),
        (0, 1, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (-3, 9, ["-2.5", "0.0", "2.5", "5.0", "7.5"]),
    ],
)
def test_ticks_that_nobody_chose_are_round(low, high, said):
    assert [text for _, text in made(range=[low, high]).ticks] == said


def test_equal_values_do_not_divide_by_nothing():
    assert made(range=[5, 5]).at(5) == 10
