"""Ranks of the regions as intervals, and who cannot be told apart; never a bare list of places."""

from collections.abc import Sequence

from flask import Blueprint, Response

from survey.charts.pairs import group_names, pair_by_pair
from survey.charts.ranks import rank_intervals
from survey.charts.readings import Readings
from survey.charts.specification import Chart, counted
from survey.database import db
from survey.services.rankings import Ranked, ranked
from survey.views import compared
from survey.views.access import signed_in
from survey.views.compared import Comparison, Page

blueprint = Blueprint("ranks", __name__, url_prefix="/compare/<wave>/ranks")


@blueprint.get("")
@signed_in
def show(wave: str) -> Page:
    """Show how far the places of the regions depend on choices, in one component."""
    at = compared.comparison(wave)
    return _page(at, at.choice.faults)


@blueprint.get('/<any("ranks", "pairs"):chart>.csv')
@blueprint.get('/<any("ranks", "pairs"):chart>.<any("svg"):ending>')
@signed_in
def file(wave: str, chart: str, ending: str = "csv") -> Response | Page:
    """Send the rows of a chart, or its drawing; where that cannot be, the page says what can."""
    at = compared.comparison(wave)
    return compared.file(at, _charts(at, _ranked(at)), chart, ending, lambda faults: _page(at, faults))


def _ranked(at: Comparison) -> Ranked:
    return ranked(db.session, behind=at.behind(), component=at.choice.component)


def _charts(at: Comparison, found: Ranked) -> dict[str, Chart]:
    by_region = {reading.region: reading for reading in at.component}
    readings = Readings(tuple(by_region[unit] for unit in found.units))
    everybody = not at.choice.regions and not at.choice.peers
    made = [rank_intervals(readings, found, at.facts, all_wanted=everybody)]
    if sum(reading.score is not None for reading in readings) > 1:
        made.append(counted(pair_by_pair(readings, found, at.facts)))
    return {chart.code: chart for chart in made}


def _page(at: Comparison, faults: Sequence[str]) -> Page:
    found = _ranked(at)
    return compared.page("compare/ranks.html", at, _charts(at, found), faults, groups=group_names(at.component, found))
