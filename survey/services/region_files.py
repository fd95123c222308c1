"""Files about regions and their figures, as ``survey/data/*.csv`` has them: read with faults by line, and written."""

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

from survey.errors import Fault, FaultsError
from survey.languages import gettext as _
from survey.scoring.spreadsheets import restore
from survey.services import region_rows
from survey.services.region_changes import COLUMNS, Kind
from survey.services.region_rows import Read
from survey.services.tables import Table, Value

LARGEST = 500_000
"""Bytes of a file."""
IDENTITY: Mapping[Kind, Sequence[str]] = {Kind.REGIONS: ("key",), Kind.CONTEXT: ("region", "measure", "as_of")}
"""The columns that say what a row is about; of two rows about the same, which one would hold?"""


@dataclass(frozen=True)
class Lines:
    """What a file holds: which kind of rows, told by its head, and the rows, all without faults."""

    kind: Kind
    rows: Sequence[Read]


def read(content: bytes, *, regions: Collection[str]) -> Lines:
    """Read a file; FaultsError names every fault with line and column. ``regions`` are the keys that there are.

    Cells stand between commas, with a point before decimals; or between semicolons with a comma, as spreadsheets of
    some countries write them.
    """
    text = _text(content)
    comma = ";" in text.partition("\n")[0]
    lines = list(_cells(text, ";" if comma else ","))
    head = lines[0][1] if lines else []
    kind = _kind(head)
    faults, rows, seen = list[Fault](), list[Read](), set[tuple[Any, ...]]()
    for number, cells in lines[1:]:
        given = _given(head, cells, comma=comma)
        row = region_rows.region(given) if kind is Kind.REGIONS else region_rows.figure(given)
        same = tuple(row.values.get(name) for name in IDENTITY[kind])
        wrong = {head[-1]: "cells"} if len(cells) != len(head) else dict(row.faults)
        if not wrong and kind is Kind.CONTEXT and row.values["region"] not in regions:
            wrong = {"region": "unknown-region"}
        if not wrong and same in seen:
            wrong = {head[0]: "twice"}
        seen.add(same)
        faults += [_fault(number, name, code, given) for name, code in wrong.items()]
        rows.append(row.values)
    if faults:
        raise FaultsError(faults)
    return Lines(kind, rows)


def _cells(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each line that is not empty, with its number."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from ((reader.line_num, [restore(one) for one in row]) for row in reader if any(map(str.strip, row)))
    except csv.Error as error:
        said = _("This is no table: %(error)s.", error=error)
        raise FaultsError([Fault("table", _line(reader.line_num), said, _("Save it as CSV once more."))]) from error


def _given(head: Sequence[str], cells: Sequence[str], *, comma: bool) -> dict[str, str]:
    """Return the cells of a line by column; numbers with a point before decimals."""
    given = dict(zip(head, cells, strict=False))
    if comma and "value" in given:
        given["value"] = given["value"].replace(",", ".")
    return given


def _text(content: bytes) -> str:
    try:
        if len(content) > LARGEST:
            said = _("The file is larger than half a megabyte.")
            raise FaultsError([Fault("large", _line(1), said, _("Leave out what does not change."))])
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        said, cure = _("The file is not in UTF-8."), _("Save it as CSV in UTF-8.")
        raise FaultsError([Fault("utf-8", _line(1), said, cure)]) from error


def _kind(head: Sequence[str]) -> Kind:
    """Return what the rows are about, by the names of the columns; their order does not matter."""
    for kind, columns in COLUMNS.items():
        if sorted(head) == sorted(columns):
            return kind
    said = _("The first line does not name the columns of regions or of context figures.")
    cure = _(
        "Begin with a file that was taken from here: its first line is %(head)s.", head=",".join(COLUMNS[Kind.REGIONS])
    )
    raise FaultsError([Fault("head", _line(1), said, cure)])


def _fault(number: int, column: str, code: str, given: dict[str, str]) -> Fault:
    if code == "cells":
        said = _("The line has not as many cells as the first line.")
        return Fault(code, _line(number), said, _("Put quotation marks around cells that hold the separator."))
    place = _("Line %(number)s, %(column)s", number=number, column=column)
    value = given.get(column) or ""
    return Fault(code, place, f"“{value[:60]}”" if value else "", region_rows.words(code))


def _line(number: int) -> str:
    return _("Line %(number)s", number=max(1, number))


def table(kind: Kind, rows: Sequence[Read]) -> Table:
    """Return rows as a table to take away, with the columns of the data files."""
    return Table(COLUMNS[kind], [[written(row[name]) for name in COLUMNS[kind]] for row in rows])


def written(value: Any) -> Value:
    """Return a value as a cell holds it: yes and no for whether, whole numbers without decimals."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value == int(value):
        return int(value)
    return value if value is None or isinstance(value, date | int | float) else str(value)
