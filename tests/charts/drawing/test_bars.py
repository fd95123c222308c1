"""Bars: worked by hand on a sheet of 100 by 100 pixels over values from 0 to 10."""

from tests.charts.drawing.sheets import all_of, drawn, figure, texts

LYING = {"type": "bar", "orientation": "h"}


def rects(*traces, **layout):
    """Return x, y, width and height of each bar."""
    names = ("x", "y", "width", "height")
    return [tuple(float(one[name]) for name in names) for one in all_of(drawn(figure(*traces, **layout)), "rect")]


def test_a_lying_bar_goes_from_its_base():
    assert rects(LYING | {"x": [3], "base": [2], "y": [5], "width": 1}) == [(20, 45, 30, 10)]


def test_a_standing_bar_fills_its_place_but_for_the_gap():
    assert rects({"type": "bar", "x": [5], "y": [8]}, bargap=0.5) == [(47.5, 20, 5, 80)]


def test_bars_of_several_traces_stand_beside_each_other():
    one = {"type": "bar", "x": [5], "y": [10]}
    assert rects(one, one, bargap=0) == [(45, 0, 5, 100), (50, 0, 5, 100)]


def test_bars_can_be_piled_and_what_is_negative_goes_the_other_way():
    up = LYING | {"y": [5], "width": 1}
    found = rects(up | {"x": [2]}, up | {"x": [3]}, up | {"x": [-1]}, barmode="relative")
    assert found == [(0, 45, 20, 10), (20, 45, 30, 10), (-10, 45, 10, 10)]


def test_bars_can_lie_over_each_other():
    one = {"type": "bar", "x": [5], "y": [10], "width": 2}
    assert rects(one, one, barmode="overlay") == [(40, 0, 20, 100)] * 2


def test_a_missing_bar_is_left_out_and_one_of_no_length_too():
    assert rects(LYING | {"x": [None, 0, 1], "y": [1, 2, 3], "width": 1}) == [(0, 65, 10, 10)]


def test_look_is_one_for_all_or_one_for_each():
    marker = {"color": ["var(--act)", "var(--soft)"], "opacity": 0.28, "cornerradius": 50, "line": {"width": 0}}
    found = all_of(drawn(figure(LYING | {"x": [1, 2], "y": [1, 3], "width": 1, "marker": marker})), "rect")
    assert [one["fill"] for one in found] == ["var(--act)", "var(--soft)"]
    assert {(one["fill-opacity"], one["rx"]) for one in found} == {("0.28", "5")}


def test_numbers_stand_behind_the_end_of_bars():
    sheet = drawn(figure(LYING | {"x": [5], "y": [5], "text": ["5.0"], "textposition": "outside"}))
    assert texts(sheet) == ["5.0"]
    assert all_of(sheet, "text")[0]["x"] == "55"


def test_numbers_can_stand_inside():
    trace = LYING | {"x": [5], "y": [5], "text": ["5.0"], "textposition": "inside", "insidetextanchor": "middle"}
    found = all_of(drawn(figure(trace)), "text")[0]
    assert (found["x"], found["text-anchor"]) == ("25", "middle")
    assert texts(drawn(figure(trace | {"textposition": "none"}))) == []
