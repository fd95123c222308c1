"""Forms that were sent and done, so that sending one again, since the answer was lost, does not do it twice."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey.database import begin_write
from survey.errors import RefusedError
from survey.models import SentForm

KEPT = timedelta(days=2)
"""So long a form is known: a browser that was asleep over night sends it again in the morning."""


def led_to(session: Session, *, digest: str) -> str | None:
    """Return where the answer to a form led, None where it was not sent yet."""
    return session.scalar(select(SentForm.location).where(SentForm.digest == digest))


def keep(session: Session, *, digest: str, location: str, now: datetime) -> None:
    """Keep that a form is done, in the transaction that does it, and forget those of long ago.

    RefusedError(``repeated``) where the same form is done already: the caller then rolls back.
    """
    begin_write(session)
    session.execute(delete(SentForm).where(SentForm.sent_at < now - KEPT))
    session.add(SentForm(digest=digest, location=location, sent_at=now))
    try:
        session.flush()
    except IntegrityError as error:
        session.rollback()
        raise RefusedError("repeated") from error
