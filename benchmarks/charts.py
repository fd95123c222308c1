"""What pages with charts cost: CPU of the server once warm, the largest paint in a cold browser, CPU of drawing.

A demonstration is made, served by gunicorn and opened in Chromium with an empty cache. Drawing is counted from the
moment at which Plotly is defined: plotly.js is held back, loaded by hand, and only then handed to the page's script;
Chromium counts seconds of its thread, so that other work on the machine does not matter. It fails where a bound is
broken, and keeps the table in ``benchmarks/charts.md``. Run it from the checkout after ``make test`` has set things up:
``.venv/bin/python benchmarks/charts.py``.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from survey.app import create_app
from survey.database import db
from tests.browser import chromium, visitor
from tests.installations import free_port, serving, settings

HERE = Path(__file__).resolve().parent
PAGES = ("/compare/2026", "/results/2026/salzburg")
SERVER, PAINT, DRAWING = 60.0, 1000.0, 1500.0
"""Bounds in milliseconds; that of the server and that of drawing hold for the comparison."""
INTRODUCTION = f"""# Pages with charts

By `benchmarks/charts.py` on a demonstration, in Chromium: milliseconds of CPU of the server once warm (the best of five
runs; at most {SERVER:.0f} for the comparison), kilobytes as sent and how many of them are drawings, milliseconds until
the largest paint with an empty cache (at most {PAINT:.0f}) and what that was, and milliseconds of CPU in the browser
from Plotly being defined until all figures stand (at most {DRAWING:.0f} for the comparison).

| page | server | as sent | drawings | largest paint | of | drawing |
|---|--:|--:|--:|--:|---|--:|
"""
LARGEST = """new Promise((done) => new PerformanceObserver((list) => {
    const last = list.getEntries().at(-1);
    done([last.startTime, last.element?.tagName.toLowerCase() ?? "", Boolean(last.element?.closest(".plot"))]);
}).observe({ type: "largest-contentful-paint", buffered: true }))"""


@dataclass(frozen=True)
class Measured:
    """What one page costs; times in milliseconds, sizes in bytes."""

    path: str
    server: float
    sent: int
    drawings: int
    paint: float
    painted: str
    drawing: float

    @property
    def line(self) -> str:
        """The page as a row of the table."""
        size = f"{self.sent / 1000:.1f} KB | {self.drawings / 1000:.1f} KB"
        paint = f"{self.paint:.0f} ms | `{self.painted}`"
        return f"| `{self.path}` | {self.server:.1f} ms | {size} | {paint} | {self.drawing:.0f} ms |"

    @property
    def faults(self) -> Iterator[str]:
        """Give each bound that is broken."""
        if self.paint > PAINT:
            yield f"{self.path}: largest paint after {self.paint:.0f} ms"
        if self.path == PAGES[0] and self.server > SERVER:
            yield f"{self.path}: {self.server:.1f} ms of the server"
        if self.path == PAGES[0] and self.drawing > DRAWING:
            yield f"{self.path}: {self.drawing:.0f} ms of drawing"


def served(folder: Path, cookie: str, path: str) -> tuple[float, int, int]:
    """Return CPU of the server once warm, bytes as sent, and how many bytes more they are for the drawings."""
    app = create_app(settings(folder, demonstration=True))
    client = app.test_client()
    client.set_cookie("survey", cookie)
    packed = {"Accept-Encoding": "br"}
    for _ in range(3):
        answer = client.get(path, headers=packed)
    assert answer.status_code == 200, (path, answer.status_code)
    runs = []
    for _ in range(5):
        before = process_time()
        for _ in range(10):
            client.get(path, headers=packed)
        runs.append((process_time() - before) / 10 * 1000)
    with app.app_context():
        db.engine.dispose()
    return min(runs), len(answer.data), _drawn(client.get(path).get_data())


def _drawn(html: bytes) -> int:
    import brotli

    without = re.sub(rb'<div class="still" data-still>.*?</div>', b"", html, flags=re.DOTALL)
    return len(brotli.compress(html, quality=5)) - len(brotli.compress(without, quality=5))


def painted(browser, url: str, cookies: list, path: str) -> tuple[float, str]:
    """Return when the largest paint of a cold page was, in milliseconds, and the tag of what was painted."""
    with visitor(browser, url) as person:
        person.context.add_cookies(cookies)
        person.open(path).wait_for_selector("html[data-drawn]", state="attached", timeout=60_000)
        moment, tag, plot = person.page.evaluate(LARGEST)
    assert not plot, f"{path}: the largest paint is Plotly's"
    return moment, tag


def drawing(browser, url: str, cookies: list, path: str) -> float:
    """Return the CPU of drawing in milliseconds, once Plotly is defined."""
    with visitor(browser, url) as person:
        person.context.add_cookies(cookies)
        held: list = []
        person.page.route("**/plotly-*.js", lambda route: held.append(route))  # noqa: PLW0108 (Playwright marks it)
        page = person.page
        page.goto(url + path, wait_until="domcontentloaded")
        page.wait_for_selector("script[src*=plotly]", state="attached")
        address = page.locator("script[src*=plotly]").get_attribute("src")
        page.add_script_tag(url=f"{address}?by-hand")
        page.wait_for_function("window.Plotly")
        chrome = person.context.new_cdp_session(page)
        chrome.send("Performance.enable", {"timeDomain": "threadTicks"})
        before = _busy(chrome)
        held[0].fulfill(status=200, body="", content_type="text/javascript")
        page.wait_for_selector("html[data-drawn]", state="attached", timeout=60_000)
        return (_busy(chrome) - before) * 1000


def _busy(chrome) -> float:
    """Return how many seconds the page's thread has worked."""
    return next(
        one["value"] for one in chrome.send("Performance.getMetrics")["metrics"] if one["name"] == "TaskDuration"
    )


def demonstration(folder: Path) -> str:
    """Make a demonstration and return the one-time link of the project team."""
    environment = {
        **os.environ,
        "SURVEY_INSTANCE": str(folder),
        "SURVEY_DEMONSTRATION": "1",
        "SURVEY_SECRET_KEY": settings(folder).secret_key,
    }
    command = [str(Path(sys.executable).parent / "survey"), "demo"]
    said = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    return urlsplit(re.search(r"as the project team: (\S+)", said)[1]).path


def measured() -> list[Measured]:
    """Measure all pages."""
    found = []
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        folder = Path(name) / "demonstration"
        link = demonstration(folder)
        with serving(folder, free_port(), demonstration=True) as url:
            with visitor(browser, url) as person:
                person.open(link).locator("main form button").click()
                kept = {one["name"]: one["value"] for one in person.context.cookies()}
                cookies = [{"name": key, "value": value, "url": url} for key, value in kept.items()]
                person.open("/")
            for path in PAGES:
                painted(browser, url, cookies, path)  # warms the server
                server, sent, drawings = served(folder, kept["survey"], path)
                paint, tag = painted(browser, url, cookies, path)
                found.append(Measured(path, server, sent, drawings, paint, tag, drawing(browser, url, cookies, path)))
    return found


def main() -> None:
    """Print and keep the table, and fail where a bound is broken."""
    found = measured()
    lines = [one.line for one in found]
    print("\n".join(lines))
    (HERE / "charts.md").write_text(INTRODUCTION + "\n".join([*lines, ""]), encoding="utf-8")
    if faults := [fault for one in found for fault in one.faults]:
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    main()
