"""Changing what is kept about regions and their figures: what would change is told first, then done at once.

A form on a page changes one row, a file many; both go this way.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, selectinload

from survey.errors import NotFoundError, RefusedError
from survey.models import EU_BELONG, ContextFigure, Deed, Membership, Region
from survey.policy import Action, Actor, may
from survey.services import audit
from survey.services.actors import begin_managing
from survey.services.region_rows import FIGURE, REGION, Read


class Kind(StrEnum):
    """What rows are about."""

    REGIONS = "regions"
    CONTEXT = "context"


COLUMNS: Mapping[Kind, Sequence[str]] = {Kind.REGIONS: REGION, Kind.CONTEXT: FIGURE}
_MEMBER = {"member_since": "since", "has_left": "left", "member_until": "until", "membership_note": "note"}


@dataclass(frozen=True)
class Difference:
    """What a row would change: the region's key, what of it (measure and day of a figure), and by column was and is.

    ``new`` says that there is nothing yet.
    """

    region: str
    what: str
    new: bool
    cells: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Plan:
    """What rows would change, and how many are as they stand already; ``mark`` changes when any of it does."""

    kind: Kind
    differences: Sequence[Difference]
    same: int

    @property
    def mark(self) -> str:
        """A digest of the differences, by which a preview is told to be still true."""
        return hashlib.sha256(repr(self.differences).encode()).hexdigest()[:32]


def kept(session: Session, kind: Kind) -> list[dict[str, Any]]:
    """Return every row as it stands, by region and column: what a file for taking away holds."""
    found = session.scalars(_whole().order_by(Region.id)).all()
    if kind is Kind.REGIONS:
        return [row_of(one) for one in found]
    return [_of_figure(one, figure) for one in found for figure in one.context]


def plan(session: Session, *, kind: Kind, rows: Sequence[Read], by: Actor) -> Plan:
    """Return what rows would change; NotFoundError unless an administrator asks. Rows must be without faults."""
    if not may(by, Action.ADMINISTER):
        raise NotFoundError("regions")
    there = {_identity(kind, one): one for one in kept(session, kind)}
    found = [_difference(kind, row, there.get(_identity(kind, row))) for row in rows]
    return Plan(kind, [one for one in found if one.cells], sum(not one.cells for one in found))


def apply(
    session: Session, *, kind: Kind, rows: Sequence[Read], by: Actor, now: datetime, mark: str | None = None
) -> Plan:
    """Do what rows say, all at once, note it for each region, and return what was changed.

    Raises RefusedError(``moved``) where that is not what was shown any more (``mark``); nothing is done then.
    """
    begin_managing(session, by=by, action=Action.ADMINISTER)
    planned = plan(session, kind=kind, rows=rows, by=by)
    if mark is not None and mark != planned.mark:
        raise RefusedError("moved")
    there = {one.key: one for one in session.scalars(_whole())}
    changed = {(one.region, one.what) for one in planned.differences}
    for row in rows:
        if _identity(kind, row) not in changed:
            continue
        if kind is Kind.REGIONS:
            there[row["key"]] = _write_region(session, there.get(row["key"]), row)
        else:
            _write_figure(session, there[row["region"]], row)
    session.flush()
    _note(session, planned, there, by, now)
    return planned


def remove(session: Session, *, figure: int, region: Region, by: Actor, now: datetime) -> None:
    """Remove a figure of a region for good; NotFoundError where there is none, or for nobody but administrators."""
    begin_managing(session, by=by, action=Action.ADMINISTER)
    gone = delete(ContextFigure).where(ContextFigure.id == figure, ContextFigure.region_id == region.id)
    if session.connection().execute(gone).rowcount != 1:
        raise NotFoundError("figure")
    audit.note(session, Deed.CONTEXT_CHANGED, by=by, now=now, region=region, removed=1)
    session.expire_all()


def _whole() -> Any:
    return select(Region).options(selectinload(Region.memberships), selectinload(Region.context))


def _identity(kind: Kind, row: Read) -> tuple[str, str]:
    if kind is Kind.REGIONS:
        return str(row["key"]), ""
    return str(row["region"]), f"{row['measure']} {row['as_of']}"


def row_of(one: Region) -> dict[str, Any]:
    """Return a region as a row of the data file has it."""
    member = _member(one)
    plain = {name: getattr(one, name) for name in REGION[:9]}
    return plain | {name: member and getattr(member, of) for name, of in _MEMBER.items()}


def _of_figure(region: Region, one: ContextFigure) -> dict[str, Any]:
    return {"region": region.key} | {name: getattr(one, name) for name in FIGURE[1:]}


def _member(region: Region) -> Membership | None:
    """Return the latest membership of the partnership of the project."""
    return next((one for one in reversed(region.memberships) if one.partnership == EU_BELONG), None)


def _difference(kind: Kind, row: Read, was: Mapping[str, Any] | None) -> Difference:
    key, what = _identity(kind, row)
    before = was or {}
    pairs = {name: (_filled(before.get(name)), _filled(row[name])) for name in COLUMNS[kind]}
    return Difference(key, what, was is None, {name: pair for name, pair in pairs.items() if pair[0] != pair[1]})


def _filled(value: Any) -> Any:
    """Return a value, None for an empty text: the two are the same to whoever reads a file."""
    return None if value == "" else value


def _write_region(session: Session, one: Region | None, row: Read) -> Region:
    plain = {name: row[name] for name in REGION[:9]}
    member = {of: row[name] for name, of in _MEMBER.items()}
    if one is None:
        one = Region(**plain, memberships=[Membership(partnership=EU_BELONG, **member)], context=[])
        session.add(one)
        return one
    for name, value in plain.items():
        setattr(one, name, value)
    held = _member(one)
    if held is None:
        one.memberships.append(Membership(partnership=EU_BELONG, **member))
    else:
        for name, value in member.items():
            setattr(held, name, value)
    return one


def _write_figure(session: Session, region: Region, row: Read) -> None:
    found = next((one for one in region.context if (one.measure, one.as_of) == (row["measure"], row["as_of"])), None)
    values = {name: row[name] for name in FIGURE[1:]} | {"source": row["source"] or ""}
    if found is None:
        region.context.append(ContextFigure(**values))
    else:
        for name, value in values.items():
            setattr(found, name, value)


def _note(session: Session, planned: Plan, there: Mapping[str, Region], by: Actor, now: datetime) -> None:
    """Note the change once for each region that it is about."""
    deed = Deed.REGION_CHANGED if planned.kind is Kind.REGIONS else Deed.CONTEXT_CHANGED
    rows = [one.region for one in planned.differences]
    for key in dict.fromkeys(rows):
        audit.note(session, deed, by=by, now=now, region=there[key], count=rows.count(key))
