"""Who is asking: pages for people with an account, and things that only some of them find."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Response, redirect, request, url_for
from flask_login import current_user
from werkzeug.exceptions import Unauthorized

from survey.errors import NotFoundError
from survey.languages import gettext as _
from survey.models.user import User
from survey.policy import Action, Subject, may

P = ParamSpec("P")
R = TypeVar("R")


def reader() -> User | None:
    """Return the account of whoever reads this page; None without one."""
    user = current_user._get_current_object()
    return user if isinstance(user, User) and user.active else None


def person() -> User:
    """Return the account behind a page that :func:`signed_in` guards."""
    user = reader()
    if user is None:
        raise NotFoundError("account")
    return user


def signed_in(view: Callable[P, R]) -> Callable[P, R | Response | tuple[dict[str, Any], int]]:
    """Guard a view: whoever is not signed in is asked to, and comes back to the same page.

    A script gets 401, and so does a form that was sent: its page shows what was typed.
    """

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response | tuple[dict[str, Any], int]:
        """Answer by the view for who is signed in, and lead everybody else to signing in."""
        if reader() is not None:
            return view(*args, **kwargs)
        if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
            return {"message": _("You are signed out. Sign in in another tab, then change the answer again.")}, 401
        if request.method == "POST":
            raise Unauthorized
        here = request.full_path if request.query_string else request.path
        return redirect(url_for("security.login", next=here))  # type: ignore[return-value]

    return guarded


def need(action: Action, subject: Subject = None) -> None:
    """Refuse with 404 what the reader may not do: what is not for somebody is not there for them."""
    if not may(reader(), action, subject):
        raise NotFoundError("page")


def now() -> datetime:
    """Return the present moment; the clock of the edges, handed to services."""
    return datetime.now(UTC)
