"""Priorities: what would raise a score most, and the cheapest set of changes that reaches a target."""

from dataclasses import dataclass

from flask import Blueprint, Response, request

from survey.charts.improvements import Improvement
from survey.charts.readings import Readings
from survey.charts.sheets import SheetChart
from survey.languages import gettext as _
from survey.policy import Action, may
from survey.reports.raised import ToAnswer
from survey.services import raising
from survey.services.raising import Way
from survey.views import figures, one_region
from survey.views.access import person, signed_in
from survey.views.improving import improving, target
from survey.views.one_region import OneRegion

blueprint = Blueprint("priorities", __name__, url_prefix="/results/<wave>/<region>/priorities")

UNANSWERED = "unanswered"
"""The name in the address by which questions without an answer are taken in."""


@dataclass(frozen=True)
class Shown:
    """What the page shows of one component: the gains, the way to the target, and others of equal effort.

    ``to_answer`` are the questions that nobody has answered; they are among the others only if ``unanswered``.
    """

    component: str
    target: float
    way: Way
    unanswered: bool
    to_answer: list[ToAnswer]
    gains: SheetChart
    plan: SheetChart
    others: list[list[Improvement]]

    @property
    def address(self) -> dict[str, object]:
        """The parameters that lead to this view again."""
        more = {UNANSWERED: "yes"} if self.unanswered else {}
        return {"component": self.component, "target": f"{self.target:g}", **more}

    @property
    def charts(self) -> dict[str, SheetChart]:
        """Both charts by their code."""
        return {self.gains.code: self.gains, self.plan.code: self.plan}


@blueprint.get("")
@signed_in
def show(wave: str, region: str) -> str | tuple[str, int]:
    """Show what would raise the component of the address, and how to reach the target."""
    at = one_region.one_region(wave, region)
    shown, faults = _shown(at)
    return _page(at, shown, faults)


@blueprint.get('/<any("gains", "plan"):chart>.csv')
@blueprint.get('/<any("gains", "plan"):chart>.<any("svg"):ending>')
@signed_in
def file(wave: str, region: str, chart: str, ending: str = "csv") -> Response | str | tuple[str, int]:
    """Send the same as a file or a drawing; where that cannot be, the page again, which says so."""
    at = one_region.one_region(wave, region)
    shown, faults = _shown(at)
    wish, more = figures.purpose()
    more += figures.undrawn(shown.charts[chart], ending)
    if faults or more:
        return _page(at, shown, (*faults, *more))
    return figures.file(shown.charts[chart], whose=region, wave=at.assessment.wave, wish=wish, ending=ending)


def _page(at: OneRegion, shown: Shown, faults: tuple[str, ...]) -> str | tuple[str, int]:
    return one_region.page(
        "priorities/show.html",
        at,
        faults=faults,
        shown=shown,
        options=at.options(at.measured.published),
        sets=may(person(), Action.SET_EFFORTS, at.assessment),
    )


def _shown(at: OneRegion) -> tuple[Shown, tuple[str, ...]]:
    code, faults = one_region.component(at, at.measured.published)
    found = improving(at)
    unanswered, wrong = _with_unanswered()
    reading = at.at(code)
    readings = Readings((reading,) if reading else ())
    wished, more = target(raising.value(found.known, code))
    towards = found.towards(code, wished, readings, at.facts, unanswered=unanswered)
    shown = Shown(
        component=code,
        target=wished,
        way=towards.way,
        unanswered=unanswered,
        to_answer=found.to_answer(code),
        gains=found.gains(code, readings, at.facts, unanswered=unanswered),
        plan=towards.chart,
        others=towards.plans[1:],
    )
    return shown, (*faults, *more, *wrong)


def _with_unanswered() -> tuple[bool, tuple[str, ...]]:
    """Return whether the address takes in what nobody has answered, and what is wrong with its wish."""
    wish = request.args.get(UNANSWERED) or "no"
    if wish in ("yes", "no"):
        return wish == "yes", ()
    return False, (_('"%(value)s" is neither "yes" nor "no". Tick or leave the box below.', value=wish),)
