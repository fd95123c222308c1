"""Workbooks: an assessment to answer off line, and what comes back, compared with what is kept before it is written."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from survey import languages
from survey.errors import Fault, FaultsError
from survey.languages import gettext as _
from survey.models import AnswerChange, Assessment, Deed, Source, Stage, User
from survey.policy import Action
from survey.questionnaires.answers import NOT_ANSWERED, Answer
from survey.questionnaires.model import Questionnaire
from survey.services import audit, parts
from survey.services.actors import begin
from survey.services.answers import NOTHING_KEPT, Kept, answer_of, columns, kept
from survey.services.recording import Entry, Outcome, record, require_stage
from survey.services.waves import require_open
from survey.services.workbook_making import base_of, make
from survey.services.workbook_reading import Reading
from survey.services.workbook_records import Base, plain_base

__all__ = ["Difference", "Mine", "Preview", "answers", "compare", "make", "require_answering", "take_in", "taken"]


def taken(session: Session, *, assessment: Assessment, by: User, now: datetime) -> None:
    """Keep that somebody took a workbook away."""
    actor = begin(session, by=by)
    audit.note(session, Deed.WORKBOOK_TAKEN, by=actor, now=now, assessment=assessment, language=languages.current())


def require_answering(assessment: Assessment, *, by: User, now: datetime) -> None:
    """Raise unless somebody may answer now, as :func:`take_in` will: NotFoundError or ClosedError."""
    require_stage(assessment, by=by, action=Action.EDIT)
    if assessment.stage is Stage.DRAFT:
        require_open(assessment, now)


@dataclass(frozen=True)
class Mine:
    """What somebody answers off line to one question, and the version that they saw when they took the workbook."""

    answer: Answer
    base: int


@dataclass(frozen=True)
class Difference:
    """An answer of a workbook that is not what the workbook had: what it had, what it says, and what is kept now."""

    code: str
    was: Answer
    mine: Answer
    theirs: Kept
    base: int


@dataclass
class Preview:
    """What would become of the answers of a workbook.

    ``new`` are to be written, ``conflicts`` were changed by somebody else in the meantime and wait for a decision,
    ``foreign`` are not this person's to answer. ``same`` others answered likewise, ``unchanged`` were left as they
    were, of these ``moved`` others have changed: their answers stay (codes).
    """

    new: list[Difference] = field(default_factory=list)
    conflicts: list[Difference] = field(default_factory=list)
    foreign: list[Difference] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)


def compare(
    session: Session,
    *,
    assessment: Assessment,
    questionnaire: Questionnaire,
    mine: Mapping[str, Mine],
    by: User,
) -> Preview:
    """Return what would become of answers given off line, as things stand; nothing is written."""
    found = kept(session, assessment=assessment, questionnaire=questionnaire, codes=mine)
    before = _before(session, assessment, questionnaire, {code: one.base for code, one in mine.items()})
    editable = parts.editable(session, assessment=assessment, questionnaire=questionnaire, by=by)
    preview = Preview()
    for code, one in mine.items():
        asked, theirs = questionnaire.questions[code], found.get(code, NOTHING_KEPT)
        each = Difference(code, before.get(code, NOT_ANSWERED), one.answer, theirs, one.base)
        given = columns(asked, one.answer)
        if given == columns(asked, each.was):
            preview.unchanged.append(code)
            preview.moved += [code] if given != columns(asked, theirs.answer) else []
        elif given == columns(asked, theirs.answer):
            preview.same.append(code)
        elif code not in editable:
            preview.foreign.append(each)
        else:
            (preview.new if theirs.version == one.base else preview.conflicts).append(each)
    return preview


def _before(
    session: Session, assessment: Assessment, questionnaire: Questionnaire, versions: Mapping[str, int]
) -> dict[str, Answer]:
    """Return the answers of these versions, by question code, from the history."""
    change = AnswerChange
    wanted = select(
        change.question, change.state, change.value, change.reason, change.planned_date, change.version
    ).where(
        change.assessment_id == assessment.id,
        tuple_(change.question, change.version).in_([(code, number) for code, number in versions.items() if number]),
    )
    return {row.question: answer_of(questionnaire.questions[row.question], row) for row in session.execute(wanted)}


def answers(
    session: Session,
    reading: Reading,
    replies: Mapping[str, Answer],
    *,
    assessment: Assessment,
    questionnaire: Questionnaire,
    name: str,
) -> dict[str, Mine]:
    """Return what a workbook says with the versions that it had, checked against the history.

    ``replies`` are its answers as values. A text that went through the file unchanged is the text that is kept, even
    where a spreadsheet program cannot hold a character of it. FaultsError where the workbook tells of versions that
    were never kept here: it comes from another installation, or somebody made its hidden sheet up.
    """
    bases = reading.records.bases
    before = _before(session, assessment, questionnaire, {code: bases[code].version for code in replies})
    found: dict[str, Mine] = {}
    for code, answer in replies.items():
        base, was = bases[code], before.get(code, NOT_ANSWERED)
        kept_then = base_of(questionnaire.questions[code], was, base.version)
        if (base.version and code not in before) or plain_base(kept_then) != plain_base(base):
            what = _("This workbook tells of answers that were never kept here.")
            raise FaultsError([Fault("other-history", name, what, _("Get a workbook here, and fill in that one."))])
        found[code] = Mine(_as_it_was(answer, was, base), base.version)
    return found


def _as_it_was(answer: Answer, was: Answer, base: Base) -> Answer:
    value = was.value if isinstance(answer.value, str) and answer.value.strip() == base.value.strip() else answer.value
    reason = was.reason if answer.reason and answer.reason.strip() == base.reason.strip() else answer.reason
    return Answer(answer.state, value, reason, answer.planned_date)


def take_in(
    session: Session,
    *,
    assessment: Assessment,
    questionnaire: Questionnaire,
    entries: Mapping[str, Entry],
    decided: Collection[str],
    by: User,
    now: datetime,
) -> Outcome:
    """Write answers from a workbook in one transaction, and keep that it was read in.

    Entries go on from the versions that the person was shown; ``decided`` names those that somebody else had changed
    and the person decided about. An outcome with conflicts is to be rolled back: all of it or nothing.
    Raises what :func:`survey.services.recording.record` raises.
    """
    outcome = record(
        session,
        assessment=assessment,
        questionnaire=questionnaire,
        entries=entries,
        by=by,
        now=now,
        source=Source.WORKBOOK,
    )
    if outcome.conflicts:
        return outcome
    for code in decided:
        audit.note(session, Deed.CONFLICT_FOUND, by=by, now=now, assessment=assessment, question=code)
    written = len(outcome.written)
    audit.note(session, Deed.WORKBOOK_READ_IN, by=by, now=now, assessment=assessment, written=written)
    return outcome
