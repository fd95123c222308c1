"""Invented readings: each state is what its name says, and every chart can be made of it."""

from xml.etree import ElementTree

import pytest

from survey.charts import examples
from survey.charts.heatmap import heat_map
from survey.charts.profile import profile
from tests.charts import samples

every = pytest.mark.parametrize("state", examples.STATES)


@every
def test_scores_are_scores_and_the_same_on_each_call(state):
    readings = examples.STATES[state]()
    assert readings == examples.STATES[state]()
    for one in readings:
        assert one.score is None or 0 <= one.low <= one.score <= one.high <= 100
        assert (one.score is None) == (one.planned is None)


@every
@pytest.mark.parametrize("make", [heat_map, profile])
def test_every_state_can_be_drawn(state, make):
    readings = examples.STATES[state]()
    chart = make(readings.level("dimension") if make is profile else readings, examples.facts(readings))
    assert (chart.figure is None) == (state == "nothing")
    if chart.figure:
        samples.validated(chart.figure)
        ElementTree.fromstring(chart.drawing)
        ElementTree.fromstring(chart.slim_drawing)


def test_states_are_what_they_are_called():
    found = {state: make() for state, make in examples.STATES.items()}
    assert [len(found[state].regions) for state in ("one", "three", "eleven", "nothing")] == [1, 3, 11, 0]
    assert {one.stage for one in found["drafts"]} == {"draft"}
    missing = found["missing"].all
    assert {one.score for one in missing} >= {None, 0.0, 100.0}
    assert any(one.applicable == 0 for one in missing)
    assert found["private"].at("r2", "index")
    assert found["private"].at("r2", "equality") is found["private"].at("r1", "housing") is None
    assert max(map(len, found["long"].regions.values())) > 70
    assert any("\u0590" < letter < "\u06ff" for name in found["leftwards"].regions.values() for letter in name)


@every
def test_what_is_invented_says_so(state):
    assert examples.facts(examples.STATES[state]()).demonstration
