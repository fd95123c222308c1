"""What somebody wrote into the cells of one question: labels become codes again, days and numbers are read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from babel.numbers import get_decimal_symbol

from survey import languages
from survey.errors import Fault
from survey.languages import gettext as _
from survey.questionnaires import kinds
from survey.questionnaires.model import (
    MultipleQuestion,
    NumberQuestion,
    Question,
    ScaleQuestion,
    ShareQuestion,
    SingleQuestion,
    TextQuestion,
)
from survey.services.workbook_opening import Cell
from survey.services.workbook_rules import NO, list_of

Choices = Mapping[str, Mapping[str, str]]
"""By name of the list, the code of each label."""

_DAY_FIRST = re.compile(r"(\d{1,2})\s*[./ -]\s*(\d{1,2})\s*[./ -]\s*(\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})", re.ASCII)
_SERIAL_ZERO, _LAST_SERIAL = date(1899, 12, 30), 100_000


@dataclass(frozen=True)
class Filled:
    """A cell of a question that holds something; ``place`` names sheet and cell in words."""

    cell: Cell
    place: str


@dataclass
class Given:
    """What the cells of one question say, as the controls of the page would send it.

    ``chosen`` are codes of options, a step, ``DK`` and ``NA``; ``decimal`` is the sign before the decimals in
    ``text``; ``place`` is where a fault of the answer belongs.
    """

    code: str
    place: str
    chosen: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    text: str = ""
    decimal: str = "."
    reason: str = ""
    day: str = ""
    faults: list[Fault] = field(default_factory=list)

    def sent(self, question: Question, version: int) -> list[tuple[str, str]]:
        """Return names and values as a form sends them; ``version`` is that of the answer that was in the workbook."""
        typed = isinstance(question, TextQuestion | NumberQuestion | ShareQuestion)
        found = [(self.code, self.text)] if typed else [(self.code, each) for each in self.chosen]
        found += [(f"{self.code}.mark" if typed else self.code, mark) for mark in self.marks]
        found += [(f"{self.code}.decimal", self.decimal), (f"{self.code}.reason", self.reason)]
        return [*found, (f"{self.code}.date", self.day), (f"{self.code}.version", str(version))]

    def fault(self, code: str, place: str, what: str, cure: str) -> None:
        """Note one thing that is wrong."""
        self.faults.append(Fault(code, place, what, cure))


Cells = Mapping[tuple[str, str], Filled]
"""The cells of one question that hold something, by part and option."""


def given(question: Question, cells: Cells, *, choices: Choices, language: str, place: str) -> Given:
    """Return what the cells of a question say, with everything that is wrong with them.

    ``place`` is where its answer stands, ``language`` that of the workbook, whose sign for decimals holds in texts.
    """
    found = Given(question.code, place)
    answered = {option: one for (part, option), one in cells.items() if part == "answer"}
    if isinstance(question, MultipleQuestion):
        _several(found, question, answered, choices)
    elif isinstance(question, SingleQuestion | ScaleQuestion):
        found.chosen = tuple(filter(None, (_chosen(found, question, one, choices) for one in answered.values())))
    else:
        for one in answered.values():
            found.text = said(one.cell)
            numeric = one.cell.kind in {"n", "b"}
            found.decimal = "." if numeric else str(get_decimal_symbol(languages.locale(language)))
    _beside(found, question, cells, choices)
    return found


def _several(found: Given, question: MultipleQuestion, answered: Mapping[str, Filled], choices: Choices) -> None:
    picked = {
        option: _listed(found, one, choices[list_of(question, "answer") or ""]) for option, one in answered.items()
    }
    found.chosen = tuple(option for option, code in picked.items() if code and code != NO)
    if len(picked) == len(question.options) and set(picked.values()) == {NO}:
        what = _("Every answer of this question has a no.")
        found.fault("all-no", found.place, what, _("Say yes in one row at least, or choose “We cannot tell”."))


def _chosen(found: Given, question: Question, one: Filled, choices: Choices) -> str:
    text = said(one.cell)
    if isinstance(question, ScaleQuestion) and text in {str(step) for step in _steps(question)}:
        return text
    return _listed(found, one, choices[question.code])


def _steps(question: ScaleQuestion) -> range:
    return range(question.lowest, question.highest + 1)


def _listed(found: Given, one: Filled, listed: Mapping[str, str]) -> str:
    """Return the code of what was chosen from a list, typed in any case; "" and a fault for what is not in it."""
    text = said(one.cell)
    if not text:
        return ""
    known = {_plain(label): code for label, code in listed.items()}
    if _plain(text) in known:
        return known[_plain(text)]
    what = _("“%(text)s” is not in the list of this cell.", text=_short(text))
    found.fault("unknown-label", one.place, what, _("Choose from the list, or empty the cell."))
    return ""


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def _beside(found: Given, question: Question, cells: Cells, choices: Choices) -> None:
    """Read what stands beside the answer: what is said instead of it, the reason, the day."""
    mark, reason, day = (cells.get((part, "")) for part in ("instead", "reason", "day"))
    if mark is not None:
        code = _listed(found, mark, choices[list_of(question, "instead") or ""])
        found.marks = (code,) if code else ()
        if code and (found.chosen or found.text):
            what = _("There is an answer, and beside it what stands instead of an answer.")
            found.fault("both", mark.place, what, _("Keep one of them and empty the other cell."))
    if reason is not None:
        found.reason = said(reason.cell)
        if found.reason and mark is None:
            what = _("There is a reason, but nothing says that the question does not apply.")
            cure = _("Choose “Not in our remit, or does not apply” in the cell before it, or empty the reason.")
            found.fault("reason-alone", reason.place, what, cure)
        elif found.reason and kinds.DOES_NOT_KNOW_CELL in found.marks:
            what = _("There is a reason, but it belongs to “Not in our remit, or does not apply”.")
            found.fault("reason-alone", reason.place, what, _("Empty the reason, or choose that one."))
    if day is not None:
        _on_day(found, question, day)


def _on_day(found: Given, question: Question, one: Filled) -> None:
    parsed = day_of(one.cell)
    options = question.options if isinstance(question, SingleQuestion) else ()
    planned = any(option.planned is not None and option.code in found.chosen for option in options)
    if parsed is None:
        what = _("“%(text)s” is no day.", text=_short(said(one.cell)))
        found.fault("no-day", one.place, what, _("Give year, month and day, such as 2027-03-31."))
    elif not planned:
        what = _("There is a day, but the answer is none that is planned.")
        cure = _("Choose the answer that says that it is decided and not yet in place, or empty the day.")
        found.fault("day-alone", one.place, what, cure)
    else:
        found.day = parsed.isoformat()


def said(cell: Cell) -> str:
    """Return what a cell says as a text: days as ``2027-03-31``, numbers with a decimal point."""
    value = cell.value
    match value:
        case str():
            return value.replace("\r\n", "\n").replace("\r", "\n").strip()
        case bool():
            return str(value).upper()
        case int() | float():
            return kinds.value_text(round(float(value) * 100, 10) if cell.percent else float(value))
        case datetime() if not value.time():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value).strip()


def day_of(cell: Cell) -> date | None:
    """Return the day of a cell, whether a program knows it as one or somebody typed it; None if it is none."""
    value = cell.value
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and 0 < value < _LAST_SERIAL:
        return _SERIAL_ZERO + timedelta(days=int(value))
    text = said(cell)
    first, last = _YEAR_FIRST.fullmatch(text), _DAY_FIRST.fullmatch(text.rstrip("."))
    try:
        if first:
            return date(int(first[1]), int(first[2]), int(first[3]))
        return date(int(last[3]), int(last[2]), int(last[1])) if last else None
    except ValueError:
        return None
