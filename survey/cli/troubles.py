"""What stopped a command, where it is no fault of the program: in words, with the cure, instead of a traceback."""

import errno
import os
import pwd

from sqlalchemy.exc import DBAPIError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
"""A disk that takes nothing more, which is told without the name of a file."""


def words(error: Exception) -> str | None:
    """Return what stopped a command and what to do about it; None for what only the program can have done wrong."""
    if not isinstance(error, OSError) or isinstance(error, BrokenPipeError):
        return None
    if error.errno in _FULL:
        return f"Nothing more can be written: {error.strerror}."
    if error.filename is None:
        return None
    if isinstance(error, PermissionError):
        return f"The account {account()} may not read or write {error.filename}. Name a place where it may."
    return f"{error.filename}: {error.strerror}."


def in_one_line(error: DBAPIError) -> str:
    """Return what a database said, in one line and without the mark at its end; host and account are in it at most."""
    return " ".join(str(error.orig).split()).rstrip(".?! ")


def account() -> str:
    """Return the name of the account that runs this, or its number where it has none."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())
