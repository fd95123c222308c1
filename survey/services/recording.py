"""Recording answers: nothing is overwritten that the person has not seen, and every version is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from survey.database import changed
from survey.errors import ClosedError, NotFoundError
from survey.models import AnswerChange, Assessment, Source, Stage, StoredAnswer, User
from survey.policy import Action, may
from survey.questionnaires.answers import NOT_ANSWERED, Answer
from survey.questionnaires.model import Questionnaire
from survey.services.actors import begin
from survey.services.answers import NOTHING_KEPT, Columns, Kept, columns, kept, question
from survey.services.waves import require_open

_TO_KEEP = (
    select(Assessment)
    .where(Assessment.id == bindparam("key"))
    .options(joinedload(Assessment.wave))
    .with_for_update(read=True, of=Assessment)
    .execution_options(populate_existing=True)
)
_TO_CHANGE = _TO_KEEP.with_for_update(of=Assessment)
_ADD, _NOTE = insert(StoredAnswer), insert(AnswerChange)
_SWAP = update(StoredAnswer).where(
    StoredAnswer.assessment_id == bindparam("at"),
    StoredAnswer.question == bindparam("of"),
    StoredAnswer.version == bindparam("before"),
)
"""Compare and swap: only the version before may be replaced. Statements are made once: that is half their cost."""


@dataclass(frozen=True)
class Entry:
    """What a person gives for one question, and the version that they saw when they began (0: none yet).

    ``touched`` says that the person chose or typed it just now, even if it is what they saw when they began.
    """

    answer: Answer
    version: int
    touched: bool = False


@dataclass(frozen=True)
class Conflict:
    """Somebody else answered in the meantime: both answers, of which neither is lost."""

    code: str
    mine: Answer
    theirs: Kept


@dataclass
class Outcome:
    """What became of each entry.

    ``saved`` gives the version under which each answer is now kept, whether written just now (``written``)
    or there before; ``untouched`` what others wrote where the person changed nothing; ``conflicts`` what
    waits for a decision.
    """

    saved: dict[str, int] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    untouched: dict[str, Kept] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)


@dataclass(frozen=True)
class _Place:
    """Where, by whom, when and how the answers are written."""

    session: Session
    assessment: Assessment
    questionnaire: Questionnaire
    by: User
    now: datetime
    source: Source


def record(
    session: Session,
    *,
    assessment: Assessment,
    questionnaire: Questionnaire,
    entries: Mapping[str, Entry],
    by: User,
    now: datetime,
    source: Source = Source.PAGE,
) -> Outcome:
    """Write what a person gave, each answer on its own, and say what became of it.

    An answer equal to what is kept is acknowledged; one equal to what the person saw, and not touched, is left
    alone; any other that does not go on from the version kept is a conflict and not written. Raises
    NotFoundError for a question that is not asked or an assessment that is not the person's, BadValueError
    for a value that does not fit, ClosedError for an assessment that is submitted or a wave that is not open;
    then nothing is written.
    """
    given = {code: columns(question(questionnaire, code), each.answer) for code, each in entries.items()}
    key = assessment.id
    actor = begin(session, by=by)
    place = _Place(session, locked(session, key), questionnaire, actor, now, source)
    require_draft(place.assessment, by=actor, action=Action.EDIT, now=now)
    found = kept(session, assessment=place.assessment, questionnaire=questionnaire, codes=entries)
    seen = _seen(place, {code: each.version for code, each in entries.items()}, found)
    outcome = Outcome()
    for code, entry in entries.items():
        _settle(place, outcome, code, entry, given[code], found.get(code, NOTHING_KEPT), seen.get(code))
    return outcome


def locked(session: Session, key: int, *, to_change: bool = False) -> Assessment:
    """Return an assessment with its wave as they are now, held as they are until the transaction ends.

    SQLite has one writer at a time anyway; on PostgreSQL many may write answers at once, but none while one submits.
    """
    return session.scalars(_TO_CHANGE if to_change else _TO_KEEP, {"key": key}).one()


def require_draft(assessment: Assessment, *, by: User, action: Action, now: datetime) -> None:
    """Raise unless the person may change the assessment now: NotFoundError or ClosedError."""
    if not may(by, Action.VIEW, assessment):
        raise NotFoundError("assessment")
    if assessment.stage is not Stage.DRAFT:
        raise ClosedError("submitted", at=assessment.submitted_at)
    if not may(by, action, assessment):
        raise NotFoundError(action.value)
    require_open(assessment.wave, now)


def _seen(place: _Place, versions: Mapping[str, int], found: Mapping[str, Kept]) -> dict[str, Columns]:
    """Return what the person saw where others have written since, by question code."""
    old = {code: version for code, version in versions.items() if version != found.get(code, NOTHING_KEPT).version}
    nothing = Columns(NOT_ANSWERED.state, None, None, None)
    seen = {code: nothing for code, version in old.items() if version == 0}
    if len(seen) == len(old):
        return seen
    change = AnswerChange
    wanted = select(change.question, change.state, change.value, change.reason, change.planned_date).where(
        change.assessment_id == place.assessment.id,
        tuple_(change.question, change.version).in_([(code, version) for code, version in old.items() if version]),
    )
    found_then = place.session.execute(wanted)
    return seen | {row.question: Columns(row.state, row.value, row.reason, row.planned_date) for row in found_then}


def _settle(
    place: _Place,
    outcome: Outcome,
    code: str,
    entry: Entry,
    mine: Columns,
    theirs: Kept,
    seen: Columns | None,
) -> None:
    """Write one answer, or acknowledge it, or leave it alone, or report the conflict."""
    asked = place.questionnaire.questions[code]
    if mine == columns(asked, theirs.answer):
        outcome.saved[code] = theirs.version
    elif entry.version == theirs.version and _write(place, code, mine, theirs.version + 1):
        outcome.saved[code] = theirs.version + 1
        outcome.written.add(code)
    elif entry.version == theirs.version:
        _settle_late(place, outcome, code, entry, mine)
    elif mine == seen and not entry.touched:
        outcome.untouched[code] = theirs
    else:
        outcome.conflicts.append(Conflict(code, entry.answer, theirs))


def _settle_late(place: _Place, outcome: Outcome, code: str, entry: Entry, mine: Columns) -> None:
    """Compare with what somebody wrote between our reading and our writing, as PostgreSQL allows."""
    theirs = kept(place.session, assessment=place.assessment, questionnaire=place.questionnaire, codes=[code])[code]
    if mine == columns(place.questionnaire.questions[code], theirs.answer):
        outcome.saved[code] = theirs.version
    else:
        outcome.conflicts.append(Conflict(code, entry.answer, theirs))


def _write(place: _Place, code: str, mine: Columns, version: int) -> bool:
    """Write one version of one answer; False if somebody else wrote that version first."""
    row: dict[str, object] = {**mine._asdict(), "version": version}
    row |= {"changed_at": place.now, "changed_by_id": place.by.id}
    where = {"assessment_id": place.assessment.id, "question": code}
    at = {"at": place.assessment.id, "of": code, "before": version - 1}
    if not (_insert(place.session, where | row) if version == 1 else changed(place.session, _SWAP, at | row)):
        return False
    place.session.connection().execute(_NOTE, {**where, **row, "source": place.source})
    return True


def _insert(session: Session, row: Mapping[str, object]) -> bool:
    try:
        with session.begin_nested():
            session.connection().execute(_ADD, row)
    except IntegrityError:
        return False
    return True
