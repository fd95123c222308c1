"""Why one region lies above another, for a pair and a component that the address names."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, request

from survey import languages
from survey.charts.gaps import Pair, by_area, by_question
from survey.charts.readings import Title, ranked
from survey.charts.specification import Chart
from survey.database import db
from survey.languages import gettext as _
from survey.services.behind import behind
from survey.services.gaps import Gap, gap
from survey.views import choice, compared
from survey.views.access import person, signed_in
from survey.views.compared import Comparison, Page
from survey.views.outline import outline

blueprint = Blueprint("pair", __name__, url_prefix="/compare/<wave>/pair")


@dataclass(frozen=True)
class Two:
    """The two regions of an address, by key, with what of it cannot be; empty where there are not two to choose."""

    a: str
    b: str
    faults: tuple[str, ...]


@blueprint.get("")
@signed_in
def show(wave: str) -> Page:
    """Show what makes the difference between two regions."""
    at = compared.comparison(wave)
    two = _two(at)
    return _page(at, two, (*at.choice.faults, *two.faults))


@blueprint.get('/<any("gap-areas", "gap-questions"):chart>.csv')
@blueprint.get('/<any("gap-areas", "gap-questions"):chart>.<any("svg"):ending>')
@signed_in
def file(wave: str, chart: str, ending: str = "csv") -> Response | Page:
    """Send the rows of a chart, or its drawing; where that cannot be, the page says what can."""
    at = compared.comparison(wave)
    two = _two(at)
    charts = _charts(at, _gap(at, two))
    return compared.file(at, charts, chart, ending, lambda faults: _page(at, two, faults), two.faults)


def _two(at: Comparison) -> Two:
    """Return the pair that the address names; else the highest and the lowest score in the component."""
    keys, faults = list(at.all.regions), []
    order = [reading.region for reading, _score in ranked(at.all.of(at.choice.component))]
    usual = (order + [key for key in keys if key not in order])[:1], (order[::-1] + keys[::-1])[:1]
    chosen = []
    for name, other in zip(("a", "b"), usual, strict=True):
        wished = request.args.get(name)
        if wished and wished not in keys:
            faults.append(choice.no_region(wished))
            wished = None
        chosen.append(wished or next(iter(other), ""))
    a, b = chosen
    if a == b and len(keys) > 1:
        if request.args.get("a") and request.args.get("b"):
            faults.append(_("A region cannot be compared with itself. Choose two different ones."))
        b = next(key for key in [*order[::-1], *order, *keys] if key != a)
    return Two(a, b, tuple(faults))


def _gap(at: Comparison, two: Two) -> Gap | None:
    found = [one for one in at.found if one.assessment.region.key in (two.a, two.b)]
    if len(found) < 2:
        return None
    known = behind(db.session, edition=at.wave.edition, found=found)
    return gap(behind=known, component=at.choice.component, a=two.a, b=two.b, by=person())


def _charts(at: Comparison, found: Gap | None) -> dict[str, Chart]:
    if found is None:
        return {}
    shown = outline(at.wave.edition)
    questions = {
        code: Title(one.text, languages.SOURCE if code in shown.fallbacks else None)
        for code, one in shown.questionnaire.questions.items()
    }
    sides = {result.assessment.region.key for result in (found.a, found.b)}
    pair = Pair(found, at.all.within(sides), {**questions, **at.titles}, at.facts_of([found.a, found.b]))
    made = (by_area(pair), by_question(pair)) if found.rows else (by_area(pair),)
    return {chart.code: chart for chart in made}


def _page(at: Comparison, two: Two, faults: Sequence[str]) -> Page:
    return compared.page("compare/pair.html", at, _charts(at, _gap(at, two)), faults, two=two)
