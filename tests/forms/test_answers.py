"""The answers of a section as the page sends them."""

from datetime import date

import pytest
from flask import Flask, g
from werkzeug.datastructures import MultiDict

from survey.forms.answers import Questions, Reply, kept, section_form
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.reader import library
from survey.questionnaires.reader import read as read_file
from tests.installations import small

QUESTIONS = small().questions
LIBRARY = read_file(library()["regional_index-2026"])


def read(code: str, *values: str, language: str = "en", **parts: str) -> Reply:
    """Send one question's controls and return what the form makes of them."""
    sent = MultiDict([(code, value) for value in values])
    sent.update({f"{code}.{name}": value for name, value in {"version": "0", **parts}.items()})
    with Flask("survey").test_request_context():
        g.language = language
        form = section_form(Questions((code,), {code: QUESTIONS[code]}))(sent)
        form.validate()
        return form.replies()[code]


def test_a_question_that_was_not_sent_is_left_alone():
    form = section_form(Questions(("absent",), {"support": QUESTIONS["support"]}))(MultiDict({"support": "no"}))
    assert form.validate()
    assert form.replies() == {}


@pytest.mark.parametrize(
    ("code", "values", "answer"),
    [
        ("support", ["partly"], Answer(State.ANSWERED, "partly")),
        ("support", [""], Answer()),
        ("support", ["DK"], Answer(State.DOES_NOT_KNOW)),
        ("services", ["legal", "advice"], Answer(State.ANSWERED, ("advice", "legal"))),
        ("services", [], Answer()),
        ("services", ["none"], Answer(State.ANSWERED, ("none",))),
        ("mixed", ["4"], Answer(State.ANSWERED, 4)),
        ("staff", ["2.5"], Answer(State.ANSWERED, 2.5)),
        ("proud", ["NA"], Answer(State.ANSWERED, "NA")),
        ("proud", ["  our team "], Answer(State.ANSWERED, "our team")),
    ],
)
def test_each_kind_reads_what_its_controls_send(code: str, values: list[str], answer: Answer):
    reply = read(code, *values)
    assert reply.fault is None
    assert reply.answer == answer


def test_a_plan_takes_its_date_and_an_answer_today_does_not():
    assert read("support", "planned", date="2027-03-31").answer.planned_date == date(2027, 3, 31)
    assert read("support", "planned").answer == Answer(State.PLANNED, "planned")
    assert read("support", "no", date="2027-03-31").answer.planned_date is None


def test_not_applicable_takes_its_reason():
    assert read("support", "NA", reason="The state decides.").answer.reason == "The state decides."
    assert read("support", "NA", reason=" ").answer == Answer(State.NOT_APPLICABLE)
    assert read("support", "no", reason="left over").answer.reason is None


@pytest.mark.parametrize(
    ("language", "typed", "number"),
    [
        ("en", "1,234.5", None),
        ("en", "12.5", 12.5),
        ("de", "12,5", 12.5),
        ("de", "12.5", 12.5),
        ("en", "12,5", None),
        ("de", "0.500", 0.5),
        ("de", "0,500", 0.5),
        ("en", "0,500", None),
        ("de", "100 %", 100.0),
        ("en", " 40 ", 40.0),
    ],
)
def test_numbers_are_read_as_the_reader_writes_them(language: str, typed: str, number: float | None):
    reply = read("share", typed, language=language)
    assert reply.answer.value == number
    assert (reply.fault is None) == (number is not None)


@pytest.mark.parametrize("code", ["comp_training", "lang_wait"])
@pytest.mark.parametrize(
    ("language", "typed", "fits"), [("en", "12.5", False), ("de", "12,5", False), ("de", "12", True)]
)
def test_a_question_for_a_whole_number_takes_no_fraction(code: str, language: str, typed: str, fits: bool):
    asked = {code: LIBRARY.questions[code]}
    with Flask("survey").test_request_context():
        g.language = language
        form = section_form(Questions((code,), asked))(MultiDict({code: typed, f"{code}.version": "0"}))
        form.validate()
        fault = form.replies()[code].fault
    assert (fault is None) is fits
    assert fits or {"en": "Please give a whole number from 0 to", "de": "ganze Zahl"}[language] in str(fault)


def test_a_number_is_read_as_its_page_writes_it_whatever_language_was_chosen_since():
    assert read("visitors", "1,234", decimal=",").answer.value == 1.234
    assert read("visitors", "1.234", decimal=".", language="de").answer.value == 1.234
    assert read("visitors", "1.234", decimal="?", language="de").answer.value == 1234


def test_a_reason_that_is_too_long_is_told_and_not_cut_off():
    assert "2,001 characters" in (read("support", "NA", reason="x" * 2001).fault or "")
    lines = "\r\n".join(["x"] * 1000)
    assert read("support", "NA", reason=lines).answer.reason == "\n".join(["x"] * 1000)


def test_thousands_are_read_in_both_languages():
    assert read("visitors", "1,234.5").answer.value == 1234.5
    assert read("visitors", "1.234,5", language="de").answer.value == 1234.5


@pytest.mark.parametrize(
    ("code", "values", "words"),
    [
        ("support", ["elsewhere"], "none of the answers"),
        ("services", ["none", "legal"], "do not go together"),
        ("mixed", ["6"], "none of the answers"),
        ("staff", ["501"], "from 0 to 500"),
        ("staff", ["many"], "from 0 to 500"),
        ("staff", ["inf"], "from 0 to 500"),
        ("visitors", ["nan"], "a number"),
        ("support", ["no", "NA"], "Keep one of them"),
        ("proud", ["x" * 10_001], "10,001 characters"),
    ],
)
def test_what_does_not_fit_is_told_with_its_cure_and_kept_as_typed(code: str, values: list[str], words: str):
    reply = read(code, *values)
    assert reply.fault
    assert words in reply.fault
    typed = {reply.text, *reply.chosen}
    assert {value for value in values if value} <= typed


def test_beside_an_input_a_mark_stands_alone():
    assert read("staff", "", mark="DK").answer == Answer(State.DOES_NOT_KNOW)
    assert "Keep one of them" in (read("staff", "3", mark="DK").fault or "")
    assert "applies to every region" in (read("share", "", mark="NA").fault or "")


def test_a_date_that_is_none_is_refused():
    reply = read("support", "planned", date="31.3.2027")
    assert reply.fault
    assert "2027-03-31" in reply.fault
    assert reply.date == "31.3.2027"


@pytest.mark.parametrize(("text", "version"), [("3", 3), ("", 0), ("-1", 0), ("x", 0), ("9" * 30, 0)])
def test_a_version_that_was_tampered_with_counts_as_none(text: str, version: int):
    assert read("support", "no", version=text).version == version


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("support", Answer(State.PLANNED, "planned", planned_date=date(2027, 1, 1))),
        ("support", Answer(State.NOT_APPLICABLE, reason="The state decides.")),
        ("services", Answer(State.ANSWERED, ("advice", "legal"))),
        ("mixed", Answer(State.ANSWERED, 3)),
        ("staff", Answer(State.ANSWERED, 0.5)),
        ("proud", Answer(State.ANSWERED, "NA")),
        ("proud", Answer(State.DOES_NOT_KNOW)),
        ("support", Answer()),
    ],
)
@pytest.mark.parametrize("language", ["en", "de"])
def test_what_is_kept_is_shown_so_that_sending_it_back_changes_nothing(code: str, answer: Answer, language: str):
    with Flask("survey").test_request_context():
        g.language = language
        shown = kept(QUESTIONS[code], answer, 7)
    typed = {"mark": "".join(shown.chosen)} if code in {"staff", "proud"} else {}
    sent = [shown.text] if typed else [*shown.chosen]
    back = read(code, *sent, version="7", reason=shown.reason, date=shown.date, language=language, **typed)
    assert (back.fault, back.answer, back.version) == (None, answer, 7)
