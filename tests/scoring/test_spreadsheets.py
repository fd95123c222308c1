"""Cells that spreadsheets take for what they are."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.scoring.spreadsheets import cell, neutralise, restore

DANGEROUS = "=+-@\t\r"
TRICKY = st.text(st.sampled_from("'=+-@\t\r\n a1"))


@pytest.mark.parametrize("start", DANGEROUS)
def test_what_could_start_a_formula_gets_an_apostrophe(start):
    assert neutralise(f"{start}1") == f"'{start}1"
    assert restore(f"'{start}1") == f"{start}1"


@pytest.mark.parametrize("text", ["", "a=1", "'quoted'", "''", " =1", "O'Higgins", "\n=1", "NA"])
def test_other_texts_stay_as_they_are(text):
    assert neutralise(text) == restore(text) == text


def test_a_text_that_looks_neutralised_already_comes_back_as_it_was():
    assert neutralise("'=1") == "''=1"
    assert restore("''=1") == "'=1"


@given(st.one_of(TRICKY, st.text()))
def test_restore_is_the_inverse_of_neutralise(text):
    assert restore(neutralise(text)) == text
    assert not neutralise(text).startswith(tuple(DANGEROUS))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (float("nan"), ""),
        (0.1 + 0.2, "0.30000000000000004"),
        (50.0, "50.0"),
        (-3.5, "-3.5"),
        (-3, "-3"),
        (0, "0"),
        ("=1+1", "'=1+1"),
        (date(2027, 3, 1), "2027-03-01"),
    ],
)
def test_numbers_are_written_in_full_and_texts_neutralised(value, text):
    assert cell(value) == text


@given(st.floats(allow_nan=False))
def test_numbers_come_back_to_the_last_bit(number):
    assert float(cell(number)) == number
