"""Small multiples: a panel for each component, the same regions in the same order in each."""

import pytest

from survey.charts.multiples import HEAD, WIDTH, small_multiples
from survey.charts.readings import Readings
from tests.charts import samples

SCORES = {
    "arad": {"housing": 40.0, "sport": 50.0, "labour": 10.0, "media": 20.0, "culture": None},
    "timis": {"housing": 60.0, "sport": 52.5, "labour": 90.0, "media": 30.0, "culture": 70.0},
}


def made(scores=SCORES, order=("timis", "arad")):
    return small_multiples(samples.table(scores), order, samples.facts())


def test_panels_stand_side_by_side_and_below():
    _rails, dots, _dashes, titles = made().figure["data"]
    assert dots["x"][:4] == [60.0, 40.0, WIDTH + 52.5, WIDTH + 50.0]
    assert dots["x"][8:] == [70.0, None]
    assert dots["y"][:4] == [HEAD, HEAD + 1, HEAD, HEAD + 1]
    assert dots["y"][8] == pytest.approx(2 + 2 * HEAD)
    assert titles["text"] == ["Housing", "Sport", "Labour", "Media", "Culture"]
    assert made().figure["layout"]["yaxis"]["ticktext"] == ["Timis", "Arad"] * 2


def test_a_phone_has_two_panels_side_by_side():
    _wide, slim = samples.forms(made().figure)
    assert slim["data"][1]["x"][4:6] == [90.0, 10.0]
    assert slim["layout"]["yaxis"]["ticktext"] == ["Timis", "Arad"] * 3


def test_a_dash_stands_where_a_score_is_missing_and_says_why():
    closed = {"arad": SCORES["arad"], "timis": {"housing": 60.0}}
    dashes = made(closed).figure["data"][2]
    assert [at for at, x in enumerate(dashes["x"]) if x is not None] == [2, 4, 6, 8, 9]
    assert dashes["x"][8] == 1.0  # the fifth panel stands first in its row
    assert dashes["hovertext"][1] == ""
    assert dashes["hovertext"][2] == "Timis: Sport<br>not opened by the region"
    assert dashes["hovertext"][9] == "Arad: Culture<br>–<br>withheld: only 40% of the weight is known"
    assert "Timis" in samples.cells(made(closed))
    assert len(made({"arad": {"housing": 4.0}}, ["arad"]).figure["data"]) == 3


def test_the_table_has_a_row_for_each_region():
    assert samples.cells(made())["Arad"] == {
        "Housing": "40.0",
        "Sport": "50.0",
        "Labour": "10.0",
        "Media": "20.0",
        "Culture": "–",
    }
    assert samples.column(made(), "unit")[0] == "timis"


def test_the_sentence_says_where_regions_agree_most_and_least():
    assert made().sentence == (
        "The regions agree most in Sport, where all lie within 2.5 points, and least in Labour, over 80.0 points."
    )


@pytest.mark.parametrize(
    ("scores", "words"),
    [
        ({}, "No region has submitted"),
        ({"arad": {"housing": None}}, "No score can be shown"),
        ({"arad": {"housing": 4.0}}, "One region alone"),
        ({"arad": {"housing": 4.0}, "timis": {"housing": 6.0}}, "within 2.0 points everywhere"),
    ],
)
def test_little_is_said_of_little(scores, words):
    assert words in small_multiples(samples.table(scores), list(scores), samples.facts()).sentence


def test_plotly_knows_the_figure():
    samples.validated(made().figure)
    samples.validated(small_multiples(samples.many(), [f"r{at}" for at in range(11)], samples.facts()).figure)
    assert small_multiples(Readings(()), [], samples.facts()).figure is None
