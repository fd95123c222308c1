"""The individual lens: how a region stands in the eyes of each who answered separately, on average."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from survey.models import Assessment, User
from survey.questionnaires.model import Questionnaire
from survey.scoring.lenses import Lens, by_lens
from survey.services import meeting
from survey.services.results import framework


@dataclass(frozen=True)
class Mean:
    """The mean score 0-100 of a component over the ``n`` people from whose answers it has one; None without any."""

    score: float | None
    n: int


def individual(
    session: Session, *, assessment: Assessment, questionnaire: Questionnaire, by: User, now: datetime
) -> dict[str, Mean]:
    """Return the individual lens of an assessment by component, in the public order.

    Each person is one unit of the one engine; a score withheld for want of answers is no score. Raises as
    :func:`survey.services.meeting.opened`: before the answers are open there is no such lens.
    """
    _, found = meeting.opened(session, assessment=assessment, questionnaire=questionnaire, by=by, now=now)
    rows = list(found.answers.values())
    measured = framework(session, edition=assessment.wave.edition)
    scores = by_lens(questionnaire, measured, {Lens.INDIVIDUAL: rows})[Lens.INDIVIDUAL].scores
    cards = [scores.card(place) for place in range(len(rows))]
    return {code: _mean([card[code].score for card in cards]) for code in measured.published}


def _mean(scores: list[float | None]) -> Mean:
    known = [each for each in scores if each is not None]
    return Mean(sum(known) / len(known) if known else None, len(known))
