"""The audit log: what was done and what was answered, in one list by time; of an assessment, a region, a person.

It reads two tables, each by its index and no further than a page needs, and joins them by their times.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from survey.errors import NotFoundError
from survey.models import Assessment, Mandate, Region, RoleName, User, Wave
from survey.policy import Action, Actor, may
from survey.services.audit_streams import Cursor, Scope, Shape, Wanted, shape, streams, values

LINES = 50
"""Lines of one page."""

_HOLDERS = sa.select(Mandate.user_id).where(
    sa.or_(
        Mandate.region_id == sa.bindparam("region", type_=sa.Integer()),
        Mandate.region_id.in_(
            sa.select(Assessment.region_id).where(Assessment.id.in_(sa.bindparam("assessments", expanding=True)))
        ),
    )
)
_PEOPLE = (
    sa.select(User.id, User.name).where(sa.or_(User.id.in_(_HOLDERS), User.roles.any())).order_by(User.name, User.id)
)


@dataclass(frozen=True)
class Line:
    """One line: when, what (a code), by whom and about whom (names), where, and what the sentence needs."""

    place: Cursor
    code: str
    by: str | None
    person: str | None
    assessment: int | None
    region: str | None
    wave: str | None
    wave_title: str | None
    edition: int | None
    question: str | None
    detail: Mapping[str, Any]


@dataclass(frozen=True)
class Page:
    """Lines, the latest first; ``older`` and ``newer`` say after which line there is more on either side."""

    lines: Sequence[Line]
    older: Cursor | None
    newer: Cursor | None


def of_assessment(assessment: Assessment, *, by: User) -> Scope:
    """Return the scope of one assessment's log; NotFoundError if it is not for this person."""
    if not may(by, Action.AUDIT, assessment):
        raise NotFoundError("log")
    return Scope(assessments=(assessment.id,), confidential=may(by, Action.SEE_CONFIDENTIAL, assessment))


def of_region(session: Session, region: Region, *, by: User) -> Scope:
    """Return the scope of a region's log, over all its waves; NotFoundError if it is not for this person."""
    if not may(by, Action.AUDIT, region):
        raise NotFoundError("log")
    found = session.scalars(sa.select(Assessment.id).where(Assessment.region_id == region.id))
    sees = may(by, Action.SEE_CONFIDENTIAL, region)
    return Scope(region=region.id, assessments=tuple(found), confidential=sees)


def of_person(session: Session, key: int, *, by: User) -> tuple[Scope, User]:
    """Return the scope of what one person did, or what was done about them, and the person.

    It is for who manages the platform, and for the person; NotFoundError for everybody else.
    """
    found = session.get(User, key)
    if found is None or not (found.id == by.id or may(by, Action.MANAGE)):
        raise NotFoundError("log")
    own = found.id == by.id
    runs = RoleName.ADMINISTRATOR in {role.name for role in by.roles}
    return Scope(person=found.id, confidential=own, private=own or runs), found


def whole(*, by: Actor) -> Scope:
    """Return the scope of the whole installation's log; NotFoundError unless an administrator asks.

    Lines about confidential evidence are left out, as for whoever else is not of the region.
    """
    if not may(by, Action.ADMINISTER):
        raise NotFoundError("log")
    return Scope(whole=True, confidential=False)


def people(session: Session, scope: Scope) -> Sequence[tuple[int, str]]:
    """Return account and name of the people whose lines a log can hold, by name: for choosing one."""
    if scope.whole:
        return [(row.id, row.name) for row in session.execute(sa.select(User.id, User.name).order_by(User.name))]
    which = {"region": scope.region, "assessments": scope.assessments}
    return [(row.id, row.name) for row in session.connection().execute(_PEOPLE, which)]


def page(
    session: Session, scope: Scope, *, wanted: Wanted, older: Cursor | None = None, newer: Cursor | None = None
) -> Page:
    """Return one page of the log: the latest lines, those older than one line, or those newer than one."""
    found = _read(session, scope, wanted, beyond=newer or older, newest_first=newer is None, most=LINES + 1)
    more, lines = len(found) > LINES, found[:LINES]
    if newer is not None:
        lines.reverse()
        return Page(lines, older=_last(lines), newer=_first(lines) if more else None)
    return Page(lines, older=_last(lines) if more else None, newer=_first(lines) if older else None)


def _first(lines: Sequence[Line]) -> Cursor | None:
    return lines[0].place if lines else None


def _last(lines: Sequence[Line]) -> Cursor | None:
    return lines[-1].place if lines else None


def everything(session: Session, scope: Scope, *, wanted: Wanted) -> list[Line]:
    """Return all lines that are wanted, the latest first: for a file."""
    return _read(session, scope, wanted, beyond=None, newest_first=True, most=None)


def _read(
    session: Session, scope: Scope, wanted: Wanted, *, beyond: Cursor | None, newest_first: bool, most: int | None
) -> list[Line]:
    """Return lines in order, those ``beyond`` a place alone, in one statement: no stream gives more than ``most``."""
    of = shape(scope, wanted, beyond=beyond, newest_first=newest_first, limited=most is not None)
    given = values(scope, wanted, beyond=beyond, most=most)
    return [_line(row) for row in session.connection().execute(_statement(of), given)]


@lru_cache(256)
def _statement(of: Shape) -> sa.Select[*tuple[Any, ...]]:
    """Return the statement of a shape: its streams as one, with names, in order."""
    both = sa.union_all(*streams(of)).subquery()
    by, person = aliased(User), aliased(User)
    named = sa.select(
        both,
        by.name.label("by"),
        person.name.label("person"),
        Region.key.label("region"),
        Wave.key.label("wave"),
        Wave.title.label("wave_title"),
        Wave.edition_id.label("edition"),
    )
    joined = (
        named.outerjoin(by, by.id == both.c.by_id)
        .outerjoin(person, person.id == both.c.person_id)
        .outerjoin(Assessment, Assessment.id == both.c.assessment_id)
        .outerjoin(Region, Region.id == sa.func.coalesce(both.c.region_id, Assessment.region_id))
        .outerjoin(Wave, Wave.id == Assessment.wave_id)
    )
    order = [both.c.at, both.c.kind, both.c.id]
    ordered = joined.order_by(*([each.desc() for each in order] if of.newest_first else order))
    return ordered.limit(sa.bindparam("most")) if of.limited else ordered


def _line(row: sa.Row[*tuple[Any, ...]]) -> Line:
    detail = row.detail if row.detail is not None else {"version": row.version, "reason": row.why}
    return Line(
        place=Cursor(row.at, row.kind, row.id),
        code=row.code if row.kind else f"answer_{row.code}",
        by=row.by,
        person=row.person,
        assessment=row.assessment_id,
        region=row.region,
        wave=row.wave,
        wave_title=row.wave_title,
        edition=row.edition,
        question=row.question,
        detail={name: value for name, value in detail.items() if value is not None},
    )
