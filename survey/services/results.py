"""Results: the scorecards of a wave or of one region, scored once for each state of the answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from survey import metrics
from survey.models import AnswerChange, Assessment, Audience, Edition, Stage, Wave
from survey.policy import Actor, circle, reaches
from survey.questionnaires.model import Questionnaire
from survey.scoring.aggregation import score
from survey.scoring.framework import Framework, build
from survey.scoring.points import matrix
from survey.scoring.scorecard import Scorecard
from survey.services import answers, assessments, disclosures, editions
from survey.services.disclosures import View

MOST_KEPT = 500
"""So many scorecards are kept in each process; the oldest make room."""


@dataclass(frozen=True)
class Result:
    """Where one region stands, as far as a reader may see it; what is hidden from them is not on the card.

    ``changed_at`` is when an answer last changed, None for never. ``view`` says as which audience it is seen.
    """

    assessment: Assessment
    card: Scorecard
    changed_at: datetime | None
    view: View


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


def submitted(session: Session, *, wave: Wave, by: Actor, to: Audience = Audience.PRIVATE) -> list[Result]:
    """Return what this person may see of a wave's submitted assessments, by name of the region.

    Of a region of others the card holds what is open to the partnership, and a region that opened nothing is not among
    them. ``to`` shows the wave as a wider audience would see it.
    """
    every = [one for one in assessments.of_wave(session, wave=wave) if one.stage is not Stage.DRAFT]
    seen = [(one, _wider(at, to)) for one in every if (at := circle(by, one)) is not None]
    if to is Audience.PUBLIC:
        seen = [(one, at) for one, at in seen if one.stage is Stage.CONCLUDED]
    return _shown(session, wave.edition, seen)


def public(session: Session, *, wave: Wave) -> list[Result]:
    """Return what everybody may see of a wave whose public pages are open, by name of the region."""
    every = assessments.of_wave(session, wave=wave)
    seen = [(one, at) for one in every if (at := circle(None, one, published=True)) is not None]
    return _shown(session, wave.edition, seen)


def of_region(session: Session, *, assessment: Assessment, by: Actor, to: Audience | None = None) -> Result:
    """Return where one region stands as far as this person may see it, to its own people a draft too.

    ``to`` shows it as a wider audience would see it. NotFoundError if nothing of it is shown.
    """
    view = disclosures.view(session, assessment=assessment, by=by, to=to)
    return _results(session, assessment.wave.edition, [assessment], {assessment.id: view})[0]


def _wider(one: Audience, other: Audience) -> Audience:
    return other if reaches(other, one) else one


def _shown(session: Session, edition: Edition, seen: Sequence[tuple[Assessment, Audience]]) -> list[Result]:
    views = disclosures.views(session, seen=seen, edition=edition)
    shown = [one for one, _ in seen if views[one.id].codes != frozenset()]
    return _results(session, edition, shown, views)


def _results(session: Session, edition: Edition, seen: Sequence[Assessment], views: Mapping[int, View]) -> list[Result]:
    versions = answered(session, edition=edition, seen=seen)
    kept = _cards.setdefault(session.get_bind().engine, {})
    lacking = [one for one in seen if (one.id, versions[one.id]) not in kept]
    metrics.shown(kept=len(seen) - len(lacking), computed=len(lacking))
    if lacking:
        cards = _scored(session, editions.load(session, edition=edition), lacking)
        kept.update({(one.id, versions[one.id]): card for one, card in zip(lacking, cards, strict=True)})
    found = [
        Result(one, masked(kept[one.id, versions[one.id]], views[one.id]), versions[one.id].changed_at, views[one.id])
        for one in seen
    ]
    while len(kept) > MOST_KEPT:
        kept.pop(next(iter(kept)))
    return found


def masked(card: Scorecard, view: View) -> Scorecard:
    """Return a card without what is hidden from whoever sees it so."""
    return card if view.whole else {code: one for code, one in card.items() if view.shows(code)}


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
