"""Where a page about one question stands: the assessment, the question and its section, in the reader's language."""

from dataclasses import dataclass
from typing import Any

from flask import g, url_for

from survey.database import db
from survey.errors import NotFoundError
from survey.languages import region_name
from survey.models.assessment import Assessment
from survey.questionnaires.model import Question, Section
from survey.services import assessments
from survey.views.access import person
from survey.views.outline import Outline, outline


@dataclass(frozen=True)
class About:
    """One question of an assessment; ``section`` and ``question`` as HTML shows them."""

    assessment: Assessment
    outline: Outline
    section: Section
    question: Question

    @property
    def where(self) -> dict[str, Any]:
        """The parts of the address of this question's pages."""
        at = self.assessment
        return {"wave": at.wave.key, "region": at.region.key, "question": self.question.code}


def questions(assessment: Assessment) -> str:
    """Return what the addresses of all pages about single questions begin with: a list of them needs it once."""
    whole = url_for("evidence.question", wave=assessment.wave.key, region=assessment.region.key, question="-")
    return whole.removesuffix("-/evidence")


def about(wave: str, region: str, question: str) -> About:
    """Return the question that a page is about; NotFoundError for what is not there or not for this reader."""
    assessment = assessments.find(db.session, wave=wave, region=region, by=person())
    found = outline(assessment.wave.edition)
    if question not in found.shown.questions:
        raise NotFoundError("question", question=question)
    g.place = region_name(assessment.region)
    section = found.pages[found.shown.section_of[question].code]
    return About(assessment, found, section, found.shown.questions[question])
