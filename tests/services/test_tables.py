"""Files for Excel and for analysis: bytes, separators, decimals, and cells that can start no formula."""

import csv
from datetime import date
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as some

from survey.scoring.spreadsheets import restore
from survey.services.tables import Dialect, Purpose, Table, dialect, encode

TABLE = Table(("unit", "=cmd()"), [("a", 0.1 + 0.2), ("-1+1", -2), (None, date(2026, 5, 1))])


def test_a_file_for_analysis_is_plain():
    written = encode(TABLE, dialect(Purpose.ANALYSIS, "de"))
    assert written == b"unit,'=cmd()\r\na,0.30000000000000004\r\n'-1+1,-2\r\n,2026-05-01\r\n"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", b"unit;'=cmd()\r\na;0,30000000000000004\r\n'-1+1;-2\r\n;2026-05-01\r\n"),
        ("en", b"unit,'=cmd()\r\na,0.30000000000000004\r\n'-1+1,-2\r\n,2026-05-01\r\n"),
    ],
)
def test_a_file_for_excel_opens_as_its_locale_expects(language, expected):
    assert encode(TABLE, dialect(Purpose.EXCEL, language)) == b"\xef\xbb\xbf" + expected


@pytest.mark.parametrize("language", ["es", "it", "pl", "ro", "sv"])
def test_where_the_decimal_is_a_comma_the_cells_are_parted_by_semicolons(language):
    assert dialect(Purpose.EXCEL, language) == Dialect(";", ",", b"\xef\xbb\xbf")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_and_no_head_can_start_a_formula(start):
    table = Table((start + "x",), [(start + "1",), (-1.5,)])
    head, text, number = csv.reader(StringIO(encode(table, dialect(Purpose.ANALYSIS, "en")).decode(), newline=""))
    assert (head, text, number) == (["'" + start + "x"], ["'" + start + "1"], ["-1.5"])


CELLS = some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(some.lists(some.tuples(CELLS, CELLS), min_size=1), some.sampled_from(Purpose), some.sampled_from(["de", "en"]))
def test_every_text_comes_back(rows, purpose, language):
    written = dialect(purpose, language)
    text = encode(Table(("a", "b"), rows), written).decode("utf-8-sig")
    read = list(csv.reader(StringIO(text, newline=""), delimiter=written.separator))[1:]
    assert [tuple(map(restore, row)) for row in read] == rows


@given(some.floats(allow_nan=False, allow_infinity=False))
def test_every_number_comes_back_in_full(number):
    text = encode(Table(("a",), [(number,)]), dialect(Purpose.EXCEL, "de")).decode("utf-8-sig")
    assert float(text.splitlines()[1].replace(",", ".")) == number
