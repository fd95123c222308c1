"""Numbers as people read them: a real minus, and none before nothing."""

import pytest
from babel import Locale

from survey import numerals


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        (-1234.5, "en", "−1,234.5"),
        (-1234.5, "de", "−1.234,5"),
        (-0.04, "en", "0.0"),
        (0.0, "de", "0,0"),
        (61.44, "de", "61,4"),
    ],
)
def test_one_decimal(value, language, text):
    assert numerals.decimal(value, "#,##0.0", Locale.parse(language)) == text


def test_a_gain_and_a_loss_have_signs_of_one_width():
    signed = [numerals.decimal(value, "+#,##0.0;-#,##0.0", Locale.parse("en")) for value in (3.14, -3.14)]
    assert signed == ["+3.1", "−3.1"]


@pytest.mark.parametrize(
    ("value", "digits", "language", "text"),
    [(0.125, 0, "en", "12%"), (-0.5, 0, "en", "−50%"), (0.125, 1, "de", "12,5\xa0%")],
)
def test_percentages(value, digits, language, text):
    assert numerals.percent(value, digits, Locale.parse(language)) == text
