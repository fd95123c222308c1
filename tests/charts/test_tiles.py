"""The tile map: one square for each region, nobody on another's, and who has no place is named below."""

import pytest

from survey.charts.readings import Readings
from survey.charts.tiles import COLUMNS, POSITIONS, ROWS, step, tile_map
from survey.services.regions import names
from tests.charts import samples

SCORES = {"salzburg": 62.5, "leipzig": 40.0, "timis": None}


def made(scores=SCORES, names=None):
    named = names or {}
    readings = (samples.reading(key, "housing", score, name=named.get(key)) for key, score in scores.items())
    return tile_map(Readings(tuple(readings)), samples.facts())


def test_every_region_has_a_place_of_its_own():
    assert set(POSITIONS) == set(names())
    assert len(set(POSITIONS.values())) == len(POSITIONS)
    assert all(0 <= x < COLUMNS and 0 <= y < ROWS for x, y in POSITIONS.values())


def test_squares_hold_scores_names_and_nothing_else():
    squares, labels = made().figure["data"]
    assert (squares["z"][3][3], squares["z"][2][3], squares["z"][4][5]) == (62.5, 40.0, None)
    assert sum(score is not None for line in squares["z"] for score in line) == 2
    assert labels["text"] == ["Salzburg<br>62.5", "Leipzig<br>40.0", "Timis<br>–"]
    assert made().figure["layout"]["yaxis"]["range"] == [4.5, 1.5]


def test_the_table_stands_by_score_and_says_the_step_of_colour():
    assert [[cell.text for cell in row] for row in made().table.rows] == [
        ["Salzburg", "62.5", "60 to 70"],
        ["Leipzig", "40.0", "40 to 50"],
        ["Timis", "–", "–"],
    ]
    assert made().sentence == ("50 or more in Housing: 1 of 2 regions.")


def test_who_has_no_place_is_named_below():
    chart = made({"salzburg": 62.5, "atlantis": 12.0})
    assert "Without a place on this map: Atlantis (12.0)." in chart.notes
    assert [row[0].text for row in chart.table.rows] == ["Salzburg", "Atlantis"]
    assert made({"atlantis": 12.0}).figure is None


def test_nobody_submitted_is_said():
    assert made({}).sentence.startswith("No region has submitted")


@pytest.mark.parametrize(("score", "text"), [(0.0, "0 to 10"), (59.99, "50 to 60"), (100.0, "90 to 100")])
def test_steps_are_ten_points(score, text):
    assert step(score) == text


def test_names_of_others_are_shown_as_they_are():
    figure = made({"salzburg": 1.0}, {"salzburg": samples.HOSTILE}).figure
    assert not [text for text in samples.texts(figure) if "<script" in text]
    samples.validated(figure)


def test_a_number_stands_behind_a_name_that_is_written_from_right_to_left():
    chart = made({"atlantis": 12.0, "lemuria": 8.0}, {"atlantis": "أطلس"})
    assert "Without a place on this map: \u2068أطلس\u2069 (12.0), Lemuria (8.0)." in chart.notes
