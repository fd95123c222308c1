"""The individual lens: how a region stands in the eyes of each who answered separately, on average."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from survey.models import Assessment, User
from survey.questionnaires.model import Questionnaire
from survey.scoring.framework import Framework
from survey.scoring.lenses import Answers, Lens, by_lens
from survey.services import meeting
from survey.services.meeting import Opened
from survey.services.results import MOST_KEPT, framework


@dataclass(frozen=True)
class Mean:
    """The mean score 0-100 of a component over the ``n`` people from whose answers it has one; None without any."""

    score: float | None
    n: int


_known: WeakKeyDictionary[Engine, dict[int, tuple[Opened, dict[str, Mean]]]] = WeakKeyDictionary()
"""Scored once for each state of the answers."""


def individual(
    session: Session, *, assessment: Assessment, questionnaire: Questionnaire, by: User, now: datetime
) -> dict[str, Mean]:
    """Return the individual lens of an assessment by component, in the public order.

    Each person is one unit of the one engine; a score withheld for want of answers is no score. Raises as
    :func:`survey.services.meeting.opened`: before the answers are open there is no such lens.
    """
    _, found = meeting.opened(session, assessment=assessment, questionnaire=questionnaire, by=by, now=now)
    kept = _known.setdefault(session.get_bind().engine, {})
    if assessment.id not in kept or kept[assessment.id][0] is not found:
        measured = framework(session, edition=assessment.wave.edition)
        kept[assessment.id] = found, _means(questionnaire, measured, list(found.answers.values()))
    means = kept[assessment.id][1]
    while len(kept) > MOST_KEPT:
        kept.pop(next(iter(kept)))
    return means


def _means(questionnaire: Questionnaire, measured: Framework, people: Sequence[Answers]) -> dict[str, Mean]:
    scores = by_lens(questionnaire, measured, {Lens.INDIVIDUAL: people})[Lens.INDIVIDUAL].scores
    cards = [scores.card(place) for place in range(len(people))]
    return {code: _mean([card[code].score for card in cards]) for code in measured.published}


def _mean(scores: list[float | None]) -> Mean:
    known = [each for each in scores if each is not None]
    return Mean(sum(known) / len(known) if known else None, len(known))
