"""A real Chromium: one browser per test run, a visitor with cookies of their own per test, and axe.

A visitor takes notes of what must never happen: a request to another host, an error in the console, an
answer of 5xx. :func:`visitor` fails the test on any of them when it ends.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    sync_playwright,
)

from tests.chromium import found

SWITCHES = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
LOCAL = {"http", "https", "ws", "wss"}
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules of axe that look at colours: all that can come out otherwise in the dark."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser of this run; it is closed at the end."""
    executable = found()
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=[*SWITCHES, *root])
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Visitor:
    """One person's browser; ``page`` is its window, ``expected`` the answers (409) that the test provokes."""

    page: Page
    context: BrowserContext
    url: str
    complaints: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)

    def open(self, path: str) -> Page:
        """Go to a page of the served platform and wait until it is there."""
        self.page.goto(self.url + path, wait_until="load")
        return self.page

    def axe(self, path: str | None = None) -> list[str]:
        """Return what axe finds, light and (as to colours) dark, on a desktop and on a phone.

        With a path the page is opened anew for each width, as a phone would; without, the page is taken as it stands.
        """
        found = []
        for width in (DESKTOP, PHONE):
            self.page.set_viewport_size(width)  # type: ignore[arg-type]
            if path is not None:
                self.open(path)
            for scheme, rules in (("light", RULES), ("dark", COLOURS)):
                self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
                found += [f"{scheme}, {width['width']} px: {line}" for line in violations(self.page, rules)]
        return found

    def expect(self, *statuses: int) -> None:
        """Say that the page may meet these answers: the console reports each 4xx as an error."""
        self.expected.update(statuses)

    def asked(self, request: Request) -> None:
        """Take a note of a request to another host."""
        there = urlsplit(request.url)
        if there.scheme in LOCAL and there.netloc != urlsplit(self.url).netloc:
            self.complaints.append(f"a request to another host: {request.url}")

    def answered(self, response: Response) -> None:
        """Take a note of an answer that should not be."""
        if response.status >= 400 and response.status not in self.expected:
            self.complaints.append(f"{response.status} from {response.url}")

    def said(self, message: ConsoleMessage) -> None:
        """Take a note of an error in the console, but for answers, which :meth:`answered` judges."""
        if message.type in {"error", "warning"} and "the server responded with a status" not in message.text:
            self.complaints.append(f"the console says: {message.text}")


@contextmanager
def visitor(browser: Browser, url: str, **options: Any) -> Iterator[Visitor]:
    """Give one person a browser with no cookies yet; the test fails on what the visitor complains of."""
    settings = {"locale": "en-GB", "viewport": DESKTOP, "reduced_motion": "reduce", **options}
    context = browser.new_context(base_url=url, **settings)
    context.set_default_timeout(10_000)
    context.add_init_script(
        "addEventListener('securitypolicyviolation', event =>"
        " console.error('blocked by the policy:', event.violatedDirective, event.blockedURI))"
    )
    page = context.new_page()
    person = Visitor(page, context, url)
    context.on("request", person.asked)
    context.on("response", person.answered)
    context.on("console", person.said)
    context.on("weberror", lambda error: person.complaints.append(f"a script failed: {error.error}"))
    try:
        yield person
        assert not person.complaints, "\n".join(person.complaints)
    finally:
        context.close()


def violations(page: Page, rules: list[str] = RULES) -> list[str]:
    """Return what axe finds on a page by rules or kinds of rules: rule, element, and why."""
    results = Axe().run(page, options={"resultTypes": ["violations"], "runOnly": rules})
    return [
        f"{rule['id']} at {' '.join(map(str, node['target']))}: {' '.join(node['failureSummary'].split())}"
        for rule in results.response["violations"]
        for node in rule["nodes"]
    ]
