"""Pages kept ready: sent once more as they were made, where the database gives the same rows as it gave for them.

A page of answers follows from its request with the cookie, from what its statements read, and from the clock. So no
rule has to say what makes a kept page old: its own statements are asked again, which takes a twentieth of making the
page, and the first row that is another one has it made anew. Whether the reader is still signed in, and may see it, is
among these statements. For the clock's sake no page is kept for longer than :data:`FRESH`.

The token of forms on a kept page belongs to the cookie, and to no other reader does the same page go.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Lock
from typing import NamedTuple

from flask import Flask, Response, current_app, g, request, session
from sqlalchemy.exc import SQLAlchemyError

from survey import reading
from survey.database import db
from survey.reading import READS, Read, Rows
from survey.views.access import now

EXTENSION = "survey_ready"
FRESH = timedelta(seconds=10)
"""So long a page is sent again at most; by so much what a page says of time can be late."""
MOST = 64
"""Pages that each process keeps, of some ten kilobytes with what they were made from; the oldest make room."""
PAGES = {"sections.show", "separately.show"}
"""Pages that follow from nothing but request, rows and clock, and that the same reader opens again and again."""
HEADERS = ("HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING", "HTTP_SEC_FETCH_MODE")
ASKED = ("wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "HTTP_COOKIE", *HEADERS)
"""What of a request these pages follow from."""
_TRIMMING = Lock()


@dataclass(frozen=True)
class Ready:
    """What a page was made from, and the page; without one only its statements are known."""

    reads: list[Read]
    rows: list[Rows]
    body: bytes | None
    headers: list[tuple[str, str]]
    until: datetime


class Making(NamedTuple):
    """A page that is being made: its key, what was read again for it, and by which statements it is made now."""

    key: bytes
    known: list[Read] | None
    rows: list[Rows]
    reads: list[Read]


def install(app: Flask) -> None:
    """Send kept pages before anything else is asked, and keep those that leave."""
    app.extensions[EXTENSION] = {}
    app.before_request(_send)
    app.after_request(_keep)


def kept() -> dict[bytes, Ready]:
    """Return the pages that the running application keeps, by what they were asked with; the oldest come first."""
    found: dict[bytes, Ready] = current_app.extensions[EXTENSION]
    return found


def _send() -> Response | None:
    READS.set(None)
    if request.method != "GET" or request.endpoint not in PAGES:
        return None
    key = sha256("\n".join(str(request.environ.get(name)) for name in ASKED).encode("utf-8", "replace")).digest()
    found = kept().get(key)
    rows = None if found is None else _again(found.reads)
    if found is not None and found.body is not None and rows == found.rows and now() < found.until:
        return Response(found.body, headers=found.headers)
    g.making = Making(key, found.reads if found and rows is not None else None, rows or [], [])
    READS.set(g.making.reads)
    return None


def _again(reads: list[Read]) -> list[Rows] | None:
    """Return the rows that statements read now; None where they cannot be read, which the page itself will find."""
    try:
        connection = db.session.connection()
        return [reading.rows(connection, each) for each in reads]
    except SQLAlchemyError:
        db.session.rollback()
        return None


def _keep(response: Response) -> Response:
    """Keep a page that was made by the statements that were asked before it: it is no older than their rows."""
    making: Making | None = g.pop("making", None)
    READS.set(None)
    if making is None or response.status_code != 200 or not all(map(_reads, making.reads)):
        return response
    if session.modified or "Set-Cookie" in response.headers or response.is_streamed:
        return response
    here = g.get("sign_in")
    if here is None:
        return response
    moment = now()
    response.vary.add("Cookie")
    body = response.get_data() if making.reads == making.known else None
    until = min(moment + FRESH, here.until)
    pages = kept()
    with _TRIMMING:
        pages.pop(making.key, None)
        pages[making.key] = Ready(making.reads, making.rows, body, list(response.headers), until)
        while len(pages) > MOST or (pages and next(iter(pages.values())).until < moment):
            del pages[next(iter(pages))]
    return response


def _reads(one: Read) -> bool:
    return one.statement.startswith(("SELECT", "WITH"))
