"""Comments: what people say to each other about a question, as one thread that is open or resolved."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session, selectinload

from survey.errors import InvalidError, NotFoundError
from survey.models import Assessment, Comment, Deed, Mandate, Mention, Thread, User
from survey.policy import Action, may
from survey.questionnaires.model import Questionnaire
from survey.reading import Prepared
from survey.services import answers, audit, mentions
from survey.services.actors import begin, named
from survey.services.one_assessment import locked
from survey.services.recording import require_stage

LONGEST = 4_000
"""Characters of one comment."""

_LAST = select(func.max(Comment.number)).where(Comment.thread_id == Thread.id).correlate(Thread).scalar_subquery()
_BRIEF = (
    select(Thread.question, Thread.resolved_at, Comment.number, Comment.words, Comment.written_at, User.name)
    .join(Comment, (Comment.thread_id == Thread.id) & (Comment.number == _LAST))
    .join(User, User.id == Comment.author_id)
    .where(Thread.assessment_id == bindparam("key"))
)
_COUNTS = Prepared(
    select(Thread.question, func.max(Comment.number))
    .join(Comment, Comment.thread_id == Thread.id)
    .where(Thread.assessment_id == bindparam("key"))
    .group_by(Thread.question)
)
_WHOLE = (
    select(Thread)
    .where(Thread.assessment_id == bindparam("key"), Thread.question == bindparam("code"))
    .options(
        named(Thread.resolved_by),
        selectinload(Thread.comments).options(
            named(Comment.author), selectinload(Comment.mentions).options(named(Mention.user))
        ),
    )
)


@dataclass(frozen=True)
class Brief:
    """A thread in one line: how many comments, the last one's words, author and time, and whether it is resolved."""

    count: int
    words: str
    author: str
    written_at: datetime
    resolved: bool


@dataclass(frozen=True)
class Written:
    """A comment that is kept, and the people it calls; none where the same words were sent a second time."""

    comment: Comment
    called: Sequence[User]


def readers(session: Session, *, assessment: Assessment) -> list[User]:
    """Return the people who may view an assessment, by name: only they can be mentioned in a comment."""
    holders = select(Mandate.user_id).where(Mandate.region_id == assessment.region_id, Mandate.until.is_(None))
    wanted = select(User).where(User.active, or_(User.id.in_(holders), User.roles.any())).order_by(User.name, User.id)
    return [each for each in session.scalars(wanted).unique() if may(each, Action.VIEW, assessment)]


def thread(session: Session, *, assessment: Assessment, code: str) -> Thread | None:
    """Return the comments on one question with their authors, None where nobody has written yet."""
    return session.scalar(_WHOLE, {"key": assessment.id, "code": code})


def of_questions(session: Session, assessment: Assessment) -> dict[str, Brief]:
    """Return the threads of all questions in one line each, by question code; in one statement."""
    found = session.connection().execute(_BRIEF, {"key": assessment.id})
    return {
        row.question: Brief(row.number, row.words, row.name, row.written_at, row.resolved_at is not None)
        for row in found
    }


def counts(session: Session, assessment: Assessment) -> dict[str, int]:
    """Return how many comments there are on each question, by its code."""
    return {str(code): int(number) for code, number in _COUNTS.rows(session, key=assessment.id)}


def write(
    session: Session,
    *,
    assessment: Assessment,
    questionnaire: Questionnaire,
    code: str,
    words: str,
    by: User,
    now: datetime,
    chosen: Collection[int] = (),
) -> Written:
    """Write a comment on a question; a resolved thread is open again by it.

    ``chosen`` are the accounts of people to call besides those whom the words name. Raises InvalidError(``words``)
    for none or too many, MentionError for names that mean nobody, InvalidError(``chosen``) for somebody who may not
    view the assessment; NotFoundError or ClosedError where the person may not comment.
    """
    text = checked(words)
    answers.question(questionnaire, code)
    actor, found = _begin(session, assessment=assessment, by=by)
    to = _called(session, found, text, chosen, actor)
    talk = _thread(session, found, code)
    last = talk.comments[-1] if talk.comments else None
    if last is not None and (last.author_id, last.words) == (actor.id, text):
        return Written(last, [])
    made = Comment(
        number=1 + (last.number if last else 0),
        words=text,
        written_at=now,
        author_id=actor.id,
        mentions=[Mention(user_id=each.id) for each in to],
    )
    talk.comments.append(made)
    if talk.resolved_at is not None:
        _mark(session, found, talk, None, actor, now)
    session.flush()
    audit.note(session, Deed.COMMENTED, by=actor, now=now, assessment=found, question=code, number=made.number)
    return Written(made, to)


def resolve(session: Session, *, assessment: Assessment, code: str, by: User, now: datetime) -> None:
    """Mark the comments on a question as resolved; NotFoundError where there are none."""
    _settle(session, assessment, code, by, now, resolved=True)


def reopen(session: Session, *, assessment: Assessment, code: str, by: User, now: datetime) -> None:
    """Open the resolved comments on a question again; NotFoundError where there are none."""
    _settle(session, assessment, code, by, now, resolved=False)


def checked(words: str) -> str:
    """Return a comment as it is kept; InvalidError(``words``) where nothing is said, or too much."""
    text = cleaned(words)
    if not text:
        raise InvalidError(words="missing")
    if len(text) > LONGEST:
        raise InvalidError(words="long")
    return text


def cleaned(words: str) -> str:
    """Return words without what no database keeps and without space around them; empty where nothing is said."""
    return words.encode("utf-8", "ignore").decode("utf-8").replace("\x00", "").replace("\r\n", "\n").strip()


def _begin(session: Session, *, assessment: Assessment, by: User) -> tuple[User, Assessment]:
    """Begin the writing transaction; the assessment is held, so that comments get their numbers one by one."""
    key = assessment.id
    actor = begin(session, by=by)
    found = locked(session, key, to_change=True)
    require_stage(found, by=actor, action=Action.COMMENT)
    return actor, found


def _called(session: Session, at: Assessment, text: str, chosen: Collection[int], actor: User) -> list[User]:
    """Return whom a comment calls, by its words and by choice; never its author."""
    known = readers(session, assessment=at)
    if not {each.id for each in known}.issuperset(chosen):
        raise InvalidError(chosen="unknown")
    picked = [each for each in known if each.id in chosen]
    named_too = mentions.called(text, known, chosen=picked)
    return [each for each in known if each is not actor and (each in picked or each in named_too)]


def _thread(session: Session, at: Assessment, code: str) -> Thread:
    found = thread(session, assessment=at, code=code)
    if found is None:
        found = Thread(assessment_id=at.id, question=code, comments=[])
        session.add(found)
        session.flush()
    return found


def _settle(session: Session, at: Assessment, code: str, by: User, now: datetime, *, resolved: bool) -> None:
    actor, found = _begin(session, assessment=at, by=by)
    talk = thread(session, assessment=found, code=code)
    if talk is None:
        raise NotFoundError("thread", question=code)
    if (talk.resolved_at is not None) != resolved:
        _mark(session, found, talk, now if resolved else None, actor, now)
    session.flush()


def _mark(session: Session, at: Assessment, talk: Thread, resolved: datetime | None, by: User, now: datetime) -> None:
    talk.resolved_at, talk.resolved_by_id = resolved, by.id if resolved else None
    deed = Deed.THREAD_RESOLVED if resolved else Deed.THREAD_REOPENED
    audit.note(session, deed, by=by, now=now, assessment=at, question=talk.question)
