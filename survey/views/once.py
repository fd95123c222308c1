"""Forms that do something once: sent again, since the answer was lost or a button was pressed twice, they lead to the
same page.

A form is known by who sent it, where to, and all that it held, its CSRF token included: that differs from page to page,
so that the same words from a page loaded anew are meant anew.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import flash, g, redirect, request
from werkzeug.wrappers import Response

from survey.database import db
from survey.errors import RefusedError
from survey.languages import gettext as _
from survey.services import sent_forms
from survey.views.access import now, person

P = ParamSpec("P")
R = TypeVar("R")


def once(view: Callable[P, R]) -> Callable[P, R | Response]:
    """Guard a view that takes a form of somebody who is signed in; before its commit it calls :func:`done`."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        """Answer by the view, or by where the same form led before."""
        g.sent_form = _digest()
        if (location := sent_forms.led_to(db.session, digest=g.sent_form)) is not None:
            return _again(location)
        try:
            return view(*args, **kwargs)
        except RefusedError as error:
            if error.code != "repeated":
                raise
            db.session.rollback()
            return _again(sent_forms.led_to(db.session, digest=g.sent_form) or "/")

    return guarded


def done(location: str) -> str:
    """Keep, in the transaction that does what a form asks for, that it is done, and return where the answer leads."""
    sent_forms.keep(db.session, digest=g.sent_form, location=location, now=now())
    return location


def _again(location: str) -> Response:
    flash(_("You sent this twice. It was done once."), "success")
    return redirect(location)


def _digest() -> str:
    """Return the SHA-256 of a form with its files."""
    found = hashlib.sha256(f"{person().id}\x00{request.full_path}".encode())
    for name, value in request.form.items(multi=True):
        found.update(f"\x00{name}\x00{value}".encode("utf-8", "surrogatepass"))
    for name, file in request.files.items(multi=True):
        found.update(f"\x00{name}\x00{file.filename}".encode("utf-8", "surrogatepass"))
        found.update(hashlib.file_digest(file.stream, "sha256").digest())  # type: ignore[arg-type]
        file.stream.seek(0)
    return found.hexdigest()
