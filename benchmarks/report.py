"""What reports cost: CPU per file of a region's and of the partnership's report, warm, with the real questionnaire.

The installation is that of ``pages.py``: invented answers everywhere, two pieces of evidence for each question, one
region in review. It fails where 20 pages take more than a second. ``make bench`` keeps the table in ``report.md``.
"""

import os
import re
import sys
import tempfile
from pathlib import Path
from time import process_time

from flask import Flask
from pages import PASSWORD, REVIEWED, prepare, sizes
from sample import token_of

from survey.database import db

HERE, BOUND, PAGES, RUNS = Path(__file__).resolve().parent, 1.0, 20, 5
PAGE = re.compile(rb"/Type\s*/Page\b")
INTRODUCTION = """# Reports

By `make bench`: seconds of CPU per file once warm, the best of five runs, in German, with the real questionnaire. All
regions have invented answers; each question has two pieces of evidence. The bound is one second for 20 pages.
"""
FILES = [
    (f"/results/2026/{REVIEWED}/report.pdf", "reviewer"),
    (f"/results/2026/{REVIEWED}/report", "reviewer"),
    (f"/results/2026/{REVIEWED}/report.xlsx", "reviewer"),
    ("/compare/2026/report.pdf", "team"),
    ("/compare/2026/report", "team"),
    ("/compare/2026/report.xlsx", "team"),
]
"""The addresses that are measured, and who asks."""


def main() -> None:
    """Print the table, and fail where a PDF takes too long for its pages."""
    _, whole = sizes()
    lines, slow = ["| file | pages | CPU | as sent |", "|---|--:|--:|--:|"], []
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SURVEY_INSTANCE"], os.environ["SURVEY_DEMONSTRATION"] = folder, "1"
        app = prepare(whole)
        for path, name in FILES:
            cpu, content = measured(app, path, name)
            pages = len(PAGE.findall(content))
            if pages and cpu * PAGES / max(pages, PAGES) > BOUND:
                slow.append(path)
            lines.append(f"| `{path}` | {pages or ''} | {cpu:.2f} s | {len(content) / 1000:.0f} KB |")
        with app.app_context():
            db.engine.dispose()
    print("\n".join(lines))
    (HERE / "report.md").write_text("\n".join([INTRODUCTION, *lines, ""]), encoding="utf-8")
    if slow:
        sys.exit(f"above {BOUND:.0f} s for {PAGES} pages: {', '.join(slow)}")


def measured(app: Flask, path: str, name: str) -> tuple[float, bytes]:
    """Return seconds of CPU once warm, the best of some runs, and what was sent."""
    client = app.test_client()
    client.environ_base.update(HTTP_ACCEPT_LANGUAGE="de", HTTP_ACCEPT_ENCODING="br")
    page = client.get("/sign-in", headers={"Accept-Encoding": "identity"}).get_data(as_text=True)
    sent = {"email": f"{name}@bench.example", "password": PASSWORD, "page-csrf_token": token_of(page)}
    assert client.post("/sign-in", data=sent).status_code == 302
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    runs = []
    for _ in range(RUNS):
        before = process_time()
        client.get(path)
        runs.append(process_time() - before)
    return min(runs), answer.data


if __name__ == "__main__":
    main()
