"""Parts: sections and questions given to contributors, taken back, and what of them is open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session, contains_eager

from survey.database import changed
from survey.errors import ClosedError, InvalidError, NotFoundError
from survey.models import Assessment, Assignment, Deed, Duty, User
from survey.policy import Action
from survey.questionnaires.answers import State
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.progress import Progress, count
from survey.services import audit, mandates
from survey.services.parts import questions_of
from survey.services.stages import begin_step

_IN_FORCE = (
    select(Assignment)
    .join(Assignment.user)
    .where(Assignment.assessment_id == bindparam("key"), Assignment.until.is_(None))
    .options(contains_eager(Assignment.user))
    .order_by(User.name, User.id, Assignment.id)
)


@dataclass(frozen=True)
class Wish:
    """What is to be given: to whom, by account; codes of sections and questions; by which day, where it matters."""

    to: int
    parts: tuple[str, ...]
    due: date | None = None


@dataclass(frozen=True)
class Part:
    """A section or question given to somebody, with how far it has come; ``open`` are the codes not answered yet."""

    assignment: Assignment
    progress: Progress
    open: tuple[str, ...]

    @property
    def code(self) -> str:
        """The code of the section or question."""
        return self.assignment.part


@dataclass(frozen=True)
class Load:
    """What one person was asked to answer; ``progress`` counts each question once, however often it was given."""

    user: User
    parts: Sequence[Part]
    progress: Progress
    open: tuple[str, ...]

    @property
    def finished(self) -> bool:
        """Whether nothing is open."""
        return not self.open


def give(
    session: Session, *, assessment: Assessment, questionnaire: Questionnaire, wish: Wish, by: User, now: datetime
) -> list[Assignment]:
    """Give parts to a contributor, and return what is new or has another day.

    A question of a section that is given in the same go is in it already. Raises InvalidError (``to``, ``parts``,
    ``due``) for what cannot be, ClosedError once it is submitted, NotFoundError if it is not the person's to give.
    """
    codes = _chosen(questionnaire, wish.parts)
    mandates.hold(session, assessment.region_id)
    actor, at = begin_step(session, assessment=assessment, action=Action.ASSIGN, by=by)
    receiver = _contributor(session, at, wish.to)
    wrong = {"parts": "" if codes else "missing", "due": _late(at, wish.due, now), "to": "" if receiver else "unknown"}
    if receiver is None or any(wrong.values()):
        raise InvalidError(**{name: code for name, code in wrong.items() if code})
    had = {each.part: each for each in in_force(session, assessment=at) if each.user_id == receiver.id}
    given = [code for code in codes if code not in had or had[code].due != wish.due]
    for code in given:
        _keep(session, had.get(code), Assignment(assessment_id=at.id, part=code, given_at=now), receiver, wish, actor)
        day = wish.due.isoformat() if wish.due else None
        audit.note(session, Deed.PART_GIVEN, by=actor, now=now, assessment=at, person=receiver, part=code, until=day)
    session.flush()
    return [each for each in in_force(session, assessment=at) if each.user_id == receiver.id and each.part in given]


def _keep(session: Session, had: Assignment | None, new: Assignment, receiver: User, wish: Wish, actor: User) -> None:
    """Give a part that the person has already another day; add one that is new."""
    if had is not None:
        had.due = wish.due
        return
    new.user_id, new.given_by_id, new.due = receiver.id, actor.id, wish.due
    session.add(new)


def take_back(session: Session, *, assessment: Assessment, key: int, by: User, now: datetime) -> Assignment:
    """Take a part back; from then on the person cannot save answers to it, and what they saved stays.

    Raises ClosedError if it was taken back already or the assessment is submitted, NotFoundError if it is none of
    this assessment, or not the person's to take.
    """
    actor, at = begin_step(session, assessment=assessment, action=Action.ASSIGN, by=by)
    found = session.get(Assignment, key)
    if found is None or found.assessment_id != at.id:
        raise NotFoundError("part")
    swap = update(Assignment).where(Assignment.id == key, Assignment.until.is_(None)).values(until=now)
    if changed(session, swap) != 1:
        raise ClosedError("part-taken-back")
    session.refresh(found)
    audit.note(session, Deed.PART_TAKEN_BACK, by=actor, now=now, assessment=at, person=found.user, part=found.part)
    return found


def in_force(session: Session, *, assessment: Assessment) -> Sequence[Assignment]:
    """Return the parts that are given at present, by person, each with the person."""
    return session.scalars(_IN_FORCE, {"key": assessment.id}).unique().all()


def loads(
    questionnaire: Questionnaire, states: Mapping[str, State], people: Iterable[User], given: Iterable[Assignment]
) -> list[Load]:
    """Return what each of these people was asked to answer, in the order of the questionnaire, and what is open of it.

    ``states`` are those of all questions. A part that this questionnaire does not know is left out.
    """
    place = {code: number for number, code in enumerate(_order(questionnaire))}
    kept = sorted((each for each in given if each.part in place), key=lambda each: place[each.part])
    return [_load(questionnaire, states, user, [each for each in kept if each.user_id == user.id]) for user in people]


def _order(questionnaire: Questionnaire) -> Iterable[str]:
    """Yield sections and questions in the order of the file, each section before its questions."""
    for section in questionnaire.sections:
        yield section.code
        yield from (question.code for question in section.questions)


def _load(asked: Questionnaire, states: Mapping[str, State], user: User, given: Sequence[Assignment]) -> Load:
    parts = [_part(asked, states, each) for each in given]
    codes = {code for each in given for code in questions_of(asked, each.part)}
    return Load(user, parts, count(states[code] for code in codes), _unanswered(states, codes))


def _part(asked: Questionnaire, states: Mapping[str, State], given: Assignment) -> Part:
    codes = list(questions_of(asked, given.part))
    return Part(given, count(states[code] for code in codes), _unanswered(states, codes))


def _unanswered(states: Mapping[str, State], codes: Iterable[str]) -> tuple[str, ...]:
    wanted = set(codes)
    return tuple(code for code, state in states.items() if code in wanted and state is State.NOT_ANSWERED)


def _chosen(questionnaire: Questionnaire, parts: Iterable[str]) -> list[str]:
    """Return the parts in the order of the file, without questions of sections that are among them."""
    wanted = set(parts)
    if not wanted <= set(_order(questionnaire)):
        raise InvalidError(parts="unknown")
    whole = {section.code for section in questionnaire.sections if section.code in wanted}
    inside = {code for section in whole for code in questions_of(questionnaire, section)}
    return [code for code in _order(questionnaire) if code in wanted - inside]


def _late(assessment: Assessment, due: date | None, now: datetime) -> str:
    """Return why parts cannot be due on a day: it is over, or later than the region's last day."""
    if due is None:
        return ""
    if due < now.astimezone(ZoneInfo(assessment.wave.time_zone)).date():
        return "past"
    return "late" if due > assessment.due else ""


def _contributor(session: Session, assessment: Assessment, key: int) -> User | None:
    held = mandates.of_region(session, region=assessment.region, duties={Duty.CONTRIBUTOR})
    return next((each.user for each in held if each.user_id == key and each.user.active), None)
