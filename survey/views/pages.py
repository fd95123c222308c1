"""Pages for everybody: accessibility, privacy."""

from flask import Blueprint, render_template

from survey.views import notice

blueprint = Blueprint("pages", __name__)


@blueprint.get("/accessibility")
def accessibility() -> str:
    """State how far the platform is accessible, and whom to tell where it is not."""
    return render_template("pages/accessibility.html")


@blueprint.get("/privacy")
def privacy() -> str:
    """Tell what is kept about people, why and how long."""
    return render_template("pages/privacy.html", **notice.shown())
