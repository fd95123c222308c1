"""Passwords that are good enough: not found among common ones, and not made of what anybody knows about the person."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from survey.languages import gettext as _

FORM: Final = "NFKD"
"""The Unicode form in which passwords are hashed: the same password from another keyboard is the same."""
LONGEST = 128
KNOWN_HERE = ("survey", "intercultural", "interkulturell", "region", "regions", "belong", "assembly", "european")
"""Words of the platform itself, which whoever attacks it tries first."""
FEWEST_GUESSES = 100_000_000
"""A password that fewer guesses find is refused; the thousands of most used ones are found sooner."""


def normalised(password: str) -> str:
    """Return a password in the form in which it is hashed and compared; nothing else about it is changed."""
    return unicodedata.normalize(FORM, password)


def guessable(password: str, *, known: Iterable[str] = ()) -> bool:
    """Return whether so few guesses find a password that it protects nothing.

    ``known`` are texts that others know of the person, such as name and address; their words count as guessed.
    The estimate is zxcvbn's: common passwords, words, names, dates, rows of keys, and repetitions. Nobody is asked.
    """
    from zxcvbn import zxcvbn  # its lists take 13 MB, which only a worker that sees a new password needs

    words = [word for text in known for word in re.split(r"\W+", text) if len(word) > 2]
    found = zxcvbn(password[:LONGEST], user_inputs=[*KNOWN_HERE, *known, *words], max_length=LONGEST)
    return bool(found["guesses"] < FEWEST_GUESSES)


def advice() -> str:
    """Return what to tell somebody whose password is easy to guess."""
    return _(
        "This password is easy to guess: it is a common one, or made of a name or words that others know. "
        "Three or four words that have nothing to do with each other are better."
    )
