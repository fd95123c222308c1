"""What a database is for: claimed once, checked at every start."""

from datetime import datetime

from sqlalchemy.orm import Session

from survey.database import begin_write
from survey.errors import RefusedError
from survey.models import Installation, InstallationKind


def claim(session: Session, *, kind: InstallationKind, now: datetime) -> None:
    """Say what this database is for, if nobody has said so yet; RefusedError if it is for the other kind."""
    if session.get(Installation, 1) is None:
        begin_write(session)
        if session.get(Installation, 1) is None:
            session.add(Installation(id=1, kind=kind, created_at=now))
            session.flush()
    check(session, kind=kind)


def check(session: Session, *, kind: InstallationKind) -> None:
    """Raise RefusedError unless the database is for this kind; real and invented answers never mix."""
    found = session.get(Installation, 1)
    if found is None:
        raise RefusedError("not-initialised")
    if found.kind is not kind:
        raise RefusedError("other-kind", wanted=kind.value, found=found.kind.value)
