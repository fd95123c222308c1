"""CSV files that people send: UTF-8 text with or without a byte order mark, cells between commas or semicolons."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from survey.errors import Fault, FaultsError
from survey.languages import gettext as _
from survey.scoring.spreadsheets import restore
from survey.services.sizes import size

Line = tuple[int, Sequence[str]]
"""The number of a line in the file, counted from 1, and its cells."""


@dataclass(frozen=True)
class Lines:
    """The lines of a file that are not empty, the head first.

    ``comma`` says that decimals stand after a comma: that is how spreadsheets write which separate cells by semicolons.
    """

    comma: bool
    all: Sequence[Line]

    @property
    def head(self) -> Sequence[str]:
        """The names of the columns, none for an empty file."""
        return self.all[0][1] if self.all else []

    @property
    def rows(self) -> Sequence[Line]:
        """The lines below the head."""
        return self.all[1:]


def read(content: bytes, *, largest: int, cure: str) -> Lines:
    """Return the lines of a file; FaultsError for no table, or for more than ``largest`` bytes, with the ``cure``."""
    text = _text(content, largest, cure)
    comma = ";" in text.partition("\n")[0]
    return Lines(comma, list(_cells(text, ";" if comma else ",")))


def place(number: int) -> str:
    """Return where a line stands, in words."""
    return _("Line %(number)s", number=max(1, number))


def ragged(number: int) -> Fault:
    """Return the fault of a line that has not as many cells as the head."""
    said = _("The line has not as many cells as the first line.")
    return Fault("cells", place(number), said, _("Put quotation marks around cells that hold the separator."))


def _text(content: bytes, largest: int, cure: str) -> str:
    try:
        if len(content) > largest:
            said = _("The file is larger than %(size)s.", size=size(largest))
            raise FaultsError([Fault("large", place(1), said, cure)])
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        said, cure = _("The file is not in UTF-8."), _("Save it as CSV in UTF-8.")
        raise FaultsError([Fault("utf-8", place(1), said, cure)]) from error


def _cells(text: str, separator: str) -> Iterator[Line]:
    """Yield the cells of each line that is not empty, with its number."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from ((reader.line_num, [restore(one) for one in row]) for row in reader if any(map(str.strip, row)))
    except csv.Error as error:
        said = _("This is no table: %(error)s.", error=error)
        raise FaultsError([Fault("table", place(reader.line_num), said, _("Save it as CSV once more."))]) from error
