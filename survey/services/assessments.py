"""Assessments: who sees which, what has been answered, and how far each has come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from survey.errors import NotFoundError
from survey.models import Assessment, Region, Wave
from survey.policy import Action, Actor, may
from survey.questionnaires.progress import Progress, overall, progress
from survey.services import editions, standings
from survey.services.answers import Kept, kept
from survey.services.one_assessment import WHOLE, of_region
from survey.services.recording import Conflict, Entry, Outcome, record

__all__ = [
    "Conflict",
    "Entry",
    "Kept",
    "Line",
    "Outcome",
    "answers",
    "find",
    "of_region",
    "others",
    "overview",
    "record",
    "visible",
]


_OF_WAVE = WHOLE.where(Assessment.wave_id == bindparam("wave")).order_by(Region.name)


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
    found = of_region(session, wave=wave, region=region)
    if found is None or not may(by, Action.VIEW, found):
        raise NotFoundError("assessment", wave=wave, region=region)
    return found


def of_wave(session: Session, *, wave: Wave) -> Sequence[Assessment]:
    """Return all assessments of a wave by region, for services that decide themselves what of them is shown to whom."""
    return session.scalars(_OF_WAVE, {"wave": wave.id}).all()


def visible(session: Session, *, by: Actor, wave: Wave | None = None) -> Sequence[Assessment]:
    """Return the assessments that a person may see, the latest wave first, then by region; of one wave, or
    of all."""
    wanted = WHOLE
    if wave is not None:
        wanted = wanted.where(Assessment.wave_id == wave.id)
    found = session.scalars(wanted.order_by(Wave.opens.desc(), Wave.id.desc(), Region.name)).all()
    return [each for each in found if may(by, Action.VIEW, each)]


def others(session: Session, *, assessment: Assessment, by: Actor) -> Sequence[Assessment]:
    """Return the assessments of the same region in other waves that a person may see, the latest wave first."""
    wanted = WHOLE.where(Assessment.region_id == assessment.region_id, Assessment.id != assessment.id)
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
