"""Ways in that are counted: whoever tried too often is told when to try again, before anything is computed."""

import math
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from secrets import token_urlsafe

from flask import Flask, Response, g, render_template, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from survey.database import db
from survey.errors import TooManyError
from survey.languages import format_time, ngettext
from survey.models.user import User
from survey.security import settings
from survey.services import attempts
from survey.services.attempts import Counted
from survey.views.access import now, reader

FREE = {"password": 5, "code": 5, "request": 4}
"""So many attempts are free for one address: to give password or code; to ask for a link."""
FREE_OF_A_NETWORK = {"password": 30, "code": 30, "request": 20}
"""The same for everybody who comes from one network address: a town hall has one for all."""
ENDPOINTS = {"security.login": "password", "security.verify": "password", "security.forgot_password": "request"}
"""The forms of Flask-Security that are counted; others ask by :func:`begin`."""
KNOWN_FOR = 180 * 24 * 3600
"""Seconds for which a browser is known in which somebody signed in."""
KNOWN_TO = 4
"""So many people may be known in one browser."""


@dataclass
class Going:
    """The attempt that this request makes."""

    kind: str
    email: str
    counted: list[Counted]
    tries: int
    done: bool = False


def install(app: Flask) -> None:
    """Count what is sent to the forms of Flask-Security, and say to whoever must wait how long."""
    app.before_request(_count)
    app.after_request(_judged)
    app.register_error_handler(TooManyError, _wait)


def _count() -> None:
    if request.method != "POST" or request.endpoint not in ENDPOINTS:
        return
    by = reader()
    email = by.email if by and request.endpoint == "security.verify" else request.form.get("email", "")
    if email.strip():
        begin(ENDPOINTS[request.endpoint], email)


def begin(kind: str, email: str) -> None:
    """Count an attempt that this request makes in the name of an address; TooManyError where one has to wait.

    A browser in which this person has signed in before has a count of its own: whoever fails elsewhere, with whatever
    machines, does not shut them out.
    """
    email = email.strip().lower()
    secret = settings().secret_key
    device = _known().get(_person(email)) if kind != "request" else None
    if device:
        counted = [Counted(attempts.key(secret, kind, "browser", device, email), FREE[kind])]
    else:
        counted = [Counted(attempts.key(secret, kind, "address", email), FREE[kind])]
        come_from = network()
        if come_from:
            mine = attempts.key(secret, kind, "network", come_from)
            counted.append(Counted(mine, FREE_OF_A_NETWORK[kind], clears=False))
    tries = attempts.begin(db.session, counted=counted, now=now())
    db.session.commit()
    g.attempt = Going(kind, email, counted, tries)


def passed(user: User | None = None) -> None:
    """Say that the attempt of this request was right; whoever calls commits. ``user`` signs in by it, and this
    browser is known to be theirs."""
    going: Going | None = g.get("attempt")
    if going is not None and not going.done:
        attempts.passed(db.session, counted=going.counted)
        going.done = True
    if user is not None:
        g.known = user.email


def failed() -> None:
    """Say that the attempt of this request was wrong."""
    going: Going | None = g.get("attempt")
    if going is not None and not going.done:
        db.session.rollback()
        counted, tries = going.counted, going.tries
        attempts.failed(db.session, counted=counted, tries=tries, email=going.email, now=now(), what=going.kind)
        db.session.commit()
        going.done = True


def forget(email: str) -> None:
    """Forget the failures of an address whose person has shown by mail who they are; whoever calls commits."""
    attempts.forget(db.session, keys=[attempts.key(settings().secret_key, "password", "address", email)])


def _judged(response: Response) -> Response:
    """See from the answer of Flask-Security's forms how an attempt went; make the browser known that was right."""
    going: Going | None = g.get("attempt")
    if going is not None and not going.done and ENDPOINTS.get(request.endpoint or "") == "password":
        if response.status_code >= 500:  # nothing was judged
            return response
        if response.status_code >= 400:
            failed()
        else:  # the password was right, and a second factor is asked for
            attempts.passed(db.session, counted=going.counted, clear=request.endpoint == "security.verify")
            db.session.commit()
    if g.get("known"):
        _make_known(response, g.known)
    return response


def network() -> str | None:
    """Return the network that a request comes from: one address, or of IPv6 the /64 that a household has.

    A proxy on this machine, or one of the settings, says whose request it is; None where none does. What stands before
    the word of the first that is not trusted anybody may have written, so it is not read.
    """
    said = request.headers.get("X-Forwarded-For", "").split(",")
    try:
        for one in (request.remote_addr or "", *reversed(said)):
            found = ip_address(one.strip())
            found = getattr(found, "ipv4_mapped", None) or found
            if not _is_proxy(found):
                return str(ip_network((found, 64), strict=False)) if found.version == 6 else str(found)
    except ValueError:
        return None
    return None


def _is_proxy(found: IPv4Address | IPv6Address) -> bool:
    return found.is_loopback or any(found in network for network in settings().trusted_proxies)


def _person(email: str) -> str:
    return attempts.key(settings().secret_key, "known", email)[:22]


def _name() -> str:
    return "__Host-known" if settings().secure else "known"


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret_key, salt="known browser")


def _known() -> dict[str, str]:
    """Return who has signed in in this browser: digests of people, each with a name of this browser for them."""
    try:
        found = _signer().loads(request.cookies.get(_name(), ""), max_age=KNOWN_FOR)
    except BadSignature:
        return {}
    return dict(found) if isinstance(found, dict) else {}


def _make_known(response: Response, email: str) -> None:
    """Let a browser be known as one in which somebody has signed in; each time under a new name, with a new count."""
    others = {who: name for who, name in _known().items() if who != _person(email)}
    latest = dict(list(others.items())[1 - KNOWN_TO :])
    value = _signer().dumps({**latest, _person(email): token_urlsafe(16)})
    options = {"secure": settings().secure, "httponly": True, "samesite": "Lax", "path": "/"}
    response.set_cookie(_name(), value, max_age=KNOWN_FOR, **options)  # type: ignore[arg-type]


def _wait(error: TooManyError) -> tuple[str | dict[str, str], int, dict[str, str]]:
    """Say when to try again, in the same words whether or not there is such an account."""
    db.session.rollback()
    seconds = max(1, math.ceil((error.until - now()).total_seconds()))
    minutes = math.ceil(seconds / 60)
    clock = format_time(error.until, settings().time_zone)
    text = ngettext(
        "Too many attempts have failed. Please try again in %(num)s minute, at %(clock)s.",
        "Too many attempts have failed. Please try again in %(num)s minutes, at %(clock)s.",
        minutes,
        clock=clock,
    )
    headers = {"Retry-After": str(seconds)}
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return {"message": text}, 429, headers
    return render_template("accounts/wait.html", message=text, zone=settings().time_zone), 429, headers
