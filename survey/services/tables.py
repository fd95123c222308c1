"""Tables as files: "for Excel" as the reader's locale opens them, "for analysis" as RFC 4180 has it."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from io import StringIO

from babel.numbers import get_decimal_symbol

from survey.languages import locale
from survey.scoring.spreadsheets import cell, neutralise

Value = str | float | date | None
"""What a cell holds; None is an empty cell. Numbers are written in full, and are never taken for text."""


class Purpose(StrEnum):
    """What a file is made for."""

    EXCEL = "excel"
    ANALYSIS = "analysis"


@dataclass(frozen=True)
class Table:
    """Heads and rows of one file; every row is as long as ``columns``."""

    columns: Sequence[str]
    rows: Iterable[Sequence[Value]]


@dataclass(frozen=True)
class Dialect:
    """How a table is written; ``mark`` stands before the first byte."""

    separator: str
    decimal: str
    mark: bytes


def dialect(purpose: Purpose, language: str) -> Dialect:
    """Return how to write for a purpose.

    Excel takes a file for UTF-8 only by its mark, and expects the decimal of its locale; where that is a
    comma, it expects a semicolon between the cells.
    """
    if purpose is Purpose.ANALYSIS:
        return Dialect(",", ".", b"")
    decimal = get_decimal_symbol(locale(language))
    return Dialect(";" if decimal == "," else ",", decimal, b"\xef\xbb\xbf")


def encode(table: Table, written: Dialect) -> bytes:
    """Return the file: UTF-8, lines ended by CR LF, texts that could start a formula made harmless."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=written.separator, lineterminator="\r\n")
    writer.writerow(map(neutralise, table.columns))
    writer.writerows([_text(value, written.decimal) for value in row] for row in table.rows)
    return written.mark + text.getvalue().encode()


def _text(value: Value, decimal: str) -> str:
    text = cell(value)
    return text.replace(".", decimal) if isinstance(value, int | float) else text
