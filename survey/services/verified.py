"""The verified lens: scores of what reviewers let stand, beside those of what the region reported."""

from collections.abc import Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, bindparam, func, select
from sqlalchemy.orm import Session

from survey.models import Assessment, Audience, ReviewedAnswer
from survey.policy import Actor
from survey.scoring.lenses import Gap, Lens, Seen, Verdict, by_lens, gaps
from survey.scoring.scorecard import Scorecard
from survey.services import answers, disclosures, editions, reviews
from survey.services.disclosures import View
from survey.services.results import MOST_KEPT, Version, answered, framework, masked
from survey.services.reviews import UNDER_REVIEW, Item, Status

STANDING = frozenset({Verdict.ACCEPTED, Verdict.ADJUSTED})
"""The verdicts by which an answer is known; what was sent back is not, until it is answered and accepted."""

_STATE = select(func.coalesce(func.sum(ReviewedAnswer.id), 0)).where(
    ReviewedAnswer.assessment_id == bindparam("key"), ReviewedAnswer.replaced_at.is_(None)
)
"""Which state the verdicts are in: a new one, and one in the place of another, both make the sum larger."""


@dataclass(frozen=True)
class BothLenses:
    """One region seen by itself and by its reviewers.

    ``reviewed`` says of each answer that is for review, by question, whether it counts for them: ``standing`` of
    ``to_review`` do. ``gaps`` are the questions that both know and do not value the same, the largest differences
    first.
    """

    reported: Scorecard
    verified: Scorecard
    reviewed: Mapping[str, bool]
    gaps: tuple[Gap, ...]

    @property
    def standing(self) -> int:
        """How many answers count for the reviewers."""
        return sum(self.reviewed.values())

    @property
    def to_review(self) -> int:
        """How many answers are for review."""
        return len(self.reviewed)


_known: WeakKeyDictionary[Engine, dict[tuple[int, Version, int], BothLenses]] = WeakKeyDictionary()


def verified_results(
    session: Session, *, assessment: Assessment, by: Actor, to: Audience | None = None
) -> BothLenses | None:
    """Return where a region stands through both lenses, as far as this person may see; None before it is reviewed.

    Scored once for each state of the answers and the verdicts. ``to`` shows it as a wider audience would see it.
    NotFoundError if nothing of it is shown.
    """
    view = disclosures.view(session, assessment=assessment, by=by, to=to)
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
    return found if view.whole else _masked(found, view)


def _masked(both: BothLenses, view: View) -> BothLenses:
    reviewed = {code: stands for code, stands in both.reviewed.items() if view.shows(code)}
    gaps = tuple(gap for gap in both.gaps if view.shows(gap.question))
    return BothLenses(masked(both.reported, view), masked(both.verified, view), reviewed, gaps)


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
    reviewed = {item.code: _stands(item) for item in items}
    both = through[Lens.REPORTED], through[Lens.VERIFIED]
    return BothLenses(_card(both[0]), _card(both[1]), reviewed, gaps(measured, *both))


def _stands(item: Item) -> bool:
    return item.review is not None and item.status is not Status.CHANGED and item.review.verdict in STANDING


def _card(seen: Seen) -> Scorecard:
    return {code: one for code, one in seen.scores.card(0).items() if one.level != "question"}
