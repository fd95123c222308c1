"""A workbook as an XLSX file: instructions, a sheet per section with lists to choose from, and the hidden sheet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

from survey.questionnaires.answers import NOT_ANSWERED, Answer
from survey.questionnaires.model import NumberQuestion, Question, ShareQuestion
from survey.services.workbook_layout import FIRST_PART, HEADS_ROW, Look, Sheet, Space
from survey.services.workbook_records import SHEET, Records, Row
from survey.services.workbook_rules import in_cell, list_of, rule

WIDTHS = (5, 48, 48, 40, 24, 30, 14)
"""How wide the columns of a section's sheet are, in characters."""

_OF_INSTRUCTIONS = 110
_A4 = 9
_ALLOWED = {"select_locked_cells": True, "select_unlocked_cells": True, "format_columns": True, "format_rows": True}
"""What may be done with a protected sheet besides filling it in: looking, and making columns and rows larger."""

_LOOKS: Mapping[Look, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "intro": {"text_wrap": True, "valign": "top"},
    "head": {"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 2, "bg_color": "#E4EAF2"},
    "number": {"align": "right", "valign": "top", "font_color": "#565D6B"},
    "question": {"bold": True, "text_wrap": True, "valign": "top"},
    "option": {"text_wrap": True, "valign": "top", "indent": 2},
    "about": {"text_wrap": True, "valign": "top", "font_color": "#565D6B"},
}
_SPACE = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#767B86"}
_OPEN, _SHUT = {"locked": False, "bg_color": "#FFF9DB"}, {"bg_color": "#EEEEEE"}
_AS_TEXT = {"num_format": "@", "quote_prefix": True}
"""A cell of text stays one, even where it begins like a formula and somebody edits it."""

_AS_DAY = {"num_format": "yyyy-mm-dd"}


@dataclass(frozen=True)
class Contents:
    """What a workbook is made of; ``instructions`` are the lines of its first sheet, called ``first_name``.

    ``mine`` are the codes of the questions whose cells can be filled in; the others can only be read.
    """

    title: str
    first_name: str
    instructions: tuple[tuple[str, Look], ...]
    sheets: tuple[Sheet, ...]
    questions: Mapping[str, Question]
    answers: Mapping[str, Answer]
    mine: frozenset[str]
    records: Records


def write(contents: Contents) -> bytes:
    """Return the file."""
    from xlsxwriter import Workbook  # heavy, and needed for this alone

    file, options = BytesIO(), {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        book.set_properties({"title": contents.title})
        writer = _Writer(book, contents, contents.records.rows())
        writer.instructions()
        for sheet in contents.sheets:
            writer.section(sheet)
        writer.hidden()
    return file.getvalue()


@dataclass
class _Writer:
    """Writes one workbook; a format is made once, since a file holds at most some thousands."""

    book: Any
    contents: Contents
    rows: list[Row]
    formats: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, 1):
            if row[0] == "choice":
                self.lists[row[1]] = (self.lists.get(row[1], (number, 0))[0], number)

    def format(self, properties: Mapping[str, Any]) -> Any:
        """Return the format with these properties."""
        key = repr(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(dict(properties))
        return self.formats[key]

    def instructions(self) -> None:
        """Write the first sheet."""
        sheet = self.book.add_worksheet(self.contents.first_name)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, _OF_INSTRUCTIONS)
        for row, (text, look) in enumerate(self.contents.instructions):
            sheet.write_string(row, 0, text, self.format({**_LOOKS[look], "text_wrap": True}))
        _shut(sheet)

    def section(self, made: Sheet) -> None:
        """Write the sheet of one section."""
        sheet = self.book.add_worksheet(made.name)
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        for words in made.words:
            look = self.format(_LOOKS[words.look])
            if words.look == "intro":
                sheet.merge_range(words.row, 0, words.row, FIRST_PART, "", look)
                sheet.set_row(words.row, 16 * (1 + len(words.text) // 110))  # merged cells do not grow by themselves
            sheet.write_string(words.row, words.column, words.text, look)
        for space in made.spaces:
            self.space(sheet, space)
        sheet.freeze_panes(HEADS_ROW + 1, FIRST_PART - 1)
        sheet.repeat_rows(HEADS_ROW)
        _shut(sheet)

    def space(self, sheet: Any, space: Space) -> None:
        """Write a cell to fill in, with what is kept and with what may be chosen."""
        question = self.contents.questions[space.code]
        value = in_cell(question, self.contents.answers.get(space.code, NOT_ANSWERED), space)
        look = self.format(_SPACE | _kind(question, space) | (_OPEN if space.code in self.contents.mine else _SHUT))
        _write(sheet, space, value, look)
        listed = list_of(question, space.part)
        checked = rule(question, space.part, self.source(listed) if listed else None)
        if checked:
            sheet.data_validation(space.row, space.column, space.row, space.column, checked)

    def source(self, listed: str) -> str:
        """Return where a list stands in the hidden sheet: in the cell itself it could have 255 characters only."""
        first, last = self.lists[listed]
        return f"='{SHEET}'!$C${first}:$C${last}"

    def hidden(self) -> None:
        """Write the hidden sheet, which no menu of a spreadsheet program shows."""
        sheet, look = self.book.add_worksheet(SHEET), self.format(_AS_TEXT)
        for row, values in enumerate(self.rows):
            for column, value in enumerate(values):
                if value:
                    sheet.write_string(row, column, value, look)
        sheet.protect("", _ALLOWED)
        sheet.very_hidden()


def _kind(question: Question, space: Space) -> dict[str, Any]:
    if space.part == "day":
        return _AS_DAY
    numeric = space.part == "answer" and isinstance(question, NumberQuestion | ShareQuestion)
    return {} if numeric else _AS_TEXT


def _write(sheet: Any, space: Space, value: str | float | date | None, look: Any) -> None:
    match value:
        case None | "":
            sheet.write_blank(space.row, space.column, None, look)
        case str():
            sheet.write_string(space.row, space.column, value, look)
        case date():
            sheet.write_datetime(space.row, space.column, value, look)
        case _:
            sheet.write_number(space.row, space.column, value, look)


def _shut(sheet: Any) -> None:
    """Protect a sheet without a password, and set it up for paper."""
    sheet.protect("", _ALLOWED)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")
