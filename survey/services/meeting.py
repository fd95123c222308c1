"""The meeting after answering separately: what everybody said, what was agreed upon, and who sees it otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, bindparam, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey.database import changed
from survey.errors import ClosedError, InvalidError, NotFoundError
from survey.models import (
    AnswerChange,
    Assessment,
    Consensus,
    Deed,
    IndividualAnswer,
    MinorityView,
    Source,
    StoredAnswer,
    User,
)
from survey.policy import Action
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.progress import resolve
from survey.scoring import disagreement
from survey.scoring.disagreement import Disagreement
from survey.services import audit, consensus
from survey.services.actors import begin, named
from survey.services.answers import answer_of, question
from survey.services.one_assessment import locked
from survey.services.recording import Entry, Outcome, record, require_stage
from survey.services.results import MOST_KEPT

LONGEST_VIEW = 4_000
"""Characters of one minority view."""

_row = IndividualAnswer
_ALL = select(_row.user_id, _row.question, _row.state, _row.value, _row.reason, _row.planned_date).where(
    _row.assessment_id == bindparam("key")
)
_STATE = select(func.count(), func.coalesce(func.sum(_row.version), 0)).where(_row.assessment_id == bindparam("key"))
_AGREED = (
    select(StoredAnswer.question)
    .join(
        AnswerChange,
        (AnswerChange.assessment_id == StoredAnswer.assessment_id)
        & (AnswerChange.question == StoredAnswer.question)
        & (AnswerChange.version == StoredAnswer.version),
    )
    .where(StoredAnswer.assessment_id == bindparam("key"), AnswerChange.source == Source.CONSENSUS)
)
_VIEWS = (
    select(MinorityView)
    .where(MinorityView.assessment_id == bindparam("key"))
    .order_by(MinorityView.id)
    .options(named(MinorityView.user))
)
_ADD_VIEW = insert(MinorityView)
_CHANGE_VIEW = update(MinorityView).where(
    MinorityView.assessment_id == bindparam("at"),
    MinorityView.question == bindparam("of"),
    MinorityView.user_id == bindparam("whose"),
)

Answers = Mapping[str, Answer]


@dataclass(frozen=True)
class Opened:
    """What everybody answered, by account and question, and how far they are apart; ``order`` begins with the worst.

    ``answers`` are as given, for the scores; ``said`` hold the same with *hidden* where a person's own answers left a
    question out, and *not answered* where it was left open.
    """

    answers: Mapping[int, Answers]
    said: Mapping[int, Answers]
    spread: Mapping[str, Disagreement]
    order: Sequence[str]


@dataclass(frozen=True)
class Voice:
    """One answer to a question, and the names of those who gave it."""

    answer: Answer
    names: Sequence[str]


_known: WeakKeyDictionary[Engine, dict[tuple[int, int, int], Opened]] = WeakKeyDictionary()


def opened(
    session: Session, *, assessment: Assessment, questionnaire: Questionnaire, by: User, now: datetime
) -> tuple[Consensus, Opened]:
    """Return what everybody answered, sorted by disagreement; read once for each state of the answers.

    Raises NotFoundError for those whom it does not concern, ClosedError(``consensus-sealed``) before it is open.
    """
    found = consensus.require_readable(session, assessment=assessment, by=by, now=now)
    count, versions = session.execute(_STATE, {"key": assessment.id}).one()
    key = assessment.id, count, versions
    kept = _known.setdefault(session.get_bind().engine, {})
    if key not in kept:
        kept[key] = _read(session, assessment, questionnaire, found)
    all_of_them = kept[key]
    while len(kept) > MOST_KEPT:
        kept.pop(next(iter(kept)))
    return found, all_of_them


def _read(session: Session, assessment: Assessment, questionnaire: Questionnaire, found: Consensus) -> Opened:
    answers: dict[int, dict[str, Answer]] = {each.user_id: {} for each in found.participants}
    for row in session.execute(_ALL, {"key": assessment.id}):
        answers[row.user_id][row.question] = answer_of(questionnaire.questions[row.question], row)
    said = {person: _said(questionnaire, given) for person, given in answers.items()}
    spread = {
        code: disagreement.of(asked, [given[code] for given in said.values()])
        for code, asked in questionnaire.questions.items()
    }
    return Opened(answers, said, spread, disagreement.ranked(spread))


def _said(questionnaire: Questionnaire, given: Answers) -> Answers:
    states = resolve(questionnaire, given)
    hidden = Answer(State.HIDDEN)
    return {code: hidden if state is State.HIDDEN else given.get(code, NOT_ANSWERED) for code, state in states.items()}


def voices(found: Consensus, all_of_them: Opened, code: str) -> list[Voice]:
    """Return the different answers to a question with who gave them, the most frequent first."""
    groups: dict[Answer, list[str]] = {}
    for each in found.participants:
        groups.setdefault(all_of_them.said[each.user_id][code], []).append(each.user.name)
    return sorted((Voice(answer, names) for answer, names in groups.items()), key=lambda one: -len(one.names))


def agree(
    session: Session,
    *,
    assessment: Assessment,
    questionnaire: Questionnaire,
    entries: Mapping[str, Entry],
    by: User,
    now: datetime,
) -> Outcome:
    """Record what was agreed upon as the region's answer; as :func:`survey.services.recording.record` otherwise.

    Raises ClosedError before the answers are open, NotFoundError for those who do not lead.
    """
    consensus.require_readable(session, assessment=assessment, by=by, now=now)
    require_stage(assessment, by=by, action=Action.LEAD_CONSENSUS)
    return record(
        session,
        assessment=assessment,
        questionnaire=questionnaire,
        entries=entries,
        by=by,
        now=now,
        source=Source.CONSENSUS,
    )


def agreed(session: Session, *, assessment: Assessment) -> frozenset[str]:
    """Return the questions whose present answer was recorded as the agreed one."""
    return frozenset(session.scalars(_AGREED, {"key": assessment.id}))


def views(session: Session, *, assessment: Assessment, by: User, now: datetime) -> dict[str, list[MinorityView]]:
    """Return the minority views by question; as :func:`opened` for those who may read them."""
    consensus.require_readable(session, assessment=assessment, by=by, now=now)
    found: dict[str, list[MinorityView]] = {}
    for each in session.scalars(_VIEWS, {"key": assessment.id}):
        found.setdefault(each.question, []).append(each)
    return found


def hold(
    session: Session,
    *,
    assessment: Assessment,
    questionnaire: Questionnaire,
    code: str,
    words: str,
    by: User,
    now: datetime,
) -> None:
    """Keep in somebody's own words that they see a question otherwise; later words take the place of earlier ones.

    Raises InvalidError(``words``: missing, long), ClosedError before the answers are open or once the assessment is
    submitted, NotFoundError for those who did not take part.
    """
    question(questionnaire, code)
    kept = _checked(words)
    key = assessment.id
    actor = begin(session, by=by)
    at = locked(session, key)
    require_stage(at, by=actor, action=Action.ANSWER_SEPARATELY)
    found = consensus.whole(session, assessment=at)
    if found is None or consensus.participant(found, actor) is None:
        raise NotFoundError("consensus")
    if not consensus.is_open(found, zone=at.wave.time_zone, now=now):
        raise ClosedError("consensus-sealed")
    _keep_view(session, {"assessment_id": at.id, "question": code, "user_id": actor.id}, kept, now)
    audit.note(session, Deed.MINORITY_VIEW, by=actor, now=now, assessment=at, question=code)


def _checked(words: str) -> str:
    """Return words as they are kept; InvalidError where there are none, or too many."""
    kept = words.replace("\r\n", "\n").replace("\x00", "").strip()
    if not kept:
        raise InvalidError(words="missing")
    if len(kept) > LONGEST_VIEW:
        raise InvalidError(words="long")
    return kept


def _keep_view(session: Session, where: Mapping[str, object], words: str, now: datetime) -> None:
    at = {"at": where["assessment_id"], "of": where["question"], "whose": where["user_id"]}
    values = {"words": words, "written_at": now}
    if changed(session, _CHANGE_VIEW, {**at, **values}):
        return
    try:
        with session.begin_nested():
            session.connection().execute(_ADD_VIEW, {**where, **values})
    except IntegrityError:
        changed(session, _CHANGE_VIEW, {**at, **values})
