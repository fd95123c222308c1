"""Invented teamwork in a demonstration: a colleague with parts, comments, a review with a dispute, one concluded."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from survey.models import Assessment, Consent, Duty, EvidenceKind, User, Wave
from survey.policy import OPERATOR
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.model import Questionnaire, SingleQuestion
from survey.scoring.lenses import Verdict
from survey.services import (
    assessments,
    assignments,
    comments,
    demonstration,
    editions,
    evidence,
    invitations,
    reviews,
    stages,
    verdicts,
)
from survey.services.assignments import Wish
from survey.services.evidence_words import Passage, Piece
from survey.services.reviews import Item

DRAFT, IN_REVIEW, CONCLUDED = "donegal", "salzburg", "pomerania"
"""The regions that work together, are being reviewed, and have been."""

ADJUSTED, RETURNED = 3, 2
PARTS = 2
ASKS = "Invented comment: who of us knows this figure?"
ANSWERS = "Invented comment: the statistical office has it; I have written to them."
WHY = "Invented reason: the document shows this for one district only."
AGAINST = "Invented reply: the decision of the assembly covers the whole region."
COLLEAGUE, REVIEWER = "colleague.{region}@demonstration.example", "reviewer@demonstration.example"


CITED = 6
"""So many questions of each region that is shown have evidence."""
NOTE = "Invented note: the department keeps the file."
QUOTATION = "Invented quotation: the measure runs until 2028."


def work_together(session: Session, *, wave: Wave, now: datetime) -> None:
    """Let invented people of a filled wave share the work and review it; the way of real ones, so all leaves traces."""
    asked = editions.load(session, edition=wave.edition)
    at = {one.region.key: one for one in assessments.visible(session, by=OPERATOR, wave=wave)}
    if DRAFT in at:
        _show(session, at[DRAFT], asked, now)
        _share(session, at[DRAFT], asked, now)
    if IN_REVIEW in at:
        _review(session, at[IN_REVIEW], asked, now)
    if CONCLUDED in at:
        conclude(session, at[CONCLUDED], asked, now)


def colleague(session: Session, *, assessment: Assessment, now: datetime) -> User:
    """Return the invented colleague of a region, who answers what is given to them."""
    region = assessment.region
    whom = {"email": COLLEAGUE.format(region=region.key), "name": f"Colleague ({region.name})", "region": region}
    by = demonstration.coordinator(session, assessment=assessment, now=now)
    return invitations.invite(session, duty=Duty.CONTRIBUTOR, by=by, now=now, **whom).user  # type: ignore[arg-type]


def reviewer(session: Session, *, assessment: Assessment, now: datetime) -> User:
    """Return the invented reviewer, who has a mandate for the region."""
    whom = {"email": REVIEWER, "name": "Reviewer (invented)", "region": assessment.region}
    return invitations.invite(session, duty=Duty.REVIEWER, by=OPERATOR, now=now, **whom).user  # type: ignore[arg-type]


def _show(session: Session, at: Assessment, asked: Questionnaire, now: datetime) -> None:
    """Add evidence to the first answers for which some is asked: a link, a document with its page, once a note."""
    by = demonstration.coordinator(session, assessment=at, now=now)
    known = {"assessment": at, "questionnaire": asked, "by": by, "now": now, "stored": None}
    codes = [one.code for one in asked.questions.values() if one.evidence][:CITED]
    for number, code in enumerate(codes, 1):
        link = Piece(EvidenceKind.LINK, f"Invented web page {number}", f"https://region.example/{code}")
        evidence.add(session, code=code, piece=link, passage=Passage(), **known)  # type: ignore[arg-type]
        paper = Piece(EvidenceKind.DOCUMENT, f"Invented decision {number}/2025")
        evidence.add(session, code=code, piece=paper, passage=Passage(str(number), QUOTATION), **known)  # type: ignore[arg-type]
    note = Piece(EvidenceKind.NOTE, note=NOTE, confidential=True)
    evidence.add(session, code=codes[0], piece=note, passage=Passage(), **known)  # type: ignore[arg-type]


def _share(session: Session, at: Assessment, asked: Questionnaire, now: datetime) -> None:
    """Give the last sections to a colleague, and let the two talk about the first question of the last."""
    by, to = demonstration.coordinator(session, assessment=at, now=now), colleague(session, assessment=at, now=now)
    parts = tuple(section.code for section in asked.sections[-PARTS:])
    due = min(at.due, (now + timedelta(days=7)).date())
    known = {"assessment": at, "questionnaire": asked, "now": now}
    assignments.give(session, wish=Wish(to.id, parts, due), by=by, **known)  # type: ignore[arg-type]
    code = asked.sections[-PARTS].questions[0].code
    comments.write(session, code=code, words=ASKS, by=by, **known)  # type: ignore[arg-type]
    comments.write(session, code=code, words=ANSWERS, by=to, **known)  # type: ignore[arg-type]


def _review(session: Session, at: Assessment, asked: Questionnaire, now: datetime) -> None:
    """Accept the first section, adjust some answers, send some back; the region agrees once and disputes once."""
    by = reviewer(session, assessment=at, now=now)
    stages.open_review(session, assessment=at, by=by, now=now)
    found = reviews.items(session, assessment=at, questionnaire=asked)
    first = {question.code for question in asked.sections[0].questions}
    _accept(session, at, asked, [one for one in found if one.code in first], by, now)
    weaker = [(one, answer) for one in found if one.code not in first and (answer := _weaker(asked, one))]
    known = {"assessment": at, "questionnaire": asked, "by": by, "now": now, "reason": WHY}
    for one, answer in weaker[:ADJUSTED]:
        which = {"code": one.code, "version": one.kept.version, "adjusted": answer}
        verdicts.give(session, verdict=Verdict.ADJUSTED, **which, **known)  # type: ignore[arg-type]
    for one, _ in weaker[ADJUSTED : ADJUSTED + RETURNED]:
        which = {"code": one.code, "version": one.kept.version}
        verdicts.give(session, verdict=Verdict.RETURNED, **which, **known)  # type: ignore[arg-type]
    said = {"assessment": at, "by": demonstration.coordinator(session, assessment=at, now=now), "now": now}
    for (one, _), consent, words in zip(weaker, (Consent.AGREED, Consent.DISPUTED), ("", AGAINST), strict=False):
        verdicts.reply(session, code=one.code, consent=consent, words=words, **said)  # type: ignore[arg-type]


def _weaker(asked: Questionnaire, item: Item) -> Answer | None:
    """Return the weakest answer to a question with steps, where another one was reported."""
    question = asked.questions[item.code]
    if not isinstance(question, SingleQuestion) or not item.kept.answer.has_value:
        return None
    lowest = min((one for one in question.options if one.planned is None), key=lambda one: one.points)
    return Answer(State.ANSWERED, lowest.code) if item.kept.answer.value != lowest.code else None


def _accept(session: Session, at: Assessment, asked: Questionnaire, found: list[Item], by: User, now: datetime) -> None:
    seen = {one.code: one.kept.version for one in found}
    verdicts.accept_all(session, assessment=at, questionnaire=asked, versions=seen, by=by, now=now)


def conclude(session: Session, at: Assessment, asked: Questionnaire, now: datetime) -> None:
    """Let the invented reviewer accept everything and conclude."""
    by = reviewer(session, assessment=at, now=now)
    stages.open_review(session, assessment=at, by=by, now=now)
    _accept(session, at, asked, reviews.items(session, assessment=at, questionnaire=asked), by, now)
    reviews.conclude(session, assessment=at, questionnaire=asked, by=by, now=now)
