"""Verdicts: accepting, sending back, adjusting; the region's reply to them; standing by a disputed one."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey.errors import ClosedError, InvalidError, NotFoundError
from survey.models import Assessment, Consent, Deed, ReviewedAnswer, StoredAnswer, User
from survey.policy import Action
from survey.questionnaires.answers import NOT_ANSWERED, Answer, State
from survey.questionnaires.model import Question, Questionnaire
from survey.questionnaires.progress import resolve
from survey.scoring.lenses import Verdict
from survey.services import audit
from survey.services.answers import NOTHING_KEPT, Columns, Kept, columns, given, kept, question
from survey.services.reviews import REVIEWED, in_force, items, mark
from survey.services.stages import begin_step, checked_reason

LONGEST_REPLY = 4_000
"""Characters of a reply that are kept; the page lets nobody type more."""


def give(
    session: Session,
    *,
    assessment: Assessment,
    questionnaire: Questionnaire,
    code: str,
    version: int,
    verdict: Verdict,
    by: User,
    now: datetime,
    reason: str = "",
    adjusted: Answer | None = None,
    seen: str | None = None,
) -> ReviewedAnswer:
    """Give a verdict on the version of an answer that the reviewer saw; an earlier verdict is replaced and stays.

    ``seen`` is the mark of the verdict that stood there (:func:`survey.services.reviews.mark`); None does not ask.

    Raises InvalidError(``reason``) where a change or an adjustment has none, and (``adjusted``) where the answer that
    is to stand is missing or is the reported one; BadValueError where it does not fit; ClosedError(``answer-changed``)
    where the region has answered anew, (``review-changed``) where another reviewer was faster or the region has
    replied; NotFoundError for what is not to be reviewed.
    """
    asked = question(questionnaire, code)
    words = None if verdict is Verdict.ACCEPTED else checked_reason(reason)
    stands = _adjusted(asked, adjusted) if verdict is Verdict.ADJUSTED else None
    actor, found = begin_step(session, assessment=assessment, action=Action.REVIEW, by=by)
    reported = _to_review(session, found, questionnaire, code)
    if reported.version != version:
        raise ClosedError("answer-changed")
    _require_seen(in_force(session, assessment=found).get(code), seen)
    if stands is not None and stands == columns(asked, reported.answer):
        raise InvalidError(adjusted="same")
    made = ReviewedAnswer(
        assessment_id=found.id,
        question=code,
        version=version,
        verdict=verdict,
        adjusted_state=stands.state if stands else None,
        adjusted_value=stands.value if stands else None,
        adjusted_reason=stands.reason if stands else None,
        adjusted_date=stands.planned_date if stands else None,
        reason=words,
        reviewed_at=now,
        reviewer_id=actor.id,
    )
    _replace(session, found, made, now)
    audit.note(session, Deed.REVIEWED, by=actor, now=now, assessment=found, question=code, verdict=verdict.value)
    return made


def _adjusted(asked: Question, answer: Answer | None) -> Columns:
    """Return the answer that is to stand as the tables keep it; InvalidError(``adjusted``) where there is none."""
    found = columns(asked, answer or NOT_ANSWERED)
    if found.state is State.NOT_ANSWERED:
        raise InvalidError(adjusted="missing")
    return found


def _to_review(session: Session, assessment: Assessment, questionnaire: Questionnaire, code: str) -> Kept:
    """Return the answer to one question as it is now; NotFoundError where there is nothing to review."""
    everything = kept(session, assessment=assessment, questionnaire=questionnaire)
    if resolve(questionnaire, given(everything))[code] not in REVIEWED:
        raise NotFoundError("question", question=code)
    return everything.get(code, NOTHING_KEPT)


def _require_seen(review: ReviewedAnswer | None, seen: str | None) -> None:
    """Refuse to go over a verdict or a reply that the person has not seen."""
    if seen is not None and seen != mark(review):
        raise ClosedError("review-changed")


def _require_current(session: Session, assessment: Assessment, review: ReviewedAnswer) -> None:
    """Refuse what is said of a verdict on an answer that is another one by now."""
    stored = select(StoredAnswer.version).where(
        StoredAnswer.assessment_id == assessment.id, StoredAnswer.question == review.question
    )
    if session.scalar(stored) != review.version:
        raise ClosedError("answer-changed")


def _replace(session: Session, assessment: Assessment, made: ReviewedAnswer, now: datetime) -> None:
    """Put a verdict in the place of the one in force; one question has one, whoever is faster."""
    session.execute(
        update(ReviewedAnswer)
        .where(
            ReviewedAnswer.assessment_id == assessment.id,
            ReviewedAnswer.question == made.question,
            ReviewedAnswer.replaced_at.is_(None),
        )
        .values(replaced_at=now)
    )
    try:
        with session.begin_nested():
            session.add(made)
            session.flush()
    except IntegrityError as error:
        raise ClosedError("review-changed") from error


def accept_all(
    session: Session,
    *,
    assessment: Assessment,
    questionnaire: Questionnaire,
    versions: Mapping[str, int],
    by: User,
    now: datetime,
) -> int:
    """Accept the answers that nobody has reviewed yet, in the versions that the reviewer saw; return how many.

    What has changed since is left for another look.
    """
    actor, found = begin_step(session, assessment=assessment, action=Action.REVIEW, by=by)
    wanted = [
        item
        for item in items(session, assessment=found, questionnaire=questionnaire)
        if item.review is None and versions.get(item.code) == item.kept.version
    ]
    for item in wanted:
        session.add(
            ReviewedAnswer(
                assessment_id=found.id,
                question=item.code,
                version=item.kept.version,
                verdict=Verdict.ACCEPTED,
                reviewed_at=now,
                reviewer_id=actor.id,
            )
        )
        audit.note(session, Deed.REVIEWED, by=actor, now=now, assessment=found, question=item.code, verdict="accepted")
    session.flush()
    return len(wanted)


def reply(
    session: Session,
    *,
    assessment: Assessment,
    code: str,
    consent: Consent,
    words: str,
    by: User,
    now: datetime,
    seen: str | None = None,
) -> ReviewedAnswer:
    """Answer a verdict for the region: it agrees with an adjustment, or disputes it with words.

    ``seen`` is as in :func:`give`. Raises InvalidError(``reply``) for a dispute without words, and (``consent``) for
    agreeing with a question that was sent back, which is answered by changing it; NotFoundError where nothing waits
    for a reply; ClosedError(``review-changed``) where the verdict or the reply is another one by now, and
    (``answer-changed``) where the answer is.
    """
    said = words.replace("\x00", "").strip()[:LONGEST_REPLY] or None
    if consent is Consent.DISPUTED and said is None:
        raise InvalidError(reply="missing")
    actor, found = begin_step(session, assessment=assessment, action=Action.REPLY, by=by)
    review = in_force(session, assessment=found).get(code)
    if review is None or review.verdict is Verdict.ACCEPTED or review.upheld_at is not None:
        raise NotFoundError("review", question=code)
    if consent is Consent.AGREED and review.verdict is Verdict.RETURNED:
        raise InvalidError(consent="change")
    _require_seen(review, seen)
    _require_current(session, found, review)
    review.consent, review.reply, review.replied_at, review.replied_by_id = consent, said, now, actor.id
    audit.note(session, Deed.REVIEW_ANSWERED, by=actor, now=now, assessment=found, question=code, consent=consent.value)
    session.flush()
    return review


def uphold(
    session: Session, *, assessment: Assessment, code: str, by: User, now: datetime, seen: str | None = None
) -> ReviewedAnswer:
    """Stand by a disputed verdict: the dispute stays on record, and the question is settled.

    ``seen`` is as in :func:`give`. Raises NotFoundError where nothing is disputed; ClosedError as :func:`reply` does.
    """
    actor, found = begin_step(session, assessment=assessment, action=Action.REVIEW, by=by)
    review = in_force(session, assessment=found).get(code)
    if review is None or review.consent is not Consent.DISPUTED:
        raise NotFoundError("review", question=code)
    _require_seen(review, seen)
    _require_current(session, found, review)
    if review.upheld_at is None:
        review.upheld_at = now
        audit.note(session, Deed.REVIEW_UPHELD, by=actor, now=now, assessment=found, question=code)
        session.flush()
    return review
