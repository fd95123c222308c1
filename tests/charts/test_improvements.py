"""The charts of priorities: what would be gained, and the way to a target, with sums that add up."""

from dataclasses import replace

import pytest

from survey.charts import gains, plan
from survey.charts.improvements import Improvement
from survey.charts.readings import Readings, Title
from survey.charts.sheets import Sheet
from tests.charts.samples import HOSTILE, cells, column, facts, reader, reading, texts, validated

SHARE = Improvement("share", Title("What share?"), "Encounter", "30 %", "40 % or more", 6.25, 1, False)
MIXED = Improvement("mixed", Title("How mixed?"), "Housing", "4", "Very much", 4.1666667, 3, True)
NOTHING = Improvement("support", Title("Which support?"), "Housing", "Everywhere", "Everywhere", 0.0, 1, False)
INDEX = Readings((reading("salzburg", "index", 89.5833333, level="index"),))
WAY = plan.Way("Index", 100.0, 89.5833333, 100.0, None, 4, 4, (MIXED, SHARE), weighed=True)
SHEET = Sheet(plan.COLUMNS, plan.rows("salzburg", facts(), "index", 100.0, [(MIXED, SHARE), (SHARE,)]))


def gained(found=(SHARE, MIXED, NOTHING), **other):
    """Return the chart of gains."""
    return gains.gains(Title("Index"), found, INDEX, facts(**other), "salzburg")


def drawn(way=WAY, **other):
    """Return the chart of a way."""
    return plan.plan(way, INDEX, facts(**other), SHEET)


def test_the_gains_say_what_would_raise_it_most():
    with reader():
        chart = gained()
        assert chart.sentence == (
            "With all points in one more question, Index would gain most by: “What share?” +6.2; “How mixed?” +4.2."
        )
        table = cells(chart)
    assert list(table) == ["What share?", "How mixed?"]
    assert table["What share?"] == {
        "Area": "Encounter",
        "Answer today": "30 %",
        "It would become": "40 % or more",
        "Gain": "+6.2",
        "Effort": "1 (not set)",
    }
    assert table["How mixed?"]["Effort"] == "3"
    assert column(chart, "question") == ["share", "mixed", "support"], "the file holds all of them"
    assert column(chart, "set_by_region") == ["no", "yes", "no"]


def test_the_way_in_words_and_numbers_that_add_up():
    with reader():
        chart = drawn()
        assert chart.sentence == (
            "To bring Index from 89.6 to 100.0, the cheapest way is 2 changes with an effort of 4 together; "
            "they reach 100.0."
        )
        table = cells(chart)
    assert table["Together"] == {
        "Answer today": "", "It would become": "", "Effort": "4", "Gain": "+10.4",
    }  # fmt: skip
    assert table["How mixed?"]["It would become"] == "Very much"
    assert column(chart, "plan") == [1, 1, 2]


def test_each_change_begins_where_the_one_before_it_ends():
    with reader():
        figure = drawn(demonstration=True).figure
    for form in validated(figure):
        bars, ends = form.data
        assert list(bars.base) == pytest.approx([89.5833333, 93.75])
        assert list(ends.text) == ["93.8", "100.0"]
        assert {shape.line.dash for shape in form.layout.shapes} == {"dash", "dot"}


@pytest.mark.parametrize(
    ("way", "words"),
    [
        (replace(WAY, steps=(), target=50.0, reached=89.5833333), "Index stands at 89.6, so 50.0 is reached already."),
        (
            replace(WAY, steps=(), reached=None, highest=97.0),
            "100.0 is out of reach: with all points in every question that applies, Index would stand at 97.0.",
        ),
        (
            replace(WAY, steps=(SHARE,), target=95.0, reached=95.8333333, effort=1, least=1, weighed=False),
            "To bring Index from 89.6 to 95.0, 1 change is enough; it reaches 95.8. The region has not said what it "
            "takes.",
        ),
    ],
)
def test_other_ways(way, words):
    with reader():
        chart = drawn(way)
    assert chart.sentence == words
    assert (chart.figure is None) is (not way.steps)


def test_a_way_that_is_not_proved_to_be_the_cheapest_says_so():
    with reader():
        assert "at most 2 could be saved" in " ".join(drawn(replace(WAY, least=2)).notes)
        assert "saved" not in " ".join(drawn().notes)


def test_without_a_value_today_there_is_no_figure_and_no_sum():
    start = replace(WAY, before=None, steps=(replace(SHARE, gain=None),))
    with reader():
        chart = drawn(start)
        assert chart.figure is None
        assert cells(chart)["Together"]["Gain"] == "–"
        assert gained([replace(SHARE, gain=None)]).figure is None


def test_nothing_to_gain():
    with reader():
        chart = gained([NOTHING])
    assert chart.sentence == "No single answer would raise Index by a tenth of a point."
    assert chart.figure is None
    assert chart.table.rows == ()


def test_titles_are_shown_as_they_are():
    loud = replace(SHARE, title=Title(HOSTILE), today=HOSTILE, full=HOSTILE)
    with reader():
        figures = gained([loud]).figure, drawn(replace(WAY, steps=(loud,))).figure
    assert not any("<script" in text or "<b>" in text for figure in figures for text in texts(figure))
    with reader():
        assert validated(gained().figure)


def test_german():
    with reader("de"):
        assert "89,6" in drawn().sentence
        assert "To bring" not in drawn().sentence


def test_german_titles_and_quotations_stand_in_german_marks():
    with reader("de"):
        assert gained().sentence.startswith(
            "Mit allen Punkten in einer weiteren Frage gewänne „Index“ am meisten durch: „"
        )
        assert "“How" not in gained().sentence
        assert drawn().sentence.startswith("Der günstigste Weg, „Index“ von 89,6 auf 100,0 zu bringen,")


def test_an_effort_that_keeps_a_question_out_of_the_way_makes_it_the_cheapest():
    """Nothing in the way has an effort that the region set, but another question has, and is left out for it."""
    with reader():
        chart = drawn(replace(WAY, steps=(SHARE,), target=95.0, reached=95.8333333, effort=1, least=1))
        assert chart.title == "The cheapest way to 95.0"
        assert chart.sentence.startswith(
            "To bring Index from 89.6 to 95.0, the cheapest way is 1 change with an effort of 1"
        )
        assert cells(chart)["What share?"]["Effort"] == "1 (not set)"


def test_a_way_that_begins_at_no_published_score_says_so():
    with reader():
        said = drawn(replace(WAY, provisional=True)).sentence
    assert said.endswith("89.6 is what is known by now; for a score of Index it is too little.")
