"""Colours of the charts: readable in light and dark, told apart by people who lack one kind of cones."""

import re
from itertools import combinations
from pathlib import Path

import pytest

from survey.charts import theme
from tests.charts import colour_blindness, samples

STATIC = Path(theme.__file__).parent.parent / "static"
STYLE = (STATIC / "site.css").read_text(encoding="utf-8") + (STATIC / "charts.css").read_text(encoding="utf-8")
PAIRS = dict(re.findall(r"--([\w-]+):\s*light-dark\(\s*(#[0-9a-f]{3,6}\s*,\s*#[0-9a-f]{3,6})\s*\)", STYLE))
TEXT, GRAPHIC = 4.5, 3.0
APART, STEP = 10.0, 5.0
"""ΔE*ab that colours of one figure keep from each other, and steps of the heat map from the next; 2.3 can just be seen.
They are never the only sign: symbols, dashes and numbers differ too."""
schemes = pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])


def colour(name, scheme):
    """Return the colour of a custom property in light (0) or dark (1)."""
    return PAIRS[name].replace(" ", "").split(",")[scheme]


def luminance(text):
    """Return the relative luminance as WCAG 2.2 defines it."""
    digits = text[1:] if len(text) == 7 else "".join(digit * 2 for digit in text[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Return the contrast ratio of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_21():
    assert contrast("#000", "#ffffff") == pytest.approx(21)


@schemes
@pytest.mark.parametrize("step", range(theme.CLASSES))
def test_text_in_a_heat_map_can_be_read(step, scheme):
    ink = "heat-ink-low" if step < theme.CLASSES // 2 else "heat-ink-high"
    assert contrast(colour(f"heat-{step}", scheme), colour(ink, scheme)) >= TEXT


@schemes
@pytest.mark.parametrize("step", range(theme.CLASSES - 1))
def test_each_step_differs_from_the_next(step, scheme):
    assert contrast(colour(f"heat-{step}", scheme), colour(f"heat-{step + 1}", scheme)) > 1.1


@schemes
@pytest.mark.parametrize("name", ["ink", "soft", *samples.DIMENSIONS])
def test_text_on_a_card_can_be_read(name, scheme):
    assert contrast(colour(name, scheme), colour("card", scheme)) >= TEXT


@schemes
@pytest.mark.parametrize("ground", ["card", "paper"])
@pytest.mark.parametrize("name", [*samples.DIMENSIONS, "series-1", "series-2", "series-3", "act"])
def test_lines_and_symbols_stand_out(name, ground, scheme):
    assert contrast(colour(name, scheme), colour(ground, scheme)) >= GRAPHIC


@schemes
@pytest.mark.parametrize("by", colour_blindness.SEEN)
@pytest.mark.parametrize("together", [samples.DIMENSIONS, ("series-1", "series-2", "series-3")], ids=["dim", "series"])
def test_colours_that_stand_together_are_told_apart_by_whoever_lacks_cones(together, by, scheme):
    seen = {name: colour_blindness.seen(colour(name, scheme), by) for name in together}
    close = {
        pair: round(colour_blindness.distance(seen[pair[0]], seen[pair[1]]), 1)
        for pair in combinations(together, 2)
        if colour_blindness.distance(seen[pair[0]], seen[pair[1]]) < APART
    }
    assert close == {}


@schemes
@pytest.mark.parametrize("by", colour_blindness.SEEN)
def test_steps_of_the_heat_map_stay_steps_for_whoever_lacks_cones(by, scheme):
    steps = [colour_blindness.seen(colour(f"heat-{step}", scheme), by) for step in range(theme.CLASSES)]
    assert min(map(colour_blindness.distance, steps, steps[1:])) >= STEP


def test_the_simulation_agrees_with_its_source():
    """White stays white, as each row of a matrix sums to 1; red and green come close where one of their cones lacks."""
    for by in colour_blindness.SEEN:
        assert colour_blindness.seen("#ffffff", by) == pytest.approx((1, 1, 1), abs=1e-5)
    apart = {
        by: colour_blindness.distance(*(colour_blindness.seen(one, by) for one in ("#b40000", "#6e6e00")))
        for by in colour_blindness.SEEN
    }
    assert apart["protanopia"] < apart["everybody"] / 2
    assert apart["deuteranopia"] < apart["everybody"] / 2
    assert apart["tritanopia"] > apart["everybody"] / 2


def test_distances_are_those_of_the_standard():
    """Black and white are 100 apart; the red of sRGB has L*a*b* 53.24, 80.09, 67.20."""
    assert colour_blindness.distance((0, 0, 0), (1, 1, 1)) == pytest.approx(100, abs=0.01)
    far = colour_blindness.distance((0, 0, 0), colour_blindness.linear("#ff0000"))
    assert far == pytest.approx((53.24**2 + 80.09**2 + 67.20**2) ** 0.5, abs=0.05)


def test_every_class_of_the_heat_map_has_a_look():
    for step in range(theme.CLASSES):
        assert re.search(rf"\.heat-{step} {{ background: var\(--heat-{step}\)", STYLE)


def test_every_colour_that_a_figure_names_is_there():
    named = {accent.colour for accent in (*theme.DIMENSIONS.values(), *theme.SERIES, *theme.FURTHER)}
    named |= {theme.INK, theme.SOFT, theme.LINE, theme.CARD, theme.ACT, "var(--heat-ink-low)", "var(--heat-ink-high)"}
    assert {text.removeprefix("var(--").removesuffix(")") for text in named} <= PAIRS.keys()
