"""Who did what: one line for each deed, written in the transaction that does it."""

from datetime import datetime

from sqlalchemy import insert
from sqlalchemy.orm import Session

from survey.models import Assessment, AuditEntry, Deed, Region, User
from survey.policy import Actor, Operator

_NOTE = insert(AuditEntry)


def note(
    session: Session,
    deed: Deed,
    *,
    by: Actor,
    now: datetime,
    assessment: Assessment | None = None,
    region: Region | None = None,
    question: str | None = None,
    person: User | None = None,
    **detail: str | int | None,
) -> None:
    """Keep that somebody did something; the writing transaction must have begun.

    ``detail`` holds what the sentence needs (a stage, a part, a reason); never an answer, never words of a comment.
    """
    of_region = region.id if region is not None else assessment.region_id if assessment is not None else None
    row = {
        "done_at": now,
        "deed": deed,
        "by_id": None if isinstance(by, Operator) else by.id,
        "region_id": of_region,
        "assessment_id": None if assessment is None else assessment.id,
        "question": question,
        "person_id": None if person is None else person.id,
        "detail": detail,
    }
    session.connection().execute(_NOTE, row)
