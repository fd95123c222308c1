"""The log of a server on which people worked: what happened is in it, and nothing of what they are or typed."""

import json
import re
import socket
import sqlite3
from contextlib import closing
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from survey.database import db
from survey.models import StoredAnswer
from survey.policy import OPERATOR
from survey.services import invitations
from tests.installations import NAMES, NOW, PASSWORD, email, open_wave

FIELDS = {"time", "level", "worker", "message", "request", "method", "route", "status", "ms", "cpu_ms", "bytes"}
SECTION = "/assessments/2026/salzburg/sections/closing"
ANSWER, SEARCHED, SENDER = "Unser Café am Fluss", "a-word-in-the-query", "203.0.113.77"
WRONG = "a-wrong-password"


class Person:
    """A browser with cookies, without the help of the application."""

    def __init__(self, url: str) -> None:
        self.url, self.browser = url, build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Return status and text of a page."""
        return self._ask(Request(self.url + path, headers=headers))

    def post(self, path: str, fields: dict[str, str], on: str) -> tuple[int, str]:
        """Send a form that stands on a page."""
        token = re.search(r'name="page-csrf_token"[^>]*value="([^"]+)"', self.get(on)[1])
        assert token
        return self._ask(Request(self.url + path, urlencode({**fields, "page-csrf_token": token[1]}).encode()))

    def _ask(self, request: Request) -> tuple[int, str]:
        try:
            with self.browser.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()


def raw(url: str, sent: bytes) -> bytes:
    """Send bytes that may be no HTTP."""
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), 10) as connection:
        connection.sendall(sent)
        return connection.recv(1000)


@pytest.fixture
def invited(app):
    """Open a wave, invite somebody, and give the secret in the address that they got."""
    open_wave(app)
    with app.app_context():
        who = {"name": "Zora Zwetkova", "email": "zora@regional.example"}
        made = invitations.invite_to_team(db.session, **who, by=OPERATOR, now=NOW)
        db.session.commit()
        return made.token


def test_nothing_of_people_and_answers_is_in_the_log(app, invited, serve):
    with serve() as url:
        person = Person(url)
        assert person.get(f"/welcome/{invited}")[0] == 200
        assert person.get(f"/nowhere/{SEARCHED}?name={SEARCHED}", **{"X-Forwarded-For": SENDER})[0] == 404
        for password, status in ((WRONG, 422), (PASSWORD, 200)):
            account = {"email": email("coordinator"), "password": password}
            assert person.post("/sign-in", account, "/sign-in")[0] == status
        assert person.post(SECTION, {"proud": ANSWER, "proud.version": "0"}, SECTION)[0] == 200
        assert ANSWER in person.get(SECTION)[1]
        assert b"400" in raw(url, f"GET /{SEARCHED}\x01 HTTP/9.9\r\n{SEARCHED}\r\n\r\n".encode())
        with closing(sqlite3.connect(Path(app.instance_path) / "survey.db")) as database:
            database.execute(f"ALTER TABLE {StoredAnswer.__tablename__} RENAME TO gone")
        status, page = person.get(f"{SECTION}?{SEARCHED}")
        assert status == 503
        number = re.search(r"this number: ([0-9a-f]{16})", page)
        assert number
    log = (Path(app.instance_path) / "server.log").read_text()
    words = (invited, SEARCHED, SENDER, ANSWER, "Café", PASSWORD, WRONG, "zora", "Zwetkova")
    found = [word for word in (*words, email("coordinator"), NAMES["coordinator"], "salzburg") if word in log]
    events = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    assert found == []
    assert len(events) == len(log.splitlines()) - 1, "all but the first line, which says where the platform is"
    answered = [one for one in events if one["message"] == "answered"]
    saved = [one for one in answered if (one["method"], one["status"]) == ("POST", 302) and "section" in one["route"]]
    assert [one["route"] for one in saved] == ["/assessments/<wave>/<region>/sections/<section>"]
    assert saved[0].keys() == FIELDS
    told = [one for one in events if one.get("request") == number[1]]
    assert [one["level"] for one in told] == ["error", "error"]
    assert told[0]["errors"][0]["kind"] == "OperationalError"
    assert any("survey/views/" in place for place in told[0]["errors"][0]["at"])
