"""The chart of a change: what it says, its table adds up, and its bars begin where those before them end."""

import pytest

from survey.charts import change as charts
from survey.charts import changed
from survey.charts.changed import Line, Told
from survey.charts.readings import Readings, Title
from survey.charts.sheets import Sheet
from survey.scoring.difference import Difference, Subtotal
from tests.charts.samples import HOSTILE, cells, facts, reader, reading, texts, validated

HOUSING = Subtotal(code="housing", answered=4.0, state=-1.0, questionnaire=0.5)
ENCOUNTER = Subtotal(code="encounter", answered=-1.0, state=0.0, questionnaire=0.0)
SAME = Subtotal(code="sport", answered=0.0, state=0.0, questionnaire=0.0)
SHEET = Sheet(("part", "total"), [("housing", 3.5), ("encounter", -1.0)])


def told(now=52.5, then=50.0, component="Index"):
    """Return a difference in words."""
    return Told("Salzburg", component, "Wave 2025", "Wave 2026", Difference("index", now, then, False, False, (), ()))


def made(parts=(HOUSING, ENCOUNTER, SAME), at=None, demonstration=False):
    """Return the chart of some parts."""
    lines = [Line(Title(part.code.title()), part) for part in parts]
    readings = Readings((reading("salzburg", "index", 52.5, level="index"),))
    return charts.change(at or told(), lines, readings, facts(demonstration=demonstration), "Area", SHEET)


def test_what_moved_a_score_most_is_said_and_what_moved_nothing_is_left_out():
    with reader():
        chart = made()
        assert chart.sentence == (
            "From Wave 2025 to Wave 2026, Index moved most through: Housing +3.5; Encounter −1.0. All together: +2.5."
        )
        assert "Sport" not in cells(chart)
        assert chart.notes[-1] == "In 1 further row nothing changed, so it is not shown."


def test_what_has_no_answer_yet_is_not_named_as_what_moved_most():
    lines = [Line(Title(part.code.title()), part, part is HOUSING) for part in (HOUSING, ENCOUNTER)]
    with reader():
        assert charts.sentence(told(), lines) == (
            "From Wave 2025 to Wave 2026, Index moved most through: Encounter −1.0. All together: +2.5. "
            "Without an answer so far, so only not counted: Housing +3.5."
        )


@pytest.mark.parametrize(
    ("now", "then", "words"),
    [
        (52.5, 50.0, "Index: Salzburg rose from 50.0 in Wave 2025 to 52.5 in Wave 2026 (+2.5)."),
        (50.0, 52.5, "Index: Salzburg fell from 52.5 in Wave 2025 to 50.0 in Wave 2026 (−2.5)."),
        (50.02, 50.0, "Index: Salzburg stands at 50.0, as in Wave 2025."),
        (None, 50.0, "Index has no value in one of the two waves, so no change can be told."),
    ],
)
def test_a_change_in_one_sentence(now, then, words):
    with reader():
        assert changed.headline(told(now, then)) == words


def test_the_table_adds_up_in_both_directions():
    with reader():
        found = cells(made())
    names = {"Other answers": "+4.0", "What counted": "−1.0", "Questionnaire": "+0.5", "Together": "+3.5"}
    assert found["Housing"] == names
    assert found["Together"] == {
        "Other answers": "+3.0",
        "What counted": "−1.0",
        "Questionnaire": "+0.5",
        "Together": "+2.5",
    }


def test_where_rounding_hides_a_tenth_a_note_says_so():
    parts = [Subtotal(code=code, answered=0.04, state=0.04, questionnaire=0.0) for code in ("a", "b", "c")]
    with reader():
        notes = " ".join(made(parts).notes)
        assert "Other answers: the numbers as shown add up to 0.0 because of rounding; unrounded it is 0.120." in notes
        assert "Each number is rounded by itself" in notes
        assert "unrounded" not in " ".join(made().notes)


def test_bars_begin_where_those_before_them_end_and_differ_by_more_than_colour():
    with reader():
        figure = made(demonstration=True).figure
    for form in validated(figure):
        answered, state, asked, totals = form.data
        assert (answered.base[0], state.base[0]) == (0, 0), "to the other side"
        assert asked.base[0] == 4.0, "after the answers, to the same side"
        assert list(totals.text) == ["+3.5", "−1.0"]
        assert len({bar.marker.pattern.shape for bar in form.data[:3]}) == 3
        assert form.layout.title.text == "Demonstration: synthetic answers"


def test_nothing_to_draw():
    with reader():
        chart = made([SAME], told(50.0, 50.0))
        assert chart.figure is None
        assert chart.table.rows == ()
        assert chart.notes == ()
        assert chart.sentence == "Index: Salzburg stands at 50.0, as in Wave 2025."


def test_titles_are_shown_as_they_are():
    with reader():
        figure = charts.change(told(), [Line(Title(HOSTILE), HOUSING)], Readings(()), facts(), "Question", SHEET).figure
    assert not any("<script" in text or "<b>" in text for text in texts(figure))


def test_the_file_is_the_sheet():
    with reader():
        chart = made()
    assert chart.columns == ("part", "total")
    assert chart.rows == (("housing", 3.5), ("encounter", -1.0))


def test_a_reader_of_german_reads_german():
    with reader("de"):
        assert "+3,5" in made().sentence
        assert "From Wave" not in made().sentence


def test_a_change_of_what_is_no_published_score_is_not_told_as_one():
    found = Difference("index", 52.5, 50.0, True, False, (), ())
    with reader():
        said = changed.headline(Told("Salzburg", "Index", "Wave 2025", "Wave 2026", found))
    assert said.startswith("Index: too little is known for a score in both waves, so no change can be told yet.")
    assert "(+2.5)" in said
