"""The regions of the partnership with their context figures, each with its measure, date and source."""

from flask import Blueprint, g, render_template

from survey.database import db
from survey.languages import gettext as _
from survey.policy import Action, may
from survey.services import regions
from survey.views.access import need, person, signed_in

blueprint = Blueprint("regions", __name__, url_prefix="/regions")


@blueprint.get("/")
@signed_in
def index() -> str:
    """List the regions, members and former members."""
    need(Action.MANAGE)
    return render_template("regions/index.html", regions=regions.listing(db.session, by=person()))


@blueprint.get("/<region>")
@signed_in
def show(region: str) -> str:
    """Show one region: who answers for it, and its context figures."""
    found = regions.find(db.session, key=region, by=person())
    g.place = found.name
    return render_template(
        "regions/show.html",
        region=found,
        measures=_measures(),
        confidences=_confidences(),
        audited=may(person(), Action.AUDIT, found),
    )


def _measures() -> dict[str, str]:
    return {
        "population": _("Population"),
        "foreign_citizens": _("Residents of foreign nationality"),
        "foreign_citizens_share": _("Share of residents of foreign nationality"),
        "foreign_born_share": _("Share of residents born abroad"),
    }


def _confidences() -> dict[str, str]:
    return {"high": _("high"), "medium": _("medium"), "low": _("low")}
