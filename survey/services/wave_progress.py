"""Who has what open: how far every region of a wave has come in every section, and who is at it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from survey.errors import NotFoundError
from survey.models import Assessment, Assignment, Duty, Mandate, Reminder, User, Wave
from survey.policy import Action, Actor, may
from survey.questionnaires.answers import State
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.progress import Progress, overall, progress
from survey.services import assessments, editions, standings
from survey.services.parts import questions_of
from survey.services.reminders import is_answered

_COORDINATE = (
    select(Mandate.region_id, User.name)
    .join(Mandate.user)
    .where(Mandate.region_id.in_(bindparam("regions", expanding=True)), Mandate.until.is_(None), User.active)
    .where(Mandate.duty == Duty.COORDINATOR)
    .order_by(User.name, User.id)
)
_GIVEN = (
    select(Assignment.assessment_id, Assignment.part, User.name)
    .join(Assignment.user)
    .where(Assignment.assessment_id.in_(bindparam("keys", expanding=True)), Assignment.until.is_(None))
    .order_by(User.name, User.id)
)
_REMINDED = (
    select(Reminder.assessment_id, User.name, func.max(Reminder.day))
    .join(User, User.id == Reminder.user_id)
    .where(Reminder.assessment_id.in_(bindparam("keys", expanding=True)))
    .group_by(Reminder.assessment_id, User.id, User.name)
    .order_by(User.name, User.id)
)

_NEVER = datetime.min.replace(tzinfo=UTC)


class Order(StrEnum):
    """How regions can be ordered: by name, the least done first, or those first that were silent longest."""

    NAME = "name"
    DONE = "done"
    ACTIVITY = "activity"


@dataclass(frozen=True)
class Cell:
    """How far a section of one region has come, or a sum of them; ``given_to`` names who was given what of it is open.

    What nobody was given is open to whoever coordinates.
    """

    progress: Progress
    given_to: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        """``done``, ``open`` for what is in progress, ``none`` for not begun, ``unasked`` where nothing applies."""
        if not self.progress.total:
            return "unasked"
        return "done" if self.progress.done == self.progress.total else "open" if self.progress.done else "none"


@dataclass(frozen=True)
class Row:
    """One region: how far it has come, who coordinates it, its latest answer, and who was reminded on the latest day.

    ``waits`` says that it can answer now and somebody is there to be reminded.
    """

    assessment: Assessment
    cells: Sequence[Cell]
    total: Cell
    changed_at: datetime | None
    coordinators: tuple[str, ...]
    waits: bool
    reminded: tuple[str, ...] = ()
    reminded_on: date | None = None


@dataclass(frozen=True)
class Whole:
    """All regions of a wave, with ``sections`` by code; ``totals`` sums up each section, ``total`` everything."""

    sections: Sequence[str]
    rows: Sequence[Row]
    totals: Sequence[Cell]
    total: Cell


@dataclass
class _Beside:
    """What stands beside the answers, by region or by assessment."""

    coordinators: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    given: dict[int, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    reminded: dict[int, list[tuple[str, date]]] = field(default_factory=lambda: defaultdict(list))


def whole(session: Session, *, wave: Wave, by: Actor, now: datetime, order: Order = Order.NAME) -> Whole:
    """Return how far all regions of a wave have come, in six statements however many there are.

    NotFoundError for whoever does not run the survey.
    """
    if not may(by, Action.MANAGE):
        raise NotFoundError("wave", key=wave.key)
    seen = assessments.visible(session, by=by, wave=wave)
    asked, keys = editions.load(session, edition=wave.edition), [one.id for one in seen]
    stands = standings.of_assessments(session, questionnaire=asked, keys=keys)
    beside = _beside(session, keys, [one.region_id for one in seen])
    rows = [_row(asked, one, stands[one.id], beside, now) for one in seen]
    totals = [Cell(_sum(row.cells[at].progress for row in rows)) for at in range(len(asked.sections))]
    return Whole(
        [each.code for each in asked.sections],
        _ordered(rows, order),
        totals,
        Cell(_sum(row.total.progress for row in rows)),
    )


def _beside(session: Session, keys: Collection[int], regions: Collection[int]) -> _Beside:
    found, read = _Beside(), session.connection().execute
    for region, name in read(_COORDINATE, {"regions": regions}):
        found.coordinators[region].append(name)
    for key, part, name in read(_GIVEN, {"keys": keys}):
        found.given[key].append((part, name))
    for key, name, day in read(_REMINDED, {"keys": keys}):
        found.reminded[key].append((name, day))
    return found


def _row(asked: Questionnaire, at: Assessment, stands: standings.Standing, beside: _Beside, now: datetime) -> Row:
    found, given = progress(asked, stands.states), _holders(asked, beside.given[at.id], stands.states)
    names, reminded = tuple(beside.coordinators[at.region_id]), beside.reminded[at.id]
    latest = max((day for _name, day in reminded), default=None)
    return Row(
        assessment=at,
        cells=[Cell(each, tuple(given.get(code, ()))) for code, each in found.items()],
        total=Cell(overall(found)),
        changed_at=stands.changed_at,
        coordinators=names,
        waits=is_answered(at, now) and bool(names or given),
        reminded=tuple(name for name, day in reminded if day == latest),
        reminded_on=latest,
    )


def _holders(
    asked: Questionnaire, given: Collection[tuple[str, str]], states: Mapping[str, State]
) -> Mapping[str, dict[str, None]]:
    """Return by section the names of those who have something of it open, each once; what is not asked is left out."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for part, name in given:
        waiting = (code for code in questions_of(asked, part) if states[code] is State.NOT_ANSWERED)
        if (code := next(iter(waiting), None)) is not None:
            found[asked.section_of[code].code][name] = None
    return found


def _sum(parts: Iterable[Progress]) -> Progress:
    return overall({str(number): each for number, each in enumerate(parts)})


def _ordered(rows: list[Row], order: Order) -> list[Row]:
    """Order rows that stand by name already."""
    if order is Order.DONE:
        return sorted(rows, key=lambda row: row.total.progress.done / (row.total.progress.total or 1))
    if order is Order.ACTIVITY:
        return sorted(rows, key=lambda row: row.changed_at or _NEVER)
    return rows
