"""The profile: a panel for each dimension, and which dimension is strongest where."""

import pytest

from survey.charts.profile import profile, strongest
from survey.charts.readings import Readings
from tests.charts import samples


def made(scores):
    return profile(samples.table(scores, "dimension"), samples.facts())


def row(*scores):
    return dict(zip(samples.DIMENSIONS, scores, strict=False))


def test_figure_and_table_hold_the_same_numbers():
    chart = made({"arad": row(10.0, 20.0, 30.0), "timis": row(40.0, 50.0, None)})
    bars = chart.figure["data"]
    assert [bar["x"] for bar in bars] == [[10.0, 40.0], [20.0, 50.0], [30.0, None], [None, 1.0]]
    assert [bar["text"] for bar in bars[:3]] == [["10.0", "40.0"], ["20.0", "50.0"], ["30.0", ""]]
    assert samples.cells(chart)["Timis"] == {"● Equality": "40.0", "◆ Diversity": "50.0", "▲ Interaction": "–"}


def test_panels_stand_side_by_side_and_below_each_other_on_a_phone():
    wide, narrow = samples.forms(made({"arad": row(10.0, 20.0, 30.0)}).figure)
    across = [wide["layout"][f"xaxis{at}"]["domain"] for at in ("", "2", "3")]
    down = [narrow["layout"][f"yaxis{at}"]["domain"] for at in ("", "2", "3")]
    assert across == sorted(across)
    assert across[0][1] < across[1][0] < across[1][1] < across[2][0]
    assert down == sorted(down, reverse=True)
    assert all(narrow["layout"][f"xaxis{at}"]["domain"] == [0, 1] for at in ("", "2", "3"))
    assert narrow["layout"]["height"] > wide["layout"]["height"]


@pytest.mark.parametrize("count", [1, 2, 4])
def test_any_number_of_dimensions(count):
    codes = (*samples.DIMENSIONS, "participation")[:count]
    chart = profile(samples.many(codes, "dimension"), samples.facts())
    assert len(samples.validated(chart.figure)[0].data) == count


def test_the_strongest_dimension_must_stand_alone():
    readings = samples.table({"arad": row(10.0, 30.0, 30.0), "timis": row(10.0, 20.0, None)}, "dimension")
    assert strongest(readings, "arad") is None
    assert strongest(readings, "timis") == "diversity"
    assert strongest(readings, "nowhere") is None


@pytest.mark.parametrize(
    ("scores", "sentence"),
    [
        ({}, "No region has submitted its assessment in this wave yet, so there is nothing to compare."),
        ({"arad": row(None, None, None)}, "No score can be shown here yet, because too few answers are known."),
        ({"arad": row(61.4, 47.9, 70.2)}, "Interaction is highest with 70.2, Diversity lowest with 47.9."),
        ({"arad": row(50.0, 50.0, 50.0)}, "All scores here are equal: 50.0."),
        (
            {"arad": row(61.4, 47.9, 70.2), "timis": row(10.0, 20.0, 30.0)},
            "Interaction is the strongest dimension in 2 of 2 regions.",
        ),
        (
            {"arad": row(61.4, 47.9, 70.2), "timis": row(40.0, 20.0, 30.0)},
            "Equality is the strongest dimension in 1 of 2 regions. "
            "Interaction is the strongest dimension in 1 of 2 regions.",
        ),
        (
            {"arad": row(50.0, 50.0, 10.0), "timis": row(20.0, 20.0, 20.0)},
            "In no region does one dimension stand out.",
        ),
    ],
)
def test_sentence(scores, sentence):
    assert made(scores).sentence == sentence


def test_sentence_about_eleven_regions():
    chart = profile(samples.many(samples.DIMENSIONS, "dimension"), samples.facts())
    assert chart.sentence == "Equality is the strongest dimension in 9 of 11 regions."


def test_a_region_without_any_score_has_dashes_and_no_bar():
    chart = profile(
        Readings(tuple(samples.reading("arad", code, None, level="dimension") for code in samples.DIMENSIONS)),
        samples.facts(),
    )
    kinds = [(trace["type"], trace["x"]) for trace in chart.figure["data"]]
    assert kinds == [("bar", [None]), ("scatter", [1.0])] * 3
    assert len(samples.validated(chart.figure)[1].data) == 6


def test_what_is_not_opened_has_its_place_and_its_reason():
    _bars, bars, dashes = made({"arad": row(10.0, 20.0), "timis": row(40.0)}).figure["data"]
    assert bars["x"] == [20.0, None]
    assert (dashes["x"], dashes["text"]) == ([None, 1.0], ["–", "–"])
    assert (dashes["xaxis"], dashes["yaxis"]) == (bars["xaxis"], bars["yaxis"])
    assert bars["hovertext"][1] == dashes["hovertext"][1] == "Timis: Diversity<br>not opened by the region"
