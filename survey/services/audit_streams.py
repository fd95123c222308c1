"""The two tables behind the audit log as streams of the same columns: each read by its index, in one order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import bindparam

from survey.models import AnswerChange, AuditEntry, Deed, Source
from survey.models.audit import PRIVATE
from survey.moments import UtcDateTime

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
    """Whose log it is: of one assessment, of the region of several ``assessments``, of a person, or the ``whole`` one.

    The whole one holds deeds alone: what was answered stands in the logs of regions and in each question's history.

    Unless ``confidential``, lines about confidential evidence are left out: the reader must not learn of any.
    Unless ``private``, those about signing in: only the person and administrators read when somebody came.
    """

    region: int | None = None
    assessments: tuple[int, ...] = ()
    person: int | None = None
    confidential: bool = True
    private: bool = True
    whole: bool = False


@dataclass(frozen=True)
class Wanted:
    """Which lines are wanted: of one code, by or about a person, about a question, ``since`` and before ``until``.

    ``region`` narrows the whole log alone: all others are of one region, or of one person.
    """

    code: str | None = None
    person: int | None = None
    question: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    region: int | None = None


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

_ABOUT_EVIDENCE = (Deed.EVIDENCE_ADDED, Deed.EVIDENCE_CITED, Deed.EVIDENCE_UNCITED, Deed.EVIDENCE_REMOVED)
_OPEN = sa.case(
    (
        AuditEntry.deed.in_(_ABOUT_EVIDENCE),
        sa.func.coalesce(AuditEntry.detail["confidential"].as_boolean(), sa.false()),
    ),
    else_=sa.false(),
).is_(sa.false())
"""An entry that anybody who reads the log may read; the detail is looked at only where it can say something else."""

Stream = sa.Select[*tuple[Any, ...]]


class Shape(NamedTuple):
    """What a statement depends on besides its values: statements are made once for each, which is half their cost.

    ``kind`` is that of the wanted code, ``beyond`` that of the line from which to go on; None without one.
    """

    of_person: bool
    of_region: bool
    whole: bool
    in_region: bool
    confidential: bool
    private: bool
    assessments: int
    kind: int | None
    person: bool
    question: bool
    since: bool
    until: bool
    beyond: int | None
    newest_first: bool
    limited: bool


def shape(scope: Scope, wanted: Wanted, *, beyond: Cursor | None, newest_first: bool, limited: bool) -> Shape:
    """Return the shape of the statement for these lines."""
    return Shape(
        of_person=scope.person is not None,
        of_region=scope.region is not None,
        whole=scope.whole,
        in_region=scope.whole and wanted.region is not None,
        confidential=scope.confidential,
        private=scope.private,
        assessments=len(scope.assessments),
        kind=None if wanted.code is None else CHANGE if wanted.code in ANSWERED else ENTRY,
        person=wanted.person is not None,
        question=wanted.question is not None,
        since=wanted.since is not None,
        until=wanted.until is not None,
        beyond=None if beyond is None else beyond.kind,
        newest_first=newest_first,
        limited=limited,
    )


def values(scope: Scope, wanted: Wanted, *, beyond: Cursor | None, most: int | None) -> dict[str, object]:
    """Return the values of the statement for these lines."""
    given: dict[str, object] = {f"assessment_{place}": key for place, key in enumerate(scope.assessments)}
    code = None if wanted.code is None else ANSWERED.get(wanted.code) or Deed(wanted.code)
    given |= {"of_person": scope.person, "of_region": scope.region, "code": code, "person": wanted.person}
    given |= {
        "in_region": wanted.region if scope.whole else None,
        "question": wanted.question,
        "since": wanted.since,
        "until": wanted.until,
        "most": most,
    }
    given |= {"at": beyond.at, "key": beyond.id} if beyond else {}
    return {name: value for name, value in given.items() if value is not None}


def streams(of: Shape) -> list[Stream]:
    """Return statements that together give the lines of a shape, each cut to the most, no line twice."""
    changes = _changes(of) if of.kind in (None, CHANGE) and not of.whole else ()
    entries = _entries(of) if of.kind in (None, ENTRY) or of.whole else ()
    return [*(_cut(each, CHANGE, of) for each in changes), *(_cut(each, ENTRY, of) for each in entries)]


def _changes(of: Shape) -> Iterator[Stream]:
    """Yield the answers that were written: by the person, or in each assessment of the scope."""
    change = AnswerChange
    statement = _within(_CHANGES, change.changed_at, change.question, of)
    if of.kind is not None:
        statement = statement.where(change.source == bindparam("code"))
    if of.person:
        statement = statement.where(change.changed_by_id == bindparam("person"))
    if of.of_person:
        yield statement.where(change.changed_by_id == bindparam("of_person"))
    for place in range(of.assessments):
        yield statement.where(change.assessment_id == bindparam(f"assessment_{place}"))


def _entries(of: Shape) -> Iterator[Stream]:
    """Yield the other deeds: by the person and about them, in the region, in the assessment, or all of them."""
    entry = AuditEntry
    statement = _within(_ENTRIES, entry.done_at, entry.question, of)
    if not of.confidential:
        statement = statement.where(_OPEN)
    if not of.private:
        statement = statement.where(entry.deed.not_in(PRIVATE))
    if of.kind is not None:
        statement = statement.where(entry.deed == bindparam("code"))
    if of.person:
        statement = statement.where(sa.or_(entry.by_id == bindparam("person"), entry.person_id == bindparam("person")))
    if of.in_region:
        statement = statement.where(entry.region_id == bindparam("in_region"))
    if of.whole:
        yield statement
    elif of.of_person:
        yield statement.where(entry.by_id == bindparam("of_person"))
        others = sa.or_(entry.by_id.is_(None), entry.by_id != bindparam("of_person"))
        yield statement.where(entry.person_id == bindparam("of_person"), others)
    elif of.of_region:
        yield statement.where(entry.region_id == bindparam("of_region"))
    else:
        yield statement.where(entry.assessment_id == bindparam("assessment_0"))


def _within(
    statement: Stream, at: sa.SQLColumnExpression[Any], question: sa.SQLColumnExpression[Any], of: Shape
) -> Stream:
    if of.question:
        statement = statement.where(question == bindparam("question"))
    if of.since:
        statement = statement.where(at >= bindparam("since"))
    if of.until:
        statement = statement.where(at < bindparam("until"))
    return statement


def _cut(statement: Stream, kind: int, of: Shape) -> Stream:
    """Return one stream from a place on, in order, no longer than needed; alone in its brackets for SQLite."""
    at, key = (AnswerChange.changed_at, AnswerChange.id) if kind == CHANGE else (AuditEntry.done_at, AuditEntry.id)
    if of.beyond is not None:
        moment = bindparam("at", type_=UtcDateTime())
        if kind == of.beyond:
            here, there = sa.tuple_(at, key), sa.tuple_(moment, bindparam("key", type_=sa.BigInteger()))
            statement = statement.where(here < there if of.newest_first else here > there)
        elif (kind < of.beyond) == of.newest_first:
            statement = statement.where(at <= moment if of.newest_first else at >= moment)
        else:
            statement = statement.where(at < moment if of.newest_first else at > moment)
    ordered = statement.order_by(*((at.desc(), key.desc()) if of.newest_first else (at, key)))
    return sa.select((ordered.limit(bindparam("most")) if of.limited else ordered).subquery())
