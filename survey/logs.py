"""What the server writes down: one line per event, without what people typed, who they are or where they come from.

A message of ours is a template of words. What stands in the message of an exception may be an answer or an address, so
it is written for those kinds alone whose messages name tables, files and code. Of every exception its kind and its
places are written, never the values of variables.
"""

import json
import logging
import sys
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TypedDict

REQUEST: ContextVar[str | None] = ContextVar("request", default=None)
"""The id of the request that this thread works on."""
FORMS = ("text", "json")
"""What the log can be: lines for people, or JSON for programs."""
TELLING = frozenset(
    {"OperationalError", "InterfaceError", "ProgrammingError", "IntegrityError", "FaultsError", "RuntimeError"}
    | {"ImportError", "NameError", "AttributeError", "TypeError"}
)
"""Kinds of exceptions whose first line names tables, constraints, settings or code, and never what somebody typed."""
OTHERS = {
    "Error handling request": "The server failed while it answered a request.",
    "Invalid request from": "A request was no HTTP, or too long.",
}
"""Messages of the server that would hold an address with its query or a reader's own; what is said instead."""
ENCODE = json.JSONEncoder(ensure_ascii=False).encode
PLACES = 40  # of one traceback, the innermost: more tell nothing new


class Json(logging.Formatter):
    """One line of JSON per event: ``time``, ``level``, ``worker``, ``message``, ``request`` and what belongs to it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "worker": record.process,
            "message": words(record),
            "request": REQUEST.get(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["errors"] = list(errors(record.exc_info[1]))
        return ENCODE({name: value for name, value in line.items() if value is not None})


class Text(logging.Formatter):
    """The same for a person at a terminal; an exception takes several lines."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line or lines, without the last end."""
        moment = datetime.fromtimestamp(record.created).astimezone().strftime("%H:%M:%S")
        told = " ".join(f"{name}={value}" for name, value in getattr(record, "fields", {}).items() if value is not None)
        level = "" if record.levelno <= logging.INFO else f"{record.levelname} "
        lines = [" ".join(filter(None, (moment, level + words(record), told, REQUEST.get())))]
        for error in errors(record.exc_info[1]) if record.exc_info and record.exc_info[1] else ():
            lines += [
                f"  {error['kind']}: {error['said'] or '(its words are not written)'}",
                *(f"    {at}" for at in error["at"]),
            ]
        return "\n".join(lines)


def install(form: str | None = None) -> None:
    """Write all events to standard error; without a form, as text where that is a terminal, else as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    chosen = form or FORMS[0 if sys.stderr.isatty() else 1]
    handler.setFormatter(Text() if chosen == "text" else Json())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("survey").setLevel(logging.INFO)


def words(record: logging.LogRecord) -> str:
    """Return the message of an event; what the server says of a request is said without the request."""
    template = str(record.msg)
    for begins, instead in OTHERS.items():
        if record.name.startswith("gunicorn") and template.startswith(begins):
            return instead
    if isinstance(record.msg, BaseException):
        return said(record.msg) or type(record.msg).__name__
    return record.getMessage()


class Told(TypedDict):
    """What is written of an exception: its kind, what it says or None, and where it came from."""

    kind: str
    said: str | None
    at: list[str]


def errors(error: BaseException) -> Iterator[Told]:
    """Yield an exception and what led to it: its kind, where it came from, and what it says if that may be written."""
    one: BaseException | None = error
    seen: set[int] = set()
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        frames = traceback.extract_tb(one.__traceback__)[-PLACES:]
        places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        yield {"kind": type(one).__name__, "said": said(one), "at": places}
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def said(error: BaseException) -> str | None:
    """Return the first line of what an exception says; None where it may hold what somebody typed."""
    if isinstance(error, OSError):
        return error.strerror
    if TELLING.isdisjoint(kind.__name__ for kind in type(error).__mro__):
        return None
    return next(iter(str(error).splitlines()), "")
