"""Where one region stands: index, dimensions, areas, what is strong and what is missing, and what to do next."""

from dataclasses import dataclass

from flask import Blueprint, Response

from survey.charts import lenses
from survey.charts.bands import bands, dimensions
from survey.charts.cards import Card, card
from survey.charts.improvements import Improvement
from survey.charts.readings import TIE, Reading, ranked
from survey.charts.specification import Chart
from survey.charts.words import interval
from survey.models import Audience
from survey.policy import Action, may
from survey.views import audience, figures, one_region
from survey.views.access import person, signed_in
from survey.views.improving import improving
from survey.views.known_first import First, known_first
from survey.views.one_region import OneRegion
from survey.views.through import through

blueprint = Blueprint("results", __name__, url_prefix="/results/<wave>/<region>")
NAMED = 3
"""So many areas are named as strong, as many as weak, and so many questions as what would bring most."""

CAN = {"editable": Action.EDIT, "discloses": Action.DISCLOSE}


@dataclass(frozen=True)
class Standing:
    """One region's results as its page shows them; ``begun`` once there was an answer.

    ``first`` is what to know first; ``why`` says of each weak area which answer holds it back most, ``ranges`` of
    each area that can still move where it can end up. ``next`` is what would raise the index most, ``unranked`` are the
    areas that have no score yet, each with its band in words, ``to_answer`` how many of its questions nobody has
    answered.
    ``minimum`` is the coverage from which the index is shown, as a share from 0 to 1. ``lens`` says where the index
    stands through other lenses, once there are any.
    """

    at: OneRegion
    begun: bool
    minimum: float
    charts: dict[str, Chart]
    cards: list[Card]
    first: First
    strong: list[tuple[Reading, float]]
    weak: list[tuple[Reading, float]]
    why: dict[str, list[Improvement]]
    ranges: dict[str, str]
    unranked: list[tuple[Reading, str]]
    next: list[Improvement]
    to_answer: int
    lens: str | None


@blueprint.get("")
@signed_in
def show(wave: str, region: str) -> str | tuple[str, int]:
    """Show where the region stands, as soon as there is one answer; or, with ``as``, how others see that."""
    to, faults = audience.wished()
    return _page(_standing(wave, region, to), faults)


@blueprint.get('/<any("dimensions", "areas"):chart>.csv')
@blueprint.get('/<any("dimensions", "areas"):chart>.<any("svg"):ending>')
@signed_in
def file(wave: str, region: str, chart: str, ending: str = "csv") -> Response | str | tuple[str, int]:
    """Send the rows of a chart, or its drawing; with a wish that cannot be, the page again, which says what can."""
    to, unknown = audience.wished()
    found = _standing(wave, region, to)
    wish, faults = figures.purpose()
    faults = (*unknown, *faults, *figures.undrawn(found.charts[chart], ending))
    if faults:
        return _page(found, faults)
    return figures.file(found.charts[chart], whose=region, wave=found.at.assessment.wave, wish=wish, ending=ending)


def _page(found: Standing, faults: tuple[str, ...] = ()) -> str | tuple[str, int]:
    at = found.at
    can = {name: may(person(), action, at.assessment) for name, action in CAN.items()}
    return one_region.page("results/show.html", at, faults=faults, found=found, **can)


def _standing(wave: str, region: str, to: Audience | None) -> Standing:
    at = one_region.disclosed(wave, region, to)
    code = at.measured.index
    areas = at.readings.level("area").all
    order = ranked(areas)
    named = min(NAMED, len(order) // 2)
    begun, own = at.result.changed_at is not None, at.result.view.whole
    raised = improving(at) if begun and own else None
    made = (
        dimensions(at.readings.level("index", "dimension"), at.facts),
        bands(at.readings.level("composite", "area"), at.facts),
    )
    return Standing(
        at=at,
        minimum=at.measured.by_code[code].minimum_coverage if code else 0.0,
        begun=begun,
        charts={chart.code: chart for chart in made},
        cards=[card(reading) for reading in at.readings.level("index", "dimension")],
        first=known_first(at) if begun and own else First([], []),
        strong=order[:named],
        unranked=[(one, interval(one)) for one in areas if one.score is None and one.low is not None],
        weak=(weak := order[len(order) - named :][::-1]),
        why={one.component: raised.improvements(one.component, 1) for one, _score in weak} if raised else {},
        ranges={one.component: interval(one) for one in areas if _can_move(one)},
        next=raised.improvements(at.whole, NAMED) if raised else [],
        to_answer=len(raised.to_answer(at.whole)) if raised else 0,
        lens=_lens(at) if own else None,
    )


def _can_move(reading: Reading) -> bool:
    return reading.low is not None and reading.high is not None and reading.high - reading.low > TIE


def _lens(at: OneRegion) -> str | None:
    """Return where the index stands through the other lenses, in sentences; None where there is none."""
    found = through(at).beside
    if found is None or at.measured.index is None:
        return None
    return " ".join(lenses.headline(at.readings.level("index"), found))
