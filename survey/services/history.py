"""The history of one question: versions of its answer, conflicts, reviews and replies; restoring a version."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from heapq import merge
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from survey.errors import NotFoundError
from survey.models import AnswerChange, Assessment, AuditEntry, Deed, ReviewedAnswer, Source, User
from survey.policy import Action, may
from survey.questionnaires.answers import NOT_ANSWERED, Answer
from survey.questionnaires.model import Question, Questionnaire
from survey.services import parts
from survey.services.actors import named
from survey.services.answers import answer_of, question
from survey.services.recording import Entry, Outcome, record

MOST = 30
"""Versions that are shown at once, the latest first."""

RESTORED = "restored"
"""Why a version was written that is an earlier one again."""

_CHANGES = (
    select(
        AnswerChange.version,
        AnswerChange.state,
        AnswerChange.value,
        AnswerChange.reason,
        AnswerChange.planned_date,
        AnswerChange.changed_at,
        AnswerChange.source,
        AnswerChange.why,
        User.name,
    )
    .outerjoin(User, User.id == AnswerChange.changed_by_id)
    .where(AnswerChange.assessment_id == bindparam("key"), AnswerChange.question == bindparam("code"))
    .order_by(AnswerChange.version.desc())
)
_CONFLICTS = (
    select(AuditEntry.done_at, User.name)
    .outerjoin(User, User.id == AuditEntry.by_id)
    .where(
        AuditEntry.assessment_id == bindparam("key"),
        AuditEntry.question == bindparam("code"),
        AuditEntry.deed == Deed.CONFLICT_FOUND,
    )
)
_REVIEWS = (
    select(ReviewedAnswer)
    .where(ReviewedAnswer.assessment_id == bindparam("key"), ReviewedAnswer.question == bindparam("code"))
    .options(named(ReviewedAnswer.reviewer), named(ReviewedAnswer.replied_by))
)


class Kind(StrEnum):
    """What happened to an answer."""

    VERSION = "version"
    CONFLICT = "conflict"
    REVIEW = "review"
    REPLY = "reply"
    UPHELD = "upheld"


@dataclass(frozen=True)
class Version:
    """One version of an answer, and the one ``before`` it; ``current`` says that it holds now."""

    version: int
    answer: Answer
    before: Answer
    source: Source
    why: str | None
    current: bool


@dataclass(frozen=True)
class Event:
    """One thing that happened: when, by whom (a name), with the version written or the review it is about."""

    kind: Kind
    at: datetime
    by: str | None
    version: Version | None = None
    review: ReviewedAnswer | None = None


@dataclass(frozen=True)
class History:
    """What happened to one answer, the latest first; ``older`` is the version before which there is more to show."""

    events: Sequence[Event]
    older: int | None


def history(
    session: Session, *, assessment: Assessment, questionnaire: Questionnaire, code: str, before: int | None = None
) -> History:
    """Return what happened to the answer to one question, 30 versions at once: the latest, or those ``before`` one.

    NotFoundError where the question is not asked.
    """
    asked = question(questionnaire, code)
    which = {"key": assessment.id, "code": code}
    wanted = _CHANGES if before is None else _CHANGES.where(AnswerChange.version < before)
    rows = session.connection().execute(wanted.limit(MOST + 1), which).all()
    shown = rows[:MOST]
    others = [*_conflicts(session, which), *_reviews(session, which)]
    if len(rows) > MOST:
        others = [each for each in others if each.at >= shown[-1].changed_at]
    if before is not None:
        upper = session.scalar(
            select(AnswerChange.changed_at).where(
                AnswerChange.assessment_id == assessment.id,
                AnswerChange.question == code,
                AnswerChange.version == before,
            )
        )
        others = [each for each in others if upper is None or each.at < upper]
    order = {kind: place for place, kind in enumerate(Kind)}

    def place(event: Event) -> tuple[datetime, int]:
        """Return what events are ordered by: their moment, then their kind."""
        return event.at, order[event.kind]

    # Merged, not sorted: versions keep their order by number, even where the clock was put back between two.
    versions = _versions(asked, rows, newest=before is None)
    events = merge(versions, sorted(others, key=place, reverse=True), key=place, reverse=True)
    return History(list(events), shown[-1].version if len(rows) > MOST else None)


def _versions(asked: Question, rows: Sequence[Row[*tuple[Any, ...]]], *, newest: bool) -> Iterator[Event]:
    """Yield the versions with what was there before; the row after the last one shown is only read for that."""
    answers = [answer_of(asked, row) for row in rows] + [NOT_ANSWERED]
    for place, row in enumerate(rows[:MOST]):
        made = Version(row.version, answers[place], answers[place + 1], row.source, row.why, newest and place == 0)
        yield Event(Kind.VERSION, row.changed_at, row.name, version=made)


def _conflicts(session: Session, which: dict[str, object]) -> list[Event]:
    found = session.connection().execute(_CONFLICTS, which)
    return [Event(Kind.CONFLICT, row.done_at, row.name) for row in found]


def _reviews(session: Session, which: dict[str, object]) -> Iterator[Event]:
    """Yield the verdicts, those replaced too, with the region's replies and what reviewers stood by."""
    for each in session.scalars(_REVIEWS, which):
        yield Event(Kind.REVIEW, each.reviewed_at, each.reviewer.name, review=each)
        if each.replied_at and each.replied_by:
            yield Event(Kind.REPLY, each.replied_at, each.replied_by.name, review=each)
        if each.upheld_at:
            yield Event(Kind.UPHELD, each.upheld_at, each.reviewer.name, review=each)


def may_restore(session: Session, *, assessment: Assessment, questionnaire: Questionnaire, code: str, by: User) -> bool:
    """Whether a person may write an earlier version again: who keeps the region's log, where the answer is open."""
    if not may(by, Action.AUDIT, assessment):
        return False
    return code in parts.editable(session, assessment=assessment, questionnaire=questionnaire, by=by)


def find(session: Session, *, assessment: Assessment, questionnaire: Questionnaire, code: str, version: int) -> Answer:
    """Return the answer of one version; NotFoundError where there is none."""
    wanted = _CHANGES.where(AnswerChange.version == version)
    row = session.connection().execute(wanted, {"key": assessment.id, "code": code}).one_or_none()
    if row is None:
        raise NotFoundError("version", version=version)
    return answer_of(question(questionnaire, code), row)


def restore(
    session: Session,
    *,
    assessment: Assessment,
    questionnaire: Questionnaire,
    code: str,
    version: int,
    seen: int,
    by: User,
    now: datetime,
) -> Outcome:
    """Write an earlier version again, as the next one after the version that the person has ``seen``.

    Nothing is written where somebody has answered since: that is a conflict, as everywhere. Raises NotFoundError
    where the person may not, or there is no such version; ClosedError as recording does.
    """
    if not may(by, Action.AUDIT, assessment):
        raise NotFoundError("version")
    answer = find(session, assessment=assessment, questionnaire=questionnaire, code=code, version=version)
    return record(
        session,
        assessment=assessment,
        questionnaire=questionnaire,
        entries={code: Entry(answer, seen, touched=True)},
        by=by,
        now=now,
        source=Source.PAGE,
        why=RESTORED,
    )
