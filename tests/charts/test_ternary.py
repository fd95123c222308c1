"""The triangle: shares of three scores, its corners, and who has no place in it."""

import pytest

from survey.charts.ternary import ternary
from tests.charts import samples


def made(scores):
    return ternary(samples.table(scores, "dimension"), samples.facts())


def row(*scores):
    return dict(zip(samples.DIMENSIONS, scores, strict=True))


def points(chart):
    """Return what each region's point is drawn from; what is not named are the middle, lines and numbers."""
    return [(trace["a"][0], trace["b"][0], trace["c"][0]) for trace in chart.figure["data"] if "name" in trace]


def test_points_are_shares_of_the_three_scores():
    chart = made({"arad": row(20.0, 20.0, 40.0), "timis": row(10.0, 10.0, 20.0)})
    assert points(chart) == [(0.25, 0.25, 0.5)] * 2
    assert samples.cells(chart)["Arad"] == {
        "No.": "1",
        "● Equality": "25%",
        "◆ Diversity": "25%",
        "▲ Interaction": "50%",
    }


def test_the_file_holds_scores_and_not_shares():
    chart = made({"arad": row(20.0, 20.0, 40.0)})
    assert samples.column(chart, "score") == [20.0, 20.0, 40.0]


def test_numbers_in_figure_and_table_are_the_same():
    chart = made({"arad": row(20.0, 20.0, 40.0), "timis": row(None, 10.0, 20.0), "salzburg": row(30.0, 20.0, 20.0)})
    drawn = [trace["name"].split() for trace in chart.figure["data"] if "name" in trace]
    assert drawn == [["1", "Arad"], ["2", "Salzburg"]]
    assert chart.figure["data"][-1]["text"] == ["1", "2"]
    assert {name: row["No."] for name, row in samples.cells(chart).items()} == {
        "Arad": "1",
        "Timis": "–",
        "Salzburg": "2",
    }


@pytest.mark.parametrize("scores", [row(None, 10.0, 20.0), row(0.0, 0.0, 0.0)])
def test_without_three_scores_there_is_no_place(scores):
    chart = made({"arad": scores})
    assert chart.figure is None
    assert chart.table.rows[0][1].text == "–"
    assert chart.sentence == "No region has a score in all three dimensions yet."


def test_zero_in_one_dimension_lies_on_the_edge():
    assert points(made({"arad": row(0.0, 20.0, 20.0)})) == [(0.0, 0.5, 0.5)]


@pytest.mark.parametrize(
    ("scores", "start"), [(row(50.0, 50.0, 50.0), 0.25), (row(10.0, 50.0, 50.0), 0.05), (row(0.0, 0.0, 50.0), 0.0)]
)
def test_only_the_part_where_regions_lie_is_shown(scores, start):
    triangle = made({"arad": scores}).figure["layout"]["ternary"]
    assert [triangle[f"{axis}axis"]["min"] for axis in "abc"] == pytest.approx([start] * 3)


def test_every_point_lies_in_the_part_that_is_shown():
    chart = ternary(samples.many(samples.DIMENSIONS, "dimension"), samples.facts())
    start = chart.figure["layout"]["ternary"]["aaxis"]["min"]
    assert all(min(point) >= start for point in points(chart))


@pytest.mark.parametrize("count", [1, 2, 4])
def test_a_triangle_has_three_corners(count):
    codes = (*samples.DIMENSIONS, "participation")[:count]
    with pytest.raises(ValueError, match=f"three corners, not {count}"):
        ternary(samples.many(codes, "dimension"), samples.facts())


@pytest.mark.parametrize(
    ("scores", "sentence"),
    [
        (
            {"arad": row(50.0, 50.0, 50.0)},
            "Arad leans most to one side: Equality makes up 33% of its three scores together.",
        ),
        (
            {"arad": row(50.0, 50.0, 60.0), "timis": row(20.0, 60.0, 20.0)},
            "Timis leans most to one side: Diversity makes up 60% of its three scores together.",
        ),
    ],
)
def test_sentence(scores, sentence):
    assert made(scores).sentence == sentence


def test_corners_are_named_below_on_a_phone():
    wide, narrow = samples.forms(made({"arad": row(50.0, 40.0, 60.0)}).figure)
    assert wide["layout"]["ternary"]["baxis"]["title"]["text"] == "◆ Diversity"
    assert narrow["layout"]["ternary"]["baxis"]["title"]["text"] == ""
    assert [one["text"] for one in narrow["layout"]["annotations"]] == ["◆ Diversity", "▲ Interaction"]
