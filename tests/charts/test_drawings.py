"""What holds for the drawing of every chart: it shows what the figure shows, and stands alone where it has to."""

import re
from html import unescape
from xml.etree import ElementTree

import pytest

from survey.charts.readings import Readings
from tests.charts import samples
from tests.charts.drawing.sheets import SVG
from tests.charts.test_charts import CHARTS, every, made, readings_of


def written(sheet):
    """Return every text of a drawing, its lines joined by a space."""
    return [" ".join("".join(one.itertext()).split()) for one in ElementTree.fromstring(sheet).iter(f"{SVG}text")]


@every
@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
def test_every_chart_has_a_drawing_that_holds_what_the_figure_shows(code, narrow):
    chart = made(code)
    sheet = chart.slim_drawing if narrow else chart.drawing
    shown = samples.forms(chart.figure)[narrow]
    assert ElementTree.fromstring(sheet).attrib["height"] == str(shown["layout"]["height"])
    said = "".join(written(sheet)).replace(" ", "")
    texts = [text for trace in shown["data"] for text in trace.get("text", ())]
    ticks = [text for key in shown["layout"] if "axis" in key for text in shown["layout"][key].get("ticktext", ())]
    for text in (*texts, *ticks):
        assert unescape(text).replace("<br>", "").replace(" ", "") in said, text


@every
def test_a_drawing_says_what_it_is_where_it_stands_alone(code):
    chart = made(code)
    alone = ElementTree.fromstring(chart.printed())
    assert alone.attrib["role"] == "img"
    assert [one.text for one in alone[:2]] == [chart.title, chart.sentence]
    assert "var(" not in chart.printed()
    assert "var(" not in chart.printed(narrow=True)


@every
def test_names_cannot_bring_markup_into_a_drawing(code):
    _, components, level, _ = CHARTS[code]
    hostile = Readings(
        tuple(
            samples.reading("one", part, 40.0 + at, level=level, name=samples.HOSTILE, title=samples.HOSTILE)
            for at, part in enumerate(components)
        )
    )
    chart = made(code, hostile)
    for sheet in (chart.drawing, chart.slim_drawing, chart.printed()):
        tags = {one.tag.removeprefix(SVG) for one in ElementTree.fromstring(sheet).iter()}
        assert tags <= {"svg", "g", "path", "rect", "circle", "ellipse", "text", "tspan", "title", "desc"}


@every
def test_a_drawing_has_no_style_and_no_script_so_that_the_policy_of_pages_allows_it(code):
    assert not re.search(r"style=|<style|<script|href=| on\w+=", made(code).drawing)


@every
def test_nothing_to_show_has_no_drawing_either(code):
    chart = made(code, Readings(()), counted=0)
    assert chart.drawing is chart.slim_drawing is chart.printed() is None


@every
def test_a_demonstration_is_said_in_the_drawing_too(code):
    assert "Demonstration: synthetic answers" in written(made(code, demonstration=True).printed())


@every
def test_every_value_of_a_figure_can_be_told_to_a_keyboard(code):
    """The script leads over what is said at points; each reading must be among them."""
    readings = readings_of(code)
    said = " ".join(str(trace.get("hovertext", "")) for trace in made(code).figure["data"])
    for one in readings:
        assert one.region_name in said
        assert f"{one.score:.1f}" in said
