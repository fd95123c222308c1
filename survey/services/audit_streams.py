"""The two tables behind the audit log as streams of the same columns: each read by its index, in one order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from survey.database import UtcDateTime
from survey.models import AnswerChange, AuditEntry, Deed, Source

ANSWERED: Mapping[str, Source] = {f"answer_{each.value}": each for each in Source}
"""The codes of the lines about answers; those of all other lines are the words of :class:`Deed`."""

CODES: tuple[str, ...] = (*ANSWERED, *(each.value for each in Deed))
"""Every code that a line can have; they are codes of exports."""


class Cursor(NamedTuple):
    """Where a line stands in the list: no two lines have the same place, and none ever changes it."""

    at: datetime
    kind: int
    id: int


@dataclass(frozen=True)
class Scope:
    """Whose log it is: of one assessment, of the region of several ``assessments``, or of a person."""

    region: int | None = None
    assessments: tuple[int, ...] = ()
    person: int | None = None


@dataclass(frozen=True)
class Wanted:
    """Which lines are wanted: of one code, by or about a person, about a question, ``since`` and before ``until``."""

    code: str | None = None
    person: int | None = None
    question: str | None = None
    since: datetime | None = None
    until: datetime | None = None


CHANGE, ENTRY = 0, 1
"""The kinds of lines: an answer that was written, and any other deed; at the same moment, deeds are the later ones."""

_CHANGES = sa.select(
    sa.literal_column(str(CHANGE), sa.Integer()).label("kind"),
    AnswerChange.id,
    AnswerChange.changed_at.label("at"),
    sa.type_coerce(AnswerChange.source, sa.String()).label("code"),
    AnswerChange.changed_by_id.label("by_id"),
    sa.cast(sa.null(), sa.Integer()).label("person_id"),
    AnswerChange.assessment_id,
    sa.cast(sa.null(), sa.Integer()).label("region_id"),
    AnswerChange.question,
    sa.cast(sa.null(), sa.JSON()).label("detail"),
    AnswerChange.version,
    AnswerChange.why,
)
_ENTRIES = sa.select(
    sa.literal_column(str(ENTRY), sa.Integer()).label("kind"),
    AuditEntry.id,
    AuditEntry.done_at.label("at"),
    sa.type_coerce(AuditEntry.deed, sa.String()).label("code"),
    AuditEntry.by_id,
    AuditEntry.person_id,
    AuditEntry.assessment_id,
    AuditEntry.region_id,
    AuditEntry.question,
    AuditEntry.detail,
    sa.cast(sa.null(), sa.Integer()).label("version"),
    sa.cast(sa.null(), sa.Text()).label("why"),
)

Stream = sa.Select[*tuple[Any, ...]]


def streams(
    scope: Scope, wanted: Wanted, *, beyond: Cursor | None, newest_first: bool, most: int | None
) -> list[Stream]:
    """Return statements that together give the lines of a scope that are wanted, each cut to ``most``, none twice."""
    chosen: list[Stream] = []
    if wanted.code is None or wanted.code in ANSWERED:
        chosen += [_cut(each, CHANGE, beyond, newest_first, most) for each in _changes(scope, wanted)]
    if wanted.code is None or wanted.code not in ANSWERED:
        chosen += [_cut(each, ENTRY, beyond, newest_first, most) for each in _entries(scope, wanted)]
    return chosen


def _changes(scope: Scope, wanted: Wanted) -> Iterator[Stream]:
    """Yield the answers that were written: by the person, or in each assessment of the scope."""
    change = AnswerChange
    statement = _within(_CHANGES, change.changed_at, change.question, wanted)
    if wanted.code is not None:
        statement = statement.where(change.source == ANSWERED[wanted.code])
    if wanted.person is not None:
        statement = statement.where(change.changed_by_id == wanted.person)
    if scope.person is not None:
        yield statement.where(change.changed_by_id == scope.person)
    for key in scope.assessments:
        yield statement.where(change.assessment_id == key)


def _entries(scope: Scope, wanted: Wanted) -> Iterator[Stream]:
    """Yield the other deeds: by the person and about them, in the region, or in the assessment."""
    entry = AuditEntry
    statement = _within(_ENTRIES, entry.done_at, entry.question, wanted)
    if wanted.code is not None:
        statement = statement.where(entry.deed == Deed(wanted.code))
    if wanted.person is not None:
        statement = statement.where(sa.or_(entry.by_id == wanted.person, entry.person_id == wanted.person))
    if scope.person is not None:
        yield statement.where(entry.by_id == scope.person)
        others = sa.or_(entry.by_id.is_(None), entry.by_id != scope.person)
        yield statement.where(entry.person_id == scope.person, others)
    elif scope.region is not None:
        yield statement.where(entry.region_id == scope.region)
    else:
        yield statement.where(entry.assessment_id.in_(scope.assessments))


def _within(
    statement: Stream, at: sa.SQLColumnExpression[Any], question: sa.SQLColumnExpression[Any], wanted: Wanted
) -> Stream:
    if wanted.question is not None:
        statement = statement.where(question == wanted.question)
    if wanted.since is not None:
        statement = statement.where(at >= wanted.since)
    if wanted.until is not None:
        statement = statement.where(at < wanted.until)
    return statement


def _cut(statement: Stream, kind: int, beyond: Cursor | None, newest_first: bool, most: int | None) -> Stream:
    """Return one stream from a place on, in order, no longer than needed; alone in its brackets for SQLite."""
    at, key = (AnswerChange.changed_at, AnswerChange.id) if kind == CHANGE else (AuditEntry.done_at, AuditEntry.id)
    if beyond is not None:
        moment = sa.literal(beyond.at, UtcDateTime())
        if kind == beyond.kind:
            here, there = sa.tuple_(at, key), sa.tuple_(moment, sa.literal(beyond.id))
            statement = statement.where(here < there if newest_first else here > there)
        elif (kind < beyond.kind) == newest_first:
            statement = statement.where(at <= moment if newest_first else at >= moment)
        else:
            statement = statement.where(at < moment if newest_first else at > moment)
    order = (at.desc(), key.desc()) if newest_first else (at, key)
    return sa.select(statement.order_by(*order).limit(most).subquery())
