"""What is said about missing scores, intervals and stages."""

import pytest

from survey.charts import words
from survey.charts.readings import Readings
from survey.models.assessment import Stage
from tests.charts import samples


def made(score=None, **more):
    return samples.reading("arad", "housing", score, **more)


@pytest.mark.parametrize(
    ("reading", "reason"),
    [
        (None, "not opened by the region"),
        (made(applicable=0, coverage=None), "not in the remit of the region"),
        (made(coverage=0.0), "no answer known yet"),
        (made(coverage=0.41), "withheld: only 41% of the weight is known"),
    ],
)
def test_why_there_is_no_score(reading, reason):
    assert words.absence(reading) == reason


@pytest.mark.parametrize(
    ("low", "high", "text"), [(52.0, 71.0, "52.0 to 71.0"), (52.01, 52.04, "52.0"), (None, None, "–")]
)
def test_intervals(low, high, text):
    assert words.interval(made(52.0, low=low, high=high)) == text


def test_every_stage_has_words():
    assert len({words.stage_words(stage) for stage in Stage}) == len(Stage)


def test_extremes_need_two_scores():
    assert words.extremes([made(50.0)]) is None
    assert words.extremes([made(50.0), made(None)]) is None


def test_missing_ones_are_counted():
    assert list(words.missing_sentence([made(50.0)])) == []
    assert list(words.missing_sentence([made(), made()])) == ["2 regions have no score here; the table says why."]


def test_a_dash_is_explained_only_where_there_is_one():
    assert words.dash_note(Readings((made(50.0),))) == ()
    assert len(words.dash_note(Readings((made(50.0), made())))) == 1


def test_the_note_on_dashes_tells_what_was_not_opened_from_what_is_not_known():
    closed = {"arad": {"housing": 40.0, "sport": 50.0}, "timis": {"housing": 60.0}}
    assert words.dash_note(samples.table(closed)) == (
        "A dash means that the region has not opened this score. It never means zero.",
    )
    closed["timis"]["housing"] = None
    assert words.dash_note(samples.table(closed)) == (
        "A dash means no score: the region has not opened it, too little is known, or nothing applies. It never "
        "means zero.",
    )


def test_coverage_in_percent():
    assert words.coverage_text(made(coverage=0.826)) == "83%"
    assert words.coverage_text(made(coverage=None)) == "–"
