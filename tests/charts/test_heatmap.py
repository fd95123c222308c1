"""The heat map: every score in its cell, and the sentence about where regions differ most."""

import pytest

from survey.charts.grid import FEW, WIDEST
from survey.charts.heatmap import Group, heat_map
from survey.charts.readings import Readings
from tests.charts import samples


def made(scores, level="area"):
    return heat_map(samples.table(scores, level), samples.facts())


def test_table_and_figure_hold_the_same_scores():
    readings = samples.many()
    chart = heat_map(readings, samples.facts())
    colours, numbers = chart.figure["data"]
    for y, code in enumerate(readings.components):
        for x, region in enumerate(readings.regions):
            score = readings.at(region, code).score
            assert colours["z"][y][x] == score
            assert numbers["text"][y * len(readings.regions) + x] == chart.table.rows[y][x + 1].text == f"{score:.1f}"


def test_cells_of_the_table_have_the_class_of_their_score():
    chart = made({"arad": {"housing": 5.0, "sport": 95.0, "labour": None}})
    assert [row[1].look for row in chart.table.rows] == ["heat-0", "heat-9", "absent"]


def test_ink_changes_with_the_class():
    numbers = made({"arad": {"housing": 49.9, "sport": 50.0, "labour": None}}).figure["data"][1]
    assert numbers["textfont"]["color"] == ["var(--heat-ink-low)", "var(--heat-ink-high)", "var(--soft)"]


def test_what_a_region_has_not_opened_is_an_empty_cell_that_says_so():
    chart = made({"arad": {"housing": 40.0, "sport": 50.0}, "timis": {"housing": 60.0}})
    assert chart.figure["data"][0]["z"] == [[40.0, 60.0], [50.0, None]]
    assert chart.table.rows[1][2].note == "not opened by the region"
    assert chart.figure["data"][0]["hovertext"][1][1] == "Timis: Sport<br>not opened by the region"


def test_numbers_are_whole_on_a_phone():
    _, narrow = samples.forms(heat_map(samples.many(), samples.facts()).figure)
    assert narrow["data"][1]["text"][:2] == ["30", "36"]
    assert narrow["layout"]["xaxis"]["tickangle"] == -90


def test_few_regions_keep_their_decimals_on_a_phone():
    _, narrow = samples.forms(made({"arad": {"housing": 61.4}}).figure)
    assert narrow["data"][1]["text"] == ["61.4"]
    assert narrow["layout"]["xaxis"]["tickangle"] == 0


def test_many_regions_are_scrolled_on_a_phone_and_turned_on_a_page():
    few = heat_map(samples.many(names=samples.ELEVEN[:FEW]), samples.facts())
    crowd = heat_map(samples.many(names=[f"Region {at}" for at in range(FEW + 1)]), samples.facts())
    assert few.figure["layout"]["xaxis"]["tickangle"] == 0
    assert crowd.figure["layout"]["xaxis"]["tickangle"] == -90
    assert crowd.figure["narrow"]["least"] > few.figure["narrow"]["least"]


def test_a_line_parts_the_index_from_the_rest():
    index = tuple(samples.reading(key, "index", 50.0, level="index") for key in ("arad", "timis"))
    areas = samples.table({"arad": {"housing": 40.0}, "timis": {"housing": 50.0}})
    shapes = heat_map(Readings((*index, *areas)), samples.facts()).figure["layout"]["shapes"]
    assert [(shape["y0"], shape["y1"]) for shape in shapes] == [(0.5, 0.5)]


@pytest.mark.parametrize(
    ("scores", "sentence"),
    [
        ({}, "No region has submitted its assessment in this wave yet, so there is nothing to compare."),
        ({"arad": {"housing": None}}, "No score can be shown here yet, because too few answers are known."),
        (
            {"arad": {"housing": 40.0, "sport": 61.4}},
            "Arad is the only region shown. Sport is highest with 61.4, Housing lowest with 40.0.",
        ),
        ({"arad": {"housing": 40.0}}, "Arad is the only region shown."),
        (
            {"arad": {"housing": 22.4, "sport": 50.0}, "timis": {"housing": 81.0, "sport": 55.0}},
            "The regions differ most in Housing: from 22.4 in Arad to 81.0 in Timis.",
        ),
        (
            {"arad": {"housing": 50.0}, "timis": {"housing": 50.0 + 1e-12}},
            "The regions do not differ in what can be compared so far.",
        ),
        (
            {"arad": {"housing": 10.0, "sport": 50.0}, "timis": {"housing": None, "sport": 55.0}},
            "The regions differ most in Sport: from 50.0 in Arad to 55.0 in Timis.",
        ),
    ],
)
def test_sentence(scores, sentence):
    assert made(scores).sentence == sentence


def test_sentence_about_eleven_regions():
    chart = heat_map(samples.many(), samples.facts())
    assert (
        chart.sentence == "The regions differ most in Housing: from 30.5 in Emilia-Romagna to 80.5 in Västra Götaland."
    )


def test_sentence_with_german_numbers():
    with samples.reader("de"):
        chart = made({"arad": {"housing": 22.4}, "timis": {"housing": 81.0}})
    assert "22,4" in chart.sentence
    assert "81,0" in chart.sentence


@pytest.mark.parametrize(("score", "notes"), [(50.0, 0), (None, 1)])
def test_the_dash_is_explained_where_one_stands(score, notes):
    assert len(made({"arad": {"housing": score}}).notes) == notes


def test_columns_never_grow_beyond_what_a_number_needs():
    one, eleven = samples.many(names=samples.ELEVEN[:1]), samples.many()
    widths = [heat_map(readings, samples.facts()).figure["widest"] for readings in (one, eleven)]
    assert widths[1] - widths[0] == pytest.approx(10 * WIDEST)


SCORES = {
    "arad": {"housing": 40.0, "sport": 90.0, "labour": None},
    "leipzig": {"housing": None, "sport": 50.0, "labour": 20.0},
    "timis": {"housing": 60.0, "sport": 50.0, "labour": 30.0},
}


def heads(chart):
    return [head.text for head in chart.table.heads[1:]]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("name", ["Arad", "Leipzig", "Timis"]),
        ("housing", ["Timis", "Arad", "Leipzig"]),
        ("sport", ["Arad", "Leipzig", "Timis"]),
        ("labour", ["Timis", "Leipzig", "Arad"]),
        ("weather", ["Arad", "Leipzig", "Timis"]),
    ],
)
def test_regions_stand_by_the_score_of_a_row(sort, expected):
    chart = heat_map(samples.table(SCORES), samples.facts(), sort=sort)
    assert heads(chart) == expected
    assert list(dict.fromkeys(samples.column(chart, "region"))) == expected
    assert chart.figure["layout"]["xaxis"]["ticktext"] == expected


def test_the_head_of_a_row_says_and_turns_the_order():
    rows = heat_map(samples.table(SCORES), samples.facts(), sort="sport").table.rows
    assert [(row[0].sort, row[0].order) for row in rows] == [
        ("housing", None),
        ("name", "descending"),
        ("labour", None),
    ]
    assert not [row for row in heat_map(samples.table(SCORES), samples.facts()).table.rows if row[0].sort]


def test_areas_stand_below_their_composites():
    groups = [Group("labour", ("sport",)), Group(None, ("housing",))]
    chart = heat_map(samples.table(SCORES), samples.facts(), sort="name", groups=groups)
    assert [(row[0].text, row[0].look) for row in chart.table.rows] == [
        ("Labour", ""),
        ("Sport", "member"),
        ("Housing", ""),
    ]
    assert [shape["y0"] for shape in chart.figure["layout"]["shapes"]] == [1.5]
