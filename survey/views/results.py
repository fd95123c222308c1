"""Where one region stands: index, dimensions, areas, what is strong and what is missing, and how it was computed."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, g, render_template

from survey.charts import readings as rows
from survey.charts.bands import bands, dimensions
from survey.charts.cards import Card, card
from survey.charts.lenses import Lenses, side_by_side
from survey.charts.readings import Reading, Readings, ranked
from survey.charts.specification import Chart, Facts
from survey.charts.words import stage_words
from survey.database import db
from survey.languages import region_name, wave_name
from survey.models import Assessment, Audience, Stage
from survey.policy import Action, may
from survey.security import settings
from survey.services import disclosures, results, verified
from survey.services.disclosures import View
from survey.services.results import Result
from survey.views import audience, figures
from survey.views.access import person, signed_in

blueprint = Blueprint("results", __name__, url_prefix="/results/<wave>/<region>")
NAMED = 3
"""So many areas are named as strong, and as many as weak."""


@dataclass(frozen=True)
class Standing:
    """One region's results as its page shows them; ``begun`` once there was an answer.

    ``minimum`` is the coverage from which the index is shown, as a share from 0 to 1. ``lenses`` are there once the
    review has begun. ``to`` is the audience as which the page is looked at, None for the reader's own eyes; ``hidden``
    counts the areas that are not shown.
    """

    assessment: Assessment
    readings: Readings
    begun: bool
    minimum: float
    charts: dict[str, Chart]
    cards: list[Card]
    strong: list[tuple[Reading, float]]
    weak: list[tuple[Reading, float]]
    lenses: Lenses | None
    view: View
    to: Audience | None
    hidden: int


@blueprint.get("")
@signed_in
def show(wave: str, region: str) -> str | tuple[str, int]:
    """Show where the region stands, as soon as there is one answer; or, with ``as``, how others see that."""
    to, faults = audience.wished()
    page = _page(_standing(wave, region, to), faults)
    return (page, 422) if faults else page


@blueprint.get('/<any("dimensions", "areas"):chart>.csv')
@blueprint.get('/<any("dimensions", "areas"):chart>.<any("svg"):ending>')
@signed_in
def file(wave: str, region: str, chart: str, ending: str = "csv") -> Response | tuple[str, int]:
    """Send the rows of a chart, or its drawing; with a wish that cannot be, the page again, which says what can."""
    to, unknown = audience.wished()
    found = _standing(wave, region, to)
    wish, faults = figures.purpose()
    faults = (*unknown, *faults, *figures.undrawn(found.charts[chart], ending))
    if faults:
        return _page(found, faults), 422
    return figures.file(found.charts[chart], whose=region, wave=found.assessment.wave, wish=wish, ending=ending)


def _page(found: Standing, faults: tuple[str, ...] = ()) -> str:
    figures.draws()
    g.place = region_name(found.assessment.region)
    return render_template(
        "results/show.html",
        at=found,
        faults=faults,
        assessment=found.assessment,
        editable=may(person(), Action.EDIT, found.assessment),
        own=found.view.whole,
        discloses=may(person(), Action.DISCLOSE, found.assessment),
        where={"wave": found.assessment.wave.key, "region": found.assessment.region.key, **audience.address(found.to)},
    )


def _standing(wave: str, region: str, to: Audience | None) -> Standing:
    assessment = disclosures.find(db.session, wave=wave, region=region, by=person())
    result = results.of_region(db.session, assessment=assessment, by=person(), to=to)
    edition = assessment.wave.edition
    found = rows.of_cards([(assessment, result.card)], figures.titles(edition), assessment.wave.time_zone)
    measured = results.framework(db.session, edition=edition)
    code = measured.index
    index = found.at(region, code) if code else None
    order = ranked(found.level("area").all)
    named = min(NAMED, len(order) // 2)
    return Standing(
        assessment=assessment,
        readings=found,
        minimum=measured.by_code[code].minimum_coverage if code else 0.0,
        begun=result.changed_at is not None,
        charts=_charts(found, _facts(result, index, found)),
        cards=[card(reading) for reading in found.level("index", "dimension")],
        strong=order[:named],
        weak=order[len(order) - named :][::-1],
        lenses=_lenses(assessment, found, to),
        view=result.view,
        to=to,
        hidden=len(measured.at("area")) - len(found.level("area")),
    )


def _lenses(assessment: Assessment, reported: Readings, to: Audience | None) -> Lenses | None:
    both = verified.verified_results(db.session, assessment=assessment, by=person(), to=to)
    if both is None or not len(reported.level("index", "dimension")):
        return None
    theirs = [(assessment, both.verified)]
    seen = rows.of_cards(theirs, figures.titles(assessment.wave.edition), assessment.wave.time_zone)
    shown = reported.level("index", "dimension")
    return side_by_side(shown, seen, standing=both.standing, to_review=both.to_review)


def _charts(found: Readings, facts: Facts) -> dict[str, Chart]:
    made = (
        dimensions(found.level("index", "dimension"), facts),
        bands(found.level("composite", "area"), facts),
    )
    return {chart.code: chart for chart in made}


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
