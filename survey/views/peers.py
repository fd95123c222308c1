"""Strengths and gaps against named peers: the other regions of the wave whose results the reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, request

from survey.charts import peers as charts
from survey.charts import readings as rows
from survey.charts.readings import Readings
from survey.charts.sheets import SheetChart
from survey.database import db
from survey.languages import gettext as _
from survey.services import results
from survey.views import figures, one_region
from survey.views.access import person, signed_in
from survey.views.one_region import OneRegion

blueprint = Blueprint("peers", __name__, url_prefix="/results/<wave>/<region>/peers")


@dataclass(frozen=True)
class Shown:
    """The peers that can be chosen by key and name, those that are, and the chart of the region beside them."""

    all: dict[str, str]
    chosen: tuple[str, ...]
    chart: SheetChart

    @property
    def address(self) -> dict[str, object]:
        """The parameters that lead to this view again; none where all are chosen."""
        return {} if len(self.chosen) == len(self.all) else {"peers": list(self.chosen)}

    @property
    def names(self) -> list[str]:
        """What the chosen peers are called."""
        return [self.all[key] for key in self.chosen]


@blueprint.get("")
@signed_in
def show(wave: str, region: str) -> str | tuple[str, int]:
    """Show the region beside the peers of the address."""
    at = one_region.disclosed(wave, region)
    shown, faults = _shown(at)
    return one_region.page("peers/show.html", at, faults=faults, shown=shown)


@blueprint.get('/<any("peers"):chart>.csv')
@blueprint.get('/<any("peers"):chart>.<any("svg"):ending>')
@signed_in
def file(wave: str, region: str, chart: str, ending: str = "csv") -> Response | str | tuple[str, int]:
    """Send the same as a file or a drawing; where that cannot be, the page again, which says so."""
    at = one_region.disclosed(wave, region)
    shown, faults = _shown(at)
    wish, more = figures.purpose()
    more += figures.undrawn(shown.chart, ending)
    if faults or more:
        return one_region.page("peers/show.html", at, faults=(*faults, *more), shown=shown)
    return figures.file(shown.chart, whose=region, wave=at.assessment.wave, wish=wish, ending=ending)


def _shown(at: OneRegion) -> tuple[Shown, tuple[str, ...]]:
    """Return the region beside its peers; nobody is a peer whose results the reader may not see."""
    assessment = at.assessment
    found = results.submitted(db.session, wave=assessment.wave, by=person())
    cards = [(one.assessment, one.card) for one in found if one.assessment.id != assessment.id]
    every = rows.of_cards(cards, at.titles, assessment.wave.time_zone)
    chosen, faults = _chosen(every, at)
    areas = at.readings.level("area")
    among = every.within(chosen).level("area")
    return Shown(every.regions, chosen, charts.peers(charts.beside(areas, among), among, at.facts)), faults


def _chosen(every: Readings, at: OneRegion) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the keys of the peers that the address names, all unless it does, and what in it cannot be."""
    wished: Sequence[str] = [key for part in request.args.getlist("peers") for key in part.split(",") if key]
    faults = tuple(
        _("%(region)s is the region itself, so it is not among its peers. Choose below.", region=at.name)
        if key == at.assessment.region.key
        else _('"%(value)s" is no region whose submitted scores you can see here. Choose below.', value=key)
        for key in wished
        if key not in every.regions
    )
    chosen = tuple(key for key in every.regions if key in wished)
    return chosen or tuple(every.regions), faults
