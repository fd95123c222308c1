"""One person's own answers, given separately: kept by compare-and-swap as all answers are, and read by nobody else."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey.database import changed
from survey.errors import ClosedError
from survey.models import Assessment, IndividualAnswer, User
from survey.questionnaires.model import Questionnaire
from survey.services.answers import NOTHING_KEPT, Columns, Kept, answer_of, columns, question
from survey.services.consensus import begin_taking_part
from survey.services.recording import Conflict, Entry, Outcome
from survey.services.waves import require_open

_row = IndividualAnswer
_OWN = (
    select(
        _row.question, _row.state, _row.value, _row.reason, _row.planned_date, _row.version, _row.changed_at, User.name
    )
    .join(User, User.id == _row.user_id)
    .where(_row.assessment_id == bindparam("key"), _row.user_id == bindparam("person"))
)
_SOME = _OWN.where(_row.question.in_(bindparam("codes", expanding=True)))
_ADD = insert(IndividualAnswer)
_SWAP = update(IndividualAnswer).where(
    _row.assessment_id == bindparam("at"),
    _row.user_id == bindparam("whose"),
    _row.question == bindparam("of"),
    _row.version == bindparam("before"),
)


def own(
    session: Session,
    *,
    assessment: Assessment,
    questionnaire: Questionnaire,
    of: User,
    codes: Iterable[str] | None = None,
) -> dict[str, Kept]:
    """Return what a person has answered separately, by question code: for that person's own pages alone."""
    which: dict[str, Any] = {"key": assessment.id, "person": of.id}
    if codes is not None:
        which["codes"] = list(codes)
    return {
        row.question: Kept(answer_of(questionnaire.questions[row.question], row), row.version, row.changed_at, row.name)
        for row in session.connection().execute(_OWN if codes is None else _SOME, which)
    }


def record(
    session: Session,
    *,
    assessment: Assessment,
    questionnaire: Questionnaire,
    entries: Mapping[str, Entry],
    by: User,
    now: datetime,
) -> Outcome:
    """Write a person's own answers, each on its own, and say what became of it.

    One equal to what is kept is acknowledged; one that does not go on from the version kept is a conflict with the
    person's other window, and not written. Raises NotFoundError for a question that is not asked or somebody who does
    not take part, BadValueError for a value that does not fit, ClosedError (``consensus-finished``,
    ``consensus-open``, a stage, a wave that is not open); then nothing is written.
    """
    given = {code: columns(question(questionnaire, code), each.answer) for code, each in entries.items()}
    at, _, part = begin_taking_part(session, assessment=assessment, by=by, now=now)
    require_open(at, now)
    if part.finished_at is not None:
        raise ClosedError("consensus-finished")
    found = own(session, assessment=at, questionnaire=questionnaire, of=by, codes=entries)
    outcome = Outcome()
    for code, entry in entries.items():
        row = {"assessment_id": at.id, "user_id": by.id, "question": code, "changed_at": now}
        theirs = found.get(code, NOTHING_KEPT)
        if given[code] == _columns(questionnaire, code, theirs):
            outcome.saved[code] = theirs.version
        elif entry.version == theirs.version and _write(session, row, given[code], theirs.version + 1):
            outcome.saved[code] = theirs.version + 1
            outcome.written.add(code)
        else:
            latest = own(session, assessment=at, questionnaire=questionnaire, of=by, codes=[code])
            outcome.conflicts.append(Conflict(code, entry.answer, latest.get(code, theirs)))
    return outcome


def _columns(questionnaire: Questionnaire, code: str, kept: Kept) -> Columns:
    return columns(questionnaire.questions[code], kept.answer)


def _write(session: Session, row: Mapping[str, Any], mine: Columns, version: int) -> bool:
    """Write one version of one answer; False where the person's other window was faster."""
    values = {**row, **mine._asdict(), "version": version}
    if version > 1:
        at = {"at": row["assessment_id"], "whose": row["user_id"], "of": row["question"], "before": version - 1}
        return changed(session, _SWAP, {**at, **values}) == 1
    try:
        with session.begin_nested():
            session.connection().execute(_ADD, values)
    except IntegrityError:
        return False
    return True
