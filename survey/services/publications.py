"""Publishing: the project team opens the public pages of a wave that is over, and can take them back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from survey.errors import ClosedError, NotFoundError
from survey.models import Deed, Publication, Wave
from survey.policy import Actor, Operator
from survey.services import audit, waves
from survey.services.actors import begin_managing
from survey.services.waves import WaveState


def find(session: Session, *, wave: Wave) -> Publication | None:
    """Return since when a wave is public; None where it is not."""
    return session.scalar(select(Publication).where(Publication.wave_id == wave.id))


def published(session: Session) -> Sequence[Wave]:
    """Return the waves whose public pages are open, the latest first."""
    wanted = select(Wave).join(Publication, Publication.wave_id == Wave.id).options(joinedload(Wave.edition))
    return session.scalars(wanted.order_by(Wave.opens.desc(), Wave.id.desc())).all()


def wave(session: Session, *, key: str) -> Wave:
    """Return a published wave by its key; NotFoundError if there is none, or if it is not published."""
    found = next((one for one in published(session) if one.key == key), None)
    if found is None:
        raise NotFoundError("wave", key=key)
    return found


def can_be(wave: Wave, now: datetime) -> bool:
    """Whether a wave can be published: once it is over or closed."""
    return waves.state(wave, now) in {WaveState.OVER, WaveState.CLOSED}


def publish(session: Session, *, wave: Wave, by: Actor, now: datetime) -> bool:
    """Open the public pages of a wave; False where they are open already.

    Raises ClosedError(``wave-not-over``) while it can still be answered, NotFoundError if the person may not.
    """
    key = wave.id
    begin_managing(session, by=by)
    found = session.get_one(Wave, key)
    if not can_be(found, now):
        raise ClosedError("wave-not-over", due=found.due)
    if find(session, wave=found) is not None:
        return False
    account = None if isinstance(by, Operator) else by.id
    session.add(Publication(wave_id=key, published_at=now, published_by_id=account))
    session.flush()
    audit.note(session, Deed.WAVE_PUBLISHED, by=by, now=now, wave=found.key)
    return True


def take_back(session: Session, *, wave: Wave, by: Actor, now: datetime) -> bool:
    """Close the public pages of a wave again; False where they are closed. NotFoundError if the person may not."""
    key = wave.id
    begin_managing(session, by=by)
    found = session.get_one(Wave, key)
    publication = find(session, wave=found)
    if publication is None:
        return False
    session.delete(publication)
    session.flush()
    audit.note(session, Deed.WAVE_UNPUBLISHED, by=by, now=now, wave=found.key)
    return True
