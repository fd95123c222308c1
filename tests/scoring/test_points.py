"""From answers to shares and states; kinds and conditions are tested on their own with the questionnaires."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.errors import BadValueError
from survey.questionnaires import kinds, progress
from survey.questionnaires.answers import Answer, State
from survey.scoring.points import KNOWN, NOT_APPLICABLE, UNKNOWN, Matrix, from_cells, from_columns, matrix
from tests.scoring.tiny import choice, questionnaire, scale, section

HELP = choice(
    "help",
    [{"code": "all", "points": 2}, {"code": "part", "points": 1}, {"code": "soon", "planned": 2}, {"code": "no"}],
)
OPTIONS = [{"code": code, "label": code} for code in ("x", "y")] + [{"code": "none", "label": "-", "exclusive": True}]
KINDS = {"code": "kinds", "text": "Which kinds?", "kind": "multiple", "score": "share", "options": OPTIONS}
PLACES = {"code": "places", "text": "How many?", "kind": "number", "score": {"linear": [0, 4]}}
NOTE = {"code": "note", "text": "What else?", "kind": "text"}


def conditional(condition, **keys):
    """One of each kind, and a last question under a condition."""
    asked = [HELP, KINDS, PLACES, scale("mood"), NOTE, scale("last", condition=condition, **keys)]
    return questionnaire(section("a", *asked))


def last(condition, **cells):
    """The state of the question under the condition, answered with 5, for one unit."""
    made = from_cells(conditional(condition), {code: [cell] for code, cell in {**cells, "last": "5"}.items()})
    return made.states[0, -1]


def test_shares_are_points_over_possible_and_planned_ones_come_true_later():
    made = from_cells(questionnaire(section("a", HELP, scale("mood"))), {"help": ["all", "part", "soon", "no"]})
    assert made.shares[:, 0].tolist() == [1, 0.5, 0, 0]
    assert made.planned[:, 0].tolist() == [1, 0.5, 1, 0]
    assert made.states.tolist() == [[KNOWN, UNKNOWN]] * 4
    assert made.shares[:, 1].tolist() == [0] * 4


def test_states_without_a_value_are_unknown_or_do_not_apply():
    asked = questionnaire(section("a", HELP))
    states = [State.NOT_ANSWERED, State.DOES_NOT_KNOW, State.NOT_APPLICABLE, State.HIDDEN]
    made = matrix(asked, [{"help": Answer(state)} for state in states])
    assert made.states[:, 0].tolist() == [UNKNOWN, UNKNOWN, NOT_APPLICABLE, NOT_APPLICABLE]
    assert made.shares[:, 0].tolist() == made.planned[:, 0].tolist() == [0, 0, 0, 0]


def test_answers_and_cells_give_the_same_matrix():
    asked = conditional('help != "no"')
    cells = {
        "help": ["soon", "no", "NA"],
        "kinds": ["x|y", "none", ""],
        "places": ["3", "9", "DK"],
        "last": ["1", "2", "3"],
    }
    rows = [
        {code: kinds.parse(asked.questions[code], column[row]) for code, column in cells.items()} for row in range(3)
    ]
    for one, other in zip(vars(from_cells(asked, cells)).values(), vars(matrix(asked, rows)).values(), strict=True):
        assert np.array_equal(one, other)


def test_what_is_not_asked_is_left_out_and_reasons_and_dates_change_nothing():
    asked = questionnaire(section("a", HELP))
    answers = [
        {"help": Answer(State.PLANNED, "soon", planned_date=date(2027, 1, 1)), "old": Answer(State.ANSWERED, "x")},
        {"help": Answer(State.PLANNED, "soon")},
        {},
    ]
    assert matrix(asked, answers).planned[:, 0].tolist() == [1, 1, 0]


def test_columns_are_the_scored_questions_in_file_order():
    made = from_cells(conditional("answered(help)"), {"note": ["words", ""]})
    assert made.states.shape == (2, 5)
    assert len(made) == 2


def test_a_hidden_question_does_not_count_whatever_is_stored():
    made = from_cells(conditional('help == "all"'), {"help": ["all", "no"], "last": ["5", "5"]})
    assert made.states[:, -1].tolist() == [KNOWN, NOT_APPLICABLE]
    assert made.shares[:, -1].tolist() == [0.5, 0]


def test_a_hidden_question_may_count_as_zero():
    made = from_cells(conditional('help == "all"', hidden="zero"), {"help": ["no"], "last": ["5"]})
    assert (made.states[0, -1], made.shares[0, -1], made.planned[0, -1]) == (KNOWN, 0, 0)


@pytest.mark.parametrize(
    ("condition", "cells", "asked"),
    [
        ('help == "all"', {"help": "all"}, True),
        ('help == "all"', {"help": "no"}, False),
        ('help != "all"', {"help": "no"}, True),
        ('help != "all"', {"help": "DK"}, False),
        ('help != "all"', {"help": ""}, False),
        ('help not in ["all", "part"]', {"help": "NA"}, False),
        ('not help == "all"', {"help": "NA"}, True),
        ('help in ["all", "part"]', {"help": "part"}, True),
        ('"x" in kinds', {"kinds": "x|y"}, True),
        ('"x" in kinds', {"kinds": "y"}, False),
        ('"x" not in kinds', {"kinds": ""}, False),
        ('"x" not in kinds', {"kinds": "none"}, True),
        ("places >= 2", {"places": "2"}, True),
        ("places != 2", {"places": "DK"}, False),
        ("places < 2", {}, False),
        ("places > mood", {"places": "3", "mood": "2"}, True),
        ("places > mood", {"places": "3", "mood": "3"}, False),
        ("places != mood", {"places": "3"}, False),
        ("places != mood", {"mood": "3"}, False),
        ("mood in [1, 2]", {"mood": "2"}, True),
        ("answered(note)", {"note": "words"}, True),
        ("answered(note)", {}, False),
        ('answered(help) and not (help == "no" or places > 1)', {"help": "all", "places": "1"}, True),
        ('help == "all" or "y" in kinds', {"help": "no", "kinds": "y"}, True),
        ('help == "all"', {"mood": "2"}, False),
        ('"x" in kinds', {"mood": "2"}, False),
    ],
)
def test_conditions_are_met_as_the_language_says(condition, cells, asked):
    assert last(condition, **cells) == (KNOWN if asked else NOT_APPLICABLE)


def test_an_answer_to_a_hidden_question_has_no_value_for_later_conditions():
    asked = questionnaire(
        section(
            "a",
            scale("first"),
            scale("second", condition="first > 5"),
            scale("third", condition="second > 5"),
            scale("fourth", condition="not answered(second)"),
        )
    )
    made = from_cells(asked, {"first": ["9", "1"], "second": ["9", "9"], "third": ["1", "1"], "fourth": ["1", "1"]})
    assert made.states.tolist() == [
        [KNOWN, KNOWN, KNOWN, NOT_APPLICABLE],
        [KNOWN, NOT_APPLICABLE, NOT_APPLICABLE, KNOWN],
    ]


CELLS = {
    "help": ["", "DK", "NA", "all", "part", "soon", "no"],
    "kinds": ["", "DK", "NA", "x", "y", "x|y", "none"],
    "places": ["", "DK", "NA", "0", "1", "2.5", "7"],
    "mood": ["", "DK", "NA", "0", "1", "5"],
    "note": ["", "DK", "words"],
    "last": ["", "DK", "NA", "1"],
}
CONDITIONS = [
    'help in ["all", "part"] and places > 1 or "x" in kinds',
    "not (places >= mood) and answered(note)",
    '("y" not in kinds or mood == 5) and help != "soon"',
]


@given(st.sampled_from(CONDITIONS), st.lists(st.fixed_dictionaries({c: st.sampled_from(v) for c, v in CELLS.items()})))
def test_many_at_once_are_shown_and_hidden_like_one_at_a_time(condition, rows):
    asked = conditional(condition)
    answers = [{code: kinds.parse(asked.questions[code], cell) for code, cell in row.items()} for row in rows]
    hidden = [progress.resolve(asked, row)["last"] is State.HIDDEN for row in answers]
    stored = [row["last"].state is State.NOT_APPLICABLE for row in answers]
    expected = [one or other for one, other in zip(hidden, stored, strict=True)]
    assert (matrix(asked, answers).states[:, -1] == NOT_APPLICABLE).tolist() == expected


def test_no_units_make_an_empty_matrix():
    asked = conditional("answered(help)")
    for made in (matrix(asked, []), from_cells(asked, {}), from_columns(asked, {}, 0)):
        assert made.states.shape == (0, 5)


def test_cells_that_are_no_reply_are_refused():
    asked = questionnaire(section("a", HELP))
    with pytest.raises(BadValueError, match="maybe"):
        from_cells(asked, {"help": ["all", "maybe"]})
    with pytest.raises(KeyError):
        from_cells(asked, {"hlep": ["all"]})
    with pytest.raises(ValueError, match="one cell per unit"):
        from_cells(conditional("answered(help)"), {"help": ["all"], "mood": ["1", "2"]})


@pytest.mark.parametrize(
    ("shares", "states", "planned", "message"),
    [
        ([[0.5, 1.1]], [[1, 1]], None, "0..1"),
        ([[-0.1, 1]], [[1, 1]], None, "0..1"),
        ([[float("nan"), 1]], [[0, 1]], None, "0..1"),
        ([[float("inf"), 1]], [[1, 1]], None, "0..1"),
        ([[0.5, 1]], [[1, 1]], [[0.5, 2]], "0..1"),
        ([[0.5, 1]], [[2, 1]], None, "states"),
        ([[0.5, 1]], [[-2, 1]], None, "states"),
        ([[0.5, 1]], [[1]], None, "one shape"),
        ([0.5, 1], [1, 1], None, "one shape"),
        ([[0.5, 1]], [[1, 1]], [[0.5]], "one shape"),
    ],
)
def test_a_matrix_out_of_range_or_shape_is_refused(shares, states, planned, message):
    later = None if planned is None else np.array(planned)
    with pytest.raises(ValueError, match=message):
        Matrix(np.array(shares), np.array(states, dtype=np.int8), later)
