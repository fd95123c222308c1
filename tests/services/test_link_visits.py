"""Visits of web addresses, to a real server on this machine: what leads to a page, and what is not visited."""

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address, ip_network
from threading import Event, Thread
from time import monotonic

import pytest

from survey.services.link_visits import MOST_BYTES, Guard, is_public, visit

AGENT = "intercultural-survey/test (link check; +https://survey.example.org)"
HERE = (ip_network("127.0.0.1/32"),)


class Site(BaseHTTPRequestHandler):
    """A site with a page for each thing that can happen."""

    def log_message(self, *_words):
        """Say nothing."""

    def do_HEAD(self):
        self.server.asked.append((self.command, self.path, self.headers["User-Agent"], self.headers["Host"]))
        path = self.path.partition("?")[0]
        if path.startswith("/to/"):
            return self._told(302, Location=self.server.targets[path.removeprefix("/to/")])
        if path == "/slow":
            return self._slowly()
        if path == "/huge":
            return self._told(405) if self.command == "HEAD" else self._endless()
        if path == "/only-get":
            return self._told(501 if self.command == "HEAD" else 200)
        return self._told(int(path.strip("/") or 200))

    do_GET = do_HEAD  # noqa: N815 - the name is the one of the standard library

    def _told(self, status, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _slowly(self):
        """Send one byte now and then, for ever."""
        while not self.server.over.wait(0.05):
            try:
                self.wfile.write(b"H")
            except OSError:
                return

    def _endless(self):
        self.send_response(200)
        self.end_headers()
        while not self.server.over.is_set():
            try:
                self.wfile.write(bytes(65_536))
            except OSError:
                return
            self.server.sent += 65_536


@contextmanager
def served():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked, server.targets, server.sent, server.over = [], {}, 0, Event()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def site():
    with served() as server:
        yield server


def go(site, path, *, seconds=5.0, allowed=HERE, host="127.0.0.1"):
    return visit(f"http://{host}:{site.server_port}{path}", Guard(AGENT, seconds, allowed))


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/", None),
        ("/200", None),
        ("/204", None),
        ("/404", "404"),
        ("/410", "410"),
        ("/500", "500"),
        ("/403", None),
        ("/429", None),
        ("/503", None),
        ("/only-get", None),
        ("/200?b=ö x", None),
    ],
)
def test_what_leads_to_a_page(site, path, found):
    assert go(site, path) == found
    assert site.asked[0][2:] == (AGENT, f"127.0.0.1:{site.server_port}")
    assert site.asked[0][0] == "HEAD"


def test_a_redirect_is_followed_and_looked_at(site):
    site.targets |= {"page": "/200", "gone": "/to/nowhere", "nowhere": "/404", "ring": "/to/ring"}
    assert go(site, "/to/page") is None
    assert go(site, "/to/gone") == "404"
    assert go(site, "/to/ring") == "redirects"


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("http://127.0.0.2:{port}/200", "private"),
        ("http://[::1]:{port}/200", "private"),
        ("http://[::ffff:127.0.0.2]:{port}/200", "private"),
        ("http://10.0.0.1/200", "private"),
        ("http://169.254.169.254/latest/meta-data", "private"),
        ("http://0.0.0.0:{port}/", "private"),
        ("file:notes.txt", "scheme"),
        ("ftp://127.0.0.1/", "scheme"),
        ("http://somebody@127.0.0.1:{port}/", "address"),
        ("http://127.0.0.1:99999/", "address"),
    ],
)
def test_a_redirect_to_where_nobody_may_go_is_not_followed(site, target, found):
    site.targets["x"] = target.format(port=site.server_port)
    assert go(site, "/to/x") == found
    assert [path for _, path, _, _ in site.asked] == ["/to/x"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1"])
def test_this_machine_is_never_visited_by_itself(site, host):
    assert go(site, "/200", host=host, allowed=()) in {"private", "no-host"}
    assert site.asked == []


def test_a_server_that_never_ends_its_answer_is_cut(site):
    begun = monotonic()
    assert go(site, "/slow", seconds=0.5) == "slow"
    assert monotonic() - begun < 4


def test_a_body_without_an_end_is_cut(site):
    assert go(site, "/huge") is None
    assert site.sent < MOST_BYTES + 50_000_000


def test_nobody_there(site):
    with served() as other:
        port = other.server_port
    assert visit(f"http://127.0.0.1:{port}/", Guard(AGENT, 5, HERE)) == "unreachable"
    assert visit("http://no-such-host.invalid/", Guard(AGENT, 5)) in {"no-host", "private"}
    assert visit("gopher://x", Guard(AGENT, 5)) == "scheme"
    assert visit("http://[broken", Guard(AGENT, 5)) == "address"


def test_a_server_that_speaks_no_tls_is_not_reached(site):
    assert visit(f"https://127.0.0.1:{site.server_port}/", Guard(AGENT, 5, HERE)) == "unreachable"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("64:ff9b::5db8:d822", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("0.0.0.0", False),
        ("::", False),
        ("::1", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("ff0e::1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::a00:1", False),
    ],
)
def test_which_addresses_are_public(address, public):
    assert is_public(ip_address(address)) is public
