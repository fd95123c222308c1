"""Recording answers: nothing is overwritten that the person has not seen, and every version is kept."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey import metrics
from survey.database import changed
from survey.errors import ClosedError, NotFoundError
from survey.models import AnswerChange, Assessment, Deed, Source, Stage, StoredAnswer, User
from survey.policy import Action, ever, may
from survey.questionnaires.answers import NOT_ANSWERED, Answer
from survey.questionnaires.model import Questionnaire
from survey.services import audit, parts
from survey.services.actors import begin
from survey.services.answers import NOTHING_KEPT, Columns, Kept, answer_of, columns, kept, question
from survey.services.one_assessment import locked
from survey.services.waves import require_open

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
    kept: dict[str, Kept] = field(default_factory=dict)


@dataclass(frozen=True)
class _Place:
    """Where, by whom, when and how the answers are written."""

    session: Session
    assessment: Assessment
    questionnaire: Questionnaire
    by: User
    now: datetime
    source: Source
    why: str | None


def record(
    session: Session,
    *,
    assessment: Assessment,
    questionnaire: Questionnaire,
    entries: Mapping[str, Entry],
    by: User,
    now: datetime,
    source: Source = Source.PAGE,
    why: str | None = None,
    also: Collection[str] = (),
) -> Outcome:
    """Write what a person gave, each answer on its own, and say what became of it.

    An answer equal to what is kept is acknowledged; one equal to what the person saw, and not touched, is left
    alone; any other that does not go on from the version kept is a conflict, noted and not written. ``source`` and
    ``why`` stand in the history; ``also`` are questions whose answers are read with those that are given. Raises
    NotFoundError for a question that is not asked or not the person's to answer, BadValueError for a value that does
    not fit, ClosedError for an assessment that is submitted or a wave that is not open; then nothing is written.
    """
    given = {code: columns(question(questionnaire, code), each.answer) for code, each in entries.items()}
    key = assessment.id
    actor = begin(session, by=by)
    place = _Place(session, locked(session, key), questionnaire, actor, now, source, why)
    require_answerable(place, entries)
    found = kept(session, assessment=place.assessment, questionnaire=questionnaire, codes={*entries, *also})
    seen = _seen(place, {code: each.version for code, each in entries.items()}, found)
    outcome = Outcome(kept=found)
    for code, entry in entries.items():
        _settle(place, outcome, code, entry, given[code], found.get(code, NOTHING_KEPT), seen.get(code))
    metrics.recorded(saved=len(outcome.written), conflicts=len(outcome.conflicts))
    return outcome


def require_answerable(place: _Place, codes: Collection[str]) -> None:
    """Raise unless the person may answer these questions now: NotFoundError or ClosedError."""
    assessment = place.assessment
    require_stage(assessment, by=place.by, action=Action.EDIT)
    if assessment.stage is Stage.DRAFT:
        require_open(assessment, place.now)
    asked = place.questionnaire
    if not parts.editable(place.session, assessment=assessment, questionnaire=asked, by=place.by).issuperset(codes):
        if assessment.stage is not Stage.DRAFT:
            raise ClosedError(assessment.stage.value)
        raise NotFoundError("question")


def require_stage(assessment: Assessment, *, by: User, action: Action) -> None:
    """Raise unless the person may do this at this stage: ClosedError where others stages would do, else NotFoundError.

    ``submitted``, ``in_review`` and ``concluded`` say how far the assessment is.
    """
    if not may(by, Action.VIEW, assessment):
        raise NotFoundError("assessment")
    if may(by, action, assessment):
        return
    if assessment.stage is not Stage.DRAFT and ever(by, action, assessment):
        raise ClosedError(assessment.stage.value, at=assessment.submitted_at)
    raise NotFoundError(action.value)


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
        outcome.kept[code] = Kept(answer_of(asked, mine), theirs.version + 1, place.now, place.by.name)
    elif entry.version == theirs.version:
        _settle_late(place, outcome, code, entry, mine)
    elif mine == seen and not entry.touched:
        outcome.untouched[code] = theirs
    else:
        _conflict(place, outcome, Conflict(code, entry.answer, theirs))


def _conflict(place: _Place, outcome: Outcome, found: Conflict) -> None:
    """Keep that two people met at a question; their answers are in the history and in front of the second."""
    outcome.conflicts.append(found)
    audit.note(
        place.session,
        Deed.CONFLICT_FOUND,
        by=place.by,
        now=place.now,
        assessment=place.assessment,
        question=found.code,
        version=found.theirs.version,
    )


def _settle_late(place: _Place, outcome: Outcome, code: str, entry: Entry, mine: Columns) -> None:
    """Compare with what somebody wrote between our reading and our writing, as PostgreSQL allows."""
    theirs = kept(place.session, assessment=place.assessment, questionnaire=place.questionnaire, codes=[code])[code]
    outcome.kept[code] = theirs
    if mine == columns(place.questionnaire.questions[code], theirs.answer):
        outcome.saved[code] = theirs.version
    else:
        _conflict(place, outcome, Conflict(code, entry.answer, theirs))


def _write(place: _Place, code: str, mine: Columns, version: int) -> bool:
    """Write one version of one answer; False if somebody else wrote that version first."""
    row: dict[str, object] = {**mine._asdict(), "version": version}
    row |= {"changed_at": place.now, "changed_by_id": place.by.id}
    where = {"assessment_id": place.assessment.id, "question": code}
    at = {"at": place.assessment.id, "of": code, "before": version - 1}
    if not (_insert(place.session, where | row) if version == 1 else changed(place.session, _SWAP, at | row)):
        return False
    place.session.connection().execute(_NOTE, {**where, **row, "source": place.source, "why": place.why})
    return True


def _insert(session: Session, row: Mapping[str, object]) -> bool:
    try:
        with session.begin_nested():
            session.connection().execute(_ADD, row)
    except IntegrityError:
        return False
    return True
