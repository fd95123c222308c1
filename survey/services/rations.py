"""Files that cost much to make, counted in the database for each person: nobody keeps the machine from all others.

Counted is in spans of ten minutes, so that who has had enough knows when to come again.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from survey.database import begin_write
from survey.errors import TooManyError
from survey.models import Attempt
from survey.services import attempts

SPAN = timedelta(minutes=10)
"""For how long a ration lasts; spans begin at the full hour."""


def take(session: Session, *, secret: str, who: str, free: int, now: datetime) -> None:
    """Count one costly file for somebody; TooManyError(``until``) where ``free`` of them were given in this span.

    ``who`` names a person or a network and is kept as a digest under the ``secret``. Whoever has to wait writes
    nothing; the caller commits before the file is made.
    """
    begun = datetime.fromtimestamp(now.timestamp() // SPAN.total_seconds() * SPAN.total_seconds(), UTC)
    key = attempts.key(secret, "files", who, begun.isoformat())
    if (session.scalar(select(Attempt.tries).where(Attempt.key == key)) or 0) >= free:
        raise TooManyError(until=begun + SPAN)
    begin_write(session)
    session.execute(delete(Attempt).where(Attempt.last_at < now - attempts.FORGOTTEN))
    tries, _until = attempts.count(session, key=key, now=now)
    if tries > free:  # others came at the same moment
        raise TooManyError(until=begun + SPAN)
