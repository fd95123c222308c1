"""Colours read from the stylesheets: each once, in light and in dark."""

from survey.charts import palette


def test_light_and_dark_name_the_same_colours():
    assert palette.light().keys() == palette.dark().keys()
    assert palette.light() != palette.dark()


def test_the_colours_of_the_stylesheet_are_found():
    assert (palette.light()["ink"], palette.dark()["ink"]) == ("#1d2129", "#eceae4")
    assert {f"heat-{step}" for step in range(10)} < palette.light().keys()
    assert {"equality", "diversity", "interaction", "series-1", "series-2", "series-3"} < palette.light().keys()


def test_no_colour_is_written_down_twice():
    names = [name for name, _, _ in palette._pairs()]
    assert len(names) == len(set(names))
