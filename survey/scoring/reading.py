"""Reading a table of answers: one row per unit, one column per question, all faults named at once."""

import csv
import difflib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np

from survey.errors import BadValueError, Fault, FaultsError
from survey.questionnaires import kinds
from survey.questionnaires.answers import NOT_ANSWERED, Answer
from survey.questionnaires.model import Question, Questionnaire
from survey.scoring.columns import Column, Distinct, Index
from survey.scoring.spreadsheets import restore

UNIT = "unit"
BLOCK = 4096
"""Rows read before their cells are replaced by places among the distinct ones, which keeps memory small."""


@dataclass(frozen=True)
class AnswerTable:
    """The answers of many units: their names in the order of the table, and a column for each question in it."""

    units: tuple[str, ...]
    columns: Mapping[str, Column]


def read_answers(path: Path, questionnaire: Questionnaire) -> AnswerTable:
    """Read a CSV file of answers; raises FaultsError with all its faults, OSError if it cannot be read."""
    return parse_answers(path.read_bytes(), questionnaire, name=path.name)


def parse_answers(data: bytes, questionnaire: Questionnaire, *, name: str) -> AnswerTable:
    """Parse a CSV table of answers: UTF-8, with or without a byte order mark, separated by commas.

    The first column is ``unit``, the others are question codes in any order; a question without a column is
    not answered. An apostrophe before what could start a formula is taken away from texts. Raises FaultsError
    with all faults; the place of each is ``name:line``, and the column for a cell.
    """
    found = _Findings(name)
    rows = _rows(_text(data, found), found)
    line, header = next(rows, (1, []))
    asked = _asked(header, line, questionnaire, found)
    lines, cells = _cells(rows, len(header), found)
    units = _units(cells[0], lines, found)
    columns = {question.code: _column(question, place, cells[place], lines, found) for place, question in asked.items()}
    found.refuse()
    return AnswerTable(units, columns)


@dataclass
class _Findings:
    """What is wrong with a table, so far."""

    name: str
    faults: list[tuple[int, int, Fault]] = field(default_factory=list)

    def add(self, line: int, code: str, what: str, cure: str, *, column: str = "", place: int = 0) -> None:
        where = f"{self.name}:{line}" + (f", column {column}" if column else "")
        self.faults.append((line, place, Fault(code, where, what, cure)))

    def refuse(self) -> None:
        """Raise FaultsError if anything is wrong, in the order of lines and columns."""
        if self.faults:
            raise FaultsError([fault for *_, fault in sorted(self.faults, key=lambda each: each[:2])])


@dataclass(frozen=True)
class _Cells:
    """One column as it stands in the file: the distinct texts, and which of them each row holds."""

    texts: tuple[str, ...]
    index: Index


def _text(data: bytes, found: _Findings) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found.add(line, "not-utf8", "The file is not UTF-8 text.", 'Save it as "CSV UTF-8".')
        raise FaultsError([fault for *_, fault in found.faults]) from error


def _rows(text: str, found: _Findings) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the number of its first line."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        cure = "Close each quotation mark, and write one inside a cell twice."
        found.add(line, "bad-csv", f"The table cannot be read from here on: {error}.", cure)


def _asked(header: Sequence[str], line: int, questionnaire: Questionnaire, found: _Findings) -> dict[int, Question]:
    """The questions of the columns, by place; refuses a table that does not begin with units at once."""
    if not header:
        found.add(
            line,
            "empty-file",
            "The table is empty.",
            "Begin with a line of columns: unit, then question codes.",
        )
    elif header[0] != UNIT:
        what = f'The first column is "{header[0]}".'
        found.add(line, "no-unit", what, 'The first column must be "unit", and commas must separate the columns.')
    found.refuse()
    asked: dict[int, Question] = {}
    for place, code in enumerate(header[1:], start=1):
        if code in header[:place]:
            what = f'The column "{code}" stands twice.'
            found.add(line, "duplicate-column", what, "Keep one of the two.", column=code, place=place)
        elif code in questionnaire.questions:
            asked[place] = questionnaire.questions[code]
        else:
            what = f'No question has the code "{code}".'
            found.add(line, "unknown-column", what, _nearest(code, questionnaire), column=code, place=place)
    return asked


def _nearest(code: str, questionnaire: Questionnaire) -> str:
    near = difflib.get_close_matches(code, questionnaire.questions, n=1)
    return f'Did you mean "{near[0]}"?' if near else "Take the column out, or correct its code."


def _cells(rows: Iterator[tuple[int, list[str]]], width: int, found: _Findings) -> tuple[list[int], list[_Cells]]:
    """The lines of the rows that are whole, and their cells by column."""
    lines: list[int] = []
    different = [Distinct[str]() for _ in range(width)]
    places: list[list[Index]] = [[np.empty(0, np.intp)] for _ in range(width)]
    whole = (row for row in rows if _is_whole(*row, width, found))
    while block := list(islice(whole, BLOCK)):
        lines += [line for line, _ in block]
        for column, cells in enumerate(zip(*(cells for _, cells in block), strict=True)):
            places[column].append(different[column].index(cells))
    texts = (tuple(one.places) for one in different)
    return lines, [_Cells(text, np.concatenate(index)) for text, index in zip(texts, places, strict=True)]


def _is_whole(line: int, cells: Sequence[str], width: int, found: _Findings) -> bool:
    if len(cells) != width:
        what = f"The row has {len(cells)} cells for {width} columns."
        found.add(line, "ragged-row", what, "Give each row one cell per column; quote a cell that holds a comma.")
    return len(cells) == width


def _units(cells: _Cells, lines: Sequence[int], found: _Findings) -> tuple[str, ...]:
    """The names of the units; each must have one, and one of its own."""
    texts = [restore(text) for text in cells.texts]
    units = tuple(texts[place] for place in cells.index)
    seen: dict[str, int] = {}
    for line, unit in zip(lines, units, strict=True):
        if not unit.strip():
            found.add(line, "empty-unit", "The row has no unit.", "Name the unit.", column=UNIT)
        elif seen.setdefault(unit, line) != line:
            what = f'The unit "{unit}" stands in line {seen[unit]} already.'
            found.add(line, "duplicate-unit", what, "Give each unit one row.", column=UNIT)
    return units


def _column(question: Question, place: int, cells: _Cells, lines: Sequence[int], found: _Findings) -> Column:
    """The answers to one question; a cell that is none is named with what is allowed."""
    answers: list[Answer] = []
    for number, text in enumerate(cells.texts):
        try:
            answers.append(kinds.parse(question, restore(text) if question.kind == "text" else text))
        except BadValueError as error:
            answers.append(NOT_ANSWERED)
            for row in np.flatnonzero(cells.index == number).tolist():
                what = f'"{text}" is no answer to this question.'
                found.add(lines[row], "bad-value", what, str(error), column=question.code, place=place)
    return Column(tuple(answers), cells.index)
