"""Assessments: who sees which, what has been answered, and how far each has come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, contains_eager

from survey.errors import NotFoundError
from survey.models import Assessment, Region, Wave
from survey.policy import Action, Actor, may
from survey.questionnaires.progress import Progress, overall, progress
from survey.services import editions, standings
from survey.services.answers import Kept, kept
from survey.services.recording import Conflict, Entry, Outcome, record

__all__ = ["Conflict", "Entry", "Kept", "Line", "Outcome", "answers", "find", "others", "overview", "record", "visible"]


_WHOLE = (
    select(Assessment)
    .join(Assessment.region)
    .join(Assessment.wave)
    .join(Wave.edition)
    .options(
        contains_eager(Assessment.region),
        contains_eager(Assessment.wave).contains_eager(Wave.edition),
    )
)
_OF_WAVE = _WHOLE.where(Assessment.wave_id == bindparam("wave")).order_by(Region.name)
_ONE = _WHOLE.where(Wave.key == bindparam("wave"), Region.key == bindparam("region"))


@dataclass(frozen=True)
class Line:
    """How far one assessment of a wave has come; ``changed_at`` is its latest answer's time, None without
    any."""

    assessment: Assessment
    progress: Progress
    changed_at: datetime | None


def find(session: Session, *, wave: str, region: str, by: Actor) -> Assessment:
    """Return the assessment of a region in a wave, both by key, with region, wave and edition, in one
    statement.

    Raises NotFoundError if there is none or if it is not for this person: nobody learns which.
    """
    found = session.scalar(_ONE, {"wave": wave, "region": region})
    if found is None or not may(by, Action.VIEW, found):
        raise NotFoundError("assessment", wave=wave, region=region)
    return found


def of_wave(session: Session, *, wave: Wave) -> Sequence[Assessment]:
    """Return all assessments of a wave by region, for services that decide themselves what of them is shown to whom."""
    return session.scalars(_OF_WAVE, {"wave": wave.id}).all()


def of_region(session: Session, *, wave: str, region: str) -> Assessment | None:
    """Return the assessment of a region in a wave, both by key, for services that decide what of it is shown."""
    return session.scalar(_ONE, {"wave": wave, "region": region})


def visible(session: Session, *, by: Actor, wave: Wave | None = None) -> Sequence[Assessment]:
    """Return the assessments that a person may see, the latest wave first, then by region; of one wave, or
    of all."""
    wanted = _WHOLE
    if wave is not None:
        wanted = wanted.where(Assessment.wave_id == wave.id)
    found = session.scalars(wanted.order_by(Wave.opens.desc(), Wave.id.desc(), Region.name)).all()
    return [each for each in found if may(by, Action.VIEW, each)]


def others(session: Session, *, assessment: Assessment, by: Actor) -> Sequence[Assessment]:
    """Return the assessments of the same region in other waves that a person may see, the latest wave first."""
    wanted = _WHOLE.where(Assessment.region_id == assessment.region_id, Assessment.id != assessment.id)
    found = session.scalars(wanted.order_by(Wave.opens.desc(), Wave.id.desc())).all()
    return [each for each in found if may(by, Action.VIEW, each)]


def answers(session: Session, *, assessment: Assessment, codes: Iterable[str] | None = None) -> dict[str, Kept]:
    """Return what is kept for an assessment, by question code, for all questions or only some; a question that was
    never answered is not in it."""
    questionnaire = editions.load(session, edition=assessment.wave.edition)
    return kept(session, assessment=assessment, questionnaire=questionnaire, codes=codes)


def overview(session: Session, *, wave: Wave, by: Actor) -> list[Line]:
    """Return how far each assessment of a wave has come that the person may see, by region, in three
    statements."""
    seen = visible(session, by=by, wave=wave)
    if not seen:
        return []
    questionnaire = editions.load(session, edition=seen[0].wave.edition)
    stands = standings.of_assessments(session, questionnaire=questionnaire, keys=[each.id for each in seen])
    return [
        Line(each, overall(progress(questionnaire, stands[each.id].states)), stands[each.id].changed_at)
        for each in seen
    ]
