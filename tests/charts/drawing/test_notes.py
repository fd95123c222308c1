"""Shapes, annotations and titles: worked by hand on a sheet of 100 by 100 pixels over values from 0 to 10."""

import pytest

from survey.charts.drawing import NotDrawnError
from tests.charts.drawing.sheets import all_of, drawn, figure, texts

TRACE = {"type": "scatter", "mode": "markers", "x": [], "y": []}


def noted(**spec):
    return drawn(figure(TRACE, annotations=[{"text": "a", "x": 5, "y": 5, "showarrow": False} | spec]))


def test_a_rule_goes_over_the_whole_paper():
    shape = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 2, "y1": 2, "line": {"width": 1}}
    found = all_of(drawn(figure(TRACE, shapes=[shape])), "path")
    assert [one["d"] for one in found] == ["M0 80L100 80"]


def test_boxes_and_circles_lie_where_their_corners_are():
    corners = {"x0": 1, "x1": 3, "y0": 2, "y1": 6, "fillcolor": "var(--line)"}
    sheet = drawn(figure(TRACE, shapes=[corners | {"type": "rect"}, corners | {"type": "circle"}]))
    box, circle = all_of(sheet, "rect")[0], all_of(sheet, "ellipse")[0]
    assert [box[name] for name in ("x", "y", "width", "height")] == ["10", "40", "20", "40"]
    assert [circle[name] for name in ("cx", "cy", "rx", "ry")] == ["20", "60", "10", "20"]


def test_a_path_of_corners_is_drawn_in_pixels():
    shape = {"type": "path", "path": "M 1,1 L 2,1 L 2,2 Z"}
    assert all_of(drawn(figure(TRACE, shapes=[shape])), "path")[0]["d"] == "M10 90L20 90L20 80Z"


def test_what_lies_below_is_drawn_before_the_marks():
    line = {"type": "line", "x0": 0, "x1": 1, "y0": 0, "y1": 0, "layer": "below"}
    marks = TRACE | {"x": [1], "y": [1]}
    order = [one.tag.rpartition("}")[2] for one in drawn(figure(marks, shapes=[line]))]
    assert order == ["path", "circle"]


def test_a_shape_that_is_not_known_is_refused():
    with pytest.raises(NotDrawnError, match="shape 'blob'"):
        drawn(figure(TRACE, shapes=[{"type": "blob", "x0": 0, "x1": 1, "y0": 0, "y1": 1}]))


@pytest.mark.parametrize(
    ("spec", "x", "anchor"),
    [
        ({}, "50", "middle"),
        ({"xref": "paper", "x": 0, "yref": "paper", "y": 0}, "0", None),
        ({"xref": "x domain", "x": 1, "xanchor": "right"}, "100", "end"),
        ({"xref": "paper", "x": 1}, "100", "end"),
        ({"xshift": 4, "xanchor": "left"}, "54", None),
    ],
)
def test_an_annotation_stands_where_it_says(spec, x, anchor):
    found = all_of(noted(**spec), "text")[0]
    assert (found["x"], found.get("text-anchor")) == (x, anchor)


def test_an_annotation_with_an_arrow_stands_at_its_tail():
    sheet = noted(showarrow=True, ax=10, ay=-20)
    assert all_of(sheet, "path")[0]["d"] == "M60 30L50 50"
    assert all_of(sheet, "text")[0]["x"] == "60"


def test_the_title_stands_on_top():
    title = {"text": "Demonstration", "x": 1, "xanchor": "right", "pad": {"t": 4, "r": 4}, "font": {"size": 10}}
    sheet = drawn(figure(TRACE, title=title))
    assert texts(sheet) == ["Demonstration"]
    assert (all_of(sheet, "text")[0]["x"], all_of(sheet, "text")[0]["y"]) == ("96", "13.5")
