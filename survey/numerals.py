"""Numbers as people read them, in the format of a locale; files for machines hold numbers and never come here."""

from babel import Locale
from babel.numbers import format_decimal, format_percent

MINUS = "\N{MINUS SIGN}"
"""As wide as a plus: a hyphen is easily missed before a digit, and a line may break after it."""


def decimal(value: float, pattern: str, locale: Locale) -> str:
    """Return a number by a pattern such as ``#,##0.0``."""
    return _signed(format_decimal(value, pattern, locale))


def percent(value: float, digits: int, locale: Locale) -> str:
    """Return a share as a percentage with so many decimals."""
    pattern = locale.percent_formats[None].pattern
    return _signed(format_percent(value, pattern.replace("0", "0." + "0" * digits, 1) if digits else pattern, locale))


def _signed(text: str) -> str:
    """Return a number with a real minus; none before one that rounds to nothing."""
    if "-" not in text:
        return text
    return text.replace("-", MINUS if any(sign in text for sign in "123456789") else "")
