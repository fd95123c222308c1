"""A workbook as a person fills it in: cells found by what they ask, lists chosen from, saved by another program."""

import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell

from survey.questionnaires.answers import Answer, State
from survey.questionnaires.kinds import DOES_NOT_KNOW_CELL, NOT_APPLICABLE_CELL
from survey.questionnaires.model import MultipleQuestion, Question
from survey.services.workbook_records import SHEET, read
from survey.services.workbook_rules import YES


class Book:
    """A workbook that somebody has opened."""

    def __init__(self, content: bytes) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.book = load_workbook(BytesIO(content))
        self.rows = [[cell.value or "" for cell in row] for row in self.book[SHEET].iter_rows()]
        self.spots = {tuple(row[3:6]): (row[1], row[2]) for row in self.rows if row[0] == "spot"}
        self.lists = dict(self._lists())
        self.codes = {number: row[3] for number, row in enumerate(self.rows, 1) if row[0] == "choice"}

    def _lists(self) -> Iterator[tuple[tuple[str, str], str]]:
        """Yield for each cell with a drop-down list where in the hidden sheet that list stands."""
        for sheet in self.book.worksheets:
            for rule in sheet.data_validations.dataValidation if sheet.title != SHEET else ():
                if rule.type == "list":
                    name, _, reach = rule.formula1.partition("!")
                    assert name == f"'{SHEET}'"
                    for cells in str(rule.sqref).split():
                        yield (sheet.title, cells), reach

    def cell(self, code: str, part: str = "answer", option: str = "") -> Cell:
        """Return the cell of one part of the reply to a question."""
        sheet, name = self.spots[code, part, option]
        return self.book[sheet][name]

    def listed(self, cell: Cell) -> dict[str, str]:
        """Return the drop-down list of a cell, code by code; empty where it has none."""
        reach = self.lists.get((cell.parent.title, cell.coordinate))
        if reach is None:
            return {}
        first, last = (int(part) for part in reach.replace("$C$", "").split(":"))
        return {self.codes[row]: self.rows[row - 1][2] for row in range(first, last + 1)}

    def choose(self, code: str, choice: str, *, part: str = "answer", option: str = "") -> None:
        """Choose from the list of a cell what has this code."""
        cell = self.cell(code, part, option)
        cell.value = self.listed(cell)[choice]

    def write(self, code: str, value: object, *, part: str = "answer", option: str = "") -> None:
        """Type a value into a cell; a text stays one, even where it begins like a formula."""
        cell = self.cell(code, part, option)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"

    def fill(self, question: Question, answer: Answer) -> None:
        """Fill in the cells of a question so that they say this answer."""
        self.clear(question.code)
        if answer.state is State.DOES_NOT_KNOW:
            self.choose(question.code, DOES_NOT_KNOW_CELL, part="instead")
        elif answer.state is State.NOT_APPLICABLE:
            self.choose(question.code, NOT_APPLICABLE_CELL, part="instead")
            self.write(question.code, answer.reason, part="reason")
        elif isinstance(question, MultipleQuestion):
            for option in answer.value if isinstance(answer.value, tuple) else ():
                self.choose(question.code, YES, option=option)
        elif question.kind in {"single", "scale"} and answer.has_value:
            self.choose(question.code, str(answer.value))
        elif answer.has_value:
            self.write(question.code, answer.value)
        if answer.planned_date:
            self.write(question.code, answer.planned_date, part="day")

    def clear(self, code: str) -> None:
        """Empty all cells of a question."""
        for spot in self.spots:
            if spot[0] == code:
                self.cell(*spot).value = None

    def forge(self, name: str, value: str) -> None:
        """Say in the hidden sheet that the workbook was made for something else, and seal it as ours are."""
        records = read(self.rows)
        assert records is not None
        forged = replace(records, origin=replace(records.origin, **{name: value}))
        sheet = self.book[SHEET]
        for number, row in enumerate(forged.rows(), 1):
            for column, text in enumerate(row, 1):
                sheet.cell(number, column).value = text or None
                if text:
                    sheet.cell(number, column).data_type = "s"

    def saved(self) -> bytes:
        """Return the file as the program saves it."""
        return as_bytes(self.book)


def as_bytes(book: Workbook) -> bytes:
    """Return a workbook as a file."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(content: bytes, changed: dict[str, bytes]) -> bytes:
    """Return a file with some of its parts replaced or added, by their names."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changed:
                new.writestr(name, old.read(name))
        for name, value in changed.items():
            new.writestr(name, value)
    return file.getvalue()


BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">
<c r="A1" t="inlineStr"><is><t>&d;</t></is></c></row></sheetData></worksheet>"""
"""A sheet of a few hundred bytes that grows when it is read."""

OUTWARD = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a SYSTEM "file:secret.txt">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">
<c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row></sheetData></worksheet>"""
"""A sheet that would read a file of the machine."""


PLAIN = as_bytes(Workbook())
"""A workbook that is none of ours."""


def bad_files(content: bytes) -> dict[str, tuple[str, bytes]]:
    """Return files that are no workbook to read: by the code of the fault and a hyphen, their names and bytes."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("content.xml", "<office/>")
    many = BytesIO()
    with zipfile.ZipFile(many, "w") as file:
        for number in range(300):
            file.writestr(f"xl/worksheets/sheet{number}.xml", "")
    sheet = "xl/worksheets/sheet2.xml"
    return {
        "empty": ("w.xlsx", b""),
        "too-large": ("w.xlsx", b"PK\x03\x04" + bytes(5_000_001)),
        "encrypted-old": ("w.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        "encrypted-password": ("w.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        "not-a-workbook-ods": ("w.ods", packed.getvalue()),
        "not-a-workbook-renamed": ("w.xlsx", packed.getvalue()),
        "not-a-workbook-pdf": ("w.xlsx", b"%PDF-1.7"),
        "not-a-workbook-csv": ("w.csv", b"a;b\r\n"),
        "damaged-half": ("w.xlsx", content[: len(content) // 2]),
        "damaged-bomb": ("w.xlsx", repacked(content, {sheet: BOMB})),
        "damaged-outward": ("w.xlsx", repacked(content, {sheet: OUTWARD})),
        "bomb-sheet": ("w.xlsx", repacked(content, {sheet: b" " * 11_000_000})),
        "bomb-whole": ("w.xlsx", repacked(content, {"xl/media/a.bin": bytes(range(256)) * 60_000})),
        "bomb-many": ("w.xlsx", many.getvalue()),
        "macros": ("w.xlsx", repacked(content, {"xl/vbaProject.bin": b"x"})),
    }
