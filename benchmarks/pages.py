"""What each page of teamwork costs: CPU per GET of every role's pages, for 8 questions and for the real questionnaire.

All regions have invented answers, one is in review; each question has two pieces of evidence and a thread of three
comments. The bound holds for 8 questions, the size of a section; it fails where a page is above. ``make bench`` runs it
after ``serve.py`` and keeps the table in ``benchmarks/pages.md``.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

from flask import Flask
from flask_security import hash_password
from sample import SECTION, token_of
from sample import questionnaire as of_eight
from sqlalchemy import select

from survey.app import create_app
from survey.database import begin_write, db
from survey.migrating import alembic
from survey.models import (
    Assessment,
    Citation,
    Comment,
    Duty,
    Evidence,
    EvidenceKind,
    InstallationKind,
    Mandate,
    NoticeConsent,
    Region,
    Role,
    RoleName,
    Thread,
    User,
)
from survey.policy import OPERATOR
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.reader import library, read, read_rules
from survey.questionnaires.rules import Rules
from survey.services import demonstration, editions, installation, notices, regions, stages, waves
from survey.settings import read as read_settings

PASSWORD, REGION, REVIEWED, BOUND = "correct horse battery", "arad", "salzburg", 10.0
PIECES, COMMENTS = 2, 3
HERE = Path(__file__).resolve().parent
INTRODUCTION = """# Pages of teamwork

By `make bench`: milliseconds of CPU per GET once warm, the best of five runs, and kilobytes as sent. All regions have
invented answers; each question has two pieces of evidence and three comments. The bound of 10 ms is for 8 questions.
"""
DRAFT, IN_REVIEW = f"/assessments/2026/{REGION}", f"/assessments/2026/{REVIEWED}"
PAGES = {
    "coordinator": [
        f"{DRAFT}/",
        f"{DRAFT}/sections/{{section}}",
        f"{DRAFT}/colleagues",
        f"{DRAFT}/stage",
        f"{DRAFT}/workbook",
        f"{DRAFT}/questions/{{question}}/evidence",
        f"{DRAFT}/questions/{{question}}/comments",
        f"{DRAFT}/questions/{{question}}/history",
        f"{DRAFT}/log",
        f"{DRAFT}/check",
        f"{DRAFT}/answers",
        f"{DRAFT}/evidence",
        f"{DRAFT}/comments",
        f"{DRAFT}/separately",
        f"{DRAFT}/colleagues/hand-over/",
        f"{DRAFT}/submissions",
        f"{DRAFT}/disclosure",
    ],
    "reviewer": ["/reviews", f"{IN_REVIEW}/review", f"{IN_REVIEW}/review/{{question}}", f"{IN_REVIEW}/replies"],
    "team": ["/waves/2026", "/waves/2026/progress", "/people/"],
}
"""The pages that are measured, by who looks at them."""


@dataclass(frozen=True)
class Size:
    """One questionnaire to measure with: its rules, and a section and a question that addresses name."""

    questionnaire: Questionnaire
    rules: Rules | None
    section: str
    question: str

    def paths(self, name: str) -> list[str]:
        """Return the addresses of somebody's pages."""
        return [path.format(section=self.section, question=self.question) for path in PAGES[name]]


def sizes() -> tuple[Size, Size]:
    """Return 8 questions, and all of the newest questionnaire."""
    path = sorted(library().values())[-1]
    eight, whole = of_eight(), read(path)
    first = next(iter(eight.questions))
    return Size(eight, None, SECTION, first), Size(whole, read_rules(path), whole.section_of[first].code, first)


def prepare(size: Size) -> Flask:
    """Return an application with regions that have answered."""
    app, now = create_app(read_settings()), datetime.now(UTC)
    with app.app_context():
        alembic.upgrade()
        installation.claim(db.session, kind=InstallationKind.DEMONSTRATION, now=now)
        regions.load(db.session)
        edition = editions.store(db.session, questionnaire=size.questionnaire, now=now, rules=size.rules)
        days = {"opens": now.date() - timedelta(days=30), "due": now.date() + timedelta(days=9)}
        known = {"time_zone": "Europe/Vienna", "by": OPERATOR, "now": now, **days}
        wave = waves.create(db.session, key="2026", title="2026", edition=edition, **known)
        people(now)
        for assessment in db.session.scalars(select(Assessment)):
            beside(assessment, [*size.questionnaire.questions], now)
        db.session.commit()
        demonstration.fill(db.session, wave=wave, now=now)
        db.session.commit()
        reviewer = db.session.scalars(select(User).where(User.email == "reviewer@bench.example")).unique().one()
        stages.open_review(db.session, assessment=_of(REVIEWED), by=reviewer, now=now)
        db.session.commit()
    return app


def people(now: datetime) -> None:
    """Give the three who look at pages an account."""
    begin_write(db.session)
    password = hash_password(PASSWORD)
    wanted = {"coordinator": (Duty.COORDINATOR, REGION), "reviewer": (Duty.REVIEWER, REVIEWED)}
    team = db.session.scalar(select(Role).where(Role.name == RoleName.TEAM)) or Role(name=RoleName.TEAM)
    for name in PAGES:
        user = User(email=f"{name}@bench.example", name=name.title(), password=password, created_at=now, roles=[])
        user.fs_uniquifier, user.mandates = name, []
        if name in wanted:
            duty, key = wanted[name]
            region = db.session.scalars(select(Region).where(Region.key == key)).one()
            user.mandates.append(Mandate(region=region, duty=duty, since=now))
        else:
            user.roles.append(team)
        # Without having read the privacy notice, every page would lead to it.
        db.session.add(NoticeConsent(user=user, version=notices.STANDARD, language="en", given_at=now))
    db.session.flush()


def _of(region: str) -> Assessment:
    return db.session.scalars(select(Assessment).join(Region).where(Region.key == region)).one()


def beside(assessment: Assessment, codes: list[str], now: datetime) -> None:
    """Put evidence and comments beside each question of an assessment."""
    by = db.session.scalars(select(User.id).order_by(User.id)).first()
    for number, code in enumerate(codes):
        for piece in range(PIECES):
            url = f"https://region.example/{assessment.region.key}/{number}/{piece}"
            made = {"title": f"Beschluss {number}.{piece}", "url": url, "added_at": now, "added_by_id": by}
            row = Evidence(region_id=assessment.region_id, kind=EvidenceKind.LINK, **made)
            db.session.add(
                Citation(assessment_id=assessment.id, question=code, evidence=row, cited_at=now, cited_by_id=by)
            )
        said = {"words": "Steht das im Beschluss vom März?", "written_at": now, "author_id": by, "mentions": []}
        talk = [Comment(number=place, **said) for place in range(1, COMMENTS + 1)]
        db.session.add(Thread(assessment_id=assessment.id, question=code, comments=talk))
    db.session.flush()


def measured(app: Flask, name: str, paths: list[str]) -> Iterator[tuple[str, float, int]]:
    """Yield path, milliseconds of CPU once warm (the best of five runs), and bytes as sent of the pages of a role."""
    client = app.test_client()
    client.environ_base.update(HTTP_ACCEPT_LANGUAGE="de", HTTP_ACCEPT_ENCODING="br")
    page = client.get("/sign-in", headers={"Accept-Encoding": "identity"}).get_data(as_text=True)
    sent = {"email": f"{name}@bench.example", "password": PASSWORD, "page-csrf_token": token_of(page)}
    assert client.post("/sign-in", data=sent).status_code == 302
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        runs = []
        for _ in range(5):
            before = process_time()
            for _ in range(20):
                client.get(path)
            runs.append((process_time() - before) / 20 * 1000)
        yield path, min(runs), len(answer.data)


def figures(size: Size) -> dict[str, tuple[float, int]]:
    """Return milliseconds and bytes of every page, in the order of :data:`PAGES`, in a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SURVEY_INSTANCE"], os.environ["SURVEY_DEMONSTRATION"] = folder, "1"
        app = prepare(size)
        found = {
            pattern: (cpu, sent)
            for name in PAGES
            for pattern, (_, cpu, sent) in zip(PAGES[name], measured(app, name, size.paths(name)), strict=True)
        }
        with app.app_context():
            db.engine.dispose()
    return found


def main() -> None:
    """Print the table, and fail where a page of 8 questions takes too long."""
    eight, whole = sizes()
    small, large = figures(eight), figures(whole)
    count = len(whole.questionnaire.questions)
    lines = [f"| page | 8 questions | as sent | {count} questions | as sent |", "|---|--:|--:|--:|--:|"]
    for path, (cpu, size) in small.items():
        more, larger = large[path]
        lines.append(f"| `{path}` | {cpu:.1f} ms | {size / 1000:.1f} KB | {more:.1f} ms | {larger / 1000:.1f} KB |")
    print("\n".join(lines))
    (HERE / "pages.md").write_text("\n".join([INTRODUCTION, *lines, ""]), encoding="utf-8")
    slow = [path for path, (cpu, _) in small.items() if cpu > BOUND]
    if slow:
        sys.exit(f"above {BOUND:.0f} ms: {', '.join(slow)}")


if __name__ == "__main__":
    main()
