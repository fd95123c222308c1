"""A report as a workbook, read back: one sheet for each table, numbers as numbers, and nothing that could start."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from survey.charts.readings import Readings
from survey.questionnaires.answers import Answer, State
from survey.reports import sheets, tables
from survey.reports.sheets import Sheet
from survey.services.tables import Table
from tests.charts.samples import reading
from tests.databases import World, world
from tests.reports import reporting
from tests.reports.reporting import submit_rest
from tests.services.following import LATER, follow, submitted
from tests.services.test_since import ANEW
from tests.views.standings import GOOD

FORMULA = '=HYPERLINK("http://evil.example","Click")'


@pytest.fixture
def here(tmp_path) -> World:
    made = world(tmp_path)
    made.save(**{code: (answer, 0) for code, answer in GOOD.items()})
    return made


def book(material, title="A report"):
    return load_workbook(BytesIO(tables.workbook(title, material)))


def rows(sheet) -> list[dict[str, object]]:
    heads, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, line, strict=True)) for line in lines]


def test_a_region_has_a_sheet_for_each_table(here):
    found = book(reporting.of_region(here))
    assert found.sheetnames == [
        "About these tables", "Scores", "Areas", "Dimensions", "First steps", "Way to the target",
        "Answers", "Explanation", "Codebook",
    ]  # fmt: skip
    assert all(sheet.freeze_panes for sheet in found)
    assert [row["Title"] for row in rows(found["Areas"])] == ["Housing", "Encounter"]
    assert [row["Component"] for row in rows(found["Dimensions"])] == ["index", "equality", "interaction"]


def test_scores_are_numbers_not_rounded_with_a_format(here):
    sheet = book(reporting.of_region(here))["Areas"]
    score = sheet["C2"]
    assert score.value == pytest.approx(275 / 3, abs=1e-12)
    assert score.number_format == "0.0"
    assert (sheet["F2"].value, sheet["F2"].number_format) == (1, "0%")


def test_answers_stand_in_codes_and_in_words(here):
    found = {row["Code"]: row for row in rows(book(reporting.of_region(here))["Answers"])}
    assert list(found) == list(here.questionnaire.questions)
    services = found["services"]
    assert (services["Answer in codes"], services["Answer"], services["Points"]) == (
        "advice|legal",
        "Advice; Legal help",
        3,
    )
    assert (found["share"]["Answer"], found["share"]["State"]) == (30, "Answered")
    assert (found["visitors"]["Answer"], found["visitors"]["State"]) == (None, "Open")


def test_the_explanation_adds_up_to_the_index(here):
    found = rows(book(reporting.of_region(here))["Explanation"])
    assert found[0]["part"] == "index"
    questions = [row["contribution"] for row in found if row["level"] == "question"]
    assert sum(questions) == pytest.approx(found[0]["value"], abs=1e-9)


def test_what_looks_like_a_formula_is_text_and_stays_one(here):
    here.save(proud=(Answer(State.ANSWERED, FORMULA), 0))
    sheet = book(reporting.of_region(here))["Answers"]
    cell = next(row[5] for row in sheet.iter_rows() if row[0].value == "proud")
    assert (cell.value, cell.data_type, cell.quotePrefix) == (FORMULA, "s", True)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\tx", "'=1"])
def test_each_sign_that_starts_a_formula_is_held_in_cells_and_heads(text):
    made = sheets.write("x", [("One", Sheet("One", Table([text, "b"], [(text, 2)])))])
    sheet = load_workbook(BytesIO(made))["One"]
    assert [sheet["A1"].quotePrefix, sheet["A2"].quotePrefix] == [True, True]
    assert [sheet["A1"].data_type, sheet["A2"].data_type, sheet["B2"].value] == ["s", "s", 2]


def test_no_value_is_an_empty_cell_days_are_days_and_endless_texts_are_cut():
    kinds = ("text", "score", "day")
    table = Table(["a", "b", "c"], [("x" * 40_000, None, date(2026, 5, 4)), ("", float("nan"), None)])
    sheet = load_workbook(BytesIO(sheets.write("x", [("One", Sheet("One", table, kinds))])))["One"]
    assert len(sheet["A2"].value) == sheets.LONGEST + 1
    assert sheet["C2"].value.date() == date(2026, 5, 4)
    assert [sheet["B2"].value, sheet["A3"].value, sheet["B3"].value, sheet["C3"].value] == [None] * 4


def test_whoever_may_not_take_answers_away_gets_no_sheet_of_them(here):
    found = book(reporting.of_region(here, here.contributor))
    assert found.sheetnames == ["About these tables", "Scores", "Areas", "Dimensions", "Codebook"]


def test_the_partnership_stands_side_by_side(here):
    submit_rest(here)
    found = book(reporting.of_wave(here))
    assert found.sheetnames == ["About these tables", "Scores", "Areas", "Dimensions", "Answers", "Codebook"]
    assert rows(found["Areas"])[0] == {"Component": "housing", "Title": "Housing", "Here": pytest.approx(275 / 3)}


def test_the_partnership_holds_the_answers_of_regions_of_which_the_reader_may_take_them_away(here):
    submit_rest(here)
    found = rows(book(reporting.of_wave(here))["Answers"])
    assert {(row["Region"], row["Name"]) for row in found} == {("here", "Here")}
    assert [row["Code"] for row in found] == list(here.questionnaire.questions)
    alone = rows(book(reporting.of_region(here))["Answers"])
    assert [{key: row[key] for key in alone[0]} for row in found] == alone


def test_whoever_may_not_gets_no_answers_of_the_partnership(here):
    submit_rest(here)
    assert "Answers" not in book(reporting.of_wave(here, here.contributor)).sheetnames


def test_a_demonstration_says_so_in_the_file(here):
    assert told(reporting.of_region(here, demonstration=True))["Data"] == (
        "Demonstration: all answers and scores here are invented."
    )
    assert told(reporting.of_region(here))["Data"] == "Reported by the region"


def told(material) -> dict[str, str]:
    """Return what the first sheet says of all sheets, by its name."""
    return {row["What"]: row["Meaning"] for row in rows(book(material)["About these tables"]) if row["Sheet"] == ALL}


ALL = "All sheets"


def test_the_first_sheet_says_what_holds_for_all_of_them(here):
    submit_rest(here)
    for material in (reporting.of_region(here), reporting.of_wave(here)):
        said = told(material)
        assert said["Wave"] == "Wave Wave 2026"
        assert said["Stage"] in ("submitted", "submitted assessments")
        assert said["Data of"] == "4 May 2026"
        assert said["Fingerprint of the data (SHA-256)"] == material.fingerprint
        assert "does not compute the Intercultural Cities Index" in said["Note"]
        assert "CC BY 4.0" in said["Licence"]
        assert "never zero" in said["Numbers"]


@pytest.mark.parametrize("of", ["region", "wave"])
def test_the_first_sheet_explains_every_column_of_every_other(tmp_path, of):
    here = submitted(tmp_path)
    if of == "region":
        follow(here, here.questionnaire)
        here.save(now=LATER, **{code: (answer, 0) for code, answer in ANEW.items()})
    found = book(reporting.of_region(here) if of == "region" else reporting.of_wave(here))
    lines = rows(found["About these tables"])
    for sheet in found.worksheets[1:]:
        heads = [cell.value for cell in sheet[1]]
        about, *columns = [row for row in lines if row["Sheet"] == sheet.title]
        assert (about["What"], bool(about["Meaning"])) == (None, True), sheet.title
        assert [row["What"] for row in columns] == heads
        assert all(row["Meaning"] for row in columns), sheet.title
    units = {row["What"]: row["Unit or values"] for row in lines if row["Sheet"] == "Scores"}
    assert (units["Score"], units["Coverage"]) == ("score from 0 to 100", "share, shown in percent")


def test_the_change_adds_up_in_each_row_and_stands_question_by_question_too(tmp_path):
    here = submitted(tmp_path)
    follow(here, here.questionnaire)
    here.save(now=LATER, **{code: (answer, 0) for code, answer in ANEW.items()})
    found = book(reporting.of_region(here))
    index = rows(found["Changes"])[0]
    parts = [index[part] for part in ("Other answers", "What counted", "Questionnaire")]
    assert index["Wave Wave 2026"] + sum(parts) == pytest.approx(index["Wave Wave 2027"], abs=1e-9)
    assert rows(found["Change by question"])[-1]["total"] == pytest.approx(-4.1666667)
    theirs = book(reporting.of_region(here, here.contributor)).sheetnames
    assert {"Change by question", "First steps"}.isdisjoint(theirs)


def test_peers_stand_with_all_columns_of_their_file(here):
    material = reporting.of_region(here)
    others = Readings(tuple(reading(f"p{at}", "housing", float(at), level="area") for at in (30, 40, 95)))
    found = rows(book(replace(material, around=replace(material.around, peers=others)))["Peers"])
    assert (found[0]["peers_median"], found[0]["n"], found[0]["peers"]) == (40, 3, "p30|p40|p95")
    assert found[0]["difference"] == pytest.approx(275 / 3 - 40)
