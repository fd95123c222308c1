"""The regions side by side; what is shown stands in the address, so that a link shows the same to the next reader."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, Response

from survey.charts import theme
from survey.charts.dots import dot_plot
from survey.charts.heatmap import BY_NAME, Group, by_score, heat_map
from survey.charts.intervals import DOT
from survey.charts.multiples import small_multiples
from survey.charts.numbered import CORNERS
from survey.charts.profile import profile
from survey.charts.radar import MOST, radar
from survey.charts.specification import Chart, counted
from survey.charts.ternary import ternary
from survey.charts.tiles import tile_map
from survey.models import Stage
from survey.views import choice, compared, kept
from survey.views.access import signed_in
from survey.views.compared import Comparison, Page

blueprint = Blueprint("compare", __name__, url_prefix="/compare/<wave>")
SHOWN_CHARTS = '"heat-map", "dots", "tiles", "multiples", "profile", "ternary", "radar"'
"""The charts that this page can have, by code, as an address names them."""


@blueprint.get("")
@signed_in
def show(wave: str) -> Page:
    """Show the comparison that the address asks for."""
    at = compared.comparison(wave, lenses=True, previews=True)
    return _page(at, at.choice.faults)


@blueprint.get(f"/<any({SHOWN_CHARTS}):chart>.csv")
@blueprint.get(f'/<any({SHOWN_CHARTS}):chart>.<any("svg"):ending>')
@signed_in
def file(wave: str, chart: str, ending: str = "csv") -> Response | Page:
    """Send the rows of a chart as the address has it, or its drawing; where that cannot be, the page says what can."""
    at = compared.comparison(wave, lenses=True, previews=True)
    return compared.file(at, _charts(at), chart, ending, lambda faults: _page(at, faults))


def _page(at: Comparison, faults: Sequence[str]) -> Page:
    drafts = [line for line in at.lines if line.assessment.stage is Stage.DRAFT]
    return compared.page("compare/show.html", at, _charts(at), faults, drafts=drafts, most=MOST)


def _charts(at: Comparison) -> dict[str, Chart]:
    return kept.charts(at.key, lambda: _made(at))


def _made(at: Comparison) -> dict[str, Chart]:
    shown, facts = at.shown, at.facts
    dimensions = shown.level("dimension")
    accents = theme.accents(list(dimensions.components))
    made = [
        _heat_map(at),
        dot_plot(at.component, facts, accents.get(at.choice.component, DOT), closed=at.closed),
        tile_map(at.component, facts),
        small_multiples(shown.level(at.choice.level), _by_index(at), facts),
    ]
    if dimensions.components:
        made.append(profile(dimensions, facts))
    if len(dimensions.components) == CORNERS:
        made.append(ternary(dimensions, facts))
    if 0 < len(shown.regions) <= MOST:
        made.append(radar(shown.level(at.choice.level), facts))
    return {chart.code: counted(_unlinked(chart) if at.choice.verified else chart) for chart in made}


def _by_index(at: Comparison) -> list[str]:
    """Return the regions by the index, the highest first; by name where there is none."""
    return by_score(at.shown, at.framework.index or "")


def _unlinked(chart: Chart) -> Chart:
    """Return a chart whose scores are no links: what is explained of a region is its reported score."""
    lines = tuple(tuple(replace(cell, of=None) for cell in line) for line in chart.table.rows)
    return replace(chart, table=replace(chart.table, rows=lines))


def _heat_map(at: Comparison) -> Chart:
    """Return the heat map in the order of the address; an order by what is not among its rows adds that row."""
    chosen, wished = at.shown, at.choice
    levels = ("index", "composite", "area") if wished.grouped else ("index", wished.level)
    shown = chosen.level(*levels)
    if wished.sort != BY_NAME and wished.sort not in shown.components:
        shown = chosen.ordered(None, [*chosen.level("index").components, wished.sort, *shown.components])
    return heat_map(shown, at.facts, sort=wished.sort, groups=_groups(at) if wished.grouped else None)


def _groups(at: Comparison) -> list[Group]:
    """Return the composites, each with its areas, and the areas of none; an area stands below its first composite."""
    left = choice.codes(at.framework, "area")
    found = []
    for composite in at.framework.at("composite"):
        areas = tuple(code for code, _weight in composite.parts if code in left)
        left = [code for code in left if code not in areas]
        found.append(Group(composite.code, areas))
    return [*found, Group(None, tuple(left))]
