"""What stopped a command, where it is no fault of the program: in words, with the cure, instead of a traceback."""

import errno
import os
import pwd

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

MIGRATE = "The tables are not those of this version. Run: survey migrate"
_NO_TABLE = ("42P01", "42703")
"""What PostgreSQL answers to whoever asks for a table or a column that is not there."""
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
"""A disk that takes nothing more, which is told without the name of a file."""


def words(error: Exception) -> str | None:
    """Return what stopped a command and what to do about it; None for what only the program can have done wrong."""
    if isinstance(error, SQLAlchemyError):
        return of_database(error)
    if not isinstance(error, OSError) or isinstance(error, BrokenPipeError):
        return None
    if error.errno in _FULL:
        return f"Nothing more can be written: {error.strerror}."
    if error.filename is None:
        return None
    if isinstance(error, PermissionError):
        return f"The account {account()} may not read or write {error.filename}. Name a place where it may."
    return f"{error.filename}: {error.strerror}."


def of_database(error: SQLAlchemyError) -> str | None:
    """Return what a database did not do; None where it was asked for what cannot be."""
    if not isinstance(error, DBAPIError):
        return None
    said = in_one_line(error)
    if getattr(error.orig, "sqlstate", None) in _NO_TABLE or said.startswith(("no such table", "no such column")):
        return MIGRATE
    if type(error).__name__ != "OperationalError":
        return None
    return f"The database does not answer as it should: {said}. Is it running, and is SURVEY_DATABASE_URL right?"


def in_one_line(error: DBAPIError) -> str:
    """Return what a database said, in one line and without the mark at its end; host and account are in it at most."""
    return " ".join(str(error.orig).split()).rstrip(".?! ")


def account() -> str:
    """Return the name of the account that runs this, or its number where it has none."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())
