"""The radar: at most three regions, fixed axes, gaps where a score is missing."""

import pytest

from survey.charts.radar import MOST, radar
from tests.charts import samples


def made(scores):
    return radar(samples.table(scores), samples.facts())


def row(*scores):
    return dict(zip(samples.AREAS, scores, strict=False))


def test_figure_and_table_hold_the_same_numbers():
    chart = made({"arad": row(10.0, 20.0, 30.0), "timis": row(40.0, 50.0, 60.0)})
    assert [line["r"] for line in chart.figure["data"]] == [[10.0, 20.0, 30.0, 10.0], [40.0, 50.0, 60.0, 40.0]]
    assert samples.cells(chart)["Labour"] == {"● Arad": "20.0", "■ Timis": "50.0"}


def test_axes_always_run_from_0_to_100():
    assert made({"arad": row(10.0, 20.0, 30.0)}).figure["layout"]["polar"]["radialaxis"]["range"] == [0, 100]


def test_a_missing_score_leaves_a_gap():
    line = made({"arad": row(10.0, None, 30.0)}).figure["data"][0]
    assert line["r"] == [10.0, None, 30.0, 10.0]
    assert line["connectgaps"] is False


def test_lines_differ_in_dash_and_symbol():
    chart = radar(samples.many(names=samples.ELEVEN[:MOST]), samples.facts())
    assert len({line["line"]["dash"] for line in chart.figure["data"]}) == MOST
    assert len({line["marker"]["symbol"] for line in chart.figure["data"]}) == MOST


def test_four_regions_are_too_many():
    with pytest.raises(ValueError, match="at most three regions, not 4"):
        radar(samples.many(names=samples.ELEVEN[:4]), samples.facts())


def test_two_components_make_no_radar_but_a_table():
    chart = made({"arad": row(10.0, 20.0)})
    assert chart.figure is None
    assert len(chart.table.rows) == 2


@pytest.mark.parametrize(
    ("scores", "sentence"),
    [
        ({}, "No region has submitted its assessment in this wave yet, so there is nothing to compare."),
        ({"arad": row(None, None)}, "No score can be shown here yet, because too few answers are known."),
        ({"arad": row(10.0, 20.0)}, "Labour is highest with 20.0, Housing lowest with 10.0."),
        (
            {"arad": row(10.0, 20.0), "timis": row(15.0, 60.5)},
            "The regions shown lie furthest apart in Labour: 40.5 points.",
        ),
        (
            {"arad": row(10.0, 20.0), "timis": row(15.0, None)},
            "The regions shown lie furthest apart in Housing: 5.0 points.",
        ),
        (
            {"arad": row(10.0, None), "timis": row(None, 20.0)},
            "No component has a score in all regions shown.",
        ),
        (
            {"arad": row(10.0), "timis": row(10.0)},
            "The regions shown have equal scores wherever all of them have one.",
        ),
    ],
)
def test_sentence(scores, sentence):
    assert made(scores).sentence == sentence
