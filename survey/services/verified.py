"""The verified lens: scores of what reviewers let stand, beside those of what the region reported."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, bindparam, func, select
from sqlalchemy.orm import Session

from survey.errors import NotFoundError
from survey.models import Assessment, ReviewedAnswer
from survey.policy import Action, Actor, may
from survey.scoring.lenses import Gap, Lens, Seen, Verdict, by_lens, gaps
from survey.scoring.scorecard import Scorecard
from survey.services import answers, editions, reviews
from survey.services.results import MOST_KEPT, Version, answered, framework
from survey.services.reviews import UNDER_REVIEW, Status

STANDING = frozenset({Verdict.ACCEPTED, Verdict.ADJUSTED})
"""The verdicts by which an answer is known; what was sent back is not, until it is answered and accepted."""

_STATE = select(func.coalesce(func.sum(ReviewedAnswer.id), 0)).where(
    ReviewedAnswer.assessment_id == bindparam("key"), ReviewedAnswer.replaced_at.is_(None)
)
"""Which state the verdicts are in: a new one, and one in the place of another, both make the sum larger."""


@dataclass(frozen=True)
class BothLenses:
    """One region seen by itself and by its reviewers; ``standing`` of ``to_review`` answers count for them.

    ``gaps`` are the questions that both know and do not value the same, the largest differences first.
    """

    reported: Scorecard
    verified: Scorecard
    standing: int
    to_review: int
    gaps: tuple[Gap, ...]


_known: WeakKeyDictionary[Engine, dict[tuple[int, Version, int], BothLenses]] = WeakKeyDictionary()


def verified_results(session: Session, *, assessment: Assessment, by: Actor) -> BothLenses | None:
    """Return where a region stands through both lenses; None before its review has begun.

    Scored once for each state of the answers and the verdicts. NotFoundError if this person may not see its scores.
    """
    if not may(by, Action.SEE_SCORES, assessment):
        raise NotFoundError("results")
    if assessment.stage not in UNDER_REVIEW:
        return None
    edition = assessment.wave.edition
    version = answered(session, edition=edition, seen=[assessment])[assessment.id]
    key = assessment.id, version, session.execute(_STATE, {"key": assessment.id}).scalar_one()
    kept = _known.setdefault(session.get_bind().engine, {})
    if key not in kept:
        kept[key] = _seen(session, assessment)
    found = kept[key]
    while len(kept) > MOST_KEPT:
        kept.pop(next(iter(kept)))
    return found


def _seen(session: Session, assessment: Assessment) -> BothLenses:
    edition = assessment.wave.edition
    questionnaire = editions.load(session, edition=edition)
    known = answers.kept(session, assessment=assessment, questionnaire=questionnaire)
    said = reviews.in_force(session, assessment=assessment)
    measured = framework(session, edition=edition)
    through = by_lens(
        questionnaire,
        measured,
        {
            Lens.REPORTED: [answers.given(known)],
            Lens.VERIFIED: [reviews.verified_row(known, said.values(), questionnaire)],
        },
    )
    items = reviews.items_of(questionnaire, known, said)
    standing = sum(
        item.review is not None and item.status is not Status.CHANGED and item.review.verdict in STANDING
        for item in items
    )
    both = through[Lens.REPORTED], through[Lens.VERIFIED]
    return BothLenses(_card(both[0]), _card(both[1]), standing, len(items), gaps(measured, *both))


def _card(seen: Seen) -> Scorecard:
    return {code: one for code, one in seen.scores.card(0).items() if one.level != "question"}
