"""What invented regions let others see, and one earlier wave that is public, so that both can be tried out."""

from datetime import datetime

from sqlalchemy.orm import Session

from survey.models import Assessment, Audience, Wave
from survey.policy import OPERATOR
from survey.questionnaires.model import Questionnaire
from survey.services import assessments, demonstration, disclosures, editions, publications, waves
from survey.services.disclosures import Sections

CLOSED = "navarra"
"""The region that shows nothing to anybody."""
MIXED = "timis"
"""The region that decides section by section."""
AMONG_PARTNERS = frozenset({"catalonia", "emilia-romagna", "donegal"})
"""Regions that show everything to the partnership, and nothing to the public; all others show everything to all."""


def open_up(session: Session, *, wave: Wave, now: datetime) -> int:
    """Let each region decide in each wave who sees its results, and publish the last wave before this one.

    Returns how many assessments were decided about.
    """
    every = [one for each in waves.listing(session) for one in assessments.of_wave(session, wave=each)]
    for one in every:
        asked = editions.load(session, edition=one.wave.edition)
        by = demonstration.coordinator(session, assessment=one, now=now)
        disclosures.decide(session, assessment=one, sections=chosen(one, asked), by=by, now=now)
    before = [one for one in waves.listing(session) if one.opens < wave.opens]
    if before:
        publications.publish(session, wave=before[0], by=OPERATOR, now=now)
    return len(every)


def chosen(assessment: Assessment, asked: Questionnaire) -> Sections:
    """Return what an invented region decides about each section."""
    codes = [section.code for section in asked.sections]
    key = assessment.region.key
    if key == CLOSED:
        return dict.fromkeys(codes, Audience.PRIVATE)
    if key in AMONG_PARTNERS:
        return dict.fromkeys(codes, Audience.PARTNERSHIP)
    if key != MIXED:
        return dict.fromkeys(codes, Audience.PUBLIC)
    turns = (Audience.PUBLIC, Audience.PUBLIC, Audience.PARTNERSHIP, Audience.PUBLIC, Audience.PRIVATE)
    return {code: turns[place % len(turns)] for place, code in enumerate(codes)}
