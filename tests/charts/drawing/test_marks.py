"""Symbols of points."""

from xml.etree import ElementTree

import pytest

from survey.charts import theme
from survey.charts.drawing.marks import OUTLINES, STROKES, mark

LOOK = {"color": "var(--act)", "line": {"color": "var(--card)", "width": 1.5}}
OURS = {accent.symbol for accent in (*theme.DIMENSIONS.values(), *theme.FURTHER, *theme.SERIES)}


def attributes(symbol, look=LOOK, size=10):
    return ElementTree.fromstring(mark(50, 50, symbol, size, look)).attrib


@pytest.mark.parametrize("symbol", sorted({*OURS, *OUTLINES, *STROKES, "circle"}))
def test_every_symbol_is_drawn_filled_and_open(symbol):
    assert attributes(symbol)
    assert attributes(f"{symbol}-open")["fill"] == "none"


def test_a_circle_is_as_wide_as_its_size():
    assert attributes("circle") == {
        "cx": "50", "cy": "50", "r": "5", "fill": "var(--act)", "stroke": "var(--card)", "stroke-width": "1.5",
    }  # fmt: skip


def test_an_open_symbol_has_its_colour_at_the_edge():
    found = attributes("diamond-open", {"color": "var(--equality)", "line": {"width": 2}})
    assert (found["fill"], found["stroke"], found["stroke-width"]) == ("none", "var(--equality)", "2")


def test_a_cross_is_two_lines():
    found = attributes("cross-thin", {"line": {"color": "var(--soft)", "width": 1}})
    assert found["d"] == "M43 50L57 50M50 43L50 57"
    assert found["stroke"] == "var(--soft)"


def test_the_triangle_of_interaction_points_up():
    assert attributes("triangle-up")["d"] == "M50 44.2L55.8 53.5L44.2 53.5Z"


def test_all_symbols_differ():
    assert len({str(attributes(symbol)) for symbol in (*OUTLINES, *STROKES)}) == len(OUTLINES) + len(STROKES)


def test_a_symbol_that_is_not_known_is_refused():
    with pytest.raises(ValueError, match="No drawing knows the symbol 'arrow'"):
        mark(0, 0, "arrow", 1, LOOK)
