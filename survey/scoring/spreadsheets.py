"""Cells that a spreadsheet takes for what they are: a text that looks like a formula stays a text."""

import re
from datetime import date
from math import isnan

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NEUTRALISED = re.compile(r"'+[=+\-@\t\r]")


def neutralise(text: str) -> str:
    """The text with an apostrophe before what could start a formula: ``= + - @``, a tabulator, a carriage
    return.

    A text that reads as if it were neutralised already gets one apostrophe more, so that :func:`restore`
    gives back any text whatever.
    """
    return "'" + text if _FORMULA.match(text) else text


def restore(text: str) -> str:
    """The inverse of :func:`neutralise`: takes away one apostrophe before what could start a formula, nothing else."""
    return text[1:] if _NEUTRALISED.match(text) else text


def cell(value: str | float | date | None) -> str:
    """The text of a cell: numbers in full precision and never neutralised, texts neutralised, None and NaN empty."""
    if value is None:
        return ""
    if isinstance(value, str):
        return neutralise(value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if isnan(value) else repr(value)
