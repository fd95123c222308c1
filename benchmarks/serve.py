"""What serving costs: CPU per page and per saved answer, pages per second, bytes on the wire, time to start again.

``make bench`` runs it, prints a table and writes ``benchmarks/results.md``, with the figures of ``score.py`` below its
own. Everything happens in a folder of its own.
The page is a section of 8 questions of the real questionnaire in German; compressing is part of every number.
"""

import http.client
import os
import platform
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, perf_counter, process_time, sleep
from urllib.parse import urlencode, urljoin

import brotli
from sample import PAGE, QUESTIONS, Caller, prepare, questionnaire

HERE = Path(__file__).resolve().parent
USERS, SECONDS = 8, 8
LINKS = r'<(?:script|link|img)[^>]* (?:src|href)="(/[^"]+)"|from "(\./[^"]+)"'
"""What a page makes a browser fetch, and what a script does."""
BROWSER = {"Accept-Encoding": "br", "Accept-Language": "de"}


@dataclass(frozen=True)
class Figure:
    """One line of the table: what was measured, how much, and what it may be."""

    what: str
    value: str
    bound: str = ""

    def __str__(self) -> str:
        return f"| {self.what} | {self.value} | {self.bound} |"


def cpu(work: Callable[[int], object], *, times: int) -> float:
    """Return the milliseconds of CPU that one call takes once it is warm; the best of five runs, others use the
    machine."""
    for number in range(times // 4):
        work(number)
    runs = []
    for run in range(5):
        before = process_time()
        for number in range(times):
            work(times // 4 + run * times + number)
        runs.append((process_time() - before) / times * 1000)
    return min(runs)


def saving(caller: Caller) -> Callable[[int], object]:
    """Return a call that saves another answer to one of the questions each time, with the version it now has."""
    asked = list(questionnaire().questions.values())
    versions = dict.fromkeys((one.code for one in asked), 0)

    def save(number: int) -> bytes:
        question = asked[number % QUESTIONS]
        options = question.options  # type: ignore[union-attr]  # they are single choices
        answer = options[number // QUESTIONS % len(options)].code
        body = urlencode({question.code: answer, f"{question.code}.version": versions[question.code]}).encode()
        versions[question.code] += 1
        return caller.call("POST", f"{PAGE}/{question.code}", body)

    return save


@contextmanager
def serving() -> Iterator[int]:
    """Run gunicorn as shipped and yield its port."""
    port = free_port()
    command = [str(Path(sys.executable).parent / "survey"), "serve", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        first_answer(port)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def first_answer(port: int) -> None:
    """Wait for the first answered request."""
    until = monotonic() + 240
    while monotonic() < until:
        try:
            fetch(http.client.HTTPConnection("127.0.0.1", port, timeout=30), "/")
        except OSError:
            sleep(0.02)
        else:
            return
    raise TimeoutError("the server does not answer")


def fetch(connection: http.client.HTTPConnection, path: str, cookie: str = "") -> bytes:
    """Return the body of one answer as it came over the wire."""
    connection.request("GET", path, headers={**BROWSER, "Cookie": cookie})
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, (path, answer.status)
    return body


def per_second(port: int, cookie: str) -> float:
    """Return how many section pages eight users get in a second, each over a connection of their own."""
    until = monotonic() + SECONDS

    def one() -> int:
        connection, count = http.client.HTTPConnection("127.0.0.1", port, timeout=30), 0
        while monotonic() < until:
            fetch(connection, PAGE, cookie)
            count += 1
        return count

    started = monotonic()
    with ThreadPoolExecutor(USERS) as users:
        total = sum(future.result() for future in [users.submit(one) for _ in range(USERS)])
    return total / (monotonic() - started)


def weights(port: int, cookie: str) -> tuple[int, int]:
    """Return the bytes of the section page, and of it with all that it makes a browser fetch on a first visit."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    sent = {PAGE: fetch(connection, PAGE, cookie)}
    waiting = [PAGE]
    while waiting:
        here = waiting.pop()
        for link in re.findall(LINKS, unpacked(sent[here])):
            path = urljoin(here, link[0] or link[1])
            if path not in sent:
                sent[path] = fetch(connection, path)
                waiting.append(path)
    return len(sent[PAGE]), sum(map(len, sent.values()))


def unpacked(body: bytes) -> str:
    """Return what a browser reads of an answer; small ones are sent as they are."""
    try:
        return brotli.decompress(body).decode()
    except brotli.error:
        return body.decode()


def second_start() -> float:
    """Return the seconds from ``make run`` to the first answered request, when it has run before."""
    times = []
    for _ in range(3):
        port = free_port()
        started = perf_counter()
        server = subprocess.Popen(
            ["make", "--silent", "run", f"PORT={port}"],
            cwd=HERE.parent,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            first_answer(port)
            times.append(perf_counter() - started)
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(20)
    return min(times[1:])


def measure() -> list[Figure]:
    """Measure everything and return the lines of the table."""
    caller = Caller(prepare())
    shown = cpu(lambda number: caller.call("GET", PAGE), times=100)
    saved = cpu(saving(caller), times=80)
    with serving() as port:
        rate = per_second(port, caller.cookie)
        page, visit = weights(port, caller.cookie)
    return [
        Figure("Section page of 8 questions, CPU per GET", f"{shown:.1f} ms", "≤ 6 ms"),
        Figure("Answer saved, CPU per POST", f"{saved:.1f} ms", "≤ 4 ms"),
        Figure(f"Section pages per second, {USERS} users, gunicorn as shipped", f"{rate:.0f}"),
        Figure("Section page as sent (brotli)", f"{page / 1000:.1f} KB", "≤ 8 KB"),
        Figure("First visit with style and scripts", f"{visit / 1000:.1f} KB", "≤ 100 KB"),
        Figure("make run again, to the first answered request", f"{second_start():.1f} s", "≤ 3 s"),
    ]


def main() -> None:
    """Measure in a folder of its own, print the table, and keep it with machine, date and command."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(SURVEY_INSTANCE=folder)
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        figures = measure()
    table = "\n".join(["| what | measured | bound |", "|---|---|---|", *map(str, figures)])
    machine = f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}, Python {platform.python_version()}"
    scoring = subprocess.run(
        [sys.executable, str(HERE / "score.py")], capture_output=True, check=True, text=True
    ).stdout
    said = (
        f"{datetime.now(UTC):%Y-%m-%d}, {machine}, by `make bench`. CPU is the best of five runs; another machine has"
    )
    text = f"# Measured\n\n{said}\nother times, ratios stay.\n\n{table}\n\n## Scoring\n\n{scoring}"
    print(text)
    (HERE / "results.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
