"""Sessions behind cookies: who a request comes from, what begins when somebody signs in, and what ends when they leave.

The cookie of somebody who is signed in holds the secret of a row (:mod:`survey.services.sessions`) where Flask-Login
expects the name of an account. So do both cookies, that of the window and the one that outlives it, and a row that is
gone ends both.
"""

import time
from datetime import timedelta
from functools import partial

import sqlalchemy as sa
from flask import Flask, Request, Response, flash, g, request, session
from flask_login import user_logged_out
from flask_security import password_reset, user_authenticated
from flask_security.utils import get_request_attr, set_request_attr
from sqlalchemy.exc import SQLAlchemyError

from survey.database import begin_write, db
from survey.database import sessions as maker
from survey.languages import gettext as _
from survey.models.sign_in import Ending, How
from survey.models.user import User
from survey.security import limits, mark
from survey.services import browsers, own_account, sessions
from survey.services.sessions import Here
from survey.settings import Settings
from survey.views import attempts
from survey.views.access import now

KEEP = ("language", "_flashes", "_remember")
"""What the cookie holds on to when somebody signs in; all else is of whoever used this browser before."""


def install(app: Flask, settings: Settings) -> None:
    """Find people by the rows of their sessions, and note when they come and go."""
    app.config["SESSION_PROTECTION"] = None  # it would put a digest of the reader's network address into the cookie
    app.config["REMEMBER_COOKIE_DURATION"] = timedelta(days=settings.kept_days)
    app.login_manager.user_loader(_behind)  # type: ignore[attr-defined]
    app.login_manager.request_loader(_nobody)  # type: ignore[attr-defined]
    user_authenticated.connect(_arrived, app)
    user_logged_out.connect(_left, app)
    password_reset.connect(_reset, app)
    app.after_request(_verified)
    app.after_request(_seen)
    app.extensions["security"].login_context_processor(_told)
    attempts.install(app)


def here() -> Here | None:
    """Return the session behind this request; None without one."""
    found: Here | None = g.get("sign_in")
    return found


def _behind(secret: str) -> User | None:
    """Return the account behind a cookie, for Flask-Login."""
    found = sessions.behind(db.session, secret=secret, limits=limits(), now=now())
    if found is None:
        return None
    user, g.sign_in = found
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    return user


def _told() -> dict[str, str]:
    """Return for the sign-in page why this browser is signed out; nothing for one that never was signed in."""
    secret = session.get("_user_id")
    why = sessions.why_over(db.session, secret=secret, limits=limits(), now=now()) if secret else None
    words = {
        Ending.IDLE: _("You were signed out because nothing was done here for a while. What was saved is still there."),
        Ending.WHOLE: _("You were signed out because you had been signed in for long. Please sign in once more."),
        Ending.SELF: _("You ended this sign-in yourself, in another browser. Was it not you? Choose a new password."),
        Ending.ADMINISTRATOR: _("An administrator, or whoever ended your part in the survey, has signed you out."),
        Ending.PASSWORD: _("You were signed out because your password was changed. Was it not you? Choose a new one."),
    }
    return {"signed_out": words[why]} if why else {}


def _nobody(_request: Request) -> None:
    """Let nobody in by a token in a header or an address: that would be a way in without a session to end."""


def _arrived(_app: Flask, user: User, authn_via: list[str] | None = None, **_more: object) -> None:
    """Begin the session of somebody who has just shown who they are, whichever way."""
    db.session.flush()  # what signing in itself has changed, such as a hash renewed
    moment, before = now(), here()
    begin_write(db.session)
    sessions.tidy(db.session, limits=limits(), now=moment)
    if before is not None:
        sessions.sign_out(db.session, user=db.session.get_one(User, before.user_id), key=before.key, now=moment)
    kept = session.get("_remember") == "set"
    words = browsers.words(request.user_agent.string)
    secret = sessions.begin(db.session, user=user, how=_how(authn_via), kept=kept, browser=words, now=moment)
    attempts.passed(None if user.second_factor else user)
    db.session.commit()
    _begin_cookie(user, secret)
    g.sign_in = None  # the request goes on; the row is found by the next one


def _begin_cookie(user: User, secret: str) -> None:
    """Fill the cookie anew. Only somebody who was signed in here before keeps the token of forms that are still open:
    what they typed can then be sent from another tab."""
    again = session.get("whose") == mark(user.id)
    token = session.get("page-csrf_token") if again else None
    kept = {name: session[name] for name in KEEP if name in session}
    session.clear()
    session.update(kept, _user_id=secret, _fresh=True, fs_cc="set", fs_paa=time.time(), whose=mark(user.id))
    g.pop("page-csrf_token", None)
    if token:
        session["page-csrf_token"] = token


def renewed() -> None:
    """Give this session a new secret, since its person has just shown again who they are: copies of the cookie end.

    Whoever calls commits.
    """
    found = here()
    if found is None:
        return
    session["_user_id"] = sessions.renew(db.session, key=found.key)
    if found.kept:
        session["_remember"] = "set"


def _verified(response: Response) -> Response:
    """Renew the session of whoever has just given their password once more: Flask-Security then moves its moment."""
    if request.endpoint == "security.verify" and session.get("fs_paa", 0) != get_request_attr("fs_paa") and here():
        renewed()
        db.session.commit()
    return response


def stepped_up(user: User) -> None:
    """Give the session of whoever gave the code of a second factor a new secret; what was half is whole now."""
    found = here()
    if found is None:
        return
    session["_user_id"] = sessions.step_up(db.session, user=user, key=found.key, now=now())
    if found.kept:
        session["_remember"] = "set"
    attempts.passed(user)
    db.session.commit()


def _how(authn_via: list[str] | None) -> How:
    ways = set(authn_via or ())
    if ways & {"provider", "oauth", "oidc"}:
        return How.PROVIDER
    if len(ways) > 1 or ways & {"authenticator", "recovery_code", "mf_recovery"}:
        return How.SECOND_FACTOR
    return How.LINK if "link" in ways else How.PASSWORD


def _left(_app: Flask, user: User, **_more: object) -> None:
    """End the session of somebody who signs out."""
    found = here()
    if found is not None:
        sessions.sign_out(db.session, user=user, key=found.key, now=now())
        db.session.commit()
    session.pop("whose", None)
    g.sign_in = None
    if request.endpoint == "security.logout":  # whoever deletes their account reads of that instead
        flash(_("You are signed out."), "success")


def _reset(_app: Flask, user: User, **_more: object) -> None:
    """Note a new password that came by a link in a mail: all sessions end; whoever asked for it commits."""
    db.session.flush()
    own_account.password_was_set(db.session, user=user, by=user, way="reset", now=now())
    attempts.forget(user.email)


def _seen(response: Response) -> Response:
    """Note, after the answer has left and in a transaction of its own, that a session is in use.

    Reading is activity, too, but a page is never made in a transaction that writes. So it is done when nobody waits,
    once in some minutes; where it cannot be done, nothing is lost but a few minutes.
    """
    found = here()
    if found is not None and not g.get("unseen") and sessions.is_worth_noting(found, now=now()):
        response.call_on_close(partial(_note, db.engine, found.key))
    return response


def _note(engine: sa.Engine, key: int) -> None:
    try:
        with maker(engine)() as own:
            sessions.seen(own, key=key, now=now())
            own.commit()
    except SQLAlchemyError:
        return
