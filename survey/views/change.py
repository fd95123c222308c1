"""What changed since an earlier wave: other answers, what counted, the questionnaire; by area, then by question."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, request, url_for

from survey.charts import change as charts
from survey.charts import changed
from survey.charts.readings import Readings, Title
from survey.charts.rounding import rounded, signed
from survey.charts.sheets import SheetChart
from survey.database import db
from survey.languages import gettext as _
from survey.reports.moved import Moved, hidden, unanswered
from survey.scoring.difference import Difference, Row
from survey.services import since
from survey.services.since import Change
from survey.services.versions import Version
from survey.views import figures, one_region
from survey.views.access import person, signed_in
from survey.views.one_region import OneRegion
from survey.views.outline import outline
from survey.views.wording import in_words

blueprint = Blueprint("change", __name__, url_prefix="/results/<wave>/<region>/change")
blueprint.add_app_template_filter(signed, "gain")
MOST = 12
"""So many questions are listed, those first that add most, up or down."""


@dataclass(frozen=True)
class Answered:
    """One question of the list: what it is, what was answered then and now, and what that adds."""

    code: str
    title: Title
    then: str
    now: str
    asked_now: bool
    adds: float


@dataclass(frozen=True)
class Shown:
    """A change as its page shows it; ``parts`` are the three parts of the whole.

    ``hidden`` says where rounding hides a tenth of what they add up to.
    """

    version: Version
    component: str
    options: list[tuple[str, list[tuple[str, Title]]]]
    found: Difference
    headline: str
    comparable: float
    chart: SheetChart
    parts: Mapping[str, float]
    hidden: tuple[str, ...]
    answers: list[Answered]

    @property
    def address(self) -> dict[str, str]:
        """The parameters that lead to this view again."""
        return {"component": self.component, "since": self.version.assessment.wave.key}


@blueprint.get("")
@signed_in
def show(wave: str, region: str) -> str | tuple[str, int]:
    """Show how a score changed since an earlier wave, or that there is none."""
    at = one_region.one_region(wave, region)
    return _page(at, *_shown(at))


@blueprint.get('/<any("change"):chart>.csv')
@blueprint.get('/<any("change"):chart>.<any("svg"):ending>')
@signed_in
def file(wave: str, region: str, chart: str, ending: str = "csv") -> Response | str | tuple[str, int]:
    """Send the same difference question by question, or its drawing; where that cannot be, the page says so."""
    at = one_region.one_region(wave, region)
    listed, shown, faults = _shown(at)
    wish, more = figures.purpose()
    if shown is None and not faults:
        more += (_("There is no earlier wave to compare with, so there is no file."),)
    if shown is not None:
        more += figures.undrawn(shown.chart, ending)
    if shown is None or faults or more:
        return _page(at, listed, shown, (*faults, *more))
    return figures.file(shown.chart, whose=region, wave=at.assessment.wave, wish=wish, ending=ending)


def _page(at: OneRegion, listed: list[Version], shown: Shown | None, faults: tuple[str, ...]) -> str | tuple[str, int]:
    return one_region.page(
        "change/show.html",
        at,
        faults=faults,
        listed=listed,
        shown=shown,
        names=charts.part_names(),
        answers=url_for("assessments.read", **at.where),  # type: ignore[arg-type]
    )


def _shown(at: OneRegion) -> tuple[list[Version], Shown | None, tuple[str, ...]]:
    """Return the earlier waves, the change that the address asks for, and what in it cannot be."""
    listed = since.earlier(db.session, assessment=at.assessment, by=person())
    if not listed:
        return listed, None, ()
    version, faults = _version(listed)
    found = since.change(db.session, assessment=at.assessment, version=version)
    if not found.components:
        return listed, None, faults
    code, more = one_region.component(at, found.components)
    return listed, _change(at, version, found, code), (*faults, *more)


def _version(listed: list[Version]) -> tuple[Version, tuple[str, ...]]:
    known = {one.assessment.wave.key: one for one in listed}
    wished = request.args.get("since") or listed[0].assessment.wave.key
    if wished in known:
        return known[wished], ()
    said = _('"%(value)s" is no earlier wave in which this region submitted. Choose one below.', value=wished)
    return listed[0], (said,)


def _change(at: OneRegion, version: Version, found: Change, code: str) -> Shown:
    moved = _moved(at, version, found)
    split, told = found.difference(code), moved.told(code)
    reading = at.at(code)
    return Shown(
        version=version,
        component=code,
        options=at.options(found.components),
        found=split,
        headline=changed.headline(told),
        comparable=found.comparable(code),
        chart=moved.chart(code, Readings((reading,) if reading else ()), at.facts),
        parts=charts.parts_of(split),
        hidden=hidden(split),
        answers=[_answered(moved, row) for row in split.largest()[:MOST] if rounded(row.total)],
    )


def _moved(at: OneRegion, version: Version, found: Change) -> Moved:
    now, then = (figures.shown(one.wave.edition) for one in (at.assessment, version.assessment))
    return Moved(found, at.assessment, version, now, then, unanswered(at.assessment, at.readings))


def _answered(moved: Moved, row: Row) -> Answered:
    found, code, earlier = moved.found, row.question, row.code_b
    now, then = (outline(one.wave.edition).shown.questions for one in (moved.assessment, moved.version.assessment))
    here = row.relation is not None or earlier is None
    return Answered(
        code=code,
        title=moved.asked(code),
        then=in_words(then[earlier], found.then.answers[earlier]) if earlier else _("Not asked then"),
        now=in_words(now[code], found.now.answers[code]) if here else _("Not asked any more"),
        asked_now=here,
        adds=row.total,
    )
