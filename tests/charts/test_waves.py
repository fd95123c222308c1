"""From wave to wave: figure, table and file of the same scores, and no trend on thin ground."""

from types import SimpleNamespace

import numpy as np
import pytest

from survey.charts.readings import Title
from survey.charts.waves import over_waves
from survey.models import Stage
from survey.scoring.trends import Course
from survey.services.courses import Waves
from tests.charts import samples

NAN = float("nan")
NAMES = {"arad": "Arad", "timis": "Timiș", "salzburg": "Salzburg"}


def waves(scores, comparable=1.0, stops=("2024", "2025", "2026")):
    """Return the waves with these scores of Arad and Timiș; both are submitted in all of them."""
    regions = [SimpleNamespace(key=key) for key in ("arad", "timis")]
    seen = tuple(
        SimpleNamespace(assessment=SimpleNamespace(region=region, stage=Stage.SUBMITTED)) for region in regions
    )
    course = Course(("arad", "timis"), ("index",), ("index",), np.array([comparable]), np.array(scores)[:, :, None])
    made = tuple(SimpleNamespace(key=stop, title=stop, edition=SimpleNamespace(edition="2026")) for stop in stops)
    return Waves(made, tuple(seen for _ in stops), course)


def chart(found):
    return over_waves(found, "index", Title("Index"), NAMES, samples.facts())


def test_each_wave_has_a_symbol_a_column_and_a_line_of_the_file():
    made = chart(waves([[40.0, 60.0], [45.0, NAN], [52.5, 55.0]]))
    assert [[cell.text for cell in row] for row in made.table.rows] == [
        ["Arad", "40.0", "45.0", "52.5", "+12.5"],
        ["Timiș", "60.0", "–", "55.0", "−5.0"],
        ["Salzburg", "–", "–", "–", "–"],
    ]
    lines, first, second, last, numbers = made.figure["data"]
    assert lines["x"] == [40.0, 45.0, 52.5, None, 60.0, 55.0, None]
    assert (first["x"], second["x"], last["x"]) == ([40.0, 60.0], [45.0, None], [52.5, 55.0])
    assert numbers["text"] == ["52.5 (+12.5)", "55.0 (−5.0)"]
    assert samples.column(made, "score") == [40.0, 45.0, 52.5, 60.0, None, 55.0, None, None, None]
    assert made.table.rows[1][2].note == "too little is known, or nothing applies"
    assert made.table.rows[2][1].note == "no submitted score to be seen"


def test_the_sentence_says_who_rose_and_who_fell_most():
    said = chart(waves([[40.0, 60.0], [45.0, NAN], [52.5, 55.0]])).sentence
    assert (
        said == "Higher in Wave 2026 than in Wave 2024: 1 of 2 regions. Arad gained most: +12.5. Timiș lost most: −5.0."
    )


def test_who_is_not_in_the_last_wave_has_no_change():
    assert chart(waves([[40.0, 60.0], [45.0, 61.0], [NAN, NAN]])).sentence == (
        "No region has a score in two of these waves yet."
    )


@pytest.mark.parametrize(("share", "drawn"), [(0.6, True), (0.59, False)])
def test_below_three_fifths_there_is_no_trend_and_the_reason_is_said(share, drawn):
    made = chart(waves([[40.0, 60.0], [45.0, NAN], [52.5, 55.0]], share))
    assert (made.figure is not None) is drawn
    assert (made.sentence.startswith("No trend: only 59% of the weight of Index")) is not drawn
    assert len(made.rows) == 9


def test_one_wave_is_no_trend():
    made = chart(waves([[40.0, 60.0]], stops=("2026",)))
    assert made.figure is None
    assert made.sentence.startswith("There is one wave")


def test_the_comparable_share_and_the_edition_are_printed():
    notes = " ".join(chart(waves([[40.0, 60.0], [45.0, NAN], [52.5, 55.0]], 0.85)).notes)
    assert "85% of the weight" in notes
    assert "edition 2026" in notes


def test_a_change_that_rounding_shows_a_tenth_off_is_told():
    close = chart(waves([[44.84, 60.0], [45.0, NAN], [46.86, 55.0]]))  # 44.8 and 46.9, yet +2.0
    assert close.table.rows[0][4].text == "+2.0"
    assert "Changes are computed before rounding" in close.notes[-1]
    assert "before rounding" not in " ".join(chart(waves([[40.0, 60.0], [45.0, NAN], [52.5, 55.0]])).notes)


def test_plotly_knows_the_figure():
    samples.validated(chart(waves([[40.0, 60.0], [45.0, NAN], [52.5, 55.0]])).figure)


def test_nobody_with_a_score_is_no_figure():
    made = chart(waves([[NAN, NAN], [NAN, NAN], [NAN, NAN]]))
    assert made.figure is None
    assert made.sentence == "No region has a score in two of these waves yet."
