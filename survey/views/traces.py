"""A number for each request, one line in the log, and the counts of metrics.

It stands around the whole application, so that nothing is answered without a line, an exception of our own included.
"""

import logging
import re
import secrets
from collections.abc import Iterable
from time import perf_counter, thread_time
from typing import TYPE_CHECKING, Any

from flask import Flask, request

from survey import metrics
from survey.logs import REQUEST

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LOG = logging.getLogger("survey.requests")
HEADER = "X-Request-Id"
PROXY = re.compile(r"[0-9a-fA-F][0-9a-fA-F-]{14,62}[0-9a-fA-F]")
"""What is taken over from a proxy: figures as of nginx's ``$request_id`` or a UUID, no words that somebody wrote."""
NUMBER = "survey.request"
"""Where the number stands in the environment of a request."""
NONE = "none"
"""The route of an address that leads nowhere."""


def install(app: Flask) -> None:
    """Put the traces around an application; pages of errors can say the number."""
    app.wsgi_app = Traces(app.wsgi_app)  # type: ignore[method-assign]
    app.jinja_env.globals["request_number"] = number


def number() -> str:
    """Return the number of the present request."""
    return str(request.environ.get(NUMBER, ""))


class Traces:
    """A WSGI application around another."""

    def __init__(self, inner: "WSGIApplication") -> None:
        self.inner = inner

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer, write the line, count. An exception nobody caught becomes a plain answer with status 500."""
        given = environ.get("HTTP_X_REQUEST_ID", "")
        mine = environ[NUMBER] = given if PROXY.fullmatch(given) else secrets.token_hex(8)
        token, started, worked = REQUEST.set(mine), perf_counter(), thread_time()
        answered: dict[str, Any] = {"status": 500, "bytes": None, "route": NONE}

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            """Note status, route and size of the answer, and give it its number."""
            answered["status"] = int(status[:3])
            rule = getattr(environ.get("werkzeug.request"), "url_rule", None)  # gone when the request has ended
            answered["route"] = rule.rule if rule is not None else NONE
            answered["bytes"] = next((int(value) for name, value in headers if name == "Content-Length"), None)
            return start_response(status, [*headers, (HEADER, mine)], exc_info)

        try:
            return self.inner(environ, start)
        except Exception:
            LOG.exception("a request failed where no page could be made")
            return _plain(environ, start)
        finally:
            _tell(environ, answered, perf_counter() - started, thread_time() - worked)
            REQUEST.reset(token)


def _plain(environ: "WSGIEnvironment", start: Any) -> list[bytes]:
    body = f"Something went wrong. Please try again in a minute. ({environ[NUMBER]})".encode()
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    start("500 Internal Server Error", headers)
    return [body]


def _tell(environ: "WSGIEnvironment", answered: dict[str, Any], seconds: float, cpu: float) -> None:
    method = environ["REQUEST_METHOD"] if environ["REQUEST_METHOD"] in metrics.METHODS else "other"
    status: int = answered["status"]
    route: str = answered["route"]
    metrics.answered(method, route, status, seconds=seconds, cpu=cpu)
    fields = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
    fields |= {"cpu_ms": round(cpu * 1000, 1), "bytes": answered["bytes"]}
    LOG.log(logging.ERROR if status >= 500 else logging.INFO, "answered", extra={"fields": fields})
