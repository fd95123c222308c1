"""What reports are made of: scores as this reader may see them, and the answers for those who may take them away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from survey.charts import readings as rows
from survey.charts.beside import beside
from survey.charts.lenses import Lenses, sentences, side_by_side
from survey.charts.readings import Readings
from survey.charts.specification import Facts
from survey.charts.words import stage_words
from survey.languages import gettext, wave_name
from survey.models import Assessment, Citation, Stage, User, Wave
from survey.policy import Action, may
from survey.questionnaires.answers import Answer, State
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.progress import resolve
from survey.reports import context, fingerprint
from survey.reports.context import Context
from survey.reports.edition import Edition, Reads
from survey.reports.fingerprint import Data
from survey.scoring.framework import Framework
from survey.services import answers, assessments, citations, results, stakeholders, verified
from survey.services.answers import Kept


@dataclass(frozen=True)
class Answered:
    """What a region answered, for those who may take it away: no confidential evidence, and never a comment."""

    kept: Mapping[str, Kept]
    answers: Mapping[str, Answer]
    states: Mapping[str, State]
    cited: Mapping[str, Sequence[Citation]]


@dataclass(frozen=True)
class Material:
    """What both kinds of report share: wave, edition, framework, readings, the facts of charts, and the day of today.

    ``data`` is what the fingerprint is taken of.
    """

    wave: Wave
    edition: Edition
    framework: Framework
    readings: Readings
    facts: Facts
    today: date
    data: Data

    @cached_property
    def fingerprint(self) -> str:
        """The fingerprint of the data, as 64 hexadecimal digits."""
        return fingerprint.fingerprint(self.data)


@dataclass(frozen=True)
class Regional(Material):
    """What the report of one region is made of; ``answered`` is None where the reader may not take answers away.

    ``lenses`` are there once the review has begun, or stakeholders were asked; ``around`` stands beside the scores.
    """

    assessment: Assessment
    answered: Answered | None
    lenses: Lenses | None
    around: Context

    @property
    def region(self) -> str:
        """The key of the region."""
        return self.assessment.region.key

    @property
    def whole(self) -> str:
        """The component that the report is about: the index, or what comes first."""
        return self.framework.index or self.framework.published[0]

    def of(self, code: str) -> Readings:
        """Return the region's reading of a component; none where the reader may not see it."""
        return Readings(self.readings.of(code))


@dataclass(frozen=True)
class Partnership(Material):
    """What the report of a wave is made of: ``out_of`` assessments belong to it, the readings are those submitted.

    ``answers`` are those of the regions of which the reader may take them away, by key of the region.
    """

    out_of: int
    answers: Mapping[str, Mapping[str, Answer]]


def of_region(
    session: Session, *, assessment: Assessment, reads: Reads, by: User, now: datetime, demonstration: bool
) -> Regional:
    """Read what a region's report is made of; NotFoundError if this person may not see its scores."""
    wave, edition = assessment.wave, reads(assessment.wave.edition)
    result = results.of_region(session, assessment=assessment, by=by)
    found = rows.of_cards([(assessment, result.card)], edition.titles, wave.time_zone)
    measured = results.framework(session, edition=wave.edition)
    answered = _answered(session, assessment, edition.source, by) if may(by, Action.EXPORT, assessment) else None
    moment = result.changed_at if assessment.stage is Stage.DRAFT else assessment.submitted_at
    index = found.at(assessment.region.key, measured.index or "")
    counted = [index] if index else list(found.level("area"))
    facts = Facts(
        wave=wave.key,
        title=wave_name(wave.title),
        stage=stage_words(assessment.stage),
        counted=sum(one.answered for one in counted),
        out_of=sum(one.applicable for one in counted),
        unit="questions",
        as_of=_day(moment, wave) if moment else None,
        demonstration=demonstration,
    )
    told = (
        fingerprint.of_answers(assessment, edition.source, answered.kept)
        if answered
        else fingerprint.of_scores(wave, found)
    )
    lenses = _lenses(session, assessment, found, edition, by)
    around = context.around(session, result=result, readings=found, reads=reads, by=by)
    known = (wave, edition, measured, found, facts, _day(now, wave), told)
    return Regional(*known, assessment, answered, lenses, around)


def _answered(session: Session, assessment: Assessment, source: Questionnaire, by: User) -> Answered:
    kept = answers.kept(session, assessment=assessment, questionnaire=source)
    given = answers.given(kept)
    every = citations.citations_of(session, assessment=assessment, by=by)
    shown = {code: [one for one in some if not one.evidence.confidential] for code, some in every.items()}
    return Answered(kept, given, resolve(source, given), shown)


def _lenses(session: Session, assessment: Assessment, reported: Readings, edition: Edition, by: User) -> Lenses | None:
    shown = reported.level("index", "dimension")
    both = verified.verified_results(session, assessment=assessment, by=by)
    seen = stakeholders.by_stakeholders(session, assessment=assessment, by=by)
    found = beside(assessment, edition.titles, both, seen)
    if found is None or not len(shown):
        return None
    return replace(side_by_side(shown, found), sentences=sentences(reported, found))  # of areas, too


def of_wave(session: Session, *, wave: Wave, reads: Reads, by: User, now: datetime, demonstration: bool) -> Partnership:
    """Read what the report of a wave is made of: what was submitted and this person may see."""
    found, edition = results.submitted(session, wave=wave, by=by), reads(wave.edition)
    every = rows.of_cards([(one.assessment, one.card) for one in found], edition.titles, wave.time_zone)
    days = [one.assessment.submitted_at for one in found if one.assessment.submitted_at]
    out_of = len(assessments.of_wave(session, wave=wave))
    facts = Facts(
        wave=wave.key,
        title=wave_name(wave.title),
        stage=gettext("submitted assessments"),
        counted=len(found),
        out_of=out_of,
        as_of=_day(max(days), wave) if days else None,
        demonstration=demonstration,
    )
    measured, told = results.framework(session, edition=wave.edition), fingerprint.of_scores(wave, every)
    given = {
        one.assessment.region.key: answers.given(
            answers.kept(session, assessment=one.assessment, questionnaire=edition.source)
        )
        for one in found
        if may(by, Action.EXPORT, one.assessment)
    }
    return Partnership(wave, edition, measured, every, facts, _day(now, wave), told, out_of, given)


def _day(moment: datetime, wave: Wave) -> date:
    return moment.astimezone(ZoneInfo(wave.time_zone)).date()
