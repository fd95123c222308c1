"""What the comparison costs at its largest: 11 regions, three waves, each answer reported and reviewed.

CPU per GET of every page of it once warm, and of the first GET after one answer has changed. It fails where a warm page
is above its bound. ``make bench`` runs it after ``pages.py`` and keeps the table in ``benchmarks/comparison.md``.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from time import process_time

from flask import Flask
from flask.testing import FlaskClient
from pages import HERE, PASSWORD, people
from sample import token_of
from sqlalchemy import func, select, update

from survey.app import create_app
from survey.database import begin_write, db
from survey.migrating import alembic
from survey.models import AnswerChange, Assessment, InstallationKind, Membership, Region
from survey.policy import OPERATOR
from survey.questionnaires.reader import library, read, read_rules
from survey.services import (
    assessments,
    demonstration,
    demonstration_teamwork,
    demonstration_waves,
    editions,
    installation,
    regions,
    waves,
)
from survey.settings import read as read_settings

BOUND, REGIONS, WAVES = 60.0, 11, 3
PAGES = (
    "/compare/2026",
    "/compare/2026?lens=verified",
    "/compare/2026?level=dimension&sort=index",
    "/compare/2026/ranks",
    "/compare/2026/pair",
    "/compare/2026/waves",
    "/compare/2026/weights?by=parts",
    "/compare/2026/lenses",
)
INTRODUCTION = f"""# The comparison at its largest

By `make bench`: {REGIONS} regions in {WAVES} waves with the 125 questions of the instrument, each answer reported and
reviewed; milliseconds of CPU per GET once warm (the best of five runs, at most {BOUND:.0f}), of the first GET after an
answer of one region has changed, and kilobytes as sent. What stakeholders perceive has no page before there are
campaigns.

| page | warm | after a change | as sent |
|---|--:|--:|--:|
"""


def prepare() -> Flask:
    """Return an application in which all regions have been reviewed in all waves."""
    app, now = create_app(read_settings()), datetime.now(UTC)
    path = sorted(library().values())[-1]
    asked, rules = read(path), read_rules(path)
    with app.app_context():
        alembic.upgrade()
        installation.claim(db.session, kind=InstallationKind.DEMONSTRATION, now=now)
        regions.load(db.session)
        db.session.execute(update(Membership).values(since=date(2020, 1, 1), left=False, until=None))
        edition = editions.store(db.session, questionnaire=asked, now=now, rules=rules)
        days = {"opens": now.date() - timedelta(days=30), "due": now.date() + timedelta(days=9)}
        wave = waves.create(
            db.session,
            key="2026",
            title="2026",
            edition=edition,
            time_zone="Europe/Vienna",
            by=OPERATOR,
            now=now,
            **days,
        )
        people(now)
        demonstration_waves.go_back(db.session, wave=wave, now=now)
        for each in assessments.visible(db.session, by=OPERATOR, wave=wave):
            later = demonstration.invented(asked, Random(f"2026 {each.region.key}"))
            given = demonstration_waves.before(asked, rules, later, each.region.key, weaker=0.1)
            demonstration.hand_in(db.session, each, asked, given, now)
            demonstration_teamwork.conclude(db.session, each, asked, now)
        db.session.commit()
        counted = db.session.execute(select(Assessment.wave_id, func.count()).group_by(Assessment.wave_id)).all()
        assert [count for _, count in counted] == [REGIONS] * WAVES, counted
    return app


def signed_in(app: Flask) -> FlaskClient:
    """Return the browser of somebody of the project team, who sees all regions."""
    client = app.test_client()
    client.environ_base.update(HTTP_ACCEPT_LANGUAGE="de", HTTP_ACCEPT_ENCODING="br")
    page = client.get("/sign-in", headers={"Accept-Encoding": "identity"}).get_data(as_text=True)
    sent = {"email": "team@bench.example", "password": PASSWORD, "page-csrf_token": token_of(page)}
    assert client.post("/sign-in", data=sent).status_code == 302
    return client


def touch(app: Flask) -> None:
    """Let the newest answer of Salzburg look as if it were given just now: its scores have to be computed again."""
    with app.app_context():
        begin_write(db.session)
        of_salzburg = select(Assessment.id).join(Region).where(Region.key == "salzburg")
        newest = select(func.max(AnswerChange.id)).where(AnswerChange.assessment_id.in_(of_salzburg)).scalar_subquery()
        db.session.execute(update(AnswerChange).where(AnswerChange.id == newest).values(changed_at=datetime.now(UTC)))
        db.session.commit()


def milliseconds(work: Callable[[], object]) -> float:
    """Return the CPU that something takes."""
    before = process_time()
    work()
    return (process_time() - before) * 1000


def measured(app: Flask) -> Iterator[tuple[str, float, float, int]]:
    """Yield path, CPU once warm and after a change, and bytes as sent of each page."""
    client = signed_in(app)
    for path in PAGES:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        warm = min(milliseconds(lambda: [client.get(path) for _ in range(10)]) for _ in range(5)) / 10  # noqa: B023
        touch(app)
        yield path, warm, milliseconds(lambda: client.get(path)), len(answer.data)  # noqa: B023


def main() -> None:
    """Print the table, and fail where a page takes too long."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SURVEY_INSTANCE"], os.environ["SURVEY_DEMONSTRATION"] = folder, "1"
        app = prepare()
        found = list(measured(app))
        with app.app_context():
            db.engine.dispose()
    lines = [f"| `{path}` | {warm:.1f} ms | {cold:.1f} ms | {sent / 1000:.1f} KB |" for path, warm, cold, sent in found]
    print("\n".join(lines))
    Path(HERE / "comparison.md").write_text(INTRODUCTION + "\n".join([*lines, ""]), encoding="utf-8")
    slow = [path for path, warm, _, _ in found if warm > BOUND]
    if slow:
        sys.exit(f"above {BOUND:.0f} ms: {', '.join(slow)}")


if __name__ == "__main__":
    main()
