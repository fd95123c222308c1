"""The form on paper, read back: every question is there, in order and tagged, and nothing that people wrote can run."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path
from time import process_time

import pytest
from flask import Flask, g
from pypdf import PdfReader

from survey.localising import in_language
from survey.questionnaires import progress
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.reader import read
from survey.reports import form as forms
from tests.databases import NOW, World, world

LIBRARY = Path(forms.__file__).parent.parent / "questionnaires" / "library"
HOSTILE = '#panic("x") #import "y" [Land] *bold* $x$ `c` \\u{41} @ref <label> "quoted" // no comment'
GIVEN = {
    "support": Answer(State.PLANNED, "planned", planned_date=date(2027, 3, 31)),
    "mixed": Answer(State.NOT_APPLICABLE, reason=HOSTILE),
    "staff": Answer(State.ANSWERED, 12.5),
    "share": Answer(State.DOES_NOT_KNOW),
    "spaces": Answer(State.ANSWERED, "some"),
    "proud": Answer(State.ANSWERED, f"Über {HOSTILE}\n\nGrüße, Łódź, Αθήνα, София"),
}


@pytest.fixture
def here(tmp_path) -> World:
    return world(tmp_path)


@pytest.fixture
def german():
    with Flask("survey").test_request_context():
        g.language = "de"
        yield


def made(here: World, questionnaire: Questionnaire | None = None, **options) -> PdfReader:
    return PdfReader(BytesIO(forms.form(here.assessment, questionnaire or here.questionnaire, now=NOW, **options)))


def filled(here: World, **options) -> PdfReader:
    return made(here, answers=GIVEN, states=progress.resolve(here.questionnaire, GIVEN), **options)


def said(reader: PdfReader) -> str:
    """Return the text of all pages with each space and line end as one space."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def plain(text: str) -> str:
    """Return a text without what lines end with: spaces, hyphens of broken words, and ligatures of a face."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def test_a_blank_form_asks_every_question_with_all_that_belongs_to_it(here):
    text = said(made(here))
    for section in here.questionnaire.sections:
        assert section.title in text
        for number, question in enumerate(section.questions, 1):
            assert question.text in text
            assert question.code in text
            assert f".{number}" in text
    for words in (
        "A home is a place to stay for a year or longer.",
        "What counts as evidence: A decision, a budget line.",
        "In the whole region",
        "Every municipality",
        "From which day on?",
        "1 – Not at all",
        "A number from 0 to 500 (FTE).",
        "Asked only after certain answers to question 1.1.",
        "Whose task is it, or why does it not apply?",
        "How to fill it in",
    ):
        assert words in text
    assert "Not answered" not in text
    assert "chosen" not in text
    assert "This is a draft" not in text


def test_a_filled_form_says_states_reasons_and_days_in_words(here):
    text = said(filled(here))
    for words in (
        "This is a draft: nothing has been submitted",
        "Not yet, but decided chosen",
        "Planned, from 31 March 2027",
        "Answer: 12.5 FTE",
        "We cannot tell chosen",
        "Some chosen",
        "Not asked, because of an earlier answer",
        "Not answered",
    ):
        assert words in text
    assert text.count("chosen") == 4


def test_what_people_wrote_is_printed_as_typed_and_never_runs(here):
    text = plain(said(filled(here)))
    assert text.count(plain(HOSTILE)) == 2
    assert plain("Grüße, Łódź, Αθήνα, София") in text


def test_the_document_is_tagged_named_and_nobodys(here):
    reader = filled(here)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - an object of the reader
    assert "/StructTreeRoot" in root
    assert root["/Lang"].startswith("en")
    assert reader.metadata.title == "Answers of Here"
    assert reader.metadata.author is None
    assert "<pdfuaid:part>1<" in reader.xmp_metadata.stream.get_data().decode()
    assert {tuple(map(round, page.mediabox[2:])) for page in reader.pages} == {(595, 842)}


def test_bookmarks_lead_to_sections_and_questions(here):
    outline = made(here).outline
    titles = [one.title for one in outline if not isinstance(one, list)]
    assert titles == ["1 Housing", "2 Encounter", "3 Closing words"]
    below = next(one for one in outline if isinstance(one, list))
    assert below[0].title == "Does the region help newcomers to find a home?"


def test_each_page_says_whose_which_and_how_many(here):
    reader = made(here, demonstration=True)
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Demonstration: all answers and scores here are invented." in page
        assert "4 May 2026" in page
        assert "Draft" in page
        assert "Wave 2026" in page


def test_a_form_speaks_german(here, german):
    reader = filled(here)
    text = said(reader)
    assert reader.trailer["/Root"]["/Lang"].startswith("de")
    assert reader.metadata.title == "Antworten von Here"
    for words in ("Dies ist ein Entwurf", "Geplant, ab 31. März 2027", "12,5 FTE", "gewählt", "Seite 1 von"):
        assert words in text


@pytest.mark.parametrize("sign", ["😀", "漢字", "⟦✓⟧", "\u200b", "\x0b", "e\u0301", "\U0010ffff"])
def test_signs_that_no_face_has_keep_nobody_from_their_form(here, sign):
    answers = {"proud": Answer(State.ANSWERED, f"before {sign} after")}
    reader = made(here, answers=answers, states=progress.resolve(here.questionnaire, answers))
    text = said(reader)
    assert "before" in text
    assert "after" in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_whole_index_is_there_and_made_in_time(here, language):
    with Flask("survey").test_request_context():
        g.language = language
        asked = in_language(read(LIBRARY / "regional_index-2026.yaml"), language).questionnaire
        made(here)  # faces are read once per process
        taken = []
        for _again in range(2):
            began = process_time()
            reader = made(here, asked)
            taken.append(process_time() - began)
    assert min(taken) < 1.5
    text = plain(said(reader))
    assert len(asked.questions) == 125
    assert [one.code for one in asked.questions.values() if plain(one.text) not in text] == []
    assert [one.code for one in asked.questions.values() if plain(one.code) not in text] == []
