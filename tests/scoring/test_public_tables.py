"""The public tables: columns, codes and order as documented."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from survey.questionnaires import kinds, reader
from survey.questionnaires.answers import Answer, State
from survey.scoring.aggregation import score
from survey.scoring.framework import build
from survey.scoring.points import from_cells
from survey.scoring.tables import AnswerRow, ResultRow, answer_rows, result_rows, write
from tests.scoring.tiny import group, questionnaire, scale, section

SMALL = Path(__file__).resolve().parent.parent / "small.yaml"
RESULT_COLUMNS = "unit,component,level,score,low,high,coverage,not_applicable,planned,answered,applicable"
ANSWER_COLUMNS = "unit,question,state,value,label,points,possible,reason,planned_date,lens"


def written(columns, rows):
    stream = io.StringIO()
    write(stream, columns, rows)
    return stream.getvalue()


def rows_of(**answers):
    """The long table of one unit, by question."""
    return {row.question: row for row in answer_rows(reader.read(SMALL), "North", answers)}


def test_columns_are_the_public_ones():
    assert written(ResultRow, []) == RESULT_COLUMNS + "\n"
    assert written(AnswerRow, []) == ANSWER_COLUMNS + "\n"


def test_results_come_by_unit_and_then_by_component_as_published():
    asked = questionnaire(section("a", scale("a1"), scale("a2"), groups=[group("g", {"a1": 1})]))
    scores = score(build(asked), from_cells(asked, {"a1": ["5", ""], "a2": ["DK", "NA"]}), questions=True)
    rows = list(result_rows(["South", "North"], scores))
    assert [(row.unit, row.component, row.level) for row in rows] == [
        (unit, code, level)
        for unit in ("South", "North")
        for code, level in (
            ("index", "index"),
            ("a", "area"),
            ("g", "group"),
            ("a1", "question"),
            ("a2", "question"),
        )
    ]
    # South: a1 known with 0.5, a2 unknown. North: a1 unknown, a2 does not apply.
    assert rows[1] == ResultRow("South", "a", "area", None, 25, 75, 0.5, 0, None, 1, 2)
    assert rows[2] == ResultRow("South", "g", "group", 50, 50, 50, 1, 0, 50, 1, 1)
    assert rows[6] == ResultRow("North", "a", "area", None, 0, 100, 0, 0.5, None, 0, 1)


def test_numbers_stand_in_full_and_what_is_missing_is_empty():
    row = ResultRow("=cmd()", "a", "area", 100 / 3, 0.0, None, 1.0, 0.0, None, 2, 3)
    line = written(ResultRow, [row]).splitlines()[1]
    assert line == "'=cmd(),a,area,33.333333333333336,0.0,,1.0,0.0,,2,3"
    assert "nan" not in line


def test_every_question_has_a_row_in_file_order():
    asked = reader.read(SMALL)
    rows = list(answer_rows(asked, "North", {}))
    assert [row.question for row in rows] == list(asked.questions)
    assert {(row.unit, row.lens) for row in rows} == {("North", "reported")}
    assert next(answer_rows(asked, "North", {}, lens="verified")).lens == "verified"


def test_values_come_with_labels_and_points():
    rows = rows_of(
        support=Answer(State.ANSWERED, "partly"),
        services=Answer(State.ANSWERED, ("advice", "legal")),
        mixed=Answer(State.ANSWERED, 5),
        staff=Answer(State.ANSWERED, 2.5),
        share=Answer(State.ANSWERED, 20.0),
        proud=Answer(State.ANSWERED, "=our people"),
    )
    shown = {
        code: (row.value, row.label, row.points, row.possible) for code, row in rows.items() if row.value is not None
    }
    assert shown == {
        "support": ("partly", "In parts of the region", 1, 2),
        "services": ("advice|legal", "Advice; Legal help", 3, 3),
        "mixed": (5, "Very much", 1, 1),
        "staff": (2.5, None, 2, 2),
        "share": (20, None, 0.5, 1),
        "proud": ("=our people", None, None, None),
    }
    assert isinstance(rows["share"].value, int)
    assert rows_of(mixed=Answer(State.ANSWERED, 2))["mixed"].label is None


def test_states_come_with_what_belongs_to_them():
    rows = rows_of(
        support=Answer(State.PLANNED, "planned", planned_date=date(2027, 3, 1)),
        mixed=Answer(State.NOT_APPLICABLE, reason="Towns decide"),
        staff=Answer(State.DOES_NOT_KNOW),
    )
    planned, absent, unknown, open_ = (rows[code] for code in ("support", "mixed", "staff", "share"))
    assert (planned.state, planned.points, planned.planned_date) == ("planned", 0, date(2027, 3, 1))
    assert (absent.state, absent.value, absent.points, absent.reason) == ("not_applicable", None, None, "Towns decide")
    assert (unknown.state, unknown.value, unknown.points, unknown.possible) == ("does_not_know", None, None, 2)
    assert (open_.state, open_.value, open_.points) == ("not_answered", None, None)


def test_a_hidden_question_shows_no_value_and_points_only_where_it_counts_zero():
    rows = rows_of(
        support=Answer(State.ANSWERED, "no"),
        services=Answer(State.ANSWERED, ("advice",)),
        spaces=Answer(State.ANSWERED, "some"),
        spaces_note=Answer(State.ANSWERED, "old words", reason="old"),
    )
    assert rows["services"][2:9] == ("hidden", None, None, 0, 3, None, None)
    assert rows["spaces_note"][2:9] == ("hidden", None, None, None, None, None, None)


def test_answers_are_written_with_texts_neutralised_and_numbers_not():
    rows = answer_rows(
        reader.read(SMALL),
        "-North",
        {"visitors": Answer(State.ANSWERED, -5.0), "proud": Answer(State.ANSWERED, "-5, of course")},
    )
    table = list(csv.reader(io.StringIO(written(AnswerRow, rows))))
    found = {line[1]: line for line in table[1:]}
    assert found["visitors"][:4] == ["'-North", "visitors", "answered", "-5"]
    assert found["proud"][3] == "'-5, of course"
    assert {len(line) for line in table} == {10}


@pytest.mark.parametrize("cell", ["12", "12.5", "-3", "1e+300"])
def test_numbers_read_as_in_the_answers_table(cell):
    question = reader.read(SMALL).questions["visitors"]
    [row] = [
        row for row in answer_rows(reader.read(SMALL), "N", {"visitors": kinds.parse(question, cell)}) if row.value
    ]
    assert written(AnswerRow, [row]).splitlines()[1].split(",")[3] == cell
