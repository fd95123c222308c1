"""Answering separately first: who takes part, by which day, and when the sealed answers open.

They open when everybody who takes part has finished, or when the day is over where the wave is at home, whichever
comes first; never back. Until then nobody reads what others have answered, whoever they are.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session, selectinload

from survey.database import begin_write, changed
from survey.errors import ClosedError, InvalidError, NotFoundError
from survey.models import Assessment, Consensus, Deed, Participant, User
from survey.policy import OPERATOR, Action, Standing, ever, standings
from survey.services import audit, mandates
from survey.services.actors import begin, named
from survey.services.one_assessment import locked
from survey.services.recording import require_stage
from survey.services.stages import begin_step
from survey.services.waves import require_open

LEAST = 2
"""So many people at least take part: nobody is of one mind alone."""

_OF = select(Consensus).where(Consensus.assessment_id == bindparam("key"))
_WHOLE = _OF.options(selectinload(Consensus.participants).options(named(Participant.user)))
_KEEP = _OF.with_for_update(read=True)
_CHANGE = _OF.with_for_update()


def visit(session: Session, *, assessment: Assessment, by: User, now: datetime) -> Consensus | None:
    """Return what the region has arranged, None for nothing yet; whoever comes first once the day is over opens it.

    This alone writes when a page is read, once in the life of an assessment; the edge commits. Raises NotFoundError
    for everybody but those who answer for the region.
    """
    if not ever(by, Action.ANSWER_SEPARATELY, assessment):
        raise NotFoundError("consensus")
    found = whole(session, assessment=assessment)
    if found is None or found.opened_at is not None:
        return found
    moment = ends(found.due, assessment.wave.time_zone)
    if now < moment:
        return found
    begin_write(session)
    _open(session, assessment, found, moment, now)
    return whole(session, assessment=assessment)


def whole(session: Session, *, assessment: Assessment) -> Consensus | None:
    """Return what is arranged, with everybody who takes part, in the order in which they were asked."""
    return session.scalar(_WHOLE, {"key": assessment.id})


def ends(due: date, zone: str) -> datetime:
    """Return the moment at which a day is over in a time zone."""
    return datetime.combine(due + timedelta(days=1), time.min, tzinfo=ZoneInfo(zone))


def is_open(found: Consensus, *, zone: str, now: datetime) -> bool:
    """Whether the answers are open: because that is kept, or because the day is over."""
    return found.opened_at is not None or now >= ends(found.due, zone)


def participant(found: Consensus, user: User) -> Participant | None:
    """Return somebody's part in it, None for those who were not asked."""
    return next((each for each in found.participants if each.user_id == user.id), None)


def is_insider(found: Consensus, assessment: Assessment, by: User) -> bool:
    """Whether somebody may read the answers once they are open: those who took part, and who coordinates them."""
    if not ever(by, Action.ANSWER_SEPARATELY, assessment):
        return False
    return participant(found, by) is not None or Standing.COORDINATOR in standings(by, assessment)


def require_readable(session: Session, *, assessment: Assessment, by: User, now: datetime) -> Consensus:
    """Return what is arranged for somebody who may read all answers now.

    Raises NotFoundError for those whom it does not concern, ClosedError(``consensus-sealed``) before it is open.
    """
    found = whole(session, assessment=assessment)
    if found is None or not is_insider(found, assessment, by):
        raise NotFoundError("consensus")
    if not is_open(found, zone=assessment.wave.time_zone, now=now):
        raise ClosedError("consensus-sealed")
    return found


def candidates(session: Session, *, assessment: Assessment) -> list[User]:
    """Return the people who can be asked: everybody who answers for the region, with an account that is not closed."""
    held = mandates.of_region(session, region=assessment.region, duties=mandates.ANSWERING)
    return list({each.user_id: each.user for each in held if each.user.active}.values())


def arrange(
    session: Session, *, assessment: Assessment, due: date, people: Collection[int], by: User, now: datetime
) -> Sequence[User]:
    """Ask people, by account, to answer separately until the end of a day, and return those who are newly asked.

    Done again while the answers are sealed, it asks more people or gives more time; nobody is dropped and no day comes
    earlier. Raises InvalidError (``due``: past, late, earlier; ``people``: few, unknown), ClosedError once it is open
    or the assessment is submitted, NotFoundError if the person does not lead.
    """
    mandates.hold(session, assessment.region_id)
    actor, at = begin_step(session, assessment=assessment, action=Action.LEAD_CONSENSUS, by=by)
    require_open(at, now)
    found = _taken(session, at, to_change=True)
    if found is not None and is_open(found, zone=at.wave.time_zone, now=now):
        raise ClosedError("consensus-open")
    known = {each.id: each for each in candidates(session, assessment=at)}
    had = {each.user_id for each in found.participants} if found else set()
    _check(at, found, due, had | set(people), had | set(known), now)
    new = [known[key] for key in known if key in set(people) - had]
    if found is not None and found.due == due and not new:
        return ()
    if found is None:
        found = Consensus(assessment_id=at.id, due=due, begun_at=now, begun_by_id=actor.id, participants=[])
        session.add(found)
    found.due = due
    found.participants.extend(Participant(user_id=each.id) for each in new)
    session.flush()
    count = len(had) + len(new)
    audit.note(session, Deed.CONSENSUS_BEGUN, by=actor, now=now, assessment=at, due=due.isoformat(), count=count)
    return new


def _check(
    assessment: Assessment,
    found: Consensus | None,
    due: date,
    people: Collection[int],
    known: Collection[int],
    now: datetime,
) -> None:
    """Raise InvalidError naming everything that cannot be, at once."""
    today = now.astimezone(ZoneInfo(assessment.wave.time_zone)).date()
    wrong = {}
    if found is not None and due < found.due:
        wrong["due"] = "earlier"
    elif due < today or due > assessment.due:
        wrong["due"] = "past" if due < today else "late"
    if not set(people) <= set(known):
        wrong["people"] = "unknown"
    elif len(people) < LEAST:
        wrong["people"] = "few"
    if wrong:
        raise InvalidError(**wrong)


def finish(session: Session, *, assessment: Assessment, by: User, now: datetime) -> bool:
    """Note that somebody has finished, and return whether that has opened the answers, as the last one does.

    Raises ClosedError once they are open, NotFoundError for those who do not take part.
    """
    at, found, own = begin_taking_part(session, assessment=assessment, by=by, now=now, to_change=True)
    own.finished_at = own.finished_at or now
    session.flush()
    if not all(each.finished_at for each in found.participants):
        return False
    _open(session, at, found, now, now)
    return True


def resume(session: Session, *, assessment: Assessment, by: User, now: datetime) -> None:
    """Take "I am finished" back; as :func:`finish`."""
    _, _, own = begin_taking_part(session, assessment=assessment, by=by, now=now, to_change=True)
    own.finished_at = None
    session.flush()


def begin_taking_part(
    session: Session, *, assessment: Assessment, by: User, now: datetime, to_change: bool = False
) -> tuple[Assessment, Consensus, Participant]:
    """Begin the writing transaction for somebody who answers separately, and hold the answers sealed until it ends.

    Raises ClosedError (a stage, ``consensus-open``), NotFoundError for those who do not take part.
    """
    key = assessment.id
    actor = begin(session, by=by)
    at = locked(session, key)
    require_stage(at, by=actor, action=Action.ANSWER_SEPARATELY)
    found = _taken(session, at, to_change=to_change)
    own = None if found is None else participant(found, actor)
    if found is None or own is None:
        raise NotFoundError("consensus")
    if is_open(found, zone=at.wave.time_zone, now=now):
        raise ClosedError("consensus-open")
    return at, found, own


def unfinished(people: Iterable[Participant]) -> list[Participant]:
    """Return those who have not said that they are finished."""
    return [each for each in people if each.finished_at is None]


def _taken(session: Session, assessment: Assessment, *, to_change: bool) -> Consensus | None:
    """Return what is arranged, held as it is: first the row is locked, then everybody in it is read as they are now."""
    session.scalar(_CHANGE if to_change else _KEEP, {"key": assessment.id})
    fresh = _WHOLE.execution_options(populate_existing=True)
    return session.scalar(fresh, {"key": assessment.id})


def _open(session: Session, assessment: Assessment, found: Consensus, moment: datetime, now: datetime) -> None:
    """Keep that the answers are open since a moment: once, whoever comes first."""
    swap = update(Consensus).where(Consensus.id == found.id, Consensus.opened_at.is_(None))
    if changed(session, swap.values(opened_at=moment)) == 1:
        audit.note(session, Deed.CONSENSUS_OPENED, by=OPERATOR, now=now, assessment=assessment)
    session.refresh(found, ["opened_at"])
