"""Waves: when they are open, and how one is made for every region that belongs to the partnership."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from survey.errors import ClosedError, InvalidError, NotFoundError
from survey.models import Assessment, Deed, Edition, Wave
from survey.policy import Action, Actor, Operator, may, partner
from survey.services import audit, regions
from survey.services.actors import begin_managing

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""The key of a wave stands in addresses: small letters and figures, joined by hyphens."""


class WaveState(StrEnum):
    """Whether answers can be given now."""

    UPCOMING = "upcoming"
    OPEN = "open"
    OVER = "over"
    CLOSED = "closed"


def state(wave: Wave, now: datetime, *, due: date | None = None) -> WaveState:
    """Return whether a wave is open at a moment: from its first to its last day, both included, where it is at home.

    ``due`` is the last day of one region that was given more time.
    """
    today = now.astimezone(ZoneInfo(wave.time_zone)).date()
    if wave.closed:
        return WaveState.CLOSED
    if today < wave.opens:
        return WaveState.UPCOMING
    return WaveState.OPEN if today <= (due or wave.due) else WaveState.OVER


def is_open(wave: Wave, now: datetime) -> bool:
    """Whether answers can be given at a moment."""
    return state(wave, now) is WaveState.OPEN


def require_open(assessment: Assessment, now: datetime) -> None:
    """Raise ClosedError (``wave-upcoming``, ``wave-over``, ``wave-closed``) unless its region can give answers."""
    found = state(assessment.wave, now, due=assessment.due)
    if found is not WaveState.OPEN:
        raise ClosedError(f"wave-{found}", opens=assessment.wave.opens, due=assessment.due)


def create(
    session: Session,
    *,
    key: str,
    title: str,
    edition: Edition,
    opens: date,
    due: date,
    time_zone: str,
    by: Actor,
    now: datetime,
    review_due: date | None = None,
    conclude_due: date | None = None,
) -> Wave:
    """Make a wave, and in it one assessment for each region that is a member on the opening day.

    Raises InvalidError naming each field that cannot be, NotFoundError if the person may not open waves.
    """
    days: dict[str, Any] = {"opens": opens, "due": due, "review_due": review_due, "conclude_due": conclude_due}
    _check(key=key, title=title, time_zone=time_zone, **days)
    edition_id = edition.id
    begin_managing(session, by=by)
    _require_free(session, key)
    wave = Wave(key=key, title=title.strip(), edition_id=edition_id, time_zone=time_zone, created_at=now, **days)
    session.add(wave)
    session.add_all([Assessment(region=region, wave=wave) for region in regions.members(session, on=opens)])
    session.flush()
    audit.note(session, Deed.WAVE_MADE, by=by, now=now, wave=wave.key)
    return wave


def _require_free(session: Session, key: str) -> None:
    if session.scalar(select(Wave.id).where(Wave.key == key)) is not None:
        raise InvalidError(key="taken")


def _check(
    *,
    key: str,
    title: str,
    time_zone: str,
    opens: date,
    due: date,
    review_due: date | None,
    conclude_due: date | None,
) -> None:
    """Raise InvalidError naming all fields that cannot be, at once."""
    wrong = {
        "key": "pattern" if not KEY.fullmatch(key) or len(key) > 40 else "",
        "title": "" if title.strip() else "missing",
        "due": "before-opens" if due < opens else "",
        "review_due": "before-due" if review_due is not None and review_due < due else "",
        "conclude_due": _not_after(conclude_due, review_due),
        "time_zone": "" if time_zone in available_timezones() else "unknown",
    }
    if any(wrong.values()):
        raise InvalidError(**{field: code for field, code in wrong.items() if code})


def _not_after(concluded: date | None, reviewed: date | None) -> str:
    """Return why this cannot be the last day of concluding, which follows the last day of reviewing."""
    if concluded is None:
        return ""
    if reviewed is None:
        return "without-review"
    return "before-review" if concluded < reviewed else ""


def close(session: Session, *, wave: Wave, by: Actor) -> None:
    """Close a wave before its last day; NotFoundError if the person may not."""
    key = wave.id
    begin_managing(session, by=by)
    session.get_one(Wave, key).closed = True
    session.flush()


def find(session: Session, *, key: str, by: Actor) -> Wave:
    """Return the wave of this key; NotFoundError if there is none, or none for this person.

    A wave is there for those who run the survey, those with a mandate for a region in it, and everybody of the
    partnership, who may compare.
    """
    wave = session.scalar(_selected().where(Wave.key == key))
    if wave is None or not (may(by, Action.VIEW) or partner(by) or _takes_part(session, wave, by)):
        raise NotFoundError("wave", key=key)
    return wave


def _takes_part(session: Session, wave: Wave, by: Actor) -> bool:
    if isinstance(by, Operator):
        return True
    regions_of = {each.region_id for each in by.mandates if each.in_force}
    found = select(Assessment.id).where(Assessment.wave_id == wave.id, Assessment.region_id.in_(regions_of))
    return by.active and session.scalar(found.limit(1)) is not None


def listing(session: Session) -> Sequence[Wave]:
    """Return all waves, the latest first."""
    return session.scalars(_selected().order_by(Wave.opens.desc(), Wave.id.desc())).all()


def current(session: Session, *, now: datetime) -> Wave | None:
    """Return the wave of the day: the latest that is open, else the latest that was; None before the first one."""
    waves = listing(session)
    begun = [wave for wave in waves if state(wave, now) is not WaveState.UPCOMING]
    return next((wave for wave in begun if is_open(wave, now)), begun[0] if begun else None)


def _selected() -> Select[Wave]:
    return select(Wave).options(joinedload(Wave.edition, innerjoin=True))
