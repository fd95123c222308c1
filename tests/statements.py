"""What a piece of code asks the database, whichever way: by SQLAlchemy or by a prepared statement."""

from collections.abc import Iterator
from contextlib import contextmanager

from survey.reading import READS, Read


@contextmanager
def asked() -> Iterator[list[Read]]:
    """Yield a list that fills with the statements that this thread sends from now on."""
    seen: list[Read] = []
    token = READS.set(seen)
    try:
        yield seen
    finally:
        READS.reset(token)


def kinds(reads: list[Read]) -> list[str]:
    """Return the first word of each statement that reads or changes rows."""
    words = [each.statement.split(None, 1)[0] for each in reads]
    return [word for word in words if word in {"SELECT", "WITH", "INSERT", "UPDATE", "DELETE"}]
