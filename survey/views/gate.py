"""The gate behind every way in: who has a second factor is asked for a code, who must have one sets it up first.

Password, link in a mail and provider all end in the same signed-in session. The gate stands before every view, so none
of them goes round it, nor would one that is added later.
"""

from flask import Flask, current_app, g, redirect, render_template, request, session, url_for
from flask_login import user_logged_in
from werkzeug.wrappers import Response

from survey.languages import gettext as _
from survey.models.user import User
from survey.security import settings
from survey.services import second_factors
from survey.views.access import reader
from survey.views.typed import typed

MARK = "second_factor"
"""What the session keeps of the code that was given: which second factor it was for."""

UNGUARDED = {"assets.file", "assets.plotly_file", "health.live", "health.ready", "public.embed", "security.logout"}
"""What shows nothing of an account, and signing out."""
OPEN = {"pages", "method", "public"}
"""Blueprints for everybody: whoever has not given their code reads them as somebody without an account does."""
ASKING, SETTING_UP = "code", "second_factor"
"""The blueprints to which the gate leads."""

Answer = Response | tuple[str | dict[str, str], int]


def install(app: Flask) -> None:
    """Put the gate before every view."""
    app.before_request(_guard)
    user_logged_in.connect(_forget, app)


def half() -> User | None:
    """Return who has signed in and not yet given the code; None for everybody else."""
    found = g.get("half")
    return found if isinstance(found, User) else None


def let_in(user: User) -> None:
    """Keep in the session that somebody gave a code of the second factor that they have now."""
    session[MARK] = _mark(user)


def _forget(_app: Flask, **_more: object) -> None:
    """Begin each signing in without what an earlier one in the same browser was asked."""
    session.pop(MARK, None)


def _mark(user: User) -> str | None:
    """Return by what a session tells a second factor: another one, set up later, is asked for anew."""
    found = user.second_factor
    return f"{found.user_id} {found.id} {found.since.isoformat()}" if found else None


def _guard() -> Answer | None:
    if request.endpoint in UNGUARDED:
        return None
    user = reader()
    if user is None:
        return None
    if user.second_factor is not None:
        return None if session.get(MARK) == _mark(user) else _ask(user)
    if second_factors.demanded(user, settings().must_have_second_factor):
        return _lead_to_setting_up()
    return None


def _ask(user: User) -> Answer | None:
    """Take the account out of the request, and lead to the page that asks for the code."""
    g.half = user
    g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]
    if request.blueprint in {ASKING, *OPEN} or request.endpoint == "home.language":
        return None
    return _lead(
        url_for("code.ask", next=_here()),
        _("One step is missing"),
        _("Give the code of your app first, then do this again. Nothing was saved yet."),
    )


def _lead_to_setting_up() -> Answer | None:
    if request.blueprint in {SETTING_UP, *OPEN} or request.endpoint == "home.language":
        return None
    return _lead(
        url_for("second_factor.show", next=_here()),
        _("One step is missing"),
        _("Your part in this survey asks for two-step sign-in. Set it up first, then do this again."),
    )


def _lead(to: str, title: str, message: str) -> Answer:
    """Send a reader there; a form that was sent is given back instead, and a script is told."""
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return {"message": message}, 401
    if request.method in {"GET", "HEAD"}:
        return redirect(to)
    return render_template("account/first.html", title=title, message=message, to=to, typed=typed()), 401


def _here() -> str | None:
    """Return where somebody wanted to go, None for the first page and where a form was sent to."""
    if request.endpoint == "security.login":
        return request.args.get("next")
    if request.method not in {"GET", "HEAD"} or request.path == "/":
        return None
    return request.full_path if request.query_string else request.path
