"""Who comes and what they do, for Locust, which changes sockets for the whole process: nothing of ours is imported.

``LOAD_PEOPLE`` names the file with cookies and pages. By hand, against a server with an installation of
``installation.py``: ``locust -f benchmarks/load/scenarios.py Coordinator --headless -u 8 -t 20s --host http://...``
"""

import json
import os
import re
from itertools import cycle
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from locust import between, constant, task
from locust.contrib.fasthttp import FastHttpUser, ResponseContextManager

PEOPLE = json.loads(Path(os.environ["LOAD_PEOPLE"]).read_text(encoding="utf-8")) if "LOAD_PEOPLE" in os.environ else []
BROWSER = {"Accept-Encoding": "br", "Accept-Language": "de"}
FORM = "application/x-www-form-urlencoded"
PLAIN = {"Accept-Encoding": "identity", "Accept-Language": "de"}
TOKEN = re.compile(r'name="(?:page-)?csrf_token"[^>]*value="([^"]+)"')
VERSION = re.compile(r'name="([a-z0-9_]+)\.version" value="(\d+)"')
CHOICE = re.compile(r'type="radio" name="([a-z0-9_]+)" value="([a-z0-9_]+)"')
WTFORMS = re.compile(r'<input id="[^"]*" name="([^"]*)" type="radio"')
DRAWN = Random(2026)
QUESTIONS = 8


def choices(html: str) -> dict[str, list[str]]:
    """Return the codes of the options of each question on a page."""
    found: dict[str, list[str]] = {}
    for question, option in CHOICE.findall(html):
        found.setdefault(question, []).append(option)
    return found


def expect(answer: ResponseContextManager, status: int) -> bool:
    """Count an answer as a failure unless it has this status."""
    if answer.status_code == status:
        answer.success()
        return True
    answer.failure(f"status {answer.status_code}")
    return False


class Visitor(FastHttpUser):
    """Somebody signed in; ``at`` tells which of the people: those who fill in, answer on their own, or look."""

    abstract = True
    asked = QUESTIONS
    those = iter(cycle(PEOPLE))

    def on_start(self) -> None:
        """Take the next person and load their page once, outside of what is counted."""
        one = next(type(self).those)
        self.page, self.cookie = one["page"], one["cookie"]
        with self.client.get(self.page, headers={**PLAIN, "Cookie": self.cookie}, name="first") as answer:
            self.read(answer.text or "")
        if self.asked != len(self.choices):
            raise RuntimeError(f"{self.page} asks {len(self.choices)} questions, not {self.asked}: it is another page.")

    def read(self, html: str) -> None:
        """Note token, versions and choices of a page."""
        token = TOKEN.search(html)
        self.token = token[1] if token else ""
        self.versions = {code: int(version) for code, version in VERSION.findall(html)}
        self.choices = choices(html)

    def open(self) -> None:
        """Open the page as a browser does; to be led to another one is a failure."""
        sent = {"headers": {**BROWSER, "Cookie": self.cookie}, "name": "page", "catch_response": True}
        with self.client.get(self.page, **sent, allow_redirects=False) as answer:
            expect(answer, 200)


class Coordinator(Visitor):
    """Fills in: seven pages for three answers, each saved by the script, without a pause."""

    wait_time = constant(0)
    those = iter(cycle([one for one in PEOPLE if "/separately/" not in one["page"]]))

    @task(7)
    def look(self) -> None:
        """Open the section."""
        self.open()

    @task(3)
    def save(self) -> None:
        """Choose another answer to one question."""
        code = DRAWN.choice(list(self.choices))
        body = urlencode({code: DRAWN.choice(self.choices[code]), f"{code}.version": self.versions[code]})
        headers = {**BROWSER, "Cookie": self.cookie, "X-CSRFToken": self.token, "Accept": "application/json"}
        sent = {"data": body, "headers": {**headers, "Content-Type": FORM}, "name": "save", "catch_response": True}
        with self.client.post(f"{self.page}/{code}", **sent) as answer:
            if expect(answer, 200):
                self.versions[code] = json.loads(answer.text)["version"]


class Respondent(Visitor):
    """One of many who answer at the same time: opens the page, thinks, sends it whole."""

    wait_time = between(5, 15)
    those = iter(cycle([one for one in PEOPLE if "/separately/" in one["page"]]))

    @task
    def answer(self) -> None:
        """Open the section, answer all of it, send it."""
        with self.client.get(self.page, headers={**PLAIN, "Cookie": self.cookie}, name="page") as answer:
            self.read(answer.text or "")
        self.wait()
        given = {code: DRAWN.choice(options) for code, options in self.choices.items()}
        noted = {f"{code}.version": str(version) for code, version in self.versions.items()}
        body = urlencode({**given, **noted, "page-csrf_token": self.token})
        headers = {**BROWSER, "Cookie": self.cookie, "Content-Type": FORM}
        sent = {"data": body, "headers": headers, "name": "save", "allow_redirects": False, "catch_response": True}
        with self.client.post(self.page, **sent) as answer:
            expect(answer, 302)


class Viewer(Visitor):
    """Looks at the comparison, again and again, as everybody does on the day of the results."""

    asked = 0
    wait_time = constant(0)

    @task
    def look(self) -> None:
        """Open the comparison."""
        self.open()


class Reference(FastHttpUser):
    """The same mix as :class:`Coordinator` on the reference app, whose saves send the whole form."""

    wait_time = constant(0)

    def on_start(self) -> None:
        """Begin a session."""
        html = self.client.get("/", headers=PLAIN, name="first").text or ""
        token = TOKEN.search(html)
        assert token
        self.token = token[1]
        self.choices = choices(WTFORMS.sub(r'<input type="radio" name="\1"', html))
        assert len(self.choices) == QUESTIONS

    @task(7)
    def look(self) -> None:
        """Open the page."""
        with self.client.get("/", headers=BROWSER, name="page", catch_response=True) as answer:
            expect(answer, 200)

    @task(3)
    def save(self) -> None:
        """Choose other answers and send the form."""
        given = {code: DRAWN.choice(options) for code, options in self.choices.items()}
        sent = {"data": urlencode({**given, "csrf_token": self.token}), "headers": {**BROWSER, "Content-Type": FORM}}
        with self.client.post("/", **sent, name="save", allow_redirects=False, catch_response=True) as answer:
            expect(answer, 303)
