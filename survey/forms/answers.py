"""The answers of a section as the page sends them: one field per question, one form class per section."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

from babel.numbers import get_decimal_symbol
from wtforms import Field, Form

from survey import languages
from survey.errors import BadValueError
from survey.forms.allowed import allowed
from survey.languages import gettext as _
from survey.questionnaires import kinds
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.questionnaires.model import NumberQuestion, Question, ShareQuestion, TextQuestion

DOES_NOT_KNOW, NOT_APPLICABLE = kinds.DOES_NOT_KNOW_CELL, kinds.NOT_APPLICABLE_CELL
MARKS = {DOES_NOT_KNOW, NOT_APPLICABLE}
"""What stands on every question beside its own answers, as controls send it."""

LONGEST_TEXT, LONGEST_REASON = 10_000, 2_000
"""Characters that fit into an answer in words, and into the reason why a question does not apply."""


class Sent(Protocol):
    """The part of a sent form that fields read."""

    def getlist(self, name: str) -> Sequence[str]:
        """Return everything sent under a name."""


@dataclass
class Reply:
    """What stands in the controls of one question: as kept, or as typed and perhaps not yet right.

    ``chosen`` holds option codes, steps, ``DK`` and ``NA``; ``text`` what is typed in an input; ``version`` the version
    of the answer that the page was loaded with (0: none yet). ``decimal`` is the sign before the decimals in ``text``:
    that of the page, since the language may have changed in another window.
    """

    chosen: frozenset[str] = frozenset({""})
    text: str = ""
    decimal: str = "."
    reason: str = ""
    date: str = ""
    version: int = 0
    fault: str | None = None
    conflict: Any = None
    answer: Answer = field(default=NOT_ANSWERED)


def kept(question: Question, answer: Answer, version: int) -> Reply:
    """Return what the controls show for an answer that is kept."""
    cell = kinds.cell(answer)
    typed = isinstance(question, TextQuestion | NumberQuestion | ShareQuestion) and answer.has_value
    return Reply(
        chosen=frozenset() if typed else frozenset(cell.split(kinds.JOINT)),
        text=_as_typed(question, answer) if typed else "",
        decimal=decimal_symbol(),
        reason=answer.reason or "",
        date=answer.planned_date.isoformat() if answer.planned_date else "",
        version=version,
        answer=answer,
    )


def _as_typed(question: Question, answer: Answer) -> str:
    text = kinds.value_text(answer.value)
    return text if isinstance(question, TextQuestion) else text.replace(".", decimal_symbol())


def decimal_symbol() -> str:
    """Return the sign before the decimals in the reader's language."""
    return str(get_decimal_symbol(languages.locale(languages.current())))


class AnswerField(Field):  # type: ignore[misc]  # WTForms has no types
    """One question's reply: its value or mark, the reason, the date of a plan, and the version it was loaded with.

    A question whose version was not sent is absent: nothing is said about it, so nothing changes.
    """

    def __init__(self, question: Question, **names: Any) -> None:
        super().__init__(**names)
        self.question = question
        self.reply = Reply()
        self.present = False

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read the parts of the reply; what is wrong with them is told by :meth:`validate`."""
        self.present = formdata is not None and f"{self.question.code}.version" in formdata
        if self.present:
            self.reply = read(self.question, formdata)

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Turn the parts into an answer; a fault says what to do, in the reader's language."""
        if not self.present:
            return True
        judge(self.question, self.reply)
        self.errors = [self.reply.fault] if self.reply.fault else []
        return self.reply.fault is None


def read(question: Question, sent: Sent) -> Reply:
    """Return what the controls of a question held when they were sent, as typed; nothing of it is judged yet."""
    code = question.code
    typed = isinstance(question, TextQuestion | NumberQuestion | ShareQuestion)
    # Beside an input the marks have a name of their own, so that a text may well read "NA".
    chosen = sent.getlist(f"{code}.mark" if typed else code)
    return Reply(
        chosen=frozenset(value.strip() for value in chosen) or frozenset({""}),
        text=_first(sent, code) if typed else "",
        decimal=_decimal(_first(sent, f"{code}.decimal")),
        reason=_first(sent, f"{code}.reason"),
        date=_first(sent, f"{code}.date"),
        version=version(_first(sent, f"{code}.version")),
    )


def judge(question: Question, reply: Reply) -> None:
    """Turn what was sent into an answer; a fault says what to do, in the reader's language."""
    try:
        reply.answer = _answer(question, reply)
    except BadValueError as error:
        reply.fault = str(error)


def _first(formdata: Sent, name: str) -> str:
    """Return what was sent under a name; a new line counts as one character, as in the page."""
    return next(iter(formdata.getlist(name)), "").replace("\r\n", "\n").strip()


def _decimal(sent: str) -> str:
    return sent if sent in {",", "."} else decimal_symbol()


def version(text: str) -> int:
    """Return the version of an answer as a page sends it; 0, no version, for anything that is none."""
    return int(text) if re.fullmatch(r"\d{1,9}", text, re.ASCII) else 0


def _answer(question: Question, reply: Reply) -> Answer:
    marks = reply.chosen & MARKS
    values = sorted(reply.chosen - MARKS - {""}) or ([reply.text] if reply.text else [])
    if len(marks) + bool(values) > 1:
        raise BadValueError(_("You gave an answer and ticked another line as well. Keep one of them."))
    if marks:
        return _missing(question, marks, reply.reason)
    if not values:
        return NOT_ANSWERED
    value = _value(question, kinds.JOINT.join(values), reply.decimal)
    state = kinds.state_of(question, value)
    return Answer(state, value, planned_date=_date(reply.date) if state is State.PLANNED else None)


def _missing(question: Question, marks: frozenset[str], reason: str) -> Answer:
    if DOES_NOT_KNOW in marks:
        return Answer(State.DOES_NOT_KNOW)
    if question.not_applicable == "never":
        raise BadValueError(_("This question applies to every region. Choose an answer, or that you cannot tell."))
    _fits(reason, LONGEST_REASON)
    return Answer(State.NOT_APPLICABLE, reason=reason or None)


def _fits(text: str, most: int) -> None:
    if len(text) > most:
        raise BadValueError(
            _(
                "This text has %(length)s characters; %(most)s fit. Please shorten it.",
                length=languages.format_number(len(text), 0),
                most=languages.format_number(most, 0),
            )
        )


def _value(question: Question, text: str, decimal: str) -> Any:
    if isinstance(question, NumberQuestion | ShareQuestion):
        text = _plain_number(text, decimal)
    if isinstance(question, TextQuestion):
        _fits(text, LONGEST_TEXT)
    try:
        return kinds.parse_value(question, text)
    except BadValueError:
        raise BadValueError(allowed(question)) from None


def _plain_number(text: str, decimal: str) -> str:
    """Return a number as typed with a decimal point: ``1.234,5`` in German is ``1234.5``; no thousands begin with 0."""
    text = text.replace(" ", "").replace("\u00a0", "").replace("\u202f", "").rstrip("%")
    group = "." if decimal == "," else ","
    if re.fullmatch(rf"[+-]?[1-9]\d{{0,2}}(\{group}\d{{3}})+(\{decimal}\d+)?", text, re.ASCII):
        text = text.replace(group, "")
    return text.replace(decimal, ".")


def _date(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadValueError(_("This is no date. Please give year, month and day, such as 2027-03-31.")) from None


class SectionForm(Form):  # type: ignore[misc]  # WTForms has no types
    """The base of the form of one section: only its questions, each an :class:`AnswerField`."""

    def replies(self) -> dict[str, Reply]:
        """Return what was sent, by question code; absent questions are left out."""
        return {field.question.code: field.reply for field in self if isinstance(field, AnswerField) and field.present}


_NAME = "question_{}"


@lru_cache(maxsize=512)
def section_form(questions: "Questions") -> type[SectionForm]:
    """Return the form class of these questions; made once, since making a class costs more than a request."""
    fields = {_NAME.format(code): AnswerField(question, name=code) for code, question in questions.by_code.items()}
    return type("SectionForm", (SectionForm,), fields)


@dataclass(frozen=True)
class Questions:
    """The questions of one form; ``key`` tells editions, sections and languages apart."""

    key: tuple[str, ...]
    by_code: Any = field(compare=False, hash=False)
