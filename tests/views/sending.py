"""Builders of workbooks taken from the page of Salzburg and sent back to it, and what their answers say."""

import re
from html import unescape
from io import BytesIO

import sqlalchemy as sa

from survey.database import db
from survey.models import AnswerChange, Source
from survey.services import assignments, recording
from survey.services.assignments import Wish
from survey.services.recording import Entry
from tests.installations import NOW, small
from tests.views.standing_in_review import of_salzburg, somebody
from tests.workbooks import Book

BASE = "/assessments/2026/salzburg/workbook"


def save(app, *, by="coordinator", **given) -> None:
    """Record answers as the page of a section does, each with the version it goes on from."""
    with app.app_context():
        entries = {code: Entry(answer, version) for code, (answer, version) in given.items()}
        known = {"assessment": of_salzburg(), "questionnaire": small(), "by": somebody(by)}
        recording.record(db.session, entries=entries, now=NOW, **known)
        db.session.commit()


def taken(client, base: str = BASE) -> Book:
    """Take the workbook and open it."""
    answer = client.send(f"{base}/file", page=base)
    assert answer.status_code == 200
    return Book(answer.data)


def sent(client, content: bytes, name: str = "workbook.xlsx", base: str = BASE):
    answer = client.send(f"{base}/preview", {"page-file": (BytesIO(content), name)}, page=base)
    answer.request.environ["wsgi.input"].close()  # a large one is a file, which the client leaves open
    return answer


def words(answer) -> str:
    """Return the words of a page, tags left out."""
    html = re.sub(r"<(head|header|footer)\b.*?</\1>", "", answer.get_data(as_text=True), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def hidden(answer) -> dict[str, list[str]]:
    """Return what the form of the preview carries."""
    found: dict[str, list[str]] = {}
    for field in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', answer.get_data(as_text=True)):
        name, value = map(unescape, field)
        found.setdefault(name, []).append(value)
    return {name: values for name, values in found.items() if not name.startswith("page-")}


def take_in(client, shown, base: str = BASE, **decided: str):
    given = hidden(shown) | {f"{code}.decision": [one] for code, one in decided.items()}
    return client.send(f"{base}/take-in", given, page=base)


def history(app, code: str) -> list[tuple[Source, str | None]]:
    row = AnswerChange
    with app.app_context():
        found = db.session.execute(sa.select(row.source, row.value).where(row.question == code).order_by(row.version))
        return [tuple(each) for each in found]


def count(app) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(AnswerChange))


def give(app, part: str) -> None:
    """Give a section to the contributor."""
    with app.app_context():
        known = {"assessment": of_salzburg(), "questionnaire": small(), "by": somebody("coordinator"), "now": NOW}
        assignments.give(db.session, wish=Wish(to=somebody("contributor").id, parts=(part,)), **known)
        db.session.commit()
