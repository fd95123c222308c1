"""What an unquoted word of a YAML file is, by the core schema of YAML 1.2."""

import math
import re

Scalar = str | int | float | bool | None

_WORDS: dict[str, Scalar] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_WHOLE = re.compile(r"[-+]?[0-9]{1,300}")
_OCTAL = re.compile(r"0o([0-7]{1,100})")
_HEXADECIMAL = re.compile(r"0x([0-9a-fA-F]{1,100})")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"([-+]?)\.(inf|Inf|INF)")


def resolve(text: str) -> Scalar:
    """The text, number, truth value or null that an unquoted word is."""
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    if match := _OCTAL.fullmatch(text):
        return int(match[1], 8)
    if match := _HEXADECIMAL.fullmatch(text):
        return int(match[1], 16)
    if match := _INFINITE.fullmatch(text):
        return -math.inf if match[1] == "-" else math.inf
    return math.nan if text in (".nan", ".NaN", ".NAN") else text


def joined(text: str) -> str | None:
    r"""The text with escaped halves of a character (``\ud83d\ude00``) joined; None if one stands alone."""
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        return None
