"""Starting from the wave before: what a region answered then waits to be confirmed, and counts nowhere until it is."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, bindparam, insert, select
from sqlalchemy.orm import Session, contains_eager

from survey.errors import BadValueError, ClosedError, InvalidError, NotFoundError
from survey.models import Assessment, CarriedAnswer, Cleared, Deed, Region, Source, StoredAnswer, Submission, User, Wave
from survey.policy import Actor
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.model import Question, Questionnaire
from survey.scoring.lineage import Link
from survey.services import audit, continuing, editions, versions
from survey.services.actors import begin_managing
from survey.services.answers import Columns, answer_of, columns
from survey.services.recording import Entry, Outcome, record

NOTHING_SAID = frozenset({State.HIDDEN, State.NOT_ANSWERED})
"""What of the wave before is not handed on: nobody was asked, or nobody answered."""

_ANSWERED_SINCE = and_(
    StoredAnswer.assessment_id == CarriedAnswer.assessment_id, StoredAnswer.question == CarriedAnswer.question
)
_CARRIED = (
    select(CarriedAnswer, StoredAnswer.id)
    .outerjoin(StoredAnswer, _ANSWERED_SINCE)
    .where(CarriedAnswer.assessment_id == bindparam("key"))
)
_WAITING = (
    select(CarriedAnswer, Wave)
    .join(Assessment, Assessment.id == CarriedAnswer.from_assessment_id)
    .join(Assessment.wave)
    .join(Wave.edition)
    .outerjoin(StoredAnswer, _ANSWERED_SINCE)
    .options(contains_eager(Wave.edition))
    .where(CarriedAnswer.assessment_id == bindparam("key"), StoredAnswer.id.is_(None))
    .where(CarriedAnswer.question.in_(bindparam("codes", expanding=True)))
)
_ADD = insert(CarriedAnswer)


@dataclass(frozen=True)
class Carried:
    """What a region said in an earlier wave (``row``), and whether it still ``waits`` for an answer of this wave.

    ``wave`` is the one it was said in. What was ``cleared`` can be read and not confirmed.
    """

    row: CarriedAnswer
    wave: Wave
    waits: bool

    @property
    def cleared(self) -> Cleared | None:
        """Why it must be answered anew; None where it can be confirmed."""
        return self.row.cleared

    def answer(self, questionnaire: Questionnaire) -> Answer:
        """Return it as an answer to this wave's question, or to that of the earlier wave where it was cleared."""
        return answer_of(questionnaire.questions[self.asked], self.row)  # type: ignore[arg-type]

    @property
    def asked(self) -> str:
        """The code of the question by which its value is to be read: that of the earlier wave where it was cleared."""
        return self.row.question if self.cleared is None else self.row.from_question


def carry_over(
    session: Session,
    *,
    wave: Wave,
    earlier: Wave,
    by: Actor,
    now: datetime,
    time_bound: Collection[str] = frozenset(),
) -> int:
    """Let a wave start from what each region last submitted in an earlier one; return how many answers were handed on.

    ``time_bound`` names questions of the new edition that must be answered anew in each wave. A region that never
    submitted begins empty. Raises InvalidError(``follows``) for a wave of another questionnaire or one that begins
    later, ClosedError(``carried-over``) where the wave follows another already, NotFoundError if the person may not.
    """
    ahead, behind = wave.id, earlier.id
    begin_managing(session, by=by)
    wave, earlier = session.get_one(Wave, ahead), session.get_one(Wave, behind)
    if wave.follows_id is not None:
        raise ClosedError("carried-over")
    _require_before(earlier, wave)
    wave.follows_id = earlier.id
    session.flush()
    start = _Start(session, wave, earlier, frozenset(time_bound))
    places = {each.region_id: each for each in session.scalars(select(Assessment).where(Assessment.wave_id == ahead))}
    count = 0
    for submission, region in versions.latest(session, wave=earlier):
        if region in places and (rows := list(start.rows(submission, places[region]))):
            session.connection().execute(_ADD, rows)
            _note(session, places[region], len(rows), earlier, by, now)
            count += len(rows)
    return count


def _note(session: Session, assessment: Assessment, count: int, earlier: Wave, by: Actor, now: datetime) -> None:
    audit.note(
        session,
        Deed.ANSWERS_CARRIED_OVER,
        by=by,
        now=now,
        assessment=assessment,
        count=count,
        wave=earlier.key,
    )


def _require_before(earlier: Wave, wave: Wave) -> None:
    if earlier.edition.key != wave.edition.key:
        raise InvalidError(follows="other-questionnaire")
    if earlier.id == wave.id or earlier.opens > wave.opens:
        raise InvalidError(follows="later")


class _Start:
    """What is the same for all regions of a wave that follows another."""

    def __init__(self, session: Session, wave: Wave, earlier: Wave, time_bound: frozenset[str]) -> None:
        self.now = editions.load(session, edition=wave.edition)
        self.then = editions.load(session, edition=earlier.edition)
        self.links = continuing.links(session, later=wave.edition, earlier=earlier.edition)
        self.opens, self.time_bound = wave.opens, time_bound

    def rows(self, submission: Submission, assessment: Assessment) -> Iterator[dict[str, object]]:
        """Yield a row for each answer of a frozen version that an assessment starts from."""
        given = versions.counted(self.then, versions.thawed(self.then, submission.answers))
        frozen = {row["question"]: row["version"] for row in submission.answers}
        for link in self.links:
            answer = given[link.b]
            if link.b not in frozen or answer.state in NOTHING_SAID:
                continue
            said, cleared = self._handed_on(link, answer)
            yield {
                "assessment_id": assessment.id,
                "question": link.a,
                **said._asdict(),
                "from_assessment_id": submission.assessment_id,
                "from_question": link.b,
                "from_version": frozen[link.b],
                "cleared": cleared,
            }

    def _handed_on(self, link: Link, answer: Answer) -> tuple[Columns, Cleared | None]:
        """Return what is kept of an earlier answer, and why it cannot be confirmed as it is."""
        then, now = self.then.questions[link.b], self.now.questions[link.a]
        said = columns(then, answer)
        if link.relation == "rescaled":
            return said, Cleared.RESCALED
        if link.a in self.time_bound or _is_past(answer.planned_date, self.opens):
            return said, Cleared.TIME_BOUND
        fits = _fitting(then, now, answer)
        return (said, Cleared.NO_LONGER_FITS) if fits is None else (fits, None)


def _is_past(planned: date | None, opens: date) -> bool:
    """Whether what was planned should be there on the first day of the wave."""
    return planned is not None and planned <= opens


def _fitting(then: Question, now: Question, answer: Answer) -> Columns | None:
    """Return an earlier answer as one to today's question; None where it is none, or would mean something else."""
    if then.kind != now.kind:
        return None
    try:
        fits = columns(now, answer)
    except BadValueError:
        return None
    return fits if fits.state is answer.state else None


def without(session: Session, *, wave: Wave) -> Sequence[Region]:
    """Return the regions of a wave to which nothing was handed on, by name."""
    handed = select(CarriedAnswer.id).where(CarriedAnswer.assessment_id == Assessment.id)
    wanted = select(Region).join(Assessment).where(Assessment.wave_id == wave.id, ~handed.exists())
    return session.scalars(wanted.order_by(Region.name)).all()


def waiting(session: Session, *, assessment: Assessment, codes: Iterable[str]) -> dict[str, Carried]:
    """Return what waits for an answer of this wave among some questions, by code; one statement, none in a first wave.

    For the page of a section: each with the wave it comes from, and why it was cleared.
    """
    if assessment.wave.follows_id is None:
        return {}
    found = session.execute(_WAITING, {"key": assessment.id, "codes": list(codes)})
    return {row.question: Carried(row, wave, waits=True) for row, wave in found}


def carried(session: Session, *, assessment: Assessment) -> dict[str, Carried]:
    """Return all that an assessment starts from, by the code of today's question, answered since or not."""
    wave = assessment.wave.follows
    if wave is None:
        return {}
    found = session.execute(_CARRIED, {"key": assessment.id})
    return {row.question: Carried(row, wave, waits=own is None) for row, own in found}


def confirm(
    session: Session,
    *,
    assessment: Assessment,
    questionnaire: Questionnaire,
    codes: Collection[str],
    by: User,
    now: datetime,
) -> Outcome:
    """Answer questions as in the wave before, each where nobody has answered it yet; from then on it counts.

    Where somebody has answered otherwise, that is a conflict and stays as it is. Raises NotFoundError for a question
    without an earlier answer that fits, or not the person's to answer, ClosedError as recording does.
    """
    known = carried(session, assessment=assessment)
    fitting = [code for code in questionnaire.questions if code in known and known[code].cleared is None]
    if not set(codes) <= set(fitting):
        raise NotFoundError("carried")
    entries = {
        code: Entry(known[code].answer(questionnaire), 0, touched=True) for code in fitting if code in set(codes)
    }
    from_wave = next((known[code].wave.title for code in entries), None)
    return record(
        session,
        assessment=assessment,
        questionnaire=questionnaire,
        entries=entries,
        by=by,
        now=now,
        source=Source.CARRY_OVER,
        why=from_wave,
    )
