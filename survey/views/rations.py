"""Reports, workbooks and data files, so many in ten minutes for each person, who is then told when to come again."""

import math
from datetime import datetime

from flask import Flask, render_template, request
from sqlalchemy.exc import SQLAlchemyError

from survey.database import db
from survey.errors import TooManyError
from survey.languages import format_time, ngettext
from survey.security import settings
from survey.services import rations
from survey.views.access import now, reader
from survey.views.attempts import network

OPEN = {"public.data"}
"""Costly files for everybody: visitors are counted by the network that they come from."""
COSTLY = OPEN | {
    "archives.file",
    "audit.assessment_file",
    "audit.mine_file",
    "audit.person_file",
    "audit.region_file",
    "audit.whole_file",
    "exports.file",
    "personal.file",
    "printed.form",
    "reports.region_file",
    "reports.wave_file",
    "workbooks.file",
    "workbooks.preview",
    "workbooks.take_in",
}
"""What sets a report, makes or reads a workbook, packs files, or writes all data of a wave or a whole log."""

Answer = tuple[str | dict[str, str], int, dict[str, str]]


def install(app: Flask) -> None:
    """Count before the views, behind the gate."""
    app.before_request(_count)


def _count() -> Answer | None:
    free = settings().downloads
    who = _who() if request.endpoint in COSTLY and free else None
    if who is None:
        return None
    try:
        rations.take(db.session, secret=settings().secret_key, who=who, free=free, now=now())
        db.session.commit()
    except TooManyError as error:
        db.session.rollback()
        return _wait(error.until)
    except SQLAlchemyError:  # where nothing can be written, what is there can be read all the same
        db.session.rollback()
    return None


def _who() -> str | None:
    """Return whose ration it is; None where nobody is known, and of what only people get who are signed in."""
    user = reader()
    if user is not None:
        return f"person {user.id}"
    come_from = network() if request.endpoint in OPEN else None
    return f"network {come_from}" if come_from else None


def _wait(until: datetime) -> Answer:
    seconds = max(1, math.ceil((until - now()).total_seconds()))
    text = ngettext(
        "You have taken many files in a short time. Please come again in %(num)s minute, at %(clock)s.",
        "You have taken many files in a short time. Please come again in %(num)s minutes, at %(clock)s.",
        math.ceil(seconds / 60),
        clock=format_time(until, settings().time_zone),
    )
    headers = {"Retry-After": str(seconds)}
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return {"message": text}, 429, headers
    return render_template("pages/many_files.html", message=text, zone=settings().time_zone), 429, headers
