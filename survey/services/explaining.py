"""Saying a word about what the checks found: kept as comments, where a reviewer reads them beside the answer."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from survey.errors import InvalidError
from survey.models import Assessment, Comment, Deed, Thread, User
from survey.services import audit, comments
from survey.services.findings import Finding

LONGEST = 1_000
"""Characters of the word about one finding."""


def checked(words: Mapping[str, str]) -> dict[str, str]:
    """Return words as they are kept, by the key of the finding, without those that say nothing.

    Raises InvalidError, under each key whose words are too long.
    """
    said = {key: text for key, typed in words.items() if (text := comments.cleaned(typed))}
    long = {key: "long" for key, text in said.items() if len(text) > LONGEST}
    if long:
        raise InvalidError(**long)
    return said


def keep(
    session: Session,
    *,
    assessment: Assessment,
    said: Collection[tuple[Finding, str]],
    by: User,
    now: datetime,
) -> None:
    """Keep what was said about findings as a comment at each of their questions; a resolved thread is open again.

    The writing transaction must have begun and the assessment be held, as comments get their numbers one by one. The
    log remembers by which finding, so that it counts as explained until an answer changes.
    """
    codes = {code for finding, _ in said for code in finding.questions}
    threads = _threads(session, assessment, codes)
    for finding, words in said:
        for code in finding.questions:
            talk = threads[code]
            number = 1 + (talk.comments[-1].number if talk.comments else 0)
            talk.comments.append(Comment(number=number, words=words, written_at=now, author_id=by.id, mentions=[]))
            if talk.resolved_at is not None:
                talk.resolved_at = talk.resolved_by_id = None
                audit.note(session, Deed.THREAD_REOPENED, by=by, now=now, assessment=assessment, question=code)
            known = {"by": by, "now": now, "assessment": assessment, "question": code}
            audit.note(session, Deed.COMMENTED, **known, number=number, check=finding.key)  # type: ignore[arg-type]
    session.flush()


def _threads(session: Session, assessment: Assessment, codes: Collection[str]) -> dict[str, Thread]:
    """Return the threads of these questions with their comments as they are now; new ones where nobody wrote yet."""
    wanted = select(Thread).where(Thread.assessment_id == assessment.id, Thread.question.in_(codes))
    fresh = wanted.options(selectinload(Thread.comments)).execution_options(populate_existing=True)
    found = {each.question: each for each in session.scalars(fresh)}
    for code in sorted(codes - found.keys()):
        found[code] = Thread(assessment_id=assessment.id, question=code, comments=[])
        session.add(found[code])
    session.flush()
    return found
