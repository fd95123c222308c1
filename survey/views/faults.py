"""Errors become pages, or sentences for a script: what happened, and what to do next."""

from contextlib import suppress

from flask import Flask, g, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError, SQLAlchemyError
from werkzeug.exceptions import HTTPException, SecurityError

from survey.database import db
from survey.errors import ClosedError, NotFoundError, RefusedError
from survey.languages import format_date
from survey.languages import gettext as _
from survey.views import public
from survey.views.access import reader
from survey.views.nearest import nearest
from survey.views.typed import typed

SECONDS = "30"
"""After so many seconds a browser may try again where the storage did not answer."""

READ_ONLY = "25006"
"""What PostgreSQL says where a transaction may only read: a standby, or a disk that an administrator protects."""

Told = tuple[str | dict[str, str], int]


def install(app: Flask) -> None:
    """Register the pages for errors."""
    app.register_error_handler(SecurityError, _foreign_host)
    app.register_error_handler(NotFoundError, lambda error: tell(404))
    app.register_error_handler(ClosedError, closed)
    app.register_error_handler(RefusedError, lambda error: tell(409))
    app.register_error_handler(CSRFError, _without_token)
    for kind in (OperationalError, InterfaceError, OSError):
        app.register_error_handler(kind, _unavailable(app))
    app.register_error_handler(InternalError, _internal(app))
    app.register_error_handler(HTTPException, lambda error: tell(error.code or 500))
    app.register_error_handler(Exception, _unexpected(app))


def _without_token(_error: Exception) -> Told:
    """Say why a form was refused: mostly because somebody signed out, or in again, in another window."""
    if reader() is None:
        return tell(401, _("You are signed out. Sign in again; what you typed is not lost."))
    return tell(400)


def _foreign_host(_error: Exception) -> tuple[str, int, dict[str, str]]:
    """Answer a request for a host that is not ours in plain words: no address can be built for it."""
    return "This address does not belong to the platform.", 400, {"Content-Type": "text/plain; charset=utf-8"}


def _unavailable(app: Flask):  # type: ignore[no-untyped-def]
    """Handle a database or a disk that does not answer: who asks is told when to try again, and keeps what they typed.

    The page is made without asking the database who reads it.
    """

    def unavailable(error: Exception) -> tuple[str | dict[str, str], int, dict[str, str]]:
        """Say when to try again, in a page made without the database."""
        app.logger.error("the storage does not answer: %s", type(error).__name__, exc_info=error)
        g._login_user = app.login_manager.anonymous_user()  # type: ignore[attr-defined]
        with suppress(SQLAlchemyError):
            db.session.rollback()
        return *tell(503), {"Retry-After": SECONDS}

    return unavailable


def _internal(app: Flask):  # type: ignore[no-untyped-def]
    """Handle what PostgreSQL calls internal: that it takes nothing written now, and else a fault of ours."""
    unavailable, unexpected = _unavailable(app), _unexpected(app)

    def internal(error: InternalError) -> object:
        """Tell storage that takes nothing written now from a fault of ours."""
        read_only = getattr(error.orig, "sqlstate", "") == READ_ONLY
        return unavailable(error) if read_only else unexpected(error)

    return internal


def _unexpected(app: Flask):  # type: ignore[no-untyped-def]
    def unexpected(error: Exception) -> Told:
        """Write the fault into the log and tell it in a plain page; tests see it raised."""
        if app.testing or app.debug:
            raise error
        app.logger.exception("a request failed")
        return tell(500)

    return unexpected


def closed(error: ClosedError) -> Told:
    """Say why an assessment cannot be changed now."""
    words = {
        "submitted": _("This assessment is submitted. Its answers can be read, not changed."),
        "in_review": _("This assessment is in review. Only what the review asks for can be changed now."),
        "concluded": _("The review is concluded. Ask the project team if something must be opened again."),
        "draft": _("This assessment is a draft. Somebody took it back in the meantime, or it was never submitted."),
        "wave-upcoming": _("This wave has not begun. Its first day is %(date)s.", date=_day(error, "opens")),
        "wave-over": _(
            "This wave ended on %(date)s. Ask the project team if your region needs more time.",
            date=_day(error, "due"),
        ),
        "consensus-sealed": _("The separate answers are not open yet. Nobody sees them before all have finished."),
        "consensus-open": _("The separate answers are open now. They can be read, not changed."),
        "consensus-finished": _("You said that you are finished. Take that back first, then change your answer."),
        "part-taken-back": _("This part is taken back already."),
        "mandate-ended": _("This mandate has ended already."),
        "wave-closed": _("The project team has closed this wave. Ask them if your region needs more time."),
    }
    return tell(409, words.get(error.code))


def _day(error: ClosedError, name: str) -> str:
    value = error.data.get(name)
    return format_date(value) if value else ""  # type: ignore[arg-type]


def tell(status: int, message: str | None = None) -> Told:
    """Return the page, or the sentence for a script, of a status."""
    if status != 503:
        db.session.rollback()
    if request.path.startswith("/public/"):
        public.speak()  # no view has run where nothing stands at the address
    title, words = _words(status)
    text = message or words
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return {"message": text}, status
    near = nearest() if status == 404 else None
    if request.path.startswith("/public/") and status < 500:  # there no page may set a cookie, this one neither
        around = public.around() | {"method_url": url_for("method.current")}
        return render_template("public/fault.html", title=title, message=text, near=near, **around), status
    given = typed(named=status < 500)  # where we failed, the database is not asked once more
    return render_template("pages/fault.html", title=title, message=text, status=status, typed=given, near=near), status


def _words(status: int) -> tuple[str, str]:
    known = {
        400: (
            _("This page has been open too long"),
            _("For your safety the page must be loaded again. Go back, load it, and answer once more."),
        ),
        401: (_("You are signed out"), _("Sign in, then try again.")),
        403: (_("Not allowed"), _("Your account may not do this. Ask the project team if it should.")),
        404: (
            _("This page is not here"),
            _("There is nothing at this address, or it is not for your account. Begin again at the start page."),
        ),
        405: (_("This cannot be opened directly"), _("Go back and use the button on the page.")),
        409: (
            _("This cannot be done now"),
            _("Somebody else was faster, or things have changed. Load the page again."),
        ),
        413: (
            _("That was too much at once"),
            _("What you sent is larger than one megabyte. Send less, or in parts."),
        ),
    }
    if status == 503:
        return (
            _("The platform cannot be reached for a moment"),
            _("Nothing was saved just now; what was saved before is safe. Please try again in a minute."),
        )
    ours = (
        _("Something went wrong"),
        _("That was our fault. What was saved stays saved. Please try again in a minute."),
    )
    return known.get(status, ours)
