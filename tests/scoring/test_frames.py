"""The public tables as frames."""

from datetime import date

import pandas as pd

from survey.questionnaires.answers import Answer, State
from survey.scoring.aggregation import score
from survey.scoring.frames import answers_frame, scores_frame
from survey.scoring.framework import build
from survey.scoring.points import from_cells
from survey.scoring.tables import AnswerRow, ResultRow, answer_rows
from tests.scoring.tiny import choice, questionnaire, scale, section


def test_scores_have_the_columns_of_the_table_and_numbers_in_them():
    asked = questionnaire(section("a", scale("a1")))
    frame = scores_frame(["North", "South"], score(build(asked), from_cells(asked, {"a1": ["3", ""]})))
    assert list(frame.columns) == list(ResultRow._fields)
    assert frame["score"].dtype == "float64"
    assert frame["answered"].dtype == "int64"
    by_unit = frame[frame["component"] == "a"].set_index("unit")
    assert by_unit.loc["North", "score"] == 30
    assert pd.isna(by_unit.loc["South", "score"])
    assert by_unit.loc["South", "high"] == 100


def test_answers_have_the_columns_of_the_table_and_dates_in_them():
    asked = questionnaire(
        section("a", choice("help", [{"code": "yes", "points": 2}, {"code": "soon", "planned": 1}]), scale("a1"))
    )
    given = {"help": Answer(State.PLANNED, "soon", planned_date=date(2027, 3, 1))}
    frame = answers_frame(answer_rows(asked, "North", given))
    assert list(frame.columns) == list(AnswerRow._fields)
    assert frame["points"].tolist()[0] == 0
    assert pd.isna(frame["points"][1])
    assert frame["planned_date"][0] == pd.Timestamp(2027, 3, 1)
    assert pd.isna(frame["planned_date"][1])


def test_nothing_makes_empty_frames_with_the_same_columns():
    asked = questionnaire(section("a", scale("a1")))
    assert list(scores_frame([], score(build(asked), from_cells(asked, {}))).columns) == list(ResultRow._fields)
    assert list(answers_frame([]).columns) == list(AnswerRow._fields)
