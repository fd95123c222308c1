"""What the pages about one region's results share: its readings and facts, and the way from one page to the next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from flask import g, render_template, request, url_for

from survey.charts import readings as rows
from survey.charts.readings import Reading, Readings, Title
from survey.charts.specification import Facts
from survey.charts.words import stage_words
from survey.database import db
from survey.languages import gettext as _
from survey.languages import region_name, wave_name
from survey.models import Assessment, Audience, Stage
from survey.policy import Action, may
from survey.scoring.framework import Framework
from survey.security import settings
from survey.services import assessments, disclosures, results
from survey.services.results import Result
from survey.views import audience, figures
from survey.views.access import person

LEVELS = ("index", "dimension", "composite", "area")
"""The levels from which a page takes one component, in the order of its list."""


@dataclass(frozen=True)
class OneRegion:
    """One region's results in one wave, with the titles of what is measured in the reader's language.

    ``to`` is the audience as which they are looked at, None for the reader's own eyes.
    """

    assessment: Assessment
    result: Result
    readings: Readings
    measured: Framework
    titles: Mapping[str, Title]
    facts: Facts
    to: Audience | None = None

    @property
    def where(self) -> dict[str, str]:
        """The parts of the address that all its pages share."""
        return {"wave": self.assessment.wave.key, "region": self.assessment.region.key, **audience.address(self.to)}

    @property
    def hidden(self) -> int:
        """How many areas the reader may not see."""
        return len(self.measured.at("area")) - len(self.readings.level("area"))

    @property
    def name(self) -> str:
        """What the region is called."""
        return region_name(self.assessment.region)

    @property
    def whole(self) -> str:
        """The component that a page is about unless the address names another: the index, or what comes first."""
        return self.measured.index or self.measured.published[0]

    def at(self, code: str) -> Reading | None:
        """Return the region's reading of a component; None where the reader may not see it."""
        return self.readings.at(self.assessment.region.key, code)

    def options(self, codes: Iterable[str]) -> list[tuple[str, list[tuple[str, Title]]]]:
        """Return some components by level, each as code and title, for a list to choose from."""
        among = set(codes)
        levels = [(level, [one.code for one in self.measured.at(level) if one.code in among]) for level in LEVELS]  # type: ignore[arg-type]
        return [(level, [(code, self.titles[code]) for code in found]) for level, found in levels if found]


def one_region(wave: str, region: str) -> OneRegion:
    """Return the results that a page is about, to whoever sees all of them; NotFoundError for anybody else."""
    return _made(assessments.find(db.session, wave=wave, region=region, by=person()), None)


def disclosed(wave: str, region: str, to: Audience | None = None) -> OneRegion:
    """Return as much of the results as the reader, or an audience, may see; NotFoundError where that is nothing."""
    return _made(disclosures.find(db.session, wave=wave, region=region, by=person()), to)


def _made(assessment: Assessment, to: Audience | None) -> OneRegion:
    region, edition = assessment.region.key, assessment.wave.edition
    result = results.of_region(db.session, assessment=assessment, by=person(), to=to)
    titles = figures.titles(edition)
    found = rows.of_cards([(assessment, result.card)], titles, assessment.wave.time_zone)
    measured = results.framework(db.session, edition=edition)
    index = found.at(region, measured.index) if measured.index else None
    return OneRegion(assessment, result, found, measured, titles, _facts(result, index, found), to)


def _facts(result: Result, index: Reading | None, found: Readings) -> Facts:
    """Return what stands with the charts; where the index is hidden, the questions of the areas shown are counted."""
    assessment = result.assessment
    counted = [index] if index else list(found.level("area"))
    moment = result.changed_at if assessment.stage is Stage.DRAFT else assessment.submitted_at
    return Facts(
        wave=assessment.wave.key,
        title=wave_name(assessment.wave.title),
        stage=stage_words(assessment.stage),
        counted=sum(one.answered for one in counted),
        out_of=sum(one.applicable for one in counted),
        unit="questions",
        as_of=moment.astimezone(ZoneInfo(assessment.wave.time_zone)).date() if moment else None,
        demonstration=settings().demonstration,
    )


def component(at: OneRegion, codes: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return which of these components the address asks for, the whole one unless it does; and what is wrong."""
    usual = at.whole if at.whole in codes else codes[0]
    wished = request.args.get("component") or usual
    if wished in codes:
        return wished, ()
    return usual, (_('"%(value)s" is nothing that is scored. Choose one below.', value=wished),)


def page(template: str, at: OneRegion, *, faults: Sequence[str] = (), **more: Any) -> str | tuple[str, int]:
    """Return one of the pages about a region's results; with faults in the address it says so, as status 422."""
    figures.draws()
    g.place = at.name
    faults = (*faults, *([] if at.to else audience.unshowable(faults)))
    made = render_template(
        template,
        at=at,
        assessment=at.assessment,
        where=at.where,
        along=[] if at.to else _along(at),
        own=at.result.view.whole,
        faults=faults,
        **more,
    )
    return (made, 422) if faults else made


def _along(at: OneRegion) -> list[tuple[str, str, bool]]:
    """Return the pages about these results that the reader may see: title, address, and whether it is this one."""
    pages = [("results.show", _("Overview")), ("peers.show", _("Peers"))]
    if may(person(), Action.SEE_SCORES, at.assessment):
        pages += [("lenses.show", _("Lenses")), ("change.show", _("Changes")), ("priorities.show", _("Priorities"))]
    return [(title, url_for(name, **at.where), name == request.endpoint) for name, title in pages]  # type: ignore[arg-type]
