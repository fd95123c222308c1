"""How the regions moved from wave to wave, in index and dimensions and in one component more."""

from collections.abc import Sequence

from flask import Blueprint, Response

from survey.charts.specification import Chart
from survey.charts.waves import over_waves
from survey.database import db
from survey.errors import NotFoundError
from survey.services import courses
from survey.services.courses import Waves
from survey.views import choice, compared, kept
from survey.views.access import person, signed_in
from survey.views.compared import Comparison, Page

blueprint = Blueprint("trends", __name__, url_prefix="/compare/<wave>/waves")


@blueprint.get("")
@signed_in
def show(wave: str) -> Page:
    """Show the waves of this questionnaire up to this one."""
    at = compared.comparison(wave)
    return _page(at, at.choice.faults)


@blueprint.get("/<chart>.csv")
@blueprint.get('/<chart>.<any("svg"):ending>')
@signed_in
def file(wave: str, chart: str, ending: str = "csv") -> Response | Page:
    """Send the rows of a chart, or its drawing; where that cannot be, the page says what can."""
    at = compared.comparison(wave)
    if chart.removeprefix("waves-") not in at.framework.by_code:
        raise NotFoundError("chart", chart=chart)
    return compared.file(at, _charts(at), chart, ending, lambda faults: _page(at, faults))


def _charts(at: Comparison) -> dict[str, Chart]:
    if not at.shown.regions:
        return {}
    found = courses.up_to(db.session, wave=at.wave, by=person())
    stages = tuple((one.assessment.id, one.assessment.stage) for seen in found.results for one in seen)
    key = at.key, id(found.course), tuple(wave.key for wave in found.waves), stages
    return kept.charts(key, lambda: _made(at, found), held=found.course)


def _made(at: Comparison, found: Waves) -> dict[str, Chart]:
    usual = [code for level in ("index", "dimension") for code in choice.codes(at.framework, level)]
    codes = usual if at.choice.component in usual else [at.choice.component, *usual]
    names = at.shown.regions
    made = (over_waves(found, code, at.titles[code], names, at.facts) for code in codes)
    return {chart.code: chart for chart in made}


def _page(at: Comparison, faults: Sequence[str]) -> Page:
    return compared.page("compare/waves.html", at, _charts(at), faults)
