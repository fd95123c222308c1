"""Files about regions and their figures, as ``survey/data/*.csv`` has them: read with faults by line, and written."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from survey.errors import Fault, FaultsError
from survey.languages import gettext as _
from survey.services import csv_files, region_rows
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
    lines = csv_files.read(content, largest=LARGEST, cure=_("Leave out what does not change."))
    head = lines.head
    kind = _kind(head)
    faults, rows, seen = list[Fault](), list[Read](), set[tuple[Any, ...]]()
    for number, cells in lines.rows:
        given = _given(head, cells, comma=lines.comma)
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


def _given(head: Sequence[str], cells: Sequence[str], *, comma: bool) -> dict[str, str]:
    """Return the cells of a line by column; numbers with a point before decimals."""
    given = dict(zip(head, cells, strict=False))
    if comma and "value" in given:
        given["value"] = given["value"].replace(",", ".")
    return given


def _kind(head: Sequence[str]) -> Kind:
    """Return what the rows are about, by the names of the columns; their order does not matter."""
    for kind, columns in COLUMNS.items():
        if sorted(head) == sorted(columns):
            return kind
    said = _("The first line does not name the columns of regions or of context figures.")
    cure = _(
        "Begin with a file that was taken from here: its first line is %(head)s.", head=",".join(COLUMNS[Kind.REGIONS])
    )
    raise FaultsError([Fault("head", csv_files.place(1), said, cure)])


def _fault(number: int, column: str, code: str, given: dict[str, str]) -> Fault:
    if code == "cells":
        return csv_files.ragged(number)
    place = _("Line %(number)s, %(column)s", number=number, column=column)
    value = given.get(column) or ""
    return Fault(code, place, f"“{value[:60]}”" if value else "", region_rows.words(code))


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
