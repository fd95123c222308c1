"""What the pages about priorities share: what could be gained, the target that the address asks for, areas."""

from collections.abc import Iterable
from math import isnan, nan

from flask import request

from survey.charts.improvements import Improvement
from survey.database import db
from survey.languages import format_number
from survey.languages import gettext as _
from survey.reports.raised import Raised
from survey.services import efforts, raising
from survey.views import figures
from survey.views.access import person
from survey.views.one_region import OneRegion


def improving(at: OneRegion) -> Raised:
    """Return what the pages about priorities are made from; NotFoundError for whoever may not see the scores."""
    known = raising.answered(db.session, assessment=at.assessment, by=person())
    own = efforts.of_region(db.session, assessment=at.assessment)
    return Raised(at.assessment.region.key, figures.shown(at.assessment.wave.edition), known, own)


def target(today: float | None) -> tuple[float, tuple[str, ...]]:
    """Return the target that the address asks for, from 0 to 100, and what is wrong with it; else one within reach."""
    usual = raising.within_reach(today)
    wished = request.args.get("target", "").strip()
    if not wished:
        return usual, ()
    try:
        value = float(wished.replace(",", "."))
    except ValueError:
        value = nan
    if isnan(value):
        return usual, (_('"%(value)s" is no number. A target is a score from 0 to 100.', value=wished),)
    nearest = min(100.0, max(0.0, value))
    if nearest != value:
        text = _('A score runs from 0 to 100, so the target "%(value)s" cannot be. The nearest is %(nearest)s.')
        return nearest, (text % {"value": wished, "nearest": format_number(nearest, 0)},)
    return value, ()


def by_area(found: Iterable[Improvement]) -> dict[str, list[Improvement]]:
    """Return improvements by the title of their area, in the order in which they come."""
    areas: dict[str, list[Improvement]] = {}
    for one in found:
        areas.setdefault(one.area, []).append(one)
    return areas
