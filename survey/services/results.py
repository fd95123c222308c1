"""Results: the scorecards of a wave or of one region, scored once for each state of the answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from survey.errors import NotFoundError
from survey.models import AnswerChange, Assessment, Edition, Stage, Wave
from survey.policy import Action, Actor, may
from survey.questionnaires.model import Questionnaire
from survey.scoring.aggregation import score
from survey.scoring.framework import Framework, build
from survey.scoring.points import matrix
from survey.scoring.scorecard import Scorecard
from survey.services import answers, assessments, editions

MOST_KEPT = 500
"""So many scorecards are kept in each process; the oldest make room."""


@dataclass(frozen=True)
class Result:
    """Where one region stands; ``changed_at`` is when an answer last changed, None for never."""

    assessment: Assessment
    card: Scorecard
    changed_at: datetime | None


@dataclass(frozen=True)
class Version:
    """Which state of an assessment's answers a scorecard belongs to.

    The count stands beside the highest number, since a change with a lower number may be committed later.
    """

    structure: str
    changes: int
    latest: int
    changed_at: datetime | None


_cards: WeakKeyDictionary[Engine, dict[tuple[int, Version], Scorecard]] = WeakKeyDictionary()
_frameworks: dict[str, Framework] = {}


def framework(session: Session, *, edition: Edition) -> Framework:
    """Return what an edition measures, built once per process."""
    known = _frameworks.get(edition.structure_hash)
    if known is None:
        known = build(editions.load(session, edition=edition))
        _frameworks[edition.structure_hash] = known
    return known


def submitted(session: Session, *, wave: Wave, by: Actor) -> list[Result]:
    """Return the results of a wave's submitted assessments that this person may see, by name of the region."""
    seen = [
        one
        for one in assessments.visible(session, by=by, wave=wave)
        if one.stage is not Stage.DRAFT and may(by, Action.SEE_SCORES, one)
    ]
    return _results(session, wave.edition, seen)


def of_region(session: Session, *, assessment: Assessment, by: Actor) -> Result:
    """Return where one region stands, a draft too; NotFoundError if this person may not see its scores."""
    if not may(by, Action.SEE_SCORES, assessment):
        raise NotFoundError("results")
    return _results(session, assessment.wave.edition, [assessment])[0]


def _results(session: Session, edition: Edition, seen: Sequence[Assessment]) -> list[Result]:
    versions = answered(session, edition=edition, seen=seen)
    kept = _cards.setdefault(session.get_bind().engine, {})
    lacking = [one for one in seen if (one.id, versions[one.id]) not in kept]
    if lacking:
        cards = _scored(session, editions.load(session, edition=edition), lacking)
        kept.update({(one.id, versions[one.id]): card for one, card in zip(lacking, cards, strict=True)})
    found = [Result(one, kept[one.id, versions[one.id]], versions[one.id].changed_at) for one in seen]
    while len(kept) > MOST_KEPT:
        kept.pop(next(iter(kept)))
    return found


def answered(session: Session, *, edition: Edition, seen: Sequence[Assessment]) -> dict[int, Version]:
    """Return which state the answers of each assessment are in, by its key; what is scored from them is good for it."""
    change = AnswerChange
    wanted = (
        select(change.assessment_id, func.count(), func.max(change.id), func.max(change.changed_at))
        .where(change.assessment_id.in_([one.id for one in seen]))
        .group_by(change.assessment_id)
    )
    found = {
        key: Version(edition.structure_hash, changes, latest, changed_at)
        for key, changes, latest, changed_at in session.execute(wanted)
    }
    nothing = Version(edition.structure_hash, 0, 0, None)
    return {one.id: found.get(one.id, nothing) for one in seen}


def _scored(session: Session, questionnaire: Questionnaire, lacking: Sequence[Assessment]) -> list[Scorecard]:
    rows = [answers.given(answers.kept(session, assessment=one, questionnaire=questionnaire)) for one in lacking]
    scores = score(build(questionnaire), matrix(questionnaire, rows))
    return [scores.card(place) for place in range(len(lacking))]
