"""Names of people as the database keeps them; whoever has left is told by a number, in the words of the reader."""

import re
from collections.abc import Callable

import sqlalchemy as sa

BEGINNING = "former colleague "
_FORMER = re.compile(rf"{BEGINNING}(\d+)")
_tellers: list[Callable[[int], str]] = []


def former(number: int) -> str:
    """Return what is kept in place of a name once an account is deleted: ``former colleague 7``."""
    return f"{BEGINNING}{number}"


def tell_by(teller: Callable[[int], str]) -> None:
    """Set how a former colleague is called from now on: by the room that knows the reader's language."""
    _tellers[:] = [teller]


def told(words: str) -> str:
    """Return words in which each former colleague is called in the reader's language."""
    if BEGINNING not in words or not _tellers:
        return words
    return _FORMER.sub(lambda found: _tellers[0](int(found[1])), words)


class Name(sa.types.TypeDecorator[str]):
    """The name of a person; that of a former colleague is read in the reader's language, wherever it stands.

    Every page, file and mail reads names from here, so none can forget to translate it.
    """

    impl = sa.String
    cache_ok = True

    def process_result_value(self, value: str | None, _dialect: sa.Dialect) -> str | None:
        """Return the name as it is said."""
        return told(value) if value is not None and value.startswith(BEGINNING) else value
