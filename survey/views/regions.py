"""The regions of the partnership with their context figures, each with its measure, date and source."""

from flask import Blueprint, g, render_template

from survey.database import db
from survey.languages import gettext as _
from survey.policy import Action, may
from survey.services import peers, regions
from survey.views.access import need, person, signed_in
from survey.views.measures import measures

blueprint = Blueprint("regions", __name__, url_prefix="/regions")


@blueprint.get("/")
@signed_in
def index() -> str:
    """List the regions, members and former members."""
    need(Action.MANAGE)
    return render_template(
        "regions/index.html",
        regions=regions.listing(db.session, by=person()),
        **of_list(may(person(), Action.ADMINISTER)),
    )


def of_list(administers: bool) -> dict[str, object]:
    """Return what the list of regions needs besides them: their latest population, and whether they can be changed."""
    return {"figure": peers.figure, "administers": administers}


@blueprint.get("/<region>")
@signed_in
def show(region: str) -> str:
    """Show one region: who answers for it, and its context figures."""
    found = regions.find(db.session, key=region, by=person())
    g.place = found.name
    return render_template(
        "regions/show.html",
        region=found,
        measures=measures(),
        confidences=_confidences(),
        audited=may(person(), Action.AUDIT, found),
        administers=may(person(), Action.ADMINISTER),
    )


def _confidences() -> dict[str, str]:
    return {"high": _("high"), "medium": _("medium"), "low": _("low")}
