"""Regions: read from the data files of the package, found by key, members on a day."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from importlib.resources import files

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, selectinload

from survey.database import begin_write
from survey.errors import NotFoundError
from survey.models import EU_BELONG, ContextFigure, Membership, Region
from survey.policy import Action, Actor, may

MEASURES = ("population", "foreign_citizens", "foreign_citizens_share", "foreign_born_share", "competence_share")
"""What the context figures measure; comparable between regions only where date, source and note agree.

The last is competence: the share of policy areas in which a region may make rules of its own.
"""
SHARES = tuple(measure for measure in MEASURES if measure.endswith("_share"))
"""Those of the measures that are told in percent."""


def load(session: Session) -> int:
    """Add the regions, memberships and context figures of the data files that are not there yet; return how
    many.

    What is there already stays as it is: people may have changed it since.
    """
    begin_write(session)
    known = {region.key: region for region in session.scalars(select(Region))}
    added = [_region(row) for row in _rows("regions.csv") if row["key"] not in known]
    session.add_all(added)
    session.flush()
    known |= {region.key: region for region in added}
    figures = set(
        map(tuple, session.execute(select(ContextFigure.region_id, ContextFigure.measure, ContextFigure.as_of)))
    )
    for row in _rows("context.csv"):
        region = known[row["region"]]
        if (region.id, row["measure"], row["as_of"]) not in figures:
            session.add(_figure(region, row))
    session.flush()
    return len(added)


def names() -> dict[str, str]:
    """Return the English names of the regions in the data file, by key; they are translated under that key."""
    return {row["key"]: row["name"] for row in _rows("regions.csv")}


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("survey").joinpath("data", name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def _region(row: dict[str, str]) -> Region:
    membership = Membership(
        partnership=EU_BELONG,
        since=date.fromisoformat(row["member_since"]),
        left=row["has_left"] == "yes",
        until=date.fromisoformat(row["member_until"]) if row["member_until"] else None,
        note=row["membership_note"] or None,
    )
    return Region(
        key=row["key"],
        name=row["name"],
        local_name=row["local_name"],
        country=row["country"],
        nuts=row["nuts"],
        nuts_level=int(row["nuts_level"]),
        languages=row["languages"],
        partner_body=row["partner_body"],
        note=row["note"] or None,
        memberships=[membership],
    )


def _figure(region: Region, row: dict[str, str]) -> ContextFigure:
    return ContextFigure(
        region_id=region.id,
        measure=row["measure"],
        value=float(row["value"]),
        unit=row["unit"],
        as_of=row["as_of"],
        source=row["source"],
        confidence=row["confidence"],
        note=row["note"] or None,
    )


def members(session: Session, *, on: date, partnership: str = EU_BELONG) -> Sequence[Region]:
    """Return the regions that belong to a partnership on a day, by name.

    A region that left on an unknown day is no member on any day.
    """
    belongs = select(Membership.region_id).where(
        Membership.partnership == partnership,
        Membership.since <= on,
        or_(Membership.left.is_(False), Membership.until >= on),
    )
    return session.scalars(select(Region).where(Region.id.in_(belongs)).order_by(Region.name)).all()


def find(session: Session, *, key: str, by: Actor) -> Region:
    """Return the region of this key with memberships and figures; NotFoundError if missing, or not the person's."""
    region = session.scalar(_whole().where(Region.key == key))
    if region is None or not may(by, Action.VIEW, region):
        raise NotFoundError("region", key=key)
    return region


def listing(session: Session, *, by: Actor) -> Sequence[Region]:
    """Return the regions that a person may see, by name, with memberships and figures."""
    return _visible(session, _whole(), by)


def visible(session: Session, *, by: Actor) -> Sequence[Region]:
    """Return the same regions without what is known of them, for lists to choose from."""
    return _visible(session, select(Region), by)


def _visible(session: Session, wanted: Select[Region], by: Actor) -> Sequence[Region]:
    return [one for one in session.scalars(wanted.order_by(Region.name)) if may(by, Action.VIEW, one)]


def _whole() -> Select[Region]:
    return select(Region).options(selectinload(Region.memberships), selectinload(Region.context))
