"""An assessment with its region, wave and edition, read by one statement: nearly every page is about one of them."""

from sqlalchemy import bindparam, join, select
from sqlalchemy.orm import Session, contains_eager

from survey.errors import NotFoundError
from survey.models import Assessment, Edition, Region, Wave
from survey.reading import Prepared
from survey.services.kept_objects import KeptObjects

WHOLE = (
    select(Assessment)
    .join(Assessment.region)
    .join(Assessment.wave)
    .join(Wave.edition)
    .options(
        contains_eager(Assessment.region),
        contains_eager(Assessment.wave).contains_eager(Wave.edition),
    )
)
KEPT = KeptObjects(join(Assessment, Region).join(Wave).join(Edition), Assessment, Region, Wave, Edition, objects=WHOLE)
_ONE = Prepared(KEPT.where(Wave.key == bindparam("wave"), Region.key == bindparam("region")))
_TO_KEEP = Prepared(KEPT.by_key.with_for_update(read=True, of=Assessment))
_TO_CHANGE = Prepared(KEPT.by_key.with_for_update(of=Assessment))


def of_region(session: Session, *, wave: str, region: str) -> Assessment | None:
    """Return the assessment of a region in a wave, both by key, for services that decide what of it is shown."""
    return KEPT.find(session, _ONE, wave=wave, region=region)


def locked(session: Session, key: int, *, to_change: bool = False) -> Assessment:
    """Return an assessment with its wave as they are now, held as they are until the transaction ends.

    SQLite has one writer at a time anyway; on PostgreSQL many may write answers at once, but none while one submits.
    """
    found = KEPT.find(session, _TO_CHANGE if to_change else _TO_KEEP, anew=True, key=key)
    if found is None:
        raise NotFoundError("assessment")
    return found
