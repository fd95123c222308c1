"""The gallery leaves no chart out, and each chart can be drawn in every state."""

import importlib
import inspect
import pkgutil
import sys
import typing
from collections import Counter
from xml.etree import ElementTree

import pytest

from survey import charts
from survey.charts import examples
from survey.charts.exhibits import exhibits
from survey.charts.specification import Chart
from tests.charts import samples

every = pytest.mark.parametrize("state", examples.STATES)
LACKING = {"one": {"pairs", "gap-areas", "gap-questions"}, "nothing": {"pairs", "gap-areas", "gap-questions", "plan"}}
"""What a state is too small for, as on the pages."""


def makers():
    """Return every public function of the charts that returns a chart, by the code that it runs."""
    found = {}
    for module in pkgutil.iter_modules(charts.__path__, "survey.charts."):
        for name, one in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            hints = typing.get_type_hints(one) if one.__module__ == module.name else {}
            made = None if Chart in [*hints.values()][:-1] else hints.get("return")  # what changes a chart makes none
            if not name.startswith("_") and inspect.isclass(made) and issubclass(made, Chart):
                found[one.__code__] = f"{module.name}.{name}"
    return found


def test_every_chart_of_the_platform_is_in_the_gallery():
    """Who writes a chart and forgets the gallery is told here: what it runs is watched."""
    ran, wanted = set(), makers()
    sys.setprofile(lambda frame, event, _: ran.add(frame.f_code) if event == "call" else None)
    try:
        exhibits("eleven")
    finally:
        sys.setprofile(None)
    assert len(wanted) > 20
    assert [name for code, name in wanted.items() if code not in ran] == []


@every
@pytest.mark.parametrize("language", ["en", "de"])
def test_every_chart_can_be_drawn_in_every_state(state, language):
    with samples.reader(language):
        shown = exhibits(state)
        assert all(chart.sentence and chart.title and chart.caption for chart in shown.values())
    assert set(exhibits("eleven")) - set(shown) == LACKING.get(state, set())
    for chart in shown.values():
        assert (chart.figure is None) >= (state == "nothing")
        assert all(len(row) == len(chart.columns) for row in chart.rows)
        if chart.figure:
            samples.validated(chart.figure)
            ElementTree.fromstring(chart.drawing)
            ElementTree.fromstring(chart.slim_drawing)


def test_in_the_state_of_all_regions_every_chart_has_something_to_draw():
    assert [code for code, chart in exhibits("eleven").items() if not chart.figure] == []


@every
def test_what_is_invented_adds_up(state):
    """Parts of a difference sum to it, as they do where they are computed."""
    shown = exhibits(state)
    for code in ("gap-areas", "gap-questions"):
        if code in shown:
            total = sum(samples.column(shown[code], "total"))
            index = [one.score for one in shown[code].readings if one.score is not None][:2]
            assert total == pytest.approx(index[0] - index[1])


def test_no_two_charts_share_a_code():
    made = Counter(chart.code for chart in exhibits("eleven").values())
    assert max(made.values()) == 1
    assert len(made) == 22


def test_there_is_no_gallery_of_another_state():
    with pytest.raises(KeyError):
        exhibits("atlantis")
