"""The check of links: which addresses the evidence in force names, and what the last visit of each found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.orm import Session

from survey.models import Citation, Evidence, EvidenceKind, Region
from survey.policy import Actor
from survey.services.actors import begin_managing

_NAMED = select(Citation.id).where(Citation.evidence_id == Evidence.id, Citation.until.is_(None)).exists()
_IN_FORCE = (
    select(Evidence.id, Evidence.url, Evidence.confidential, Region.key)
    .join(Region, Region.id == Evidence.region_id)
    .where(
        Evidence.kind.in_((EvidenceKind.LINK, EvidenceKind.DOCUMENT)),
        Evidence.url.is_not(None),
        Evidence.removed_at.is_(None),
        _NAMED,
        or_(Evidence.checked_at.is_(None), Evidence.checked_at < bindparam("before")),
    )
    .order_by(Evidence.url, Evidence.id)
)
_FOUND = (
    update(Evidence)
    .where(Evidence.id.in_(bindparam("pieces", expanding=True)))
    .values(checked_at=bindparam("now"), fault=bindparam("found"))
)


@dataclass(frozen=True)
class Link:
    """An address, and the pieces that have it: number, region, whether it is confidential."""

    url: str
    pieces: Sequence[tuple[int, str, bool]]


def links(session: Session, *, before: datetime) -> list[Link]:
    """Return the addresses that evidence in force names and that were not visited since a moment, each once."""
    found: dict[str, list[tuple[int, str, bool]]] = {}
    for row in session.connection().execute(_IN_FORCE, {"before": before}):
        found.setdefault(row.url, []).append((row.id, row.key, row.confidential))
    return [Link(url, pieces) for url, pieces in found.items()]


def keep(session: Session, *, link: Link, fault: str | None, by: Actor, now: datetime) -> None:
    """Keep what a visit of an address found, for all pieces that have it; None: it led to a page."""
    begin_managing(session, by=by)
    values = {"pieces": [number for number, _region, _confidential in link.pieces], "now": now, "found": fault}
    session.connection().execute(_FOUND, values)
