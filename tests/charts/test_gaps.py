"""Why one region lies above another: lines that add up as shown, or a note that says what rounding hides."""

from datetime import date
from types import SimpleNamespace

import pytest

from survey.charts.gaps import LARGEST, Pair, by_area, by_question
from survey.charts.readings import Readings, Title
from survey.charts.rounding import signed
from survey.scoring.difference import Difference, Row, Subtotal
from survey.services.gaps import Gap
from tests.charts import samples

A, B = (SimpleNamespace(assessment=SimpleNamespace(region=SimpleNamespace(key=key))) for key in ("arad", "timis"))
TITLES = {code: Title(code.title()) for code in ("index", "housing", "sport", *(f"q{at}" for at in range(14)))}


def row(at, answered, state=0.0):
    return Row(
        question=f"q{at}", code_b=f"q{at}", relation="same", area="housing", x_a=100.0, x_b=None, e_a=0.2, e_b=0.1,
        answered=answered, state=state, questionnaire=0.0,
    )  # fmt: skip


def pair(areas, rows=()):
    """Arad has 60 and Timiș 50 in the index."""
    readings = samples.table({"arad": {"housing": 80.0, "sport": 40.0}, "timis": {"housing": 50.0, "sport": 50.0}})
    index = (
        samples.reading("arad", "index", 60.0, level="index"),
        samples.reading("timis", "index", 50.0, level="index"),
    )
    subtotals = tuple(Subtotal(code=code, answered=a, state=s, questionnaire=0.0) for code, a, s in areas)
    found = Difference("index", 60.0, 50.0, False, False, tuple(rows), subtotals)
    return Pair(Gap(A, B, found, subtotals, tuple(rows)), Readings((*readings, *index)), TITLES, samples.facts())


AREAS = [("housing", 12.0, 3.0), ("sport", -5.0, 0.0)]


def test_each_area_is_split_and_all_add_up():
    chart = by_area(pair(AREAS))
    assert [[cell.text for cell in line] for line in chart.table.rows] == [
        ["Housing", "80.0", "50.0", "+12.0", "+3.0", "+15.0"],
        ["Sport", "40.0", "50.0", "−5.0", "0.0", "−5.0"],
        ["Together", "60.0", "50.0", "+7.0", "+3.0", "+10.0"],
    ]
    assert chart.figure["data"][0]["x"] == [15.0, -5.0]
    assert samples.column(chart, "total") == [15.0, -5.0]
    assert samples.column(chart, "level") == ["area", "area"]
    assert not [note for note in chart.notes if "rounding" in note]


def test_the_sentence_says_how_much_and_from_where():
    assert by_area(pair(AREAS)).sentence == (
        "In Index Arad lies 10.0 points above Timis: Arad has 60.0, Timis has 50.0. "
        "Most of it comes from Housing: 15.0. Sport works most against it: 5.0."
    )


def test_equal_scores_are_called_equal():
    made = pair(AREAS)
    same = Difference("index", 50.0, 50.0, False, False, (), made.gap.areas)
    equal = Pair(Gap(A, B, same, made.gap.areas, ()), made.readings, TITLES, samples.facts())
    assert by_area(equal).sentence == "Arad and Timis have the same score in Index."


def test_a_tenth_that_rounding_hides_is_told():
    notes = by_area(pair([("housing", 5.04, 0.0), ("sport", 5.04, 0.0)])).notes
    assert notes[-1].startswith("The parts as shown add up to 10.0 because of rounding; unrounded the sum is 10.080.")


def test_many_questions_end_in_one_line():
    rows = [row(at, 2.0) for at in range(LARGEST)] + [row(at, 0.5, 0.25) for at in range(LARGEST, LARGEST + 4)]
    chart = by_question(pair(AREAS, rows))
    assert len(chart.figure["data"][0]["x"]) == LARGEST
    assert [cell.text for cell in chart.table.rows[-2]] == ["All 4 other questions", "", "", "+2.0", "+1.0", "+3.0"]
    assert [cell.text for cell in chart.table.rows[-1]][3:] == ["+22.0", "+1.0", "+23.0"]
    assert len(chart.rows) == LARGEST + 4
    assert samples.column(chart, "x_b") == [None] * (LARGEST + 4)
    assert chart.sentence.startswith("+22.0 points come from answers that differ, +1.0 from answers")


def test_questions_that_make_no_difference_are_said_to():
    assert by_question(pair(AREAS, [row(0, 0.0)])).sentence == "No question makes a difference."


@pytest.mark.parametrize(("value", "text"), [(0.04, "0.0"), (-0.04, "0.0"), (1.25, "+1.2"), (-3.0, "−3.0")])
def test_what_is_shown_as_nothing_has_no_sign(value, text):
    assert signed(value) == text


@pytest.mark.parametrize("made", [by_area, by_question])
def test_plotly_knows_the_figures(made):
    chart = made(pair(AREAS, [row(at, at - 3.0) for at in range(14)]))
    samples.validated(chart.figure)
    assert chart.facts.as_of == date(2026, 11, 12)
