"""Ranks as intervals: figure, table, sentence and file say the same, ties are told, likeness is pairwise."""

import numpy as np
import pytest

from survey.charts.pairs import group_names, pair_by_pair
from survey.charts.ranks import rank_intervals, rank_text
from survey.charts.readings import Readings
from survey.scoring.groups import groups
from survey.scoring.robustness import Ranking, Settings
from survey.services.rankings import Ranked
from tests.charts import samples

NAN = float("nan")
READINGS = Readings(
    tuple(
        samples.reading(region, "housing", score, name=name)
        for region, name, score in (
            ("timis", "Timiș", 50.0),
            ("arad", "Arad", 70.0),
            ("leipzig", "Leipzig", 52.0),
            ("salzburg", "Salzburg", None),
        )
    )
)
ABOVE = np.array([[0.5, 0.0, 0.4, NAN], [1.0, 0.5, 0.9, NAN], [0.6, 0.1, 0.5, NAN], [NAN] * 4])


def ranking(**more):
    """Arad is first or second, Leipzig anything, Timiș second or third; Salzburg has no score."""
    known = {
        "code": "housing",
        "official": np.array([50.0, 70.0, 52.0, NAN]),
        "rank": np.array([3.0, 1.0, 2.0, NAN]),
        "ranks": np.array([[2.0, 3.0], [1.0, 2.0], [1.0, 3.0], [NAN, NAN]]),
        "median_rank": np.array([3.0, 1.0, 2.0, NAN]),
        "scores": np.array([[45.0, 55.0], [60.0, 72.5], [44.0, 71.0], [NAN, NAN]]),
        "above": ABOVE,
    }
    return Ranking(**known | more)


def ranked(**more):
    made = ranking(**more)
    return Ranked(tuple(READINGS.regions), made, Settings(), made.pairs, groups(made.pairs))


def test_the_table_stands_in_the_order_of_the_published_scores():
    middles = ranked(median_rank=np.array([2.0, 1.0, 3.0, NAN]))
    table = rank_intervals(READINGS, middles, samples.facts()).table
    assert [row[2].text for row in table.rows] == ["1", "2", "3", "–"]


def test_everybody_stands_in_the_table():
    chart = rank_intervals(READINGS, ranked(), samples.facts())
    assert [[cell.text for cell in row] for row in chart.table.rows] == [
        ["Arad", "1 to 2", "1", "70.0", "60.0 to 72.5", "Leipzig"],
        ["Leipzig", "1 to 3", "2", "52.0", "44.0 to 71.0", "Arad, Timiș"],
        ["Timiș", "2 to 3", "3", "50.0", "45.0 to 55.0", "Leipzig"],
        ["Salzburg", "–", "–", "–", "–", "no other region"],
    ]


def test_the_figure_has_only_who_is_ranked():
    bars, middles, numbers = rank_intervals(READINGS, ranked(), samples.facts()).figure["data"]
    assert (bars["base"], bars["x"]) == ([1.0, 1.0, 2.0], [1.0, 2.0, 1.0])
    assert middles["x"] == [1.0, 2.0, 3.0]
    assert numbers["text"] == ["1 to 2", "1 to 3", "2 to 3"]


def test_the_sentence_says_who_can_be_first_and_how_many_pairs_are_alike():
    said = rank_intervals(READINGS, ranked(), samples.facts()).sentence
    assert said == "Any of these can be first: Arad, Leipzig. Regions that cannot be told apart: 2 of 3 pairs."
    few = rank_intervals(READINGS, ranked(), samples.facts(4, 5), all_wanted=True)
    assert few.sentence == (
        f"{said} All this holds among the 3 regions whose score you may see; 2 regions of the wave are not among them."
    )
    assert "3 of 5 regions" in few.caption
    alone = ranked(ranks=np.array([[2.0, 3.0], [1.0, 1.0], [2.0, 3.0], [NAN, NAN]]))
    assert rank_intervals(READINGS, alone, samples.facts()).sentence.startswith("Only Arad can be first")


def test_a_shared_rank_is_called_shared():
    chart = rank_intervals(READINGS, ranked(rank=np.array([2.0, 1.0, 2.0, NAN])), samples.facts())
    assert [row[2].text for row in chart.table.rows] == ["1", "2, shared", "2, shared", "–"]


def test_the_settings_are_printed():
    notes = " ".join(rank_intervals(READINGS, ranked(), samples.facts()).notes)
    for word in (
        "10,000",
        "seed 1",
        "±25%",
        "arithmetic, geometric",
        "left out of the mean, counted as 0, guessed at random",
    ):
        assert word in notes


def test_the_file_has_the_numbers_in_full_and_the_settings():
    chart = rank_intervals(READINGS, ranked(), samples.facts(peers="country:RO"))
    assert samples.column(chart, "unit") == ["arad", "leipzig", "timis", "salzburg"]
    assert samples.column(chart, "rank_low") == [1.0, 1.0, 2.0, None]
    assert samples.column(chart, "score_high") == [72.5, 71.0, 55.0, None]
    assert samples.column(chart, "alike") == ["leipzig", "timis|arad", "leipzig", ""]
    assert set(samples.column(chart, "units")) == {3}
    assert set(samples.column(chart, "weights")) == {"uniform 0.25"}
    assert set(samples.column(chart, "peers")) == {"country:RO"}


@pytest.mark.parametrize(("low", "high", "text"), [(1, 1, "1"), (1, 3, "1 to 3"), (NAN, NAN, "–")])
def test_a_rank_interval_in_words(low, high, text):
    assert rank_text(low, high) == text


def test_pairs_say_who_is_above_whom_and_mark_who_is_alike():
    chart = pair_by_pair(READINGS, ranked(), samples.facts())
    assert samples.cells(chart) == {
        "Arad": {"Arad": "–", "Leipzig": "≈ 90%", "Timiș": "100%"},
        "Leipzig": {"Arad": "≈ 10%", "Leipzig": "–", "Timiș": "≈ 60%"},
        "Timiș": {"Arad": "0%", "Leipzig": "≈ 40%", "Timiș": "–"},
    }
    assert chart.table.rows[0][2].note == "cannot be told apart"
    assert samples.column(chart, "told_apart") == ["no", "yes", "no", "no", "yes", "no"]
    assert samples.column(chart, "above") == [0.9, 1.0, 0.1, 0.6, 0.0, 0.4]


def test_groups_overlap_where_likeness_is_not_transitive():
    assert group_names(READINGS, ranked()) == ["Arad, Leipzig", "Leipzig, Timiș"]
    said = pair_by_pair(READINGS, ranked(), samples.facts()).sentence
    assert said == "There are 2 groups of regions in which no two can be told apart: Arad, Leipzig; Leipzig, Timiș."


def test_where_all_can_be_told_apart_there_is_no_group():
    apart = ranked(above=np.array([[0.5, 0, 0, NAN], [1, 0.5, 1, NAN], [1, 0, 0.5, NAN], [NAN] * 4]))
    assert pair_by_pair(READINGS, apart, samples.facts()).sentence == "Each two of these regions can be told apart."


@pytest.mark.parametrize("chart", [rank_intervals, pair_by_pair])
def test_one_region_has_no_rank_among_others(chart):
    one = Readings(READINGS.all[:1])
    alone = ranking(
        official=np.array([50.0]), rank=np.array([1.0]), ranks=np.array([[1.0, 1.0]]), median_rank=np.array([1.0]),
        scores=np.array([[45.0, 55.0]]), above=np.array([[0.5]]),
    )  # fmt: skip
    made = chart(one, Ranked(("timis",), alone, Settings(), (), ()), samples.facts(1))
    assert made.sentence == "Ranks need at least two regions with a score."


@pytest.mark.parametrize("chart", [rank_intervals, pair_by_pair])
def test_plotly_knows_the_figures(chart):
    samples.validated(chart(READINGS, ranked(), samples.facts(demonstration=True)).figure)
