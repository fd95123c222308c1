"""The dot plot: the highest first, those without a score last, intervals for all."""

import pytest

from survey.charts import theme
from survey.charts.dots import dot_plot
from survey.charts.readings import Readings
from tests.charts import samples


def made(scores, **more):
    readings = tuple(samples.reading(region, "housing", score) for region, score in scores.items())
    return dot_plot(Readings(readings), samples.facts(), **more)


def test_the_highest_stands_first_and_the_unknown_last():
    chart = made({"arad": 40.0, "timis": None, "salzburg": 60.0})
    assert samples.column(chart, "unit") == ["salzburg", "arad", "timis"]
    assert list(samples.cells(chart)) == ["Salzburg", "Arad", "Timis"]
    assert chart.figure["layout"]["yaxis"]["ticktext"] == ["Salzburg", "Arad", "Timis"]


def test_figure_table_and_file_hold_the_same_numbers():
    readings = Readings((samples.reading("arad", "housing", 61.4, low=52.0, high=71.0, planned=64.2, coverage=0.8),))
    chart = dot_plot(readings, samples.facts())
    bars, planned, scores, numbers = chart.figure["data"]
    assert (bars["base"], bars["x"]) == ([52.0], [19.0])
    assert (planned["x"], scores["x"], numbers["text"]) == ([64.2], [61.4], ["61.4"])
    assert samples.cells(chart)["Arad"] == {
        "Score": "61.4",
        "Interval": "52.0 to 71.0",
        "With everything planned": "64.2",
        "Coverage": "80%",
        "Questions answered": "5 of 5",
    }
    assert [samples.column(chart, name) for name in ("low", "high", "planned")] == [[52.0], [71.0], [64.2]]


def test_a_withheld_score_keeps_its_interval():
    chart = made({"arad": None})
    bars, _, scores, numbers = chart.figure["data"]
    assert (bars["base"], bars["x"]) == ([20.0], [60.0])
    assert (scores["x"], numbers["text"]) == ([None], ["–"])
    assert samples.cells(chart)["Arad"]["Interval"] == "20.0 to 80.0"


def test_without_an_interval_nothing_is_drawn():
    readings = Readings((samples.reading("arad", "housing", None, low=None, high=None, coverage=None, applicable=0),))
    chart = dot_plot(readings, samples.facts())
    assert chart.figure["data"][0]["x"] == [0.0]
    assert samples.cells(chart)["Arad"]["Interval"] == "–"
    assert chart.table.rows[0][1].note == "not in the remit of the region"


def test_the_ring_of_a_plan_stands_only_where_it_would_help():
    chart = made({"arad": 40.0})
    assert chart.figure["data"][1]["x"] == [None]
    assert len(chart.notes) == 1
    planned = Readings((samples.reading("arad", "housing", 40.0, planned=45.0),))
    assert len(dot_plot(planned, samples.facts()).notes) == 2


def test_a_dimension_keeps_its_colour_and_symbol():
    accent = theme.DIMENSIONS["diversity"]
    marker = made({"arad": 40.0}, accent=accent).figure["data"][2]["marker"]
    assert (marker["color"], marker["symbol"]) == (["var(--diversity)"], ["diamond"])


def test_two_regions_of_one_name_stay_two_rows():
    readings = Readings(tuple(samples.reading(key, "housing", 40.0, name="Border") for key in ("border-1", "border-2")))
    chart = dot_plot(readings, samples.facts())
    assert chart.figure["data"][2]["y"] == [0, 1]


def test_what_a_point_says():
    readings = Readings((samples.reading("arad", "housing", 61.4, low=52.0, high=71.0, coverage=0.8),))
    said = dot_plot(readings, samples.facts()).figure["data"][2]["hovertext"][0].split("<br>")
    assert said == ["Arad: Housing", "Score: 61.4", "Interval: 52.0 to 71.0", "Coverage: 80%"]


def test_what_a_point_without_a_score_says():
    said = made({"arad": None}).figure["data"][2]["hovertext"][0].split("<br>")
    assert said[1:3] == ["Score: –", "withheld: only 40% of the weight is known"]


@pytest.mark.parametrize(
    ("scores", "sentence"),
    [
        ({}, "No region has submitted its assessment in this wave yet, so there is nothing to compare."),
        ({"arad": None}, "No score can be shown here yet, because too few answers are known."),
        ({"arad": 61.4}, "Arad reaches 61.4."),
        (
            {"arad": 61.4, "timis": None},
            "Arad reaches 61.4. 1 region has no score here; the table says why.",
        ),
        ({"arad": 50.0, "timis": 50.0}, "All 2 regions reach 50.0."),
        (
            {"arad": 10.0, "timis": 60.0, "salzburg": 30.0, "leipzig": None, "donegal": None},
            "3 regions lie between 10.0 (Arad) and 60.0 (Timis); the median is 30.0. "
            "2 regions have no score here; the table says why.",
        ),
        (
            {"arad": 10.0, "timis": 10.0, "salzburg": 60.0, "leipzig": 60.0, "donegal": 20.0},
            "5 regions lie between 10.0 (Arad, Timis) and 60.0 (Salzburg, Leipzig); the median is 20.0.",
        ),
    ],
)
def test_sentence(scores, sentence):
    assert made(scores).sentence == sentence


def test_sentence_about_one_region_that_can_still_move():
    readings = Readings((samples.reading("arad", "housing", 61.4, low=52.0, high=71.0),))
    assert dot_plot(readings, samples.facts()).sentence == (
        "Arad reaches 61.4. Answers that are still unknown could bring it to anything from 52.0 to 71.0."
    )


def test_sentence_about_eleven_regions():
    chart = dot_plot(Readings(samples.many().of("housing")), samples.facts())
    assert chart.sentence == (
        "11 regions lie between 30.5 (Emilia-Romagna) and 80.5 (Västra Götaland); the median is 55.5."
    )
