"""The privacy notice: read by everybody, and acknowledged by whoever has an account, once for each version."""

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from survey import languages
from survey.database import db
from survey.errors import NotFoundError
from survey.forms.people import ConfirmForm
from survey.models.user import User
from survey.security import settings
from survey.services import notice_words, notices
from survey.views.access import now, person, reader, signed_in
from survey.views.home import local
from survey.views.prose import html

blueprint = Blueprint("notice", __name__)

WITHOUT = {"notice", "pages", "method", "public", "assets", "health", "security", "accounts", "personal", "leaving"}
"""Blueprints whose pages somebody reads who has not read the notice: to decide, to take their data, to leave."""


def shown() -> dict[str, object]:
    """Return what a template needs to show the notice that holds."""
    found = notices.current(db.session, language=languages.current())
    words = notice_words.standard(settings()) if found.words is None else found.words
    return {"notice": found, "notice_words": html(words)}


@blueprint.get("/account/privacy")
@signed_in
def asked() -> str | Response:
    """Show the notice to whoever has not read it yet; everybody else goes on."""
    if notices.has_read(db.session, user=person()):
        return redirect(_next(request.args.get("next", "")))
    return _page(request.args.get("next", ""))


@blueprint.post("/account/privacy")
@signed_in
def agree() -> Response | tuple[str, int]:
    """Keep that somebody has read the version that was shown; where it was replaced meanwhile, show the new one."""
    known = {"shown": request.form.get("page-version", ""), "language": languages.current(), "now": now()}
    try:
        notices.acknowledge(db.session, user=person(), **known)  # type: ignore[arg-type]
    except NotFoundError:
        db.session.rollback()
        return _page(request.form.get("page-next", "")), 409
    db.session.commit()
    return redirect(_next(request.form.get("page-next", "")))


def acknowledged(user: User) -> None:
    """Keep that whoever used a link up has read what stood on its page; the writing transaction must have begun."""
    sent = request.form.get("page-version")
    if sent and sent == notices.version(db.session):
        notices.keep(db.session, user_id=user.id, shown=sent, language=languages.current(), now=now())


def _page(target: str) -> str:
    return render_template("notice/asked.html", next=_next(target), form=ConfirmForm(), **shown())


def _next(target: str) -> str:
    """Return where to go on: a page of this platform, never this one again."""
    there = local(target)
    return url_for("home.start") if there.startswith(url_for("notice.asked")) else there


def ask() -> Response | None:
    """Lead whoever has not read the notice that holds to it, when they open a page.

    What is sent is never held up, and neither are files of pages and what scripts fetch: nothing typed is lost.
    """
    if request.method != "GET" or request.endpoint is None or request.blueprint in WITHOUT:
        return None
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return None
    by = reader()
    if by is None or notices.has_read(db.session, user=by):
        return None
    here = request.full_path if request.query_string else request.path
    return redirect(url_for("notice.asked", next=here))


def install(app: Flask) -> None:
    """Ask before every page of the application."""
    app.before_request(ask)
