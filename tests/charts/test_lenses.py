"""Two lenses side by side: scores, intervals and coverage of both, and what is said above them."""

import pytest

from survey.charts.beside import Beside
from survey.charts.lenses import lenses, side_by_side
from survey.charts.readings import Readings
from tests.charts import samples


def readings(index: float | None, housing: float | None) -> Readings:
    """Return the index and one dimension of Arad."""
    return Readings(
        (
            samples.reading("arad", "index", index, level="index"),
            samples.reading("arad", "equality", housing, level="dimension"),
        )
    )


def test_each_component_has_both_scores_and_only_the_reported_one_is_explained():
    table = side_by_side(readings(60.0, 70.0), Beside(readings(55.5, None), 3, 3)).table
    assert [head.text for head in table.heads] == [
        "Component",
        *("Reported", "Reported: interval", "Reported: coverage"),
        *("Verified", "Verified: interval", "Verified: coverage"),
    ]
    assert [(row[1].text, row[4].text) for row in table.rows] == [("60.0", "55.5"), ("70.0", "–")]
    assert [(row[1].of is None, row[4].of is None) for row in table.rows] == [(False, True)] * 2
    assert {len(row) for row in table.rows} == {7}


@pytest.mark.parametrize(
    ("verified", "standing", "sentences"),
    [
        (
            55.5,
            3,
            (
                "Reviewers have accepted or adjusted 3 of 3 answers.",
                "The index is 60.0 as reported and 55.5 as verified.",
            ),
        ),
        (
            None,
            0,
            (
                "Reviewers have accepted or adjusted 0 of 3 answers.",
                "To the verified lens the others are unknown.",
                "Too little is reviewed yet for an index as verified.",
            ),
        ),
    ],
)
def test_it_says_how_far_the_review_is_and_where_the_index_stands(verified, standing, sentences):
    made = side_by_side(readings(60.0, 70.0), Beside(readings(verified, None), standing, 3))
    assert made.sentences == sentences


def test_a_component_that_one_lens_does_not_have_is_a_dash():
    table = side_by_side(readings(60.0, 70.0), Beside(Readings(()), 0, 1)).table
    assert [cell.text for cell in table.rows[0][4:]] == ["–", "–", "–"]


def drawn(index=60.0, verified=55.5):
    """Return the chart of both lenses."""
    with samples.reader():
        return lenses(readings(index, 70.0), Beside(readings(verified, None), 3, 3), samples.facts())


def test_both_lenses_are_drawn_with_their_difference():
    chart = drawn()
    for form in samples.validated(chart.figure):
        _lines, mine, theirs, ends = form.data
        assert (list(mine.x), list(theirs.x)) == ([60.0, 70.0], [55.5, None])
        assert list(ends.text) == ["−4.5", "–"]
    assert samples.column(chart, "verified_score") == [55.5, None]
    assert samples.column(chart, "reported_coverage") == [1.0, 1.0]
    assert "The index is 60.0 as reported and 55.5 as verified." in chart.sentence


def test_nothing_to_draw():
    with samples.reader():
        chart = lenses(Readings(()), Beside(Readings(())), samples.facts())
    assert chart.figure is None
    assert chart.notes == ()


def through_three(index, housing):
    """Return the chart of one region through three lenses, the third with these scores."""
    beside = Beside(readings(55.5, None), 3, 3, readings(index, housing), 12)
    with samples.reader():
        return lenses(readings(60.0, 70.0), beside, samples.facts())


def test_stakeholders_stand_beside_both_lenses_where_they_were_asked():
    chart = through_three(48.0, 78.0)
    for form in samples.validated(chart.figure):
        _lines, mine, theirs, others, ends = form.data
        assert [list(one.x) for one in (mine, theirs, others)] == [[60.0, 70.0], [55.5, None], [48.0, 78.0]]
        assert [one.name for one in (mine, theirs, others)] == ["Reported", "Verified", "Stakeholders"]
        assert list(ends.text) == ["−12.0", "+8.0"], "what stakeholders see differs more than what is reviewed"
    assert chart.title == "Through three lenses"
    assert [head.text for head in chart.table.heads[7:]] == [
        *("Stakeholders", "Stakeholders: interval", "Stakeholders: coverage"),
        *("Verified minus reported", "Stakeholders minus reported"),
    ]
    assert [[cell.text for cell in row[10:]] for row in chart.table.rows] == [["−4.5", "−12.0"], ["–", "+8.0"]]
    assert [row[7].text for row in chart.table.rows] == ["48.0", "78.0"]
    assert samples.column(chart, "stakeholders_score") == [48.0, 78.0]
    assert samples.column(chart, "stakeholders_people") == [12, 12]
    assert "12 stakeholders answered. The index is 60.0 as reported and 48.0 as stakeholders see it." in chart.sentence
    assert chart.notes[:2] == (
        "At the end of a row: stakeholders minus reported.",
        "Stakeholders: the mean of what they said, of each question that 10 or more of them know.",
    )


@pytest.mark.parametrize(
    ("index", "housing", "said"),
    [
        (48.0, 78.0, "Stakeholders differ most in Index: they see it 12.0 points lower."),
        (58.0, 78.0, "Stakeholders differ most in Equality: they see it 8.0 points higher."),
    ],
)
def test_it_says_where_stakeholders_lie_furthest_from_the_report(index, housing, said):
    assert through_three(index, housing).sentence.endswith(said)


@pytest.mark.parametrize(("index", "housing"), [(60.0, 70.0), (None, None)])
def test_who_sees_it_alike_or_has_no_score_differs_nowhere(index, housing):
    assert "differ most" not in through_three(index, housing).sentence


def test_without_stakeholders_nothing_is_said_of_them():
    assert "takeholders" not in drawn().sentence + drawn().drawing
    assert "stakeholders_score" not in drawn().columns


def test_stakeholders_stand_beside_the_report_before_any_review():
    with samples.reader():
        beside = Beside(stakeholders=readings(48.0, 78.0), people=30)
        chart = lenses(readings(60.0, 70.0), beside, samples.facts())
    for form in samples.validated(chart.figure):
        _lines, mine, theirs, ends = form.data
        assert [one.name for one in (mine, theirs)] == ["Reported", "Stakeholders"]
        assert list(ends.text) == ["−12.0", "+8.0"]
    assert chart.title == "As reported, and as stakeholders see it"
    assert chart.notes[0] == "At the end of a row: stakeholders minus reported."
    assert len(chart.table.heads) == 8
    assert [row[7].text for row in chart.table.rows] == ["−12.0", "+8.0"]
    assert "Reviewers" not in chart.sentence
    assert samples.column(chart, "verified_score") == [None, None]
    assert samples.column(chart, "stakeholders_score") == [48.0, 78.0]
