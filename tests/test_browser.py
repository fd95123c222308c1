"""The browser builder is judged on small pages: it notices what must never happen, and axe finds things."""

import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.browser import visitor

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Small</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"></head>
<body><main><h1>Small</h1>{}</main></body></html>"""


@contextmanager
def served(body, status=200):
    """Serve one page with this body on every address but /gone, which answers 409."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(409 if self.path == "/gone" else status)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(PAGE.format(body).encode())

        def log_message(self, *words):
            """Be silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_good_page_passes(browser):
    with served("<p>Words</p>") as url, visitor(browser, url) as person:
        person.open("/")
        assert person.axe() == []


@pytest.mark.parametrize(
    ("body", "status", "complaint"),
    [
        (
            '<img alt="" src="http://localhost:1/x.png">',
            200,
            "a request to another host: http://localhost:1/x.png",
        ),
        ("<script>console.error('lost')</script>", 200, "the console says: lost"),
        ("<script>nothing()</script>", 200, "a script failed: .*nothing is not defined"),
        ("<script>fetch('/gone')</script>", 200, "409 from"),
        ("<p>Broken</p>", 500, "500 from"),
    ],
)
def test_what_must_never_happen_fails_the_test(browser, body, status, complaint):
    with served(body, status) as url:
        with pytest.raises(AssertionError) as raised, visitor(browser, url) as person:
            person.open("/").wait_for_load_state("networkidle")
        assert re.search(complaint, str(raised.value))


def test_an_answer_that_the_test_provokes_is_no_complaint(browser):
    with served("<script>fetch('/gone')</script>") as url, visitor(browser, url) as person:
        person.expect(409)
        person.open("/").wait_for_load_state("networkidle")


def test_axe_finds_faint_text_in_the_dark_only(browser):
    style = "color-scheme:light dark;color:light-dark(#000,#333);background:light-dark(#fff,#222)"
    with served(f"<style>:root{{{style}}}</style><p>Words</p>") as url, visitor(browser, url) as person:
        person.open("/")
        found = person.axe()
    assert any(line.startswith("dark, 390 px: color-contrast at p") for line in found)
    assert not any(line.startswith("light") for line in found)
