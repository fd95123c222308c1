"""Builders of files of what stakeholders answered."""

from collections.abc import Mapping, Sequence

from survey.services import stakeholder_files, stakeholders
from tests.databases import NOW, World

PEOPLE: Mapping[str, Sequence[str]] = {
    "support": ["everywhere"] * 4 + ["partly"] * 4 + ["planned"] * 2 + ["DK"] * 2,
    "services": ["advice|legal"] * 9 + [""] * 3,
    "mixed": ["1"] * 5 + ["5"] * 5 + ["NA"] * 2,
    "share": ["20"] * 10 + ["DK"] * 2,
    "spaces": ["some"] * 6 + ["none"] * 6,
}
"""What twelve people answered, by question; their scores are worked by hand in tests/scoring/test_stakeholders.py."""


def wide(answers: Mapping[str, Sequence[str]] = PEOPLE) -> bytes:
    """Return the file with a line for each person."""
    rows = zip(*answers.values(), strict=True)
    lines = [",".join(["unit", *answers]), *(",".join([f"p{n}", *row]) for n, row in enumerate(rows))]
    return "\n".join(lines).encode()


def long(answers: Mapping[str, Sequence[str]] = PEOPLE) -> bytes:
    """Return the file with a line for each answer."""
    lines = [f"p{n},{code},{value}" for code, values in answers.items() for n, value in enumerate(values)]
    return "\n".join(["unit,question,value", *lines]).encode()


def bring(here: World, content: bytes | None = None, by=None, now=NOW):
    """Bring a file for Here, and commit."""
    brought = stakeholder_files.read(content or wide(), here.questionnaire)
    made = stakeholders.bring(
        here.session, assessment=here.assessment, brought=brought, by=by or here.coordinator, now=now
    )
    here.session.commit()
    return made
