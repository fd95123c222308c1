"""The tables of a wave: what stands in them, and that their numbers are the engine's."""

import csv
import math
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest

from survey.questionnaires.answers import Answer, State
from survey.scoring.aggregation import score
from survey.scoring.framework import build
from survey.scoring.lenses import Verdict
from survey.scoring.points import from_columns, matrix
from survey.scoring.reading import read_answers
from survey.services import verified as lenses
from survey.services.exports import Material, gather
from survey.services.layouts import Content, table
from survey.services.tables import Purpose, dialect, encode
from tests.databases import world
from tests.services.reviewing import accept, adjust, give, in_review

GIVEN = {
    "support": Answer(State.PLANNED, "planned", planned_date=date(2027, 1, 1)),
    "mixed": Answer(State.ANSWERED, 4),
    "staff": Answer(State.NOT_APPLICABLE, reason="=The municipalities'"),
    "share": Answer(State.ANSWERED, 12.5),
    "spaces": Answer(State.DOES_NOT_KNOW),
    "proud": Answer(State.ANSWERED, "- Our people, +1"),
    "visitors": Answer(State.ANSWERED, -3.0),
}


def material(folder, *, language="en", demonstration=False) -> Material:
    """Return what the coordinator of a region may take away that has answered :data:`GIVEN`."""
    made = world(folder)
    made.save(**{code: (answer, 0) for code, answer in GIVEN.items()})
    return gather(made.session, wave=made.wave, by=made.coordinator, language=language, demonstration=demonstration)


def read(content, made, purpose=Purpose.ANALYSIS):
    """Return a file as dicts, read again from its bytes."""
    written = dialect(purpose, made.language)
    text = encode(table(content, made), written).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=written.separator))


def test_long_scores_are_the_public_layout_with_title_and_mark(tmp_path):
    made = material(tmp_path)
    rows = read(Content.SCORES_LONG, made)
    assert list(rows[0]) == [
        *("unit", "component", "level", "score", "low", "high", "coverage", "not_applicable", "planned"),
        *("answered", "applicable", "title", "region", "wave", "stage", "data"),
        "lens",
    ]
    assert [row["component"] for row in rows] == ["index", "equality", "interaction", "housing", "encounter", "access"]
    assert {(row["unit"], row["region"], row["wave"], row["stage"], row["data"]) for row in rows} == {
        ("here", "Here", "2026", "draft", "reported")
    }


def test_scores_equal_the_engines_before_rounding(tmp_path):
    made = material(tmp_path)
    card = score(build(made.questionnaire), matrix(made.questionnaire, [GIVEN])).card(0)
    for row in read(Content.SCORES_LONG, made):
        for name in ("score", "low", "high", "coverage", "not_applicable", "planned"):
            number = getattr(card[row["component"]], name)
            assert row[name] == ("" if number is None else repr(number))
    assert any(row["score"] not in {"", "0.0"} for row in read(Content.SCORES_LONG, made))


def test_wide_scores_are_the_long_ones_side_by_side(tmp_path):
    made = material(tmp_path)
    (wide,) = read(Content.SCORES_WIDE, made)
    for row in read(Content.SCORES_LONG, made):
        code = row["component"]
        found = [wide[f"{code}{what}"] for what in ("", ".low", ".high", ".coverage")]
        assert found == [row["score"], row["low"], row["high"], row["coverage"]]


@pytest.mark.parametrize("content", [Content.SCORES_LONG, Content.SCORES_WIDE])
def test_scores_hold_no_reason_and_no_free_text(tmp_path, content):
    text = encode(table(content, material(tmp_path)), dialect(Purpose.ANALYSIS, "en")).decode()
    assert "municipalities" not in text
    assert "people" not in text


def test_long_answers_have_every_question_with_state_value_points_and_reason(tmp_path):
    rows = {row["question"]: row for row in read(Content.ANSWERS_LONG, material(tmp_path))}
    some = {
        code: [rows[code][name] for name in ("state", "value", "label", "points", "possible", "planned_date")]
        for code in ("support", "services", "mixed", "share", "spaces", "visitors")
    }
    assert some == {
        "support": ["planned", "planned", "Not yet, but decided", "0", "2.0", "2027-01-01"],
        "services": ["hidden", "", "", "0.0", "3.0", ""],
        "mixed": ["answered", "4", "", "0.75", "1", ""],
        "share": ["answered", "12.5", "", "0.3125", "1.0", ""],
        "spaces": ["does_not_know", "", "", "", "1.0", ""],
        "visitors": ["answered", "-3", "", "", "", ""],
    }
    assert rows["staff"]["reason"] == "'=The municipalities'"
    assert rows["proud"]["value"] == "'- Our people, +1"
    assert {row["lens"] for row in rows.values()} == {"reported"}


def test_answers_in_codes_can_be_scored_again_from_the_file(tmp_path):
    made = material(tmp_path)
    path = tmp_path / "answers.csv"
    path.write_bytes(encode(table(Content.ANSWERS_CODES, made), dialect(Purpose.ANALYSIS, "en")))
    found = read_answers(path, made.questionnaire)
    again = score(build(made.questionnaire), from_columns(made.questionnaire, found.columns, len(found.units)))
    assert list(found.units) == ["here"]
    assert again.card(0) == made.scores().card(0)


def test_answers_in_codes_hide_what_is_kept_for_a_hidden_question(tmp_path):
    made = material(tmp_path)
    reply = made.replies[0]
    kept = {**reply.answers, "services": Answer(State.ANSWERED, ("legal",))}
    with_kept = replace(made, replies=[replace(reply, answers=kept)])
    assert read(Content.ANSWERS_CODES, with_kept)[0]["services"] == ""
    assert next(r for r in read(Content.ANSWERS_LONG, with_kept) if r["question"] == "services")["value"] == ""


def test_answers_in_words_need_no_key(tmp_path):
    (row,) = read(Content.ANSWERS_LABELS, material(tmp_path))
    assert list(row)[:5] == ["Region", "Wave", "Stage", "Data", "Does the region help newcomers to find a home?"]
    assert list(row.values()) == [
        *("Here", "2026", "Draft", "Reported by the region"),
        "Not yet, but decided",
        "Not asked, because of an earlier answer",
        "4",
        "Not in our remit",
        "12.5",
        "We cannot tell",
        "Not asked, because of an earlier answer",
        "'- Our people, +1",
        "-3",
    ]


def test_what_is_reviewed_stands_twice_in_the_long_files(tmp_path):
    here = in_review(tmp_path)
    adjust(here, "support", "partly")
    accept(here, "services", "share", "spaces")
    give(here, "spaces_note", Verdict.RETURNED)
    made = gather(here.session, wave=here.wave, by=here.team, language="en", demonstration=False)
    said = {(row["lens"], row["question"]): row for row in read(Content.ANSWERS_LONG, made)}
    assert list(dict.fromkeys(lens for lens, _ in said)) == ["reported", "verified"]
    some = [(lens, code) for code in ("support", "staff", "spaces_note") for lens in ("reported", "verified")]
    assert [(said[one]["state"], said[one]["value"], said[one]["points"]) for one in some] == [
        *(("answered", "everywhere", "2.0"), ("answered", "partly", "1.0")),
        *(("not_applicable", "", ""), ("not_answered", "", "")),
        *(("answered", "Three houses.", ""), ("not_answered", "", "")),
    ]
    scores = {(row["lens"], row["component"]): row["score"] for row in read(Content.SCORES_LONG, made)}
    both = lenses.verified_results(here.session, assessment=here.assessment, by=here.team)
    for lens, card in (("reported", both.reported), ("verified", both.verified)):
        assert {code: score for (one, code), score in scores.items() if one == lens} == {
            code: "" if one.score is None else repr(one.score) for code, one in card.items()
        }
    assert (scores["reported", "encounter"], scores["verified", "access"]) == ("75.0", "75.0")
    assert len(read(Content.SCORES_WIDE, made)) == len(read(Content.ANSWERS_CODES, made)) == 1


def test_what_is_not_yet_in_review_stands_once(tmp_path):
    (tmp_path / "again").mkdir()
    rows = read(Content.SCORES_LONG, material(tmp_path)) + read(Content.ANSWERS_LONG, material(tmp_path / "again"))
    assert {row["lens"] for row in rows} == {"reported"}


def test_a_file_for_excel_has_the_decimals_of_its_language(tmp_path):
    rows = read(Content.ANSWERS_LONG, material(tmp_path, language="de"), Purpose.EXCEL)
    assert next(row for row in rows if row["question"] == "share")["value"] == "12,5"


@pytest.mark.parametrize("content", [Content.SCORES_LONG, Content.SCORES_WIDE, Content.ANSWERS_LONG])
def test_a_demonstration_says_so_in_each_row(tmp_path, content):
    rows = read(content, material(tmp_path, demonstration=True))
    assert {row["data"] for row in rows} == {"demonstration"}


def test_every_content_has_rows_as_long_as_its_head(tmp_path):
    made = material(tmp_path)
    for content in Content:
        found = table(content, made)
        rows = list(found.rows)
        assert rows
        assert {len(row) for row in rows} == {len(found.columns)}
        assert not any(isinstance(cell, float) and math.isnan(cell) for row in rows for cell in row)
