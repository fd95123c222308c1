"""Requests that nobody would send: every route, with values that fit and with values that never do.

The tests hand them to an application in this process; ``make fuzz`` sends many more over HTTP (:mod:`tests.fuzz`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPConnection, HTTPException
from io import BytesIO, StringIO
from pathlib import Path
from random import Random
from urllib.parse import quote, unquote_to_bytes, urlencode, urlsplit

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import run_wsgi_app

ROOT = Path(__file__).parent.parent / "survey"
MARK = "<b class=fuzz>"
"""A tag that would stand on a page as it was sent if somebody forgot to escape it."""

JUNK = (
    "",
    "0",
    "-1",
    "1",
    "9" * 40,
    "1e999",
    "NaN",
    "2026-02-30",
    "2026-12-31",
    "12,5",
    "true",
    "None",
    "[]",
    '{"a": 1}',
    "../../etc/passwd",
    "//evil.example/",
    "javascript:alert(1)",
    f"\"'>{MARK}",
    "{{7*7}}",
    "%s%n%(x)s",
    "=1+1",
    "\r\nSet-Cookie: fuzz=1",
    "\x00",
    "\u202eabc",
    "٣",
    "İßŉ",
    "' OR 1=1 --",
    "a" * 5_000,
)
"""What people, programs and attackers put where something else is wanted."""

RAW = ("%", "%zz", "%ff%fe", "%ed%a0%80", "%00", "+", ";", "&&==", "%25%25")
"""What no browser makes of any text: broken escapes, bytes that are no UTF-8."""

KINDS = (
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=fuzz",
    "application/json",
    "text/plain",
    "",
)
HEADERS = {
    "Accept": ("application/json", "text/html", "*/*;q=x", "\u00ff"),
    "Accept-Language": ("de", "tlh", "de;q=99,*;q=a", "x" * 3_000),
    "Accept-Encoding": ("br", "gzip;q=0", "identity;q=0, *;q=0"),
    "If-None-Match": ('"', "*", 'W/"x"'),
    "If-Modified-Since": ("yesterday", "Thu, 01 Jan 1970 00:00:00 GMT"),
    "Range": ("bytes=0-", "bytes=9-1", "lines=a-b"),
    "Referer": ("//evil.example/", "not an address", "http://127.0.0.1:99999/"),
    "X-CSRFToken": ("", "x", "\u00fc"),
    "Content-Length": ("0",),
    "X-Forwarded-For": ("127.0.0.1, 1.2.3.4", "x"),
    "User-Agent": ("", "x" * 4_000),
}


SPOILING = {"Content-Length", "X-CSRFToken"}
"""What would keep a form from being looked at; sent without one only."""

FILES = ("", "", '; filename="../x.xlsx"', '; filename="a\x00.pdf"', '; filename="=1.html"')

NUMBERS = tuple(str(number) for number in range(1, 6))
FITTING: Mapping[str, Sequence[str]] = {
    "wave": ("2026", "2025", "2024"),
    "region": ("salzburg", "leipzig", "arad", "navarra"),
    "section": ("housing", "encounter", "closing", "education"),
    "question": ("support", "services", "mixed", "staff", "share", "spaces", "com_strategy", "adi_rules"),
    "component": ("index", "equality", "housing"),
    "chart": ("dots", "areas", "dimensions", "heatmap", "lenses", "change", "gains", "ranks", "waves-index"),
    "ending": ("svg", "csv"),
    "kind": ("pdf", "html", "xlsx"),
    "content": ("codebook", "answers-long", "scores-long"),
    "name": ("small-1", "regional_index-2026", "site.css"),
    "what": ("weights",),
    "state": ("eleven", "one"),
    "token": ("unknown",),
    **dict.fromkeys(("person", "mandate", "piece", "assignment", "version", "comment", "thread"), NUMBERS),
}
"""Values for the places of addresses, some of which are there."""


@dataclass(frozen=True)
class Sent:
    """One request: its address as it stands on the line, and what goes with it."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@cache
def names(noun: str = "") -> tuple[str, ...]:
    """Return the names of fields and parameters that the code about a noun (``reviews``) reads; about all, for none."""
    found = {"support", "support.version", "support.date", "mixed", "mixed.reason", "staff", "staff.decimal", "share"}
    about = {f"{noun}.py", f"{noun.rstrip('s')}.py"}
    for path in (*ROOT.rglob("*.py"), *ROOT.rglob("*.html")):
        if noun and path.name not in about and path.parent.name != noun:
            continue
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r"""(?:args|form|files)(?:\.get(?:list)?\(|\[)["']([\w.-]+)""", text))
        found |= set(re.findall(r"""name=["']([\w.-]+)["']""", text))
        found |= set(re.findall(r"^    (\w+) = \w*Field\(", text, re.M))
    return tuple(sorted(found))


def request(rule: Rule, chance: Random, token: str, good: Mapping[str, Sequence[str]] = FITTING) -> Sent:
    """Return one request for a rule; mostly with names and values that fit it, of which the first fits best.

    ``token`` is the one of forms, so that what they hold is looked at and not refused at once.
    """
    noun = rule.endpoint.partition(".")[0]
    target = "".join(_part(part, good, chance) for part in re.split(r"(<[^>]+>)", rule.rule))
    query = _pairs(noun, good, chance, most=4)
    text = urlencode(query, errors="surrogatepass") + (chance.choice(RAW) if chance.random() < 0.1 else "")
    method = chance.choice(sorted(rule.methods or ())) if chance.random() < 0.9 else chance.choice(("PUT", "PATCH"))
    headers = {name: chance.choice(HEADERS[name]) for name in chance.sample(sorted(HEADERS), chance.randrange(3))}
    body = b""
    if method not in {"GET", "HEAD", "OPTIONS"}:
        kind = chance.choice((*KINDS[:1] * 6, KINDS[1], KINDS[1], *KINDS[2:]))
        headers = {"Content-Type": kind, **{name: value for name, value in headers.items() if name not in SPOILING}}
        body = _body(kind, _pairs(noun, good, chance, most=8), token, chance)
    return Sent(method, target + (f"?{text}" if text else ""), headers, body)


def _part(part: str, good: Mapping[str, Sequence[str]], chance: Random) -> str:
    if not part.startswith("<"):
        return part
    name = part.strip("<>").split(":")[-1]
    if name in good and chance.random() < 0.9:
        return quote(good[name][0] if chance.random() < 0.6 else chance.choice(good[name]), safe="")
    return chance.choice(RAW) if chance.random() < 0.2 else quote(chance.choice(JUNK)[:400], safe="")


def _pairs(noun: str, good: Mapping[str, Sequence[str]], chance: Random, *, most: int) -> list[tuple[str, str]]:
    values = [*JUNK, *(value for each in good.values() for value in each)]
    known = names(noun) if chance.random() < 0.8 else names()
    return [(chance.choice(known), chance.choice(values)) for _ in range(chance.randrange(most + 1))]


def _body(kind: str, pairs: Sequence[tuple[str, str]], token: str, chance: Random) -> bytes:
    if kind == "application/json":
        return chance.choice((b"{", b"[]", b"null", b'{"value": {"a": [1e999]}}', b"\xff"))
    if not kind.startswith("multipart"):
        text = urlencode([*pairs, ("page-csrf_token", token)], errors="surrogatepass")
        return (text + (chance.choice(RAW) if chance.random() < 0.1 else "")).encode()
    parts = [("page-csrf_token", "", token), *((name, chance.choice(FILES), value) for name, value in pairs)]
    sent = [
        f'--fuzz\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n{value}' for name, file, value in parts
    ]
    return "\r\n".join([*sent, "--fuzz--" if chance.random() < 0.8 else ""]).encode("utf-8", "surrogatepass")


def sending(url: str, cookie: str | None, sent: Sent) -> tuple[int, bytes]:
    """Send one request over a connection of its own; status 0 where the server closed it without an answer."""
    connection = HTTPConnection(urlsplit(url).netloc, timeout=60)
    headers = {**sent.headers, **({"Cookie": f"survey={cookie}"} if cookie else {})}
    try:
        connection.putrequest(sent.method, sent.target, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value.encode("latin-1", "replace"))
        if sent.body:
            connection.putheader("Content-Length", str(len(sent.body)))
        connection.endheaders(sent.body or None)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, HTTPException, ValueError):
        return 0, b""
    finally:
        connection.close()


def calling(app: Flask, cookie: str | None, sent: Sent) -> tuple[int, bytes]:
    """Answer one request in this process, as the server would hand it over."""
    path, _, query = sent.target.partition("?")
    environ = {
        "REQUEST_METHOD": sent.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "CONTENT_LENGTH": str(len(sent.body)),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(sent.body),
        "wsgi.errors": StringIO(),
        **{_variable(name): value for name, value in sent.headers.items()},
        **({"HTTP_COOKIE": f"survey={cookie}"} if cookie else {}),
    }
    chunks, status, _headers = run_wsgi_app(app.wsgi_app, environ, buffered=True)
    return int(status.split()[0]), b"".join(chunks)


def _variable(name: str) -> str:
    plain = name.upper().replace("-", "_")
    return plain if plain == "CONTENT_TYPE" else f"HTTP_{plain}"


def token(html: str) -> str:
    """Return the CSRF token of a page."""
    found = re.search(r'name="page-csrf_token" [^>]*value="([^"]+)"', html)
    return found[1] if found else ""
