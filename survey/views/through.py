"""Through whose eyes else: what stands beside the reported scores of the region that a page is about."""

from dataclasses import dataclass

from survey.charts.beside import Beside, beside
from survey.database import db
from survey.services import stakeholders, verified
from survey.services.stakeholders import ByStakeholders
from survey.services.verified import BothLenses
from survey.views.access import person
from survey.views.one_region import OneRegion


@dataclass(frozen=True)
class Through:
    """One region as its reviewers see it, None before the review, and its stakeholders, None where none were asked.

    ``beside`` are the readings of both; None where there is no other lens.
    """

    both: BothLenses | None
    seen: ByStakeholders | None
    beside: Beside | None


def through(at: OneRegion) -> Through:
    """Return the other lenses of the region that a page is about."""
    both = verified.verified_results(db.session, assessment=at.assessment, by=person())
    seen = stakeholders.by_stakeholders(db.session, assessment=at.assessment, by=person())
    return Through(both, seen, beside(at.assessment, at.titles, both, seen))
