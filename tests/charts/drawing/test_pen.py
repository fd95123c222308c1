"""Elements, numbers and texts of a drawing."""

from xml.etree import ElementTree

import pytest

from survey.charts.drawing import pen


@pytest.mark.parametrize(
    ("value", "said"), [(7, "7"), (12.5, "12.5"), (12.34, "12.3"), (-0.01, "0"), (-3.0, "-3"), (100, "100")]
)
def test_a_length_has_at_most_one_decimal(value, said):
    assert pen.number(value) == said


def test_texts_of_labels_are_broken_and_read_as_plotly_does():
    assert pen.lines("Housing and<br>neighbourhoods") == ["Housing and", "neighbourhoods"]
    assert pen.lines("A &amp; B &lt;b&gt;") == ["A & B <b>"]
    assert pen.lines("<b>bold</b>") == ["bold"]


def test_what_xml_may_not_hold_is_left_out():
    said = pen.text(0, 0, 'a\x00b\x0b <br>"c" \ud800')
    assert ElementTree.fromstring(said)[0].text == "ab "
    assert ElementTree.fromstring(pen.element("a", pen.escaped('<&">'))).text == '<&">'


def test_attributes_cannot_be_left():
    assert ElementTree.fromstring(pen.element("a", fill='"><script>')).attrib == {"fill": '"><script>'}


def test_an_element_leaves_out_what_is_none():
    assert pen.element("rect", x=1, rx=None, stroke_width=1.26) == '<rect x="1" stroke-width="1.3"/>'


@pytest.mark.parametrize("colour", [None, "rgba(0,0,0,0)", "rgba(12, 3, 4, 0.0)", "transparent"])
def test_what_cannot_be_seen_is_none(colour):
    assert pen.paint(colour) == "none"


@pytest.mark.parametrize("colour", ["var(--ink)", "#fff", "rgba(0,0,0,0.5)", "rgb(0,0,0)"])
def test_what_can_be_seen_stays(colour):
    assert pen.paint(colour) == colour


@pytest.mark.parametrize(
    ("up", "lines", "first"),
    [("middle", 1, 13.5), ("top", 1, 19.5), ("bottom", 1, 7.8), ("middle", 2, 7.25), ("bottom", 2, -4.7)],
)
def test_a_label_stands_at_its_point(up, lines, first):
    """By hand, for letters of 10 pixels at height 10: a line is 12.5 high, its middle 3.5 above its foot."""
    said = ElementTree.fromstring(pen.text(5, 10, "<br>".join("ab"[:lines]), up=up, size=10))
    found = said.attrib["y"] if lines == 1 else said[0].attrib["y"]
    assert float(found) == pytest.approx(first, abs=0.06)


def test_a_label_ends_at_its_point_and_is_turned_around_it():
    said = ElementTree.fromstring(pen.text(5, 10, "a", at="right", turn=-90)).attrib
    assert (said["text-anchor"], said["transform"]) == ("end", "rotate(-90 5 10)")


def test_an_empty_label_is_none():
    assert pen.text(0, 0, " ") == ""


def test_one_value_or_one_for_each():
    assert [pen.each(7, at) for at in range(2)] == [7, 7]
    assert [pen.each([1, None], at, 9) for at in range(3)] == [1, 9, 9]
