"""What holds for every chart: one source, figures that Plotly knows, no colour alone, texts that stay texts."""

import json

import pytest

from survey.charts.bands import bands, dimensions
from survey.charts.dots import dot_plot
from survey.charts.heatmap import heat_map
from survey.charts.profile import profile
from survey.charts.radar import radar
from survey.charts.readings import Readings
from survey.charts.ternary import ternary
from tests.charts import samples

CHARTS = {
    "heat-map": (heat_map, samples.AREAS, "area", 11),
    "dots": (dot_plot, ("housing",), "area", 11),
    "profile": (profile, samples.DIMENSIONS, "dimension", 11),
    "ternary": (ternary, samples.DIMENSIONS, "dimension", 11),
    "radar": (radar, samples.AREAS, "area", 3),
    "areas": (bands, samples.AREAS, "area", 1),
    "dimensions": (dimensions, samples.DIMENSIONS, "dimension", 1),
}
every = pytest.mark.parametrize("code", CHARTS)


def readings_of(code, regions=None):
    _, components, level, most = CHARTS[code]
    return samples.many(components, level, samples.ELEVEN[: regions or most])


def made(code, readings=None, **facts):
    return CHARTS[code][0](readings_of(code) if readings is None else readings, samples.facts(**facts))


@every
def test_the_code_names_the_chart(code):
    assert made(code).code == code


@every
def test_plotly_knows_the_figure_wide_and_narrow(code):
    wide, narrow = samples.validated(made(code).figure)
    assert len(wide.data) == len(narrow.data) > 0


@every
def test_the_figure_can_be_sent_as_it_is(code):
    figure = made(code).figure
    assert json.loads(json.dumps(figure, allow_nan=False)) == figure


@every
def test_file_and_table_hold_every_reading_and_nothing_else(code):
    readings = readings_of(code)
    chart = made(code, readings)
    units = samples.column(chart, "unit"), samples.column(chart, "component")
    assert sorted(zip(*units, strict=True)) == sorted((one.region, one.component) for one in readings)
    assert sorted(samples.column(chart, "score")) == sorted(one.score for one in readings)
    assert len(chart.table.rows) in {len(readings.regions), len(readings.components)}


@every
def test_the_file_is_not_rounded(code):
    readings = Readings((samples.reading("arad", CHARTS[code][1][0], 100 / 3, level=CHARTS[code][2]),))
    if code == "ternary":
        readings = samples.table({"arad": dict.fromkeys(samples.DIMENSIONS, 100 / 3)}, "dimension")
    assert set(samples.column(made(code, readings), "score")) == {100 / 3}


@every
def test_colours_are_names_of_the_stylesheet(code):
    figure = made(code).figure
    colours = [text for text in samples.texts(figure) if text.startswith(("#", "rgb", "var("))]
    assert colours
    assert {text for text in colours if not text.startswith("var(--")} <= {"rgba(0,0,0,0)"}


@every
def test_numbers_are_german_for_german_readers(code):
    with samples.reader("de"):
        chart = made(code)
    assert chart.figure["layout"]["separators"] == ",."
    shown = [cell.text for row in chart.table.rows for cell in row[1:]]
    assert any("," in text for text in shown) or code == "ternary"
    assert not [text for text in shown if "." in text and text[0].isdigit()]


@every
def test_numbers_are_english_for_english_readers(code):
    assert made(code).figure["layout"]["separators"] == ".,"


@every
def test_demonstration_is_said_in_figure_caption_and_file(code):
    chart = made(code, demonstration=True)
    assert chart.caption[0] == "Demonstration: synthetic answers"
    assert chart.figure["layout"]["title"]["text"] == "Demonstration: synthetic answers"
    assert set(samples.column(chart, "data")) == {"demonstration"}
    samples.validated(chart.figure)


@every
def test_real_answers_are_called_reported(code):
    chart = made(code)
    assert "title" not in chart.figure["layout"]
    assert set(samples.column(chart, "data")) == {"reported"}


@every
def test_names_cannot_bring_markup_into_a_figure(code):
    _, components, level, _ = CHARTS[code]
    hostile = Readings(
        tuple(
            samples.reading("one", part, 40.0 + at, level=level, name=samples.HOSTILE, title=samples.HOSTILE)
            for at, part in enumerate(components)
        )
    )
    figure = made(code, hostile).figure
    tags = [text for text in samples.texts(figure) if "<" in text.replace("<br>", "")]
    assert tags == []
    assert any("&lt;" in text for text in samples.texts(figure))


@every
def test_names_stay_as_they_are_in_table_and_file(code):
    _, components, level, _ = CHARTS[code]
    hostile = Readings(
        tuple(samples.reading("one", part, 40.0, level=level, name=samples.HOSTILE) for part in components)
    )
    assert set(samples.column(made(code, hostile), "region")) == {samples.HOSTILE}


@every
def test_nothing_to_show_draws_nothing_and_says_so(code):
    chart = made(code, Readings(()), counted=0)
    assert chart.figure is None
    assert chart.table.rows == () == chart.rows
    assert chart.sentence


@every
def test_no_score_is_a_dash_with_its_reason_and_never_a_zero(code):
    _, components, level, _ = CHARTS[code]
    lacking = Readings(tuple(samples.reading("arad", part, None, level=level) for part in components))
    chart = made(code, lacking)
    absent = [cell for row in chart.table.rows for cell in row[1:] if cell.look == "absent"]
    assert absent
    assert {cell.text for cell in absent} == {"–"}
    assert all(cell.note for cell in absent)
    assert set(samples.column(chart, "score")) == {None}


@every
def test_zero_is_a_score(code):
    _, components, level, _ = CHARTS[code]
    zero = Readings(tuple(samples.reading("arad", part, 0.0, level=level) for part in components))
    chart = made(code, zero)
    assert set(samples.column(chart, "score")) == {0.0}
    if code != "ternary":
        assert "0.0" in {cell.text for row in chart.table.rows for cell in row[1:]}


@every
def test_the_caption_names_wave_stage_count_coverage_and_date(code):
    assert made(code).caption == (
        "Wave 2026",
        "submitted assessments",
        "11 of 11 regions",
        "coverage 100%",
        "as of 12 November 2026",
    )


@every
def test_a_title_in_another_language_says_so_in_the_table(code):
    _, components, level, _ = CHARTS[code]
    foreign = Readings(tuple(samples.reading("arad", part, 40.0, level=level, lang="en") for part in components))
    table = made(code, foreign).table
    marked = [cell for cell in (*table.heads, *(row[0] for row in table.rows)) if cell.lang == "en"]
    assert len(marked) == (0 if code == "dots" else len(components))
