"""Taking the text of a condition apart into words, literals and marks."""

import re
from dataclasses import dataclass
from typing import Literal, NoReturn, cast

from survey.errors import SurveyError

WORDS = ("and", "or", "not", "in", "answered")
"""The words of the language, which no code may be."""

Sort = Literal["code", "number", "option", "mark", "end"]

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![A-Za-z0-9_.]))
      | (?P<code>[A-Za-z_][A-Za-z0-9_]*)
      | "(?P<double>[^"]*)" | '(?P<single>[^']*)'
      | (?P<mark>==|!=|<=|>=|<|>|\(|\)|\[|\]|,)
    )""",
    re.VERBOSE | re.ASCII,
)


class ConditionError(SurveyError, ValueError):
    """A condition is no sentence of the language; ``column`` counts its characters from 1."""

    def __init__(self, what: str, cure: str, column: int) -> None:
        super().__init__(f"{what} {cure}")
        self.what = what
        self.cure = cure
        self.column = column


@dataclass(frozen=True)
class Token:
    """One word, literal or mark of a condition, with its column from 1."""

    sort: Sort
    text: str
    column: int


def tokens(text: str) -> list[Token]:
    """The tokens of a condition, *end* last; raises :class:`ConditionError` at the first unreadable one."""
    found: list[Token] = []
    position, end = 0, len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            _refuse(text, position)
        group = match.lastgroup or ""
        sort: Sort = "option" if group in ("double", "single") else cast(Sort, group)
        found.append(Token(sort, match[group], match.start(group) + (0 if sort == "option" else 1)))
        position = match.end()
    return [*found, Token("end", "", end + 1)]


def _refuse(text: str, position: int) -> NoReturn:
    column = position + len(text[position:]) - len(text[position:].lstrip()) + 1
    mark = text[column - 1]
    cures = {
        '"': "Close the quotation mark.",
        "'": "Close the quotation mark.",
        "=": "Write == to compare.",
        "!": "Write != or not.",
        "&": "Write and.",
        "|": "Write or.",
    }
    cure = cures.get(
        mark, "Use codes, numbers, options in quotation marks, lists, comparisons, and, or, not, answered()."
    )
    raise ConditionError(f"{mark} cannot be read at character {column}.", cure, column)
