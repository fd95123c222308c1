"""Facts in words, and the columns of a chart's file."""

from dataclasses import replace
from datetime import date

import pytest

from survey.charts.heatmap import heat_map
from survey.charts.readings import Readings
from survey.charts.specification import COLUMNS, Facts, span
from tests.charts import samples


def caption(readings, **facts):
    return heat_map(readings, samples.facts(**facts)).caption


@pytest.mark.parametrize(
    ("counted", "total", "expected"),
    [(0, 11, "0 of 11 regions"), (1, 11, "1 of 11 regions"), (1, 1, "1 of 1 region"), (11, 11, "11 of 11 regions")],
)
def test_regions_are_counted(counted, total, expected):
    assert caption(samples.many(), counted=counted, out_of=total)[2] == expected


def test_questions_are_counted_in_one_region():
    facts = Facts("2026", "Wave 2026", "draft", 1234, 1300, unit="questions")
    assert heat_map(samples.many(), facts).caption[2] == "1,234 of 1,300 scored questions answered"


def test_coverage_goes_from_the_least_to_the_most():
    readings = Readings(
        (samples.reading("arad", "housing", 40.0, coverage=0.8), samples.reading("arad", "sport", 50.0))
    )
    assert "coverage 80% to 100%" in caption(readings)


def test_coverage_is_left_out_where_nothing_applies():
    readings = Readings((samples.reading("arad", "housing", None, coverage=None, applicable=0),))
    assert not [fact for fact in caption(readings) if "coverage" in fact]


def test_a_date_that_is_not_there_is_not_said():
    facts = replace(samples.facts(), as_of=None)
    assert not [fact for fact in heat_map(samples.many(), facts).caption if "as of" in fact]


def test_german_caption_has_german_numbers_and_dates():
    with samples.reader("de"):
        words = caption(samples.many())
    assert any("100\xa0%" in fact for fact in words)
    assert any("12. November 2026" in fact for fact in words)


@pytest.mark.parametrize(("low", "high", "expected"), [(0.5, 0.5, "50%"), (0.501, 0.504, "50%"), (0, 1, "0% to 100%")])
def test_spans_that_read_the_same_are_said_once(low, high, expected):
    assert span(low, high) == expected


def test_the_columns_only_grow_at_the_end():
    assert COLUMNS == (
        "unit", "component", "level", "score", "low", "high", "coverage", "not_applicable", "planned", "answered",
        "applicable", "title", "region", "wave", "stage", "data", "submitted", "lens", "peers",
    )  # fmt: skip


def test_a_row_holds_everything_about_a_reading():
    readings = Readings((samples.reading("arad", "housing", 61.4, low=52.0, high=71.0, coverage=0.81, planned=64.0),))
    chart = heat_map(readings, samples.facts())
    assert chart.rows == (
        (
            "arad", "housing", "area", 61.4, 52.0, 71.0, 0.81, 0.0, 64.0, 5, 5, "Housing", "Arad", "2026", "submitted",
            "reported", date(2026, 11, 3), "reported", "",
        ),
    )  # fmt: skip
