"""Reminders: who has something open, when it is time to say so, and at most one a day for each assessment."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from survey.database import begin_write
from survey.errors import NotFoundError
from survey.models import Assessment, Assignment, Deed, Duty, Mandate, Reminder, Stage, User
from survey.policy import OPERATOR, Action, Actor, Operator, may
from survey.services import assessments, audit, editions, standings
from survey.services.actors import begin
from survey.services.assignments import Load, loads
from survey.services.mandates import ANSWERING
from survey.services.one_assessment import locked
from survey.services.waves import WaveState, state

DAYS_BEFORE = (14, 7, 2, 0)
"""So many days before the last one people are reminded, unless the timer is told otherwise."""

MORNING, EVENING = time(7), time(20)
SATURDAY = 5

_HOLDERS = (
    select(Mandate)
    .join(Mandate.user)
    .where(Mandate.region_id.in_(bindparam("regions", expanding=True)), Mandate.until.is_(None), User.active)
    .where(Mandate.duty.in_(sorted(ANSWERING)))
    .options(joinedload(Mandate.user))
    .order_by(User.name, User.id)
)
_GIVEN = select(Assignment).where(
    Assignment.assessment_id.in_(bindparam("keys", expanding=True)), Assignment.until.is_(None)
)
_LATEST = select(Reminder.assessment_id, Reminder.user_id, func.max(Reminder.day)).group_by(
    Reminder.assessment_id, Reminder.user_id
)


@dataclass(frozen=True)
class Open:
    """What one person has open in one assessment, by ``due``; it is told them as what they are, their ``duty``.

    ``codes`` are the open questions. A coordinator has something open until the assessment is submitted, even with
    no open question; a contributor has ``parts``, those with something open.
    """

    assessment: Assessment
    user: User
    duty: Duty
    codes: tuple[str, ...]
    parts: tuple[str, ...]
    due: date


@dataclass(frozen=True)
class Kept:
    """A reminder that is kept, and goes out with the queue of mails."""

    key: int
    item: Open


def quiet(now: datetime, zone: str) -> bool:
    """Whether nobody is to be disturbed where a wave is at home: at weekends, before 7 and from 20 o'clock."""
    local = now.astimezone(ZoneInfo(zone))
    return local.weekday() >= SATURDAY or not MORNING <= local.time() < EVENING


def due_now(
    session: Session, *, now: datetime, days_before: Collection[int] = DAYS_BEFORE, disturb: bool = False
) -> list[Open]:
    """Return what people are to be reminded of at this moment, by person; nothing in quiet hours unless ``disturb``.

    It is time once one of the days before the last one has come and no reminder was sent since, so that what falls on
    a weekend is said on the Monday after.
    """
    drafts = [one for one in assessments.visible(session, by=OPERATOR) if is_answered(one, now)]
    awake = [one for one in drafts if disturb or not quiet(now, one.wave.time_zone)]
    last = {(key, user): day for key, user, day in session.execute(_LATEST)} if awake else {}
    found = [one for one in open_of(session, awake) if _timely(one, now, days_before, last)]
    return sorted(found, key=lambda one: (one.user.name, one.user.id, one.assessment.id))


def open_of(session: Session, drafts: Sequence[Assessment]) -> list[Open]:
    """Return what people have open in these drafts: nobody who has finished.

    Three statements for each edition that is asked.
    """
    found: list[Open] = []
    for edition in {one.wave.edition_id for one in drafts}:
        found += _of_edition(session, [one for one in drafts if one.wave.edition_id == edition])
    return found


def _of_edition(session: Session, drafts: Sequence[Assessment]) -> list[Open]:
    asked = editions.load(session, edition=drafts[0].wave.edition)
    keys = [one.id for one in drafts]
    stands = standings.of_assessments(session, questionnaire=asked, keys=keys)
    holders: dict[int, list[Mandate]] = defaultdict(list)
    for mandate in session.scalars(_HOLDERS, {"regions": [one.region_id for one in drafts]}).unique():
        holders[mandate.region_id].append(mandate)
    given = session.scalars(_GIVEN, {"keys": keys}).all()
    found: list[Open] = []
    for draft in drafts:
        held = holders[draft.region_id]
        open_now = tuple(code for code, one in stands[draft.id].states.items() if one == "not_answered")
        people = {one.user_id: one.user for one in held if one.duty is Duty.COORDINATOR}
        found += [Open(draft, user, Duty.COORDINATOR, open_now, (), draft.due) for user in people.values()]
        helping = [one.user for one in held if one.duty is Duty.CONTRIBUTOR and one.user_id not in people]
        theirs = [one for one in given if one.assessment_id == draft.id]
        found += [_helping(draft, one) for one in loads(asked, stands[draft.id].states, helping, theirs) if one.open]
    return found


def _helping(draft: Assessment, load: Load) -> Open:
    waiting = [part for part in load.parts if part.open]
    days = [part.assignment.due for part in waiting if part.assignment.due is not None]
    parts = tuple(part.code for part in waiting)
    return Open(draft, load.user, Duty.CONTRIBUTOR, load.open, parts, min([*days, draft.due]))


def is_answered(assessment: Assessment, now: datetime) -> bool:
    """Whether a region can give answers at this moment."""
    if assessment.stage is not Stage.DRAFT:
        return False
    return state(assessment.wave, now, due=assessment.due) is WaveState.OPEN


def _timely(item: Open, now: datetime, days_before: Iterable[int], last: Mapping[tuple[int, int], date]) -> bool:
    today = now.astimezone(ZoneInfo(item.assessment.wave.time_zone)).date()
    reached = [day for each in days_before if (day := item.due - timedelta(days=each)) <= today]
    latest = last.get((item.assessment.id, item.user.id))
    return bool(reached) and (latest is None or latest < max(reached))


def keep(session: Session, *, items: Iterable[Open], by: Actor, now: datetime) -> list[Kept]:
    """Keep that these reminders go out, before they do: at most one for a person, an assessment and a day.

    What is not open any more, or was said today already, is left out. NotFoundError if the person may not remind.
    """
    wanted = [(one.assessment.id, one.user.id) for one in items]
    actor = by if isinstance(by, Operator) else begin(session, by=by)
    begin_write(session)
    found: list[Kept] = []
    for assessment_id, user_id in wanted:
        draft = locked(session, assessment_id)
        if not may(actor, Action.REMIND, draft):
            if may(actor, Action.VIEW, draft) and draft.stage is not Stage.DRAFT:
                continue
            raise NotFoundError(Action.REMIND.value)
        still = [one for one in open_of(session, [draft]) if one.user.id == user_id] if is_answered(draft, now) else []
        found += [kept for one in still if (kept := _insert(session, one, actor, now))]
    return found


def _insert(session: Session, item: Open, by: Actor, now: datetime) -> Kept | None:
    day = now.astimezone(ZoneInfo(item.assessment.wave.time_zone)).date()
    by_id = None if isinstance(by, Operator) else by.id
    row = Reminder(assessment_id=item.assessment.id, user_id=item.user.id, day=day, sent_at=now, by_id=by_id)
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        return None
    audit.note(session, Deed.REMINDED, by=by, now=now, assessment=item.assessment, person=item.user)
    return Kept(row.id, item)
