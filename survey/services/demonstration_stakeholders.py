"""Invented answers of stakeholders in two regions, so that their lens can be tried out: in review, and in a draft."""

from collections.abc import Iterator
from datetime import datetime
from random import Random

from sqlalchemy.orm import Session

from survey.models import Wave
from survey.policy import OPERATOR
from survey.questionnaires import kinds
from survey.questionnaires.model import Question, Questionnaire, Section
from survey.scoring.lenses import Answers
from survey.services import answers, assessments, demonstration, editions, stakeholder_files, stakeholders, tables
from survey.services.stakeholder_files import QUESTION, UNIT, VALUE

ASKED = {"salzburg": 48, "donegal": 61}
"""How many people answered, by region."""
HARDLY = 0.12
"""The share of people who know a question of which hardly anybody knows."""


def ask(session: Session, *, wave: Wave, now: datetime, seed: int = 2026) -> int:
    """Let the coordinators of some regions bring invented files of stakeholders' answers; return how many did.

    The files go the way of real ones. The same seed gives the same answers.
    """
    asked = editions.load(session, edition=wave.edition)
    found = [one for one in assessments.visible(session, by=OPERATOR, wave=wave) if one.region.key in ASKED]
    for one in found:
        random = Random(f"{seed} stakeholders {one.region.key}")  # noqa: S311 - no secret
        reported = answers.given(answers.kept(session, assessment=one, questionnaire=asked))
        brought = stakeholder_files.read(file(asked, reported, ASKED[one.region.key], random), asked)
        by = demonstration.coordinator(session, assessment=one, now=now)
        stakeholders.bring(session, assessment=one, brought=brought, by=by, now=now)
    return len(found)


def file(asked: Questionnaire, reported: Answers, people: int, random: Random) -> bytes:
    """Return an invented file of so many people's answers to what counts, not far from what is reported."""
    written = tables.dialect(tables.Purpose.ANALYSIS, "en")
    return tables.encode(tables.Table((UNIT, QUESTION, VALUE), _rows(asked, reported, people, random)), written)


def _rows(asked: Questionnaire, reported: Answers, people: int, random: Random) -> Iterator[tuple[str, str, str]]:
    """Yield what each person who knows a question says; sections differ in how good they look from outside."""
    leanings = [random.gauss(0, 0.12) for _ in range(people)]
    for section in asked.sections:
        level = _level(section, reported) + random.gauss(-0.06, 0.14)
        for question in filter(kinds.is_scored, section.questions):
            knowing = HARDLY if random.random() < 0.1 else random.uniform(0.4, 0.95)
            for person, leaning in enumerate(leanings, 1):
                if random.random() < knowing:
                    yield str(person), question.code, _said(question, level + leaning, random)


def _level(section: Section, reported: Answers) -> float:
    """Return the mean share of the points that the region's answers in a section earn; the middle without any."""
    known = [(one, answer.value) for one in section.questions if (answer := reported.get(one.code)) is not None]
    shares = [
        kinds.earned(one, value).today / (kinds.possible(one) or 1.0)
        for one, value in known
        if value is not None and kinds.is_scored(one)
    ]
    return sum(shares) / len(shares) if shares else 0.5


def _said(question: Question, level: float, random: Random) -> str:
    return demonstration.reply(question, min(1.0, max(0.0, random.gauss(level, 0.2))), random)
