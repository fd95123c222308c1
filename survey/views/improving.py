"""What the pages about priorities share: what could be gained, in the words of the questions and of the answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, isnan, nan
from typing import NamedTuple

from flask import request
from markupsafe import Markup

from survey.charts.improvements import Improvement
from survey.charts.readings import Title
from survey.database import db
from survey.languages import SOURCE, format_number
from survey.languages import gettext as _
from survey.services import efforts, raising
from survey.services.raising import Answered, Gain
from survey.views.access import person
from survey.views.in_full import in_full
from survey.views.one_region import OneRegion
from survey.views.outline import outline
from survey.views.wording import in_words

STEP = 5
"""A target that nobody named is the next multiple of this that is so many points away, or more."""


class ToAnswer(NamedTuple):
    """A question that nobody has answered."""

    code: str
    title: Title


@dataclass(frozen=True)
class Improving:
    """One region's answers with the efforts that it has set, and the words of its questionnaire."""

    at: OneRegion
    known: Answered
    own: dict[str, int]

    def improvement(self, gain: Gain) -> Improvement:
        """Return what could be gained in a question, in words."""
        found, code = outline(self.at.assessment.wave.edition), gain.question
        question = found.questionnaire.questions[code]
        return Improvement(
            code=code,
            title=Title(question.text, SOURCE if code in found.fallbacks else None),
            area=found.questionnaire.section_of[code].title,
            today=plain(in_words(question, self.known.answers[code])),
            full=in_full(question),
            gain=gain.gained,
            effort=gain.effort,
            set=gain.set,
        )

    def improvements(self, component: str, most: int | None = None, *, unanswered: bool = False) -> list[Improvement]:
        """Return what could be gained in a component, the most first; all, or so many.

        What nobody has answered is among it only if ``unanswered`` asks for it.
        """
        found = raising.gains(self.known, component, self.own, unanswered=unanswered)
        return [self.improvement(one) for one in found[:most]]

    def to_answer(self, component: str) -> list[ToAnswer]:
        """Return what is to be answered first in a component, in the order of the questionnaire."""
        found = outline(self.at.assessment.wave.edition)
        every = found.questionnaire.questions
        return [
            ToAnswer(code, Title(every[code].text, SOURCE if code in found.fallbacks else None))
            for code in raising.unanswered(self.known, component)
        ]


def improving(at: OneRegion) -> Improving:
    """Return what the pages about priorities are made from; NotFoundError for whoever may not see the scores."""
    known = raising.answered(db.session, assessment=at.assessment, by=person())
    return Improving(at, known, efforts.of_region(db.session, assessment=at.assessment))


def target(today: float | None) -> tuple[float, tuple[str, ...]]:
    """Return the target that the address asks for, from 0 to 100, and what is wrong with it; else one within reach."""
    usual = min(100.0, float(STEP * ceil(((today or 0.0) + STEP) / STEP)))
    wished = request.args.get("target", "").strip()
    if not wished:
        return usual, ()
    try:
        value = float(wished.replace(",", "."))
    except ValueError:
        value = nan
    if isnan(value):
        return usual, (_('"%(value)s" is no number. A target is a score from 0 to 100.', value=wished),)
    nearest = min(100.0, max(0.0, value))
    if nearest != value:
        text = _('A score runs from 0 to 100, so the target "%(value)s" cannot be. The nearest is %(nearest)s.')
        return nearest, (text % {"value": wished, "nearest": format_number(nearest, 0)},)
    return value, ()


def plain(words: str) -> str:
    """Return the words of an answer as plain text, as figures and tables hold it."""
    return words.striptags() if isinstance(words, Markup) else words


def by_area(found: Iterable[Improvement]) -> dict[str, list[Improvement]]:
    """Return improvements by the title of their area, in the order in which they come."""
    areas: dict[str, list[Improvement]] = {}
    for one in found:
        areas.setdefault(one.area, []).append(one)
    return areas
