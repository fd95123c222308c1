"""Builders of an audit log, and what a page or file of it says."""

import csv
import html as entities
import re
from datetime import UTC, datetime
from io import StringIO

from survey.database import begin_write, db
from survey.models import Deed
from survey.policy import OPERATOR
from survey.questionnaires.answers import Answer, State
from survey.services import audit
from survey.services.recording import Entry, record
from tests.installations import NOW, small
from tests.views.standing_in_review import of_salzburg, somebody

LOG = "/assessments/2026/salzburg/log"
AT = datetime(2026, 5, 4, 22, 30, tzinfo=UTC)
DETAILS = {
    Deed.PART_GIVEN: {"part": "housing"},
    Deed.PART_TAKEN_BACK: {"part": "support"},
    Deed.DEADLINE_EXTENDED: {"due": "2026-06-30", "reason": "Elections."},
    Deed.WAVE_MADE: {"wave": "2028"},
    Deed.WAVE_PUBLISHED: {"wave": "2028"},
    Deed.WAVE_UNPUBLISHED: {"wave": "2028"},
    Deed.WORKBOOK_READ_IN: {"written": 12},
    Deed.SIGN_IN_BLOCKED: {"count": 12},
    Deed.SIGN_IN_ENDED: {"count": 12},
    Deed.RECOVERY_CODES_MADE: {"count": 10},
    Deed.RECOVERY_CODE_USED: {"count": 12},
    Deed.IDENTITY_LINKED: {"issuer": "https://id.example.org"},
    Deed.IDENTITY_UNLINKED: {"issuer": "https://id.example.org"},
    Deed.EFFORTS_SET: {"count": 12},
    Deed.STAKEHOLDERS_BROUGHT: {"count": 12},
}
"""What those who note such a deed tell of it."""


def note(app, deed: Deed, *, now=AT, by="coordinator", question="support", **detail) -> None:
    """Note a deed about Salzburg and its contributor; by the operator where nobody is named."""
    with app.app_context():
        begin_write(db.session)
        known = {"assessment": of_salzburg(), "question": question, "person": somebody("contributor"), "now": now}
        audit.note(db.session, deed, by=somebody(by) if by else OPERATOR, **known, **detail)
        db.session.commit()


def answer(app, version: int = 0, *, words="Our cafés.", **more) -> None:
    """Record an answer in words, going on from a version."""
    with app.app_context():
        entries = {"proud": Entry(Answer(State.ANSWERED, words), version)}
        known = {"assessment": of_salzburg(), "questionnaire": small(), "by": somebody("coordinator")}
        record(db.session, entries=entries, now=NOW, **known, **more)
        db.session.commit()


def sentences(client, path: str) -> list[str]:
    """Return the sentences of a page, in order."""
    page = client.get(path).get_data(as_text=True)
    return [
        entities.unescape(each).strip() for each in re.findall(r'<li><span id="s-.*?>(.*?)(?: ?<span|</span>)', page)
    ]


def rows(client, path: str, separator: str = ",") -> list[dict[str, str]]:
    """Return the rows of a file."""
    text = client.get(path).get_data(as_text=True).removeprefix("\ufeff")
    return list(csv.DictReader(StringIO(text, newline=""), delimiter=separator))
