"""The bands of one region: its areas in the order of the questionnaire, its dimensions in their colours."""

import pytest

from survey.charts.bands import bands, dimensions
from survey.charts.readings import Readings
from tests.charts import samples


def made(scores):
    return bands(samples.table({"arad": scores}), samples.facts())


def test_areas_keep_their_order():
    chart = made({"sport": 60.0, "housing": None, "labour": 80.0})
    assert list(samples.cells(chart)) == ["Sport", "Housing", "Labour"]
    assert chart.figure["layout"]["yaxis"]["range"] == [2.5, -0.5]


def test_figure_and_table_hold_the_same_numbers():
    chart = made({"sport": 60.0, "housing": None})
    assert chart.figure["data"][2]["x"] == [60.0, None]
    assert [cells["Score"] for cells in samples.cells(chart).values()] == ["60.0", "–"]


def test_dimensions_have_their_colours_and_the_index_none():
    readings = Readings(
        (
            samples.reading("arad", "index", 50.0, level="index"),
            *(samples.reading("arad", code, 50.0, level="dimension") for code in samples.DIMENSIONS),
        )
    )
    chart = dimensions(readings, samples.facts())
    assert chart.figure["data"][2]["marker"]["color"] == [
        "var(--act)", "var(--equality)", "var(--diversity)", "var(--interaction)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("scores", "sentence"),
    [
        ({}, "No score can be shown here yet, because too few answers are known."),
        ({"sport": None}, "No score can be shown here yet, because too few answers are known."),
        ({"sport": 61.4, "housing": None}, "Only Sport has a score so far: 61.4."),
        ({"sport": 61.4, "housing": 22.0}, "Sport is highest with 61.4, Housing lowest with 22.0."),
        ({"sport": 50.0, "housing": 50.0}, "All scores here are equal: 50.0."),
    ],
)
def test_sentence(scores, sentence):
    assert made(scores).sentence == sentence
