"""Opening a file that somebody sends as a workbook: limits before anything is parsed, then its cells as values."""

import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from survey import languages
from survey.errors import Fault, FaultsError
from survey.languages import gettext as _

LARGEST_FILE = 5_000_000
"""Bytes of the file; the workbook of a hundred long answers has a tenth of it."""

MOST_PARTS, LARGEST_CONTENT, LARGEST_RATIO = 200, 12_000_000, 150
"""Files inside the file, bytes of all of them unpacked, and how many times larger than packed each may be."""

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 5_000, 64, 60_000
"""How far a sheet may reach, and how many cells all sheets may hold."""

ENDING = ".xlsx"
_OLD_OR_ENCRYPTED, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"


@dataclass(frozen=True)
class Cell:
    """A cell that holds something; row and column count from 0.

    ``kind`` is ``f`` for a formula, ``e`` for an error, ``d`` for a day, ``b`` for true or false, ``n`` for a number,
    ``s`` for a text. ``percent`` says that the number is shown as a percentage: 0.5 means 50.
    """

    row: int
    column: int
    value: Any
    kind: str
    percent: bool = False


Cells = dict[str, list[Cell]]
"""The cells of each sheet, by its name."""


def refused(code: str, place: str, what: str, cure: str) -> FaultsError:
    """Return the error that refuses a whole file."""
    return FaultsError([Fault(code, place, what, cure)])


def open_workbook(content: bytes, name: str) -> Cells:
    """Return the cells of all sheets that hold something; FaultsError for a file that cannot be read, with the cure.

    ``name`` is that of the file as it was sent. Nothing is unpacked before its size is known.
    """
    _check_file(content, name)
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            _check_parts(packed, name)
        return _read(content, name)
    except FaultsError:
        raise
    except Exception as error:  # whatever a damaged file makes the library stumble over is the file's fault
        raise _damaged(name) from error


def _check_file(content: bytes, name: str) -> None:
    cure = _("Send the workbook that you got here, saved as an Excel workbook (.xlsx).")
    if not content:
        raise refused("empty", name, _("This file is empty."), _("Save the workbook again, then send it."))
    if len(content) > LARGEST_FILE:
        raise too_large(name)
    if content.startswith(_OLD_OR_ENCRYPTED):
        what = _("This file is protected by a password, or of an old format (.xls).")
        raise refused("encrypted", name, what, _("Save it without a password as an Excel workbook (.xlsx)."))
    if not name.lower().endswith(ENDING) or not content.startswith(_ZIP):
        raise refused("not-a-workbook", name, _("This is no Excel workbook (.xlsx)."), cure)


def too_large(name: str) -> FaultsError:
    """Return the error about a file with too many bytes."""
    most = languages.format_number(LARGEST_FILE / 1_000_000, 0)
    what = _("This file is too large: a workbook may have %(most)s megabytes.", most=most)
    return refused("too-large", name, what, _("Take pictures and other additions out of it, then send it again."))


def _damaged(name: str) -> FaultsError:
    what, cure = _("This file is damaged and cannot be read."), _("Save the workbook again, then send it.")
    return refused("damaged", name, what, cure)


def _check_parts(packed: zipfile.ZipFile, name: str) -> None:
    """Refuse what would unpack to more than a workbook can be; the sizes noted in the file are never exceeded."""
    parts = packed.infolist()
    whole = sum(part.file_size for part in parts)
    swollen = any(part.file_size > LARGEST_RATIO * max(part.compress_size, 1_000) for part in parts)
    if len(parts) > MOST_PARTS or whole > LARGEST_CONTENT or swollen:
        what = _("Unpacked, this file would be far larger than a workbook can be. It was not opened.")
        raise refused("bomb", name, what, _("Get a new workbook here and fill in that one."))
    if any(part.flag_bits & 1 for part in parts):
        what = _("This file is protected by a password, or of an old format (.xls).")
        raise refused("encrypted", name, what, _("Save it without a password as an Excel workbook (.xlsx)."))
    names = {part.filename.lower() for part in parts}
    if any(each.endswith("vbaproject.bin") for each in names):
        what = _("This workbook holds macros, which are not accepted here.")
        raise refused("macros", name, what, _("Save it as an Excel workbook without macros (.xlsx)."))
    if "[content_types].xml" not in names or not any(each.startswith("xl/worksheets/") for each in names):
        what = _("This is no Excel workbook (.xlsx).")
        cure = _("Send the workbook that you got here, saved as an Excel workbook (.xlsx).")
        raise refused("not-a-workbook", name, what, cure)


def _read(content: bytes, name: str) -> Cells:
    from openpyxl import load_workbook  # heavy, and needed for this alone

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about what is left out, such as a day before 1900: such a cell is an error
        book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
        try:
            found: Cells = {}
            left = MOST_CELLS
            for sheet in book.worksheets:
                _check_reach(sheet)
                found[sheet.title] = list(_cells(sheet))
                left -= len(found[sheet.title])
                if left < 0:
                    raise _damaged(name)
            return found
        finally:
            book.close()


def _check_reach(sheet: Any) -> None:
    """Refuse a sheet with something far away, where nobody would see it."""
    if (sheet.max_row or 0) > MOST_ROWS or (sheet.max_column or 0) > MOST_COLUMNS:
        what = _("This sheet reaches much farther than it did when it was made.")
        cure = _("Delete what stands far below or far to the right, or get a new workbook and fill in that one.")
        raise refused("too-far", _("Sheet “%(sheet)s”", sheet=sheet.title), what, cure)


def _cells(sheet: Any) -> Iterator[Cell]:
    for row, cells in enumerate(sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS)):
        for column, cell in enumerate(cells):
            if cell.value is not None and cell.value != "":
                percent = cell.data_type == "n" and "%" in (cell.number_format or "")
                yield Cell(row, column, cell.value, cell.data_type, percent)
