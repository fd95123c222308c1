"""The workbook at its real size: 125 questions in all states, filled in as a person would, sent back, read equal."""

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from survey.database import db
from survey.models import AnswerChange, Source
from survey.questionnaires import kinds
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.model import MultipleQuestion, NumberQuestion, Question, ShareQuestion, SingleQuestion
from survey.questionnaires.reader import read
from survey.services import answers
from survey.services.workbook_layout import LONGEST_NAME
from survey.services.workbook_records import SHEET
from tests.installations import open_wave, sign_in
from tests.views.standing_in_review import of_salzburg
from tests.views.test_workbooks import sent, take_in, taken, words
from tests.workbooks import Book

INDEX = read(Path(kinds.__file__).parent / "library" / "regional_index-2026.yaml")
TEXTS = ("=1+1", "-2 +3", "@SUM(A1)", "Über Größe & <Maß>\n\nzweiter Absatz", "'quoted", "00123", "NA", "1.5", "😀 «é»")


def given() -> dict[str, Answer]:
    """Return an answer to every question, in all states by turns."""
    return {code: _answer(number, question) for number, (code, question) in enumerate(INDEX.questions.items())}


def _answer(number: int, question: Question) -> Answer:
    if number % 7 == 1:
        return Answer(State.DOES_NOT_KNOW)
    if number % 7 == 3 and question.not_applicable == "with_reason":
        return Answer(State.NOT_APPLICABLE, reason=TEXTS[number % len(TEXTS)])
    if isinstance(question, SingleQuestion):
        option = question.options[number % len(question.options)]
        day = None if option.planned is None else date(2027, 1 + number % 12, 1 + number % 28)
        return Answer(kinds.state_of(question, option.code), option.code, planned_date=day)
    if isinstance(question, MultipleQuestion):
        chosen = [one.code for one in question.options if not one.exclusive]
        return Answer(State.ANSWERED, tuple(chosen[: 1 + number % len(chosen)]))
    if isinstance(question, NumberQuestion | ShareQuestion):
        low, high = kinds.limits(question)
        some = (low or 0.0) + (12.0 if question.whole else 12.5)
        return Answer(State.ANSWERED, min(some, high if high is not None else some))
    return Answer(State.ANSWERED, question.highest if question.kind == "scale" else TEXTS[number % len(TEXTS)])


@pytest.fixture
def app(app):
    open_wave(app, INDEX)
    return app


def filled(client) -> Book:
    """Take the workbook and fill in everything."""
    book = taken(client)
    for code, answer in given().items():
        book.fill(INDEX.questions[code], answer)
    return book


def kept(app) -> dict[str, Answer]:
    with app.app_context():
        found = answers.kept(db.session, assessment=of_salzburg(), questionnaire=INDEX)
        return {code: one.answer for code, one in found.items()}


@pytest.mark.parametrize("language", ["en", "de"])
def test_everything_comes_back_as_it_was_filled_in(app, language):
    client = sign_in(app, "coordinator", language=language)
    content = filled(client).saved()
    shown = sent(client, content)
    assert shown.status_code == 200, words(shown)
    assert ("125 answers" if language == "en" else "125 Antworten") in words(shown)
    assert take_in(client, shown).status_code == 302
    assert kept(app) == given()
    with app.app_context():
        assert set(db.session.scalars(sa.select(AnswerChange.source))) == {Source.WORKBOOK}
        assert db.session.scalar(sa.select(sa.func.count()).select_from(AnswerChange)) == 125
    again = taken(client)
    assert _answers_of(again) == _answers_of(Book(content))
    unchanged = sent(client, again.saved())
    assert ("changes nothing" if language == "en" else "ändert nichts") in words(unchanged)


def _answers_of(book: Book) -> dict[str, list[object]]:
    """Return what stands in the cells of each question, days as days."""
    found: dict[str, list[object]] = {}
    for spot in book.spots:
        value = book.cell(*spot).value
        found.setdefault(spot[0], []).append(value.date() if hasattr(value, "date") else value)
    return found


def test_what_the_states_were_are_all_there():
    assert {one.state for one in given().values()} == set(State) - {State.NOT_ANSWERED, State.HIDDEN}
    assert {one.kind for one in INDEX.questions.values()} >= {"single", "multiple", "share"}


def test_each_cell_that_needs_a_list_has_one_and_a_sheet_stands_for_each_section(app):
    book = taken(sign_in(app, "coordinator", language="de"))
    names = book.book.sheetnames
    assert names[0] == "Bitte zuerst lesen"
    assert len(names) == 2 + len(INDEX.sections)
    assert all(len(name) <= LONGEST_NAME for name in names)
    assert book.book[SHEET].sheet_state == "veryHidden"
    assert all(book.book[name].protection.sheet for name in names)
    for code, part, option in book.spots:
        question, cell = INDEX.questions[code], book.cell(code, part, option)
        typed = question.kind in {"number", "share", "text"}
        if part == "instead" or (part == "answer" and not typed):
            assert book.listed(cell), (code, part)
        assert cell.protection.locked is False
    bases = [row for row in book.rows if row[0] == "base"]
    assert {row[1]: row[2] for row in bases} == dict.fromkeys(INDEX.questions, "0")
