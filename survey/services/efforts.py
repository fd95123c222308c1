"""Efforts: what a region thinks that full points in a question would take, kept from wave to wave."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey.database import changed
from survey.errors import InvalidError
from survey.models import Assessment, Deed, Effort, User
from survey.policy import Action
from survey.questionnaires.model import Questionnaire
from survey.services import audit
from survey.services.actors import begin
from survey.services.one_assessment import locked
from survey.services.recording import require_stage

USUAL = 1
"""What a question takes for which the region has set nothing."""
LEAST, MOST = 1, 100

_OF_REGION = select(Effort.question, Effort.effort).where(
    Effort.region_id == bindparam("region"), Effort.questionnaire == bindparam("key")
)


def of_region(session: Session, *, assessment: Assessment) -> dict[str, int]:
    """Return the efforts that the region of an assessment has set, by question code; whoever sees its scores may."""
    which = {"region": assessment.region_id, "key": assessment.wave.edition.key}
    return {row.question: row.effort for row in session.execute(_OF_REGION, which)}


def save(
    session: Session,
    *,
    assessment: Assessment,
    questionnaire: Questionnaire,
    efforts: Mapping[str, int | None],
    by: User,
    now: datetime,
) -> int:
    """Keep efforts by question code, None for none, and return how many are others than before.

    Raises NotFoundError unless the person coordinates the region, InvalidError by question for an effort that is no
    whole number from 1 to 100, or for a question that is not asked.
    """
    wrong = {code: "range" for code, one in efforts.items() if one is not None and not LEAST <= one <= MOST}
    wrong |= {code: "question" for code in efforts if code not in questionnaire.questions}
    if wrong:
        raise InvalidError(**wrong)
    key = assessment.id
    actor = begin(session, by=by)
    found = locked(session, key)
    require_stage(found, by=actor, action=Action.SET_EFFORTS)
    before = of_region(session, assessment=found)
    others = {code: one for code, one in efforts.items() if before.get(code) != one}
    for code, one in others.items():
        where = {"region_id": found.region_id, "questionnaire": questionnaire.key, "question": code}
        _keep(session, where, None if one is None else {"effort": one, "set_at": now, "set_by_id": actor.id})
    if others:
        audit.note(session, Deed.EFFORTS_SET, by=actor, now=now, assessment=found, count=len(others))
    session.flush()
    return len(others)


def _keep(session: Session, where: dict[str, object], row: dict[str, object] | None) -> None:
    """Write, change or take away one effort; of two people at once the later one has it."""
    rows = [getattr(Effort, name) == value for name, value in where.items()]
    if row is None:
        session.connection().execute(delete(Effort).where(*rows))
        return
    change = update(Effort).where(*rows).values(row)
    if changed(session, change):
        return
    try:
        with session.begin_nested():
            session.connection().execute(insert(Effort).values({**where, **row}))
    except IntegrityError:
        changed(session, change)
