"""A report as a workbook: every table on a sheet of its own, numbers as numbers, heads that stay while one scrolls."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any, Literal, NamedTuple

from survey.services.tables import Table, Value

Kind = Literal["text", "score", "share", "count", "day", "exact"]
FORMATS: dict[Kind, str] = {
    "text": "@",
    "score": "0.0",
    "share": "0%",
    "count": "0",
    "day": "yyyy-mm-dd",
    "exact": "General",
}
"""How a column is shown; what is in its cells is never rounded."""

LONGEST = 32_000
"""Characters that a cell takes, with room for the sign that the rest is left out."""

_NARROW, _WIDE = 9, 60
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_LOOK = {"valign": "top"}
_HEAD = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 2, "bg_color": "#E4EAF2"}


class Column(NamedTuple):
    """One column: its head, how its cells are shown, what they mean, and their unit or the values they take."""

    head: str
    kind: Kind
    meaning: str
    unit: str = ""


@dataclass(frozen=True)
class Sheet:
    """One table with the title of its sheet; ``kinds`` says of each column what it holds, ``still`` how many stay.

    ``about`` says what it shows, ``columns`` what each of its columns means.
    """

    title: str
    table: Table
    kinds: tuple[Kind, ...] = field(default=())
    still: int = 1
    about: str = ""
    columns: tuple[Column, ...] = field(default=())


def described(
    title: str, about: str, columns: Sequence[Column], rows: Sequence[Sequence[Value]], *, still: int
) -> Sheet:
    """Return a sheet whose columns say what they mean."""
    table = Table([one.head for one in columns], rows)
    return Sheet(title, table, tuple(one.kind for one in columns), still, about, tuple(columns))


def write(title: str, sheets: Sequence[tuple[str, Sheet]]) -> bytes:
    """Return a workbook of sheets, each with its name."""
    from xlsxwriter import Workbook  # heavy, and needed for this alone

    file, options = BytesIO(), {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        book.set_properties({"title": title})
        looks = _Looks(book)
        for name, sheet in sheets:
            _write(book.add_worksheet(name), sheet, looks)
    return file.getvalue()


class _Looks:
    """The formats of a workbook; a text that could start a formula is marked as text, and stays one when edited."""

    def __init__(self, book: Any) -> None:
        self.head = book.add_format(_HEAD)
        self.shy_head = book.add_format({**_HEAD, "num_format": "@", "quote_prefix": True})
        self.by_kind = {kind: book.add_format({**_LOOK, "num_format": shown}) for kind, shown in FORMATS.items()}
        self.text = book.add_format({**_LOOK, "text_wrap": True})
        self.shy = book.add_format({**_LOOK, "text_wrap": True, "num_format": "@", "quote_prefix": True})


def _write(page: Any, sheet: Sheet, looks: _Looks) -> None:
    heads, rows = list(sheet.table.columns), [list(row) for row in sheet.table.rows]
    kinds = [*sheet.kinds, *(["exact"] * (len(heads) - len(sheet.kinds)))]
    for column, head in enumerate(heads):
        page.write_string(0, column, head, looks.shy_head if _FORMULA.match(head) else looks.head)
        page.set_column(column, column, _width(head, [row[column] for row in rows]))
    for place, row in enumerate(rows, 1):
        for column, (value, kind) in enumerate(zip(row, kinds, strict=True)):
            _cell(page, place, column, value, looks, kind)
    page.freeze_panes(1, sheet.still)
    if rows:
        page.autofilter(0, 0, len(rows), len(heads) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&L&A&R&P / &N")


def _width(head: str, values: Sequence[Value]) -> float:
    longest = max((len(str(value)) for value in values if isinstance(value, str)), default=0)
    return min(_WIDE, max(_NARROW, longest + 2, min(len(head) + 2, 18)))


def _cell(page: Any, row: int, column: int, value: Value, looks: _Looks, kind: Any) -> None:
    match value:
        case None | "":
            return
        case str():
            text = value if len(value) <= LONGEST else f"{value[:LONGEST]}…"
            page.write_string(row, column, text, looks.shy if _FORMULA.match(text) else looks.text)
        case date():
            page.write_datetime(row, column, value, looks.by_kind["day"])
        case _ if value == value:
            page.write_number(row, column, value, looks.by_kind[kind])
