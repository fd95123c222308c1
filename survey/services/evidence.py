"""Evidence: the pieces by which a region shows that its answers are so; removed once nothing cites them.

How answers name them is told in :mod:`survey.services.citing`, where their files are in
:mod:`survey.services.evidence_store`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session, joinedload

from survey.errors import NotFoundError, RefusedError
from survey.models import Assessment, Citation, Deed, Evidence, User, Wave
from survey.policy import Action, Standing, may, standings
from survey.questionnaires.model import Questionnaire
from survey.services import citations, citing, evidence_store
from survey.services.actors import named
from survey.services.evidence_store import Bytes
from survey.services.evidence_words import Passage, Piece, checked

MOST_OTHERS = 200
"""Pieces that are offered to be used again, the latest first."""

_HERE = select(Citation.evidence_id).where(
    Citation.assessment_id == bindparam("assessment"),
    Citation.question == bindparam("code"),
    Citation.until.is_(None),
)
_USES = (
    select(func.count(Citation.id))
    .where(Citation.evidence_id == Evidence.id, Citation.until.is_(None))
    .correlate(Evidence)
    .scalar_subquery()
)
_OTHERS = (
    select(Evidence, _USES.label("uses"))
    .where(
        Evidence.region_id == bindparam("region"),
        Evidence.removed_at.is_(None),
        Evidence.id.not_in(_HERE),
        or_(Evidence.confidential.is_(False), bindparam("sees_all")),
    )
    .options(named(Evidence.added_by), joinedload(Evidence.file))
    .order_by(Evidence.added_at.desc(), Evidence.id.desc())
    .limit(MOST_OTHERS)
)
_PLACES = (
    select(Citation.question, Assessment, Wave)
    .join(Assessment, Assessment.id == Citation.assessment_id)
    .join(Wave, Wave.id == Assessment.wave_id)
    .where(Citation.evidence_id == bindparam("piece"), Citation.until.is_(None))
    .order_by(Wave.opens.desc(), Citation.id)
)


@dataclass(frozen=True)
class Other:
    """A piece of the region that a question does not cite, and how many answers do."""

    piece: Evidence
    uses: int


@dataclass(frozen=True)
class Use:
    """Where a piece is cited: the wave, by title, and the code of the question."""

    wave: str
    question: str


def add(
    session: Session,
    *,
    assessment: Assessment,
    questionnaire: Questionnaire,
    code: str,
    piece: Piece,
    passage: Passage,
    stored: Bytes | None,
    by: User,
    now: datetime,
) -> Citation:
    """Add a piece of evidence to the region and cite it for one answer; the same piece sent twice is added once.

    ``stored`` is the file, which is on the disk already (:func:`survey.services.evidence_store.keep`). Raises
    InvalidError for what is missing or too long, FaultsError for too many bytes, NotFoundError or ClosedError where
    the person may not cite.
    """
    what, where = checked(piece, passage, file_name=stored.name if stored else None)
    actor, found = citing.begin_citing(
        session, assessment=assessment, questionnaire=questionnaire, code=code, by=by, now=now
    )
    if stored is not None and stored.region != found.region_id:
        raise NotFoundError("file")
    file = evidence_store.row(session, stored, now=now) if stored else None
    made = _made(what, file.id if file else None, stored.name if stored else None)
    made.region_id, made.added_at, made.added_by_id = found.region_id, now, actor.id
    same = _same(session, found, code, made)
    if same is not None:
        return same
    session.add(made)
    session.flush()
    citing.note(session, Deed.EVIDENCE_ADDED, made, by=actor, now=now, at=found, code=code)
    return citing.insert(session, found, code, made, where, by=actor, now=now)


def _made(what: Piece, file: int | None, name: str | None) -> Evidence:
    """Return a piece as it is kept, of no region yet; ``file`` is the number of its file, ``name`` its name."""
    return Evidence(
        kind=what.kind,
        title=what.title,
        url=what.url or None,
        note=what.note or None,
        file_id=file,
        file_name=name,
        confidential=what.confidential,
    )


def _same(session: Session, at: Assessment, code: str, made: Evidence) -> Citation | None:
    """Return the citation of the same piece for the same answer: a form that was sent twice."""
    wanted = ("kind", "title", "url", "note", "file_id", "confidential")
    for known in citations.in_force(session, assessment=at, code=code):
        if all(getattr(known.evidence, name) == getattr(made, name) for name in wanted):
            return known
    return None


def others(session: Session, *, assessment: Assessment, code: str, by: User) -> list[Other]:
    """Return the region's other pieces, which the answer could cite too, the latest first; for those who may cite."""
    if not may(by, Action.CITE, assessment):
        return []
    values = {"assessment": assessment.id, "code": code, "region": assessment.region_id}
    values |= {"sees_all": may(by, Action.SEE_CONFIDENTIAL, assessment)}
    return [Other(row.Evidence, row.uses) for row in session.execute(_OTHERS, values).unique()]


def uses(session: Session, *, piece: Evidence) -> Sequence[Use]:
    """Return where a piece is cited now, the latest wave first."""
    return [Use(row.Wave.title, row.question) for row in session.execute(_PLACES, {"piece": piece.id})]


def find(session: Session, *, assessment: Assessment, piece: int, by: User) -> Evidence:
    """Return a piece of the region for those who may cite it; NotFoundError for what is removed or not theirs."""
    found = session.get(Evidence, piece)
    if found is None or found.removed_at is not None or found.region_id != assessment.region_id:
        raise NotFoundError("evidence")
    hidden = found.confidential and not may(by, Action.SEE_CONFIDENTIAL, assessment)
    if hidden or not may(by, Action.CITE, assessment):
        raise NotFoundError("evidence")
    return found


def removable(piece: Evidence, *, assessment: Assessment, by: User) -> bool:
    """Whether somebody may remove a piece once nothing cites it: coordinators each, others what they added."""
    if not may(by, Action.CITE, assessment):
        return False
    return piece.added_by_id == by.id or Standing.COORDINATOR in standings(by, assessment)


def remove(
    session: Session,
    *,
    assessment: Assessment,
    questionnaire: Questionnaire,
    code: str,
    piece: int,
    by: User,
    now: datetime,
) -> None:
    """Remove a piece that nothing cites any more; nobody finds it again.

    Raises RefusedError(``cited``) while something cites it, NotFoundError or ClosedError where the person may not.
    """
    actor, at = citing.begin_citing(
        session, assessment=assessment, questionnaire=questionnaire, code=code, by=by, now=now
    )
    found = find(session, assessment=at, piece=piece, by=actor)
    if not removable(found, assessment=at, by=actor):
        raise NotFoundError("evidence")
    citing.hold(session, found)
    if uses(session, piece=found):
        raise RefusedError("cited")
    found.removed_at, found.removed_by_id = now, actor.id
    session.flush()
    citing.note(session, Deed.EVIDENCE_REMOVED, found, by=actor, now=now, at=at)
