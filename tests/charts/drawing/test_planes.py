"""The three planes: straight axes with their grid, the triangle, the disc."""

import pytest

from survey.charts.drawing.axes import Area
from survey.charts.drawing.polar import Disc
from survey.charts.drawing.triangle import Triangle
from tests.charts.drawing.sheets import BARE, SQUARE, all_of, drawn, figure, texts

HIGH = 86.6
"""Height of a triangle whose sides are 100: 100 × √3 / 2."""


def test_the_corners_of_the_triangle_are_its_three_shares():
    plane = Triangle((0, 0, 0), 1, 0, 100, 100)
    assert plane.at(1, 0, 0) == pytest.approx((50, 100 - HIGH), abs=0.01)
    assert plane.at(0, 1, 0) == pytest.approx((0, 100))
    assert plane.at(0, 0, 5) == pytest.approx((100, 100))
    assert plane.at(1, 1, 1) == pytest.approx((50, 100 - HIGH / 3), abs=0.01)


def test_a_triangle_may_begin_later():
    plane = Triangle((0.2, 0.2, 0.2), 1, 0, 100, 100)
    assert plane.at(0.6, 0.2, 0.2) == pytest.approx((50, 100 - HIGH), abs=0.01)


def test_a_point_that_lacks_a_share_is_not_drawn():
    trace = {"type": "scatterternary", "mode": "markers", "a": [1, None], "b": [1, 1], "c": [1, 1]}
    sheet = drawn({"data": [trace], "layout": SQUARE | {"ternary": {"sum": 1}}, "widest": 100})
    assert [(one["cx"], one["cy"]) for one in all_of(sheet, "circle")] == [("50", "64.4")]


def test_axes_of_a_disc_run_with_the_clock_from_the_top():
    disc = Disc(50, 50, 40, 0, 100, 90, True, ())
    assert disc.at(100, 0) == pytest.approx((50, 10))
    assert disc.at(50, 90) == pytest.approx((70, 50))
    assert disc.at(0, 180) == pytest.approx((50, 50))


def test_axes_of_a_disc_may_have_names():
    disc = Disc(50, 50, 40, 0, 100, 0, False, ("a", "b", "c", "d"))
    assert disc.at(100, "b") == pytest.approx((50, 10))


def test_a_radar_has_rings_and_names():
    trace = {"type": "scatterpolar", "mode": "lines+markers", "r": [50, 50, None], "theta": [0, 120, 240]}
    polar = {
        "radialaxis": {"range": [0, 100], "tickvals": [0, 50, 100], "ticktext": ["0", "50", "100"]},
        "angularaxis": {"tickvals": [0, 120, 240], "ticktext": ["A", "B", "C"], "direction": "clockwise"},
    }
    sheet = drawn({"data": [trace], "layout": SQUARE | {"polar": polar}, "widest": 100})
    assert texts(sheet) == ["0", "50", "100", "A", "B", "C"]
    assert [one["r"] for one in all_of(sheet, "circle")] == ["25", "50", "3", "3"]


def test_the_grid_stands_at_the_ticks_and_numbers_at_the_edge():
    shown = {
        "range": [0, 10],
        "tickvals": [0, 5],
        "ticktext": ["0", "5"],
        "zeroline": False,
        "gridcolor": "var(--line)",
    }
    trace = {"type": "scatter", "mode": "markers", "x": [], "y": []}
    sheet = drawn(figure(trace, xaxis=shown | {"side": "top"}, margin={"l": 0, "r": 0, "t": 20, "b": 0}))
    assert all_of(sheet, "path")[0] == {
        "d": "M0 100L0 20M50 100L50 20", "stroke": "var(--line)", "stroke-width": "1",
    }  # fmt: skip
    assert texts(sheet) == ["0", "5"]
    assert {float(one["y"]) < 20 for one in all_of(sheet, "text")} == {True}


def test_zero_has_a_line_unless_it_is_turned_off():
    trace = {"type": "scatter", "mode": "markers", "x": [], "y": []}
    axis = BARE | {"range": [-10, 10]}
    assert [one["d"] for one in all_of(drawn(figure(trace, xaxis=axis | {"zeroline": True})), "path")] == [
        "M50 100L50 0"
    ]
    assert all_of(drawn(figure(trace, xaxis=axis)), "path") == []


def test_panels_have_axes_of_their_own():
    traces = [
        {"type": "bar", "orientation": "h", "x": [10], "y": [5], "width": 10, "xaxis": f"x{at}", "yaxis": f"y{at}"}
        for at in ("", "2")
    ]
    half = {"range": [0, 10]}
    layout = {
        "xaxis": BARE | half | {"domain": [0, 0.5]},
        "xaxis2": BARE | half | {"domain": [0.5, 1], "anchor": "y2"},
        "yaxis2": BARE | half | {"anchor": "x2"},
    }
    found = all_of(drawn(figure(*traces, **layout)), "rect")
    assert [(one["x"], one["width"]) for one in found] == [("0", "50"), ("50", "50")]


def test_an_axis_may_take_the_range_of_another():
    trace = {"type": "scatter", "mode": "markers", "x": [5], "y": [5], "xaxis": "x2"}
    sheet = drawn(figure(trace, xaxis2=BARE | {"matches": "x"}))
    assert all_of(sheet, "circle")[0]["cx"] == "50"


def test_titles_of_axes_are_written():
    trace = {"type": "scatter", "mode": "markers", "x": [], "y": []}
    layout = {"xaxis": BARE | {"range": [0, 1], "title": {"text": "Score"}}, "yaxis": BARE | {"title": "Share"}}
    assert texts(drawn(figure(trace, **layout))) == ["Score", "Share"]


def test_an_area_counts_from_below():
    area = Area(10, 20, 100, 50)
    assert (area.right, area.bottom, area.x(0.5), area.y(0.2)) == (110, 70, 60, 60)
