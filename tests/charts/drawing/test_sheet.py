"""The sheet: size, name, colours, and what is refused."""

import pytest

from survey.charts import drawing, keys, palette
from survey.charts.drawing import NotDrawnError
from survey.charts.drawing.fit import merged
from tests.charts.drawing.sheets import SVG, all_of, drawn, figure, texts

POINT = {"type": "scatter", "mode": "markers", "x": [1], "y": [1], "marker": {"color": "var(--act)"}}


def test_on_a_page_it_takes_the_width_there_is_and_the_height_of_the_figure():
    found = drawn(figure(POINT)).attrib
    assert (found["width"], found["height"], found["viewBox"]) == ("100%", "100", "0 0 100 100")
    assert found["aria-hidden"] == "true"
    assert "font-family" not in found


def test_alone_it_has_a_size_letters_and_colours():
    found = drawn(figure(POINT), colours=palette.light())
    assert (found.attrib["width"], found.attrib["height"]) == ("100", "100")
    assert found.attrib["font-family"].startswith("FiraGO")
    assert all_of(found, "circle")[0]["fill"] == palette.light()["act"]
    assert "var(" not in drawing.svg(figure(POINT), colours=palette.light())


def test_with_a_name_it_says_what_it_is():
    found = drawn(figure(POINT), name="Balance <1>", description='"Arad" leads.')
    assert found.attrib["role"] == "img"
    assert "aria-hidden" not in found.attrib
    assert [one.text for one in found[:2]] == ["Balance <1>", '"Arad" leads.']


def test_a_text_that_looks_like_a_colour_stays_a_text():
    named = figure(POINT | {"mode": "text", "text": ['"var(--ink)"']})
    assert texts(drawn(named, colours=palette.light())) == ['"var(--ink)"']


def test_a_colour_without_a_value_is_named():
    with pytest.raises(NotDrawnError, match="act"):
        drawing.svg(figure(POINT), colours={"ink": "#000"})


@pytest.mark.parametrize("kinds", [["pie"], ["scatter", "scatterpolar"], ["bar", "sunburst"]])
def test_what_no_drawing_knows_is_refused(kinds):
    with pytest.raises(NotDrawnError, match="do not lie on one plane"):
        drawing.svg(figure(*({"type": kind} for kind in kinds)))


def test_a_trace_that_is_not_shown_is_not_drawn():
    assert all_of(drawn(figure(POINT, POINT | {"visible": False})), "circle") != []
    assert all_of(drawn(figure(POINT | {"visible": "legendonly"})), "circle") == []


def test_a_phone_gets_what_the_figure_says_of_phones():
    slim = {"least": 400, "layout": {"height": 70}, "data": [{"marker": {"size": 20}}]}
    sheet = drawn(figure(POINT) | {"narrow": slim}, narrow=True)
    assert sheet.attrib["viewBox"] == "0 0 400 70"
    assert sheet.attrib["width"] == "400"
    assert all_of(sheet, "circle")[0]["r"] == "10"
    assert all_of(sheet, "circle")[0]["fill"] == "var(--act)"


def test_objects_are_merged_and_everything_else_is_replaced():
    assert merged({"a": {"b": 1, "c": [1]}, "d": 1}, {"a": {"c": [2]}, "e": 3}) == {
        "a": {"b": 1, "c": [2]}, "d": 1, "e": 3,
    }  # fmt: skip


def test_a_key_below_the_figure_has_room():
    traces = [POINT | {"name": f"Region {at}"} for at in range(4)]
    key = {"orientation": "h", "x": 0, "y": -0.1, "entrywidthmode": "fraction", "entrywidth": 0.49}
    sheet = drawn(figure(*traces, showlegend=True, legend=key))
    assert texts(sheet) == [f"Region {at}" for at in range(4)]
    rows = [float(one["y"]) for one in all_of(sheet, "text")]
    assert max(rows) < 100
    assert rows[0] == rows[1] < rows[2] == rows[3]


def test_a_key_of_the_container_has_its_whole_width_and_takes_no_room():
    traces = [POINT | {"name": f"The region {at}"} for at in range(2)]
    layout = {"margin": {"l": 60, "r": 0, "t": 0, "b": 50}, "height": 150}
    sheet = drawn(figure(*traces, showlegend=True, legend={**keys.across(y=0), **keys.STACKED}, **layout))
    assert texts(sheet) == ["The region 0", "The region 1"]
    places = [(float(one["x"]), float(one["y"])) for one in all_of(sheet, "text")]
    assert [x for x, _y in places] == [40.0, 40.0]
    assert 110 < places[0][1] < places[1][1] < 150
    assert all_of(sheet, "circle")[0]["cy"] == "90"  # of 100 pixels of the area, at 1 of 10 from below


def test_no_key_unless_the_layout_wants_one():
    assert texts(drawn(figure(POINT | {"name": "Region"}))) == []


def test_names_from_right_to_left_keep_their_place():
    named = figure(POINT | {"mode": "text", "text": ["منطقة"]})
    sheet = drawn(named)
    assert sheet.attrib["direction"] == "ltr"
    assert texts(sheet) == ["منطقة"]
    assert next(sheet.iter(f"{SVG}text")).attrib["x"] == "10"
