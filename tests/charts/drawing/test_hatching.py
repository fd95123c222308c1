"""Lines over bars: worked by hand on bars of 10 by 10 pixels."""

import pytest

from survey.charts.drawing.hatching import hatched
from tests.charts.drawing.sheets import all_of, drawn, figure

BAR = {"type": "bar", "orientation": "h", "name": "Changed state", "x": [1], "y": [5], "width": 1}
RISING = {"color": "var(--series-2)", "pattern": {"shape": "/", "size": 10, "solidity": 0.4, "fgcolor": "var(--card)"}}


def test_rising_lines_are_cut_off_at_the_edges():
    found = hatched((0, 0, 10, 10), RISING)
    assert 'd="M0 5L5 0M5 10L10 5"' in found
    assert 'stroke="var(--card)"' in found
    assert 'stroke-width="2.8"' in found


def test_crossing_lines_are_those_and_their_mirror():
    marker = {"pattern": RISING["pattern"] | {"shape": "x"}}
    assert 'd="M0 5L5 0M5 10L10 5M10 5L5 0M5 10L0 5"' in hatched((0, 0, 10, 10), marker)


def test_without_a_pattern_nothing_is_drawn_over_a_bar():
    assert hatched((0, 0, 10, 10), {"pattern": {"shape": ""}}) == hatched((0, 0, 10, 10), {}) == ""


def test_a_pattern_that_is_not_drawn_yet_is_refused():
    with pytest.raises(ValueError, match="'\\.' is not drawn yet"):
        hatched((0, 0, 10, 10), {"pattern": {"shape": "."}})


def test_a_bar_and_its_patch_in_the_key_have_the_same_lines():
    sheet = drawn(figure(BAR | {"marker": RISING}, showlegend=True))
    assert len([one for one in all_of(sheet, "path") if one.get("stroke") == "var(--card)"]) == 2
