"""What stands around a region's scores in its report: the wave before, its peers, and what would raise them.

All of it comes by the doors that the pages about these results use, so that nobody gets more here than there.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from survey.charts import readings as rows
from survey.charts.readings import Readings
from survey.models import Assessment, User
from survey.policy import Action, may
from survey.reports.edition import Edition, Reads
from survey.reports.moved import Moved, unanswered
from survey.reports.raised import Raised
from survey.services import efforts, raising, results, since
from survey.services.results import Result


@dataclass(frozen=True)
class Context:
    """What stands around a region's scores, as far as a reader may see it.

    ``scores`` says whether they see all scores of the region, ``begun`` whether there was an answer yet. ``moved`` is
    None where they do not, or where there is no earlier wave; ``raised`` where they may not take the answers away: it
    names them. ``peers`` are index and areas of the other regions.
    """

    scores: bool
    begun: bool
    moved: Moved | None
    peers: Readings
    raised: Raised | None


def around(session: Session, *, result: Result, readings: Readings, reads: Reads, by: User) -> Context:
    """Read what stands around the ``readings`` of a region, as far as this person may see it."""
    assessment = result.assessment
    edition = reads(assessment.wave.edition)
    scores = may(by, Action.SEE_SCORES, assessment)
    raised = _raised(session, assessment, edition, by) if may(by, Action.EXPORT, assessment) else None
    moved = _moved(session, assessment, readings, reads, by) if scores else None
    return Context(scores, result.changed_at is not None, moved, _peers(session, assessment, edition, by), raised)


def _moved(session: Session, assessment: Assessment, readings: Readings, reads: Reads, by: User) -> Moved | None:
    listed = since.earlier(session, assessment=assessment, by=by)
    if not listed:
        return None
    found, version = since.change(session, assessment=assessment, version=listed[0]), listed[0]
    now, then = (reads(one.wave.edition) for one in (assessment, version.assessment))
    return Moved(found, assessment, version, now, then, unanswered(assessment, readings))


def _peers(session: Session, assessment: Assessment, edition: Edition, by: User) -> Readings:
    """Return index and areas of the other regions, as far as the reader may see them."""
    wave = assessment.wave
    found = results.submitted(session, wave=wave, by=by)
    cards = [(one.assessment, one.card) for one in found if one.assessment.id != assessment.id]
    return rows.of_cards(cards, edition.titles, wave.time_zone).level("index", "area")


def _raised(session: Session, assessment: Assessment, edition: Edition, by: User) -> Raised:
    known = raising.answered(session, assessment=assessment, by=by)
    own = efforts.of_region(session, assessment=assessment)
    return Raised(assessment.region.key, edition, known, own)
