"""What regions reported beside what their reviewers let stand, in one component."""

from collections.abc import Sequence

from flask import Blueprint, Response

from survey.charts import readings as rows
from survey.charts.readings import Readings
from survey.charts.specification import Chart
from survey.charts.verified import both_lenses
from survey.database import db
from survey.services.seen_verified import verified_of
from survey.views import compared, kept
from survey.views.access import person, signed_in
from survey.views.compared import Comparison, Page

blueprint = Blueprint("both", __name__, url_prefix="/compare/<wave>/lenses")


@blueprint.get("")
@signed_in
def show(wave: str) -> Page:
    """Show both lenses of each region."""
    at = compared.comparison(wave)
    return _page(at, at.choice.faults)


@blueprint.get('/<any("lenses"):chart>.csv')
@blueprint.get('/<any("lenses"):chart>.<any("svg"):ending>')
@signed_in
def file(wave: str, chart: str, ending: str = "csv") -> Response | Page:
    """Send the rows of the chart, or its drawing; where that cannot be, the page says what can."""
    at = compared.comparison(wave)
    return compared.file(at, _charts(at), chart, ending, lambda faults: _page(at, faults))


def _charts(at: Comparison) -> dict[str, Chart]:
    seen = verified_of(db.session, found=at.chosen, by=person())
    cards = [(one.assessment, one.card) for one in seen]
    verified = Readings(rows.of_cards(cards, at.titles, at.wave.time_zone).of(at.choice.component))
    return kept.charts((at.key, verified), lambda: _made(at, verified))


def _made(at: Comparison, verified: Readings) -> dict[str, Chart]:
    chart = both_lenses(at.component, verified, at.facts)
    return {chart.code: chart}


def _page(at: Comparison, faults: Sequence[str]) -> Page:
    return compared.page("compare/lenses.html", at, _charts(at), faults)
