"""Send many odd requests over HTTP to a served demonstration, for every role, and count how it answers.

    .venv/bin/python -m tests.fuzz --examples 20000

Ends with 1 if a request got status 500 or more, or if a tag came back as it was sent.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from urllib.parse import urlencode, urlsplit

from werkzeug.routing import Rule

from survey.app import create_app
from tests import fuzzing
from tests.installations import free_port, serving, settings

CHANGING_WHO = ("security.logout",)
"""What would end the session that all requests of a role are sent in."""


def main() -> None:
    """Make a demonstration, serve it, and send the requests."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=20_000, help="requests in all, shared by the roles")
    parser.add_argument("--seed", type=int, default=1, help="another number sends other requests")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        raise SystemExit(1 if run(Path(folder), given.examples, Random(given.seed)) else 0)


def run(folder: Path, examples: int, chance: Random) -> int:
    """Return how many requests went wrong; what happened is printed by role."""
    port = free_port()
    links = _demonstration(folder, port)
    rules = _rules(folder)
    wrong = 0
    with serving(folder, port, demonstration=True, gallery=True, more={"SURVEY_DOWNLOADS": "0"}) as url:
        for who, link in [("visitor", None), *links.items()]:
            told = Counter[int]()
            for sent, status, body in _sent(url, who, link, rules, examples // (len(links) + 1), chance):
                told[status] += 1
                if status >= 500 or fuzzing.MARK.encode() in body:
                    wrong += 1
                    print(f"  {status} {sent.method} {sent.target[:300]} {sent.headers} {sent.body[:300]!r}")
            print(f"{who}: " + ", ".join(f"{count} x {status or 'closed'}" for status, count in sorted(told.items())))
        log = (folder / "server.log").read_text()
    print(f"{wrong} requests went wrong.", log[-4_000:] if wrong else "")
    return wrong


def _sent(
    url: str, who: str, link: str | None, rules: list[Rule], examples: int, chance: Random
) -> Iterator[tuple[fuzzing.Sent, int, bytes]]:
    cookie, token = _signed_in(url, link)
    theirs = who.rpartition(" of ")[2].lower()  # "the coordinator of Donegal"
    good = {**fuzzing.FITTING, "region": (theirs, *fuzzing.FITTING["region"])}
    for number in range(examples):
        sent = fuzzing.request(rules[number % len(rules)], chance, token, good)
        yield sent, *fuzzing.sending(url, cookie, sent)


def _demonstration(folder: Path, port: int) -> dict[str, str]:
    """Make a demonstration in a folder and return one-time links to sign in, by role."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SURVEY_")},
        "SURVEY_INSTANCE": str(folder),
        "SURVEY_SECRET_KEY": settings(folder).secret_key,
        "SURVEY_DEMONSTRATION": "1",
    }
    line = [str(Path(sys.executable).parent / "survey"), "demo", "--port", str(port)]
    said = subprocess.run(line, env=environment, capture_output=True, text=True, check=True).stdout
    return dict(re.findall(r"as (.+?): (http\S+)", said))


def _rules(folder: Path) -> list[Rule]:
    app = create_app(settings(folder, demonstration=True))
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in CHANGING_WHO]


def _signed_in(url: str, link: str | None) -> tuple[str | None, str]:
    """Return cookie and CSRF token of whoever a link signs in; of a visitor, where there is none."""
    path = urlsplit(link or f"{url}/sign-in").path
    cookie, page = _fetched(url, "GET", path, None, "")
    if link is None:
        return cookie, fuzzing.token(page)
    cookie, _ = _fetched(url, "POST", path, cookie, urlencode({"page-csrf_token": fuzzing.token(page)}))
    cookie, page = _fetched(url, "GET", "/accessibility", cookie, "")
    return cookie, fuzzing.token(page)


def _fetched(url: str, method: str, path: str, cookie: str | None, body: str) -> tuple[str | None, str]:
    connection = HTTPConnection(urlsplit(url).netloc, timeout=60)
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    connection.request(method, path, body or None, kind | ({"Cookie": f"survey={cookie}"} if cookie else {}))
    answer = connection.getresponse()
    found = re.search(r"survey=([^;]+)", answer.getheader("Set-Cookie") or "")
    return found[1] if found else cookie, answer.read().decode()


if __name__ == "__main__":
    main()
