"""Citing: an answer names a piece of evidence, says where in it to look, or names it no more; all is history."""

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from survey.errors import ClosedError, NotFoundError
from survey.models import Assessment, Citation, Deed, Evidence, User
from survey.questionnaires.model import Questionnaire
from survey.services import audit
from survey.services.actors import begin
from survey.services.citations import in_force, may_take_away, require
from survey.services.evidence_words import Passage, checked_passage
from survey.services.one_assessment import locked

_HOLD = select(Evidence.id).where(Evidence.id == bindparam("piece")).with_for_update()


def note(
    session: Session,
    deed: Deed,
    piece: Evidence,
    *,
    by: User,
    now: datetime,
    at: Assessment,
    code: str | None = None,
    change: str | None = None,
) -> None:
    """Keep what somebody did with a piece; of one that is confidential only those read it who may see the piece."""
    audit.note(
        session,
        deed,
        by=by,
        now=now,
        assessment=at,
        question=code,
        evidence=piece.id,
        kind=piece.kind.value,
        confidential=piece.confidential,
        change=change,
    )


def begin_citing(
    session: Session, *, assessment: Assessment, questionnaire: Questionnaire, code: str, by: User, now: datetime
) -> tuple[User, Assessment]:
    """Begin the writing transaction of somebody who may cite evidence for an answer; the assessment is held."""
    key = assessment.id
    actor = begin(session, by=by)
    found = locked(session, key, to_change=True)
    require(session, assessment=found, questionnaire=questionnaire, code=code, by=actor, now=now)
    return actor, found


def hold(session: Session, piece: Evidence) -> None:
    """Hold a piece until the transaction ends, so that nobody cites it while another one removes it."""
    session.execute(_HOLD, {"piece": piece.id})
    session.refresh(piece)


def insert(
    session: Session, at: Assessment, code: str, piece: Evidence, passage: Passage, *, by: User, now: datetime
) -> Citation:
    """Keep that an answer cites a piece from now on; the writing transaction must have begun."""
    made = Citation(
        assessment_id=at.id,
        question=code,
        evidence=piece,
        page=passage.page or None,
        quotation=passage.quotation or None,
        cited_at=now,
        cited_by_id=by.id,
    )
    session.add(made)
    session.flush()
    return made


def cite(
    session: Session,
    *,
    assessment: Assessment,
    questionnaire: Questionnaire,
    code: str,
    piece: int,
    passage: Passage,
    by: User,
    now: datetime,
) -> Citation:
    """Cite a piece that the region has already, added for another answer or in another wave; twice is once.

    Raises InvalidError for a passage that is too long, NotFoundError for a piece that is removed or of another
    region, NotFoundError or ClosedError where the person may not cite.
    """
    where = checked_passage(passage)
    actor, at = begin_citing(session, assessment=assessment, questionnaire=questionnaire, code=code, by=by, now=now)
    found = session.get(Evidence, piece)
    if found is None or found.region_id != at.region_id:
        raise NotFoundError("evidence")
    hold(session, found)
    if found.removed_at is not None:
        raise NotFoundError("evidence")
    for known in in_force(session, assessment=at, code=code):
        if known.evidence_id == piece:
            return known
    note(session, Deed.EVIDENCE_CITED, found, by=actor, now=now, at=at, code=code)
    return insert(session, at, code, found, where, by=actor, now=now)


def change(
    session: Session,
    *,
    assessment: Assessment,
    questionnaire: Questionnaire,
    code: str,
    citation: int,
    passage: Passage,
    confidential: bool,
    by: User,
    now: datetime,
) -> None:
    """Change page and quotation of a citation, and whether its piece is confidential; what stood there is history.

    Raises InvalidError for a passage that is too long, ClosedError for what was submitted already, RefusedError
    (``changed``) where the citation is not in force any more, NotFoundError or ClosedError where the person may not.
    """
    where = checked_passage(passage)
    actor, at = begin_citing(session, assessment=assessment, questionnaire=questionnaire, code=code, by=by, now=now)
    known = _held(session, at, code, citation)
    piece = known.evidence
    if piece.confidential != confidential:
        piece.confidential = True  # as the line about it is: before and after, it is for those who may see the piece
        change = "confidential" if confidential else "open"
        note(session, Deed.EVIDENCE_CITED, piece, by=actor, now=now, at=at, code=code, change=change)
        piece.confidential = confidential
    if (known.page or "", known.quotation or "") != (where.page, where.quotation):
        _end(known, at, now)
        session.flush()
        insert(session, at, code, piece, where, by=actor, now=now)
        note(session, Deed.EVIDENCE_CITED, piece, by=actor, now=now, at=at, code=code, change="passage")
    session.flush()


def take_away(
    session: Session,
    *,
    assessment: Assessment,
    questionnaire: Questionnaire,
    code: str,
    citation: int,
    by: User,
    now: datetime,
) -> Evidence:
    """Take a citation away from an answer, and return its piece, which the region keeps; errors as :func:`change`."""
    actor, at = begin_citing(session, assessment=assessment, questionnaire=questionnaire, code=code, by=by, now=now)
    known = _held(session, at, code, citation)
    _end(known, at, now)
    session.flush()
    note(session, Deed.EVIDENCE_UNCITED, known.evidence, by=actor, now=now, at=at, code=code)
    return known.evidence


def _held(session: Session, at: Assessment, code: str, citation: int) -> Citation:
    """Return the citation that somebody saw, if it is still in force; it is changed by one person at a time."""
    for each in in_force(session, assessment=at, code=code):
        if each.id == citation:
            return each
    raise ClosedError("evidence-changed")


def _end(known: Citation, at: Assessment, now: datetime) -> None:
    if not may_take_away(known, assessment=at):
        raise ClosedError("in_review")
    known.until = max(now, known.cited_at)  # clocks of two servers may differ
